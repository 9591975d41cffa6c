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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_beat_is_the_meters_own),
      cmocka_unit_test(a_bar_has_all_its_beats),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
