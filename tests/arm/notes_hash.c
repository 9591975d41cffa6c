// notes_hash: a hash of the notes that networks of random weights play, one line a kernel that the
// processor has. Every line says the same, on every processor.
#include "tests/unit/rich_vocabulary.h"
#include "tests/unit/small_band.h"

#include <stdio.h>

enum { PHRASES = 24, BARS = 8 };

// FNV-1a of 64 bits (Fowler, Noll and Vo).
static uint64_t add_number(uint64_t hash, int32_t number) {
  for (int i = 0; i < 4; ++i) {
    hash = (hash ^ (((uint32_t)number >> 8 * i) & 255)) * UINT64_C(1099511628211);
  }
  return hash;
}

static uint64_t add_note(uint64_t hash, const TnNote* note) {
  const int32_t numbers[] = {note->onset, note->duration, note->part,
                             note->pitch, note->velocity, note->nudge};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; ++i) {
    hash = add_number(hash, numbers[i]);
  }
  return hash;
}

// Composes some phrases and returns how many notes they have.
static int add_phrases(TnComposer* composer, uint64_t* hash) {
  int notes = 0;
  for (int i = 0; i < PHRASES; ++i) {
    const TnBrief brief = {.settings = {.sampling = {0.8F + 0.02F * (float)i, 0.95F},
                                        .seed = (uint32_t)i,
                                        .bars = BARS}};
    TnPhrase* phrase = tn_composer_phrase(composer, (int64_t)i * BARS, (TnMeter){0, 4, 4}, &brief);
    while (!phrase->complete) {
      tn_composer_step(composer, phrase, &brief);
    }
    for (int n = 0; n < phrase->count; ++n) {
      *hash = add_note(*hash, &phrase->notes[n]);
    }
    notes += phrase->count;
  }
  return notes;
}

int main(void) {
  static const TnSizes SIZES[] = {{24, 2, 40, 30}, {7, 3, 100, 65}, {5, 1, 300, 17}};
  for (int k = 0; tn_kernel_at(k); ++k) {
    uint64_t hash = UINT64_C(14695981039346656037);
    int notes = 0;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; ++i) {
      Band* band = band_of(rich_vocabulary(30), SIZES[i], 6, 4.0F);
      band->composer->model->kernel = tn_kernel_at(k);
      notes += add_phrases(band->composer, &hash);
      band_free(band);
    }
    printf("%016llx of %d notes\n", (unsigned long long)hash, notes);
  }
  return 0;
}
