// What the shell passes on of the player's messages.
#include "plugin/thru.h"

#include "tests/unit/uri_table.h"

#include <lv2/atom/util.h>
#include <stdlib.h>

enum { CAPACITY = 1024, MOST = 16 };

typedef struct {
  uint32_t frame;
  uint32_t size;
  uint8_t bytes[8];
} Passed;

typedef struct {
  UriTable table;
  Urids urids;
  Thru thru;
  Output output;
  int count; // of what was passed in the block
  Passed passed[MOST];
  union {
    LV2_Atom_Sequence sequence;
    _Alignas(8) uint8_t bytes[CAPACITY];
  } port;
} Fixture;

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  urids_map(&f->urids, &(LV2_URID_Map){&f->table, uri_table_map});
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  free(*state);
  return 0;
}

// A block at whose output there is room for so many messages of three bytes.
static void begin(Fixture* f, bool passes, uint32_t room) {
  f->port.sequence.atom.size = (uint32_t)sizeof(LV2_Atom_Sequence_Body) + 24 * room;
  f->output = output_begin(&f->urids, &f->port.sequence);
  thru_begin(&f->thru, passes, &f->output);
}

static void pass(Fixture* f, uint8_t status, uint8_t first, uint8_t second, uint32_t size) {
  const uint8_t message[3] = {status, first, second};
  thru_pass(&f->thru, &f->output, 7, message, size);
}

static void end(Fixture* f) {
  f->count = 0;
  LV2_ATOM_SEQUENCE_FOREACH(&f->port.sequence, event) {
    assert_true(f->count < MOST && event->body.size <= sizeof f->passed[0].bytes);
    Passed* passed = &f->passed[f->count++];
    passed->frame = (uint32_t)event->time.frames;
    passed->size = event->body.size;
    memcpy(passed->bytes, event + 1, event->body.size);
  }
}

static void test_what_is_no_note_passes(void** state) {
  Fixture* f = *state;
  static const uint8_t sysex[] = {0xf0, 1, 2, 3, 4, 0xf7};
  begin(f, true, MOST);
  pass(f, 0xb3, 7, 100, 3);
  pass(f, 0xe0, 1, 64, 3);
  pass(f, 0xd1, 90, 0, 2);
  pass(f, 0xa1, 60, 90, 3);
  pass(f, 0xc2, 5, 0, 2);
  thru_pass(&f->thru, &f->output, 9, sysex, sizeof sysex);
  pass(f, 0x90, 60, 100, 3); // notes are the engine's
  pass(f, 0x85, 60, 0, 3);
  end(f);
  assert_int_equal(f->count, 6);
  assert_int_equal(f->passed[0].frame, 7);
  assert_memory_equal(f->passed[0].bytes, ((uint8_t[]){0xb3, 7, 100}), 3);
  assert_int_equal(f->passed[4].size, 2);
  assert_int_equal(f->passed[5].frame, 9);
  assert_memory_equal(f->passed[5].bytes, sysex, sizeof sysex);
}

static void test_nothing_passes_that_is_not_to(void** state) {
  Fixture* f = *state;
  begin(f, false, MOST);
  pass(f, 0xb0, 7, 100, 3);
  end(f);
  assert_int_equal(f->count, 0);
}

static void test_broken_messages_do_not_pass(void** state) {
  Fixture* f = *state;
  begin(f, true, MOST);
  pass(f, 0xb0, 7, 100, 0);
  pass(f, 0xb0, 7, 100, 1);
  pass(f, 0xb0, 7, 100, 2);
  pass(f, 0xb0, 0x80, 100, 3);
  pass(f, 0xb0, 7, 0xff, 3);
  pass(f, 0xc0, 0xff, 0, 2);
  pass(f, 0xc0, 7, 0, 3);
  pass(f, 7, 7, 7, 3);
  end(f);
  assert_int_equal(f->count, 0);
}

static void assert_lifted(const Passed* passed, uint8_t channel, uint8_t pedal) {
  assert_int_equal(passed->frame, 0);
  assert_memory_equal(passed->bytes, ((uint8_t[]){0xb0 | channel, pedal, 0}), 3);
}

static void test_pedals_are_lifted_where_passing_ends(void** state) {
  Fixture* f = *state;
  begin(f, true, MOST);
  pass(f, 0xb2, 64, 127, 3);
  pass(f, 0xb5, 64, 127, 3);
  pass(f, 0xbf, 66, 64, 3);
  pass(f, 0xb5, 64, 63, 3); // up again
  begin(f, true, MOST);
  end(f);
  assert_int_equal(f->count, 0);
  begin(f, false, MOST);
  end(f);
  assert_int_equal(f->count, 2);
  assert_lifted(&f->passed[0], 2, 64);
  assert_lifted(&f->passed[1], 15, 66);
  begin(f, true, MOST);
  begin(f, false, MOST);
  end(f);
  assert_int_equal(f->count, 0); // once
}

static void test_pedals_wait_for_room(void** state) {
  Fixture* f = *state;
  begin(f, true, MOST);
  pass(f, 0xb0, 64, 127, 3);
  pass(f, 0xb1, 64, 127, 3);
  begin(f, false, 0);
  end(f);
  assert_int_equal(f->count, 0);
  begin(f, false, 1);
  end(f);
  assert_int_equal(f->count, 1);
  assert_lifted(&f->passed[0], 0, 64);
  begin(f, true, 1); // even where messages pass again
  end(f);
  assert_int_equal(f->count, 1);
  assert_lifted(&f->passed[0], 1, 64);
}

static void test_a_pedal_without_room_is_not_down(void** state) {
  Fixture* f = *state;
  begin(f, true, 0);
  pass(f, 0xb0, 64, 127, 3);
  begin(f, false, MOST);
  end(f);
  assert_int_equal(f->count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_what_is_no_note_passes),      TEST(test_nothing_passes_that_is_not_to),
      TEST(test_broken_messages_do_not_pass), TEST(test_pedals_are_lifted_where_passing_ends),
      TEST(test_pedals_wait_for_room),        TEST(test_a_pedal_without_room_is_not_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
