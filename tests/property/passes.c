#include "tests/property/passes.h"

#include <stdlib.h>

enum {
  BEAT_PARTS = 1920, // in which hosts round a place
  TEMPO_UNITS =
      16, // a frame: those of slower songs than are promised may be no whole number of them
  DRIFT_PARTS = 12 // of a beat: by less a host's ramp of the tempo may differ from the plugin's
};

static void* grown(void* memory, size_t count, size_t* capacity, size_t size) {
  if (count < *capacity) {
    return memory;
  }
  *capacity = 2 * *capacity + 64;
  void* larger = realloc(memory, *capacity * size);
  if (!larger) {
    abort();
  }
  return larger;
}

void passes_free(Passes* passes) {
  free(passes->passes);
  free(passes->situations);
}

int64_t passes_bar_units(const Passes* passes, const Situation* situation) {
  return timeline_units_per_beat(passes->timeline, situation->meter) * situation->meter.numerator;
}

int64_t passes_bar_at(const Passes* passes, const Situation* situation, int64_t place) {
  const int64_t bar_units = passes_bar_units(passes, situation);
  return place / bar_units - (place % bar_units < 0 ? 1 : 0);
}

static int64_t phrase_end_after(const Passes* passes, const Situation* situation, int64_t place) {
  const int64_t bar = situation_phrase_bar(situation, passes_bar_at(passes, situation, place));
  return (bar + situation_phrase_bars(situation)) * passes_bar_units(passes, situation);
}

// Returns its index.
static size_t note_situation(Passes* passes, const Situation* situation) {
  const size_t count = passes->situation_count;
  if (count > 0 && situation_equal(&passes->situations[count - 1], situation)) {
    return count - 1;
  }
  passes->situations =
      grown(passes->situations, count, &passes->situation_capacity, sizeof *situation);
  passes->situations[count] = *situation;
  return passes->situation_count++;
}

// Place minus song position.
static int64_t shift_of(const Passes* passes, const Piece* piece, const Situation* situation) {
  const TimelineSegment* segment = piece->segment;
  return segment->bar.bar * passes_bar_units(passes, situation) + segment->bar.in_bar -
         segment->position;
}

static bool meters_equal(TimelineMeter a, TimelineMeter b) {
  return a.numerator == b.numerator && a.denominator == b.denominator;
}

// Whether the piece does not go on where the pass before is. Another meter counts its bars anew.
static bool is_elsewhere(const Passes* passes, const Piece* piece, const Situation* situation) {
  const Pass* last = &passes->passes[passes->count - 1];
  const TimelineSegment* segment = piece->segment;
  return (segment->first_frame == piece->first && !segment->continues) ||
         !meters_equal(passes->situations[last->situation].meter, situation->meter) ||
         last->shift != shift_of(passes, piece, situation);
}

// After a jump the plugin knows the place only as well as hosts tell it, in parts of a beat; a
// small one it may take for drift. From there on it counts by itself.
static void follow(Passes* passes, const Piece* piece, const Situation* situation) {
  const TimelineSegment* segment = piece->segment;
  const int64_t place =
      timeline_position_in(segment, piece->first) + shift_of(passes, piece, situation);
  const int64_t beat = timeline_units_per_beat(passes->timeline, situation->meter);
  const int64_t away = place - passes->next_place;
  const bool same_meter = meters_equal(situation->meter, passes->meter);
  passes->drifts = same_meter && away != 0 && llabs(away) < beat / DRIFT_PARTS;
  if (away != 0 || !same_meter) {
    passes->is_exact = place % (beat / BEAT_PARTS) == 0 && !passes->drifts;
  }
  passes->is_exact = passes->is_exact && segment->advance % TEMPO_UNITS == 0;
  passes->meter = situation->meter;
  passes->next_place = place + segment->advance * piece->frames;
}

static Pass* begin(Passes* passes, const Piece* piece, size_t situation) {
  passes->passes = grown(passes->passes, passes->count, &passes->capacity, sizeof(Pass));
  Pass* pass = &passes->passes[passes->count++];
  *pass = (Pass){.first = piece->first,
                 .end = piece->first,
                 .freewheels = piece->freewheels,
                 .situation = situation};
  return pass;
}

static void forget_inexact(const Passes* passes, Pass* pass) {
  pass->from = passes->is_exact ? pass->from : INT64_MAX;
}

static void join(Passes* passes, const Piece* piece, size_t situation) {
  Pass* pass = begin(passes, piece, situation);
  const Situation* now = &passes->situations[situation];
  pass->may_wait = true;
  pass->shift = shift_of(passes, piece, now);
  pass->from = timeline_position_in(piece->segment, piece->first) + pass->shift;
  passes->plays = true;
  passes->heard = pass->from - 1;
  passes->phrase_end = phrase_end_after(passes, now, pass->from);
  forget_inexact(passes, pass);
}

// Whether what was not known long before the pass began may not be known yet at its end.
static bool is_short(const Passes* passes, const Pass* pass) {
  return pass->end < pass->first + passes->timeline->rate;
}

// `before`: the pass that ends here.
static void go_on(Passes* passes, const Piece* piece, size_t situation, Pass before) {
  Pass* pass = begin(passes, piece, situation);
  const int64_t next = passes->heard + 1;
  const bool goes_on = situation_goes_on(&passes->situations[situation]);
  pass->shift = before.shift;
  if (situation_is_elsewhere(&passes->situations[before.situation],
                             &passes->situations[situation])) {
    passes->phrase_end = phrase_end_after(passes, &passes->situations[situation], passes->heard);
  }
  pass->from = goes_on ? INT64_MAX : passes->phrase_end;
  pass->may_wait = true;
  if (situation == before.situation) {
    pass->from = before.from > next ? before.from : next;
    pass->may_wait = before.from > next || (before.may_wait && is_short(passes, &before));
  }
  forget_inexact(passes, pass);
}

static void extend(Passes* passes, const Piece* piece, const Situation* situation) {
  Pass* pass = &passes->passes[passes->count - 1];
  pass->freewheels = pass->freewheels && piece->freewheels;
  if (piece->frames == 0) {
    return;
  }
  pass->end = piece->first + piece->frames;
  passes->heard = timeline_position_in(piece->segment, pass->end - 1) + pass->shift;
  if (passes->heard >= passes->phrase_end) {
    passes->phrase_end = phrase_end_after(passes, situation, passes->heard);
  }
}

void passes_add(Passes* passes, const Piece* piece, const Situation* situation) {
  const bool was_playing = passes->plays;
  const Pass before = was_playing ? passes->passes[passes->count - 1] : (Pass){0};
  const size_t now = note_situation(passes, situation);
  follow(passes, piece, situation);
  const bool is_heard = piece->is_heard && piece->segment->rolling;
  const bool left = !is_heard || !was_playing || is_elsewhere(passes, piece, situation);
  const bool jumped = left || piece->breaks;
  passes->jumped = left && (!is_heard || !was_playing || !passes->drifts);
  if (was_playing && (jumped || piece->cuts)) {
    passes->passes[passes->count - 1].ends_all = !passes->drifts;
  }
  if (!is_heard) {
    passes->plays = false;
    return;
  }
  if (jumped) {
    join(passes, piece, now);
  } else if (piece->cuts || now != before.situation) {
    go_on(passes, piece, now, before);
  }
  extend(passes, piece, situation);
}
