// How what is composed leaves the plugin: the part of the controls that changes no note that the
// network believes it has played.
#ifndef TN_ENGINE_PERFORMANCE_H
#define TN_ENGINE_PERFORMANCE_H

#include "plugin/engine/controls.h"
#include "plugin/engine/features.h"
#include "plugin/engine/feel.h"
#include "plugin/engine/limits.h"

enum { TN_MAX_POLYPHONY = 16 };

typedef struct {
  TnFeel feel;
  TnTouch touch;
  TnLimits limits;
  int polyphony;  // pitched notes at a time, 1..16
  int channel;    // 0 by part, 1..16 of all pitched parts
  uint16_t parts; // bit p: part p is turned on; those beyond are drums of other styles
} TnPerformance;

// What the controls mean. `chord` are the pitch classes that the player holds, bit by bit.
TnPerformance tn_performance_from(const TnControls* controls, uint16_t chord);

// The pitch that leaves the plugin.
static inline int tn_performance_pitch(const TnPerformance* performance, int pitch, bool drums) {
  return drums ? pitch : pitch + performance->limits.transpose;
}

// The channel of a part's notes, as MIDI's 0..15: drums are on that of drums.
uint8_t tn_performance_channel(const TnPerformance* performance, int part, bool drums);

#endif
