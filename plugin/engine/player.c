#include "plugin/engine/player.h"

enum { NOTE_OFF = 0x80, NOTE_ON = 0x90, RELEASE_VELOCITY = 64 };

bool tn_player_release(TnPlayer* p, TnMidiSink sink, uint32_t frame, int voice) {
  const TnVoice* v = &p->voices[voice];
  const uint8_t message[3] = {(uint8_t)(NOTE_OFF | v->channel), v->pitch, RELEASE_VELOCITY};
  if (!sink.write(sink.handle, frame, message)) {
    return false;
  }
  p->voices[voice] = p->voices[--p->count];
  return true;
}

static int find_voice(const TnPlayer* p, uint8_t channel, uint8_t pitch) {
  for (int i = 0; i < p->count; ++i) {
    if (p->voices[i].channel == channel && p->voices[i].pitch == pitch) {
      return i;
    }
  }
  return -1;
}

// Whether the pitch is free to be struck.
static bool make_way(TnPlayer* p, TnMidiSink sink, uint32_t frame, const TnVoice* next) {
  const int same = find_voice(p, next->channel, next->pitch);
  if (same >= 0 && p->voices[same].struck == next->struck) {
    if (next->end > p->voices[same].end) {
      p->voices[same].end = next->end;
    }
    return false;
  }
  if (same >= 0) {
    return tn_player_release(p, sink, frame, same);
  }
  return p->count < TN_MAX_VOICES || tn_player_release(p, sink, frame, tn_player_next_end(p));
}

void tn_player_strike(TnPlayer* p, TnMidiSink sink, uint32_t frame, TnVoice voice,
                      uint8_t velocity) {
  if (!make_way(p, sink, frame, &voice)) {
    return;
  }
  const uint8_t message[3] = {(uint8_t)(NOTE_ON | voice.channel), voice.pitch, velocity};
  if (sink.write(sink.handle, frame, message)) {
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

void tn_player_shift(TnPlayer* p, int64_t shift, bool elsewhere) {
  for (int i = 0; i < p->count; ++i) {
    p->voices[i].struck += elsewhere ? shift : 0;
    p->voices[i].end += shift;
  }
}
