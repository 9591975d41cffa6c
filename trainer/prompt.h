// A phrase that was given, for a style to go on from.
#ifndef TN_TRAINER_PROMPT_H
#define TN_TRAINER_PROMPT_H

#include "plugin/midi_file.h"
#include "trainer/piece.h"
#include "trainer/score.h"

enum { PROMPT_MAX_BARS = 512 };

typedef struct {
  // As it was given: in ticks of the recording (see recording.h), notes on RECORDING_PHRASE. Each
  // map begins at tick 0 and holds nothing that comes after the last onset; tempos are playable.
  MidiFileNote* notes;
  size_t note_count;
  MidiFileMeter* meters;
  size_t meter_count;
  MidiFileTempo* tempos;
  size_t tempo_count;

  // As the style hears it, in ticks of the grid.
  Piece piece;    // of the style's parts
  size_t unheard; // notes for which the style has no part or pitch, or that double others
  int bars;       // whole ones, up to `line`
  int32_t line;   // the first bar line after the last onset
  int32_t entry;  // where the style may come in: all is released, or `line` where that is sooner
} Prompt;

// Reads the MIDI file at `path` for a style of `vocabulary`, in `meter` or, where its numerator is
// 0, in the file's own; what the file does not name is 4/4 and 120 BPM. On success the caller frees
// it with prompt_free(). On failure returns false, with nothing to free, and writes one line that
// says why, without the path, into `reason`: no phrase of notes that the style hears, or one of
// more than PROMPT_MAX_BARS.
bool prompt_read(const char* path, const TnVocabulary* vocabulary, TnMeter meter, Prompt* prompt,
                 char* reason, size_t reason_size);

// The same from a score, which is only read.
bool prompt_from_score(const Score* score, const TnVocabulary* vocabulary, TnMeter meter,
                       Prompt* prompt, char* reason, size_t reason_size);

void prompt_free(Prompt* prompt);

#endif
