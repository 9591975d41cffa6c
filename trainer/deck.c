#include "trainer/deck.h"

#include <stdlib.h>

// How often the network must do without: so it can later.
static const float DROP_KEY = 0.3F;
static const float DROP_END = 0.3F;
static const float DROP_METER = 0.1F;

bool deck_init(Deck* deck, const Corpus* corpus, const TnVocabulary* vocabulary, uint64_t seed,
               bool endless) {
  *deck = (Deck){.corpus = corpus,
                 .vocabulary = vocabulary,
                 .endless = endless,
                 .random = {seed},
                 .dealt = endless ? corpus->count : 0, // shuffled before the first is dealt
                 .order = malloc((corpus->count + 1) * sizeof *deck->order)};
  for (size_t i = 0; deck->order && i < corpus->count; ++i) {
    deck->order[i] = i;
  }
  return deck->order != NULL;
}

void deck_free(Deck* deck) {
  free(deck->order);
  deck->order = NULL;
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

// Fisher and Yates.
static void shuffle(Deck* deck) {
  for (size_t i = deck->corpus->count; i > 1; --i) {
    const size_t j = (size_t)random_below(&deck->random, (int)i);
    const size_t swap = deck->order[i - 1];
    deck->order[i - 1] = deck->order[j];
    deck->order[j] = swap;
  }
}

static int draw_transposition(Deck* deck, const Piece* piece) {
  if (deck->transpose == 0) {
    return 0;
  }
  const int up = piece_room_up(piece, deck->vocabulary, deck->transpose);
  const int down = piece_room_down(piece, deck->vocabulary, deck->transpose);
  return random_below(&deck->random, up + down + 1) - down;
}

bool deck_deal(Deck* deck, DealtPiece* dealt) {
  if (deck->dealt == deck->corpus->count) {
    if (!deck->endless) {
      return false;
    }
    shuffle(deck);
    deck->dealt = 0;
  }
  const Piece* piece = &deck->corpus->pieces[deck->order[deck->dealt++]];
  const int semitones = draw_transposition(deck, piece);
  const bool drop_key = random_unit(&deck->random) < DROP_KEY;
  const bool drop_end = random_unit(&deck->random) < DROP_END;
  const bool drop_meter = random_unit(&deck->random) < DROP_METER;
  const uint8_t key = piece_transposed_key(piece->key, semitones);
  tn_context_start(&dealt->start, deck->vocabulary, piece->meters,
                   deck->hints && drop_meter ? 0 : piece->meter_count,
                   deck->hints && !drop_end ? piece->end : -1, deck->hints && !drop_key ? key : 0);
  dealt->count = piece_events(piece, deck->vocabulary, semitones, dealt->notes, dealt->events);
  return true;
}
