// Passages of one length, cut from pieces of any.
#include "trainer/passages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { BAR = 96, PASSAGE = PASSAGE_BARS * BAR };

// A corpus of one piece of so many bars in 4/4, with a note of a bar and a half on each bar.
typedef struct {
  TnMeter meters[2];
  TnNote notes[100];
  Piece piece;
  Corpus corpus;
} Music;

static void make(Music* music, int bars) {
  *music = (Music){.meters = {{0, 4, 4}}};
  for (int b = 0; b < bars; ++b) {
    music->notes[b] = (TnNote){b * BAR, BAR + BAR / 2, (uint8_t)(b % 3), (uint8_t)(30 + b), 80, 0};
  }
  music->piece = (Piece){.notes = music->notes,
                         .note_count = (size_t)bars,
                         .meters = music->meters,
                         .meter_count = 1,
                         .end = bars * BAR,
                         .key = 5};
  music->corpus = (Corpus){&music->piece, 1};
}

static void what_is_left_of_a_long_piece_is_left_out(void** state) {
  (void)state;
  Music music;
  Passages passages;
  make(&music, 2 * PASSAGE_BARS + 20);
  assert_true(passages_cut(&music.corpus, &passages));
  assert_int_equal(passages.music.count, 2);
  assert_int_equal(passages_sources(&passages), 1);
  const Piece* second = &passages.music.pieces[1];
  assert_int_equal(second->end, PASSAGE);
  assert_int_equal(second->note_count, PASSAGE_BARS);
  assert_int_equal(second->key, 5);
  assert_int_equal(second->notes[0].onset, 0);
  assert_int_equal(second->notes[0].pitch, 30 + PASSAGE_BARS);
  assert_int_equal(second->notes[PASSAGE_BARS - 1].duration, BAR); // cut at the end
  assert_int_equal(passages.bars[1], PASSAGE_BARS);
  passages_free(&passages);
}

static void a_short_piece_is_played_again(void** state) {
  (void)state;
  Music music;
  Passages passages;
  make(&music, 12);
  assert_true(passages_cut(&music.corpus, &passages));
  assert_int_equal(passages.music.count, 1);
  assert_int_equal(passages.bars[0], 12);
  const Piece* passage = &passages.music.pieces[0];
  assert_int_equal(passage->end, PASSAGE);
  assert_int_equal(passage->note_count, PASSAGE_BARS);
  for (int b = 0; b < PASSAGE_BARS; ++b) {
    assert_int_equal(passage->notes[b].onset, b * BAR);
    assert_int_equal(passage->notes[b].pitch, 30 + b % 12);
  }
  passages_free(&passages);
}

static void a_fragment_makes_none(void** state) {
  (void)state;
  Music music;
  Passages passages;
  make(&music, PASSAGE_LEAST_BARS - 1);
  assert_true(passages_cut(&music.corpus, &passages));
  assert_int_equal(passages.music.count, 0);
  passages_free(&passages);
  make(&music, PASSAGE_LEAST_BARS);
  assert_true(passages_cut(&music.corpus, &passages));
  assert_int_equal(passages.music.count, 1);
  passages_free(&passages);
}

static void next_to_silence_makes_none(void** state) {
  (void)state;
  Music music;
  Passages passages;
  make(&music, 2 * PASSAGE_BARS);
  music.piece.note_count = PASSAGE_BARS + 1; // one in the second passage
  assert_true(passages_cut(&music.corpus, &passages));
  assert_int_equal(passages.music.count, 1);
  passages_free(&passages);
}

// 20 bars of 4/4 and then of 3/4: the passage has 12 of these.
static void bars_are_those_of_the_meter(void** state) {
  (void)state;
  enum { CHANGE = 20 * BAR, SHORT_BAR = 72 };
  Music music;
  Passages passages;
  make(&music, 60);
  music.meters[1] = (TnMeter){CHANGE, 3, 4};
  music.piece.meter_count = 2;
  assert_true(passages_cut(&music.corpus, &passages));
  const Piece* first = &passages.music.pieces[0];
  assert_int_equal(first->end, CHANGE + 12 * SHORT_BAR);
  assert_int_equal(first->meter_count, 2);
  assert_int_equal(first->meters[1].tick, CHANGE);
  const Piece* second = &passages.music.pieces[1];
  assert_int_equal(second->end, PASSAGE_BARS * SHORT_BAR);
  assert_int_equal(second->meter_count, 1);
  assert_int_equal(second->meters[0].tick, 0);
  assert_int_equal(second->meters[0].numerator, 3);
  passages_free(&passages);
}

// As one hears it: a pitch of two voices is one note.
static void voices_are_one_part_beside_drums(void** state) {
  (void)state;
  Music music;
  Passages passages;
  make(&music, PASSAGE_BARS);
  music.notes[1] = music.notes[0];
  music.notes[1].part = 4;
  music.notes[2].part = VOICE_DRUMS;
  assert_true(passages_cut(&music.corpus, &passages));
  const Piece* passage = &passages.music.pieces[0];
  assert_int_equal(passage->note_count, PASSAGE_BARS - 1);
  assert_int_equal(passage->notes[1].part, VOICE_DRUMS);
  for (size_t i = 0; i < passage->note_count; ++i) {
    assert_true(passage->notes[i].part == (i == 1 ? VOICE_DRUMS : 0));
  }
  passages_free(&passages);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_left_of_a_long_piece_is_left_out),
      cmocka_unit_test(a_short_piece_is_played_again),
      cmocka_unit_test(a_fragment_makes_none),
      cmocka_unit_test(next_to_silence_makes_none),
      cmocka_unit_test(bars_are_those_of_the_meter),
      cmocka_unit_test(voices_are_one_part_beside_drums),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
