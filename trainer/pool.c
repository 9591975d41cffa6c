#include "trainer/pool.h"

#include "trainer/interrupt.h"

#include <pthread.h>
#include <stdlib.h>

enum { MAX_WORKERS = 64 };

typedef struct {
  Pool* pool;
  int worker;
  pthread_t thread;
} Helper;

struct Pool {
  int workers;
  pthread_mutex_t starting; // held until it is known whether all helpers could be had
  bool broken;
  PoolJob job; // NULL: the helpers end
  void* context;
  pthread_barrier_t begin;
  pthread_barrier_t end;
  Helper helpers[MAX_WORKERS]; // 1..workers - 1
};

static void* help(void* argument) {
  const Helper* helper = argument;
  Pool* pool = helper->pool;
  pthread_mutex_lock(&pool->starting);
  const bool broken = pool->broken;
  pthread_mutex_unlock(&pool->starting);
  while (!broken) {
    pthread_barrier_wait(&pool->begin);
    if (!pool->job) {
      return NULL;
    }
    pool->job(pool->context, helper->worker);
    pthread_barrier_wait(&pool->end);
  }
  return NULL;
}

// Returns how many helpers there are, from 1 on.
static int start_helpers(Pool* pool) {
  for (int w = 1; w < pool->workers; ++w) {
    pool->helpers[w] = (Helper){.pool = pool, .worker = w};
    if (pthread_create(&pool->helpers[w].thread, NULL, help, &pool->helpers[w]) != 0) {
      return w;
    }
  }
  return pool->workers;
}

static void end_pool(Pool* pool, int started) {
  for (int w = 1; w < started; ++w) {
    pthread_join(pool->helpers[w].thread, NULL);
  }
  pthread_barrier_destroy(&pool->begin);
  pthread_barrier_destroy(&pool->end);
  pthread_mutex_destroy(&pool->starting);
  free(pool);
}

Pool* pool_new(int workers) {
  Pool* pool = calloc(1, sizeof *pool);
  if (!pool || workers < 1 || workers > MAX_WORKERS) {
    free(pool);
    return NULL;
  }
  pool->workers = workers;
  pthread_barrier_init(&pool->begin, NULL, (unsigned)workers);
  pthread_barrier_init(&pool->end, NULL, (unsigned)workers);
  pthread_mutex_init(&pool->starting, NULL);
  pthread_mutex_lock(&pool->starting);
  const sigset_t before = interrupt_hold();
  const int started = start_helpers(pool);
  interrupt_release(before);
  pool->broken = started < workers;
  pthread_mutex_unlock(&pool->starting);
  if (pool->broken) {
    end_pool(pool, started);
    return NULL;
  }
  return pool;
}

void pool_free(Pool* pool) {
  if (!pool) {
    return;
  }
  pool->job = NULL;
  pthread_barrier_wait(&pool->begin);
  end_pool(pool, pool->workers);
}

void pool_run(Pool* pool, PoolJob job, void* context) {
  pool->job = job;
  pool->context = context;
  pthread_barrier_wait(&pool->begin);
  job(context, 0);
  pthread_barrier_wait(&pool->end);
}
