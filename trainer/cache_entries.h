// The entries of a cache of what MIDI files were read as: in memory, and in the cache's file.
#ifndef TN_TRAINER_CACHE_ENTRIES_H
#define TN_TRAINER_CACHE_ENTRIES_H

#include "trainer/reading.h"

// To be raised whenever a file may be read as something else than before.
enum { CACHE_ENTRIES_VERSION = 2 };

// One file, read in one way. The spans are of bytes that belong to somebody else.
typedef struct {
  Span path; // from the root, without a zero
  uint64_t roll_ticks;
  uint64_t size;    // bytes
  uint64_t seconds; // when its content last changed
  uint64_t nanoseconds;
  Span whole;   // the entry as it lies in the file
  Span reading; // see reading_take()
  bool used;    // the reading was taken from it
  bool listed;  // it is of a file of this run
} CacheEntry;

// {0} to begin with.
typedef struct {
  CacheEntry* entries; // in order of path and roll_ticks
  size_t count;
} CacheEntries;

// Whether the bytes are those of a cache, sound or not, or at least the beginning of one.
bool cache_entries_are_there(Span file);

typedef enum {
  CACHE_SOUND,
  CACHE_DAMAGED,
  CACHE_OF_ANOTHER_VERSION,
  CACHE_NO_MEMORY // to read it; nothing is known of it
} CacheState;

// Finds the entries in the bytes of a whole file. The caller frees the array in any case.
CacheState cache_entries_take(CacheEntries* entries, Span file);

// The entry with the path and roll_ticks of `key`; NULL where there is none.
CacheEntry* cache_entries_find(const CacheEntries* entries, const CacheEntry* key);

// The same file, as far as size and time tell.
bool cache_entry_is_of(const CacheEntry* entry, const CacheEntry* key);

// A file is begun, gets its entries, new ones and whole ones of another file, and is ended.
void cache_entries_begin(Sink* file);
void cache_entry_put(Sink* file, const CacheEntry* key, const Reading* reading);
void cache_entry_copy(Sink* file, const CacheEntry* entry);
void cache_entries_end(Sink* file);

#endif
