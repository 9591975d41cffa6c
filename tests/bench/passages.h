// Short passages of the pieces of a corpus, as a player would play them on one keyboard.
#ifndef TN_TESTS_BENCH_PASSAGES_H
#define TN_TESTS_BENCH_PASSAGES_H

#include "trainer/corpus.h"

enum { PASSAGE_NOTES = 256, PASSAGE_LEAST_NOTES = 6, PASSAGE_LEAST_BARS = 2 };

// 2 to 4 bars.
typedef struct {
  TnMeter meter;
  int bars;
  int count;
  TnNote notes[PASSAGE_NOTES]; // onsets from its first bar line, none longer than to its end
} Passage;

// Whether nothing sounds for a beat between two notes: then they are two phrases.
static inline bool passage_breaks_off(const Passage* passage) {
  int32_t end = passage->notes[0].onset;
  bool breaks_off = false;
  for (int i = 0; i < passage->count; ++i) {
    const TnNote* note = &passage->notes[i];
    breaks_off = breaks_off || note->onset - end >= tn_meter_beat_ticks(passage->meter);
    end = note->onset + note->duration > end ? note->onset + note->duration : end;
  }
  return breaks_off;
}

// False where the piece has no such passage that is played in one go from its first bar to its
// last.
static inline bool passage_take(const Piece* piece, int first_bar, int bars, Passage* passage) {
  const TnMeter meter = tn_meter_at(piece->meters, piece->meter_count, 0);
  const int32_t bar = tn_meter_bar_ticks(meter);
  const int32_t from = first_bar * bar;
  const int32_t to = from + bars * bar;
  bool played[2] = {false, false}; // the first bar, and the last
  *passage = (Passage){.meter = {0, meter.numerator, meter.denominator}, .bars = bars};
  for (size_t i = 0; i < piece->note_count && passage->count < PASSAGE_NOTES; ++i) {
    TnNote note = piece->notes[i];
    if (note.part == VOICE_DRUMS || note.onset < from || note.onset >= to) {
      continue;
    }
    played[0] = played[0] || note.onset < from + bar;
    played[1] = played[1] || note.onset >= to - bar;
    note.duration = note.duration < to - note.onset ? note.duration : to - note.onset;
    note.onset -= from;
    note.part = 0;
    passage->notes[passage->count++] = note;
  }
  return played[0] && played[1] && passage->count >= PASSAGE_LEAST_NOTES &&
         !passage_breaks_off(passage);
}

// Takes `most` passages, or as many as there are, in turns from all pieces of one known meter.
static inline int passages_take(const Corpus* corpus, Passage* passages, int most) {
  enum { ROUNDS = 16, BARS_APART = 5 };
  int count = 0;
  for (int round = 0; round < ROUNDS; ++round) {
    for (size_t i = 0; i < corpus->count && count < most; ++i) {
      const Piece* piece = &corpus->pieces[i];
      const int bars = PASSAGE_LEAST_BARS + (int)(i + (size_t)round) % 3;
      count += piece->meter_count == 1 &&
               passage_take(piece, round * BARS_APART, bars, &passages[count]);
    }
  }
  return count;
}

#endif
