// What the engine's tests use of cmocka, for a processor that it is not installed for: they are
// compiled with this instead. A check that fails ends the program.
#ifndef TN_TESTS_NEON_CMOCKA_H
#define TN_TESTS_NEON_CMOCKA_H

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
  const char* name;
  void (*function)(void** state);
};

// clang-format off
#define cmocka_unit_test(function) { #function, function }
// clang-format on

static inline void check_or_exit(int good, const char* what, const char* file, int line) {
  if (!good) {
    (void)fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
    exit(1);
  }
}

#define assert_true(a)                check_or_exit(!!(a), #a, __FILE__, __LINE__)
#define assert_false(a)               assert_true(!(a))
#define assert_null(a)                assert_true((a) == NULL)
#define assert_non_null(a)            assert_true((a) != NULL)
#define assert_int_equal(a, b)        assert_true((a) == (b))
#define assert_ptr_equal(a, b)        assert_true((a) == (b))
#define assert_in_range(a, low, high) assert_true((a) - (low) <= (high) - (low))
#define assert_memory_equal(a, b, n)  assert_true(memcmp(a, b, n) == 0)
#define assert_string_equal(a, b)     assert_true(strcmp(a, b) == 0)
#define assert_string_not_equal(a, b) assert_true(strcmp(a, b) != 0)
#define print_message                 printf

static inline int run_tests(const struct CMUnitTest* tests, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    void* state = NULL;
    tests[i].function(&state);
    (void)printf("ok   %s\n", tests[i].name);
  }
  return 0;
}

#define cmocka_run_group_tests(tests, setup, teardown)                                             \
  run_tests(tests, sizeof(tests) / sizeof((tests)[0]))

#endif
