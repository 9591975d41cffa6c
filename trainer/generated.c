#include "trainer/generated.h"

#include "plugin/kernel_choice.h"
#include "trainer/recording.h"

#include <stdlib.h>
#include <string.h>

static int compare_notes(const void* a, const void* b) {
  return tn_codec_compare(a, b);
}

static int32_t to_grid(int32_t tick) {
  return (tick + TN_NUDGES_A_TICK / 2) / TN_NUDGES_A_TICK;
}

// The notes of the passage of `ticks` ticks that begins on tick `begin`. `first` is the index of
// the recording's first note that may be in it, and becomes that for the passage that follows.
static bool cut_passage(const Recording* recording, int32_t begin, int32_t ticks, size_t* first,
                        Piece* piece) {
  size_t end = *first;
  while (end < recording->count && to_grid(recording->notes[end].onset) < begin + ticks) {
    ++end;
  }
  piece->notes = malloc((end - *first + 1) * sizeof *piece->notes);
  if (!piece->notes) {
    return false;
  }
  for (size_t i = *first; i < end; ++i) {
    const MidiFileNote* note = &recording->notes[i];
    const int32_t duration = to_grid(note->duration);
    const int part = note->channel == TN_DRUM_CHANNEL ? VOICE_DRUMS : 0;
    piece->notes[piece->note_count++] = (TnNote){.onset = to_grid(note->onset) - begin,
                                                 .duration = duration > 0 ? duration : 1,
                                                 .part = (uint8_t)part,
                                                 .pitch = note->pitch,
                                                 .velocity = note->velocity};
  }
  qsort(piece->notes, piece->note_count, sizeof *piece->notes, compare_notes);
  *first = end;
  return true;
}

static bool cut(const TnStyle* style, const Recording* recording, size_t pieces, int bars,
                Corpus* corpus) {
  const int32_t ticks = bars * tn_meter_bar_ticks(style->meter);
  size_t first = 0;
  corpus->pieces = calloc(pieces + 1, sizeof *corpus->pieces);
  for (size_t i = 0; corpus->pieces && i < pieces; ++i) {
    Piece* piece = &corpus->pieces[corpus->count++];
    *piece = (Piece){.bpm = style->bpm, .key = style->key, .end = ticks};
    piece->meters = malloc(sizeof *piece->meters);
    if (!piece->meters || !cut_passage(recording, (int32_t)i * ticks, ticks, &first, piece)) {
      return false;
    }
    piece->meters[piece->meter_count++] =
        (TnMeter){0, style->meter.numerator, style->meter.denominator};
  }
  return corpus->pieces != NULL;
}

static TnControls controls_for(int seed) {
  TnControls controls = tn_controls_default();
  controls.length = GENERATED_PHRASE_BARS;
  controls.seed = (float)seed;
  return controls;
}

bool generated_corpus(const TnStyle* style, size_t pieces, int bars, Corpus* corpus) {
  const RecordingOptions options = {
      .controls = controls_for(0), .meter = style->meter, .bars = (int)pieces * bars};
  Recording recording;
  *corpus = (Corpus){0};
  const bool ok =
      recording_make(style, &options, &recording) && cut(style, &recording, pieces, bars, corpus);
  recording_free(&recording);
  if (!ok) {
    corpus_free(corpus);
  }
  return ok;
}

bool generated_passages(const TnStyle* style, Corpus* corpus) {
  return generated_corpus(style, GENERATED_PASSAGES, GENERATED_PASSAGE_BARS, corpus);
}

static bool copy_phrase(const TnStyle* style, const TnPhrase* phrase, Piece* piece) {
  const size_t count = (size_t)phrase->count;
  *piece = (Piece){.notes = malloc((count + 1) * sizeof *piece->notes),
                   .note_count = count,
                   .meters = malloc(sizeof *piece->meters),
                   .meter_count = 1,
                   .end = phrase->end,
                   .bpm = style->bpm,
                   .key = style->key};
  if (!piece->notes || !piece->meters) {
    piece_free(piece);
    return false;
  }
  memcpy(piece->notes, phrase->notes, count * sizeof *piece->notes);
  piece->meters[0] = (TnMeter){0, style->meter.numerator, style->meter.denominator};
  return true;
}

bool generated_phrase(const TnStyle* style, int seed, Piece* piece) {
  const TnControls controls = controls_for(seed);
  const TnBrief brief = {.settings = tn_settings_from(&controls, 0, &style->network.vocabulary)};
  TnComposer* composer = tn_composer_new(&style->network, style->key, kernel_choice());
  if (!composer) {
    return false;
  }
  TnPhrase* phrase = tn_composer_phrase(composer, 0, style->meter, &brief);
  while (!phrase->complete) {
    tn_composer_step(composer, phrase, &brief);
  }
  const bool ok = copy_phrase(style, phrase, piece);
  tn_composer_free(composer);
  return ok;
}
