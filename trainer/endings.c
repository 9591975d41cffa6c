#include "trainer/endings.h"

static int32_t last_onset(const Piece* piece, int drum_part) {
  int32_t last = -1;
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    last = note->part != drum_part && note->onset > last ? note->onset : last;
  }
  return last;
}

static int32_t last_release(const Piece* piece, int drum_part) {
  int32_t last = 0;
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    const int32_t end = note->onset + note->duration;
    last = note->part != drum_part && end > last ? end : last;
  }
  return last;
}

static bool ends_on_longest(const Piece* piece, int drum_part, int32_t last) {
  const int32_t bar = tn_meter_bar_ticks_at(piece->meters, piece->meter_count, INT32_MAX);
  const int32_t from = last_release(piece, drum_part) - 2 * bar;
  int32_t longest = 0;
  int32_t longest_last = 0;
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    if (note->part == drum_part || (note->onset < from && note->onset < last)) {
      continue;
    }
    longest = note->duration > longest ? note->duration : longest;
    if (note->onset == last && note->duration > longest_last) {
      longest_last = note->duration;
    }
  }
  return longest_last == longest;
}

// Bit d: a pitch d semitones above the tonic, in any octave, sounds at tick `last`.
static unsigned degrees_at(const Piece* piece, int drum_part, int32_t last) {
  unsigned degrees = 0;
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    if (note->part != drum_part && note->onset <= last && note->onset + note->duration > last) {
      degrees |= 1U << ((note->pitch + 12 - (piece->key - 1) % 12) % 12);
    }
  }
  return degrees;
}

static bool ends_on_tonic(const Piece* piece, int drum_part, int32_t last) {
  enum { TONIC = 1 << 0, MINOR_THIRD = 1 << 3, MAJOR_THIRD = 1 << 4, FIFTH = 1 << 7 };
  const bool minor = piece->key > 12;
  const unsigned chord = TONIC | MAJOR_THIRD | FIFTH | (minor ? MINOR_THIRD : 0U);
  const unsigned degrees = piece->key ? degrees_at(piece, drum_part, last) : 0;
  return (degrees & TONIC) && !(degrees & ~chord);
}

bool endings_closes(const Piece* piece, int drum_part) {
  const int32_t last = last_onset(piece, drum_part);
  return last >= 0 &&
         (ends_on_longest(piece, drum_part, last) || ends_on_tonic(piece, drum_part, last));
}

EndingsShare endings_share(const Corpus* corpus, int drum_part, size_t most) {
  EndingsShare share = {.pieces = corpus->count < most ? corpus->count : most};
  size_t closed = 0;
  for (size_t i = 0; i < share.pieces; ++i) {
    closed += endings_closes(&corpus->pieces[i * corpus->count / share.pieces], drum_part);
  }
  share.closed = share.pieces ? (double)closed / (double)share.pieces : 0;
  return share;
}
