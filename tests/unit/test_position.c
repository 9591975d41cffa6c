// What of a time:Position is read, as hosts write it and as none should.
#include "plugin/position.h"

#include "plugin/uris.h"
#include "tests/unit/uri_table.h"

#include <lv2/atom/forge.h>
#include <math.h>
#include <stdlib.h>

enum { CAPACITY = 1024 };

typedef struct {
  UriTable table;
  Urids urids;
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame object;
  union {
    LV2_Atom atom;
    _Alignas(8) uint8_t bytes[CAPACITY];
  } buffer;
} Fixture;

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  LV2_URID_Map map = {&f->table, uri_table_map};
  urids_map(&f->urids, &map);
  lv2_atom_forge_init(&f->forge, &map);
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  free(*state);
  return 0;
}

static void begin(Fixture* f) {
  lv2_atom_forge_set_buffer(&f->forge, f->buffer.bytes, sizeof f->buffer);
  lv2_atom_forge_object(&f->forge, &f->object, 0, f->urids.time_position);
}

static bool read_told(Fixture* f, TnPosition* position) {
  lv2_atom_forge_pop(&f->forge, &f->object);
  return position_read(&f->urids, &f->buffer.atom, position);
}

static void put_float(Fixture* f, LV2_URID key, float value) {
  lv2_atom_forge_key(&f->forge, key);
  lv2_atom_forge_float(&f->forge, value);
}

static void put_everything(Fixture* f) {
  lv2_atom_forge_key(&f->forge, f->urids.time_frame);
  lv2_atom_forge_long(&f->forge, 123456789012);
  put_float(f, f->urids.time_speed, 1.0F);
  lv2_atom_forge_key(&f->forge, f->urids.time_bar);
  lv2_atom_forge_long(&f->forge, -2);
  put_float(f, f->urids.time_bar_beat, 2.5F);
  lv2_atom_forge_key(&f->forge, f->urids.time_beat_unit);
  lv2_atom_forge_int(&f->forge, 8);
  put_float(f, f->urids.time_beats_per_bar, 7.0F);
  put_float(f, f->urids.time_beats_per_minute, 133.5F);
}

static void assert_everything(const TnPosition* p) {
  assert_true(p->has_frame && p->frame == 123456789012);
  assert_true(p->has_speed && fabs(p->speed - 1.0) < 1e-9);
  assert_true(p->has_bar && p->bar == -2);
  assert_true(p->has_bar_beat && fabs(p->bar_beat - 2.5) < 1e-9);
  assert_true(p->has_beat_unit && p->beat_unit == 8);
  assert_true(p->has_beats_per_bar && fabs(p->beats_per_bar - 7.0) < 1e-9);
  assert_true(p->has_bpm && fabs(p->bpm - 133.5) < 1e-9);
}

// Carla sends the older Blank.
static void test_objects_of_any_kind_are_read(void** state) {
  Fixture* f = *state;
  TnPosition position;
  const LV2_URID types[] = {f->urids.atom_object, f->urids.atom_blank, f->urids.atom_resource};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    begin(f);
    put_everything(f);
    f->buffer.atom.type = types[i];
    assert_true(read_told(f, &position));
    assert_everything(&position);
  }
}

static void test_numbers_of_any_type_are_read(void** state) {
  Fixture* f = *state;
  TnPosition position;
  begin(f);
  lv2_atom_forge_key(&f->forge, f->urids.time_bar);
  lv2_atom_forge_float(&f->forge, 3.0F);
  lv2_atom_forge_key(&f->forge, f->urids.time_bar_beat);
  lv2_atom_forge_int(&f->forge, 2);
  lv2_atom_forge_key(&f->forge, f->urids.time_beat_unit);
  lv2_atom_forge_double(&f->forge, 16.0);
  lv2_atom_forge_key(&f->forge, f->urids.time_beats_per_minute);
  lv2_atom_forge_long(&f->forge, 90);
  assert_true(read_told(f, &position));
  assert_true(position.has_bar && position.bar == 3);
  assert_true(position.has_bar_beat && fabs(position.bar_beat - 2.0) < 1e-9);
  assert_true(position.has_beat_unit && position.beat_unit == 16);
  assert_true(position.has_bpm && fabs(position.bpm - 90.0) < 1e-9);
}

static int count_told(const TnPosition* p) {
  return p->has_frame + p->has_speed + p->has_bar + p->has_bar_beat + p->has_beat_unit +
         p->has_beats_per_bar + p->has_bpm;
}

// A host without a timebase master tells the frame and the speed alone.
static void test_any_key_may_be_missing(void** state) {
  Fixture* f = *state;
  TnPosition position;
  begin(f);
  assert_true(read_told(f, &position));
  assert_int_equal(count_told(&position), 0);
  begin(f);
  put_float(f, f->urids.time_speed, 0.0F);
  lv2_atom_forge_key(&f->forge, f->urids.time_frame);
  lv2_atom_forge_long(&f->forge, 48000);
  assert_true(read_told(f, &position));
  assert_int_equal(count_told(&position), 2);
  assert_true(position.has_speed && position.has_frame);
}

static void test_what_is_no_number_is_not_told(void** state) {
  Fixture* f = *state;
  static const float values[] = {NAN, INFINITY, -INFINITY, 1e20F};
  TnPosition position;
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    begin(f);
    put_float(f, f->urids.time_speed, values[i]);
    put_float(f, f->urids.time_bar, values[i]);
    put_float(f, f->urids.time_beat_unit, values[i]);
    lv2_atom_forge_key(&f->forge, f->urids.time_bar_beat);
    lv2_atom_forge_string(&f->forge, "2.0", 3);
    assert_true(read_told(f, &position));
    assert_int_equal(count_told(&position), 0);
  }
}

static void test_keys_that_nobody_knows_are_passed_over(void** state) {
  Fixture* f = *state;
  TnPosition position;
  begin(f);
  put_float(f, uri_table_map(&f->table, "http://lv2plug.in/ns/ext/time#beat"), 77.0F);
  put_everything(f);
  put_float(f, uri_table_map(&f->table, "urn:other"), 78.0F);
  assert_true(read_told(f, &position));
  assert_everything(&position);
}

static void test_other_atoms_are_no_position(void** state) {
  Fixture* f = *state;
  TnPosition position;
  begin(f);
  put_everything(f);
  lv2_atom_forge_pop(&f->forge, &f->object);
  f->buffer.atom.type = f->urids.midi_event;
  assert_false(position_read(&f->urids, &f->buffer.atom, &position));
  lv2_atom_forge_set_buffer(&f->forge, f->buffer.bytes, sizeof f->buffer);
  lv2_atom_forge_object(&f->forge, &f->object, 0, f->urids.patch_get);
  assert_false(read_told(f, &position));
}

// Memory of just its size, so that a sanitizer sees what is read beyond it.
static void test_broken_objects_are_refused_within_their_size(void** state) {
  Fixture* f = *state;
  TnPosition position;
  begin(f);
  put_everything(f);
  lv2_atom_forge_pop(&f->forge, &f->object);
  const uint32_t size = lv2_atom_total_size(&f->buffer.atom);
  const uint32_t places = size / (uint32_t)sizeof(uint32_t);
  static const uint32_t values[] = {0, 1, 7, 9, 0x7fffffff, 0xffffffff};
  for (uint32_t i = 0; i < places * 6; i++) {
    uint8_t* copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, f->buffer.bytes, size);
    if (i / 6 > 0) { // the size of the whole is the host's word
      memcpy(copy + sizeof(uint32_t) * (i / 6), &values[i % 6], sizeof values[0]);
    }
    position_read(&f->urids, (const LV2_Atom*)(const void*)copy, &position);
    free(copy);
  }
  for (uint32_t cut = 0; cut < size - sizeof(LV2_Atom); cut++) {
    uint8_t* copy = malloc(sizeof(LV2_Atom) + cut);
    assert_non_null(copy);
    memcpy(copy, f->buffer.bytes, sizeof(LV2_Atom) + cut);
    memcpy(copy, &cut, sizeof cut);
    position_read(&f->urids, (const LV2_Atom*)(const void*)copy, &position);
    free(copy);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_objects_of_any_kind_are_read),
      TEST(test_numbers_of_any_type_are_read),
      TEST(test_any_key_may_be_missing),
      TEST(test_what_is_no_number_is_not_told),
      TEST(test_keys_that_nobody_knows_are_passed_over),
      TEST(test_other_atoms_are_no_position),
      TEST(test_broken_objects_are_refused_within_their_size),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
