// The controls of the engine: settings, bypass, free run.
#include "tests/unit/engine_melody.h"

#include <math.h>

static void test_settings_are_within_their_ranges(void** state) {
  (void)state;
  static const float values[] = {-1e30F,           -1,        0, 1e30F, (float)INFINITY,
                                 -(float)INFINITY, (float)NAN};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    const float v = values[i];
    const TnControls controls = {v, v, v, v, v, v, v, v, v};
    const TnSettings settings = tn_engine_settings(&controls);
    assert_true(settings.sampling.temperature >= 0 && settings.sampling.temperature <= 2);
    assert_true(settings.sampling.top_p > 0 && settings.sampling.top_p <= 1);
    assert_in_range(settings.bars, 1, TN_MAX_PHRASE_BARS);
    assert_in_range(settings.seed, 0, 9999);
    assert_in_range(settings.key, 0, TN_KEYS - 1);
    Rig* rig = rig_new();
    locate(rig, 0, 0, 1);
    rig->controls = controls;
    run(rig, 10000);
    rig->controls.enabled = 1;
    run(rig, 10000);
    rig_free(rig);
  }
}

static void test_seed_and_length_change_the_music_from_there_on(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, BAR);
  rig->controls.seed = 77;
  rig->controls.length = 3;
  forget_messages(rig);
  run(rig, (uint64_t)BAR * 4);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 96, 0, TICK);
  rig_free(rig);
}

static void test_key_changes_the_music_from_there_on(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, BAR);
  rig->controls.key = 7;
  forget_messages(rig);
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 96, 0, TICK);
  rig_free(rig);
}

static void test_temperature_that_moved_leaves_no_trace(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, BAR / 2);
  rig->controls.temperature = 1.9F;
  run(rig, BAR);
  rig->controls.temperature = 1;
  run(rig, BAR / 2);
  forget_messages(rig);
  const uint64_t start = rig->block;
  locate(rig, 0, 0, 1);
  run(rig, (uint64_t)BAR * 2);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, (int64_t)start, TICK);
  rig_free(rig);
}

static void test_a_moving_control_does_not_harm_the_phrase_that_plays(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, 170 * TICK); // the phrase is composed to its end now, at 192
  for (int i = 0; i < 21; i++) {
    rig->controls.temperature = 0.5F + 0.05F * (float)i;
    run_block(rig, TICK, 0, NULL);
  }
  rig->controls.temperature = 1;
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, 0, TICK);
  rig_free(rig);
}

static void test_bypass_releases_and_comes_back(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  rig->controls.enabled = 0;
  const uint64_t block = rig->block;
  run_block(rig, 500, 0, NULL);
  assert_int_equal(count_sounding(rig), 0);
  assert_true(rig->messages[rig->count - 1].frame == block);
  forget_messages(rig);
  run(rig, BAR - rig->block);
  assert_int_equal(rig->count, 0);
  rig->controls.enabled = 1;
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 96, 0, TICK);
  rig_free(rig);
}

static void test_free_run_needs_no_host(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.sync = 1;
  rig->controls.tempo = 60;
  run(rig, (uint64_t)BAR * 3);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 0, 1000, 2 * TICK); // from the second block
  const int count = count_note_ons(rig);
  locate(rig, 0, 0, 0); // a host that stops is of no concern
  run(rig, (uint64_t)BAR * 3);
  assert_true(count_note_ons(rig) > count);
  rig->controls.sync = 0;
  run(rig, 100);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

static void test_free_run_waits_for_its_first_notes(void** state) {
  (void)state;
  Rig* rig = rig_with(0, RATE); // chords
  rig->controls.sync = 1;
  rig->controls.freewheel = 0;
  for (int i = 0; i < 3000; i++) {
    run_block(rig, 128, 0, NULL);
  }
  assert_int_equal(rig->engine.late, 0);
  assert_true(count_note_ons(rig) > 5);
  rig_free(rig);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_settings_are_within_their_ranges),
      cmocka_unit_test(test_seed_and_length_change_the_music_from_there_on),
      cmocka_unit_test(test_key_changes_the_music_from_there_on),
      cmocka_unit_test(test_temperature_that_moved_leaves_no_trace),
      cmocka_unit_test(test_a_moving_control_does_not_harm_the_phrase_that_plays),
      cmocka_unit_test(test_bypass_releases_and_comes_back),
      cmocka_unit_test(test_free_run_needs_no_host),
      cmocka_unit_test(test_free_run_waits_for_its_first_notes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
