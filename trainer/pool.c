#include "trainer/pool.h"

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
  PoolJob job; // NULL: the helpers end
  void* context;
  pthread_barrier_t begin;
  pthread_barrier_t end;
  Helper helpers[MAX_WORKERS]; // 1..workers - 1
};

static void* help(void* argument) {
  Helper* helper = argument;
  Pool* pool = helper->pool;
  for (;;) {
    pthread_barrier_wait(&pool->begin);
    if (!pool->job) {
      return NULL;
    }
    pool->job(pool->context, helper->worker);
    pthread_barrier_wait(&pool->end);
  }
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
  for (int w = 1; w < workers; ++w) {
    pool->helpers[w] = (Helper){.pool = pool, .worker = w};
    if (pthread_create(&pool->helpers[w].thread, NULL, help, &pool->helpers[w]) != 0) {
      abort(); // helpers that wait for one that never comes could not be ended
    }
  }
  return pool;
}

void pool_free(Pool* pool) {
  if (!pool) {
    return;
  }
  pool->job = NULL;
  pthread_barrier_wait(&pool->begin);
  for (int w = 1; w < pool->workers; ++w) {
    pthread_join(pool->helpers[w].thread, NULL);
  }
  pthread_barrier_destroy(&pool->begin);
  pthread_barrier_destroy(&pool->end);
  free(pool);
}

void pool_run(Pool* pool, PoolJob job, void* context) {
  pool->job = job;
  pool->context = context;
  pthread_barrier_wait(&pool->begin);
  job(context, 0);
  pthread_barrier_wait(&pool->end);
}
