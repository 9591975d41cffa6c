#include "plugin/engine/ear.h"

#include "plugin/engine/codec.h"
#include "plugin/engine/key.h"

#include <stddef.h>

enum {
  NOTE_OFF = 0x80,
  NOTE_ON = 0x90,
  CONTROLLER = 0xb0,
  SUSTAIN = 64,
  ALL_SOUND_OFF = 120,
  ALL_NOTES_OFF = 123,
  MOST_BARS = 16 // of a prompt
};

void tn_ear_init(TnEar* ear) {
  *ear = (TnEar){0};
}

static TnEarNote* note_at(TnEar* ear, uint64_t number) {
  return &ear->notes[number % TN_EAR_NOTES];
}

static uint64_t oldest(const TnEar* ear) {
  return ear->count > TN_EAR_NOTES ? ear->count - TN_EAR_NOTES : 0;
}

// Ends the note, which is among those played last, if it is kept still.
static void end_note(void* handle, uint8_t channel, uint8_t pitch) {
  TnEar* ear = handle;
  ear->released = ear->now;
  for (uint64_t number = ear->count; number-- > oldest(ear);) {
    TnEarNote* note = note_at(ear, number);
    if (note->channel == channel && note->pitch == pitch && note->end == INT64_MAX) {
      note->end = ear->now > note->onset ? ear->now : note->onset + 1;
      return;
    }
  }
}

static void strike(TnEar* ear, const uint8_t* message, int64_t beat, bool rolls) {
  const uint8_t channel = message[0] & 0x0f;
  if (ear->held.count == 0 && ear->now - ear->released >= beat) {
    ear->phrase = ear->count;
  }
  tn_held_strike(&ear->held, channel, message[1], (TnHeldListener){end_note, ear});
  if (rolls) {
    *note_at(ear, ear->count++) = (TnEarNote){.onset = ear->now,
                                              .end = INT64_MAX,
                                              .channel = channel,
                                              .pitch = message[1],
                                              .velocity = message[2]};
  }
}

static void control(TnEar* ear, const uint8_t* message) {
  const TnHeldListener listener = {end_note, ear};
  const uint8_t channel = message[0] & 0x0f;
  if (message[1] == SUSTAIN) {
    tn_held_pedal(&ear->held, channel, message[2] >= 64, listener);
  } else if (message[1] == ALL_SOUND_OFF || message[1] == ALL_NOTES_OFF) {
    tn_held_let_go(&ear->held, channel, listener);
  }
}

static bool is_well_formed(const uint8_t* message, uint32_t size) {
  return size == 3 && message[1] < 128 && message[2] < 128;
}

void tn_ear_hear(TnEar* ear, const uint8_t* message, uint32_t size, int in_channel, int64_t now,
                 int64_t beat, bool rolls) {
  if (!is_well_formed(message, size) || (in_channel > 0 && (message[0] & 0x0f) != in_channel - 1)) {
    return;
  }
  const int kind = message[0] & 0xf0;
  ear->now = now;
  if (kind == NOTE_ON && message[2] > 0) {
    strike(ear, message, beat, rolls);
  } else if (kind == NOTE_OFF || kind == NOTE_ON) {
    tn_held_lift(&ear->held, message[0] & 0x0f, message[1], (TnHeldListener){end_note, ear});
  } else if (kind == CONTROLLER) {
    control(ear, message);
  }
}

void tn_ear_forget(TnEar* ear) {
  for (uint64_t number = oldest(ear); number < ear->count; ++number) {
    TnEarNote* note = note_at(ear, number); // what is held on is of no phrase
    note->end = note->end == INT64_MAX ? note->onset + 1 : note->end;
  }
  ear->phrase = ear->count;
  ear->learned = ear->count;
  ear->told = ear->count;
  ear->now = 0;
  ear->released = 0;
}

bool tn_ear_is_silent(const TnEar* ear) {
  return ear->held.count == 0 && ear->phrase < ear->count;
}

static int64_t floor_divide(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// To the nearest tick of the grid, and what is left as its nudge.
static TnNote quantise(const TnEarNote* heard, int64_t now, int64_t from) {
  const int64_t tick = floor_divide(heard->onset + TN_MAX_NUDGE, TN_NUDGES_A_TICK);
  const int64_t end = heard->end == INT64_MAX ? now : heard->end;
  const int64_t ticks = (end - heard->onset + TN_MAX_NUDGE) / TN_NUDGES_A_TICK;
  return (TnNote){.onset = (int32_t)(tick - from),
                  .duration = (int32_t)(ticks > 1 ? ticks : 1),
                  .pitch = heard->pitch,
                  .velocity = heard->velocity,
                  .nudge = (int8_t)(heard->onset - tick * TN_NUDGES_A_TICK)};
}

// Puts the note into its place among the `count` before it, unless the same is there. Returns how
// many there are.
static int insert(TnNote* notes, int count, TnNote note) {
  int place = count;
  while (place > 0 && tn_codec_compare(&note, &notes[place - 1]) < 0) {
    --place;
  }
  const TnNote* before = place > 0 ? &notes[place - 1] : NULL;
  if (before && before->onset == note.onset && before->pitch == note.pitch) {
    return count;
  }
  for (int i = count; i > place; --i) {
    notes[i] = notes[i - 1];
  }
  notes[place] = note;
  return count + 1;
}

// The notes from a number on, between bar lines of the meter. Returns how many bars they take.
static int make_prompt(const TnEar* ear, uint64_t first, TnMeter meter, TnPrompt* prompt) {
  const int64_t bar = tn_meter_bar_ticks(meter);
  int64_t end = INT64_MIN;
  int64_t begin = INT64_MAX;
  first = first > oldest(ear) ? first : oldest(ear);
  for (uint64_t number = first; number < ear->count; ++number) {
    const TnEarNote* heard = &ear->notes[number % TN_EAR_NOTES];
    const TnNote note = quantise(heard, ear->now, 0);
    begin = note.onset < begin ? note.onset : begin;
    end = note.onset + note.duration > end ? note.onset + note.duration : end;
  }
  if (first == ear->count) {
    (void)tn_prompt_set(prompt, NULL, 0, 0, meter, 0);
    return 0;
  }
  const int64_t bars = (end - floor_divide(begin, bar) * bar + bar - 1) / bar;
  const int64_t kept = bars < MOST_BARS ? bars : MOST_BARS;
  const int64_t from = (floor_divide(begin, bar) + bars - kept) * bar;
  TnNote notes[TN_EAR_NOTES];
  int count = 0;
  for (uint64_t number = first; number < ear->count; ++number) {
    const TnNote note = quantise(&ear->notes[number % TN_EAR_NOTES], ear->now, from);
    count = note.onset >= 0 ? insert(notes, count, note) : count;
  }
  (void)tn_prompt_set(prompt, notes, count, (int32_t)(kept * bar), meter,
                      tn_key_estimate(notes, (size_t)count, -1));
  return (int)bars;
}

int tn_ear_phrase(const TnEar* ear, TnMeter meter, TnPrompt* prompt) {
  return make_prompt(ear, ear->phrase, meter, prompt);
}

void tn_ear_begin_to_learn(TnEar* ear) {
  ear->learned = ear->count;
}

void tn_ear_learn(const TnEar* ear, TnMeter meter, TnPrompt* prompt) {
  (void)make_prompt(ear, ear->learned, meter, prompt);
}

bool tn_ear_has_news(const TnEar* ear) {
  return ear->told < ear->count;
}

void tn_ear_pass_over(TnEar* ear) {
  ear->told = ear->count;
}

int tn_ear_tell(TnEar* ear, int64_t now, TnNote* notes, int most) {
  int count = 0;
  ear->told = ear->told > oldest(ear) ? ear->told : oldest(ear);
  for (; ear->told < ear->count && count < most; ++ear->told) {
    const TnNote note = quantise(note_at(ear, ear->told), now, 0);
    int place = count++;
    for (; place > 0 && notes[place - 1].pitch < note.pitch; --place) {
      notes[place] = notes[place - 1];
    }
    notes[place] = note;
    notes[place].onset = 0;
    notes[place].nudge = 0;
  }
  return count;
}
