#include "trainer/reading_cache.h"

#include "plugin/atomic_file.h"
#include "trainer/command.h"
#include "trainer/interrupt.h"
#include "trainer/printable.h"
#include "trainer/whole_file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  SETTLED_SECONDS = 2,     // the coarsest clock of files
  MOST_MIB = 1 << 20,      // of a cache that is read
  PATH_ROOM = 2 * PATH_MAX // bytes: a folder and a path in it
};

static void say(const char* path, const char* what) {
  printable_say(stderr, "cache %s: %s", path, what);
}

static void forget(ReadingCache* cache) {
  free(cache->entries.entries);
  free(cache->bytes);
  cache->entries = (CacheEntries){0};
  cache->bytes = NULL;
}

// False where memory is short.
static bool take_entries(ReadingCache* cache, Span file) {
  switch (cache_entries_take(&cache->entries, file)) {
  case CACHE_SOUND:
    return true;
  case CACHE_DAMAGED:
    say(cache->path, "it is damaged and is made anew");
    break;
  case CACHE_OF_ANOTHER_VERSION:
    say(cache->path, "it is of another version of tiento and is made anew");
    break;
  case CACHE_NO_MEMORY:
    return command_out_of_memory();
  }
  forget(cache);
  return true;
}

bool reading_cache_open(ReadingCache* cache, const char* path) {
  *cache = (ReadingCache){.path = path, .opened = time(NULL)};
  char folder[PATH_MAX] = "";
  cache->folder = strdup(getcwd(folder, sizeof folder) ? folder : "");
  if (!cache->folder) {
    return command_out_of_memory();
  }
  if (access(path, F_OK) != 0) {
    return errno == ENOENT || command_complain(path, strerror(errno));
  }
  char reason[256];
  size_t size;
  cache->bytes = whole_file_read(path, MOST_MIB, &size, reason, sizeof reason);
  if (!cache->bytes) {
    return command_complain(path, reason);
  }
  const Span file = {cache->bytes, cache->bytes + size};
  if (!cache_entries_are_there(file)) {
    return command_complain(path, "not a cache: it is left as it is");
  }
  return take_entries(cache, file);
}

void reading_cache_free(ReadingCache* cache) {
  forget(cache);
  free(cache->folder);
  *cache = (ReadingCache){0};
}

// ---- single files ----

// The key of `file`, whose path is written into `room`; false where that is too long, or from a
// folder that is not known.
static bool make_key(const ReadingCache* cache, const FolderFile* file, int roll_ticks,
                     char room[PATH_ROOM], CacheEntry* key) {
  const bool from_root = file->path[0] == '/';
  const int length = snprintf(room, PATH_ROOM, "%s%s%s", from_root ? "" : cache->folder,
                              from_root ? "" : "/", file->path);
  const uint8_t* path = (const uint8_t*)room;
  *key = (CacheEntry){.path = {path, path + length},
                      .roll_ticks = (uint64_t)roll_ticks,
                      .size = (uint64_t)file->size,
                      .seconds = (uint64_t)file->changed.tv_sec,
                      .nanoseconds = (uint64_t)file->changed.tv_nsec};
  return length >= 0 && length < PATH_ROOM && (from_root || cache->folder[0]);
}

bool reading_cache_find(ReadingCache* cache, const FolderFile* file, int roll_ticks,
                        Reading* reading) {
  char room[PATH_ROOM];
  CacheEntry key;
  if (!cache->path || !make_key(cache, file, roll_ticks, room, &key)) {
    return false;
  }
  CacheEntry* entry = cache_entries_find(&cache->entries, &key);
  if (!entry || !cache_entry_is_of(entry, &key)) {
    return false;
  }
  Span span = entry->reading;
  entry->used = reading_take(reading, file->path, &span);
  return entry->used;
}

// ---- to the file ----

static bool is_settled(const ReadingCache* cache, const FolderFile* file) {
  return cache->opened - file->changed.tv_sec > SETTLED_SECONDS;
}

// Returns whether that is news.
static bool put_file(ReadingCache* cache, const FolderFile* file, const Reading* reading,
                     int roll_ticks, Sink* sink) {
  char room[PATH_ROOM];
  CacheEntry key;
  if (!make_key(cache, file, roll_ticks, room, &key)) {
    return false;
  }
  CacheEntry* entry = cache_entries_find(&cache->entries, &key);
  if (entry) {
    entry->listed = true;
  }
  if (entry && entry->used) {
    cache_entry_copy(sink, entry);
    return false;
  }
  const bool kept = reading->lasting && is_settled(cache, file);
  if (kept) {
    cache_entry_put(sink, &key, reading);
  }
  return kept;
}

static bool put_files(ReadingCache* cache, const FileList* files, const Reading* readings,
                      int roll_ticks, Sink* sink) {
  bool news = false;
  for (size_t i = 0; i < files->count; ++i) {
    news |= put_file(cache, &files->files[i], &readings[i], roll_ticks, sink);
  }
  return news;
}

static bool is_still_there(const CacheEntry* entry) {
  char path[PATH_ROOM];
  struct stat info;
  const size_t length = span_size(entry->path);
  if (length >= sizeof path) {
    return false;
  }
  memcpy(path, entry->path.at, length);
  path[length] = '\0';
  if (stat(path, &info) != 0) {
    return false;
  }
  const CacheEntry now = {.size = (uint64_t)info.st_size,
                          .seconds = (uint64_t)info.st_mtim.tv_sec,
                          .nanoseconds = (uint64_t)info.st_mtim.tv_nsec};
  return cache_entry_is_of(entry, &now);
}

static void put_others(const ReadingCache* cache, Sink* sink) {
  for (size_t i = 0; i < cache->entries.count; ++i) {
    const CacheEntry* entry = &cache->entries.entries[i];
    if (!entry->listed && is_still_there(entry)) {
      cache_entry_copy(sink, entry);
    }
  }
}

// A signal meanwhile waits, and leaves nothing half-written.
static void write_bytes(const char* path, const Sink* sink) {
  char reason[256];
  const sigset_t before = interrupt_hold();
  if (!atomic_file_write(path, sink->bytes, sink->size, reason, sizeof reason)) {
    say(path, reason);
  }
  interrupt_release(before);
}

void reading_cache_write(ReadingCache* cache, const FileList* files, const Reading* readings,
                         int roll_ticks) {
  Sink sink = {0};
  if (!cache->path) {
    return;
  }
  cache_entries_begin(&sink);
  const bool news = put_files(cache, files, readings, roll_ticks, &sink);
  if (news) {
    put_others(cache, &sink);
    cache_entries_end(&sink);
  }
  if (sink.failed) {
    say(cache->path, "no memory to write it");
  } else if (news) {
    write_bytes(cache->path, &sink);
  }
  free(sink.bytes);
}
