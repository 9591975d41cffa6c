// What sounds, what was struck, and what may follow.
#include "plugin/engine/codec.h"
#include "tests/unit/engine_fixture.h"
#include "tests/unit/note_order.h"
#include "tests/unit/told.h"

#include <stdlib.h>

// ---- the two rolls ----

static void what_others_hold_sounds_until_it_is_said_anew(void** state) {
  (void)state;
  static const int16_t ROWS[] = {60, 64, 60};
  const TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_hold(&c, ROWS, 3);
  tn_context_advance(&c, note(90, 0, 72, 0)); // a tick long
  tn_context_advance(&c, note(90, 0, 50, 0));
  const Told told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_SOUNDING), 3);
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 60) && has_row(&told, TN_FEATURE_SOUNDING, 64));
  tn_context_hold(&c, ROWS + 1, 1);
  const Told later = input_of(&c);
  assert_int_equal(row_count(&later, TN_FEATURE_SOUNDING), 2);
  assert_false(has_row(&later, TN_FEATURE_SOUNDING, 60));
}

static void what_sounds_includes_this_chord_and_ends_at_its_tick(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid(); // duration class d lasts d + 1 ticks up to 24
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 72, 11));
  tn_context_advance(&c, note(0, 0, 60, 23));
  Told told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_SOUNDING), 2);
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 72) && has_row(&told, TN_FEATURE_SOUNDING, 60));
  told = condition_of(&c, TN_PITCH, note(11, 0, 0, 0)); // the tick before 72 ends
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 72));
  told = condition_of(&c, TN_PITCH, note(12, 0, 0, 0));
  assert_false(has_row(&told, TN_FEATURE_SOUNDING, 72));
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 60));
  tn_context_advance(&c, note(12, 0, 50, 0));
  told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_SOUNDING), 2);
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 60) && has_row(&told, TN_FEATURE_SOUNDING, 50));
  tn_context_advance(&c, rest(&v));
  told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_SOUNDING), 0);
}

static void a_pitch_that_two_parts_sound_is_one_row(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 60, 5));
  tn_context_advance(&c, note(0, 1, 60, 23));
  Told told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_SOUNDING), 1);
  tn_context_advance(&c, note(10, 0, 50, 0)); // the longer of the two still sounds
  told = input_of(&c);
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 60));
  assert_int_equal(row_count(&told, TN_FEATURE_STRUCK), 1);
}

// An octave apart, and a drum: one pitch class.
static void the_pitch_classes_of_what_sounds_are_told_once(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 74, 5));
  tn_context_advance(&c, note(0, 0, 62, 5));
  Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH_CLASS), 2);
  assert_int_equal(row_of(&told, TN_FEATURE_OCTAVE), 5);
  tn_context_advance(&c, note(0, 1, 40, 5));
  told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_CLASSES_SOUNDING), 2);
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH_CLASS), -1);
  assert_int_equal(row_of(&told, TN_FEATURE_OCTAVE), -1);
  told = condition_of(&c, TN_PITCH, note(6, 0, 0, 0)); // when all have ended
  assert_int_equal(row_count(&told, TN_FEATURE_CLASSES_SOUNDING), 0);
}

// The lowest pitch of a vocabulary need not be a C.
static void the_classes_of_a_roll_are_of_midi_pitches(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(21, 88);
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 60, 0));
  const Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_CLASSES_SOUNDING), 0);
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH_CLASS), 0);
}

static void drums_sound_on_rows_of_their_own(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 38, 5));
  tn_context_advance(&c, note(0, 1, 38, 5));
  const Told told = input_of(&c);
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 38));
  assert_true(has_row(&told, TN_FEATURE_SOUNDING, 128 + 38));
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH), 128 + 38);
}

static void struck_is_the_onset_before_this_chord(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 67, 0));
  tn_context_advance(&c, note(0, 0, 60, 0));
  Told told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_STRUCK), 0); // nothing before the first chord
  tn_context_advance(&c, note(24, 0, 65, 0));
  told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_STRUCK), 2);
  assert_true(has_row(&told, TN_FEATURE_STRUCK, 67) && has_row(&told, TN_FEATURE_STRUCK, 60));
  tn_context_advance(&c, note(0, 0, 59, 0)); // in the same chord: the same before it
  told = input_of(&c);
  assert_int_equal(row_count(&told, TN_FEATURE_STRUCK), 2);
  assert_true(has_row(&told, TN_FEATURE_STRUCK, 67));
}

static void for_the_next_note_struck_is_what_came_before_it(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 67, 0));
  tn_context_advance(&c, note(24, 0, 65, 0));
  Told told = condition_of(&c, TN_PITCH, note(0, 0, 0, 0)); // in the chord of 65
  assert_int_equal(row_of(&told, TN_FEATURE_STRUCK), 67);
  told = condition_of(&c, TN_PITCH, note(1, 0, 0, 0)); // a new onset after 65
  assert_int_equal(row_of(&told, TN_FEATURE_STRUCK), 65);
}

static void struck_outlasts_rests(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 67, 0));
  for (int i = 0; i < 3; ++i) {
    tn_context_advance(&c, rest(&v));
    Told told = input_of(&c);
    assert_int_equal(row_of(&told, TN_FEATURE_STRUCK), 67);
    told = condition_of(&c, TN_PITCH, note(0, 0, 0, 0)); // just when the rest ends: a new onset
    assert_int_equal(row_of(&told, TN_FEATURE_STRUCK), 67);
  }
  tn_context_advance(&c, note(0, 0, 72, 0));
  Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_STRUCK), 67);
  tn_context_advance(&c, rest(&v));
  told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_STRUCK), 72);
}

// ---- masks ----

static int count_allowed(const TnContext* c, TnField field, TnEvent next, uint8_t* allowed) {
  tn_context_allowed(c, field, next, allowed);
  int count = 0;
  for (int k = 0; k < tn_vocabulary_classes(c->vocabulary, field); ++k) {
    count += allowed[k];
  }
  return count;
}

static void a_chord_goes_down(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  uint8_t allowed[TN_MAX_CLASSES];
  TnContext c = start(&v, NULL, 0, -1);
  assert_int_equal(count_allowed(&c, TN_PITCH, note(0, 0, 0, 0), allowed), 128);
  tn_context_advance(&c, note(0, 0, 60, 0));
  assert_int_equal(count_allowed(&c, TN_PITCH, note(0, 0, 0, 0), allowed), 60);
  assert_true(allowed[59] && !allowed[60]);
  assert_int_equal(count_allowed(&c, TN_PITCH, note(1, 0, 0, 0), allowed), 128);
}

static int count_early(const TnContext* c) {
  int count = 0;
  for (int k = 0; k < tn_vocabulary_classes(c->vocabulary, TN_DT); ++k) {
    count += tn_context_is_early(c, k);
  }
  return count;
}

static void while_it_waits_all_but_rests_and_steps_beyond_is_early(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 60, 0));
  assert_int_equal(count_early(&c), 0);
  tn_context_wait(&c, 30);
  assert_int_equal(count_early(&c), 30 + 1);
  assert_true(tn_context_is_early(&c, 29) && !tn_context_is_early(&c, 30));
  assert_true(tn_context_is_early(&c, tn_vocabulary_end(&v)));
  tn_context_wait(&c, 10 * v.dt_values);
  assert_int_equal(count_early(&c), v.dt_values + 1);
  assert_false(tn_context_is_early(&c, tn_vocabulary_rest(&v)));
  tn_context_wait(&c, c.tick);
  assert_int_equal(count_early(&c), 0);
}

static void at_one_pitch_only_a_later_part_can_follow(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 3;
  uint8_t allowed[TN_MAX_CLASSES];
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 1, 60, 0));
  tn_context_allowed(&c, TN_PITCH, note(0, 0, 0, 0), allowed);
  assert_false(allowed[60]);
  tn_context_allowed(&c, TN_PITCH, note(0, 1, 0, 0), allowed);
  assert_false(allowed[60]);
  tn_context_allowed(&c, TN_PITCH, note(0, 2, 0, 0), allowed);
  assert_true(allowed[60] && allowed[0] && !allowed[61]);
  tn_context_advance(&c, note(0, 2, 0, 0)); // the lowest pitch in the last part
  tn_context_allowed(&c, TN_DT, (TnEvent){0}, allowed);
  assert_false(allowed[0]);
}

static void a_part_that_has_no_pitch_left_is_masked(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 3;
  v.pitch_low = 60;
  v.pitch_count = 12;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  uint8_t allowed[TN_MAX_CLASSES];
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 60, 0));
  assert_int_equal(count_allowed(&c, TN_PART, note(0, 0, 0, 0), allowed), 2);
  assert_true(!allowed[0] && allowed[1] && allowed[2]); // 60 again only in part 2; drums below
  assert_int_equal(count_allowed(&c, TN_PITCH, note(0, 2, 0, 0), allowed), 1);
  assert_int_equal(count_allowed(&c, TN_PITCH, note(0, 1, 0, 0), allowed), 61);
  assert_true(allowed[12] && allowed[12 + 60] && !allowed[12 + 61]);
  tn_context_advance(&c, note(0, 1, 59, 0)); // below every pitched one: drums only
  assert_int_equal(count_allowed(&c, TN_PART, note(0, 0, 0, 0), allowed), 1);
  assert_true(allowed[1]);
  assert_int_equal(count_allowed(&c, TN_PART, note(3, 0, 0, 0), allowed), 3);
}

static void a_pitch_belongs_to_its_part(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 0;
  v.drum_count = TN_MAX_PITCHES;
  v.pitch_count = 40;
  uint8_t allowed[TN_MAX_CLASSES];
  const TnContext c = start(&v, NULL, 0, -1);
  assert_int_equal(count_allowed(&c, TN_PITCH, note(4, 0, 0, 0), allowed), 128);
  assert_true(!allowed[39] && allowed[40]);
  assert_int_equal(count_allowed(&c, TN_PITCH, note(4, 1, 0, 0), allowed), 40);
  assert_true(allowed[39] && !allowed[40]);
}

static void no_time_passes_only_where_a_note_can_follow(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(60, 2);
  uint8_t allowed[TN_MAX_CLASSES];
  TnContext c = start(&v, NULL, 0, -1);
  assert_int_equal(count_allowed(&c, TN_DT, (TnEvent){0}, allowed), 17);
  tn_context_advance(&c, note(0, 0, 61, 0));
  assert_int_equal(count_allowed(&c, TN_DT, (TnEvent){0}, allowed), 17);
  tn_context_advance(&c, note(0, 0, 60, 0));
  assert_int_equal(count_allowed(&c, TN_DT, (TnEvent){0}, allowed), 16);
  assert_false(allowed[0]);
  tn_context_advance(&c, rest(&v));
  assert_int_equal(count_allowed(&c, TN_DT, (TnEvent){0}, allowed), 17);
}

// ---- walks ----

// Rows inside the table, none twice in a feature, no more than there is room for.
static void assert_rows_sound(const Told* told) {
  uint8_t seen[2048] = {0};
  assert_in_range(told->count, 0, TN_MAX_ROWS);
  for (int i = 0; i < told->count; ++i) {
    assert_true(told->rows[i] < told->table.rows);
    assert_false(seen[told->rows[i]]);
    seen[told->rows[i]] = 1;
  }
}

static void assert_follows(const TnNote* before, const TnNote* after) {
  assert_true(tn_codec_compare(before, after) < 0);
}

static void walk(Random* random, int steps) {
  const TnVocabulary v = random_vocabulary(random);
  TnMeter meters[FIXTURE_METERS];
  const int meter_count = random_meters(random, meters);
  TnContext c;
  tn_context_start(&c, &v, meters, meter_count, random_within(random, -1, 5000),
                   (uint8_t)random_below(random, TN_KEYS));
  int32_t tick = 0;
  TnNote last = {.onset = -1};
  for (int i = 0; i < steps; ++i) {
    const Told input = input_of(&c);
    assert_rows_sound(&input);
    const TnEvent next = random_event(random, &c);
    assert_int_not_equal(next.dt, 255); // of every field some class was allowed
    for (int f = 0; f < TN_FIELDS && next.kind == TN_EVENT_NOTE; ++f) {
      const Told told = condition_of(&c, (TnField)f, next);
      assert_rows_sound(&told);
    }
    TnNote decoded;
    if (tn_codec_decode(&v, next, &tick, &decoded)) {
      assert_follows(&last, &decoded);
      last = decoded;
    }
    tn_context_advance(&c, next);
    assert_int_equal(c.tick, tick);
  }
}

static void random_walks_stay_within_tables_and_order(void** state) {
  (void)state;
  Random random = {52};
  for (int round = 0; round < 300; ++round) {
    walk(&random, 200);
  }
}

// More notes at once than are kept: the rolls stay within their room and forget what ends first.
static void a_crowd_of_notes_fits(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(0, 0, 127, v.duration_count - 1));
  for (int pitch = 126; pitch >= 0; --pitch) {
    tn_context_advance(&c, note(0, 0, pitch, 5));
    const Told told = input_of(&c);
    assert_rows_sound(&told);
    assert_true(has_row(&told, TN_FEATURE_SOUNDING, pitch));
    assert_true(has_row(&told, TN_FEATURE_SOUNDING, 127));
  }
  tn_context_advance(&c, note(1, 0, 60, 5));
  const Told told = input_of(&c);
  assert_rows_sound(&told);
  assert_int_equal(row_count(&told, TN_FEATURE_STRUCK), TN_MAX_CHORD);
}

// Sorted, no pitch twice in a part and onset.
static size_t random_notes(Random* random, const TnVocabulary* v, TnNote* notes, size_t count) {
  int32_t tick = 0;
  for (size_t i = 0; i < count; ++i) {
    tick += random_below(random, 4) == 0 ? random_below(random, 2 * v->dt_values) : 0;
    const int part = random_below(random, v->parts);
    const TnPitchRange range = tn_vocabulary_pitch_range(v, part);
    const int pitch = range.low + random_below(random, range.last - range.first);
    notes[i] = (TnNote){tick, random_within(random, 1, 90), (uint8_t)part, (uint8_t)pitch, 64, 0};
  }
  return sort_distinct_notes(notes, count);
}

static void assert_allowed(const TnContext* c, TnEvent event) {
  uint8_t allowed[TN_MAX_CLASSES];
  tn_context_allowed(c, TN_DT, event, allowed);
  assert_true(allowed[event.dt]);
  if (event.kind == TN_EVENT_NOTE) {
    tn_context_allowed(c, TN_PART, event, allowed);
    assert_true(allowed[event.part]);
    tn_context_allowed(c, TN_PITCH, event, allowed);
    assert_true(allowed[tn_vocabulary_pitch_row(c->vocabulary, event.part, event.pitch)]);
  }
}

static void every_event_of_a_piece_is_allowed(void** state) {
  (void)state;
  enum { NOTES = 120 };
  Random random = {53};
  for (int round = 0; round < 300; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    TnNote notes[NOTES];
    const size_t count = random_notes(&random, &v, notes, NOTES);
    TnEvent* events = malloc(tn_codec_capacity(&v, notes, count) * sizeof *events);
    const size_t written = tn_codec_encode(&v, notes, count, events);
    TnContext c = start(&v, NULL, 0, -1);
    for (size_t i = 0; i < written; ++i) {
      assert_allowed(&c, events[i]);
      tn_context_advance(&c, events[i]);
    }
    free(events);
  }
}

static void a_copy_is_a_place_to_come_back_to(void** state) {
  (void)state;
  Random random = {54};
  const TnVocabulary v = random_vocabulary(&random);
  TnContext c = start(&v, NULL, 0, -1);
  for (int i = 0; i < 50; ++i) {
    tn_context_advance(&c, random_event(&random, &c));
  }
  const TnContext kept = c;
  const Told before = input_of(&c);
  for (int i = 0; i < 50; ++i) {
    tn_context_advance(&c, random_event(&random, &c));
  }
  const Told after = input_of(&kept);
  assert_int_equal(before.count, after.count);
  assert_memory_equal(before.rows, after.rows, (size_t)before.count * sizeof *before.rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_sounds_includes_this_chord_and_ends_at_its_tick),
      cmocka_unit_test(a_pitch_that_two_parts_sound_is_one_row),
      cmocka_unit_test(the_pitch_classes_of_what_sounds_are_told_once),
      cmocka_unit_test(the_classes_of_a_roll_are_of_midi_pitches),
      cmocka_unit_test(drums_sound_on_rows_of_their_own),
      cmocka_unit_test(struck_is_the_onset_before_this_chord),
      cmocka_unit_test(for_the_next_note_struck_is_what_came_before_it),
      cmocka_unit_test(struck_outlasts_rests),
      cmocka_unit_test(a_chord_goes_down),
      cmocka_unit_test(while_it_waits_all_but_rests_and_steps_beyond_is_early),
      cmocka_unit_test(at_one_pitch_only_a_later_part_can_follow),
      cmocka_unit_test(a_part_that_has_no_pitch_left_is_masked),
      cmocka_unit_test(a_pitch_belongs_to_its_part),
      cmocka_unit_test(no_time_passes_only_where_a_note_can_follow),
      cmocka_unit_test(random_walks_stay_within_tables_and_order),
      cmocka_unit_test(a_crowd_of_notes_fits),
      cmocka_unit_test(every_event_of_a_piece_is_allowed),
      cmocka_unit_test(a_copy_is_a_place_to_come_back_to),
      cmocka_unit_test(what_others_hold_sounds_until_it_is_said_anew),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
