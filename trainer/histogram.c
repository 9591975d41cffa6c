#include "trainer/histogram.h"

static const struct {
  int32_t ticks;
  const char* name;
} VALUES[HISTOGRAM_VALUES] = {{0, "0"},  {3, "⅛"},  {4, "⅙"},  {6, "¼"},   {8, "⅓"},
                              {12, "½"}, {16, "⅔"}, {18, "¾"}, {24, "1"},  {36, "1½"},
                              {48, "2"}, {72, "3"}, {96, "4"}, {144, "6+"}};

void histogram_add(Histogram* histogram, int bin) {
  histogram->counts[bin] += 1;
  histogram->total += 1;
}

double histogram_share(const Histogram* histogram, int bin) {
  return histogram->total > 0 ? histogram->counts[bin] / histogram->total : 0;
}

double histogram_overlap(const Histogram* a, const Histogram* b) {
  double overlap = 0;
  for (int bin = 0; bin < HISTOGRAM_BINS; ++bin) {
    const double of_a = histogram_share(a, bin);
    const double of_b = histogram_share(b, bin);
    overlap += of_a < of_b ? of_a : of_b;
  }
  return overlap;
}

// The border between two values is their geometric mean.
int histogram_value(int32_t ticks) {
  int value = ticks > 0 ? 1 : 0;
  while (value > 0 && value + 1 < HISTOGRAM_VALUES &&
         (int64_t)ticks * ticks >= (int64_t)VALUES[value].ticks * VALUES[value + 1].ticks) {
    ++value;
  }
  return value;
}

const char* histogram_value_name(int value) {
  return VALUES[value].name;
}

// The semitones, -6..5, from one key's tonic to the other's.
static int between_tonics(uint8_t from, uint8_t to) {
  return from == 0 || to == 0 ? 0 : (to - from + 24 + 6) % 12 - 6;
}

static int moved(int pitch, int semitones) {
  const int there = pitch + semitones;
  return there >= 0 && there < HISTOGRAM_BINS ? there : pitch;
}

static void count_piece(Histogram all[HISTOGRAM_KINDS], const Piece* piece, int drum_part,
                        uint8_t key) {
  const int semitones = between_tonics(piece->key, key);
  for (size_t n = 0; n < piece->note_count; ++n) {
    const TnNote* note = &piece->notes[n];
    if (note->part == drum_part) {
      histogram_add(&all[HISTOGRAM_DRUM], note->pitch);
    } else {
      histogram_add(&all[HISTOGRAM_PITCH], moved(note->pitch, semitones));
    }
    histogram_add(&all[HISTOGRAM_DURATION], histogram_value(note->duration));
    if (n > 0) {
      histogram_add(&all[HISTOGRAM_STEP], histogram_value(note->onset - note[-1].onset));
    }
  }
}

void histogram_count(Histogram all[HISTOGRAM_KINDS], const Corpus* corpus, int drum_part,
                     uint8_t key) {
  for (size_t i = 0; i < corpus->count; ++i) {
    count_piece(all, &corpus->pieces[i], drum_part, key);
  }
}
