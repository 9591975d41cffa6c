#include "plugin/engine/ear.h"

enum {
  NOTE_OFF = 0x80,
  NOTE_ON = 0x90,
  CONTROLLER = 0xb0,
  SUSTAIN = 64, // controllers
  ALL_SOUND_OFF = 120,
  RESET_CONTROLLERS = 121,
  ALL_NOTES_OFF = 123, // as the modes after it
  PEDAL_DOWN = 64
};

void tn_ear_init(TnEar* ear) {
  *ear = (TnEar){.elsewhere = true};
}

static void end_note(void* handle, uint8_t channel, uint8_t pitch) {
  TnEar* ear = handle;
  tn_heard_release(&ear->heard, channel, pitch, ear->now);
}

static void record(TnEar* ear, const uint8_t* message, TnMeter meter) {
  const uint64_t number = ear->heard.count;
  const bool corrected = !ear->elsewhere && ear->now < ear->struck; // a host's time went back
  ear->stretch = ear->elsewhere ? number : ear->stretch;
  ear->elsewhere = false;
  ear->meter = meter;
  ear->struck = corrected ? ear->struck : ear->now;
  ear->phrase_from = number == ear->phrase ? ear->struck : ear->phrase_from;
  tn_heard_strike(&ear->heard, message[0] & 0x0f, message[1], message[2], ear->struck);
}

static void strike(TnEar* ear, const uint8_t* message, TnEarPlace place) {
  const int64_t beat = tn_meter_beat_ticks(place.meter) * TN_NUDGES_A_TICK;
  if (ear->held.count == 0 && place.now - ear->silent >= beat) {
    ear->phrase = ear->heard.count;
  }
  tn_held_strike(&ear->held, message[0] & 0x0f, message[1], (TnHeldListener){end_note, ear});
  if (place.rolls) {
    record(ear, message, place.meter);
  }
}

static void control(TnEar* ear, const uint8_t* message) {
  const TnHeldListener listener = {end_note, ear};
  const uint8_t channel = message[0] & 0x0f;
  if (message[1] == SUSTAIN) {
    tn_held_pedal(&ear->held, channel, message[2] >= PEDAL_DOWN, listener);
  } else if (message[1] == RESET_CONTROLLERS) {
    tn_held_pedal(&ear->held, channel, false, listener);
  } else if (message[1] == ALL_SOUND_OFF || message[1] >= ALL_NOTES_OFF) {
    tn_held_let_go(&ear->held, channel, listener);
  }
}

static void let_go(TnEar* ear, const uint8_t* message) {
  const int kind = message[0] & 0xf0;
  if (kind == NOTE_OFF || kind == NOTE_ON) {
    tn_held_lift(&ear->held, message[0] & 0x0f, message[1], (TnHeldListener){end_note, ear});
  } else if (kind == CONTROLLER) {
    control(ear, message);
  }
}

TnEarNews tn_ear_hear(TnEar* ear, const uint8_t* message, uint32_t size, int in_channel,
                      TnEarPlace place) {
  if (size != 3 || message[1] > 127 || message[2] > 127) {
    return TN_EAR_NOTHING;
  }
  const bool was_held = ear->held.count > 0;
  const bool struck = (message[0] & 0xf0) == NOTE_ON && message[2] > 0;
  if (struck && in_channel > 0 && (message[0] & 0x0f) != in_channel - 1) {
    return TN_EAR_NOTHING;
  }
  ear->now = place.now;
  if (struck) {
    strike(ear, message, place);
  } else {
    let_go(ear, message);
  }
  tn_latch_hear(&ear->latch, tn_held_classes(&ear->held), struck, place.now);
  if (struck || !was_held || ear->held.count > 0) {
    return struck ? TN_EAR_STRIKE : TN_EAR_NOTHING;
  }
  ear->silent = place.now;
  return TN_EAR_SILENCE;
}

void tn_ear_let_go(TnEar* ear) {
  const TnHeldListener listener = {end_note, ear};
  for (int i = 0; i < TN_HELD_CHANNELS; ++i) {
    const uint8_t channel = (uint8_t)i;
    tn_held_pedal(&ear->held, channel, false, listener);
    tn_held_let_go(&ear->held, channel, listener);
  }
  tn_latch_hear(&ear->latch, 0, false, ear->now);
  ear->silent = ear->now;
}

void tn_ear_forget(TnEar* ear, int64_t now) {
  tn_heard_release_all(&ear->heard, now);
  ear->phrase = ear->heard.count;
  ear->told = ear->heard.count;
  ear->elsewhere = true;
}

uint16_t tn_ear_chord(const TnEar* ear, bool latch, int64_t now) {
  return latch ? tn_latch_chord(&ear->latch, now) : tn_held_classes(&ear->held);
}

bool tn_ear_phrase(const TnEar* ear, TnPrompt* prompt) {
  tn_heard_prompt(&ear->heard, ear->phrase, ear->now, ear->meter, prompt);
  return prompt->count > 0;
}

void tn_ear_begin_to_learn(TnEar* ear) {
  ear->learned = ear->heard.count;
}

void tn_ear_learn(const TnEar* ear, int64_t now, TnPrompt* prompt) {
  const uint64_t first = ear->learned > ear->stretch ? ear->learned : ear->stretch;
  tn_heard_prompt(&ear->heard, first, now, ear->meter, prompt);
}

bool tn_ear_has_news(const TnEar* ear) {
  return ear->told < ear->heard.count;
}

void tn_ear_pass_over(TnEar* ear) {
  ear->told = ear->heard.count;
}

int tn_ear_tell(TnEar* ear, int64_t now, TnNote* notes, int most) {
  int count = 0;
  ear->told = tn_heard_first(&ear->heard, ear->told);
  for (; ear->told < ear->heard.count && count < most; ++ear->told) {
    TnNote note = tn_heard_note(&ear->heard, ear->told, 0, now);
    note.onset = 0;
    note.nudge = 0;
    count = tn_heard_add(notes, count, note);
  }
  return count;
}
