#include "trainer/deck.h"

#include "plugin/engine/key.h"

#include <stdlib.h>

// How often the network must do without: so it can later.
static const float DROP_KEY = 0.3F;
static const float DROP_END = 0.3F;
static const float DROP_METER = 0.1F;

enum { SHUFFLE_ROUNDS = 6 };

Deck deck_new(const Corpus* corpus, const TnVocabulary* vocabulary, uint64_t seed, bool endless) {
  return (Deck){.corpus = corpus, .vocabulary = vocabulary, .seed = seed, .endless = endless};
}

bool dealt_piece_init(DealtPiece* dealt, const Deck* deck) {
  size_t events = 1;
  size_t notes = 1;
  for (size_t i = 0; i < deck->corpus->count; ++i) {
    const Piece* piece = &deck->corpus->pieces[i];
    const size_t capacity = piece_event_capacity(piece, deck->vocabulary);
    events = capacity > events ? capacity : events;
    notes = piece->note_count > notes ? piece->note_count : notes;
  }
  *dealt = (DealtPiece){.events = malloc(events * sizeof(TnEvent)),
                        .notes = malloc(notes * sizeof(TnNote))};
  return dealt->events && dealt->notes;
}

void dealt_piece_free(DealtPiece* dealt) {
  free(dealt->events);
  free(dealt->notes);
  *dealt = (DealtPiece){0};
}

// Where `place` of 0..count - 1 goes in the order that `seed` picks: a Feistel network over the
// smallest power of four that holds them all, walked on until it is back among them (Black and
// Rogaway, "Ciphers with arbitrary finite domains", 2002).
static uint64_t shuffled(uint64_t seed, uint64_t place, uint64_t count) {
  unsigned half = 1;
  while (half < 31 && (uint64_t)1 << (2 * half) < count) {
    ++half;
  }
  const uint64_t mask = ((uint64_t)1 << half) - 1;
  do {
    for (uint64_t round = 0; round < SHUFFLE_ROUNDS; ++round) {
      const uint64_t right = place & mask;
      Random random = random_at(seed, round << 32 | right);
      place = right << half | ((place >> half ^ random_bits(&random)) & mask);
    }
  } while (place >= count);
  return place;
}

static const Piece* piece_at(const Deck* deck, uint64_t position) {
  const uint64_t count = deck->corpus->count;
  if (!deck->endless) {
    return &deck->corpus->pieces[position];
  }
  Random round = random_at(deck->seed, position / count);
  return &deck->corpus->pieces[shuffled(random_bits(&round), position % count, count)];
}

static int draw_transposition(const Deck* deck, const Piece* piece, Random* random) {
  if (deck->transpose == 0) {
    return 0;
  }
  const int up = piece_room_up(piece, deck->vocabulary, deck->transpose);
  const int down = piece_room_down(piece, deck->vocabulary, deck->transpose);
  return random_below(random, up + down + 1) - down;
}

bool deck_deal(const Deck* deck, uint64_t position, DealtPiece* dealt) {
  if (!deck->endless && position >= deck->corpus->count) {
    return false;
  }
  const Piece* piece = piece_at(deck, position);
  Random random = random_at(~deck->seed, position); // apart from what shuffles
  dealt->transpose = deck->transpose;
  const int semitones = draw_transposition(deck, piece, &random);
  const bool drop_key = random_unit(&random) < DROP_KEY;
  const bool drop_end = random_unit(&random) < DROP_END;
  const bool drop_meter = random_unit(&random) < DROP_METER;
  const uint8_t key = tn_key_transposed(piece->key, semitones);
  tn_context_start(&dealt->start, deck->vocabulary, piece->meters,
                   deck->hints && drop_meter ? 0 : piece->meter_count,
                   deck->hints && !drop_end ? piece->end : -1, deck->hints && !drop_key ? key : 0);
  dealt->count = piece_events(piece, deck->vocabulary, semitones, dealt->notes, dealt->events);
  return true;
}
