#include "tests/unit/small_music.h"
#include "trainer/split.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TUNES = 60, NOTES = 30 };

// A tune of its own for each number, as a score: a melody in track 0, drums in channel 9.
static void write_tune(int number, int semitones, int velocity, ScoreNote* notes) {
  Random random = {1000 + (uint64_t)number};
  for (int i = 0; i < NOTES; ++i) {
    const bool drum = i % 3 == 2;
    const int pitch = drum ? 36 : 60 + random_below(&random, 24) + semitones;
    notes[i] = (ScoreNote){.onset = 120 * i,
                           .end = 120 * i + 100,
                           .channel = drum ? 9 : 0,
                           .pitch = (uint8_t)pitch,
                           .velocity = (uint8_t)velocity};
  }
}

static Piece tune(int number, int semitones, int velocity) {
  ScoreNote notes[NOTES];
  write_tune(number, semitones, velocity, notes);
  const Score score = {
      .ticks_per_quarter = 480, .end = NOTES * 120, .notes = notes, .note_count = NOTES};
  Piece piece;
  char reason[128];
  assert_true(piece_from_score(&score, 0, "tune", &piece, reason, sizeof reason));
  return piece;
}

// Each tune three times: as it is, transposed, and louder. `backwards` reads the folder from its
// end.
static Corpus make_corpus(bool backwards) {
  Corpus corpus = {.pieces = calloc(3 * TUNES, sizeof(Piece))};
  assert_non_null(corpus.pieces);
  for (int i = 0; i < TUNES; ++i) {
    const int number = backwards ? TUNES - 1 - i : i;
    corpus.pieces[corpus.count++] = tune(number, 0, 70);
    corpus.pieces[corpus.count++] = tune(number, -5, 70);
    corpus.pieces[corpus.count++] = tune(number, 0, 100);
  }
  return corpus;
}

static bool holds(const Corpus* corpus, uint64_t hash) {
  for (size_t i = 0; i < corpus->count; ++i) {
    if (corpus->pieces[i].hash == hash) {
      return true;
    }
  }
  return false;
}

static void free_parts(Corpus parts[SPLIT_PARTS]) {
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&parts[p]);
  }
}

static size_t count_pieces(const Corpus parts[SPLIT_PARTS]) {
  return parts[SPLIT_TRAIN].count + parts[SPLIT_VALID].count + parts[SPLIT_TEST].count;
}

static void transposed_and_louder_copies_are_in_one_part(void** state) {
  (void)state;
  Corpus corpus = make_corpus(false);
  Corpus parts[SPLIT_PARTS];
  assert_true(split_corpus(&corpus, parts));
  assert_int_equal(corpus.count, 0);
  assert_int_equal(count_pieces(parts), 3 * TUNES);
  for (int p = SPLIT_VALID; p <= SPLIT_TEST; ++p) {
    assert_int_equal(parts[p].count % 3, 0);
    assert_in_range(parts[p].count, 3 * TUNES / 20, 3 * TUNES / 5);
    for (size_t i = 0; i < parts[p].count; ++i) {
      assert_false(holds(&parts[SPLIT_TRAIN], parts[p].pieces[i].hash));
      assert_false(
          holds(&parts[p == SPLIT_TEST ? SPLIT_VALID : SPLIT_TEST], parts[p].pieces[i].hash));
    }
  }
  free_parts(parts);
}

static Corpus tunes(int first, size_t count) {
  Corpus corpus = {.pieces = calloc(count, sizeof(Piece))};
  assert_non_null(corpus.pieces);
  while (corpus.count < count) {
    corpus.pieces[corpus.count] = tune(first + (int)corpus.count, 0, 70);
    ++corpus.count;
  }
  return corpus;
}

// Movements of five pieces each: a work is in one part, and the parts have sensible shares.
static void movements_of_a_work_are_in_one_part(void** state) {
  (void)state;
  enum { MOVEMENTS = 5, WORKS = 40 };
  Corpus corpus = tunes(0, WORKS * MOVEMENTS);
  Corpus parts[SPLIT_PARTS];
  int part_of[WORKS];
  for (size_t i = 0; i < corpus.count; ++i) {
    char path[64];
    (void)snprintf(path, sizeof path, "suite %zu - %zu.mid", i / MOVEMENTS, i % MOVEMENTS);
    free(corpus.pieces[i].path);
    corpus.pieces[i].path = strdup(path);
  }
  for (int i = 0; i < WORKS; ++i) {
    part_of[i] = -1;
  }
  assert_true(split_corpus(&corpus, parts));
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    for (size_t i = 0; i < parts[p].count; ++i) {
      const int work = atoi(parts[p].pieces[i].path + strlen("suite "));
      assert_true(part_of[work] < 0 || part_of[work] == p);
      part_of[work] = p;
    }
  }
  assert_in_range(parts[SPLIT_VALID].count, WORKS * MOVEMENTS / 20, WORKS * MOVEMENTS / 5);
  assert_in_range(parts[SPLIT_TEST].count, WORKS * MOVEMENTS / 20, WORKS * MOVEMENTS / 5);
  free_parts(parts);
}

static void the_split_does_not_depend_on_the_order_of_the_files(void** state) {
  (void)state;
  Corpus corpora[2] = {make_corpus(false), make_corpus(true)};
  Corpus one[SPLIT_PARTS];
  Corpus other[SPLIT_PARTS];
  assert_true(split_corpus(&corpora[0], one));
  assert_true(split_corpus(&corpora[1], other));
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    assert_int_equal(one[p].count, other[p].count);
    for (size_t i = 0; i < one[p].count; ++i) {
      assert_true(holds(&other[p], one[p].pieces[i].hash));
    }
  }
  free_parts(one);
  free_parts(other);
}

// Half of the tunes alone: what is tested in the whole is not learned in the half.
static void a_piece_is_in_the_same_part_of_another_folder(void** state) {
  (void)state;
  Corpus whole = tunes(0, 200);
  Corpus half = tunes(0, 100);
  Corpus of_whole[SPLIT_PARTS];
  Corpus of_half[SPLIT_PARTS];
  assert_true(split_corpus(&whole, of_whole));
  assert_true(split_corpus(&half, of_half));
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    for (size_t i = 0; i < of_half[p].count; ++i) {
      assert_true(holds(&of_whole[p], of_half[p].pieces[i].hash));
    }
  }
  free_parts(of_whole);
  free_parts(of_half);
}

static void a_split_leaves_something_in_every_part_where_it_can(void** state) {
  (void)state;
  for (int first = 0; first < TUNES; ++first) {
    for (size_t count = 1; count <= 5; ++count) {
      Corpus corpus = tunes(first, count);
      Corpus parts[SPLIT_PARTS];
      assert_true(split_corpus(&corpus, parts));
      assert_int_equal(count_pieces(parts), count);
      assert_true(parts[SPLIT_TRAIN].count >= 1);
      assert_int_equal(parts[SPLIT_VALID].count >= 1, count >= 2);
      assert_int_equal(parts[SPLIT_TEST].count >= 1, count >= 3);
      free_parts(parts);
    }
  }
}

// Few pieces of equal length: shares within a twentieth and a fifth, whichever they are.
static void small_folders_hold_out_sensible_shares(void** state) {
  (void)state;
  for (int first = 0; first < 100; ++first) {
    Corpus corpus = tunes(7 * first, 20);
    Corpus parts[SPLIT_PARTS];
    assert_true(split_corpus(&corpus, parts));
    assert_in_range(parts[SPLIT_VALID].count, 1, 4);
    assert_in_range(parts[SPLIT_TEST].count, 1, 4);
    free_parts(parts);
  }
}

static void copies_alone_are_learned_from(void** state) {
  (void)state;
  Corpus corpus = tunes(3, 3);
  corpus.pieces[1].hash = corpus.pieces[2].hash = corpus.pieces[0].hash;
  Corpus parts[SPLIT_PARTS];
  assert_true(split_corpus(&corpus, parts));
  assert_int_equal(parts[SPLIT_TRAIN].count, 3);
  free_parts(parts);
}

static void keeping_a_part_keeps_what_the_split_puts_there(void** state) {
  (void)state;
  Corpus corpus = tunes(0, TUNES);
  Corpus parts[SPLIT_PARTS];
  assert_true(split_corpus(&corpus, parts));
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    Corpus kept = tunes(0, TUNES);
    assert_true(split_keep(&kept, (SplitPart)p));
    assert_int_equal(kept.count, parts[p].count);
    for (size_t i = 0; i < kept.count; ++i) {
      assert_true(holds(&parts[p], kept.pieces[i].hash));
    }
    corpus_free(&kept);
  }
  free_parts(parts);
}

static void joined_parts_hold_the_pieces_of_both(void** state) {
  (void)state;
  Corpus one = tunes(0, 2);
  Corpus more = tunes(2, 3);
  const uint64_t last = more.pieces[2].hash;
  Corpus none = {.count = 0};
  assert_true(split_join(&one, &more));
  assert_int_equal(one.count, 5);
  assert_int_equal(more.count, 0);
  assert_int_equal(one.pieces[4].hash, last);
  assert_true(split_join(&one, &none));
  assert_int_equal(one.count, 5);
  corpus_free(&one);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(transposed_and_louder_copies_are_in_one_part),
      cmocka_unit_test(movements_of_a_work_are_in_one_part),
      cmocka_unit_test(the_split_does_not_depend_on_the_order_of_the_files),
      cmocka_unit_test(a_piece_is_in_the_same_part_of_another_folder),
      cmocka_unit_test(a_split_leaves_something_in_every_part_where_it_can),
      cmocka_unit_test(small_folders_hold_out_sensible_shares),
      cmocka_unit_test(copies_alone_are_learned_from),
      cmocka_unit_test(keeping_a_part_keeps_what_the_split_puts_there),
      cmocka_unit_test(joined_parts_hold_the_pieces_of_both),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
