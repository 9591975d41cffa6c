// An output for a player, with room for so many messages, and what to expect in it.
#ifndef TN_TESTS_PLAYER_FIXTURE_H
#define TN_TESTS_PLAYER_FIXTURE_H

#include "plugin/engine/player.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum {
  CAPACITY = 512,
  NOTE_OFF = 0x80,
  NOTE_ON = 0x90,
  ALL_PARTS = 0xff,
  ANY_NUMBER = TN_MAX_VOICES + 1
};

static const TnLimits NO_LIMITS = {.high = 127};

typedef struct {
  uint32_t frame;
  uint8_t bytes[3];
} Message;

// An output with room for `room` messages.
typedef struct {
  int count;
  int room;
  Message messages[CAPACITY];
} Output;

static inline bool write_message(void* handle, uint32_t frame, const uint8_t message[3]) {
  Output* output = handle;
  if (output->count == output->room) {
    return false;
  }
  Message* next = &output->messages[output->count++];
  next->frame = frame;
  memcpy(next->bytes, message, sizeof next->bytes);
  return true;
}

static inline Output new_output(int room) {
  return (Output){.room = room};
}

static inline TnMidiSink sink_of(Output* output) {
  return (TnMidiSink){write_message, output};
}

static inline TnVoice voice(uint8_t pitch, int64_t struck, int64_t end) {
  return (TnVoice){
      .struck = struck, .end = end, .over = end, .channel = 0, .pitch = pitch, .pitched = true};
}

static inline void strike(TnPlayer* player, Output* output, uint32_t frame, TnVoice note) {
  tn_player_strike(player, sink_of(output), frame, note, 80, ANY_NUMBER);
}

static inline void key(TnPlayer* player, Output* output, uint32_t frame, int status, uint8_t pitch,
                       uint8_t velocity) {
  const uint8_t message[3] = {(uint8_t)status, pitch, velocity};
  tn_player_key(player, sink_of(output), frame, message);
}

static inline void press(TnPlayer* player, Output* output, uint32_t frame, uint8_t pitch) {
  key(player, output, frame, NOTE_ON, pitch, 90);
}

static inline void lift(TnPlayer* player, Output* output, uint32_t frame, uint8_t pitch) {
  key(player, output, frame, NOTE_OFF, pitch, 33);
}

static inline void fit_all(TnPlayer* player, Output* output, uint32_t frame) {
  tn_player_fit(player, sink_of(output), frame, &NO_LIMITS, ANY_NUMBER, ALL_PARTS);
}

static inline void assert_message(const Output* output, int index, uint32_t frame, uint8_t status,
                                  uint8_t pitch) {
  assert_true(index < output->count);
  assert_int_equal(output->messages[index].frame, frame);
  assert_int_equal(output->messages[index].bytes[0], status);
  assert_int_equal(output->messages[index].bytes[1], pitch);
}

#endif
