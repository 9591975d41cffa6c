// With a cache a folder is read as without, whatever has happened to the cache or to the files.
#include "tests/unit/place.h"
#include "tests/unit/smf_bytes.h"
#include "trainer/collection.h"
#include "trainer/reading_cache.h"

#include <fcntl.h>
#include <string.h>

enum { FILES = 3, LONG_AGO = 1000000000 };

static void set_time(const char* path, time_t seconds, long nanoseconds) {
  const struct timespec times[2] = {{seconds, nanoseconds}, {seconds, nanoseconds}};
  assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

// Two notes in 6/8.
static SmfBytes tune(uint8_t pitch) {
  return smf_of_track(BYTES(0, 0xFF, 0x58, 4, 6, 3, 24, 8, 0, 0x90, pitch, 64, 96, 0x80, pitch, 0,
                            1, 0x90, 60, 64, 96, 0x80, 60, 0, END_OF_TRACK));
}

static void write_tune(Place* place, const char* name, uint8_t pitch) {
  const SmfBytes file = tune(pitch);
  write_bytes(at(place, name), file.bytes, file.size);
  set_time(at(place, name), LONG_AGO, 5);
}

// Two tunes, and between them what is none.
static void fill(Place* place) {
  make_folder(place, "tunes");
  write_tune(place, "tunes/a.mid", 70);
  write_bytes(at(place, "tunes/b.mid"), BYTES('n', 'o'));
  set_time(at(place, "tunes/b.mid"), LONG_AGO, 5);
  write_tune(place, "tunes/c.mid", 72);
}

static bool read_tunes(Place* place, const char* cache, int roll_ticks, Collection* collection) {
  char folder[80];
  char file[80];
  char* paths[] = {folder};
  snprintf(folder, sizeof folder, "%s/tunes", place->root);
  snprintf(file, sizeof file, "%s/%s", place->root, cache ? cache : "");
  const ReadOptions options = {.roll_ticks = roll_ticks, .cache = cache ? file : NULL};
  return collection_read(collection, paths, 1, &options);
}

// Whether all comes out the same, the paths too.
static bool same_readings(const Collection* a, const Collection* b) {
  bool same = a->list.count == b->list.count;
  for (size_t i = 0; same && i < a->list.count; ++i) {
    Sink left = {0};
    Sink right = {0};
    reading_put(&a->readings[i], &left);
    reading_put(&b->readings[i], &right);
    const char* path = a->readings[i].piece.path;
    const char* other = b->readings[i].piece.path;
    same = left.size == right.size && memcmp(left.bytes, right.bytes, left.size) == 0 &&
           strcmp(path ? path : "", other ? other : "") == 0;
    free(left.bytes);
    free(right.bytes);
  }
  return same;
}

static void check_reads_as(Place* place, const char* cache, int roll_ticks,
                           const Collection* wanted) {
  Collection got;
  assert_true(read_tunes(place, cache, roll_ticks, &got));
  assert_true(same_readings(&got, wanted));
  collection_free(&got);
}

static size_t load(const char* path, uint8_t* bytes, size_t room) {
  FILE* file = fopen(path, "rb");
  assert_non_null(file);
  const size_t size = fread(bytes, 1, room, file);
  assert_true(size < room);
  fclose(file);
  return size;
}

static int first_pitch(const Collection* collection, size_t file) {
  assert_null(collection->readings[file].reason);
  return collection->readings[file].piece.notes[0].pitch;
}

static void check_first_pitch(Place* place, int pitch) {
  Collection got;
  assert_true(read_tunes(place, "cache", 0, &got));
  assert_int_equal(first_pitch(&got, 0), pitch);
  collection_free(&got);
}

static void a_folder_is_read_the_same_with_a_cache(void** state) {
  Place* place = *state;
  Collection plain;
  Collection roll;
  fill(place);
  assert_true(read_tunes(place, NULL, 0, &plain));
  assert_true(read_tunes(place, NULL, 48, &roll));
  assert_int_equal(plain.list.count, FILES);
  assert_int_equal(first_pitch(&plain, 0), 70);
  assert_string_equal(plain.readings[1].reason, "not a MIDI file");
  assert_false(same_readings(&plain, &roll));
  for (int time = 0; time < 3; ++time) {
    check_reads_as(place, "cache", 0, &plain);
    check_reads_as(place, "cache", 48, &roll);
  }
  collection_free(&plain);
  collection_free(&roll);
}

// The content is another, but for its time and size it is the same file.
static void only_what_changed_is_read_again(void** state) {
  Place* place = *state;
  fill(place);
  check_first_pitch(place, 70);
  write_tune(place, "tunes/a.mid", 71);
  check_first_pitch(place, 70);
  set_time(at(place, "tunes/a.mid"), LONG_AGO, 6);
  check_first_pitch(place, 71);
  write_tune(place, "tunes/a.mid", 73);
  set_time(at(place, "tunes/a.mid"), LONG_AGO, 6);
  check_first_pitch(place, 71); // learned meanwhile
  SmfBytes longer = tune(74);
  smf_put(&longer, BYTES(0));
  write_bytes(at(place, "tunes/a.mid"), longer.bytes, longer.size);
  set_time(at(place, "tunes/a.mid"), LONG_AGO, 6);
  check_first_pitch(place, 74);
}

// Which may change again without its time telling.
static void what_has_just_changed_is_not_kept(void** state) {
  Place* place = *state;
  fill(place);
  write_tune(place, "tunes/a.mid", 71);
  const time_t soon = time(NULL) + 3600; // however slow this machine is, it stays new
  set_time(at(place, "tunes/a.mid"), soon, 0);
  check_first_pitch(place, 71);
  write_tune(place, "tunes/a.mid", 72);
  set_time(at(place, "tunes/a.mid"), soon, 0);
  check_first_pitch(place, 72);
}

static void it_is_written_only_where_there_is_news(void** state) {
  Place* place = *state;
  struct stat info;
  fill(place);
  check_first_pitch(place, 70);
  set_time(at(place, "cache"), LONG_AGO, 0);
  check_first_pitch(place, 70);
  assert_int_equal(stat(at(place, "cache"), &info), 0);
  assert_int_equal(info.st_mtim.tv_sec, LONG_AGO);
  set_time(at(place, "tunes/b.mid"), LONG_AGO, 7);
  check_first_pitch(place, 70);
  assert_int_equal(stat(at(place, "cache"), &info), 0);
  assert_true(info.st_mtim.tv_sec > LONG_AGO);
}

static size_t entries_in(Place* place) {
  ReadingCache cache;
  assert_true(reading_cache_open(&cache, at(place, "cache")));
  const size_t count = cache.entries.count;
  reading_cache_free(&cache);
  return count;
}

static void other_folders_are_kept_while_they_are_there(void** state) {
  Place* place = *state;
  char other[80];
  char cache[80];
  char* paths[] = {other};
  snprintf(other, sizeof other, "%s/other", place->root);
  snprintf(cache, sizeof cache, "%s/cache", place->root);
  const ReadOptions options = {.cache = cache};
  fill(place);
  make_folder(place, "other");
  write_tune(place, "other/d.mid", 74);
  check_first_pitch(place, 70);
  Collection got;
  assert_true(collection_read(&got, paths, 1, &options));
  collection_free(&got);
  assert_int_equal(entries_in(place), FILES + 1);
  assert_int_equal(unlink(at(place, "other/d.mid")), 0);
  set_time(at(place, "tunes/c.mid"), LONG_AGO, 9);
  check_first_pitch(place, 70);
  assert_int_equal(entries_in(place), FILES);
}

static void a_cache_that_is_cut_is_made_anew(void** state) {
  Place* place = *state;
  Collection plain;
  uint8_t whole[4096];
  uint8_t anew[4096];
  fill(place);
  assert_true(read_tunes(place, NULL, 0, &plain));
  check_reads_as(place, "cache", 0, &plain);
  const size_t size = load(at(place, "cache"), whole, sizeof whole);
  for (size_t cut = 0; cut < size; cut += 1 + size / 3) {
    write_bytes(at(place, "cache"), whole, cut);
    check_reads_as(place, "cache", 0, &plain);
    assert_int_equal(load(at(place, "cache"), anew, sizeof anew), size);
    assert_memory_equal(anew, whole, size);
  }
  collection_free(&plain);
}

// Makes the cache and returns its bytes.
static size_t make_cache(Place* place, uint8_t* bytes, size_t room) {
  fill(place);
  check_first_pitch(place, 70);
  assert_int_equal(entries_in(place), FILES);
  return load(at(place, "cache"), bytes, room);
}

static void of_a_cache_cut_anywhere_nothing_is_trusted(void** state) {
  Place* place = *state;
  uint8_t whole[4096];
  const size_t size = make_cache(place, whole, sizeof whole);
  for (size_t cut = 0; cut < size; ++cut) {
    write_bytes(at(place, "cache"), whole, cut);
    assert_int_equal(entries_in(place), 0);
  }
}

// What does not begin as a cache does is refused.
static void of_a_cache_changed_anywhere_nothing_is_trusted(void** state) {
  Place* place = *state;
  uint8_t whole[4096];
  size_t refused = 0;
  const size_t size = make_cache(place, whole, sizeof whole);
  for (size_t i = 0; i < size; ++i) {
    ReadingCache cache;
    const uint8_t before = whole[i];
    whole[i] ^= (uint8_t)(1 << i % 8);
    write_bytes(at(place, "cache"), whole, size);
    refused += !reading_cache_open(&cache, at(place, "cache"));
    assert_int_equal(cache.entries.count, 0);
    reading_cache_free(&cache);
    whole[i] = before;
  }
  assert_in_range(refused, 1, 40);
}

// With its checksum right.
static void a_forged_entry_is_not_believed(void** state) {
  Place* place = *state;
  struct stat info;
  Sink sink = {0};
  TnNote notes[] = {{0, 5, 0, 60, 0, 0}}; // no velocity
  const Reading reading = {
      .notes = 1, .lasting = true, .piece = {.notes = notes, .note_count = 1, .bpm = 120}};
  fill(place);
  const char* path = at(place, "tunes/a.mid");
  assert_int_equal(stat(path, &info), 0);
  const CacheEntry key = {
      .path = {(const uint8_t*)path, (const uint8_t*)path + strlen(path)},
      .size = (uint64_t)info.st_size,
      .seconds = (uint64_t)info.st_mtim.tv_sec,
      .nanoseconds = (uint64_t)info.st_mtim.tv_nsec,
  };
  cache_entries_begin(&sink);
  cache_entry_put(&sink, &key, &reading);
  cache_entries_end(&sink);
  write_bytes(at(place, "cache"), sink.bytes, sink.size);
  free(sink.bytes);
  assert_int_equal(entries_in(place), 1);
  check_first_pitch(place, 70);
  assert_int_equal(entries_in(place), FILES);
}

static void what_is_no_cache_is_not_written_over(void** state) {
  Place* place = *state;
  uint8_t bytes[4096];
  Collection got;
  fill(place);
  write_tune(place, "precious.mid", 70);
  const size_t size = load(at(place, "precious.mid"), bytes, sizeof bytes);
  assert_false(read_tunes(place, "precious.mid", 0, &got));
  assert_int_equal(load(at(place, "precious.mid"), bytes, sizeof bytes), size);
  assert_false(read_tunes(place, "tunes", 0, &got));
}

// Fails where files are read as something else than before: then raise CACHE_ENTRIES_VERSION, and
// write here what is read now.
static void the_version_is_that_of_what_is_read(void** state) {
  Place* place = *state;
  Reading reading;
  Sink sink = {0};
  uint64_t sum = 0;
  write_tune(place, "a.mid", 70);
  assert_true(reading_of_file(at(place, "a.mid"), 0, &reading));
  reading_put(&reading, &sink);
  for (size_t i = 0; i < sink.size; ++i) {
    sum = sum * 31 + sink.bytes[i];
  }
  assert_int_equal(CACHE_ENTRIES_VERSION, 2);
  assert_true(sum == UINT64_C(0x2e11abbb2bcd600));
  reading_free(&reading);
  free(sink.bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_PLACE(a_folder_is_read_the_same_with_a_cache),
      WITH_PLACE(only_what_changed_is_read_again),
      WITH_PLACE(what_has_just_changed_is_not_kept),
      WITH_PLACE(it_is_written_only_where_there_is_news),
      WITH_PLACE(other_folders_are_kept_while_they_are_there),
      WITH_PLACE(a_cache_that_is_cut_is_made_anew),
      WITH_PLACE(of_a_cache_cut_anywhere_nothing_is_trusted),
      WITH_PLACE(of_a_cache_changed_anywhere_nothing_is_trusted),
      WITH_PLACE(a_forged_entry_is_not_believed),
      WITH_PLACE(what_is_no_cache_is_not_written_over),
      WITH_PLACE(the_version_is_that_of_what_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
