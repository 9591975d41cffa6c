#include "plugin/engine/heard.h"

#include "plugin/engine/codec.h"
#include "plugin/engine/floor_divide.h"
#include "plugin/engine/key.h"

#include <stddef.h>
#include <string.h>

static const TnHeardNote* note_at(const TnHeard* h, uint64_t number) {
  return &h->notes[number % TN_HEARD_NOTES];
}

void tn_heard_strike(TnHeard* h, uint8_t channel, uint8_t pitch, uint8_t velocity, int64_t now) {
  h->notes[h->count++ % TN_HEARD_NOTES] = (TnHeardNote){
      .onset = now, .end = INT64_MAX, .channel = channel, .pitch = pitch, .velocity = velocity};
}

void tn_heard_release(TnHeard* h, uint8_t channel, uint8_t pitch, int64_t now) {
  const uint64_t first = tn_heard_first(h, 0);
  for (uint64_t number = h->count; number-- > first;) {
    TnHeardNote* note = &h->notes[number % TN_HEARD_NOTES];
    if (note->channel == channel && note->pitch == pitch && note->end == INT64_MAX) {
      note->end = now;
      return;
    }
  }
}

void tn_heard_release_all(TnHeard* h, int64_t now) {
  for (int i = 0; i < TN_HEARD_NOTES; ++i) {
    h->notes[i].end = h->notes[i].end == INT64_MAX ? now : h->notes[i].end;
  }
}

uint64_t tn_heard_first(const TnHeard* h, uint64_t number) {
  const uint64_t oldest = h->count > TN_HEARD_NOTES ? h->count - TN_HEARD_NOTES : 0;
  return number > oldest ? number : oldest;
}

static int64_t nearest_tick(int64_t time) {
  return tn_floor_divide(time + TN_MAX_NUDGE, TN_NUDGES_A_TICK);
}

TnNote tn_heard_note(const TnHeard* h, uint64_t number, int64_t from, int64_t now) {
  const TnHeardNote* note = note_at(h, number);
  const int64_t onset = nearest_tick(note->onset);
  const int64_t end = note->end < INT64_MAX ? note->end : now;
  const int64_t duration = nearest_tick(end) - onset;
  return (TnNote){.onset = (int32_t)(onset - from),
                  .duration = (int32_t)(duration > 0 ? duration : 1),
                  .part = note->channel == TN_DRUM_CHANNEL ? TN_PROMPT_DRUMS : 0,
                  .pitch = note->pitch,
                  .velocity = note->velocity,
                  .nudge = (int8_t)(note->onset - onset * TN_NUDGES_A_TICK)};
}

int tn_heard_add(TnNote* notes, int count, TnNote note) {
  int place = count;
  while (place > 0 && tn_codec_compare(&notes[place - 1], &note) > 0) {
    --place;
  }
  TnNote* before = place > 0 ? &notes[place - 1] : NULL;
  if (before && tn_codec_compare(before, &note) == 0) {
    before->duration = note.duration > before->duration ? note.duration : before->duration;
    return count;
  }
  memmove(&notes[place + 1], &notes[place], (size_t)(count - place) * sizeof notes[0]);
  notes[place] = note;
  return count + 1;
}

// The bar of the music that the tick nearest to `time` lies in.
static int64_t bar_of(int64_t time, TnMeter meter) {
  return tn_floor_divide(nearest_tick(time), tn_meter_bar_ticks(meter));
}

// A note is cut by the next one of its pitch, and at tick `end`.
static void cut(TnNote* notes, int count, int32_t end) {
  int32_t next[TN_MAX_PITCHES];
  for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
    next[pitch] = end;
  }
  for (int i = count; i-- > 0;) {
    TnNote* note = &notes[i];
    const int32_t most = next[note->pitch] - note->onset;
    note->duration = note->duration < most ? note->duration : most;
    next[note->pitch] = note->onset;
  }
}

void tn_heard_prompt(const TnHeard* h, uint64_t number, int64_t now, TnMeter meter,
                     TnPrompt* prompt) {
  TnNote notes[TN_HEARD_NOTES];
  const uint64_t first = tn_heard_first(h, number);
  if (first == h->count) {
    (void)tn_prompt_set(prompt, NULL, 0, 0, meter, 0);
    return;
  }
  const int64_t end = bar_of(note_at(h, h->count - 1)->onset, meter) + 1;
  const int64_t bars = end - bar_of(note_at(h, first)->onset, meter);
  const int64_t kept = bars < TN_HEARD_BARS ? bars : TN_HEARD_BARS;
  const int32_t bar_ticks = tn_meter_bar_ticks(meter);
  int count = 0;
  for (uint64_t i = first; i < h->count; ++i) {
    const TnNote note = tn_heard_note(h, i, (end - kept) * bar_ticks, now);
    count = note.onset >= 0 ? tn_heard_add(notes, count, note) : count;
  }
  const int32_t ticks = (int32_t)kept * bar_ticks;
  cut(notes, count, ticks);
  (void)tn_prompt_set(prompt, notes, count, ticks, meter,
                      tn_key_estimate(notes, (size_t)count, TN_PROMPT_DRUMS));
}
