#include "trainer/collection.h"

#include "trainer/command.h"
#include "trainer/pool.h"
#include "trainer/printable.h"
#include "trainer/reading_bar.h"
#include "trainer/reading_cache.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_WORKERS = 16, FILES_A_WORKER = 32 }; // fewer files are not worth another thread

typedef struct {
  const FileList* list;
  int roll_ticks;
  ReadingCache* cache;
  Reading* readings; // of the list
  ReadingBar bar;    // the first worker's
  atomic_size_t next;
  atomic_size_t done;
  atomic_size_t skipped;
  atomic_size_t notes;
  atomic_bool failed; // a worker had no memory
} Reader;

static bool read_file(Reader* reader, const FolderFile* file, Reading* reading) {
  if (file->reason) {
    return reading_of_reason(file->reason, reading);
  }
  return reading_cache_find(reader->cache, file, reader->roll_ticks, reading) ||
         reading_of_file(file->path, reader->roll_ticks, reading);
}

static void count_reading(Reader* reader, const Reading* reading) {
  atomic_fetch_add(&reader->notes, reading->piece.note_count);
  atomic_fetch_add(&reader->skipped, reading->reason ? 1 : 0);
  atomic_fetch_add(&reader->done, 1);
}

// Takes one file after the other, until there are none or memory is short.
static void read_files(void* context, int worker) {
  Reader* reader = context;
  while (!atomic_load(&reader->failed)) {
    const size_t i = atomic_fetch_add(&reader->next, 1);
    if (i >= reader->list->count) {
      return;
    }
    if (!read_file(reader, &reader->list->files[i], &reader->readings[i])) {
      atomic_store(&reader->failed, true);
    }
    count_reading(reader, &reader->readings[i]);
    if (worker == 0) {
      reading_bar_update(&reader->bar, reader->done, reader->list->count, reader->skipped,
                         reader->notes);
    }
  }
}

static int choose_workers(size_t files) {
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  const long most = cores < 1 ? 1 : cores > MOST_WORKERS ? MOST_WORKERS : cores;
  const size_t useful = files / FILES_A_WORKER + 1;
  return useful < (size_t)most ? (int)useful : (int)most;
}

// False without memory.
static bool read_all(Reader* reader) {
  const int workers = choose_workers(reader->list->count);
  Pool* pool = workers > 1 ? pool_new(workers) : NULL;
  reading_bar_start(&reader->bar);
  if (pool) {
    pool_run(pool, read_files, reader);
  } else {
    read_files(reader, 0);
  }
  pool_free(pool);
  reading_bar_end(&reader->bar);
  return !reader->failed;
}

static bool list_files(FileList* list, char* const* paths, int path_count) {
  for (int i = 0; i < path_count; ++i) {
    if (!folder_list(list, paths[i])) {
      return false;
    }
  }
  return true;
}

static bool take_apart(Collection* collection, const char* apart) {
  FileList others = {0};
  const bool ok = folder_list(&others, apart);
  if (ok) {
    collection->apart = folder_list_remove(&collection->list, &others.seen);
  }
  folder_list_free(&others);
  if (ok && collection->apart > 0 && collection->list.count > 0) {
    printable_say(stderr, "not learned from: %zu file%s held out, as they are in %s, too",
                  collection->apart, collection->apart == 1 ? "" : "s", apart);
  }
  return ok;
}

// With the cache, which then learns of it.
static bool read_list(Collection* collection, int roll_ticks, ReadingCache* cache) {
  const FileList* list = &collection->list;
  collection->readings = calloc(list->count + 1, sizeof *collection->readings);
  Reader reader = {
      .list = list, .roll_ticks = roll_ticks, .cache = cache, .readings = collection->readings};
  if (!reader.readings || !read_all(&reader)) {
    return command_out_of_memory();
  }
  reading_cache_write(cache, list, collection->readings, roll_ticks);
  return true;
}

bool collection_read(Collection* collection, char* const* paths, int path_count,
                     const ReadOptions* options) {
  ReadingCache cache = {.path = NULL};
  *collection = (Collection){.readings = NULL};
  const bool ok = (!options->cache || reading_cache_open(&cache, options->cache)) &&
                  list_files(&collection->list, paths, path_count) &&
                  (!options->apart || take_apart(collection, options->apart)) &&
                  read_list(collection, options->roll_ticks, &cache);
  reading_cache_free(&cache);
  if (!ok) {
    collection_free(collection);
  }
  return ok;
}

size_t collection_usable(const Collection* collection) {
  size_t usable = 0;
  for (size_t i = 0; i < collection->list.count; ++i) {
    usable += collection->readings[i].reason == NULL;
  }
  return usable;
}

size_t collection_unfit(const Collection* collection) {
  size_t unfit = 0;
  for (size_t i = 0; i < collection->list.count; ++i) {
    unfit += reading_is_unfit(&collection->readings[i]);
  }
  return unfit;
}

void collection_complain(const Collection* collection, char* const* paths, int path_count) {
  const char* others = path_count > 1 ? " and the other folders" : "";
  if (collection->list.count == 0 && collection->apart > 0) {
    printable_say(stderr, "tiento: all %zu MIDI files are held out that are in %s%s",
                  collection->apart, paths[0], others);
  } else if (collection->list.count > 0) {
    printable_say(stderr, "tiento: none of %zu MIDI files can be used in %s%s",
                  collection->list.count, paths[0], others);
  } else {
    printable_say(stderr, "tiento: no MIDI file (.mid, .midi, .kar, .rmi) in %s%s", paths[0],
                  others);
  }
}

void collection_free(Collection* collection) {
  for (size_t i = 0; collection->readings && i < collection->list.count; ++i) {
    reading_free(&collection->readings[i]);
  }
  free(collection->readings);
  folder_list_free(&collection->list);
  *collection = (Collection){.readings = NULL};
}
