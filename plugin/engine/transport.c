#include "plugin/engine/transport.h"

#include "plugin/engine/vocabulary.h"

#include <math.h>
#include <stddef.h>

enum { UNIT_BITS = 20 };

enum { SHORTEST_NOTE = 32, MOST_NOTES_A_QUARTER = SHORTEST_NOTE / 4 }; // that a tempo may count
static const double MAX_BPM = 2000.0;                                  // quarters
static const double MAX_SPEED = 16.0;
// Ardour rounds barBeat to this part of a beat. A tick is a whole number of such parts.
enum { BEAT_PARTS = 1920 };
// A little more than one, for the rounding of what it is rounded from.
static const double ROUNDING_BEATS = 1.05 / BEAT_PARTS;
// Hosts that ramp the tempo within a block drift from what one tempo a block foresees. What is more
// than this was a jump.
static const double DRIFT_BEATS = 1.0 / 16.0;
// No song is longer. The longest phrase of any meter fits between these and what 63 bits hold, at
// any rate up to 10^6.
static const int64_t MAX_POSITION = INT64_C(1) << 62;
static const int64_t MIN_POSITION = -(INT64_C(1) << 59);

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
  if (!t->rolling) {
    return t->position;
  }
  const uint64_t elapsed = frame - t->frame;
  const uint64_t most = (uint64_t)((MAX_POSITION - t->position) / t->advance);
  return elapsed <= most ? t->position + (int64_t)elapsed * t->advance : MAX_POSITION;
}

int64_t tn_transport_step(const TnTransport* t, uint64_t frame) {
  return frame > t->frame ? t->advance : t->step;
}

uint64_t tn_transport_frame_of(const TnTransport* t, int64_t position) {
  if (!t->rolling || t->advance <= 0 || position > MAX_POSITION) {
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

static int counted_note(const TnTransport* t) {
  return t->bpm_note ? t->bpm_note : t->meter.denominator;
}

static double quarters_a_minute(const TnTransport* t) {
  return t->bpm * 4.0 / counted_note(t);
}

static int64_t pace(const TnTransport* t) {
  return t->rolling ? t->advance : 0;
}

// `anew`: no even movement goes on here.
static void anchor(TnTransport* t, uint64_t frame, int64_t position, bool anew) {
  const int64_t pace_before = pace(t);
  const double bpm = clamp(quarters_a_minute(t), 0.0, MAX_BPM);
  const bool is_later = frame > t->frame; // or it is told more than once on a frame
  t->frame = frame;
  t->position = position;
  t->advance = llround(bpm * t->speed * (double)(1 << UNIT_BITS));
  t->rolling = t->speed > 0.0 && t->advance > 0;
  if (anew || pace_before == 0) {
    t->step = t->advance;
  } else if (is_later) {
    t->step = pace_before;
  }
  if (anew || pace(t) != pace_before) {
    t->even_frame = frame;
    t->even_position = position;
    t->counts_so = false;
  }
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
    t->told_bpm = true;
    t->bpm = clamp(told->bpm, 1.0, MAX_BPM * MOST_NOTES_A_QUARTER);
  } else if (!t->told_bpm) { // no timebase master yet: quarters at the tempo of the port
    t->bpm = free_bpm * counted_note(t) / 4.0;
  }
  if (told->has_speed) {
    t->speed = clamp(told->speed, 0.0, MAX_SPEED);
  }
}

// Whether the frame of the song that the host tells is not the one that it would have come to. The
// first that it tells is none.
static bool song_frame_jumps(const TnTransport* t, uint64_t frame, const TnPosition* told) {
  if (!told->has_frame || !t->told_song_frame) {
    return told->has_frame;
  }
  const double foreseen = t->rolling ? (double)(frame - t->told_frame) * t->speed : 0.0;
  return fabs((double)told->frame - (double)t->song_frame - foreseen) > 1.5;
}

static void take_song_frame(TnTransport* t, uint64_t frame, const TnPosition* told) {
  t->told_song_frame = told->has_frame;
  t->song_frame = told->frame;
  t->told_frame = frame;
}

// Units since the bar line. Hosts tell floats: a place that is a whole part of a beat but for their
// precision is meant to be there.
static int64_t told_in_bar(const TnTransport* t, double bar_beat) {
  const double beat_units = units_a_beat(t);
  const double parts = bar_beat * BEAT_PARTS;
  const double precision = ldexp(fmax(parts, BEAT_PARTS), -23);
  if (bar_beat <= 256.0 && fabs(parts - round(parts)) <= precision) {
    return llround(parts) * (llround(beat_units) / BEAT_PARTS);
  }
  return llround(clamp(bar_beat * beat_units, 0.0, (double)MAX_POSITION / 4.0));
}

// Where a song of one tempo is at that frame.
static int64_t position_of_song_frame(const TnTransport* t, int64_t song_frame) {
  const double minutes = clamp((double)song_frame, 0.0, 1e12) / t->rate / 60.0;
  const double units = minutes * quarters_a_minute(t) * units_a_quarter(t);
  return llround(clamp(units, 0.0, (double)MAX_POSITION / 2.0));
}

// The bar in which `in_bar` (units) is nearest to `near`, where the host tells none.
static int64_t bar_near(int64_t near, int64_t in_bar, int64_t bar_units) {
  const int64_t away = near - in_bar + bar_units / 2;
  return away > 0 ? away / bar_units : 0;
}

// The position that the host tells, or the best there is: from the frame of the song after a jump,
// otherwise as foreseen.
static int64_t told_position(const TnTransport* t, const TnPosition* told, bool frame_jumps,
                             int64_t foreseen) {
  const int64_t near = frame_jumps ? position_of_song_frame(t, told->frame) : foreseen;
  if (!told->has_bar_beat || told->bar_beat < 0.0 || told->bar_beat > 1e4) {
    return near;
  }
  const int64_t bar_units = tn_meter_bar_ticks(t->meter) * tn_transport_units_a_tick(t);
  const int64_t last = MAX_POSITION / 2 / bar_units;
  const int64_t first = MIN_POSITION / bar_units;
  const int64_t in_bar = told_in_bar(t, told->bar_beat);
  const int64_t bar = told->has_bar ? told->bar : bar_near(near, in_bar, bar_units);
  return (bar > last ? last : bar < first ? first : bar) * bar_units + in_bar;
}

// Whether a way is some whole bars, as where a host has passed over a stretch of another meter
// without telling, so that its bars count otherwise.
static bool is_whole_bars(const TnTransport* t, double units) {
  const double bar_units = (double)(tn_meter_bar_ticks(t->meter) * tn_transport_units_a_tick(t));
  return fabs(units - round(units / bar_units) * bar_units) <= ROUNDING_BEATS * units_a_beat(t);
}

// Some hosts count the tempo in another note than the beat, and do not say so. The note value as if
// by which the song went, or 0 where it did as was foreseen or as by none; then *position, which
// the host told, is made exact. What it went must be so much more than the rounding that no two
// notes look alike. A host that ramps may be 2% off; but so may one that jumps, by chance, and one
// whose bars count otherwise may look exactly so: then it must look so twice, which *suspected is
// for. That it counts beats after all is believed at once.
static int note_as_if_counted(const TnTransport* t, uint64_t frame, int64_t* position,
                              int* suspected) {
  const int before = *suspected;
  *suspected = 0;
  const double foreseen = (double)(frame - t->even_frame) * (double)t->advance;
  const double moved = (double)(*position - t->even_position);
  const double rounding = ROUNDING_BEATS * units_a_beat(t);
  for (int note = 1; note <= SHORTEST_NOTE; note *= 2) {
    const double other = foreseen * counted_note(t) / note;
    const double away = fabs(moved - other);
    if (other < 8.0 * rounding || fabs(other - foreseen) < 8.0 * rounding ||
        away > 0.02 * other + rounding) {
      continue;
    }
    const bool is_certain = note == t->meter.denominator || !is_whole_bars(t, moved - foreseen);
    if (away <= rounding && is_certain) {
      *position = t->even_position + llround(other);
      return note;
    }
    *suspected = note;
    return before == note ? note : 0;
  }
  return 0;
}

TnMovement tn_transport_update(TnTransport* t, uint64_t frame, const TnPosition* told,
                               double free_bpm, int64_t* shift) {
  const bool was_told = t->told;
  const bool was_rolling = t->rolling;
  const bool had_song_frame = t->told_song_frame;
  const bool frame_jumps = song_frame_jumps(t, frame, told);
  const int64_t foreseen = tn_transport_position(t, frame);
  const bool new_meter = take_meter(t, told);
  take_tempo(t, told, free_bpm);
  take_song_frame(t, frame, told);
  int64_t position = told_position(t, told, frame_jumps, foreseen);
  t->told = t->told || told->has_bar_beat || told->has_frame;
  *shift = 0;
  if (new_meter || !was_told) {
    anchor(t, frame, position, true);
    return TN_JUMPS;
  }
  const bool rolls_on = was_rolling && !t->counts_so && !(frame_jumps && had_song_frame);
  const int note = rolls_on && told->has_bar_beat
                       ? note_as_if_counted(t, frame, &position, &t->suspected_note)
                       : 0;
  if (note) {
    t->bpm_note = note == t->meter.denominator ? 0 : note;
    *shift = position - foreseen;
    anchor(t, frame, position, true);
    return TN_CONTINUES;
  }
  const double away = fabs((double)(position - foreseen)) / units_a_beat(t);
  if (away <= ROUNDING_BEATS && (was_rolling || !frame_jumps)) { // our own count is the finer one
    const double moved = (double)(foreseen - t->even_position) / units_a_beat(t);
    t->counts_so = t->counts_so || moved > 1.0;
    anchor(t, frame, foreseen, false);
    return TN_CONTINUES;
  }
  if (was_rolling && away <= DRIFT_BEATS) {
    // Where it went back, how it counts shows from there on only.
    const double back = (double)(t->position - position) / units_a_beat(t);
    const bool went_back = back > ROUNDING_BEATS;
    *shift = position - foreseen;
    anchor(t, frame, position, went_back);
    return TN_CONTINUES;
  }
  anchor(t, frame, position, true);
  return TN_JUMPS;
}

TnMovement tn_transport_run_free(TnTransport* t, uint64_t frame, double bpm) {
  const int64_t position = tn_transport_position(t, frame);
  const bool starts_again = position > MAX_POSITION / 2;
  t->bpm_note = 4;
  t->bpm = bpm;
  t->speed = 1.0;
  anchor(t, frame, starts_again ? 0 : position, starts_again);
  return starts_again ? TN_JUMPS : TN_CONTINUES;
}
