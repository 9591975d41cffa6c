// The parts of a style: which it gets from the music, and which voices of a file go to them.
#include "trainer/corpus.h"
#include "trainer/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PIANO = 0, GUITAR = 24, BASS_GUITAR = 32, VIOLIN = 40, CHOIR = 52, TRUMPET = 56, OBOE = 68 };
enum { LEAD = 80, PAD = 88, DRUMS = -1, NOTES = 10 };

// A track of a file: NOTES notes around `pitch`, repeated `times`.
typedef struct {
  int program; // or DRUMS
  int pitch;
  int times;
} Track;

static Piece piece_of(const Track* tracks, int count) {
  ScoreNote notes[1000];
  Score score = {.ticks_per_quarter = 24, .notes = notes};
  for (int t = 0; t < count; ++t) {
    const Track* track = &tracks[t];
    for (int i = 0; i < NOTES * track->times; ++i) {
      notes[score.note_count++] =
          (ScoreNote){.onset = 24 * i,
                      .end = 24 * i + 24,
                      .track = (uint16_t)t,
                      .channel = (uint8_t)(track->program == DRUMS ? 9
                                           : t < 9                 ? t
                                                                   : t + 1),
                      .program = (uint8_t)(track->program == DRUMS ? 0 : track->program),
                      .pitch = (uint8_t)(track->pitch + i % 3 - 1),
                      .velocity = 80};
      score.end =
          notes[score.note_count - 1].end > score.end ? notes[score.note_count - 1].end : score.end;
    }
  }
  Piece piece;
  char reason[128];
  assert_true(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
  return piece;
}

static TnVocabulary parts_of(const Piece* pieces, size_t count) {
  PartCensus census = {.drums = 0};
  TnVocabulary v = tn_vocabulary_for_grid();
  for (size_t i = 0; i < count; ++i) {
    parts_count(&census, &pieces[i]);
  }
  parts_choose(&census, &v);
  assert_true(tn_vocabulary_is_valid(&v));
  return v;
}

static void assert_names(const TnVocabulary* v, const char* const* names, int count) {
  assert_int_equal(v->parts, count);
  for (int part = 0; part < count; ++part) {
    assert_string_equal(v->part_names[part], names[part]);
  }
}
#define assert_parts(v, ...)                                                                       \
  assert_names((v), (const char* const[]){__VA_ARGS__},                                            \
               sizeof((const char* const[]){__VA_ARGS__}) / sizeof(char*))

// A vocabulary of these parts; drums are the last where the name says so.
static TnVocabulary vocabulary_of(const char* const* names, int count) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = count;
  for (int part = 0; part < count; ++part) {
    strcpy(v.part_names[part], names[part]);
  }
  if (strcmp(names[count - 1], "drums") == 0) {
    v.drum_part = count - 1;
    v.drum_count = TN_MAX_PITCHES;
  }
  return v;
}
#define VOCABULARY(...)                                                                            \
  vocabulary_of((const char* const[]){__VA_ARGS__},                                                \
                sizeof((const char* const[]){__VA_ARGS__}) / sizeof(char*))

// Which parts the tracks of a file go to: track t is voice t here, drums are the last voice.
static void assert_goes(const TnVocabulary* v, const Track* tracks, int count, const int* wanted) {
  Piece piece = piece_of(tracks, count);
  int8_t parts[VOICES_MAX];
  parts_of_voices(v, &piece, parts);
  for (int t = 0, voice = 0; t < count; ++t) {
    const bool drums = tracks[t].program == DRUMS;
    assert_int_equal(parts[drums ? VOICE_DRUMS : voice], wanted[t]);
    voice += !drums;
  }
  piece_free(&piece);
}

static void a_piano_has_two_hands(void** state) {
  (void)state;
  Piece piece = piece_of((Track[]){{PIANO, 72, 1}, {PIANO, 50, 1}}, 2);
  const TnVocabulary v = parts_of(&piece, 1);
  assert_parts(&v, "right hand", "left hand");
  assert_int_equal(v.drum_part, -1);
  assert_int_equal(v.drum_count, 0);
  piece_free(&piece);
}

static void a_choir_has_four_voices_in_order(void** state) {
  (void)state;
  Piece piece =
      piece_of((Track[]){{CHOIR, 70, 1}, {CHOIR, 65, 2}, {CHOIR, 60, 3}, {CHOIR, 50, 4}}, 4);
  const TnVocabulary v = parts_of(&piece, 1);
  assert_parts(&v, "soprano", "alto", "tenor", "bass");
  piece_free(&piece);
}

static void a_band_has_its_instruments_and_drums_last(void** state) {
  (void)state;
  Piece piece = piece_of(
      (Track[]){{DRUMS, 40, 3}, {GUITAR, 55, 2}, {BASS_GUITAR, 35, 2}, {GUITAR, 60, 1}}, 4);
  const TnVocabulary v = parts_of(&piece, 1);
  assert_parts(&v, "guitar", "bass", "drums");
  assert_int_equal(v.drum_part, 2);
  assert_int_equal(v.drum_count, TN_MAX_PITCHES);
  piece_free(&piece);
}

static void drums_alone_are_one_part(void** state) {
  (void)state;
  Piece piece = piece_of((Track[]){{DRUMS, 40, 1}}, 1);
  const TnVocabulary v = parts_of(&piece, 1);
  assert_parts(&v, "drums");
  assert_int_equal(v.drum_part, 0);
  assert_goes(&v, (Track[]){{PIANO, 60, 1}, {DRUMS, 40, 1}}, 2, (int[]){-1, 0});
  piece_free(&piece);
}

static void a_folder_may_hold_solos_bands_and_drums(void** state) {
  (void)state;
  Piece pieces[] = {
      piece_of((Track[]){{PIANO, 62, 2}}, 1),
      piece_of((Track[]){{GUITAR, 55, 1}, {BASS_GUITAR, 35, 1}, {DRUMS, 40, 1}}, 3),
      piece_of((Track[]){{DRUMS, 40, 4}}, 1),
  };
  Corpus corpus = {.pieces = pieces, .count = 3};
  const size_t notes = corpus_notes(&corpus);
  const TnVocabulary v = corpus_vocabulary(&corpus);
  assert_parts(&v, "piano", "guitar", "bass", "drums");
  corpus_fit(&corpus, &v);
  assert_int_equal(corpus_notes(&corpus), notes);
  assert_int_equal(pieces[0].notes[0].part, 0);
  assert_int_equal(pieces[1].notes[0].part, 1);
  assert_int_equal(pieces[2].notes[0].part, 3);
  for (int i = 0; i < 3; ++i) {
    piece_free(&pieces[i]);
  }
}

static void the_most_frequent_of_many_roles_get_the_parts(void** state) {
  (void)state;
  static const Track TRACKS[] = {{PIANO, 60, 3},  {GUITAR, 55, 3}, {BASS_GUITAR, 35, 3},
                                 {VIOLIN, 70, 2}, {CHOIR, 61, 3},  {TRUMPET, 65, 3},
                                 {OBOE, 70, 3},   {LEAD, 67, 3},   {PAD, 58, 2}};
  Piece piece = piece_of(TRACKS, 9);
  TnVocabulary v = parts_of(&piece, 1);
  assert_parts(&v, "piano", "guitar", "bass", "strings", "ensemble", "brass", "reed", "synth lead");
  piece_free(&piece);
  Track with_drums[10] = {[9] = {DRUMS, 40, 1}};
  memcpy(with_drums, TRACKS, sizeof TRACKS);
  piece = piece_of(with_drums, 10);
  v = parts_of(&piece, 1);
  assert_parts(&v, "piano", "guitar", "bass", "ensemble", "brass", "reed", "synth lead", "drums");
  piece_free(&piece);
}

static void what_hardly_plays_gets_no_part(void** state) {
  (void)state;
  Piece piece = piece_of((Track[]){{GUITAR, 55, 15}, {BASS_GUITAR, 35, 15}, {OBOE, 70, 1}}, 3);
  const TnVocabulary v = parts_of(&piece, 1);
  assert_parts(&v, "guitar", "bass");
  piece_free(&piece);
}

static void where_all_play_little_the_parts_are_given_all_the_same(void** state) {
  (void)state;
  PartCensus census = {.drums = 0};
  TnVocabulary v = tn_vocabulary_for_grid();
  for (int role = 0; role < ROLE_COUNT; ++role) {
    census.notes[role] = 100;
  }
  parts_choose(&census, &v);
  assert_int_equal(v.parts, TN_MAX_PARTS);
  assert_true(tn_vocabulary_is_valid(&v));
}

static void two_staves_are_one_pair_whatever_plays_them(void** state) {
  (void)state;
  Piece pieces[] = {piece_of((Track[]){{PIANO, 72, 2}, {PIANO, 50, 2}}, 2),
                    piece_of((Track[]){{VIOLIN, 72, 1}, {VIOLIN, 50, 1}}, 2)};
  TnVocabulary v = parts_of(pieces, 2);
  assert_parts(&v, "right hand", "left hand");
  assert_goes(&v, (Track[]){{VIOLIN, 72, 1}, {VIOLIN, 50, 1}}, 2, (int[]){0, 1});
  v = parts_of(&pieces[1], 1);
  assert_parts(&v, "upper voice", "lower voice");
  assert_goes(&v, (Track[]){{PIANO, 72, 1}, {PIANO, 50, 1}}, 2, (int[]){0, 1});
  piece_free(&pieces[0]);
  piece_free(&pieces[1]);
}

// The tracks of another folder may be in another order, and fewer or more.
static void a_part_is_found_by_its_name_in_any_file(void** state) {
  (void)state;
  const TnVocabulary v = VOCABULARY("guitar", "bass", "synth lead", "drums");
  assert_goes(&v, (Track[]){{LEAD, 67, 1}, {DRUMS, 40, 1}, {BASS_GUITAR, 60, 1}, {GUITAR, 70, 1}},
              4, (int[]){2, 3, 1, 0});
  assert_goes(&v, (Track[]){{BASS_GUITAR, 35, 1}}, 1, (int[]){1});
  assert_goes(&v,
              (Track[]){{BASS_GUITAR, 35, 1}, {GUITAR, 50, 1}, {GUITAR, 50, 1}, {GUITAR, 50, 1}}, 4,
              (int[]){1, 0, 0, 0});
}

static void a_voice_without_its_part_goes_to_its_family(void** state) {
  (void)state;
  const TnVocabulary v = VOCABULARY("right hand", "left hand", "guitar");
  assert_goes(&v, (Track[]){{PIANO, 45, 1}}, 1, (int[]){1});
  assert_goes(&v, (Track[]){{PIANO, 80, 1}}, 1, (int[]){0});
  assert_goes(&v, (Track[]){{GUITAR, 80, 1}, {GUITAR, 70, 1}, {OBOE, 54, 1}}, 3, (int[]){2, 2, 1});
}

static void else_to_the_nearest_register_that_is_free(void** state) {
  (void)state;
  const TnVocabulary v = VOCABULARY("right hand", "left hand", "reed");
  assert_goes(&v, (Track[]){{CHOIR, 70, 1}, {PIANO, 72, 1}, {PIANO, 50, 1}}, 3, (int[]){2, 0, 1});
  assert_goes(&v, (Track[]){{CHOIR, 45, 1}, {PIANO, 72, 1}, {PIANO, 50, 1}}, 3, (int[]){1, 0, 1});
}

// Hymns whose singers are told apart by their instruments.
static void singers_with_different_instruments_keep_their_places(void** state) {
  (void)state;
  const TnVocabulary v = VOCABULARY("right hand", "left hand", "soprano", "alto", "tenor", "bass");
  assert_goes(&v, (Track[]){{OBOE, 70, 1}, {OBOE, 65, 1}, {VIOLIN, 60, 1}, {VIOLIN, 50, 1}}, 4,
              (int[]){2, 3, 4, 5});
}

static void where_names_mean_nothing_the_order_counts(void** state) {
  (void)state;
  static const Track TRACKS[] = {
      {CHOIR, 50, 1}, {GUITAR, 70, 1}, {DRUMS, 40, 1}, {LEAD, 60, 1}, {PAD, 60, 1}};
  TnVocabulary v = VOCABULARY("part 1", "part 2", "part 3");
  assert_goes(&v, TRACKS, 5, (int[]){0, 1, -1, 2, 2});
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  assert_goes(&v, TRACKS, 5, (int[]){0, 2, 1, 2, 2});
  v = tn_vocabulary_for_roll(21, 88);
  assert_goes(&v, TRACKS, 2, (int[]){0, 0});
}

static void the_hash_does_not_depend_on_the_instruments(void** state) {
  (void)state;
  Piece hands = piece_of((Track[]){{PIANO, 72, 1}, {PIANO, 50, 1}}, 2);
  Piece duo = piece_of((Track[]){{OBOE, 72, 1}, {GUITAR, 50, 1}}, 2);
  assert_true(hands.hash == duo.hash);
  piece_free(&hands);
  piece_free(&duo);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_piano_has_two_hands),
      cmocka_unit_test(a_choir_has_four_voices_in_order),
      cmocka_unit_test(a_band_has_its_instruments_and_drums_last),
      cmocka_unit_test(drums_alone_are_one_part),
      cmocka_unit_test(a_folder_may_hold_solos_bands_and_drums),
      cmocka_unit_test(the_most_frequent_of_many_roles_get_the_parts),
      cmocka_unit_test(what_hardly_plays_gets_no_part),
      cmocka_unit_test(where_all_play_little_the_parts_are_given_all_the_same),
      cmocka_unit_test(two_staves_are_one_pair_whatever_plays_them),
      cmocka_unit_test(a_part_is_found_by_its_name_in_any_file),
      cmocka_unit_test(a_voice_without_its_part_goes_to_its_family),
      cmocka_unit_test(else_to_the_nearest_register_that_is_free),
      cmocka_unit_test(singers_with_different_instruments_keep_their_places),
      cmocka_unit_test(where_names_mean_nothing_the_order_counts),
      cmocka_unit_test(the_hash_does_not_depend_on_the_instruments),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
