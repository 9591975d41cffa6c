// Which notes the engine strikes and on which frame, as the host rolls, stops and jumps.
#include "tests/unit/engine_melody.h"

static void test_nothing_sounds_before_a_position_or_when_stopped(void** state) {
  (void)state;
  Rig* rig = rig_new();
  run(rig, BAR);
  locate(rig, 0, 0, 0);
  run(rig, BAR);
  assert_int_equal(rig->count, 0);
  rig_free(rig);
}

static void test_phrases_join_at_bar_lines(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, (uint64_t)BAR * 8 - 1);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 4), 0, 0, TICK);
  for (int i = 0; i < rig->count; i++) { // no note is held over a join
    assert_true(rig->messages[i].bytes[0] >> 4 != 8 || rig->messages[i].frame % TICK == 0);
  }
  run(rig, 1);
  locate(rig, 0, 0, 0);
  run(rig, 1);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

static void test_a_phrase_that_ends_early_is_silent_to_the_next(void** state) {
  (void)state;
  Rig* rig = rig_with(BAND_END, RATE);
  rig->controls.length = 4;
  locate(rig, 0, 0, 1);
  run(rig, (uint64_t)BAR * 12 - 1);
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 3);
  int late = 0; // in the last bars of a phrase
  for (int i = 0; i < melody->count; i++) {
    late += melody->strikes[i].tick % (4 * 96) >= 3 * 96;
  }
  assert_int_equal(late, 0);
  assert_played(rig, melody, 0, 0, TICK);
  rig_free(rig);
}

static void test_block_size_does_not_matter(void** state) {
  (void)state;
  static const uint32_t blocks[] = {1, 17, 256, 8000};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
    Rig* rig = rig_new();
    locate(rig, 5, 1.5, 1); // in the middle of a phrase
    while (rig->block < (uint64_t)BAR * 2) {
      run_block(rig, blocks[i], 0, NULL);
    }
    assert_played(rig, melody_of(rig, FOUR_FOUR, 4, 3), 5 * 96 + 36, -(5 * 96 + 36) * TICK, TICK);
    rig_free(rig);
  }
}

static void test_several_ticks_in_a_frame_lose_no_note(void** state) {
  (void)state;
  Rig* rig = rig_with(SIXTEENTH, 8000);
  TnPosition told = place(0, 0, 1);
  told.bpm = 1999; // a tick is about 10 frames: phrases do not begin on whole ones
  run_block(rig, 0, 0, &told);
  run(rig, 8 * 96 * 10);
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 4);
  assert_in_range(count_note_ons(rig), melody->count - 3, melody->count);
  const TnTransport* transport = &rig->engine.host;
  for (int i = 0, next = 0; i < rig->count; i++) {
    if (rig->messages[i].bytes[0] >> 4 == 9) {
      const int64_t tick = melody->strikes[next++].tick;
      assert_int_equal(
          rig->messages[i].frame,
          tn_transport_frame_of(transport, tick * tn_transport_units_a_tick(transport)));
    }
  }
  free(melody);
  rig_free(rig);
}

static void test_loop_plays_the_same_again(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  for (int round = 0; round < 3; round++) {
    forget_messages(rig);
    run(rig, (uint64_t)BAR * 3);
    assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 0, (int64_t)BAR * 3 * round, TICK);
    locate(rig, 0, 0, 1);
  }
  rig_free(rig);
}

static void test_stop_inside_a_block_releases_there(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  const TnPosition told = {.has_speed = true, .speed = 0};
  const uint64_t block = rig->block;
  run_block(rig, 1000, 100, &told);
  assert_int_equal(count_sounding(rig), 0);
  assert_true(rig->messages[rig->count - 1].frame == block + 100);
  rig_free(rig);
}

static void test_note_struck_before_a_stop_is_not_struck_again(void** state) {
  (void)state;
  Rig* rig = rig_new();
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  locate(rig, 0, 0, 1);
  run(rig, (uint64_t)melody->strikes[3].tick * TICK + 5); // 5 frames after an onset
  TnPosition told = {.has_speed = true, .speed = 0};
  run_block(rig, 1000, 0, &told);
  forget_messages(rig);
  told.speed = 1;
  run_block(rig, 900, 0, &told);
  assert_int_equal(rig->count, 0);
  free(melody);
  rig_free(rig);
}

static void test_place_rounded_past_a_note_still_plays_it(void** state) {
  (void)state;
  Rig* rig = rig_new();
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  const int64_t tick = melody->strikes[3].tick;
  locate(rig, tick / 96, (double)(tick % 96) / 24 + 0.0002, 1);
  run_block(rig, 100, 0, NULL);
  assert_true(count_note_ons(rig) > 0);
  assert_true(rig->messages[0].frame == 0);
  free(melody);
  rig_free(rig);
}

static void test_position_told_beyond_the_block_holds_from_its_end(void** state) {
  (void)state;
  Rig* rig = rig_new();
  const TnPosition told = place(0, 0, 1);
  run_block(rig, 1000, 5000, &told);
  assert_int_equal(rig->count, 0);
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, 1000, TICK);
  rig_free(rig);
}

static void test_position_in_an_empty_block_counts(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  assert_int_equal(rig->count, 0);
  run(rig, BAR);
  for (int i = 0; i < 10; i++) {
    run_block(rig, 0, 0, NULL);
  }
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, 0, TICK);
  rig_free(rig);
}

static void test_host_that_tells_only_frames_does_not_cut_notes(void** state) {
  (void)state;
  Rig* told_often = rig_new();
  Rig* told_once = rig_new();
  TnPosition told = {.has_speed = true, .speed = 1, .has_frame = true};
  run_block(told_once, 64, 0, &told);
  run(told_once, BAR - 64);
  for (int frame = 0; frame < BAR; frame += 64) {
    told.frame = frame;
    run_block(told_often, 64, 0, &told);
  }
  assert_int_equal(told_often->count, told_once->count);
  for (int i = 0; i < told_once->count; i++) {
    assert_int_equal(told_often->messages[i].frame, told_once->messages[i].frame);
  }
  rig_free(told_often);
  rig_free(told_once);
}

static void test_tempo_found_to_count_quarters_goes_on_in_the_right_place(void** state) {
  (void)state;
  Rig* rig = rig_new();
  TnPosition told = place(0, 0, 1);
  told.beats_per_bar = 6;
  told.beat_unit = 8;
  run_block(rig, 1000, 0, &told);
  run(rig, 30 * 12 * TICK - 1000);
  forget_messages(rig);
  told.bar = 5; // 30 beats of 12 ticks
  const uint64_t block = rig->block;
  run_block(rig, 0, 0, &told);
  run(rig, 200 * TICK);
  Melody* melody = melody_of(rig, (TnMeter){0, 6, 8}, 4, 4);
  assert_played(rig, melody, 360, (int64_t)block - 360 * TICK, TICK);
  rig_free(rig);
}

static void test_tempo_found_to_count_beats_goes_back_to_the_right_place(void** state) {
  (void)state;
  Rig* rig = rig_new();
  TnPosition told = place(0, 0, 1);
  told.beats_per_bar = 6;
  told.beat_unit = 8;
  run_block(rig, 12000, 0, &told);
  told.bar_beat = 1; // as if in quarters; and for the next 40 bars no such thing
  run_block(rig, 240 * 24 * TICK / 2, 0, &told);
  assert_int_equal(rig->engine.host.bpm_note, 4);
  forget_messages(rig);
  told.bar = 20;
  told.bar_beat = 1;
  const uint64_t block = rig->block;
  run_block(rig, 0, 0, &told);
  assert_int_not_equal(rig->engine.host.bpm_note, 4);
  run(rig, 400 * TICK);
  Melody* melody = melody_of(rig, (TnMeter){0, 6, 8}, 20, 4);
  assert_played(rig, melody, 1452, (int64_t)block - 1452 * 2 * TICK, 2 * TICK);
  rig_free(rig);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing_sounds_before_a_position_or_when_stopped),
      cmocka_unit_test(test_phrases_join_at_bar_lines),
      cmocka_unit_test(test_a_phrase_that_ends_early_is_silent_to_the_next),
      cmocka_unit_test(test_block_size_does_not_matter),
      cmocka_unit_test(test_several_ticks_in_a_frame_lose_no_note),
      cmocka_unit_test(test_loop_plays_the_same_again),
      cmocka_unit_test(test_stop_inside_a_block_releases_there),
      cmocka_unit_test(test_note_struck_before_a_stop_is_not_struck_again),
      cmocka_unit_test(test_place_rounded_past_a_note_still_plays_it),
      cmocka_unit_test(test_position_told_beyond_the_block_holds_from_its_end),
      cmocka_unit_test(test_position_in_an_empty_block_counts),
      cmocka_unit_test(test_host_that_tells_only_frames_does_not_cut_notes),
      cmocka_unit_test(test_tempo_found_to_count_quarters_goes_on_in_the_right_place),
      cmocka_unit_test(test_tempo_found_to_count_beats_goes_back_to_the_right_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
