// What a source of XDND says to whom.
#include "ui/dnd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_said(const DndMessages* said, size_t index, DndKind kind, unsigned long target) {
  assert_true(index < said->count);
  assert_int_equal(said->items[index].kind, kind);
  assert_int_equal(said->items[index].target, target);
}

static void test_a_drop_on_a_target_that_takes_it(void** state) {
  (void)state;
  Dnd dnd;
  DndMessages said;
  dnd_begin(&dnd);
  dnd_move(&dnd, 7, 5, 10, 20, 100, &said);
  assert_int_equal(said.count, 2);
  assert_said(&said, 0, DND_ENTER, 7);
  assert_said(&said, 1, DND_POSITION, 7);
  assert_int_equal(said.items[1].x, 10);
  dnd_status(&dnd, 7, true, &said);
  assert_int_equal(said.count, 0);
  dnd_let_go(&dnd, 200, &said);
  assert_said(&said, 0, DND_DROP, 7);
  assert_int_equal(said.items[0].time, 200);
  dnd_finished(&dnd, 8); // another's
  assert_true(dnd.dropped);
  dnd_finished(&dnd, 7);
  assert_false(dnd.dropped);
}

static void test_places_wait_for_the_answer_to_the_one_before(void** state) {
  (void)state;
  Dnd dnd;
  DndMessages said;
  dnd_begin(&dnd);
  dnd_move(&dnd, 7, 5, 1, 1, 1, &said);
  dnd_move(&dnd, 7, 5, 2, 2, 2, &said);
  assert_int_equal(said.count, 0);
  dnd_move(&dnd, 7, 5, 3, 3, 3, &said);
  dnd_status(&dnd, 7, true, &said);
  assert_int_equal(said.count, 1);
  assert_int_equal(said.items[0].x, 3);
}

static void test_a_button_that_goes_up_early_drops_when_the_answer_comes(void** state) {
  (void)state;
  Dnd dnd;
  DndMessages said;
  dnd_begin(&dnd);
  dnd_move(&dnd, 7, 5, 1, 1, 1, &said);
  dnd_let_go(&dnd, 2, &said);
  assert_int_equal(said.count, 0);
  dnd_status(&dnd, 7, true, &said);
  assert_said(&said, 0, DND_DROP, 7);
}

static void test_a_target_that_refuses_is_left(void** state) {
  (void)state;
  Dnd dnd;
  DndMessages said;
  dnd_begin(&dnd);
  dnd_move(&dnd, 7, 5, 1, 1, 1, &said);
  dnd_status(&dnd, 7, false, &said);
  dnd_let_go(&dnd, 2, &said);
  assert_said(&said, 0, DND_LEAVE, 7);
  assert_false(dnd.drags || dnd.dropped);
}

static void test_targets_are_left_for_others(void** state) {
  (void)state;
  Dnd dnd;
  DndMessages said;
  dnd_begin(&dnd);
  dnd_move(&dnd, 7, 5, 1, 1, 1, &said);
  dnd_move(&dnd, 8, 4, 2, 2, 2, &said);
  assert_int_equal(said.count, 3);
  assert_said(&said, 0, DND_LEAVE, 7);
  assert_said(&said, 1, DND_ENTER, 8);
  assert_int_equal(said.items[1].version, 4);
  dnd_status(&dnd, 7, true, &said); // too late
  assert_true(dnd.waits);
  dnd_move(&dnd, 0, 0, 3, 3, 3, &said);
  assert_int_equal(said.count, 1);
  assert_said(&said, 0, DND_LEAVE, 8);
  dnd_let_go(&dnd, 4, &said);
  assert_int_equal(said.count, 0);
  assert_false(dnd.drags || dnd.dropped);
}

static void test_old_versions_are_nobody(void** state) {
  (void)state;
  Dnd dnd;
  DndMessages said;
  dnd_begin(&dnd);
  dnd_move(&dnd, 7, 2, 1, 1, 1, &said);
  assert_int_equal(said.count, 0);
  dnd_move(&dnd, 7, 99, 1, 1, 1, &said);
  assert_int_equal(said.items[0].version, DND_VERSION);
}

static void test_nothing_is_said_where_nothing_is_dragged(void** state) {
  (void)state;
  Dnd dnd = {.drags = false};
  DndMessages said;
  dnd_move(&dnd, 7, 5, 1, 1, 1, &said);
  assert_int_equal(said.count, 0);
  dnd_status(&dnd, 7, true, &said);
  dnd_let_go(&dnd, 1, &said);
  assert_int_equal(said.count, 0);
  dnd_begin(&dnd);
  dnd_move(&dnd, 7, 5, 1, 1, 1, &said);
  dnd_cancel(&dnd, &said);
  assert_said(&said, 0, DND_LEAVE, 7);
  assert_false(dnd.drags);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_drop_on_a_target_that_takes_it),
      cmocka_unit_test(test_places_wait_for_the_answer_to_the_one_before),
      cmocka_unit_test(test_a_button_that_goes_up_early_drops_when_the_answer_comes),
      cmocka_unit_test(test_a_target_that_refuses_is_left),
      cmocka_unit_test(test_targets_are_left_for_others),
      cmocka_unit_test(test_old_versions_are_nobody),
      cmocka_unit_test(test_nothing_is_said_where_nothing_is_dragged),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
