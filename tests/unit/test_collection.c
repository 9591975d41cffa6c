// Many files, by several threads: what comes out is in order, and each is what its file is.
#include "tests/unit/place.h"
#include "tests/unit/smf_bytes.h"
#include "trainer/corpus.h"

#include <string.h>

enum { FILES = 300, BROKEN_ONE_IN = 7, LEAST_NOTES = 2 };

static bool is_broken(size_t file) {
  return file % BROKEN_ONE_IN == 3;
}

static int notes_in(size_t file) {
  return LEAST_NOTES + (int)(file % 11);
}

static SmfBytes melody(int notes) {
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", (uint32_t)notes * 8 + 4);
  for (int i = 0; i < notes; ++i) {
    const uint8_t pitch = (uint8_t)(60 + i);
    smf_put(&file, BYTES(0, 0x90, pitch, 64, 48, 0x80, pitch, 0));
  }
  smf_put(&file, BYTES(END_OF_TRACK));
  return file;
}

// 000.mid and on.
static void fill(Place* place) {
  char name[16];
  for (size_t i = 0; i < FILES; ++i) {
    const SmfBytes file = melody(notes_in(i));
    snprintf(name, sizeof name, "%03zu.mid", i);
    write_bytes(at(place, name), file.bytes, is_broken(i) ? 3 : file.size);
  }
}

static const char* name_of(const char* path) {
  return strrchr(path, '/') + 1;
}

static void files_are_read_in_order_of_name(void** state) {
  Place* place = *state;
  char* paths[] = {place->root};
  Collection collection;
  fill(place);
  assert_true(collection_read(&collection, paths, 1, &(ReadOptions){0}));
  assert_int_equal(collection.list.count, FILES);
  size_t usable = 0;
  for (size_t i = 0; i < FILES; ++i) {
    const Reading* reading = &collection.readings[i];
    assert_int_equal(strtoul(name_of(collection.list.files[i].path), NULL, 10), i);
    assert_int_equal(reading->reason != NULL, is_broken(i));
    assert_int_equal(reading->notes, is_broken(i) ? 0 : notes_in(i));
    assert_int_equal(reading->piece.note_count, reading->notes);
    usable += !reading->reason;
  }
  assert_int_equal(collection_usable(&collection), usable);
  collection_free(&collection);
}

static void a_corpus_has_the_pieces_and_the_list_what_was_skipped(void** state) {
  Place* place = *state;
  char* paths[] = {place->root};
  Corpus corpus;
  SkipList skips = {0};
  size_t piece = 0;
  size_t skip = 0;
  fill(place);
  assert_true(corpus_read(&corpus, paths, 1, &(ReadOptions){0}, &skips));
  assert_int_equal(corpus.count + skips.count, FILES);
  for (size_t i = 0; i < FILES; ++i) {
    const char* path = is_broken(i) ? skips.skips[skip++].path : corpus.pieces[piece++].path;
    assert_int_equal(strtoul(name_of(path), NULL, 10), i);
  }
  assert_string_equal(skips.skips[0].reason, "not a MIDI file");
  corpus_free(&corpus);
  skip_list_free(&skips);
}

static void what_cannot_be_used_at_all_is_a_failure_with_its_reasons(void** state) {
  Place* place = *state;
  char* paths[] = {place->root};
  Corpus corpus;
  SkipList skips = {0};
  make_file(place, "empty.mid");
  assert_false(corpus_read(&corpus, paths, 1, &(ReadOptions){0}, &skips));
  assert_int_equal(skips.count, 1);
  assert_string_equal(skips.skips[0].reason, "an empty file");
  skip_list_free(&skips);
}

static void a_single_note_is_told_but_makes_no_piece(void** state) {
  Place* place = *state;
  Reading reading;
  const SmfBytes file = melody(1);
  write_bytes(at(place, "a.mid"), file.bytes, file.size);
  assert_true(reading_of_file(at(place, "a.mid"), 0, &reading));
  assert_int_equal(reading.notes, 1);
  assert_string_equal(reading.reason, "too few notes");
  assert_true(reading.lasting);
  reading_free(&reading);
  assert_true(reading_of_file(at(place, "gone.mid"), 0, &reading));
  assert_int_equal(reading.notes, 0);
  assert_non_null(reading.reason);
  assert_false(reading.lasting); // it may come
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_PLACE(files_are_read_in_order_of_name),
      WITH_PLACE(a_corpus_has_the_pieces_and_the_list_what_was_skipped),
      WITH_PLACE(what_cannot_be_used_at_all_is_a_failure_with_its_reasons),
      WITH_PLACE(a_single_note_is_told_but_makes_no_piece),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
