// An engine with a small band, run block by block, and all that comes out of it.
#ifndef TN_TESTS_ENGINE_RIG_H
#define TN_TESTS_ENGINE_RIG_H

#include "plugin/engine/engine.h"
#include "tests/unit/small_band.h"
#include "tests/unit/told_position.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum {
  RATE = 48000,
  TICK = 1000, // frames, at 120 quarters a minute
  BAR = 96 * TICK,
  CAPACITY = 8192,
  SIXTEENTH = 6,
  BIAS = 7 // nats, towards the band's likeliest step: it is taken mostly, not always
};

typedef struct {
  uint64_t frame; // from the first block on
  uint8_t bytes[3];
} Message;

// An engine and what has come out of it.
typedef struct {
  Band* band;
  int dt;         // the band's likeliest step
  bool is_nudged; // the band is off the grid
  TnEngine engine;
  TnControls controls;
  uint64_t block; // frame on which it begins
  int64_t work;   // that a block may do at most, where it is not 0: less than the engine takes
  int room;       // for messages a block
  int left;       // of it
  int count;
  Message messages[CAPACITY];
  int sounding[16][128];
} Rig;

static inline bool write_message(void* handle, uint32_t frame, const uint8_t bytes[3]) {
  Rig* rig = handle;
  assert_true(frame < rig->engine.frames);
  if (rig->left == 0) {
    return false;
  }
  --rig->left;
  assert_true(rig->count < CAPACITY);
  Message* next = &rig->messages[rig->count++];
  next->frame = rig->block + frame;
  assert_true(rig->count < 2 || next[-1].frame <= next->frame);
  memcpy(next->bytes, bytes, sizeof next->bytes);
  int* sounding = &rig->sounding[bytes[0] & 0x0f][bytes[1]];
  *sounding += (bytes[0] & 0xf0) == 0x90 ? 1 : (bytes[0] & 0xf0) == 0x80 ? -1 : 0;
  assert_in_range(*sounding, 0, 1); // nothing doubled, nothing ended twice
  return true;
}

static inline TnMidiSink sink_of(Rig* rig) {
  return (TnMidiSink){write_message, rig};
}

static inline Rig* rig_with(int dt, uint32_t rate) {
  Rig* rig = calloc(1, sizeof *rig);
  assert_non_null(rig);
  rig->dt = dt;
  rig->band = band_new(dt, BIAS);
  rig->room = CAPACITY;
  rig->controls = tn_controls_default();
  rig->controls.freewheel = 1;
  rig->controls.length = 2;
  rig->controls.seed = 1;
  tn_engine_init(&rig->engine, rate);
  tn_engine_set_composer(&rig->engine, rig->band->composer);
  return rig;
}

static inline Rig* rig_new(void) {
  return rig_with(SIXTEENTH, RATE);
}

static inline Band* rig_band(const Rig* rig) {
  return rig->is_nudged ? band_nudged(rig->dt, BIAS) : band_new(rig->dt, BIAS);
}

// What its controls mean, without takes, locks and a prompt.
static inline TnBrief rig_brief(const Rig* rig) {
  const TnVocabulary* vocabulary = &rig->band->composer->model->vocabulary;
  return (TnBrief){.settings = tn_settings_from(&rig->controls, 0, vocabulary)};
}

static inline Rig* rig_nudged(int dt, uint32_t rate) {
  Rig* rig = rig_with(dt, rate);
  band_free(rig->band);
  rig->is_nudged = true;
  rig->band = rig_band(rig);
  tn_engine_set_composer(&rig->engine, rig->band->composer);
  return rig;
}

static inline void rig_free(Rig* rig) {
  band_free(rig->band);
  free(rig);
}

static inline TnPosition place(int64_t bar, double beat, double speed) {
  TnPosition told = told_at(bar, beat);
  told.speed = speed;
  return told;
}

// A block in which the host tells `told`, unless that is NULL, at frame `at`.
static inline void run_block(Rig* rig, uint32_t frames, uint32_t at, const TnPosition* told) {
  rig->left = rig->room;
  tn_engine_begin(&rig->engine, &rig->controls, frames, sink_of(rig));
  if (rig->work > 0) {
    rig->engine.work = rig->work;
  }
  if (told) {
    tn_engine_locate(&rig->engine, at, told, sink_of(rig));
  }
  tn_engine_end(&rig->engine, sink_of(rig));
  rig->block += frames;
}

static inline void run(Rig* rig, uint64_t frames) {
  for (; frames > 1000; frames -= 1000) {
    run_block(rig, 1000, 0, NULL);
  }
  run_block(rig, (uint32_t)frames, 0, NULL);
}

static inline void locate(Rig* rig, int64_t bar, double beat, double speed) {
  const TnPosition told = place(bar, beat, speed);
  run_block(rig, 0, 0, &told);
}

static inline int count_sounding(const Rig* rig) {
  int count = 0;
  for (int i = 0; i < 16 * 128; i++) {
    count += rig->sounding[i / 128][i % 128];
  }
  return count;
}

static inline int count_note_ons(const Rig* rig) {
  int count = 0;
  for (int i = 0; i < rig->count; i++) {
    count += (rig->messages[i].bytes[0] & 0xf0) == 0x90;
  }
  return count;
}

static inline void run_until_sounding(Rig* rig) {
  for (int i = 0; i < 1000 && count_sounding(rig) == 0; i++) {
    run_block(rig, 256, 0, NULL);
  }
  assert_true(count_sounding(rig) > 0);
}

static inline void forget_messages(Rig* rig) {
  rig->count = 0;
}

#endif
