// Bytes of a file: those that are read, within their bounds, and those that are written.
#ifndef TN_TRAINER_BYTES_H
#define TN_TRAINER_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The bytes from `at` up to `end`, which belong to somebody else. Reading moves `at` on.
typedef struct {
  const uint8_t* at;
  const uint8_t* end;
} Span;

// Bytes written so far; {0} to begin with. Whoever owns the sink frees `bytes`.
typedef struct {
  uint8_t* bytes;
  size_t size;
  size_t capacity;
  bool failed; // out of memory: what came later was not written
} Sink;

size_t span_size(Span span);
// Steps over the next `count` bytes, which are left in `part`. False where there are fewer.
bool span_take(Span* span, uint64_t count, Span* part);
// Copies the next `count` bytes and moves on. False, and nothing happens, where there are fewer.
bool span_copy(Span* span, void* bytes, size_t count);
// Whether the span begins with these four letters.
bool span_starts(Span span, const char* letters);

// Numbers of the two or four bytes at `at`, all of which must be there.
uint32_t big_endian_16(const uint8_t* at);
uint32_t big_endian_32(const uint8_t* at);
uint32_t little_endian_32(const uint8_t* at);

// A number of low..high as sink_put_number() wrote it. False where the bytes are too few or the
// number is another.
bool span_take_number(Span* span, uint64_t low, uint64_t high, uint64_t* number);

// A hash of `count` bytes, from that of what came before, BYTES_HASH to begin with: FNV-1a, which
// no change of a single byte escapes.
#define BYTES_HASH 14695981039346656037U
uint64_t bytes_hash(uint64_t before, const void* bytes, size_t count);
// The same of a number at once, which is not the hash of its bytes.
uint64_t bytes_hash_number(uint64_t before, uint32_t number);

void sink_put(Sink* sink, const void* bytes, size_t count);
// Room for `count` bytes more, which the caller fills; NULL where memory is short.
uint8_t* sink_extend(Sink* sink, size_t count);
// Without its NUL.
void sink_put_text(Sink* sink, const char* text);
// Text, from a format as for printf(), without a NUL.
__attribute__((format(printf, 2, 3))) void sink_format(Sink* sink, const char* format, ...);
// As a MIDI file has numbers: seven bits a byte, the highest first; below 2^28.
void sink_put_varlen(Sink* sink, uint32_t value);
// Any number, small ones in few bytes: seven bits a byte, the lowest first.
void sink_put_number(Sink* sink, uint64_t number);
// Overwrites the four bytes at `where`, which must have been put, with a big-endian number.
void sink_set_32(Sink* sink, size_t where, uint32_t value);

#endif
