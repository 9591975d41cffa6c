// The controls of the engine: settings, bypass, free run.
#include "tests/unit/engine_melody.h"

#include <math.h>

static void test_settings_are_within_their_ranges(void** state) {
  (void)state;
  static const float values[] = {-1e30F,           -1,        0, 1e30F, (float)INFINITY,
                                 -(float)INFINITY, (float)NAN};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    const float v = values[i];
    TnControls controls;
    for (size_t k = 0; k < sizeof controls / sizeof v; k++) {
      memcpy((char*)&controls + k * sizeof v, &v, sizeof v);
    }
    Rig* rig = rig_new();
    const TnSettings settings =
        tn_settings_from(&controls, 0, &rig->band->composer->model->vocabulary);
    assert_true(settings.sampling.temperature >= 0 && settings.sampling.temperature <= 2);
    assert_true(settings.sampling.top_p > 0 && settings.sampling.top_p <= 1);
    assert_in_range(settings.bars, 1, TN_MAX_PHRASE_BARS);
    assert_in_range(settings.seed, 0, 9999);
    assert_in_range(settings.key, 0, TN_KEYS - 1);
    locate(rig, 0, 0, 1);
    rig->controls = controls;
    run(rig, 10000);
    rig->controls.enabled = 1;
    run(rig, 10000);
    rig_free(rig);
  }
}

// The phrase that plays goes on to its end, on tick 192; the next is wholly under the new settings,
// and where the length has changed it may have begun before.
static void test_the_next_phrase_is_under_the_new_settings(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, BAR);
  rig->controls.seed = 77;
  rig->controls.length = 3;
  run(rig, BAR);
  forget_messages(rig);
  run(rig, (uint64_t)BAR * 4);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 192, 0, TICK);
  rig->controls.key = 7;
  run(rig, (uint64_t)BAR * 3);
  forget_messages(rig);
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 9, 1), 9 * 96, 0, TICK);
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

static uint64_t next_onset(const Rig* rig, uint64_t after) {
  for (int i = 0; i < rig->count; i++) {
    if (rig->messages[i].bytes[0] >> 4 == 9 && rig->messages[i].frame >= after) {
      return rig->messages[i].frame;
    }
  }
  return UINT64_MAX;
}

// At temperature 0 a note is struck every sixteenth. Where it rises between two of them, the very
// next one may be another; and none is late.
static void test_temperature_is_heard_from_the_next_onset_on(void** state) {
  (void)state;
  enum { TRIES = 20 };
  int others = 0;
  for (int i = 0; i < TRIES; i++) {
    Rig* rig = rig_new();
    rig->controls.freewheel = 0;
    rig->controls.top_p = 1;
    rig->controls.temperature = 0;
    rig->controls.seed = (float)i;
    locate(rig, 0, 0, 1);
    run(rig, 99 * TICK);
    assert_true(next_onset(rig, 96 * TICK) == 96 * TICK);
    rig->controls.temperature = 2;
    run(rig, 40 * TICK);
    others += next_onset(rig, 99 * TICK) != 102 * TICK;
    assert_int_equal(rig->engine.late, 0);
    rig_free(rig);
  }
  assert_true(others > TRIES / 4);
}

// In a phrase that is composed to its end too, and by a control that moves in every block.
static void test_a_moving_control_changes_only_what_is_to_come(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.freewheel = 0;
  locate(rig, 0, 0, 1);
  run(rig, 170 * TICK); // the phrase is composed to its end now, at 192
  const int before = rig->count;
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  for (int i = 0; i < 640; i++) {
    rig->controls.temperature = 0.5F + 0.002F * (float)i;
    run_block(rig, TICK / 10, 0, NULL);
  }
  for (int i = 0, next = 0; i < before; i++) {
    if (rig->messages[i].bytes[0] >> 4 == 9) {
      assert_int_equal(rig->messages[i].frame, (uint64_t)melody->strikes[next++].tick * TICK);
    }
  }
  assert_true(rig->count > before);
  assert_int_equal(rig->engine.late, 0);
  free(melody);
  rig_free(rig);
}

// Chords, of which a block composes a note or two: what is due at once is not composed anew.
static void test_a_moving_control_makes_no_chord_late(void** state) {
  (void)state;
  enum { BLOCK = 29 };
  Rig* rig = rig_with(0, RATE);
  rig->controls.freewheel = 0;
  locate(rig, 0, 0, 1);
  run(rig, 10 * TICK);
  rig->work = 150000;
  const int before = count_note_ons(rig);
  for (int i = 0; i < 80 * TICK / BLOCK; i++) {
    rig->controls.temperature = 0.5F + 0.0001F * (float)i;
    run_block(rig, BLOCK, 0, NULL);
  }
  assert_true(count_note_ons(rig) > before + 5);
  assert_int_equal(rig->engine.late, 0);
  rig_free(rig);
}

// Where the playhead has come to the end of what is composed, the network has all of the phrase to
// hear before a change can be taken up: no block is spent on that alone, and the notes go on.
static void test_a_change_after_a_jump_makes_no_note_late(void** state) {
  (void)state;
  Rig* rig = rig_with(1, RATE);
  rig->controls.freewheel = 0;
  rig->controls.length = 4;
  locate(rig, 0, 0, 1);
  run(rig, 336 * TICK);
  const int32_t reach = tn_phrase_reach(rig->engine.phrase);
  locate(rig, 0, 0, 1);
  rig->work = 1; // nothing is composed
  run_block(rig, 1, 0, NULL);
  locate(rig, 3, (reach - 2 - 3 * 96) / 24.0, 1);
  run_block(rig, 1, 0, NULL);
  const int before = count_note_ons(rig);
  rig->work = 850000;
  rig->controls.temperature = 1.5F;
  run_block(rig, 6 * TICK, 0, NULL);
  assert_true(rig->engine.changed);
  assert_true(count_note_ons(rig) > before);
  assert_int_equal(rig->engine.late, 0);
  rig->work = 0; // what is usual
  run(rig, 12 * TICK);
  assert_false(rig->engine.changed);
  assert_int_equal(rig->engine.late, 0);
  rig_free(rig);
}

static int pitch_struck(const Rig* rig, uint64_t frame) {
  for (int i = 0; i < rig->count; i++) {
    if (rig->messages[i].bytes[0] >> 4 == 9 && rig->messages[i].frame == frame) {
      return rig->messages[i].bytes[1];
    }
  }
  return -1;
}

// One of eight pitches may be the same by chance.
static void test_another_seed_or_key_is_heard_from_the_next_onset_on(void** state) {
  (void)state;
  enum { TRIES = 20 };
  int others[2] = {0};
  for (int i = 0; i < 2 * TRIES; i++) {
    int pitches[2];
    for (int changes = 0; changes < 2; changes++) {
      Rig* rig = rig_new();
      rig->controls.freewheel = 0;
      rig->controls.seed = (float)i;
      locate(rig, 0, 0, 1);
      run(rig, 99 * TICK);
      rig->controls.seed += changes && i < TRIES ? 500 : 0;
      rig->controls.key = changes && i >= TRIES ? 7 : 0;
      run(rig, 10 * TICK);
      pitches[changes] = pitch_struck(rig, 102 * TICK);
      assert_int_equal(rig->engine.late, 0);
      assert_false(rig->engine.changed);
      rig_free(rig);
    }
    others[i / TRIES] += pitches[0] != pitches[1];
  }
  assert_true(others[0] > TRIES / 4);
  assert_true(others[1] > 0);
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
  run(rig, 2 * BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 96, 0, TICK);
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
      cmocka_unit_test(test_the_next_phrase_is_under_the_new_settings),
      cmocka_unit_test(test_temperature_that_moved_leaves_no_trace),
      cmocka_unit_test(test_temperature_is_heard_from_the_next_onset_on),
      cmocka_unit_test(test_a_moving_control_changes_only_what_is_to_come),
      cmocka_unit_test(test_a_moving_control_makes_no_chord_late),
      cmocka_unit_test(test_a_change_after_a_jump_makes_no_note_late),
      cmocka_unit_test(test_another_seed_or_key_is_heard_from_the_next_onset_on),
      cmocka_unit_test(test_bypass_releases_and_comes_back),
      cmocka_unit_test(test_free_run_needs_no_host),
      cmocka_unit_test(test_free_run_waits_for_its_first_notes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
