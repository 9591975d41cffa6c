#include "tests/host/timeline.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define UNIT_BITS  24
#define TEMPO_BITS 20 // binary places of a tempo that are kept

static void* grow(void* memory, size_t count, size_t size) {
  void* grown = realloc(memory, count * size);
  if (!grown) {
    abort();
  }
  return grown;
}

// ceil(a / b) for b > 0.
static int64_t divide_up(int64_t a, int64_t b) {
  return a > 0 ? (a - 1) / b + 1 : -(-a / b);
}

void timeline_init(Timeline* timeline, uint32_t rate, int tempo_note) {
  assert(tempo_note >= 0 && tempo_note <= 32 && (tempo_note & (tempo_note - 1)) == 0);
  *timeline = (Timeline){.rate = rate, .tempo_note = tempo_note, .bpm = 120.0f};
  timeline->meters = grow(NULL, 1, sizeof *timeline->meters);
  timeline->meters[0] = (TimelineMeterChange){.meter = {4, 4}};
  timeline->meter_count = 1;
}

void timeline_free(Timeline* timeline) {
  free(timeline->meters);
  free(timeline->segments);
  *timeline = (Timeline){0};
}

int64_t timeline_units_per_quarter(const Timeline* timeline) {
  return (int64_t)60 * timeline->rate << UNIT_BITS;
}

int64_t timeline_units_per_beat(const Timeline* timeline, TimelineMeter meter) {
  return timeline_units_per_quarter(timeline) * 4 / meter.denominator;
}

int64_t timeline_units_of_tick(const Timeline* timeline, int64_t tick) {
  return timeline_units_per_quarter(timeline) / TIMELINE_TICKS_PER_QUARTER * tick;
}

int64_t timeline_units_of_quarters(const Timeline* timeline, double quarters) {
  return (int64_t)llroundl((long double)quarters *
                           (long double)timeline_units_per_quarter(timeline));
}

static int64_t units_per_bar(const Timeline* timeline, TimelineMeter meter) {
  return timeline_units_per_beat(timeline, meter) * meter.numerator;
}

TimelineBar timeline_bar_at(const Timeline* timeline, int64_t position) {
  size_t i = timeline->meter_count - 1;
  while (i > 0 && timeline->meters[i].position > position) {
    i--;
  }
  const TimelineMeterChange* change = &timeline->meters[i];
  const int64_t bar_units = units_per_bar(timeline, change->meter);
  const int64_t bars = (position - change->position) / bar_units;
  return (TimelineBar){.bar = change->bar + bars,
                       .in_bar = position - change->position - bars * bar_units,
                       .meter = change->meter};
}

int64_t timeline_position_of_bar(const Timeline* timeline, int64_t bar, double beat) {
  size_t i = timeline->meter_count - 1;
  while (i > 0 && timeline->meters[i].bar > bar) {
    i--;
  }
  const TimelineMeterChange* change = &timeline->meters[i];
  const long double beat_units = (long double)timeline_units_per_beat(timeline, change->meter);
  return change->position + (bar - change->bar) * units_per_bar(timeline, change->meter) +
         (int64_t)llroundl((long double)beat * beat_units);
}

// Units a frame at the tempo and meter of the playhead.
static int64_t advance_now(const Timeline* timeline) {
  const TimelineMeter meter = timeline_bar_at(timeline, timeline->position).meter;
  const int64_t fine = (int64_t)ldexp((double)timeline->bpm, TEMPO_BITS); // exact: see the header
  const int64_t quarter_fine = fine << (UNIT_BITS - TEMPO_BITS);
  const int note = timeline->tempo_note ? timeline->tempo_note : meter.denominator;
  return quarter_fine * 4 / note;
}

static void jump(Timeline* timeline, int64_t position) {
  timeline->position = position;
  timeline->song_frame = divide_up(position, advance_now(timeline));
  timeline->jumped = true;
}

void timeline_set_rolling(Timeline* timeline, bool rolling) {
  timeline->rolling = rolling;
}

void timeline_set_tempo(Timeline* timeline, float bpm) {
  assert(bpm >= 8.0f && bpm <= 1000.0f);
  timeline->bpm = bpm;
}

void timeline_set_meter(Timeline* timeline, TimelineMeter meter) {
  assert(meter.numerator > 0 && meter.denominator > 0 && 64 % meter.denominator == 0);
  const TimelineBar here = timeline_bar_at(timeline, timeline->position);
  while (timeline->meter_count > 0 &&
         timeline->meters[timeline->meter_count - 1].position >= timeline->position) {
    timeline->meter_count--;
  }
  timeline->meters = grow(timeline->meters, timeline->meter_count + 1, sizeof *timeline->meters);
  timeline->meters[timeline->meter_count++] = (TimelineMeterChange){
      .bar = here.bar + (here.in_bar > 0), .position = timeline->position, .meter = meter};
}

void timeline_locate(Timeline* timeline, int64_t bar, double beat) {
  jump(timeline, timeline_position_of_bar(timeline, bar, beat));
}

static void set_loop(Timeline* timeline, int64_t start, int64_t end) {
  assert(start >= 0 && end > start);
  timeline->looping = true;
  timeline->loop_start = start;
  timeline->loop_end = end;
}

void timeline_set_loop(Timeline* timeline, double start_quarter, double end_quarter) {
  set_loop(timeline, timeline_units_of_quarters(timeline, start_quarter),
           timeline_units_of_quarters(timeline, end_quarter));
}

void timeline_set_bar_loop(Timeline* timeline, int64_t bar, double beat, int64_t end_bar,
                           double end_beat) {
  set_loop(timeline, timeline_position_of_bar(timeline, bar, beat),
           timeline_position_of_bar(timeline, end_bar, end_beat));
}

void timeline_clear_loop(Timeline* timeline) {
  timeline->looping = false;
}

// How far bar 0 would lie before the song's start if the meter of the segment had always held.
static int64_t bars_shift(const Timeline* timeline, const TimelineSegment* segment) {
  return segment->bar.bar * units_per_bar(timeline, segment->bar.meter) + segment->bar.in_bar -
         segment->position;
}

// A block may have passed over a whole stretch of another meter, so that bars count otherwise.
static bool same_segment(const Timeline* timeline, const TimelineSegment* a,
                         const TimelineSegment* b) {
  return a->rolling == b->rolling && a->advance == b->advance && a->bpm == b->bpm &&
         a->bar.meter.numerator == b->bar.meter.numerator &&
         a->bar.meter.denominator == b->bar.meter.denominator &&
         bars_shift(timeline, a) == bars_shift(timeline, b);
}

// Appends a segment if the transport is not what the newest one says. Returns whether it did.
static bool note_segment(Timeline* timeline) {
  TimelineSegment next = {.first_frame = timeline->frame,
                          .end_frame = timeline->frame,
                          .position = timeline->position,
                          .advance = timeline->rolling ? advance_now(timeline) : 0,
                          .bpm = timeline->bpm,
                          .rolling = timeline->rolling,
                          .bar = timeline_bar_at(timeline, timeline->position)};
  const TimelineSegment* last =
      timeline->segment_count ? &timeline->segments[timeline->segment_count - 1] : NULL;
  if (last && !timeline->jumped && same_segment(timeline, last, &next)) {
    return false;
  }
  next.continues = last && last->rolling && next.rolling && !timeline->jumped;
  timeline->jumped = false;
  if (last && last->first_frame == last->end_frame) { // nothing ran in it: it is replaced
    next.continues = next.continues && last->continues;
    timeline->segment_count--;
  }
  if (!timeline->segments || timeline->segment_count == timeline->segment_capacity) {
    timeline->segment_capacity = timeline->segment_capacity * 2 + 16;
    timeline->segments =
        grow(timeline->segments, timeline->segment_capacity, sizeof *timeline->segments);
  }
  timeline->segments[timeline->segment_count++] = next;
  return true;
}

uint32_t timeline_begin(Timeline* timeline, uint32_t frames, bool* changed) {
  const bool wraps = timeline->looping && timeline->rolling;
  if (wraps && timeline->position >= timeline->loop_end) {
    jump(timeline, timeline->loop_start);
  }
  *changed = note_segment(timeline);
  if (!wraps) {
    return frames;
  }
  const uint64_t left = timeline_frames_until(timeline, timeline->loop_end);
  return left < frames ? (uint32_t)left : frames;
}

void timeline_advance(Timeline* timeline, uint32_t frames) {
  assert(timeline->segments && timeline->segment_count > 0); // timeline_begin has made one
  TimelineSegment* segment = &timeline->segments[timeline->segment_count - 1];
  timeline->frame += frames;
  segment->end_frame = timeline->frame;
  timeline->position += segment->advance * (int64_t)frames;
  timeline->song_frame += segment->rolling ? (int64_t)frames : 0;
}

uint64_t timeline_frames_until(const Timeline* timeline, int64_t position) {
  if (!timeline->rolling || position <= timeline->position) {
    return 0;
  }
  return (uint64_t)divide_up(position - timeline->position, advance_now(timeline));
}

const TimelineSegment* timeline_segment_at(const Timeline* timeline, uint64_t frame) {
  for (size_t i = timeline->segment_count; i-- > 0;) {
    const TimelineSegment* segment = &timeline->segments[i];
    if (segment->first_frame <= frame) {
      return frame < segment->end_frame ? segment : NULL;
    }
  }
  return NULL;
}

int64_t timeline_position_in(const TimelineSegment* segment, uint64_t frame) {
  return segment->position + segment->advance * (int64_t)(frame - segment->first_frame);
}

// The first frame of `segment` at or after `position`, or TIMELINE_NO_FRAME. `runs_on`: the song
// rolls on behind its end, so that the frame there counts as well.
static uint64_t frame_in(const TimelineSegment* segment, int64_t position, bool runs_on) {
  if (!segment->rolling || position < segment->position) {
    return TIMELINE_NO_FRAME;
  }
  const int64_t frames = divide_up(position - segment->position, segment->advance);
  const uint64_t frame = segment->first_frame + (uint64_t)frames;
  return frame < segment->end_frame || (runs_on && frame == segment->end_frame) ? frame
                                                                                : TIMELINE_NO_FRAME;
}

// The first segment that does not end before `frame`.
static size_t segment_from(const Timeline* timeline, uint64_t frame) {
  size_t low = 0;
  size_t high = timeline->segment_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (timeline->segments[middle].end_frame < frame) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

uint64_t timeline_frame_of(const Timeline* timeline, uint64_t from, int64_t position) {
  for (size_t i = segment_from(timeline, from); i < timeline->segment_count; i++) {
    const TimelineSegment* segment = &timeline->segments[i];
    const TimelineSegment* next = i + 1 < timeline->segment_count ? segment + 1 : NULL;
    const bool runs_on = next && next->continues && next->end_frame > next->first_frame;
    const uint64_t frame = frame_in(segment, position, runs_on);
    if (frame != TIMELINE_NO_FRAME && frame >= from) {
      return frame;
    }
  }
  return TIMELINE_NO_FRAME;
}
