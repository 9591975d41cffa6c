#include "trainer/corpus.h"

#include "trainer/command.h"
#include "trainer/parts.h"
#include "trainer/printable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUDGED_WHERE_ONE_IN = 5, MOST_SKIPS_NAMED = 20 };

// The first ones are named; of a whole folder of another kind the lines would run away.
static void print_skips(const Collection* collection) {
  size_t skipped = 0;
  for (size_t i = 0; i < collection->list.count; ++i) {
    const char* reason = collection->readings[i].reason;
    if (reason && ++skipped <= MOST_SKIPS_NAMED) {
      printable_say(stderr, "skipped %s: %s", collection->list.files[i].path, reason);
    }
  }
  if (skipped > MOST_SKIPS_NAMED) {
    fprintf(stderr, "and %zu more; `tiento scan FOLDER` lists them\n", skipped - MOST_SKIPS_NAMED);
  }
}

static bool list_skips(const Collection* collection, SkipList* skips) {
  for (size_t i = 0; i < collection->list.count; ++i) {
    const char* reason = collection->readings[i].reason;
    if (reason && !skip_list_add(skips, collection->list.files[i].path, reason)) {
      return false;
    }
  }
  return true;
}

bool corpus_take_collection(Corpus* corpus, Collection* collection) {
  *corpus = (Corpus){.pieces = calloc(collection_usable(collection) + 1, sizeof(Piece))};
  for (size_t i = 0; corpus->pieces && i < collection->list.count; ++i) {
    Reading* reading = &collection->readings[i];
    if (!reading->reason) {
      corpus->pieces[corpus->count++] = reading->piece;
      reading->piece = (Piece){0};
    }
  }
  return corpus->pieces != NULL;
}

bool corpus_read(Corpus* corpus, char* const* paths, int path_count, const ReadOptions* options,
                 SkipList* skips) {
  Collection collection;
  *corpus = (Corpus){0};
  if (!collection_read(&collection, paths, path_count, options)) {
    return false;
  }
  print_skips(&collection);
  bool ok = (!skips || list_skips(&collection, skips)) || command_out_of_memory();
  if (ok && collection_usable(&collection) == 0) {
    collection_complain(&collection, paths, path_count);
    ok = false;
  }
  ok = ok && (corpus_take_collection(corpus, &collection) || command_out_of_memory());
  collection_free(&collection);
  return ok;
}

void corpus_free(Corpus* corpus) {
  for (size_t i = 0; i < corpus->count; ++i) {
    piece_free(&corpus->pieces[i]);
  }
  free(corpus->pieces);
  *corpus = (Corpus){0};
}

static int compare_bytes(const void* a, const void* b) {
  return *(const uint8_t*)a - *(const uint8_t*)b;
}

// One class for each velocity where there are few; else the mean of each sixteenth that occurs.
static void fit_velocities(TnVocabulary* v, const uint64_t* seen) {
  int distinct = 0;
  for (int velocity = 1; velocity < 128; ++velocity) {
    distinct += seen[velocity] > 0;
  }
  const int width = distinct <= TN_MAX_VELOCITIES ? 1 : 128 / TN_MAX_VELOCITIES;
  v->velocity_count = 0;
  for (int low = 0; low < 128; low += width) {
    uint64_t sum = 0;
    uint64_t count = 0;
    for (int velocity = low; velocity < low + width; ++velocity) {
      sum += seen[velocity] * (uint64_t)velocity;
      count += seen[velocity];
    }
    if (count > 0) {
      v->velocities[v->velocity_count++] = (uint8_t)((sum + count / 2) / count);
    }
  }
  qsort(v->velocities, (size_t)v->velocity_count, 1, compare_bytes);
}

// Music that was written down has a few notes off the grid, ornaments and odd tuplets: up to one in
// twenty. Where it was performed, four notes in five are, as if by chance. So one in five tells
// them apart.
static void fit_nudges(TnVocabulary* v, const Corpus* corpus) {
  size_t nudged = 0;
  for (size_t i = 0; i < corpus->count; ++i) {
    const Piece* piece = &corpus->pieces[i];
    for (size_t n = 0; n < piece->note_count; ++n) {
      nudged += piece->notes[n].nudge != 0;
    }
  }
  if (nudged > corpus_notes(corpus) / NUDGED_WHERE_ONE_IN) {
    tn_vocabulary_add_nudges(v);
  }
}

TnVocabulary corpus_vocabulary(const Corpus* corpus) {
  TnVocabulary v = tn_vocabulary_for_grid();
  uint64_t velocities[128] = {0};
  PartCensus census = {.drums = 0};
  for (size_t i = 0; i < corpus->count; ++i) {
    const Piece* piece = &corpus->pieces[i];
    for (size_t n = 0; n < piece->note_count; ++n) {
      ++velocities[piece->notes[n].velocity];
    }
    parts_count(&census, piece);
  }
  fit_velocities(&v, velocities);
  fit_nudges(&v, corpus);
  parts_choose(&census, &v);
  return v;
}

static void fit_piece(Piece* piece, const TnVocabulary* v) {
  int8_t parts[VOICES_MAX];
  size_t kept = 0;
  parts_of_voices(v, piece, parts);
  for (size_t n = 0; n < piece->note_count; ++n) {
    TnNote note = piece->notes[n];
    const int8_t part = parts[note.part];
    if (part >= 0 && tn_vocabulary_pitch_row(v, part, note.pitch) >= 0) {
      note.part = (uint8_t)part;
      piece->notes[kept++] = note;
    }
  }
  piece->note_count = kept;
  piece_tidy(piece); // two parts that became one may hold the same note
}

void corpus_fit(Corpus* corpus, const TnVocabulary* v) {
  for (size_t i = 0; i < corpus->count; ++i) {
    fit_piece(&corpus->pieces[i], v);
  }
}

static int compare_doubles(const void* a, const void* b) {
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

double corpus_playable_bpm(double bpm) {
  const double least = CORPUS_LEAST_BPM;
  const double most = CORPUS_MOST_BPM;
  return bpm < least ? least : bpm > most ? most : bpm;
}

static double median_bpm(const Corpus* corpus) {
  double* all = malloc((corpus->count + 1) * sizeof *all);
  double median = 120.0;
  for (size_t i = 0; all && i < corpus->count; ++i) {
    all[i] = corpus->pieces[i].bpm;
  }
  if (all && corpus->count > 0) {
    qsort(all, corpus->count, sizeof *all, compare_doubles);
    median = all[corpus->count / 2];
  }
  free(all);
  return corpus_playable_bpm(median);
}

CorpusHabits corpus_habits(const Corpus* corpus) {
  size_t keys[TN_KEYS] = {0};
  size_t meters[256][6] = {{0}}; // by numerator and power of two
  CorpusHabits habits = {.meter = {0, 4, 4}, .bpm = median_bpm(corpus)};
  size_t best_meter = 0;
  for (size_t i = 0; i < corpus->count; ++i) {
    const Piece* piece = &corpus->pieces[i];
    if (piece->key > 0 && ++keys[piece->key] > keys[habits.key]) {
      habits.key = piece->key;
    }
    if (piece->meter_count == 0) {
      continue;
    }
    int power = 0;
    while ((1 << power) < piece->meters[0].denominator) {
      ++power;
    }
    size_t* seen = &meters[piece->meters[0].numerator][power];
    if (++*seen > best_meter) {
      best_meter = *seen;
      habits.meter = (TnMeter){0, piece->meters[0].numerator, piece->meters[0].denominator};
    }
  }
  return habits;
}

size_t corpus_notes(const Corpus* corpus) {
  size_t notes = 0;
  for (size_t i = 0; i < corpus->count; ++i) {
    notes += corpus->pieces[i].note_count;
  }
  return notes;
}

uint64_t corpus_frames(const Corpus* corpus) {
  uint64_t frames = 0;
  for (size_t i = 0; i < corpus->count; ++i) {
    frames += (uint64_t)corpus->pieces[i].end;
  }
  return frames;
}
