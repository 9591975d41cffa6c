#include "trainer/passage_rates.h"

#include "trainer/growth.h"
#include "trainer/passage_features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SCALE_MAJOR = 0xab5, SCALE_NATURAL_MINOR = 0x5ad }; // bit d: d semitones above the tonic

// A bar, and its notes in the order of events.
typedef struct {
  int32_t from;
  int32_t ticks;
  const TnNote* notes;
  size_t count;
} Bar;

typedef struct {
  Bar* bars; // owned
  size_t count;
} BarList;

const char* passage_rate_name(PassageRate rate) {
  static const char* const NAMES[PASSAGE_RATES] = {
      "pitch_class_entropy", "scale_consistency", "groove_consistency", "polyphony", "density",
      "empty_bars",          "repeated_bars",     "longest_loop",       "mean_pitch"};
  return NAMES[rate];
}

static bool list_bars(const Piece* passage, BarList* list) {
  const TnNote* note = passage->notes;
  const TnNote* end = note + passage->note_count;
  int32_t tick = 0;
  *list = (BarList){0};
  while (tick < passage->end) {
    Bar* grown = growth_room(list->bars, list->count, sizeof *grown);
    if (!grown) {
      free(list->bars);
      return false;
    }
    list->bars = grown;
    Bar* bar = &list->bars[list->count++];
    *bar = (Bar){tick, tn_meter_bar_ticks_at(passage->meters, passage->meter_count, tick), note, 0};
    tick += bar->ticks;
    for (; note < end && note->onset < tick; ++note) {
      ++bar->count;
    }
  }
  return true;
}

static double mean_pitch(const Piece* passage, int drum_part) {
  const int silent = passage_silent_part(passage, drum_part);
  double sum = 0;
  double notes = 0;
  for (size_t i = 0; i < passage->note_count; ++i) {
    const bool is_counted = passage->notes[i].part != silent;
    sum += is_counted ? passage->notes[i].pitch : 0;
    notes += is_counted;
  }
  return notes > 0 ? sum / notes : 0;
}

static void count_classes(const Piece* passage, int drum_part, double classes[PASSAGE_CLASSES]) {
  const int silent = passage_silent_part(passage, drum_part);
  double all = 0;
  memset(classes, 0, PASSAGE_CLASSES * sizeof *classes);
  for (size_t i = 0; i < passage->note_count; ++i) {
    const TnNote* note = &passage->notes[i];
    classes[note->pitch % PASSAGE_CLASSES] += note->part != silent;
    all += note->part != silent;
  }
  for (int c = 0; all > 0 && c < PASSAGE_CLASSES; ++c) {
    classes[c] /= all;
  }
}

// -sum p log2 p
static double entropy(const double classes[PASSAGE_CLASSES]) {
  double bits = 0;
  for (int c = 0; c < PASSAGE_CLASSES; ++c) {
    bits -= classes[c] > 0 ? classes[c] * log2(classes[c]) : 0;
  }
  return bits;
}

static double scale_consistency(const double classes[PASSAGE_CLASSES]) {
  static const unsigned SCALES[] = {SCALE_MAJOR, SCALE_NATURAL_MINOR};
  double best = 0;
  for (int s = 0; s < 2; ++s) {
    for (int tonic = 0; tonic < PASSAGE_CLASSES; ++tonic) {
      double inside = 0;
      for (int d = 0; d < PASSAGE_CLASSES; ++d) {
        inside += SCALES[s] >> d & 1 ? classes[(tonic + d) % PASSAGE_CLASSES] : 0;
      }
      best = inside > best ? inside : best;
    }
  }
  return best;
}

// The onset after that of note `i` of the bar, as ticks from its beginning; its end where there is
// none. Passes the notes that are struck together.
static int32_t next_onset(const Bar* bar, size_t* i, int32_t after) {
  while (*i < bar->count && bar->notes[*i].onset - bar->from <= after) {
    ++*i;
  }
  return *i < bar->count ? bar->notes[*i].onset - bar->from : bar->ticks;
}

// Ticks that are an onset in one bar and not in the other.
static int onset_differences(const Bar* a, const Bar* b) {
  size_t i = 0;
  size_t j = 0;
  int32_t x = next_onset(a, &i, -1);
  int32_t y = next_onset(b, &j, -1);
  int differences = 0;
  while (x < a->ticks || y < b->ticks) {
    const int32_t tick = x < y ? x : y;
    differences += x != y;
    x = x == tick ? next_onset(a, &i, tick) : x;
    y = y == tick ? next_onset(b, &j, tick) : y;
  }
  return differences;
}

static double groove_consistency(const BarList* list) {
  double pairs = 0;
  double apart = 0;
  for (size_t b = 0; b + 1 < list->count; ++b) {
    const Bar* bar = &list->bars[b];
    if (bar->ticks == bar[1].ticks) {
      apart += (double)onset_differences(bar, bar + 1) / bar->ticks;
      pairs += 1;
    }
  }
  return pairs > 0 ? 1 - apart / pairs : 1;
}

// Mean number of different pitches that sound, over the ticks on which any does.
static bool find_polyphony(const Piece* passage, int drum_part, double* polyphony) {
  const int silent = passage_silent_part(passage, drum_part);
  const size_t ticks = (size_t)passage->end;
  uint16_t* sounding = calloc(ticks + 1, sizeof *sounding);
  double sum = 0;
  double heard = 0;
  for (size_t i = 0; sounding && i < passage->note_count; ++i) {
    const TnNote* note = &passage->notes[i];
    const int32_t end = note->onset + note->duration;
    for (int32_t t = note->onset; note->part != silent && t < end && t < passage->end; ++t) {
      ++sounding[t];
    }
  }
  for (size_t t = 0; sounding && t < ticks; ++t) {
    sum += sounding[t];
    heard += sounding[t] > 0;
  }
  *polyphony = heard > 0 ? sum / heard : 0;
  free(sounding);
  return sounding != NULL;
}

static bool bars_equal(const Bar* a, const Bar* b) {
  if (a->count != b->count || a->ticks != b->ticks) {
    return false;
  }
  for (size_t i = 0; i < a->count; ++i) {
    if (a->notes[i].pitch != b->notes[i].pitch ||
        a->notes[i].onset - a->from != b->notes[i].onset - b->from) {
      return false;
    }
  }
  return a->count > 0;
}

// The longest run of bars, each of which equals that `period` bars before it; with those it began
// with.
static int longest_loop(const BarList* list, size_t period) {
  int longest = 0;
  int run = 0;
  for (size_t b = period; b < list->count; ++b) {
    run = bars_equal(&list->bars[b], &list->bars[b - period]) ? run + 1 : 0;
    longest = run > longest ? run : longest;
  }
  const int bars = longest + (int)period;
  return bars >= LOOP_TIMES * (int)period ? bars : 0;
}

static void count_bars(const BarList* list, double* rates) {
  const double count = list->count > 0 ? (double)list->count : 1;
  for (size_t b = 0; b < list->count; ++b) {
    rates[RATE_EMPTY] += (list->bars[b].count == 0) / count;
    rates[RATE_REPEATED] += (b > 0 && bars_equal(&list->bars[b], &list->bars[b - 1])) / count;
  }
  for (int period = 1; period <= LOOP_MOST_BARS; ++period) {
    const int bars = longest_loop(list, (size_t)period);
    rates[RATE_LOOP] = bars > rates[RATE_LOOP] ? bars : rates[RATE_LOOP];
  }
}

bool passage_rates(const Piece* passage, int drum_part, double* rates) {
  BarList list;
  double classes[PASSAGE_CLASSES];
  memset(rates, 0, PASSAGE_RATES * sizeof *rates);
  if (!list_bars(passage, &list)) {
    return false;
  }
  count_classes(passage, drum_part, classes);
  count_bars(&list, rates);
  rates[RATE_PITCH] = mean_pitch(passage, drum_part);
  rates[RATE_ENTROPY] = entropy(classes);
  rates[RATE_SCALE] = scale_consistency(classes);
  rates[RATE_GROOVE] = groove_consistency(&list);
  rates[RATE_DENSITY] =
      (double)passage->note_count * TN_TICKS_PER_QUARTER / (passage->end > 0 ? passage->end : 1);
  free(list.bars);
  return find_polyphony(passage, drum_part, &rates[RATE_POLYPHONY]);
}
