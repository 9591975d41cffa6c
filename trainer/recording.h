// The engine without a host: plays a style and writes down the notes.
#ifndef TN_TRAINER_RECORDING_H
#define TN_TRAINER_RECORDING_H

#include "plugin/engine/engine.h"
#include "plugin/engine/style.h"
#include "plugin/midi_file.h"

typedef struct {
  TnControls controls; // freewheel and sync are the recording's own
  TnMeter meter;
  int bars;
} RecordingOptions;

enum { RECORDING_TICKS_PER_QUARTER = TN_TICKS_PER_QUARTER * TN_NUDGES_A_TICK };

typedef enum { RECORDING_PITCHED, RECORDING_DRUMS, RECORDING_PHRASE } RecordingTrack;

// What the style plays on the first two tracks, a phrase that it was given on the third; times in
// ticks, as fine as the engine's nudges.
typedef struct {
  MidiFileNote* notes; // owned by the caller
  size_t count;
  size_t capacity;
} Recording;

// Ticks of all bars together.
int32_t recording_end(const RecordingOptions* options);

// Adds a note. False where memory is short.
bool recording_add(Recording* recording, MidiFileNote note);

// Plays the style from bar 0 on with the engine that the plugin runs. False where memory is short.
bool recording_make(const TnStyle* style, const RecordingOptions* options, Recording* recording);

// The same by a composer that is there already, and stays the caller's.
bool recording_play(TnComposer* composer, const RecordingOptions* options, Recording* recording);

void recording_free(Recording* recording);

#endif
