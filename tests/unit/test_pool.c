#include "trainer/pool.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MAX_WORKERS = 64 };

typedef struct {
  pthread_barrier_t together;
  int calls[MAX_WORKERS];
} Meeting;

// Nobody leaves before all are there: this ends only where the workers run at once.
static void meet(void* context, int worker) {
  Meeting* meeting = context;
  pthread_barrier_wait(&meeting->together);
  ++meeting->calls[worker];
}

static void check_meetings(int workers, int runs) {
  Meeting meeting = {.calls = {0}};
  assert_int_equal(pthread_barrier_init(&meeting.together, NULL, (unsigned)workers), 0);
  Pool* pool = pool_new(workers);
  assert_non_null(pool);
  for (int run = 1; run <= runs; ++run) {
    pool_run(pool, meet, &meeting);
    for (int w = 0; w < MAX_WORKERS; ++w) {
      assert_int_equal(meeting.calls[w], w < workers ? run : 0);
    }
  }
  pool_free(pool);
  pthread_barrier_destroy(&meeting.together);
}

static void every_worker_runs_once_and_all_at_once(void** state) {
  (void)state;
  check_meetings(1, 3);
  check_meetings(2, 200);
  check_meetings(7, 50);
  check_meetings(MAX_WORKERS, 3);
}

static void note_thread(void* context, int worker) {
  pthread_t* threads = context;
  threads[worker] = pthread_self();
}

static void worker_0_is_the_caller(void** state) {
  (void)state;
  pthread_t threads[2];
  Pool* pool = pool_new(2);
  assert_non_null(pool);
  pool_run(pool, note_thread, threads);
  assert_true(pthread_equal(threads[0], pthread_self()));
  assert_false(pthread_equal(threads[1], pthread_self()));
  pool_free(pool);
}

static void a_pool_that_never_ran_can_be_freed(void** state) {
  (void)state;
  for (int i = 0; i < 20; ++i) {
    pool_free(pool_new(3));
  }
  pool_free(NULL);
}

static void impossible_numbers_of_workers_are_refused(void** state) {
  (void)state;
  assert_null(pool_new(0));
  assert_null(pool_new(-1));
  assert_null(pool_new(MAX_WORKERS + 1));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_worker_runs_once_and_all_at_once),
      cmocka_unit_test(worker_0_is_the_caller),
      cmocka_unit_test(a_pool_that_never_ran_can_be_freed),
      cmocka_unit_test(impossible_numbers_of_workers_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
