#include "plugin/engine/transport.h"

#include "plugin/engine/vocabulary.h"

#include <math.h>
#include <stddef.h>

enum { UNIT_BITS = 20 };

static const double MAX_BPM = 2000.0;
static const double MAX_SPEED = 16.0;
// Ardour rounds barBeat to 1/1920 beat; a little more, for the rounding of what it is rounded from.
static const double ROUNDING_BEATS = 1.05 / 1920.0;
// Hosts that ramp the tempo within a block drift from what one tempo a block foresees. What is more
// than this was a jump.
static const double DRIFT_BEATS = 1.0 / 16.0;
// No song is longer; it keeps positions within 63 bits at any rate that LV2 hosts use.
static const int64_t MAX_BAR = 100000;

static double units_a_quarter(const TnTransport* t) {
  return 60.0 * (double)t->rate * (double)(1 << UNIT_BITS);
}

static double units_a_beat(const TnTransport* t) {
  return units_a_quarter(t) * 4.0 / t->meter.denominator;
}

int64_t tn_transport_units_a_tick(const TnTransport* t) {
  return (int64_t)t->rate * (60 * (1 << UNIT_BITS) / TN_TICKS_PER_QUARTER);
}

void tn_transport_init(TnTransport* t, uint32_t rate) {
  *t = (TnTransport){.rate = rate, .meter = {0, 4, 4}, .speed = 0.0};
}

int64_t tn_transport_position(const TnTransport* t, uint64_t frame) {
  return t->rolling ? t->position + (int64_t)(frame - t->frame) * t->advance : t->position;
}

uint64_t tn_transport_frame_of(const TnTransport* t, int64_t position) {
  if (!t->rolling || t->advance <= 0) {
    return UINT64_MAX;
  }
  const int64_t away = position - t->position;
  if (away <= 0) {
    return t->frame;
  }
  return t->frame + (uint64_t)((away + t->advance - 1) / t->advance);
}

static double clamp(double value, double low, double high) {
  return value >= low ? (value <= high ? value : high) : low; // not a number: low
}

static double quarters_a_minute(const TnTransport* t) {
  return t->bpm_counts_quarters ? t->bpm : t->bpm * 4.0 / t->meter.denominator;
}

static void anchor(TnTransport* t, uint64_t frame, int64_t position) {
  const double bpm = clamp(quarters_a_minute(t), 0.0, MAX_BPM);
  t->frame = frame;
  t->position = position;
  t->advance = llround(bpm * t->speed * (double)(1 << UNIT_BITS));
  t->rolling = t->speed > 0.0 && t->advance > 0;
}

static bool is_power_of_two(int value) {
  return value > 0 && value <= 32 && (value & (value - 1)) == 0;
}

// Returns whether the meter is another one now.
static bool take_meter(TnTransport* t, const TnPosition* told) {
  const TnMeter before = t->meter;
  if (told->has_beat_unit && is_power_of_two(told->beat_unit)) {
    t->meter.denominator = (uint8_t)told->beat_unit;
  }
  if (told->has_beats_per_bar && told->beats_per_bar >= 1.0 && told->beats_per_bar < 256.0) {
    t->meter.numerator = (uint8_t)told->beats_per_bar;
  }
  return t->meter.numerator != before.numerator || t->meter.denominator != before.denominator;
}

static void take_tempo(TnTransport* t, const TnPosition* told, double free_bpm) {
  if (told->has_bpm && told->bpm > 0.0) {
    t->bpm = clamp(told->bpm, 1.0, MAX_BPM);
  } else if (t->bpm <= 0.0) { // no timebase master yet: quarters at the tempo of the port
    t->bpm = free_bpm * t->meter.denominator / 4.0;
  }
  if (told->has_speed) {
    t->speed = clamp(told->speed, 0.0, MAX_SPEED);
  }
}

// The position that the host tells, or `foreseen` where it tells none.
static int64_t told_position(const TnTransport* t, const TnPosition* told, int64_t foreseen) {
  if (told->has_bar_beat && told->bar_beat >= 0.0 && told->bar_beat <= 1e4) {
    const int64_t bar =
        told->has_bar ? (told->bar > MAX_BAR    ? MAX_BAR
                         : told->bar < -MAX_BAR ? -MAX_BAR
                                                : told->bar)
                      : 0;
    const int64_t bar_units = tn_meter_bar_ticks(t->meter) * tn_transport_units_a_tick(t);
    return bar * bar_units + llround(told->bar_beat * units_a_beat(t));
  }
  if (told->has_frame && !t->told) { // nothing better: frames at the tempo of the port
    const double quarters =
        clamp((double)told->frame, 0.0, 1e12) / t->rate * quarters_a_minute(t) / 60.0;
    return llround(clamp(quarters, 0.0, 4.0 * (double)MAX_BAR) * units_a_quarter(t));
  }
  return foreseen;
}

// Some hosts count the tempo in quarters whatever the meter says. Seen where the song went on by
// beat_unit / 4 times as much as the tempo said, within 2%.
static bool counts_quarters(const TnTransport* t, uint64_t frame, int64_t position) {
  const double went = (double)(position - t->position);
  const double foreseen = (double)(frame - t->frame) * (double)t->advance;
  const double ratio = t->meter.denominator / 4.0;
  return !t->bpm_counts_quarters && t->meter.denominator != 4 && foreseen > 0.0 &&
         fabs(went - ratio * foreseen) < 0.02 * ratio * foreseen &&
         fabs(went - foreseen) > 2.0 * ROUNDING_BEATS * units_a_beat(t);
}

TnMovement tn_transport_update(TnTransport* t, uint64_t frame, const TnPosition* told,
                               double free_bpm, int64_t* shift) {
  const bool was_told = t->told;
  const bool was_rolling = t->rolling;
  const int64_t foreseen = tn_transport_position(t, frame);
  const bool new_meter = take_meter(t, told);
  take_tempo(t, told, free_bpm);
  const int64_t position = told_position(t, told, foreseen);
  const double away = fabs((double)(position - foreseen)) / units_a_beat(t);
  t->told = t->told || told->has_bar_beat;
  *shift = 0;
  if (was_told && was_rolling && !new_meter && counts_quarters(t, frame, position)) {
    t->bpm_counts_quarters = true;
    *shift = position - foreseen;
    anchor(t, frame, position);
    return TN_CONTINUES;
  }
  if (!new_meter && was_told && away <= ROUNDING_BEATS) { // our own count is the finer one
    anchor(t, frame, foreseen);
    return TN_CONTINUES;
  }
  anchor(t, frame, position);
  if (!new_meter && was_told && was_rolling && away <= DRIFT_BEATS) {
    *shift = position - foreseen;
    return TN_CONTINUES;
  }
  return TN_JUMPS;
}

void tn_transport_run_free(TnTransport* t, uint64_t frame, double bpm) {
  const int64_t position = tn_transport_position(t, frame);
  t->bpm_counts_quarters = true;
  t->bpm = bpm;
  t->speed = 1.0;
  anchor(t, frame, position);
}
