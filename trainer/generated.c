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

// What a style is told of the music to be played.
typedef struct {
  TnMeter meter;
  uint8_t key;
  double bpm;
} Told;

static Told told_itself(const TnStyle* style) {
  return (Told){style->meter, style->key, style->bpm};
}

// Adds so many pieces to a corpus that has room for them. False where memory is short.
static bool cut(Told told, const Recording* recording, size_t pieces, int bars, Corpus* corpus) {
  const int32_t ticks = bars * tn_meter_bar_ticks(told.meter);
  size_t first = 0;
  for (size_t i = 0; i < pieces; ++i) {
    Piece* piece = &corpus->pieces[corpus->count++];
    *piece = (Piece){.bpm = told.bpm, .key = told.key, .end = ticks};
    piece->meters = malloc(sizeof *piece->meters);
    if (!piece->meters || !cut_passage(recording, (int32_t)i * ticks, ticks, &first, piece)) {
      return false;
    }
    piece->meters[piece->meter_count++] =
        (TnMeter){0, told.meter.numerator, told.meter.denominator};
  }
  return true;
}

static bool play_and_cut(TnComposer* composer, const TnControls* controls, Told told, size_t pieces,
                         int bars, Corpus* corpus) {
  const RecordingOptions options = {
      .controls = *controls, .meter = told.meter, .bars = (int)pieces * bars};
  Recording recording;
  const bool ok =
      recording_play(composer, &options, &recording) && cut(told, &recording, pieces, bars, corpus);
  recording_free(&recording);
  return ok;
}

// A composer of the style, and a corpus with room for so many pieces.
static TnComposer* begin(const TnStyle* style, size_t pieces, Corpus* corpus) {
  *corpus = (Corpus){.pieces = calloc(pieces + 1, sizeof *corpus->pieces)};
  return corpus->pieces ? tn_composer_new_for(style, kernel_choice()) : NULL;
}

static bool finish(TnComposer* composer, bool ok, Corpus* corpus) {
  tn_composer_free(composer);
  if (!ok) {
    corpus_free(corpus);
  }
  return ok;
}

TnControls generated_controls(const TnStyle* style) {
  TnControls controls = tn_controls_default();
  controls.length = (float)style->manner.length;
  controls.temperature = style->manner.sampling.temperature;
  controls.top_p = style->manner.sampling.top_p;
  return controls;
}

bool generated_song(const TnStyle* style, const TnControls* controls, size_t pieces, int bars,
                    Corpus* corpus) {
  TnComposer* composer = begin(style, pieces, corpus);
  const bool ok =
      composer && play_and_cut(composer, controls, told_itself(style), pieces, bars, corpus);
  return finish(composer, ok, corpus);
}

bool generated_corpus(const TnStyle* style, size_t pieces, int bars, Corpus* corpus) {
  TnControls controls = generated_controls(style);
  controls.length = GENERATED_PHRASE_BARS;
  return generated_song(style, &controls, pieces, bars, corpus);
}

static Told told_by(const Piece* piece) {
  const TnMeter meter = piece->meter_count > 0 ? piece->meters[0] : (TnMeter){0, 4, 4};
  return (Told){meter, piece->key, piece->bpm};
}

// As many pieces as long as the passages, or as what is repeated in them.
static bool play_like(TnComposer* composer, const TnControls* controls, const Passages* told,
                      size_t count, Corpus* pieces) {
  bool ok = true;
  for (size_t i = 0; ok && i < count; ++i) {
    const size_t like = i * told->music.count / count;
    const Piece* passage = &told->music.pieces[like];
    const int bars = told->bars[like];
    TnControls own = *controls;
    own.seed = (float)i;
    own.key = passage->key;
    own.length = bars < PASSAGE_BARS ? (float)bars : own.length;
    ok = play_and_cut(composer, &own, told_by(passage), 1, bars, pieces);
  }
  return ok;
}

bool generated_like(const TnStyle* style, const TnControls* controls, const Passages* told,
                    size_t count, Passages* passages) {
  Corpus pieces;
  TnComposer* composer = begin(style, count, &pieces);
  bool ok = composer && play_like(composer, controls, told, count, &pieces);
  ok = finish(composer, ok, &pieces) && passages_cut(&pieces, passages);
  corpus_free(&pieces);
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
  TnControls controls = generated_controls(style);
  controls.length = GENERATED_PHRASE_BARS;
  controls.seed = (float)seed;
  const TnBrief brief = {.settings = tn_settings_from(&controls, 0, &style->network.vocabulary)};
  TnComposer* composer = tn_composer_new_for(style, kernel_choice());
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
