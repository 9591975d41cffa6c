// The messages that must come out of the plugin, and on which frames, computed without it: the
// phrases are composed with a composer of the test's own, and the timeline's exact tempo map tells
// the frame of every onset and end.
#ifndef TN_TESTS_EXPECTED_NOTES_H
#define TN_TESTS_EXPECTED_NOTES_H

#include "plugin/engine/composer.h"
#include "tests/host/host.h"
#include "tests/unit/note_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PHRASE_BARS = 2, SEED = 7 };

typedef struct {
  uint64_t frame;
  uint8_t status;
  uint8_t pitch;
  uint8_t velocity; // 0 for a note-off
} Message;

typedef struct {
  Message* messages; // owned
  size_t count;
  size_t capacity;
} Messages;

static inline void add_message(Messages* list, Message message) {
  if (list->count == list->capacity) {
    list->capacity = 2 * list->capacity + 256;
    list->messages = realloc(list->messages, list->capacity * sizeof *list->messages);
    assert_non_null(list->messages);
  }
  list->messages[list->count++] = message;
}

// By frame; note-offs, whose status is the lower one, first.
static inline int compare_messages(const void* left, const void* right) {
  const Message* a = left;
  const Message* b = right;
  if (a->frame != b->frame) {
    return a->frame < b->frame ? -1 : 1;
  }
  if (a->status != b->status) {
    return a->status - b->status;
  }
  return a->pitch != b->pitch ? a->pitch - b->pitch : a->velocity - b->velocity;
}

// ---- what must come out ----

typedef struct {
  int64_t struck;     // units of the timeline, on the grid
  uint64_t end_frame; // output frame
  uint8_t channel;
  uint8_t pitch;
} Sounding;

// A stretch in which the song rolls without a jump.
typedef struct {
  const Timeline* timeline;
  const TimelineSegment* first;
  uint64_t end_frame;   // output frame, one past the last
  int64_t end_position; // units
  int64_t bar_units;
  int64_t origin; // units: where bar 0 would lie if this meter had always held
  Messages* messages;
  int count;
  Sounding sounding[256];
} Stretch;

static inline void expect_off(Stretch* stretch, int voice, uint64_t frame) {
  const Sounding* ended = &stretch->sounding[voice];
  add_message(stretch->messages,
              (Message){frame, (uint8_t)(0x80 | ended->channel), ended->pitch, 0});
  stretch->sounding[voice] = stretch->sounding[--stretch->count];
}

static inline void expect_ends(Stretch* stretch, uint64_t until) {
  for (int i = stretch->count; i-- > 0;) {
    if (stretch->sounding[i].end_frame <= until) {
      expect_off(stretch, i, stretch->sounding[i].end_frame);
    }
  }
}

// The frame of a place in this stretch, or its end if the song does not come there.
static inline uint64_t frame_in_stretch(const Stretch* stretch, int64_t position) {
  const uint64_t frame =
      timeline_frame_of(stretch->timeline, stretch->first->first_frame, position);
  return frame < stretch->end_frame ? frame : stretch->end_frame;
}

static inline int64_t later(int64_t a, int64_t b) {
  return a > b ? a : b;
}

static inline int64_t earlier(int64_t a, int64_t b) {
  return a < b ? a : b;
}

// `phrase` and `phrase_end` are places, in units. What lies on the grid in this stretch is played
// in it, if need be where it begins; so is what is nudged into it.
static inline void expect_note(Stretch* stretch, int64_t phrase, int64_t phrase_end,
                               const TnNote* note, bool is_drum) {
  const int64_t tick = timeline_units_of_tick(stretch->timeline, 1);
  const int64_t on_grid = phrase + note->onset * tick;
  const int64_t onset = on_grid + note->nudge * (tick / TN_NUDGES_A_TICK);
  const int64_t end = earlier(onset + note->duration * tick, phrase_end);
  const uint64_t frame = frame_in_stretch(stretch, later(onset, stretch->first->position));
  if (later(onset, on_grid) < stretch->first->position || frame == stretch->end_frame) {
    return;
  }
  Sounding next = {on_grid, frame_in_stretch(stretch, end), is_drum ? 9 : 0, note->pitch};
  expect_ends(stretch, frame);
  for (int i = 0; i < stretch->count; i++) {
    Sounding* other = &stretch->sounding[i];
    if (other->pitch != next.pitch || other->channel != next.channel) {
      continue;
    }
    if (other->struck == on_grid) { // two parts in unison: one note, as long as the longer
      other->end_frame = next.end_frame > other->end_frame ? next.end_frame : other->end_frame;
      return;
    }
    expect_off(stretch, i, frame);
    break;
  }
  assert_true(stretch->count < 64); // else one would have to give way
  stretch->sounding[stretch->count++] = next;
  add_message(stretch->messages,
              (Message){frame, (uint8_t)(0x90 | next.channel), next.pitch, note->velocity});
}

static inline void expect_phrase(Stretch* stretch, TnComposer* composer, const TnBrief* brief,
                                 int64_t bar) {
  const TimelineMeter meter = stretch->first->bar.meter;
  TnPhrase* phrase = tn_composer_phrase(
      composer, bar, (TnMeter){0, (uint8_t)meter.numerator, (uint8_t)meter.denominator}, brief);
  while (!phrase->complete) {
    tn_composer_step(composer, phrase, brief);
  }
  qsort(phrase->notes, (size_t)phrase->count, sizeof *phrase->notes, compare_sounding);
  for (int i = 0; i < phrase->count; i++) {
    const TnNote* note = &phrase->notes[i];
    const int64_t begin = stretch->origin + bar * stretch->bar_units;
    expect_note(stretch, begin, begin + PHRASE_BARS * stretch->bar_units, note,
                note->part == composer->model->vocabulary.drum_part);
  }
}

static inline void expect_stretch(Stretch* stretch, TnComposer* composer, const TnBrief* brief) {
  const TimelineBar place = stretch->first->bar;
  stretch->bar_units =
      timeline_units_per_beat(stretch->timeline, place.meter) * place.meter.numerator;
  stretch->origin = stretch->first->position - place.in_bar - place.bar * stretch->bar_units;
  int64_t bar = place.bar / PHRASE_BARS * PHRASE_BARS;
  while (stretch->origin + bar * stretch->bar_units < stretch->end_position) {
    expect_phrase(stretch, composer, brief, bar);
    bar += PHRASE_BARS;
  }
  expect_ends(stretch, stretch->end_frame);
  assert_int_equal(stretch->count, 0);
}

static inline bool goes_on(const TimelineSegment* before, const TimelineSegment* after) {
  return after->continues && after->bar.meter.numerator == before->bar.meter.numerator &&
         after->bar.meter.denominator == before->bar.meter.denominator;
}

// All messages that must have come from output frame `from` on.
static inline Messages expected_messages(const Host* host, uint64_t from, TnComposer* composer) {
  const TnBrief brief = {.settings = {.sampling = {.temperature = host_get(host, "temperature"),
                                                   .top_p = host_get(host, "top_p")},
                                      .seed = SEED,
                                      .bars = PHRASE_BARS,
                                      .key = (uint8_t)host_get(host, "key")}};
  const Timeline* timeline = host_timeline(host);
  Messages messages = {.count = 0};
  size_t i = 0;
  while (i < timeline->segment_count) {
    const TimelineSegment* first = &timeline->segments[i];
    const TimelineSegment* last = first;
    for (++i; i < timeline->segment_count && goes_on(last, last + 1); ++i) {
      ++last;
    }
    if (first->rolling && first->first_frame >= from) {
      Stretch stretch = {.timeline = timeline,
                         .first = first,
                         .end_frame = last->end_frame,
                         .end_position = timeline_position_in(last, last->end_frame),
                         .messages = &messages};
      expect_stretch(&stretch, composer, &brief);
    }
  }
  qsort(messages.messages, messages.count, sizeof *messages.messages, compare_messages);
  return messages;
}

#endif
