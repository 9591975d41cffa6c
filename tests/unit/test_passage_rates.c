// Single figures of a passage, on music small enough to tell them by hand.
#include "trainer/passage_rates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

enum { DRUMS = 63, BAR = 96, MOST_NOTES = 128 };

static const double EXACTLY = 1e-12;

typedef struct {
  TnNote notes[MOST_NOTES];
  size_t count;
  int bars;
} Music;

static void add(Music* music, int32_t onset, int32_t duration, uint8_t pitch) {
  music->notes[music->count++] = (TnNote){onset, duration, 0, pitch, 80, 0};
}

static void assert_rate(Music* music, PassageRate rate, double expected) {
  TnMeter meter = {0, 4, 4};
  double rates[PASSAGE_RATES];
  const Piece passage = {.notes = music->notes,
                         .note_count = music->count,
                         .meters = &meter,
                         .meter_count = 1,
                         .end = music->bars * BAR};
  assert_true(passage_rates(&passage, DRUMS, rates));
  if (fabs(rates[rate] - expected) > EXACTLY) {
    fail_msg("%s is %f, not %f", passage_rate_name(rate), rates[rate], expected);
  }
}

static void four_classes_alike_have_two_bits(void** state) {
  (void)state;
  Music music = {.bars = 1};
  add(&music, 0, 24, 60);
  assert_rate(&music, RATE_ENTROPY, 0);
  add(&music, 24, 24, 74);
  add(&music, 48, 24, 64);
  add(&music, 72, 24, 53);
  assert_rate(&music, RATE_ENTROPY, 2);
}

// D E F sharp G A B C sharp are D major; B flat is not, and no scale has it beside all of these.
static void seven_of_eight_are_in_a_scale(void** state) {
  (void)state;
  static const uint8_t D_MAJOR[] = {62, 64, 66, 67, 69, 71, 73};
  Music music = {.bars = 2};
  for (int i = 0; i < 7; ++i) {
    add(&music, 12 * i, 12, D_MAJOR[i]);
  }
  assert_rate(&music, RATE_SCALE, 1);
  add(&music, 84, 12, 70);
  assert_rate(&music, RATE_SCALE, 7 / 8.0);
}

// Natural minor has the pitches of its relative major; harmonic minor's leading note is outside.
static void the_leading_note_is_outside(void** state) {
  (void)state;
  static const uint8_t A_HARMONIC_MINOR[] = {57, 59, 60, 62, 64, 65, 68};
  Music music = {.bars = 1};
  for (int i = 0; i < 7; ++i) {
    add(&music, 12 * i, 12, A_HARMONIC_MINOR[i]);
  }
  assert_rate(&music, RATE_SCALE, 6 / 7.0);
}

static void groove_is_the_share_of_ticks_alike(void** state) {
  (void)state;
  Music music = {.bars = 2};
  add(&music, 0, 24, 60);
  add(&music, 0, 24, 55); // struck together: one onset
  add(&music, BAR, 24, 62);
  assert_rate(&music, RATE_GROOVE, 1);
  add(&music, BAR + 24, 24, 62);
  assert_rate(&music, RATE_GROOVE, 1 - 1.0 / BAR);
  music.notes[2].onset = BAR + 12;
  assert_rate(&music, RATE_GROOVE, 1 - 3.0 / BAR);
}

static void polyphony_is_counted_where_something_sounds(void** state) {
  (void)state;
  Music music = {.bars = 4};
  add(&music, 0, 48, 60);
  add(&music, 24, 24, 64);
  assert_rate(&music, RATE_POLYPHONY, 1.5);
}

static void density_is_notes_a_quarter(void** state) {
  (void)state;
  Music music = {.bars = 2};
  add(&music, 0, 24, 60);
  add(&music, 24, 24, 62);
  assert_rate(&music, RATE_DENSITY, 2 / 8.0);
}

static void bars_without_an_onset_are_empty(void** state) {
  (void)state;
  Music music = {.bars = 4};
  add(&music, 0, 4 * BAR, 60);
  assert_rate(&music, RATE_EMPTY, 3 / 4.0);
}

// Two notes on a beat and a half of each bar.
static void add_bar(Music* music, int bar, uint8_t pitch) {
  add(music, bar * BAR, 24, pitch);
  add(music, bar * BAR + 36, 24, (uint8_t)(pitch + 2));
}

static void bars_are_equal_by_pitch_and_onset(void** state) {
  (void)state;
  Music music = {.bars = 4};
  add_bar(&music, 0, 60);
  add_bar(&music, 1, 60);
  add_bar(&music, 2, 61);
  add_bar(&music, 3, 61);
  assert_rate(&music, RATE_REPEATED, 2 / 4.0);
  music.notes[3].velocity = 20;
  music.notes[3].duration = 12;
  assert_rate(&music, RATE_REPEATED, 2 / 4.0);
  music.notes[3].onset += 1;
  assert_rate(&music, RATE_REPEATED, 1 / 4.0);
}

static void silence_is_no_repetition(void** state) {
  (void)state;
  Music music = {.bars = 8};
  assert_rate(&music, RATE_REPEATED, 0);
  assert_rate(&music, RATE_LOOP, 0);
  assert_rate(&music, RATE_EMPTY, 1);
}

static void a_bar_is_a_loop_from_four_times_on(void** state) {
  (void)state;
  Music music = {.bars = 8};
  add_bar(&music, 0, 50);
  for (int b = 1; b < 4; ++b) {
    add_bar(&music, b, 60);
  }
  assert_rate(&music, RATE_LOOP, 0);
  add_bar(&music, 4, 60);
  assert_rate(&music, RATE_LOOP, 4);
  add_bar(&music, 5, 60);
  assert_rate(&music, RATE_LOOP, 5);
}

static void two_bars_are_a_loop_from_four_times_on(void** state) {
  (void)state;
  Music music = {.bars = 12};
  for (int b = 0; b < 7; ++b) {
    add_bar(&music, b, (uint8_t)(b % 2 ? 60 : 50));
  }
  assert_rate(&music, RATE_LOOP, 0);
  add_bar(&music, 7, 60);
  assert_rate(&music, RATE_LOOP, 8);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(four_classes_alike_have_two_bits),
      cmocka_unit_test(seven_of_eight_are_in_a_scale),
      cmocka_unit_test(the_leading_note_is_outside),
      cmocka_unit_test(groove_is_the_share_of_ticks_alike),
      cmocka_unit_test(polyphony_is_counted_where_something_sounds),
      cmocka_unit_test(density_is_notes_a_quarter),
      cmocka_unit_test(bars_without_an_onset_are_empty),
      cmocka_unit_test(bars_are_equal_by_pitch_and_onset),
      cmocka_unit_test(silence_is_no_repetition),
      cmocka_unit_test(a_bar_is_a_loop_from_four_times_on),
      cmocka_unit_test(two_bars_are_a_loop_from_four_times_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
