// The subset of the format that midi_clean() promises, checked byte by byte.
#ifndef TN_TESTS_CLEAN_SMF_H
#define TN_TESTS_CLEAN_SMF_H

#include "trainer/midi_clean.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline uint32_t big_endian(const uint8_t* at, size_t count) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    value = value << 8 | at[i];
  }
  return value;
}

// Checks one event of a clean track against the promised subset. Adds its delta to `tick`, moves
// `at` behind it and returns whether more may follow.
static inline bool check_event(const uint8_t* bytes, size_t* at, size_t end, int64_t* tick) {
  uint32_t delta = 0;
  size_t begin = *at;
  do {
    assert_true(*at < end && *at - begin < 4);
    delta = delta << 7 | (bytes[*at] & 0x7F);
  } while (bytes[(*at)++] & 0x80);
  *tick += delta;
  assert_true(*tick <= INT32_MAX);
  assert_true(end - *at >= 2);
  const uint8_t* event = bytes + *at;
  switch (event[0] & 0xF0) {
  case 0x80:
  case 0x90:
    *at += 3;
    assert_true(*at <= end && event[1] < 128 && event[2] < 128);
    return true;
  case 0xC0:
    *at += 2;
    assert_true(event[1] < 128);
    return true;
  default:
    assert_true(event[0] == 0xFF && end - *at >= 3);
    assert_true(event[1] == 0x2F || event[1] == 0x01 || event[1] == MIDI_CLEAN_META);
    assert_true(event[2] <= MIDI_CLEAN_TEMPO_LENGTH);
    *at += 3 + (size_t)event[2];
    assert_true(*at <= end);
    return event[1] != 0x2F;
  }
}

static inline void check_clean(const uint8_t* bytes, size_t size) {
  assert_true(size >= 14);
  assert_memory_equal(bytes, "MThd\0\0\0\6\0\1", 10);
  uint32_t tracks = big_endian(bytes + 10, 2);
  size_t at = 14;
  for (uint32_t i = 0; i < tracks; ++i) {
    assert_true(size - at >= 8);
    assert_memory_equal(bytes + at, "MTrk", 4);
    uint32_t length = big_endian(bytes + at + 4, 4);
    at += 8;
    assert_true(length <= size - at);
    size_t end = at + length;
    int64_t tick = 0;
    while (check_event(bytes, &at, end, &tick)) {
    }
    assert_true(at == end);
  }
  assert_true(at == size);
}

#endif
