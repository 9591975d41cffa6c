#include "plugin/engine/limits.h"

#include "plugin/engine/features.h"

// In nats: of twelve pitches that are equally likely three are then played 7 times in 10.
static const float FAVOUR = 2.0F;

// The semitones above its root that a scale has.
static const char STEPS[TN_SCALES][TN_PITCH_CLASSES + 1] = {
    [TN_SCALE_OFF] = "xxxxxxxxxxxx",
    [TN_SCALE_MAJOR] = "x.x.xx.x.x.x",
    [TN_SCALE_NATURAL_MINOR] = "x.xx.x.xx.x.",
    [TN_SCALE_HARMONIC_MINOR] = "x.xx.x.xx..x",
    [TN_SCALE_MELODIC_MINOR] = "x.xx.x.x.x.x",
    [TN_SCALE_DORIAN] = "x.xx.x.x.xx.",
    [TN_SCALE_PHRYGIAN] = "xx.x.x.xx.x.",
    [TN_SCALE_LYDIAN] = "x.x.x.xx.x.x",
    [TN_SCALE_MIXOLYDIAN] = "x.x.xx.x.xx.",
    [TN_SCALE_LOCRIAN] = "xx.x.xx.x.x.",
    [TN_SCALE_MAJOR_PENTATONIC] = "x.x.x..x.x..",
    [TN_SCALE_MINOR_PENTATONIC] = "x..x.x.x..x.",
    [TN_SCALE_BLUES] = "x..x.xxx..x.",
    [TN_SCALE_WHOLE_TONE] = "x.x.x.x.x.x.",
    [TN_SCALE_OCTATONIC] = "x.xx.xx.xx.x",
};

// Semitones above the nearest `root` that is not above the pitch, 0..11.
static int steps_above(int root, int pitch) {
  const int steps = (pitch - root) % TN_PITCH_CLASSES;
  return steps < 0 ? steps + TN_PITCH_CLASSES : steps;
}

static bool is_held(const TnLimits* limits, int pitch) {
  return limits->chord >> steps_above(0, pitch) & 1;
}

bool tn_limits_fit(const TnLimits* limits, int pitch) {
  if (pitch < 0 || pitch >= TN_MAX_PITCHES || pitch < limits->low || pitch > limits->high) {
    return false;
  }
  if (limits->chord_mode == TN_CHORD_ONLY && limits->chord != 0 && !is_held(limits, pitch)) {
    return false;
  }
  return STEPS[limits->scale][steps_above(limits->root, pitch)] == 'x';
}

void tn_limits_composed(const TnLimits* limits, uint8_t fits[TN_MAX_PITCHES]) {
  for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
    fits[pitch] = tn_limits_fit(limits, pitch + limits->transpose);
  }
}

float tn_limits_favour(const TnLimits* limits, int pitch) {
  return limits->chord_mode == TN_CHORD_FAVOURED && is_held(limits, pitch) ? FAVOUR : 0.0F;
}
