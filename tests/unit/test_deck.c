#include "plugin/engine/key.h"
#include "tests/unit/small_music.h"
#include "trainer/deck.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PIECES = 9, NOTES = 12 };

typedef struct {
  Corpus corpus;
  TnVocabulary vocabulary;
  Deck deck;
  DealtPiece dealt;
} Table;

static void table_init(Table* table, bool endless) {
  table->corpus = random_corpus(PIECES, NOTES);
  assert_int_equal(table->corpus.count, PIECES);
  table->vocabulary = corpus_vocabulary(&table->corpus);
  corpus_fit(&table->corpus, &table->vocabulary);
  table->deck = deck_new(&table->corpus, &table->vocabulary, 3, endless);
  assert_true(dealt_piece_init(&table->dealt, &table->deck));
}

static void table_free(Table* table) {
  dealt_piece_free(&table->dealt);
  corpus_free(&table->corpus);
}

// Which piece was dealt: a context keeps the piece's own meters.
static size_t dealt_index(const Table* table) {
  for (size_t i = 0; i < table->corpus.count; ++i) {
    if (table->dealt.start.meters == table->corpus.pieces[i].meters) {
      return i;
    }
  }
  fail_msg("a piece from nowhere");
  return 0;
}

static void measuring_deals_each_piece_once_and_as_it_is(void** state) {
  (void)state;
  Table table;
  table_init(&table, false);
  for (size_t i = 0; i < PIECES; ++i) {
    assert_true(deck_deal(&table.deck, i, &table.dealt));
    assert_int_equal(dealt_index(&table), i);
    assert_int_equal(table.dealt.count, table.corpus.pieces[i].note_count + 1); // and an end
    assert_int_equal(table.dealt.events[0].pitch, table.corpus.pieces[i].notes[0].pitch);
    assert_int_equal(table.dealt.start.key, 0);
    assert_int_equal(table.dealt.start.end, -1);
    assert_int_equal(table.dealt.start.meter_count, 1);
  }
  assert_false(deck_deal(&table.deck, PIECES, &table.dealt));
  assert_false(deck_deal(&table.deck, UINT64_MAX, &table.dealt));
  table_free(&table);
}

static void each_round_deals_each_piece_once_in_a_new_order(void** state) {
  (void)state;
  Table table;
  table_init(&table, true);
  size_t before[PIECES] = {0};
  int repeated = 0;
  for (size_t round = 0; round < 20; ++round) {
    size_t order[PIECES];
    bool seen[PIECES] = {false};
    for (size_t i = 0; i < PIECES; ++i) {
      assert_true(deck_deal(&table.deck, round * PIECES + i, &table.dealt));
      order[i] = dealt_index(&table);
      assert_false(seen[order[i]]);
      seen[order[i]] = true;
    }
    repeated += memcmp(before, order, sizeof order) == 0;
    memcpy(before, order, sizeof order);
  }
  assert_int_equal(repeated, 0);
  table_free(&table);
}

// Over many rounds each piece lies at each place about as often.
static void no_place_of_a_round_prefers_a_piece(void** state) {
  (void)state;
  enum { ROUNDS = 9000 };
  Table table;
  table_init(&table, true);
  int seen[PIECES][PIECES] = {{0}};
  for (uint64_t position = 0; position < ROUNDS * PIECES; ++position) {
    assert_true(deck_deal(&table.deck, position, &table.dealt));
    ++seen[position % PIECES][dealt_index(&table)];
  }
  for (int place = 0; place < PIECES; ++place) {
    for (int piece = 0; piece < PIECES; ++piece) {
      assert_in_range(seen[place][piece], 850, 1150); // the deviation is 30
    }
  }
  table_free(&table);
}

// Workers on other machines deal the positions in another order, and from a deck of their own.
static void a_position_holds_the_same_whoever_deals(void** state) {
  (void)state;
  enum { DEALERS = 4, DEALS = 40 };
  Table one;
  Table other;
  table_init(&one, true);
  table_init(&other, true);
  one.deck.hints = other.deck.hints = true;
  one.deck.transpose = other.deck.transpose = 6;
  for (uint64_t dealer = DEALERS; dealer-- > 0;) {
    for (uint64_t position = dealer; position < DEALS; position += DEALERS) {
      assert_true(deck_deal(&other.deck, 3 * position + 1, &other.dealt));
      assert_true(deck_deal(&one.deck, position, &one.dealt));
      assert_true(deck_deal(&other.deck, position, &other.dealt));
      assert_int_equal(dealt_index(&one), dealt_index(&other));
      assert_int_equal(one.dealt.count, other.dealt.count);
      assert_int_equal(one.dealt.events[0].pitch, other.dealt.events[0].pitch);
      assert_int_equal(one.dealt.start.key, other.dealt.start.key);
      assert_int_equal(one.dealt.start.end, other.dealt.start.end);
    }
  }
  table_free(&one);
  table_free(&other);
}

static bool is_about(int count, int all, double share) {
  return fabs((double)count / all - share) < 0.03;
}

static void hints_are_dropped_about_as_often_as_stated(void** state) {
  (void)state;
  Table table;
  table_init(&table, true);
  table.deck.hints = true;
  enum { DEALS = 5000 };
  int no_key = 0;
  int no_end = 0;
  int no_meter = 0;
  for (int i = 0; i < DEALS; ++i) {
    assert_true(deck_deal(&table.deck, (uint64_t)i, &table.dealt));
    const Piece* piece = &table.corpus.pieces[dealt_index(&table)];
    const TnContext* start = &table.dealt.start;
    assert_true(start->key == 0 || start->key == piece->key);
    assert_true(start->end == -1 || start->end == piece->end);
    no_key += start->key == 0;
    no_end += start->end == -1;
    no_meter += start->meter_count == 0;
  }
  assert_true(is_about(no_key, DEALS, 0.3));
  assert_true(is_about(no_end, DEALS, 0.3));
  assert_true(is_about(no_meter, DEALS, 0.1));
  table_free(&table);
}

// Pitches from 24 to 106 on a keyboard from 21 to 108, and a drum.
static void transposing_stays_on_the_keyboard_and_leaves_drums(void** state) {
  (void)state;
  TnNote notes[] = {{0, 6, 0, 106, 80, 0}, {0, 6, 1, 36, 80, 0}, {0, 6, 0, 24, 80, 0}};
  Piece piece = {.notes = notes, .note_count = 3, .end = 24, .key = 1};
  const Corpus corpus = {.pieces = &piece, .count = 1};
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  v.pitch_low = 21;
  v.pitch_count = 88;
  Deck deck = deck_new(&corpus, &v, 1, true);
  DealtPiece dealt;
  assert_true(dealt_piece_init(&dealt, &deck));
  deck.transpose = 6;
  deck.hints = true;
  bool moved[13] = {false};
  for (int i = 0; i < 500; ++i) {
    assert_true(deck_deal(&deck, (uint64_t)i, &dealt));
    assert_int_equal(dealt.count, 4);
    const int by = dealt.events[0].pitch - 106;
    assert_in_range(by + 6, 0, 12);
    moved[by + 6] = true;
    for (int e = 1; e < 3; ++e) {
      const bool drum = dealt.events[e].part == 1;
      assert_int_equal(dealt.events[e].pitch, drum ? 36 : 24 + by);
    }
    assert_true(dealt.start.key == 0 || dealt.start.key == tn_key_transposed(1, by));
  }
  for (int by = -6; by <= 6; ++by) {
    assert_int_equal(moved[by + 6], by >= -3 && by <= 2);
  }
  dealt_piece_free(&dealt);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(measuring_deals_each_piece_once_and_as_it_is),
      cmocka_unit_test(each_round_deals_each_piece_once_in_a_new_order),
      cmocka_unit_test(no_place_of_a_round_prefers_a_piece),
      cmocka_unit_test(a_position_holds_the_same_whoever_deals),
      cmocka_unit_test(hints_are_dropped_about_as_often_as_stated),
      cmocka_unit_test(transposing_stays_on_the_keyboard_and_leaves_drums),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
