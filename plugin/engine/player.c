#include "plugin/engine/player.h"

#include <stddef.h>
#include <string.h>

enum {
  NOTE_OFF = 0x80,
  NOTE_ON = 0x90,
  CONTROLLER = 0xb0,
  ALL_SOUND_OFF = 120,
  ALL_NOTES_OFF = 123,
  RELEASE_VELOCITY = 64
};

static bool write_note(TnMidiSink sink, uint32_t frame, int kind, uint8_t channel, uint8_t pitch,
                       uint8_t velocity) {
  const uint8_t message[3] = {(uint8_t)(kind | channel), pitch, velocity};
  return sink.write(sink.handle, frame, message);
}

static uint8_t* find_key(TnPlayer* p, uint8_t channel, uint8_t pitch) {
  return &p->keys[channel * TN_MAX_PITCHES + pitch];
}

static int find_voice(const TnPlayer* p, uint8_t channel, uint8_t pitch) {
  for (int i = 0; i < p->count; ++i) {
    if (p->voices[i].channel == channel && p->voices[i].pitch == pitch) {
      return i;
    }
  }
  return -1;
}

static void remove_voice(TnPlayer* p, int voice) {
  p->voices[voice] = p->voices[--p->count];
}

bool tn_player_release(TnPlayer* p, TnMidiSink sink, uint32_t frame, int voice) {
  const TnVoice* v = &p->voices[voice];
  if (*find_key(p, v->channel, v->pitch) != TN_KEY_DOWN &&
      !write_note(sink, frame, NOTE_OFF, v->channel, v->pitch, RELEASE_VELOCITY)) {
    return false;
  }
  remove_voice(p, voice);
  return true;
}

// Strikes a pitch, which is released first where it sounds. Returns whether it was struck: what
// held it before holds it still. Where there was room for its release only, nothing holds it any
// more.
static bool sound(TnPlayer* p, TnMidiSink sink, uint32_t frame, uint8_t channel, uint8_t pitch,
                  uint8_t velocity) {
  uint8_t* key = find_key(p, channel, pitch);
  const int voice = find_voice(p, channel, pitch);
  const bool sounds = voice >= 0 || *key != TN_KEY_UP;
  if (sounds && !write_note(sink, frame, NOTE_OFF, channel, pitch, RELEASE_VELOCITY)) {
    return false;
  }
  const bool struck = write_note(sink, frame, NOTE_ON, channel, pitch, velocity);
  if (!struck && voice >= 0) {
    remove_voice(p, voice);
  }
  if (!struck || *key == TN_KEY_OWES) {
    *key = TN_KEY_UP;
  }
  return struck;
}

static int count_pitched(const TnPlayer* p) {
  int count = 0;
  for (int i = 0; i < p->count; ++i) {
    count += p->voices[i].pitched;
  }
  return count;
}

// Completes a unison. Returns whether it was one.
static bool join_unison(TnVoice* sounding, const TnVoice* next) {
  if (sounding->struck != next->struck) {
    return false;
  }
  if (next->end > sounding->end) {
    sounding->end = next->end;
  }
  return true;
}

static bool is_same_key(const TnVoice* a, const TnVoice* b) {
  return a->channel == b->channel && a->pitch == b->pitch;
}

// Whether a pitched voice of another key was over, by the grid, where the next one begins, and is
// released.
static bool give_way(TnPlayer* p, TnMidiSink sink, uint32_t frame, const TnVoice* next) {
  int first = -1;
  for (int i = 0; i < p->count; ++i) {
    const TnVoice* v = &p->voices[i];
    if (v->pitched && !is_same_key(v, next) && v->over <= next->struck &&
        (first < 0 || v->end < p->voices[first].end)) {
      first = i;
    }
  }
  return first >= 0 && tn_player_release(p, sink, frame, first);
}

void tn_player_strike(TnPlayer* p, TnMidiSink sink, uint32_t frame, TnVoice voice, uint8_t velocity,
                      int polyphony) {
  const int same = find_voice(p, voice.channel, voice.pitch);
  if (same >= 0 && join_unison(&p->voices[same], &voice)) {
    return;
  }
  const int others = count_pitched(p) - (same >= 0 && p->voices[same].pitched);
  if (voice.pitched && others >= polyphony && !give_way(p, sink, frame, &voice)) {
    return;
  }
  if (same < 0 && p->count == TN_MAX_VOICES &&
      !tn_player_release(p, sink, frame, tn_player_next_end(p))) {
    return;
  }
  if (sound(p, sink, frame, voice.channel, voice.pitch, velocity)) {
    const int before = find_voice(p, voice.channel, voice.pitch); // others may have gone meanwhile
    if (before >= 0) {
      remove_voice(p, before);
    }
    p->voices[p->count++] = voice;
  }
}

int tn_player_next_end(const TnPlayer* p) {
  int next = p->count > 0 ? 0 : -1;
  for (int i = 1; i < p->count; ++i) {
    const TnVoice* a = &p->voices[i];
    const TnVoice* b = &p->voices[next];
    if (a->end < b->end || (a->end == b->end && a->pitch < b->pitch)) {
      next = i;
    }
  }
  return next;
}

void tn_player_release_all(TnPlayer* p, TnMidiSink sink, uint32_t frame) {
  for (int i = p->count; i-- > 0;) {
    tn_player_release(p, sink, frame, i);
  }
}

static void let_go(TnPlayer* p, TnMidiSink sink, uint32_t frame, uint8_t channel, uint8_t pitch,
                   uint8_t velocity) {
  uint8_t* key = find_key(p, channel, pitch);
  if (*key == TN_KEY_UP) {
    return;
  }
  const bool is_over = find_voice(p, channel, pitch) >= 0 ||
                       write_note(sink, frame, NOTE_OFF, channel, pitch, velocity);
  *key = is_over ? TN_KEY_UP : TN_KEY_OWES;
}

// Lets go of all keys in one state, of `channels` channels from `first` on.
static void let_go_those(TnPlayer* p, TnMidiSink sink, uint32_t frame, TnKeyState state, int first,
                         int channels) {
  const uint8_t* key = p->keys + (ptrdiff_t)first * TN_MAX_PITCHES;
  const uint8_t* end = key + (ptrdiff_t)channels * TN_MAX_PITCHES;
  while ((key = memchr(key, (int)state, (size_t)(end - key))) != NULL) {
    const int i = (int)(key++ - p->keys);
    let_go(p, sink, frame, (uint8_t)(i / TN_MAX_PITCHES), (uint8_t)(i % TN_MAX_PITCHES),
           RELEASE_VELOCITY);
  }
}

void tn_player_let_go_keys(TnPlayer* p, TnMidiSink sink, uint32_t frame) {
  let_go_those(p, sink, frame, TN_KEY_DOWN, 0, TN_CHANNELS);
}

static bool is_older(const TnVoice* a, const TnVoice* b) {
  if (a->struck != b->struck) {
    return a->struck < b->struck;
  }
  return a->pitch != b->pitch ? a->pitch < b->pitch : a->channel < b->channel;
}

// The pitched voice that was struck first, of a chord the lowest. There is one.
static int find_oldest(const TnPlayer* p) {
  int oldest = -1;
  for (int i = 0; i < p->count; ++i) {
    const TnVoice* v = &p->voices[i];
    if (v->pitched && (oldest < 0 || is_older(v, &p->voices[oldest]))) {
      oldest = i;
    }
  }
  return oldest;
}

static bool may_sound(const TnVoice* voice, const TnLimits* limits, uint16_t parts) {
  const bool fits = !voice->pitched || tn_limits_fit(limits, voice->pitch);
  return fits && (parts >> voice->part & 1);
}

void tn_player_fit(TnPlayer* p, TnMidiSink sink, uint32_t frame, const TnLimits* limits,
                   int polyphony, uint16_t parts) {
  let_go_those(p, sink, frame, TN_KEY_OWES, 0, TN_CHANNELS);
  for (int i = p->count; i-- > 0;) {
    if (!may_sound(&p->voices[i], limits, parts)) {
      tn_player_release(p, sink, frame, i);
    }
  }
  bool has_room = true;
  while (has_room && count_pitched(p) > polyphony) {
    has_room = tn_player_release(p, sink, frame, find_oldest(p));
  }
}

void tn_player_key(TnPlayer* p, TnMidiSink sink, uint32_t frame, const uint8_t message[3]) {
  const uint8_t kind = message[0] & 0xf0;
  const uint8_t channel = message[0] & 0x0f;
  const uint8_t pitch = message[1];
  const uint8_t velocity = message[2];
  if (kind == CONTROLLER && (message[1] == ALL_SOUND_OFF || message[1] == ALL_NOTES_OFF)) {
    let_go_those(p, sink, frame, TN_KEY_DOWN, channel, 1);
  }
  if ((kind != NOTE_ON && kind != NOTE_OFF) || pitch >= TN_MAX_PITCHES || velocity > 127) {
    return;
  }
  if (kind == NOTE_OFF || velocity == 0) {
    let_go(p, sink, frame, channel, pitch, kind == NOTE_OFF ? velocity : RELEASE_VELOCITY);
  } else if (sound(p, sink, frame, channel, pitch, velocity)) {
    *find_key(p, channel, pitch) = TN_KEY_DOWN;
  }
}

void tn_player_cut(TnPlayer* p, int64_t position) {
  for (int i = 0; i < p->count; ++i) {
    TnVoice* v = &p->voices[i];
    v->end = v->end < position ? v->end : position;
    v->over = v->over < position ? v->over : position;
  }
}

void tn_player_shift(TnPlayer* p, int64_t shift, bool elsewhere) {
  for (int i = 0; i < p->count; ++i) {
    p->voices[i].struck += elsewhere ? shift : 0;
    p->voices[i].end += shift;
  }
}
