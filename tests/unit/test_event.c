// Meters in ticks.
#include "plugin/engine/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_beat_is_the_meters_own(void** state) {
  (void)state;
  assert_int_equal(tn_meter_beat_ticks((TnMeter){0, 2, 2}), 48);
  assert_int_equal(tn_meter_beat_ticks((TnMeter){0, 4, 4}), 24);
  assert_int_equal(tn_meter_beat_ticks((TnMeter){0, 6, 8}), 12);
  assert_int_equal(tn_meter_beat_ticks((TnMeter){0, 5, 32}), 3);
}

static void a_bar_has_all_its_beats(void** state) {
  (void)state;
  assert_int_equal(tn_meter_bar_ticks((TnMeter){0, 4, 4}), 96);
  assert_int_equal(tn_meter_bar_ticks((TnMeter){0, 7, 8}), 84);
  assert_int_equal(tn_meter_bar_ticks((TnMeter){0, 255, 1}), 255 * 96);
}

static void a_meter_holds_until_the_next(void** state) {
  (void)state;
  static const TnMeter METERS[] = {{0, 3, 4}, {144, 6, 8}, {288, 2, 2}};
  static const struct {
    int32_t tick;
    int numerator;
  } PLACES[] = {{-5, 3}, {0, 3}, {143, 3}, {144, 6}, {287, 6}, {288, 2}, {INT32_MAX, 2}};
  for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
    assert_int_equal(tn_meter_at(METERS, 3, PLACES[i].tick).numerator, PLACES[i].numerator);
  }
  assert_int_equal(tn_meter_bar_ticks_at(METERS, 3, 143), 72);
  assert_int_equal(tn_meter_bar_ticks_at(METERS, 3, 288), 96);
}

static void a_bar_of_an_unknown_meter_is_four_quarters(void** state) {
  (void)state;
  const TnMeter unknown = {0, 0, 0};
  assert_int_equal(tn_meter_at(NULL, 0, 7).numerator, 0);
  assert_int_equal(tn_meter_bar_ticks_at(NULL, 0, 7), 96);
  assert_int_equal(tn_meter_bar_ticks_at(&unknown, 1, 7), 96);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_beat_is_the_meters_own),
      cmocka_unit_test(a_bar_has_all_its_beats),
      cmocka_unit_test(a_meter_holds_until_the_next),
      cmocka_unit_test(a_bar_of_an_unknown_meter_is_four_quarters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
