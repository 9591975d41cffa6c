#include "trainer/cache_entries.h"

#include "trainer/growth.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

// The file: MAGIC, the version, the entries, each after its length, and the checksum of all before.
// All numbers are as sink_put_number() writes them.
static const char MAGIC[] = "tiento's reading of MIDI files\n";
enum { MAGIC_BYTES = sizeof MAGIC - 1, CHECKSUM_BYTES = 8 };

static bool has_checksum(Span file) {
  uint64_t sum = 0;
  for (int i = 0; i < CHECKSUM_BYTES; ++i) {
    sum |= (uint64_t)file.end[i - CHECKSUM_BYTES] << 8 * i;
  }
  return sum == bytes_hash(BYTES_HASH, file.at, span_size(file) - CHECKSUM_BYTES);
}

static int compare_entries(const void* a, const void* b) {
  const CacheEntry* x = a;
  const CacheEntry* y = b;
  const size_t left = span_size(x->path);
  const size_t right = span_size(y->path);
  const int order = memcmp(x->path.at, y->path.at, left < right ? left : right);
  if (order != 0 || left != right) {
    return order != 0 ? order : (left > right) - (left < right);
  }
  return (x->roll_ticks > y->roll_ticks) - (x->roll_ticks < y->roll_ticks);
}

static bool take_sized(Span* span, Span* part) {
  uint64_t size;
  return span_take_number(span, 0, span_size(*span), &size) && span_take(span, size, part);
}

static bool take_entry(Span* span, CacheEntry* entry) {
  *entry = (CacheEntry){.whole = {span->at, NULL}};
  Span rest;
  if (!take_sized(span, &rest)) {
    return false;
  }
  entry->whole.end = span->at;
  const bool ok = take_sized(&rest, &entry->path) &&
                  !memchr(entry->path.at, 0, span_size(entry->path)) &&
                  span_take_number(&rest, 0, INT_MAX, &entry->roll_ticks) &&
                  span_take_number(&rest, 0, UINT64_MAX, &entry->size) &&
                  span_take_number(&rest, 0, UINT64_MAX, &entry->seconds) &&
                  span_take_number(&rest, 0, UINT64_MAX, &entry->nanoseconds);
  entry->reading = rest;
  return ok;
}

static CacheState take_all(CacheEntries* entries, Span span) {
  while (span.at < span.end) {
    CacheEntry* grown = growth_room(entries->entries, entries->count, sizeof *grown);
    if (!grown) {
      return CACHE_NO_MEMORY;
    }
    entries->entries = grown;
    if (!take_entry(&span, &entries->entries[entries->count])) {
      return CACHE_DAMAGED;
    }
    ++entries->count;
  }
  if (entries->count > 0) {
    qsort(entries->entries, entries->count, sizeof *entries->entries, compare_entries);
  }
  return CACHE_SOUND;
}

bool cache_entries_are_there(Span file) {
  const size_t size = span_size(file) < MAGIC_BYTES ? span_size(file) : MAGIC_BYTES;
  return memcmp(file.at, MAGIC, size) == 0;
}

CacheState cache_entries_take(CacheEntries* entries, Span file) {
  uint64_t version;
  if (span_size(file) < MAGIC_BYTES + CHECKSUM_BYTES || !has_checksum(file)) {
    return CACHE_DAMAGED;
  }
  file = (Span){file.at + MAGIC_BYTES, file.end - CHECKSUM_BYTES};
  if (!span_take_number(&file, 0, UINT64_MAX, &version) || version != CACHE_ENTRIES_VERSION) {
    return CACHE_OF_ANOTHER_VERSION;
  }
  return take_all(entries, file);
}

CacheEntry* cache_entries_find(const CacheEntries* entries, const CacheEntry* key) {
  return entries->count == 0 ? NULL
                             : bsearch(key, entries->entries, entries->count,
                                       sizeof *entries->entries, compare_entries);
}

bool cache_entry_is_of(const CacheEntry* entry, const CacheEntry* key) {
  return entry->size == key->size && entry->seconds == key->seconds &&
         entry->nanoseconds == key->nanoseconds;
}

void cache_entries_begin(Sink* file) {
  sink_put(file, (const uint8_t*)MAGIC, MAGIC_BYTES);
  sink_put_number(file, CACHE_ENTRIES_VERSION);
}

void cache_entry_put(Sink* file, const CacheEntry* key, const Reading* reading) {
  Sink entry = {0};
  sink_put_number(&entry, span_size(key->path));
  sink_put(&entry, key->path.at, span_size(key->path));
  sink_put_number(&entry, key->roll_ticks);
  sink_put_number(&entry, key->size);
  sink_put_number(&entry, key->seconds);
  sink_put_number(&entry, key->nanoseconds);
  reading_put(reading, &entry);
  sink_put_number(file, entry.size);
  sink_put(file, entry.bytes, entry.size);
  file->failed = file->failed || entry.failed;
  free(entry.bytes);
}

void cache_entry_copy(Sink* file, const CacheEntry* entry) {
  sink_put(file, entry->whole.at, span_size(entry->whole));
}

void cache_entries_end(Sink* file) {
  if (file->failed) {
    return;
  }
  const uint64_t sum = bytes_hash(BYTES_HASH, file->bytes, file->size);
  uint8_t bytes[CHECKSUM_BYTES];
  for (int i = 0; i < CHECKSUM_BYTES; ++i) {
    bytes[i] = (uint8_t)(sum >> 8 * i);
  }
  sink_put(file, bytes, sizeof bytes);
}
