// What a window is told: when, in what form, and what it may miss.
#include "plugin/notifier.h"

#include "tests/unit/uri_table.h"

#include <lv2/atom/util.h>
#include <stdlib.h>

enum { CAPACITY = 8192, RATE = 48000, FRAMES = 256, MOST_INTS = 256, BARS = 250 };

typedef struct {
  UriTable table;
  Urids urids;
  Notifier notifier;
  TnPlayed played;
  TnOdds odds;
  News news;
  int32_t locks[BARS];
  uint32_t capacity; // of the port
  union {
    LV2_Atom_Sequence sequence;
    _Alignas(8) uint8_t bytes[CAPACITY];
  } port;
} Fixture;

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  urids_map(&f->urids, &(LV2_URID_Map){&f->table, uri_table_map});
  f->news = (News){.style = "/a style",
                   .message = "",
                   .locks = f->locks,
                   .played = &f->played,
                   .odds = &f->odds};
  f->capacity = CAPACITY;
  for (int32_t i = 0; i < BARS; i++) {
    f->locks[i] = 3 * i;
  }
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  free(*state);
  return 0;
}

static void run_frames(Fixture* f, uint32_t frames) {
  f->port.sequence.atom.size = f->capacity - (uint32_t)sizeof(LV2_Atom);
  Output output = output_begin(&f->urids, &f->port.sequence);
  notifier_run(&f->notifier, &output, &f->news, frames, RATE);
}

static void run(Fixture* f) {
  run_frames(f, FRAMES);
}

typedef struct {
  int64_t number;
  const LV2_Atom* value;
} Message;

// The message about `property` of that index in the block; its value is NULL where there is none.
static Message find(Fixture* f, LV2_URID property, int index) {
  Message found = {.value = NULL};
  LV2_ATOM_SEQUENCE_FOREACH(&f->port.sequence, event) {
    const LV2_Atom* key = NULL;
    const LV2_Atom* number = NULL;
    const LV2_Atom* value = NULL;
    lv2_atom_object_get((const LV2_Atom_Object*)&event->body, f->urids.patch_property, &key,
                        f->urids.number, &number, f->urids.patch_value, &value, 0);
    assert_true(key && number && value);
    const LV2_URID told = ((const LV2_Atom_URID*)key)->body;
    assert_true(told == f->urids.style ||
                sizeof *event + event->body.size <= (size_t)TN_MESSAGE_BYTES);
    if (told == property && index-- == 0) {
      found = (Message){((const LV2_Atom_Long*)number)->body, value};
    }
  }
  return found;
}

static int count_messages(Fixture* f, LV2_URID property) {
  int count = 0;
  while (find(f, property, count).value) {
    count++;
  }
  return count;
}

// The numbers of a message that is there; their count.
static int read_ints(Fixture* f, LV2_URID property, int index, int32_t ints[MOST_INTS]) {
  const Message message = find(f, property, index);
  assert_non_null(message.value);
  assert_int_equal(message.value->type, f->urids.atom_vector);
  const LV2_Atom_Vector* vector = (const LV2_Atom_Vector*)message.value;
  assert_int_equal(vector->body.child_type, f->urids.atom_int);
  assert_int_equal(vector->body.child_size, sizeof(int32_t));
  const uint32_t bytes = vector->atom.size - (uint32_t)sizeof vector->body;
  assert_true(bytes <= MOST_INTS * sizeof(int32_t));
  memcpy(ints, vector + 1, bytes);
  return (int)(bytes / sizeof(int32_t));
}

static void play(Fixture* f, int notes) {
  for (int i = 0; i < notes; i++) {
    const int64_t number = (int64_t)f->played.count;
    tn_played_add(
        &f->played, 10 * number,
        (TnPlayedNote){.velocity = (uint8_t)(number % 128), .part = 3, .pitch = 60, .channel = 9});
  }
}

static void test_nothing_is_told_that_nobody_asked_for(void** state) {
  Fixture* f = *state;
  play(f, 10);
  f->news.playhead[TN_PLAYHEAD_TEMPO] = 120000;
  f->news.locks_version = 7;
  run(f);
  assert_int_equal(f->port.sequence.atom.size, sizeof(LV2_Atom_Sequence_Body));
}

static void test_a_window_is_told_everything(void** state) {
  Fixture* f = *state;
  int32_t ints[MOST_INTS];
  play(f, 3);
  f->news.lock_count = 2;
  f->news.playhead[TN_PLAYHEAD_PLACE] = 1920;
  f->news.playhead[TN_PLAYHEAD_BEATS] = 6;
  notifier_ask(&f->notifier, 0);
  run(f);
  assert_string_equal((const char*)(find(f, f->urids.style, 0).value + 1), "/a style");
  assert_string_equal((const char*)(find(f, f->urids.message, 0).value + 1), "");
  assert_int_equal(read_ints(f, f->urids.playhead, 0, ints), TN_PLAYHEAD_INTS);
  assert_memory_equal(ints, f->news.playhead, sizeof f->news.playhead);
  assert_int_equal(read_ints(f, f->urids.locks, 0, ints), TN_LIST_INTS + 2);
  assert_int_equal(ints[TN_LIST_COUNT], 2);
  assert_int_equal(ints[TN_LIST_BEFORE], 0);
  assert_int_equal(ints[TN_LIST_INTS + 1], 3);
  assert_int_equal(read_ints(f, f->urids.notes, 0, ints), 3 * TN_NOTE_INTS);
  const int32_t* last = ints + 2 * TN_NOTE_INTS;
  assert_int_equal(last[TN_NOTE_PLACE], 20);
  assert_int_equal(last[TN_NOTE_VELOCITY], 2);
  assert_int_equal(last[TN_NOTE_PART], 3);
  assert_int_equal(last[TN_NOTE_PITCH], 60);
  assert_int_equal(last[TN_NOTE_CHANNEL], 9);
  run(f);
  assert_int_equal(f->port.sequence.atom.size, sizeof(LV2_Atom_Sequence_Body)); // once
}

// Every message but those of notes.
static void test_messages_are_counted(void** state) {
  Fixture* f = *state;
  int64_t next = 1;
  play(f, 100);
  f->news.lock_count = BARS;
  notifier_ask(&f->notifier, 0);
  for (int block = 0; block < 5; block++) {
    f->news.playhead[TN_PLAYHEAD_PLACE]++;
    run(f);
    LV2_ATOM_SEQUENCE_FOREACH(&f->port.sequence, event) {
      const LV2_Atom_Object* object = (const LV2_Atom_Object*)&event->body;
      const LV2_Atom* key = NULL;
      const LV2_Atom* number = NULL;
      lv2_atom_object_get(object, f->urids.patch_property, &key, f->urids.number, &number, 0);
      if (((const LV2_Atom_URID*)key)->body != f->urids.notes) {
        assert_int_equal(((const LV2_Atom_Long*)number)->body, next++);
      }
    }
  }
  assert_int_equal(
      next,
      1 + 2 + 5 + 3 +
          3); // style and message, playheads, locks, the locked notes, what is queued, odds
}

// From a number on; returns how many there were.
static uint64_t read_notes_from(Fixture* f, uint64_t from) {
  int32_t ints[MOST_INTS];
  uint64_t next = from;
  int blocks = 0;
  do {
    run(f);
    const int messages = count_messages(f, f->urids.notes);
    assert_true(messages <= 2); // a bounded share of a block
    for (int i = 0; i < messages; i++) {
      const int count = read_ints(f, f->urids.notes, i, ints) / TN_NOTE_INTS;
      assert_int_equal(find(f, f->urids.notes, i).number, next);
      for (int k = 0; k < count; k++) {
        assert_int_equal(ints[k * TN_NOTE_INTS + TN_NOTE_PLACE], 10 * next++);
      }
    }
  } while (count_messages(f, f->urids.notes) > 0 && ++blocks < TN_PLAYED);
  return next - from;
}

static void test_notes_are_told_in_order_from_any_number_on(void** state) {
  Fixture* f = *state;
  play(f, 1000);
  notifier_ask(&f->notifier, 0);
  assert_int_equal(read_notes_from(f, 0), 1000);
  play(f, 7);
  assert_int_equal(read_notes_from(f, 1000), 7);
  notifier_ask(&f->notifier, 990);
  assert_int_equal(read_notes_from(f, 990), 17);
  notifier_ask(&f->notifier, INT64_MAX);
  assert_int_equal(read_notes_from(f, 1007), 0);
  notifier_ask(&f->notifier, INT64_MIN);
  assert_int_equal(read_notes_from(f, 0), 1007);
}

static void test_notes_that_are_forgotten_are_passed_over(void** state) {
  Fixture* f = *state;
  play(f, 5);
  notifier_ask(&f->notifier, 0);
  assert_int_equal(read_notes_from(f, 0), 5);
  play(f, TN_PLAYED + 10);
  assert_int_equal(read_notes_from(f, 15), TN_PLAYED);
}

static void test_a_long_list_of_locks_comes_in_parts(void** state) {
  Fixture* f = *state;
  int32_t ints[MOST_INTS];
  int seen = 0;
  f->news.lock_count = BARS;
  notifier_ask(&f->notifier, 0);
  for (int block = 0; seen < BARS; block++) {
    assert_true(block < 5);
    run(f);
    const int count = read_ints(f, f->urids.locks, 0, ints) - TN_LIST_INTS;
    assert_int_equal(ints[TN_LIST_COUNT], BARS);
    assert_int_equal(ints[TN_LIST_BEFORE], seen);
    for (int i = 0; i < count; i++) {
      assert_int_equal(ints[TN_LIST_INTS + i], 3 * seen++);
    }
  }
  f->news.locks_version++;
  f->news.lock_count = 0;
  run(f);
  assert_int_equal(read_ints(f, f->urids.locks, 0, ints), TN_LIST_INTS);
  run(f);
  assert_null(find(f, f->urids.locks, 0).value);
}

static void test_locks_that_change_midway_are_told_from_the_first(void** state) {
  Fixture* f = *state;
  int32_t ints[MOST_INTS];
  f->news.lock_count = BARS;
  notifier_ask(&f->notifier, 0);
  run(f);
  f->news.locks_version++;
  run(f);
  read_ints(f, f->urids.locks, 0, ints);
  assert_int_equal(ints[TN_LIST_BEFORE], 0);
}

static void test_a_rolling_playhead_is_told_so_often(void** state) {
  Fixture* f = *state;
  int told = 0;
  notifier_ask(&f->notifier, 0);
  run(f);
  f->news.playhead[TN_PLAYHEAD_TEMPO] = 120000;
  for (int frames = 0; frames < RATE; frames += FRAMES) {
    f->news.playhead[TN_PLAYHEAD_PLACE] += 10;
    f->news.playhead[TN_PLAYHEAD_TEMPO] += 1; // a ramp
    run(f);
    told += count_messages(f, f->urids.playhead);
  }
  assert_in_range(told, 17, 21);
}

static void test_a_start_stop_locate_or_meter_is_told_at_once(void** state) {
  Fixture* f = *state;
  static const struct {
    int place, tempo, beats;
  } steps[] = {{0, 120000, 4}, {5, 0, 4}, {9000, 0, 4}, {9000, 0, 3}};
  notifier_ask(&f->notifier, 0);
  run(f);
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    f->news.playhead[TN_PLAYHEAD_PLACE] = steps[i].place;
    f->news.playhead[TN_PLAYHEAD_TEMPO] = steps[i].tempo;
    f->news.playhead[TN_PLAYHEAD_BEATS] = steps[i].beats;
    run(f);
    assert_int_equal(count_messages(f, f->urids.playhead), 1);
    f->news.playhead[TN_PLAYHEAD_PLACE] += steps[i].tempo ? 1 : 0;
    run(f);
    assert_int_equal(count_messages(f, f->urids.playhead), 0);
  }
}

// A style whose path fills `path`, at a port of 1024 bytes, as Qtractor's may be.
static void tell_long_path(Fixture* f, char* path, size_t size) {
  memset(path, 'x', size - 1);
  path[size - 1] = '\0';
  f->capacity = 1024;
  f->news.style = path;
  notifier_ask(&f->notifier, 0);
  run(f);
}

static void test_what_finds_no_room_waits(void** state) {
  Fixture* f = *state;
  char path[900];
  play(f, 200);
  tell_long_path(f, path, sizeof path);
  assert_int_equal(count_messages(f, f->urids.style), 1);
  assert_int_equal(count_messages(f, f->urids.message), 0);
  assert_int_equal(read_notes_from(f, 0), 200);
  assert_false(f->notifier.must_tell_message);
  assert_false(f->notifier.misfits);
}

static void test_messages_are_as_small_as_the_port(void** state) {
  Fixture* f = *state;
  f->news.style = "";
  f->news.lock_count = BARS;
  play(f, 50);
  for (f->capacity = 136; f->capacity < 700; f->capacity += 8) { // one note, and more
    notifier_ask(&f->notifier, 0);
    for (int block = 0; block < BARS + 60; block++) {
      run(f);
    }
    assert_false(f->notifier.misfits);
    assert_false(f->notifier.must_tell_locks);
    assert_int_equal(f->notifier.next_note, 50);
  }
}

static void test_what_can_never_fit_is_left_out(void** state) {
  Fixture* f = *state;
  char path[3000];
  tell_long_path(f, path, sizeof path);
  assert_true(f->notifier.misfits);
  assert_int_equal(count_messages(f, f->urids.style), 0);
  assert_int_equal(find(f, f->urids.message, 0).number, 1);
  assert_false(f->notifier.must_tell_style);
  for (f->capacity = 16; f->capacity < 600; f->capacity += 8) {
    notifier_ask(&f->notifier, 0);
    run(f);
  }
}

static void test_without_a_port_nothing_is_lost(void** state) {
  Fixture* f = *state;
  notifier_ask(&f->notifier, 0);
  Output output = output_begin(&f->urids, NULL);
  notifier_run(&f->notifier, &output, &f->news, FRAMES, RATE);
  assert_false(f->notifier.misfits);
  run(f);
  assert_int_equal(count_messages(f, f->urids.style), 1);
}

static void test_places_beyond_the_log_are_its_limits(void** state) {
  Fixture* f = *state;
  tn_played_add(&f->played, INT64_MAX, (TnPlayedNote){.pitch = 1});
  tn_played_add(&f->played, INT64_MIN, (TnPlayedNote){.pitch = 2});
  assert_int_equal(tn_played_note(&f->played, 0)->position, INT32_MAX);
  assert_int_equal(tn_played_note(&f->played, 1)->position, INT32_MIN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_nothing_is_told_that_nobody_asked_for),
      TEST(test_a_window_is_told_everything),
      TEST(test_messages_are_counted),
      TEST(test_notes_are_told_in_order_from_any_number_on),
      TEST(test_notes_that_are_forgotten_are_passed_over),
      TEST(test_a_long_list_of_locks_comes_in_parts),
      TEST(test_locks_that_change_midway_are_told_from_the_first),
      TEST(test_a_rolling_playhead_is_told_so_often),
      TEST(test_a_start_stop_locate_or_meter_is_told_at_once),
      TEST(test_what_finds_no_room_waits),
      TEST(test_messages_are_as_small_as_the_port),
      TEST(test_what_can_never_fit_is_left_out),
      TEST(test_without_a_port_nothing_is_lost),
      TEST(test_places_beyond_the_log_are_its_limits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
