#include "plugin/engine/bounds.h"

#include <string.h>

enum { MIDDLE_C = 60 }; // keeps its logit under a tilt

static bool may_strike(const TnVocabulary* v, int part, int what) {
  return what == TN_ALL || (what == TN_DRUMS_ONLY && part == v->drum_part);
}

// Whether `part` has a pitch to strike where that may be struck.
static bool part_can_strike(const TnBounds* b, const TnContext* c, int dt, int part, int what) {
  if (!may_strike(c->vocabulary, part, what)) {
    return false;
  }
  const TnPitchRange range = tn_context_pitch_range(c, dt, part);
  const size_t count = (size_t)(range.last - range.first);
  return part == c->vocabulary->drum_part ? count > 0
                                          : memchr(b->fits + range.low, 1, count) != NULL;
}

static bool some_part_can_strike(const TnBounds* b, const TnContext* c, int dt, int what) {
  for (int part = 0; part < c->vocabulary->parts; ++part) {
    if (part_can_strike(b, c, dt, part, what)) {
      return true;
    }
  }
  return false;
}

// A later onset has nothing to do with the chord: what can be struck is the same at all of them.
static void narrow_times(const TnBounds* b, const TnContext* c, uint8_t* allowed) {
  const uint8_t later[] = {[TN_NOTHING] = 0,
                           [TN_DRUMS_ONLY] = some_part_can_strike(b, c, 1, TN_DRUMS_ONLY),
                           [TN_ALL] = some_part_can_strike(b, c, 1, TN_ALL)};
  allowed[0] = allowed[0] && some_part_can_strike(b, c, 0, b->strike[0]);
  for (int dt = 1; dt < c->vocabulary->dt_values; ++dt) {
    allowed[dt] = allowed[dt] && later[b->strike[dt]];
  }
}

static void narrow_pitches(const TnBounds* b, const TnContext* c, TnEvent next, uint8_t* allowed) {
  const TnVocabulary* v = c->vocabulary;
  if (!may_strike(v, next.part, b->strike[next.dt])) {
    memset(allowed, 0, (size_t)tn_vocabulary_pitch_rows(v));
  } else if (next.part != v->drum_part) {
    for (int row = 0; row < v->pitch_count; ++row) {
      allowed[row] = allowed[row] && b->fits[v->pitch_low + row];
    }
  }
}

void tn_bounds_narrow(const TnBounds* b, const TnContext* c, TnField field, TnEvent next,
                      uint8_t* allowed) {
  if (field == TN_DT) {
    narrow_times(b, c, allowed);
  } else if (field == TN_PART) {
    for (int part = 0; part < c->vocabulary->parts; ++part) {
      allowed[part] = allowed[part] && part_can_strike(b, c, next.dt, part, b->strike[next.dt]);
    }
  } else if (field == TN_PITCH) {
    narrow_pitches(b, c, next, allowed);
  }
}

// About log2(1 + ticks), by straight lines between its whole values: the bits of a floating-point
// number are that.
static float octaves(int ticks) {
  const int32_t bits_of_one = 127 << 23;
  const float above = (float)(1 + ticks);
  int32_t bits;
  memcpy(&bits, &above, sizeof bits);
  return (float)(bits - bits_of_one) / (float)(1 << 23);
}

// Nats by which full density makes a time step likelier than one of about twice the length: the
// hymns have twice the notes then, and a quarter of them at the other end.
static const float DENSITY_NATS = 1.5F;

// A step of an eighth note keeps its logit, and so does the end.
static void tilt_times(float density, const TnVocabulary* v, float* logits) {
  const float middle = octaves(TN_TICKS_PER_QUARTER / 2);
  for (int dt = 0; dt <= v->dt_values; ++dt) { // the rest too
    logits[dt] += density * DENSITY_NATS * (middle - octaves(dt));
  }
}

void tn_bounds_tilt(const TnBounds* b, const TnVocabulary* v, TnField field, TnEvent next,
                    float* logits) {
  if (field == TN_DT) {
    tilt_times(b->density, v, logits);
  } else if (field == TN_PITCH && next.part != v->drum_part) {
    for (int row = 0; row < v->pitch_count; ++row) {
      const int pitch = v->pitch_low + row;
      logits[row] += b->favour[pitch % TN_PITCH_CLASSES] + b->tilt * (float)(pitch - MIDDLE_C);
    }
  }
}

bool tn_bounds_hold(const TnBounds* b, const TnVocabulary* v, TnEvent note) {
  return may_strike(v, note.part, b->strike[note.dt]) &&
         (note.part == v->drum_part || b->fits[note.pitch]);
}

bool tn_bounds_reached(const TnBounds* b, const TnContext* c, TnEvent event) {
  if (event.kind == TN_EVENT_END) {
    return b->limit < INT32_MAX;
  }
  return c->tick + event.dt >= b->limit;
}
