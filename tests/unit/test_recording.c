// What `tiento render` writes down.
#include "tests/unit/small_network.h"
#include "trainer/recording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TICK = TN_NUDGES_A_TICK, DT = 6, DURATION = 30 }; // DT and DURATION in ticks of the grid

typedef struct {
  SmallNetwork small;
  TnStyle style;
} Fixture;

static void force(const TnNetwork* network, TnField field, int value) {
  network->heads[field].output_bias[value] += 100.0F;
}

// A network of random weights that strikes a note every DT ticks, DURATION ticks long, in one of
// two parts.
static void fixture_init(Fixture* f, bool is_nudged) {
  TnVocabulary v = tn_vocabulary_for_grid();
  if (is_nudged) {
    tn_vocabulary_add_nudges(&v);
  }
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  f->small =
      small_network_new(v, (TnSizes){.embedding = 8, .layers = 1, .hidden = 12, .head = 8}, 5);
  assert_non_null(f->small.weights);
  force(&f->small.network, TN_DT, DT);
  force(&f->small.network, TN_DURATION, tn_vocabulary_duration_class(&v, DURATION));
  f->style = (TnStyle){
      .network = f->small.network, .weights = f->small.weights, .meter = {0, 4, 4}, .bpm = 120};
}

static RecordingOptions options_of(int bars, TnMeter meter, float seed) {
  RecordingOptions options = {.bars = bars, .meter = meter, .controls = tn_controls_default()};
  options.controls.top_p = 1.0F;
  options.controls.seed = seed;
  return options;
}

static Recording record(const Fixture* f, int bars, TnMeter meter, float seed) {
  const RecordingOptions options = options_of(bars, meter, seed);
  Recording recording;
  assert_true(recording_make(&f->style, &options, &recording));
  return recording;
}

// The onset of the next note of the same pitch and channel; `end` where there is none.
static int32_t next_onset(const Recording* r, size_t note, int32_t end) {
  for (size_t i = note + 1; i < r->count; ++i) {
    if (r->notes[i].pitch == r->notes[note].pitch &&
        r->notes[i].channel == r->notes[note].channel) {
      return r->notes[i].onset;
    }
  }
  return end;
}

// Every note is as long as it should be, or until it is struck again, or until the music stops.
static void check_notes(const Recording* r, int32_t end) {
  assert_true(r->count > 0);
  for (size_t i = 0; i < r->count; ++i) {
    const MidiFileNote* note = &r->notes[i];
    const int32_t limit = next_onset(r, i, end);
    const int32_t left = limit - note->onset;
    const int32_t wanted = left < DURATION * TICK ? left : DURATION * TICK;
    assert_in_range(note->onset, 0, end - 1);
    assert_int_equal(note->duration, wanted);
    assert_int_equal(note->track, note->channel == 9 ? 1 : 0);
    assert_in_range(note->velocity, 1, 127);
  }
}

static void all_notes_are_within_the_bars_and_closed(void** state) {
  (void)state;
  static const TnMeter METERS[] = {{0, 4, 4}, {0, 3, 4}, {0, 7, 8}, {0, 5, 16}, {0, 1, 32}};
  Fixture f;
  fixture_init(&f, false);
  for (size_t i = 0; i < sizeof METERS / sizeof METERS[0]; ++i) {
    for (int bars = 4; bars <= 8; bars += 4) {
      Recording r = record(&f, bars, METERS[i], 3.0F);
      check_notes(&r, bars * tn_meter_bar_ticks(METERS[i]) * TICK);
      recording_free(&r);
    }
  }
  small_network_free(&f.small);
}

// A bar of 7/8 is no whole number of the recording's blocks.
static void the_last_beat_is_played_in_any_meter(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, false);
  Recording r = record(&f, 1, (TnMeter){0, 7, 8}, 3.0F);
  const int32_t end = tn_meter_bar_ticks((TnMeter){0, 7, 8}) * TICK;
  assert_in_range(r.notes[r.count - 1].onset, end - DT * TICK, end - 1);
  recording_free(&r);
  small_network_free(&f.small);
}

// Every DT ticks one note, up to two fifths of a tick early or late, and all of these occur.
static void notes_keep_their_nudges(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, true);
  Recording r = record(&f, 8, (TnMeter){0, 4, 4}, 3.0F);
  int seen[TN_MAX_NUDGES] = {0};
  int32_t last = 0;
  for (size_t i = 0; i < r.count; ++i) {
    const int32_t onset = (r.notes[i].onset + TN_MAX_NUDGE) / TICK;
    ++seen[r.notes[i].onset - onset * TICK + TN_MAX_NUDGE];
    assert_int_equal(onset % DT, 0);
    assert_in_range(r.notes[i].duration, DT * TICK - 2 * TN_MAX_NUDGE, DURATION * TICK);
    assert_true(r.notes[i].onset + r.notes[i].duration <= 8 * 96 * TICK);
    assert_true(onset > last || i == 0);
    last = onset;
  }
  for (int k = 0; k < TN_MAX_NUDGES; ++k) {
    assert_true(seen[k] > 0);
  }
  recording_free(&r);
  small_network_free(&f.small);
}

static bool are_equal(const Recording* a, const Recording* b) {
  return a->count == b->count && memcmp(a->notes, b->notes, a->count * sizeof *a->notes) == 0;
}

static void the_seed_decides_the_notes(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, false);
  Recording one = record(&f, 8, (TnMeter){0, 4, 4}, 3.0F);
  Recording same = record(&f, 8, (TnMeter){0, 4, 4}, 3.0F);
  Recording other = record(&f, 8, (TnMeter){0, 4, 4}, 4.0F);
  assert_true(are_equal(&one, &same));
  assert_false(are_equal(&one, &other));
  recording_free(&one);
  recording_free(&same);
  recording_free(&other);
  small_network_free(&f.small);
}

// Only how long it goes on, not what is played until then.
static void a_shorter_recording_begins_as_a_longer_one(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, false);
  Recording longer = record(&f, 12, (TnMeter){0, 4, 4}, 7.0F);
  Recording shorter = record(&f, 4, (TnMeter){0, 4, 4}, 7.0F);
  assert_true(shorter.count < longer.count);
  for (size_t i = 0; i < shorter.count; ++i) {
    assert_int_equal(shorter.notes[i].onset, longer.notes[i].onset);
    assert_int_equal(shorter.notes[i].pitch, longer.notes[i].pitch);
  }
  recording_free(&longer);
  recording_free(&shorter);
  small_network_free(&f.small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_notes_are_within_the_bars_and_closed),
      cmocka_unit_test(the_last_beat_is_played_in_any_meter),
      cmocka_unit_test(notes_keep_their_nudges),
      cmocka_unit_test(the_seed_decides_the_notes),
      cmocka_unit_test(a_shorter_recording_begins_as_a_longer_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
