// What MIDI files were read as, kept in a file: those that have not changed need not be read again.
#ifndef TN_TRAINER_READING_CACHE_H
#define TN_TRAINER_READING_CACHE_H

#include "trainer/cache_entries.h"
#include "trainer/folder.h"

// {0}: of no file, which knows nothing and is never written.
typedef struct {
  const char* path; // not owned
  time_t opened;    // before its files were listed
  char* folder;     // that paths which do not begin with a slash are of
  uint8_t* bytes;
  CacheEntries entries; // of the bytes
} ReadingCache;

// Reads the cache at `path`, which stays the caller's; there need not be one. To be called before
// the files are listed, or one that changes meanwhile might be taken for what it was. A cache that
// is damaged, or of another version, is said to be so on stderr and counts as empty: nothing in it
// is trusted. False, with a message on stderr, where `path` holds something else, which is not to
// be lost, or memory is short. The caller frees the cache in any case.
bool reading_cache_open(ReadingCache* cache, const char* path);

// Finds what `file`, not changed since, was read as. False where that is not known. Threads may
// call it at once for different files.
bool reading_cache_find(ReadingCache* cache, const FolderFile* file, int roll_ticks,
                        Reading* reading);

// Writes the cache anew, whole or not at all, where any of the readings was not found in it. What
// it knows of other files is kept as long as they are there and have not changed. Files that
// changed a moment ago are left out: they may change again within one tick of their clock. Says on
// stderr where it cannot be written, which loses nothing.
void reading_cache_write(ReadingCache* cache, const FileList* files, const Reading* readings,
                         int roll_ticks);

void reading_cache_free(ReadingCache* cache);

#endif
