#include "trainer/skips.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void what_is_added_is_copied_in_order(void** state) {
  (void)state;
  SkipList list = {0};
  char path[32];
  for (int i = 0; i < 1000; ++i) {
    snprintf(path, sizeof path, "%d.mid", i);
    assert_true(skip_list_add(&list, path, i % 2 ? "odd" : "even"));
  }
  assert_int_equal(list.count, 1000);
  for (int i = 0; i < 1000; ++i) {
    snprintf(path, sizeof path, "%d.mid", i);
    assert_string_equal(list.skips[i].path, path);
    assert_string_equal(list.skips[i].reason, i % 2 ? "odd" : "even");
  }
  skip_list_free(&list);
  assert_null(list.skips);
  assert_int_equal(list.count, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_added_is_copied_in_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
