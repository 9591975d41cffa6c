// What the tempo counts, beats or quarters: hosts differ and do not tell.
#include "tests/unit/transport_fixture.h"

static TnPosition told_in_6_8(int64_t bar, double beat) {
  TnPosition told = told_at(bar, beat);
  told.beats_per_bar = 6;
  told.beat_unit = 8;
  return told;
}

static void test_tempo_counts_the_beats_of_the_meter(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_in_6_8(0, 0));
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 0.5)), 24000);
  for (uint64_t frame = 500; frame < 200000; frame += 500) {
    const double beats = (double)frame / 24000;
    update(&transport, frame, told_in_6_8((int64_t)(beats / 6), fmod(beats, 6)));
  }
  assert_int_not_equal(transport.bpm_note, 4);
}

// Tells rounded places of a 6/8 at 120 quarters a minute every `block` frames.
static void tell_quarters(TnTransport* transport, uint64_t block, uint64_t from, uint64_t to) {
  for (uint64_t frame = from; frame < to; frame += block) {
    const double beats = round((double)frame / 12000 * 1920) / 1920;
    assert_int_equal(update(transport, frame, told_in_6_8((int64_t)(beats / 6), fmod(beats, 6))),
                     TN_CONTINUES);
  }
}

static void test_tempo_in_quarters_is_seen_at_any_block_size(void** state) {
  (void)state;
  static const uint64_t blocks[] = {1, 16, 64, 256, 1000, 4096};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
    TnTransport transport = rolling_from(told_in_6_8(0, 0));
    tell_quarters(&transport, blocks[i], blocks[i], 10000);
    assert_int_equal(transport.bpm_note, 4);
    // From then on exact, although all that was told was rounded.
    assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)), 24000);
  }
}

// Ardour lets every tempo count a note of its own, whatever the meter.
static void test_tempo_in_any_note_is_seen(void** state) {
  (void)state;
  static const struct {
    int numerator, denominator;
  } meters[] = {{2, 4}, {4, 4}, {5, 4}, {7, 8}, {12, 8}, {3, 2}};
  for (size_t m = 0; m < sizeof meters / sizeof meters[0]; m++) {
    for (int note = 1; note <= 32; note *= 2) {
      TnPosition told = told_at(0, 0); // 100 quarters a minute: 28800 frames each
      told.beats_per_bar = meters[m].numerator;
      told.beat_unit = meters[m].denominator;
      told.bpm = 25.0 * note;
      TnTransport transport = rolling_from(told);
      for (uint64_t frame = 256; frame < 20000; frame += 256) {
        const double beats = (double)frame / 28800 * meters[m].denominator / 4;
        told.bar = (int64_t)(beats / meters[m].numerator);
        told.bar_beat = round(fmod(beats, meters[m].numerator) * 1920) / 1920;
        assert_int_equal(update(&transport, frame, told), TN_CONTINUES);
      }
      assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)), 28800);
    }
  }
}

static void test_tempo_in_quarters_is_seen_when_the_song_stops(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_in_6_8(0, 0));
  TnPosition told = told_in_6_8(1, 2); // 8 beats in 96000 frames
  told.speed = 0;
  update(&transport, 96000, told);
  assert_int_equal(transport.bpm_note, 4);
}

static void test_what_the_tempo_counts_is_unlearned(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_in_6_8(0, 0));
  tell_quarters(&transport, 1000, 1000, 5000);
  assert_int_equal(transport.bpm_note, 4);
  update(&transport, 5000, told_in_6_8(0, 0));
  update(&transport, 29000, told_in_6_8(0, 1));
  assert_int_not_equal(transport.bpm_note, 4);
}

static void test_a_locate_does_not_look_like_another_tempo(void** state) {
  (void)state;
  TnPosition told = told_in_6_8(0, 0);
  told.has_frame = true;
  TnTransport transport = rolling_from(told);
  told.bar_beat = 2; // twice as far as the tempo says, but so is the frame of the song
  told.frame = 48000;
  assert_int_equal(update(&transport, 24000, told), TN_JUMPS);
  assert_int_not_equal(transport.bpm_note, 4);
}

// The song has gone on for two bars, which the host counts as four: as if half notes were beats.
static void test_bars_that_count_otherwise_do_not_look_like_another_tempo(void** state) {
  (void)state;
  TnPosition told = told_at(1, 0);
  told.has_frame = true;
  TnTransport transport = rolling_from(told);
  told.bar = 5;
  told.frame = 8 * 24000;
  assert_int_equal(update(&transport, 8 * 24000, told), TN_JUMPS);
  assert_int_equal(transport.bpm_note, 0);
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 21)), 9 * 24000);
}

// But where it does so again they are.
static void test_a_tempo_that_is_told_at_bar_lines_is_seen(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0);
  TnTransport transport = rolling_from(told);
  for (int bars = 2; bars <= 4; bars += 2) {
    told.bar = 2 * bars;
    update(&transport, (uint64_t)bars * 4 * 24000, told);
  }
  assert_int_equal(transport.bpm_note, 2);
}

static void test_a_frame_is_as_far_from_the_one_before_as_the_tempo_was(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0);
  TnTransport transport = rolling_from(told);
  const int64_t fast = tn_transport_position(&transport, 1);
  assert_int_equal(tn_transport_step(&transport, 0), fast); // as if it had come
  assert_int_equal(tn_transport_step(&transport, 500), fast);
  told.bar_beat = 500 / 24000.0;
  told.bpm = 30;
  for (int times = 0; times < 2; times++) {
    assert_int_equal(update(&transport, 500, told), TN_CONTINUES);
    assert_int_equal(tn_transport_step(&transport, 500), fast);
    assert_int_equal(tn_transport_step(&transport, 501), fast / 4);
  }
  told.bar_beat = 3;
  assert_int_equal(update(&transport, 600, told), TN_JUMPS);
  assert_int_equal(tn_transport_step(&transport, 600), fast / 4);
}

static void test_the_first_frame_after_a_stop_has_a_step(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0);
  TnTransport transport = rolling_from(told);
  told.speed = 0;
  update(&transport, 0, told);
  told.speed = 1;
  assert_int_equal(update(&transport, 100, told), TN_CONTINUES);
  assert_int_equal(tn_transport_step(&transport, 100), transport.advance);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tempo_counts_the_beats_of_the_meter),
      cmocka_unit_test(test_tempo_in_quarters_is_seen_at_any_block_size),
      cmocka_unit_test(test_tempo_in_any_note_is_seen),
      cmocka_unit_test(test_tempo_in_quarters_is_seen_when_the_song_stops),
      cmocka_unit_test(test_what_the_tempo_counts_is_unlearned),
      cmocka_unit_test(test_bars_that_count_otherwise_do_not_look_like_another_tempo),
      cmocka_unit_test(test_a_tempo_that_is_told_at_bar_lines_is_seen),
      cmocka_unit_test(test_a_frame_is_as_far_from_the_one_before_as_the_tempo_was),
      cmocka_unit_test(test_the_first_frame_after_a_stop_has_a_step),
      cmocka_unit_test(test_a_locate_does_not_look_like_another_tempo),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
