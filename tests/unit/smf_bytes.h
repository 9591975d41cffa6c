// Standard MIDI Files, good and bad, put together byte by byte for the tests of the readers.
#ifndef TN_TESTS_SMF_BYTES_H
#define TN_TESTS_SMF_BYTES_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The arguments `const uint8_t* bytes, size_t count` of a list of byte values.
#define BYTES(...) (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})

#define END_OF_TRACK 0x00, 0xFF, 0x2F, 0x00

typedef struct {
  uint8_t bytes[2048];
  size_t size;
} SmfBytes;

static inline void smf_put(SmfBytes* file, const uint8_t* bytes, size_t count) {
  assert(count <= sizeof file->bytes - file->size);
  memcpy(file->bytes + file->size, bytes, count);
  file->size += count;
}

static inline void smf_put_chunk_head(SmfBytes* file, const char* letters, uint32_t length) {
  smf_put(file, (const uint8_t*)letters, 4);
  smf_put(file, BYTES((uint8_t)(length >> 24), (uint8_t)(length >> 16), (uint8_t)(length >> 8),
                      (uint8_t)length));
}

static inline void smf_put_header(SmfBytes* file, uint8_t format, uint8_t tracks,
                                  uint16_t division) {
  smf_put_chunk_head(file, "MThd", 6);
  smf_put(file, BYTES(0, format, 0, tracks, (uint8_t)(division >> 8), (uint8_t)division));
}

static inline void smf_put_track(SmfBytes* file, const uint8_t* events, size_t count) {
  smf_put_chunk_head(file, "MTrk", (uint32_t)count);
  smf_put(file, events, count);
}

// A format 1 file at 96 ticks a quarter, without a track yet.
static inline SmfBytes smf_begin(void) {
  SmfBytes file = {.size = 0};
  smf_put_header(&file, 1, 1, 96);
  return file;
}

// The same with one track.
static inline SmfBytes smf_of_track(const uint8_t* events, size_t count) {
  SmfBytes file = smf_begin();
  smf_put_track(&file, events, count);
  return file;
}

#endif
