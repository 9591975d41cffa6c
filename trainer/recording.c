#include "trainer/recording.h"

#include "plugin/kernel_choice.h"

#include <stdlib.h>
#include <string.h>

// The notes do not depend on rate and tempo, so these are chosen to make a tick of the recording a
// whole number of frames: then the frame of a message tells its tick exactly.
enum {
  RATE = 2400,
  BPM = 60,
  FRAMES_A_TICK = 60 * RATE / (BPM * RECORDING_TICKS_PER_QUARTER),
  BLOCK = 960
};

typedef struct {
  Recording* recording;
  uint64_t block;            // frame on which the block begins
  int32_t sounding[16][128]; // index of the note that sounds, plus 1
  bool failed;
} Recorder;

bool recording_add(Recording* recording, MidiFileNote note) {
  if (recording->count == recording->capacity) {
    const size_t capacity = 2 * recording->capacity + 256;
    MidiFileNote* grown = realloc(recording->notes, capacity * sizeof *grown);
    if (!grown) {
      return false;
    }
    recording->notes = grown;
    recording->capacity = capacity;
  }
  recording->notes[recording->count++] = note;
  return true;
}

static bool add_note(Recorder* r, int32_t tick, uint8_t channel, uint8_t pitch, uint8_t velocity) {
  const MidiFileNote note = {.onset = tick,
                             .duration = 1,
                             .track =
                                 channel == TN_DRUM_CHANNEL ? RECORDING_DRUMS : RECORDING_PITCHED,
                             .channel = channel,
                             .pitch = pitch,
                             .velocity = velocity};
  r->failed = !recording_add(r->recording, note);
  r->sounding[channel][pitch] = r->failed ? 0 : (int32_t)r->recording->count;
  return !r->failed;
}

static bool record(void* handle, uint32_t frame, const uint8_t message[3]) {
  Recorder* r = handle;
  const int32_t tick = (int32_t)((r->block + frame) / FRAMES_A_TICK);
  const uint8_t channel = message[0] & 0x0f;
  const uint8_t pitch = message[1];
  if ((message[0] & 0xf0) == 0x90) {
    return add_note(r, tick, channel, pitch, message[2]);
  }
  const int32_t index = r->sounding[channel][pitch];
  if (index > 0) {
    MidiFileNote* note = &r->recording->notes[index - 1];
    note->duration = tick > note->onset ? tick - note->onset : 1;
    r->sounding[channel][pitch] = 0;
  }
  return true;
}

static void run_block(TnEngine* engine, const TnControls* controls, Recorder* recorder,
                      const TnPosition* position, uint32_t frames) {
  const TnMidiSink sink = {record, recorder};
  tn_engine_begin(engine, controls, frames, sink);
  if (position) {
    tn_engine_locate(engine, 0, position, sink);
  }
  tn_engine_end(engine, sink);
  recorder->block += frames;
}

int32_t recording_end(const RecordingOptions* options) {
  return options->bars * tn_meter_bar_ticks(options->meter) * TN_NUDGES_A_TICK;
}

static void play(TnEngine* engine, const RecordingOptions* options, Recorder* recorder) {
  TnControls controls = options->controls;
  controls.enabled = 1.0F;
  controls.freewheel = 1.0F;
  controls.sync = 0.0F;
  TnPosition position = {.has_bar = true,
                         .has_bar_beat = true,
                         .has_beats_per_bar = true,
                         .has_beat_unit = true,
                         .has_bpm = true,
                         .has_speed = true,
                         .beats_per_bar = options->meter.numerator,
                         .beat_unit = options->meter.denominator,
                         .bpm = BPM * options->meter.denominator / 4.0,
                         .speed = 1.0};
  const uint64_t end = (uint64_t)recording_end(options) * FRAMES_A_TICK;
  while (recorder->block < end && !recorder->failed) {
    const uint64_t left = end - recorder->block;
    run_block(engine, &controls, recorder, recorder->block == 0 ? &position : NULL,
              left < BLOCK ? (uint32_t)left : BLOCK);
  }
  position = (TnPosition){.has_speed = true, .speed = 0.0};
  run_block(engine, &controls, recorder, &position, BLOCK);
}

bool recording_play(TnComposer* composer, const RecordingOptions* options, Recording* recording) {
  TnEngine* engine = malloc(sizeof *engine);
  Recorder* recorder = calloc(1, sizeof *recorder);
  bool ok = engine && recorder;
  *recording = (Recording){0};
  if (ok) {
    recorder->recording = recording;
    tn_engine_init(engine, RATE);
    tn_engine_set_composer(engine, composer);
    play(engine, options, recorder);
    ok = !recorder->failed;
  }
  free(recorder);
  free(engine);
  return ok;
}

bool recording_make(const TnStyle* style, const RecordingOptions* options, Recording* recording) {
  TnComposer* composer = tn_composer_new_for(style, kernel_choice());
  *recording = (Recording){0};
  const bool ok = composer && recording_play(composer, options, recording);
  tn_composer_free(composer);
  return ok;
}

void recording_free(Recording* recording) {
  free(recording->notes);
  *recording = (Recording){0};
}
