// How much music has in common with other music.
#include "trainer/copies.h"
#include "trainer/copy_report.h"
#include "trainer/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { DRUMS = 7, LENGTH = 12, MOST = 64 };

// A tune of its own: every pitch differs from the one before by another interval.
static const uint8_t TUNE[LENGTH] = {60, 61, 63, 66, 70, 75, 81, 75, 68, 60, 51, 41};

typedef struct {
  TnNote notes[2][MOST];
  Piece pieces[2];
  Corpus corpus;
} Music;

// One or two pieces of the tune's notes first..first + count - 1, a quarter each, moved up.
static void add_tune(Music* music, int first, int count, int semitones) {
  const size_t p = music->corpus.count++;
  for (int i = 0; i < count; ++i) {
    music->notes[p][i] = (TnNote){24 * i, 24, 0, (uint8_t)(TUNE[first + i] + semitones), 80, 0};
  }
  music->pieces[p] = (Piece){.notes = music->notes[p], .note_count = (size_t)count};
  music->corpus.pieces = music->pieces;
}

static double share_of(const Music* learned, const Music* other, int window, bool transposed) {
  CopyMusic a;
  CopyMusic b;
  CopyIndex index;
  assert_true(copy_music_init(&a, &learned->corpus, DRUMS));
  assert_true(copy_music_init(&b, &other->corpus, DRUMS));
  assert_true(copy_index_init(&index, &a, window, transposed));
  const double share = copy_index_share(&index, &b);
  copy_index_free(&index);
  copy_music_free(&a);
  copy_music_free(&b);
  return share;
}

static void music_is_a_copy_of_itself(void** state) {
  (void)state;
  static Music tune;
  add_tune(&tune, 0, LENGTH, 0);
  for (int window = 1; window <= LENGTH; ++window) {
    assert_float_equal(share_of(&tune, &tune, window, false), 1, 0);
    assert_float_equal(share_of(&tune, &tune, window, true), 1, 0);
  }
  assert_float_equal(share_of(&tune, &tune, LENGTH + 1, true), 0, 0); // there is no such window
}

// Of the nine windows of four notes of twelve, those without the note that differs.
static void the_share_is_that_of_windows(void** state) {
  (void)state;
  static Music tune;
  static Music other;
  add_tune(&tune, 0, LENGTH, 0);
  add_tune(&other, 0, LENGTH, 0);
  other.notes[0][4].pitch = 71;
  assert_float_equal(share_of(&tune, &other, 4, false), 5.0 / 9, 1e-9);
  assert_float_equal(share_of(&tune, &other, 8, false), 0, 0);
}

static void a_transposed_copy_is_one_only_where_asked_for(void** state) {
  (void)state;
  static Music tune;
  static Music higher;
  add_tune(&tune, 0, LENGTH, 0);
  add_tune(&higher, 2, 9, 5);
  assert_float_equal(share_of(&tune, &higher, 8, true), 1, 0);
  assert_float_equal(share_of(&tune, &higher, 8, false), 0, 0);
}

static void another_rhythm_is_no_copy(void** state) {
  (void)state;
  static Music tune;
  static Music other;
  add_tune(&tune, 0, LENGTH, 0);
  add_tune(&other, 0, LENGTH, 0);
  for (int i = 0; i < LENGTH; ++i) { // later, longer, louder: the same
    other.notes[0][i].onset += 96 + (i >= 6 ? 1 : 0);
    other.notes[0][i].duration = 5;
    other.notes[0][i].velocity = 100;
    other.notes[0][i].part = 3;
  }
  // Of nine windows the three that span the step between notes 5 and 6 differ.
  assert_float_equal(share_of(&tune, &other, 4, false), 6.0 / 9, 1e-9);
}

static void windows_do_not_cross_pieces(void** state) {
  (void)state;
  static Music halves;
  static Music tune;
  add_tune(&halves, 0, 6, 0);
  add_tune(&halves, 6, 6, 0);
  add_tune(&tune, 0, LENGTH, 0);
  assert_float_equal(share_of(&halves, &tune, 4, false), 6.0 / 9, 1e-9); // 3 in each half
  assert_float_equal(share_of(&tune, &halves, 4, false), 1, 0);          // 6 windows, all known
  assert_float_equal(share_of(&tune, &halves, 7, false), 0, 0);          // none is so long
}

static void a_pitch_in_two_parts_is_one_note(void** state) {
  (void)state;
  static Music tune;
  static Music unison;
  add_tune(&tune, 0, LENGTH, 0);
  for (int i = 0; i < LENGTH; ++i) {
    unison.notes[0][2 * i] = tune.notes[0][i];
    unison.notes[0][2 * i + 1] = tune.notes[0][i];
    unison.notes[0][2 * i + 1].part = 1;
  }
  unison.pieces[0] = (Piece){.notes = unison.notes[0], .note_count = 2 * LENGTH};
  unison.corpus = (Corpus){.pieces = unison.pieces, .count = 1};
  assert_float_equal(share_of(&tune, &unison, LENGTH, false), 1, 0);
}

static void drums_do_not_move_with_the_others(void** state) {
  (void)state;
  static Music tune;
  static Music higher;
  add_tune(&tune, 0, 8, 0);
  add_tune(&higher, 0, 8, 3);
  for (int i = 0; i < 8; i += 2) { // the first note too
    tune.notes[0][i] = higher.notes[0][i] = (TnNote){24 * i, 24, DRUMS, 36, 80, 0};
  }
  assert_float_equal(share_of(&tune, &higher, 8, true), 1, 0);
  higher.notes[0][2].pitch = 39; // another drum
  assert_float_equal(share_of(&tune, &higher, 8, true), 0, 0);
  higher.notes[0][2] = (TnNote){48, 24, 0, 36, 80, 0}; // no drum
  assert_float_equal(share_of(&tune, &higher, 8, true), 0, 0);
}

static bool same_window(const TnNote* a, const TnNote* b, int window, bool transposed) {
  for (int i = 0; i < window; ++i) {
    if (a[i].pitch - (transposed ? a[0].pitch : 0) != b[i].pitch - (transposed ? b[0].pitch : 0) ||
        a[i].onset - a[0].onset != b[i].onset - b[0].onset) {
      return false;
    }
  }
  return true;
}

// The share by comparing everything with everything.
static double plain_share(const TnNote* learned, const TnNote* other, int count, int window,
                          bool transposed) {
  int copies = 0;
  for (int i = 0; i + window <= count; ++i) {
    bool found = false;
    for (int k = 0; k + window <= count && !found; ++k) {
      found = same_window(&other[i], &learned[k], window, transposed);
    }
    copies += found;
  }
  return (double)copies / (count - window + 1);
}

static void shares_are_those_of_plain_search(void** state) {
  (void)state;
  enum { NOTES = 600, MOST_STEP = 2, PITCHES = 3 };
  static TnNote notes[2][NOTES];
  Random random = {5};
  for (int m = 0; m < 2; ++m) {
    int32_t tick = 0;
    for (int i = 0; i < NOTES; ++i) {
      tick += 1 + random_below(&random, MOST_STEP);
      notes[m][i] = (TnNote){tick, 1, 0, (uint8_t)(60 + random_below(&random, PITCHES)), 80, 0};
    }
  }
  static Music music[2];
  for (int m = 0; m < 2; ++m) {
    music[m].pieces[0] = (Piece){.notes = notes[m], .note_count = NOTES};
    music[m].corpus = (Corpus){.pieces = music[m].pieces, .count = 1};
  }
  for (int window = 2; window <= 6; ++window) {
    for (int transposed = 0; transposed < 2; ++transposed) {
      const double share = plain_share(notes[0], notes[1], NOTES, window, transposed);
      assert_float_equal(share_of(&music[0], &music[1], window, transposed), share, 1e-9);
    }
  }
}

static void a_report_is_high_beyond_the_range_of_people(void** state) {
  (void)state;
  CopyReport report = {.compares = true};
  report.held_out[1][1] = 0.02;
  report.generated[0][1] = 1; // of 8 notes: no matter
  report.generated[1][1] = 0.049;
  assert_false(copy_report_is_high(&report));
  report.generated[1][1] = 0.051;
  assert_true(copy_report_is_high(&report));
  report.compares = false;
  assert_false(copy_report_is_high(&report));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(music_is_a_copy_of_itself),
      cmocka_unit_test(the_share_is_that_of_windows),
      cmocka_unit_test(a_transposed_copy_is_one_only_where_asked_for),
      cmocka_unit_test(another_rhythm_is_no_copy),
      cmocka_unit_test(windows_do_not_cross_pieces),
      cmocka_unit_test(a_pitch_in_two_parts_is_one_note),
      cmocka_unit_test(drums_do_not_move_with_the_others),
      cmocka_unit_test(shares_are_those_of_plain_search),
      cmocka_unit_test(a_report_is_high_beyond_the_range_of_people),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
