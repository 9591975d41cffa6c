// Notes become events and the same notes again.
#include "plugin/engine/codec.h"
#include "tests/unit/engine_fixture.h"
#include "tests/unit/note_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

// Memory of the stated capacity and no more.
static TnEvent* encode(const TnVocabulary* v, const TnNote* notes, size_t count, size_t* written) {
  const size_t capacity = tn_codec_capacity(v, notes, count);
  TnEvent* events = malloc(capacity * sizeof *events);
  *written = tn_codec_encode(v, notes, count, events);
  assert_true(*written <= capacity);
  return events;
}

// Decodes all events into `notes`; returns how many notes. `tick` is where the last event stands.
static size_t decode(const TnVocabulary* v, const TnEvent* events, size_t count, TnNote* notes,
                     int32_t* tick) {
  size_t decoded = 0;
  *tick = 0;
  for (size_t i = 0; i < count; ++i) {
    TnNote note;
    if (tn_codec_decode(v, events[i], tick, &note)) {
      notes[decoded++] = note;
    }
  }
  return decoded;
}

static void assert_note_equal(TnNote a, TnNote b) {
  assert_int_equal(a.onset, b.onset);
  assert_int_equal(a.duration, b.duration);
  assert_int_equal(a.part, b.part);
  assert_int_equal(a.pitch, b.pitch);
  assert_int_equal(a.velocity, b.velocity);
  assert_int_equal(a.nudge, b.nudge);
}

static void assert_event(TnEvent e, TnEventKind kind, int dt, int part, int pitch, int duration) {
  assert_int_equal(e.kind, kind);
  assert_int_equal(e.dt, dt);
  assert_int_equal(e.part, part);
  assert_int_equal(e.pitch, pitch);
  assert_int_equal(e.duration, duration);
}

static void a_short_piece_event_by_event(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  const TnNote notes[] = {{12, 24, 0, 64, 80, 0},
                          {12, 24, 1, 60, 80, 0},
                          {36, 1, 0, 62, 80, 0},
                          {36 + 96 + 7, 2, 0, 60, 80, 0}};
  size_t count;
  TnEvent* events = encode(&v, notes, 4, &count);
  assert_int_equal(count, 6);
  assert_event(events[0], TN_EVENT_NOTE, 12, 0, 64, 23);
  assert_event(events[1], TN_EVENT_NOTE, 0, 1, 60, 23);
  assert_event(events[2], TN_EVENT_NOTE, 24, 0, 62, 0);
  assert_event(events[3], TN_EVENT_REST, 96, 0, 0, 0);
  assert_event(events[4], TN_EVENT_NOTE, 7, 0, 60, 1);
  assert_event(events[5], TN_EVENT_END, 97, 0, 0, 0);
  free(events);
}

// A piece that speaks the vocabulary, with chords across parts, sorted, no pitch twice in a part
// and onset. With `binned` every duration, velocity and nudge is a class's value.
static size_t random_piece(Random* random, const TnVocabulary* v, bool binned, TnNote* notes,
                           size_t capacity) {
  size_t count = 0;
  int32_t tick = 0;
  while (count < capacity) {
    tick += random_below(random, 3) ? random_below(random, 3 * v->dt_values) : 0;
    const int part = random_below(random, v->parts);
    const TnPitchRange range = tn_vocabulary_pitch_range(v, part);
    notes[count++] =
        (TnNote){.onset = tick,
                 .duration = binned ? v->durations[random_below(random, v->duration_count)]
                                    : random_within(random, 1, 500),
                 .part = (uint8_t)part,
                 .pitch = (uint8_t)(range.low + random_below(random, range.last - range.first)),
                 .velocity = binned ? v->velocities[random_below(random, v->velocity_count)]
                                    : (uint8_t)random_within(random, 1, 127),
                 .nudge = (int8_t)(binned ? v->nudges[random_below(random, v->nudge_count)]
                                          : random_within(random, -TN_MAX_NUDGE, TN_MAX_NUDGE))};
  }
  return sort_distinct_notes(notes, count);
}

enum { PIECE_NOTES = 60 };

static void random_pieces_come_back_exactly(void** state) {
  (void)state;
  Random random = {11};
  for (int round = 0; round < 500; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    TnNote notes[PIECE_NOTES];
    TnNote back[PIECE_NOTES];
    const size_t count =
        random_piece(&random, &v, true, notes, (size_t)random_within(&random, 1, PIECE_NOTES));
    size_t written;
    int32_t tick;
    TnEvent* events = encode(&v, notes, count, &written);
    assert_int_equal(decode(&v, events, written, back, &tick), count);
    for (size_t i = 0; i < count; ++i) {
      assert_note_equal(back[i], notes[i]);
    }
    free(events);
  }
}

static void what_is_binned_comes_back_as_the_nearest_class(void** state) {
  (void)state;
  Random random = {12};
  for (int round = 0; round < 200; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    TnNote notes[PIECE_NOTES];
    TnNote back[PIECE_NOTES];
    const size_t count = random_piece(&random, &v, false, notes, PIECE_NOTES);
    size_t written;
    int32_t tick;
    TnEvent* events = encode(&v, notes, count, &written);
    assert_int_equal(decode(&v, events, written, back, &tick), count);
    for (size_t i = 0; i < count; ++i) {
      TnNote binned = notes[i];
      binned.duration = v.durations[tn_vocabulary_duration_class(&v, notes[i].duration)];
      binned.velocity = v.velocities[tn_vocabulary_velocity_class(&v, notes[i].velocity)];
      binned.nudge = v.nudges[tn_vocabulary_nudge_class(&v, notes[i].nudge)];
      assert_note_equal(back[i], binned);
    }
    free(events);
  }
}

static void silences_of_any_length_are_kept(void** state) {
  (void)state;
  const int dt_values[] = {2, 3, 16, 96, 128};
  for (int d = 0; d < 5; ++d) {
    TnVocabulary v = tn_vocabulary_for_grid();
    v.dt_values = dt_values[d];
    for (int32_t gap = 0; gap <= 4 * v.dt_values + 1; ++gap) {
      const TnNote notes[] = {{gap, 1, 0, 60, 80, 0}, {gap + gap + 1, 1, 0, 60, 80, 0}};
      TnNote back[2];
      size_t written;
      int32_t tick;
      TnEvent* events = encode(&v, notes, 2, &written);
      assert_int_equal(decode(&v, events, written, back, &tick), 2);
      assert_int_equal(back[0].onset, gap);
      assert_int_equal(back[1].onset, 2 * gap + 1);
      assert_int_equal(written, 3 + gap / v.dt_values + (gap + 1) / v.dt_values);
      free(events);
    }
  }
}

static void notes_without_a_pitch_are_left_out_and_time_goes_on(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_roll(60, 3);
  const TnNote notes[] = {{0, 1, 0, 61, 80, 0},
                          {5, 1, 0, 59, 80, 0},
                          {20, 1, 0, 63, 80, 0},
                          {37, 1, 0, 62, 80, 0},
                          {99, 1, 0, 127, 80, 0}};
  TnNote back[5];
  size_t written;
  int32_t tick;
  TnEvent* events = encode(&v, notes, 5, &written);
  assert_int_equal(decode(&v, events, written, back, &tick), 2);
  assert_note_equal(back[0], notes[0]);
  assert_note_equal(back[1], notes[3]);
  free(events);
}

static void only_a_piece_that_may_end_gets_an_end(void** state) {
  (void)state;
  const TnVocabulary grid = tn_vocabulary_for_grid();
  const TnVocabulary roll = tn_vocabulary_for_roll(0, 128);
  const TnNote note = {0, 1, 0, 60, 80, 0};
  size_t written;
  TnEvent* events = encode(&grid, &note, 1, &written);
  assert_int_equal(written, 2);
  assert_int_equal(events[1].kind, TN_EVENT_END);
  free(events);
  events = encode(&roll, &note, 1, &written);
  assert_int_equal(written, 1);
  free(events);
}

static void a_piece_without_notes_is_its_end(void** state) {
  (void)state;
  const TnVocabulary grid = tn_vocabulary_for_grid();
  const TnVocabulary roll = tn_vocabulary_for_roll(0, 128);
  size_t written;
  TnEvent* events = encode(&grid, NULL, 0, &written);
  assert_int_equal(written, 1);
  assert_int_equal(events[0].kind, TN_EVENT_END);
  free(events);
  events = encode(&roll, NULL, 0, &written);
  assert_int_equal(written, 0);
  free(events);
}

static void starts_rests_and_ends_are_no_notes(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  int32_t tick = 7;
  TnNote note;
  assert_false(tn_codec_decode(&v, (TnEvent){.kind = TN_EVENT_START}, &tick, &note));
  assert_int_equal(tick, 7);
  assert_false(tn_codec_decode(&v, (TnEvent){.kind = TN_EVENT_REST, .dt = 96}, &tick, &note));
  assert_int_equal(tick, 103);
  assert_false(tn_codec_decode(&v, (TnEvent){.kind = TN_EVENT_END, .dt = 97}, &tick, &note));
  assert_int_equal(tick, 103);
}

static int sign(int x) {
  return (x > 0) - (x < 0);
}

static void the_order_is_onset_then_pitch_down_then_part(void** state) {
  (void)state;
  const TnNote sorted[] = {{0, 9, 7, 0, 1, 0},  {3, 1, 5, 127, 9, 0}, {3, 1, 0, 64, 1, 0},
                           {3, 1, 2, 64, 1, 0}, {3, 1, 0, 63, 1, 0},  {4, 1, 0, 127, 1, 0},
                           {4, 1, 1, 0, 1, 0}};
  for (int i = 0; i < 7; ++i) {
    for (int j = 0; j < 7; ++j) {
      assert_int_equal(sign(tn_codec_compare(&sorted[i], &sorted[j])), sign(i - j));
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_short_piece_event_by_event),
      cmocka_unit_test(random_pieces_come_back_exactly),
      cmocka_unit_test(what_is_binned_comes_back_as_the_nearest_class),
      cmocka_unit_test(silences_of_any_length_are_kept),
      cmocka_unit_test(notes_without_a_pitch_are_left_out_and_time_goes_on),
      cmocka_unit_test(only_a_piece_that_may_end_gets_an_end),
      cmocka_unit_test(a_piece_without_notes_is_its_end),
      cmocka_unit_test(starts_rests_and_ends_are_no_notes),
      cmocka_unit_test(the_order_is_onset_then_pitch_down_then_part),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
