#include "tests/unit/small_music.h"
#include "trainer/corpus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Corpus corpus_of(Piece* pieces, size_t count) {
  return (Corpus){.pieces = pieces, .count = count};
}

static void the_vocabulary_has_the_parts_drums_and_velocities_that_occur(void** state) {
  (void)state;
  TnNote notes[] = {{0, 6, 2, 60, 64, 0}, {6, 6, 0, 60, 90, 0}, {9, 6, VOICE_DRUMS, 36, 90, 0}};
  Piece piece = {
      .notes = notes, .note_count = 3, .end = 24, .roles = {ROLE_BASS, ROLE_NONE, ROLE_SOPRANO}};
  const Corpus corpus = corpus_of(&piece, 1);
  const TnVocabulary v = corpus_vocabulary(&corpus);
  assert_true(tn_vocabulary_is_valid(&v));
  assert_int_equal(v.parts, 3);
  assert_string_equal(v.part_names[0], "soprano");
  assert_string_equal(v.part_names[1], "bass");
  assert_int_equal(v.drum_part, 2);
  assert_int_equal(v.velocity_count, 2);
  assert_int_equal(v.velocities[0], 64);
  assert_int_equal(v.velocities[1], 90);
}

static void drums_alone_make_a_vocabulary_of_one_part(void** state) {
  (void)state;
  TnNote notes[] = {{0, 6, VOICE_DRUMS, 36, 90, 0}, {6, 6, 0, 60, 90, 0}};
  Piece piece = {.notes = notes, .note_count = 1, .end = 24};
  Corpus corpus = corpus_of(&piece, 1);
  const TnVocabulary v = corpus_vocabulary(&corpus);
  assert_true(tn_vocabulary_is_valid(&v));
  assert_int_equal(v.parts, 1);
  assert_int_equal(v.drum_part, 0);
  piece.note_count = 2; // a melody, which it cannot say
  corpus_fit(&corpus, &v);
  assert_int_equal(piece.note_count, 1);
  assert_int_equal(notes[0].part, 0);
  assert_int_equal(notes[0].pitch, 36);
}

static void many_velocities_are_binned(void** state) {
  (void)state;
  TnNote notes[127];
  for (int i = 0; i < 127; ++i) {
    notes[i] = (TnNote){6 * i, 6, 0, 60, (uint8_t)(i + 1), 0};
  }
  Piece piece = {.notes = notes, .note_count = 127, .end = 127 * 6};
  const Corpus corpus = corpus_of(&piece, 1);
  const TnVocabulary v = corpus_vocabulary(&corpus);
  assert_true(tn_vocabulary_is_valid(&v));
  assert_int_equal(v.velocity_count, TN_MAX_VELOCITIES);
  for (int velocity = 1; velocity < 128; ++velocity) {
    const int nearest = v.velocities[tn_vocabulary_velocity_class(&v, velocity)];
    assert_true(abs(nearest - velocity) <= 4);
  }
}

// Of `nudged` notes in 100.
static int nudge_classes(int nudged) {
  TnNote notes[100];
  for (int i = 0; i < 100; ++i) {
    notes[i] = (TnNote){6 * i, 6, 0, 60, 80, (int8_t)(i < nudged ? 1 + i % 2 : 0)};
  }
  Piece piece = {.notes = notes, .note_count = 100, .end = 600};
  const Corpus corpus = corpus_of(&piece, 1);
  const TnVocabulary v = corpus_vocabulary(&corpus);
  assert_true(tn_vocabulary_is_valid(&v));
  return tn_vocabulary_classes(&v, TN_NUDGE);
}

static void nudges_are_learned_where_the_music_is_off_the_grid(void** state) {
  (void)state;
  assert_int_equal(nudge_classes(0), 1);
  assert_int_equal(nudge_classes(4), 1); // a grace note here and there
  assert_int_equal(nudge_classes(20), 1);
  assert_int_equal(nudge_classes(21), TN_MAX_NUDGES);
  assert_int_equal(nudge_classes(100), TN_MAX_NUDGES);
}

// What was two parts is one now: the same note in both is one note, and one cuts the other.
static void fitting_merges_what_falls_together(void** state) {
  (void)state;
  TnNote notes[] = {{0, 6, 0, 60, 64, 0},
                    {0, 24, 1, 60, 64, 0},
                    {12, 6, 0, 60, 64, 0},
                    {12, 6, VOICE_DRUMS, 36, 90, 0}};
  Piece piece = {.notes = notes, .note_count = 4, .end = 24};
  Corpus corpus = corpus_of(&piece, 1);
  const TnVocabulary v = tn_vocabulary_for_grid();
  corpus_fit(&corpus, &v);
  assert_int_equal(piece.note_count, 2);
  assert_int_equal(notes[0].duration, 12);
  assert_int_equal(notes[1].onset, 12);
  assert_int_equal(notes[1].part, 0);
}

static void fitting_leaves_out_pitches_that_the_vocabulary_has_not(void** state) {
  (void)state;
  TnNote notes[] = {{0, 1, 0, 61, 80, 0}, {0, 1, 0, 59, 80, 0}, {1, 1, 0, 65, 80, 0}};
  Piece piece = {.notes = notes, .note_count = 3, .end = 2};
  Corpus corpus = corpus_of(&piece, 1);
  const TnVocabulary v = tn_vocabulary_for_roll(60, 5);
  corpus_fit(&corpus, &v);
  assert_int_equal(corpus_notes(&corpus), 1);
  assert_int_equal(corpus_frames(&corpus), 2);
}

static void habits_are_what_is_most_frequent(void** state) {
  (void)state;
  TnMeter waltz = {0, 3, 4};
  TnMeter jig = {0, 6, 8};
  Piece pieces[] = {{.meters = &waltz, .meter_count = 1, .bpm = 90, .key = 4},
                    {.meters = &jig, .meter_count = 1, .bpm = 400, .key = 2},
                    {.meters = &waltz, .meter_count = 1, .bpm = 100, .key = 2},
                    {.bpm = 10}};
  Corpus corpus = corpus_of(pieces, 4);
  CorpusHabits habits = corpus_habits(&corpus);
  assert_int_equal(habits.key, 2);
  assert_int_equal(habits.meter.numerator, 3);
  assert_int_equal(habits.meter.denominator, 4);
  assert_int_equal((int)habits.bpm, 100);
  corpus = corpus_of(&pieces[1], 1);
  assert_int_equal((int)corpus_habits(&corpus).bpm, 300);
  corpus = corpus_of(&pieces[3], 1);
  habits = corpus_habits(&corpus);
  assert_int_equal((int)habits.bpm, 20);
  assert_int_equal(habits.key, 0);
  assert_int_equal(habits.meter.numerator, 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_vocabulary_has_the_parts_drums_and_velocities_that_occur),
      cmocka_unit_test(drums_alone_make_a_vocabulary_of_one_part),
      cmocka_unit_test(many_velocities_are_binned),
      cmocka_unit_test(nudges_are_learned_where_the_music_is_off_the_grid),
      cmocka_unit_test(fitting_merges_what_falls_together),
      cmocka_unit_test(fitting_leaves_out_pitches_that_the_vocabulary_has_not),
      cmocka_unit_test(habits_are_what_is_most_frequent),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
