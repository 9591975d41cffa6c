#include "trainer/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t span_size(Span span) {
  return (size_t)(span.end - span.at);
}

bool span_starts(Span span, const char* letters) {
  return span_size(span) >= 4 && memcmp(span.at, letters, 4) == 0;
}

bool span_take(Span* span, uint64_t count, Span* part) {
  if (count > span_size(*span)) {
    return false;
  }
  *part = (Span){span->at, span->at + count};
  span->at += count;
  return true;
}

bool span_copy(Span* span, void* bytes, size_t count) {
  Span part;
  if (!span_take(span, count, &part)) {
    return false;
  }
  if (count > 0) {
    memcpy(bytes, part.at, count);
  }
  return true;
}

bool span_take_number(Span* span, uint64_t low, uint64_t high, uint64_t* number) {
  *number = 0;
  for (unsigned shift = 0; shift < 64 && span->at < span->end; shift += 7) {
    const uint8_t byte = *span->at++;
    *number |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) {
      return *number >= low && *number <= high;
    }
  }
  return false;
}

uint32_t big_endian_16(const uint8_t* at) {
  return (uint32_t)at[0] << 8 | at[1];
}

uint32_t big_endian_32(const uint8_t* at) {
  return big_endian_16(at) << 16 | big_endian_16(at + 2);
}

uint32_t little_endian_32(const uint8_t* at) {
  return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

uint64_t bytes_hash_number(uint64_t before, uint32_t number) {
  return (before ^ number) * 1099511628211U;
}

uint64_t bytes_hash(uint64_t before, const void* bytes, size_t count) {
  const uint8_t* at = bytes;
  uint64_t hash = before;
  for (size_t i = 0; i < count; ++i) {
    hash = bytes_hash_number(hash, at[i]);
  }
  return hash;
}

static bool sink_reserve(Sink* sink, size_t count) {
  if (sink->failed) {
    return false;
  }
  if (sink->capacity - sink->size >= count) {
    return true;
  }
  size_t capacity = sink->capacity * 2 + count + 1024;
  uint8_t* bytes = realloc(sink->bytes, capacity);
  if (!bytes) {
    sink->failed = true;
    return false;
  }
  sink->bytes = bytes;
  sink->capacity = capacity;
  return true;
}

uint8_t* sink_extend(Sink* sink, size_t count) {
  if (!sink_reserve(sink, count)) {
    return NULL;
  }
  sink->size += count;
  return sink->bytes + sink->size - count;
}

void sink_put(Sink* sink, const void* bytes, size_t count) {
  uint8_t* room = count > 0 ? sink_extend(sink, count) : NULL;
  if (room) {
    memcpy(room, bytes, count);
  }
}

void sink_put_text(Sink* sink, const char* text) {
  sink_put(sink, (const uint8_t*)text, strlen(text));
}

void sink_format(Sink* sink, const char* format, ...) {
  va_list list;
  va_start(list, format);
  const int length = vsnprintf(NULL, 0, format, list);
  va_end(list);
  if (length < 0 || !sink_reserve(sink, (size_t)length + 1)) {
    sink->failed = true;
    return;
  }
  va_start(list, format);
  vsnprintf((char*)sink->bytes + sink->size, (size_t)length + 1, format, list);
  va_end(list);
  sink->size += (size_t)length;
}

void sink_put_varlen(Sink* sink, uint32_t value) {
  for (unsigned shift = 21; shift > 0; shift -= 7) {
    if (value >> shift) {
      sink_put(sink, &(uint8_t){(uint8_t)(0x80 | (value >> shift & 0x7F))}, 1);
    }
  }
  sink_put(sink, &(uint8_t){(uint8_t)(value & 0x7F)}, 1);
}

void sink_put_number(Sink* sink, uint64_t number) {
  uint8_t bytes[10];
  size_t count = 0;
  for (; number >= 0x80; number >>= 7) {
    bytes[count++] = (uint8_t)(0x80 | (number & 0x7F));
  }
  bytes[count++] = (uint8_t)number;
  sink_put(sink, bytes, count);
}

void sink_set_32(Sink* sink, size_t where, uint32_t value) {
  if (!sink->failed) {
    const uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                              (uint8_t)value};
    memcpy(sink->bytes + where, bytes, sizeof bytes);
  }
}
