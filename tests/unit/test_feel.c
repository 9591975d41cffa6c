// Feel: time and velocity as performed. Exact without it, only later with it, never over a bar
// line.
#include "plugin/engine/feel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TICK = TN_FINE_A_TICK, NUDGE = TICK / 5, BAR = 96 * TICK, EIGHTH = 12, SIXTEENTH = 6 };

static const TnFeel NEUTRAL = {.gate = 1, .swing_ticks = EIGHTH, .seed = 7};
static const TnTouch AS_COMPOSED = {.scale = 1, .least = 1, .most = 127};

// Of song bars in common and odd meters, also at half the rate: no whole number of steps, or even
// of ticks.
static const int32_t BARS[] = {BAR,        72 * TICK, 36 * TICK,   84 * TICK,
                               42 * TICK,  60 * TICK, 24 * TICK,   15 * TICK / 2,
                               192 * TICK, 3 * TICK,  3 * TICK / 2};
enum { BAR_COUNT = sizeof BARS / sizeof BARS[0] };

static TnNote note_at(int32_t onset, int nudge) {
  return (TnNote){
      .onset = onset, .duration = 10, .pitch = 60, .velocity = 80, .nudge = (int8_t)nudge};
}

static int32_t onset_in(const TnFeel* feel, int32_t onset, int nudge, int32_t bar) {
  const TnNote note = note_at(onset, nudge);
  return tn_feel_span(feel, &note, bar, onset * TICK / bar).onset;
}

// ---- time ----

static void a_neutral_feel_is_exact(void** state) {
  (void)state;
  for (int b = 0; b < BAR_COUNT; ++b) {
    for (int32_t onset = 0; onset < 400; ++onset) {
      for (int nudge = -2; nudge <= 2; ++nudge) {
        TnNote note = note_at(onset, nudge);
        note.duration = 1 + onset % 17;
        const TnSpan span = tn_feel_span(&NEUTRAL, &note, BARS[b], 3);
        assert_int_equal(span.onset, onset * TICK + nudge * NUDGE);
        assert_int_equal(span.end, span.onset + note.duration * TICK);
      }
    }
  }
}

static void gate_scales_the_duration(void** state) {
  (void)state;
  const struct {
    float gate;
    int32_t length;
  } cases[] = {{0.5F, 400}, {1.25F, 1000}, {2, 1600}, {0.1F, 79}, {0.0F, 20}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    TnFeel feel = NEUTRAL;
    feel.gate = cases[i].gate;
    const TnNote note = note_at(30, 1);
    const TnSpan span = tn_feel_span(&feel, &note, BAR, 0);
    assert_int_equal(span.onset, 30 * TICK + NUDGE);
    assert_int_equal(span.end - span.onset, cases[i].length);
  }
}

static void long_notes_are_scaled_too(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.gate = 2;
  TnNote note = note_at(0, 0);
  note.duration = 64 * 96;
  assert_int_equal(tn_feel_span(&feel, &note, BAR, 0).end, 2 * 64 * BAR);
}

// A third of an eighth: of two eighths the first is twice as long as the second.
static void swing_of_a_third_makes_triplets(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.swing = 1.0F / 3.0F;
  const int32_t step = EIGHTH * TICK;
  assert_int_equal(onset_in(&feel, 0, 0, BAR), 0);
  assert_in_range(onset_in(&feel, EIGHTH, 0, BAR), step * 4 / 3 - 1, step * 4 / 3);
  assert_int_equal(onset_in(&feel, 2 * EIGHTH, 0, BAR), 2 * step);
}

static void swing_of_sixteenths_leaves_eighths_alone(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.swing_ticks = SIXTEENTH;
  feel.swing = 0.5F;
  assert_int_equal(onset_in(&feel, EIGHTH, 0, BAR), EIGHTH * TICK);
  assert_int_equal(onset_in(&feel, SIXTEENTH, 0, BAR), SIXTEENTH * TICK * 3 / 2);
  assert_int_equal(onset_in(&feel, 3, 0, BAR), 3 * TICK * 3 / 2); // half way in the first step
  assert_int_equal(onset_in(&feel, 9, 0, BAR), (6 * 3 / 2 + 3 / 2) * TICK + TICK / 2);
}

// A bar of 7/8 has three pairs of eighths and one more.
static void what_is_left_of_a_bar_is_straight(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.swing = 0.5F;
  const int32_t bar = 84 * TICK;
  assert_int_equal(onset_in(&feel, 60, 0, bar), 66 * TICK);
  assert_int_equal(onset_in(&feel, 78, 0, bar), 78 * TICK);
  assert_int_equal(onset_in(&feel, 84, 0, bar), 84 * TICK); // the next bar begins a pair
  assert_int_equal(onset_in(&feel, 96, 0, bar), 102 * TICK);
}

static void ends_are_swung_as_onsets_are(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.swing = 0.5F;
  TnNote first = note_at(0, 0);
  first.duration = EIGHTH;
  const TnNote second = note_at(EIGHTH, 0);
  const TnSpan span = tn_feel_span(&feel, &first, BAR, 0);
  assert_int_equal(span.end, tn_feel_span(&feel, &second, BAR, 0).onset);
  first.duration = 2 * EIGHTH;
  assert_int_equal(tn_feel_span(&feel, &first, BAR, 0).end, 2 * EIGHTH * TICK);
}

static void check_swing(const TnFeel* feel, int32_t bar) {
  int32_t before = INT32_MIN;
  for (int32_t onset = 0; onset < 400; ++onset) {
    for (int nudge = -2; nudge <= 2; ++nudge) {
      const int32_t composed = onset * TICK + nudge * NUDGE;
      const int32_t line = composed < 0 ? 0 : (composed / bar + 1) * bar;
      const int32_t swung = onset_in(feel, onset, nudge, bar);
      assert_true(swung >= composed && swung < line);
      assert_true(swung > before);
      before = swung;
    }
  }
}

static void swing_only_delays_keeps_the_order_and_the_bar(void** state) {
  (void)state;
  for (int b = 0; b < BAR_COUNT; ++b) {
    for (int i = 0; i <= 12; ++i) {
      TnFeel feel = NEUTRAL;
      feel.swing = (float)i / 16.0F;
      feel.swing_ticks = i % 2 ? EIGHTH : SIXTEENTH;
      check_swing(&feel, BARS[b]);
    }
  }
}

static void humanize_delays_by_at_most_two_ticks_within_the_bar(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  for (int b = 0; b < BAR_COUNT; ++b) {
    for (int32_t onset = 0; onset < 400; ++onset) {
      for (int nudge = -2; nudge <= 2; ++nudge) {
        TnNote note = note_at(onset, nudge);
        note.duration = 1;
        feel.swing = (float)(onset % 4) / 4.0F;
        feel.humanize = 0;
        const TnSpan swung = tn_feel_span(&feel, &note, BARS[b], 9);
        feel.humanize = 1;
        const TnSpan span = tn_feel_span(&feel, &note, BARS[b], 9);
        assert_in_range(span.onset - swung.onset, 0, 2 * TICK);
        assert_true(span.onset < (onset * TICK / BARS[b] + 1) * BARS[b]);
        assert_true(span.end == swung.end || span.end == span.onset + TICK / 4);
        assert_true(span.end - span.onset >= TICK / 4);
      }
    }
  }
}

static double mean_delay(float humanize) {
  enum { NOTES = 4000 };
  TnFeel feel = NEUTRAL;
  feel.humanize = humanize;
  double sum = 0;
  for (int i = 0; i < NOTES; ++i) {
    const TnNote note = note_at(i % 90, 0);
    sum += tn_feel_span(&feel, &note, BAR, i).onset - note.onset * TICK;
  }
  return sum / NOTES;
}

// Evenly spread: the deviation of the mean is 160 / sqrt(12 * 4000) = 0.7 fine.
static void delays_are_spread_over_what_humanize_allows(void** state) {
  (void)state;
  assert_true(mean_delay(1) > 77 && mean_delay(1) < 83);
  assert_true(mean_delay(0.5F) > 38 && mean_delay(0.5F) < 42);
}

// ---- chance ----

// From an independent computation: the same on every machine and in every version.
static void known_notes_have_known_chance(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.humanize = 1;
  const TnNote note = {.onset = 102, .duration = 9, .part = 3, .pitch = 60, .velocity = 80};
  assert_int_equal(tn_feel_span(&feel, &note, BAR, 41).onset, 102 * TICK + 89);
  assert_int_equal(tn_touch_velocity(&AS_COMPOSED, &feel, &note, BAR, 41), 80 - 9);
  feel.humanize = 0.5F;
  const TnNote early = {.onset = 0, .duration = 9, .part = 0, .pitch = 127, .velocity = 80};
  assert_int_equal(tn_feel_span(&feel, &early, BAR, -2).onset, 9);
  assert_int_equal(tn_touch_velocity(&AS_COMPOSED, &feel, &early, BAR, -2), 80 - 2);
}

// Wherever its phrase begins.
static void a_note_is_known_by_its_place_in_the_song(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.humanize = 1;
  feel.swing = 0.4F;
  for (int32_t onset = 0; onset < 96; ++onset) {
    const TnNote here = note_at(onset, onset % 3);
    const TnNote there = note_at(onset + 5 * 96, onset % 3);
    const TnSpan span = tn_feel_span(&feel, &here, BAR, 70);
    const TnSpan same = tn_feel_span(&feel, &there, BAR, 70);
    assert_int_equal(same.onset - 5 * BAR, span.onset);
    assert_int_equal(same.end - 5 * BAR, span.end);
    assert_int_equal(tn_touch_velocity(&AS_COMPOSED, &feel, &here, BAR, 70),
                     tn_touch_velocity(&AS_COMPOSED, &feel, &there, BAR, 70));
  }
}

// Of 200 delays of 161 values, nearly all change with what they are keyed by.
static void everything_that_keys_chance_matters(void** state) {
  (void)state;
  int same[5] = {0};
  for (int i = 0; i < 200; ++i) {
    TnFeel feel = NEUTRAL;
    feel.humanize = 1;
    feel.seed = (uint32_t)i;
    const TnNote note = note_at(i % 90, 0);
    const int32_t delay = tn_feel_span(&feel, &note, BAR, i).onset - note.onset * TICK;
    for (int k = 0; k < 5; ++k) {
      TnFeel other_feel = feel;
      TnNote other = note;
      other_feel.seed += k == 0;
      other.onset += k == 1;
      other.part = k == 2;
      other.pitch = (uint8_t)(other.pitch + (k == 3));
      const TnSpan span = tn_feel_span(&other_feel, &other, BAR, i + (k == 4));
      same[k] += span.onset - other.onset * TICK == delay;
    }
  }
  for (int k = 0; k < 5; ++k) {
    assert_true(same[k] < 10);
  }
}

static void what_keys_no_chance_does_not_matter(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.humanize = 1;
  const TnNote note = note_at(30, 0);
  TnNote other = note_at(30, 1);
  other.duration = 3;
  other.velocity = 20;
  assert_int_equal(tn_feel_span(&feel, &other, BAR, 8).onset,
                   tn_feel_span(&feel, &note, BAR, 8).onset + NUDGE);
}

// ---- velocity ----

static uint8_t velocity_of(TnTouch touch, uint8_t composed) {
  TnNote note = note_at(0, 0);
  note.velocity = composed;
  return tn_touch_velocity(&touch, &NEUTRAL, &note, BAR, 0);
}

static void a_neutral_touch_is_exact(void** state) {
  (void)state;
  for (int velocity = 1; velocity <= 127; ++velocity) {
    assert_int_equal(velocity_of(AS_COMPOSED, (uint8_t)velocity), velocity);
  }
}

static void velocity_is_scaled_and_bounded(void** state) {
  (void)state;
  assert_int_equal(velocity_of((TnTouch){0.5F, 1, 127}, 81), 41); // 40.5
  assert_int_equal(velocity_of((TnTouch){2.0F, 1, 127}, 50), 100);
  assert_int_equal(velocity_of((TnTouch){2.0F, 1, 127}, 80), 127);
  assert_int_equal(velocity_of((TnTouch){0.0F, 1, 127}, 80), 1);
  assert_int_equal(velocity_of((TnTouch){1.0F, 60, 90}, 50), 60);
  assert_int_equal(velocity_of((TnTouch){1.0F, 60, 90}, 100), 90);
  assert_int_equal(velocity_of((TnTouch){1.0F, 90, 60}, 100), 60);
}

static void humanize_moves_velocity_both_ways(void** state) {
  (void)state;
  enum { NOTES = 5000 };
  TnFeel feel = NEUTRAL;
  feel.humanize = 1;
  int sum = 0;
  bool seen[128] = {false};
  for (int i = 0; i < NOTES; ++i) {
    const TnNote note = note_at(i % 96, 0);
    const uint8_t velocity = tn_touch_velocity(&AS_COMPOSED, &feel, &note, BAR, i);
    sum += velocity;
    seen[velocity] = true;
  }
  for (int velocity = 1; velocity < 128; ++velocity) {
    assert_int_equal(seen[velocity], velocity >= 80 - 12 && velocity <= 80 + 12);
  }
  assert_true(abs(sum - 80 * NOTES) < NOTES / 2); // the deviation of the mean is 0.1
}

static void humanized_velocity_stays_in_its_bounds(void** state) {
  (void)state;
  TnFeel feel = NEUTRAL;
  feel.humanize = 1;
  const TnTouch touch = {.scale = 1, .least = 78, .most = 83};
  for (int i = 0; i < 500; ++i) {
    const TnNote note = note_at(i % 96, 0);
    assert_in_range(tn_touch_velocity(&touch, &feel, &note, BAR, i), 78, 83);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_neutral_feel_is_exact),
      cmocka_unit_test(gate_scales_the_duration),
      cmocka_unit_test(long_notes_are_scaled_too),
      cmocka_unit_test(swing_of_a_third_makes_triplets),
      cmocka_unit_test(swing_of_sixteenths_leaves_eighths_alone),
      cmocka_unit_test(what_is_left_of_a_bar_is_straight),
      cmocka_unit_test(ends_are_swung_as_onsets_are),
      cmocka_unit_test(swing_only_delays_keeps_the_order_and_the_bar),
      cmocka_unit_test(humanize_delays_by_at_most_two_ticks_within_the_bar),
      cmocka_unit_test(delays_are_spread_over_what_humanize_allows),
      cmocka_unit_test(known_notes_have_known_chance),
      cmocka_unit_test(a_note_is_known_by_its_place_in_the_song),
      cmocka_unit_test(everything_that_keys_chance_matters),
      cmocka_unit_test(what_keys_no_chance_does_not_matter),
      cmocka_unit_test(a_neutral_touch_is_exact),
      cmocka_unit_test(velocity_is_scaled_and_bounded),
      cmocka_unit_test(humanize_moves_velocity_both_ways),
      cmocka_unit_test(humanized_velocity_stays_in_its_bounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
