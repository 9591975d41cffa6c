#include "trainer/lookback.h"

#include <stdlib.h>

static const double PAYS = 0.1; // share of the chords that come again: see TRIALS.md

typedef struct {
  size_t onsets;
  size_t again;
} Count;

// The notes [first, last) of one onset.
typedef struct {
  size_t first;
  size_t last;
} Chord;

static Chord chord_at(const Piece* piece, size_t first) {
  size_t last = first + 1;
  while (last < piece->note_count && piece->notes[last].onset == piece->notes[first].onset) {
    ++last;
  }
  return (Chord){first, last};
}

static bool chords_equal(const Piece* piece, Chord a, Chord b) {
  if (a.last - a.first != b.last - b.first) {
    return false;
  }
  for (size_t i = 0; i < a.last - a.first; ++i) {
    const TnNote* x = &piece->notes[a.first + i];
    const TnNote* y = &piece->notes[b.first + i];
    if (x->pitch != y->pitch || x->part != y->part) {
      return false;
    }
  }
  return true;
}

static int32_t unit_ticks(const Piece* piece, const TnVocabulary* v, int32_t tick) {
  return v->has_grid ? tn_meter_bar_ticks_at(piece->meters, piece->meter_count, tick) : 1;
}

// The first note with an onset at `tick` or after. Bars may grow and shrink from note to note, so
// that to go there from the last such place could take a walk through the piece for each.
static size_t first_from(const Piece* piece, int32_t tick) {
  size_t low = 0;
  size_t high = piece->note_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (piece->notes[middle].onset < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static void count_piece(const Piece* piece, const TnVocabulary* v, int distance, Count* count) {
  for (size_t i = 0; i < piece->note_count;) {
    const Chord chord = chord_at(piece, i);
    const int32_t tick = piece->notes[i].onset;
    const int32_t then = tick - distance * unit_ticks(piece, v, tick);
    const size_t past = first_from(piece, then);
    count->onsets += then >= 0;
    count->again += then >= 0 && piece->notes[past].onset == then &&
                    chords_equal(piece, chord, chord_at(piece, past));
    i = chord.last;
  }
}

double lookback_share(const Corpus* corpus, const TnVocabulary* v, int distance) {
  Count count = {0};
  for (size_t i = 0; i < corpus->count; ++i) {
    count_piece(&corpus->pieces[i], v, distance, &count);
  }
  return count.onsets ? (double)count.again / (double)count.onsets : 0;
}

void lookback_choose(const Corpus* corpus, TnVocabulary* v) {
  static const int BARS[] = {1, 2, 4, 8, 16};
  static const int FRAMES[] = {8, 16, 32, 48, 64};
  v->lookback_count = 0;
  for (int i = 0; i < TN_MAX_LOOKBACKS; ++i) {
    const int distance = v->has_grid ? BARS[i] : FRAMES[i];
    if (lookback_share(corpus, v, distance) >= PAYS) {
      v->lookbacks[v->lookback_count++] = (int16_t)distance;
    }
  }
}
