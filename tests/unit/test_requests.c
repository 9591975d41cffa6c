// Patch messages to the plugin: what each asks for, and what is told where it cannot be.
#include "plugin/requests.h"

#include "plugin/engine/audition.h"
#include "plugin/engine/kernel_sets.h"
#include "plugin/run.h"
#include "tests/unit/uri_table.h"

#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <stdlib.h>

enum { BUFFER = 512 };

typedef struct {
  UriTable table;
  LV2_URID_Map map;
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame frame;
  Tiento plugin;
  _Alignas(8) uint8_t buffer[BUFFER];
} Fixture;

// Of a style that is not there: so nothing plays.
static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  f->map = (LV2_URID_Map){&f->table, uri_table_map};
  urids_map(&f->plugin.urids, &f->map);
  lv2_atom_forge_init(&f->forge, &f->map);
  assert_true(style_slot_init(&f->plugin.slot, "/nowhere/first", tn_kernel_portable()));
  kept_slot_init(&f->plugin.kept);
  tn_engine_init(&f->plugin.engine, 48000);
  f->plugin.engine.enabled = true;
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  Fixture* f = *state;
  style_slot_free(&f->plugin.slot);
  kept_slot_free(&f->plugin.kept);
  free(f);
  return 0;
}

// ---- messages ----

static void begin(Fixture* f, LV2_URID type) {
  lv2_atom_forge_set_buffer(&f->forge, f->buffer, sizeof f->buffer);
  lv2_atom_forge_object(&f->forge, &f->frame, 0, type);
}

static const LV2_Atom_Object* end(Fixture* f) {
  lv2_atom_forge_pop(&f->forge, &f->frame);
  return (const LV2_Atom_Object*)f->buffer;
}

static void begin_set(Fixture* f, LV2_URID property) {
  const Urids* u = &f->plugin.urids;
  begin(f, u->patch_set);
  lv2_atom_forge_key(&f->forge, u->patch_property);
  lv2_atom_forge_urid(&f->forge, property);
  lv2_atom_forge_key(&f->forge, u->patch_value);
}

static void set_long(Fixture* f, LV2_URID property, int64_t number) {
  begin_set(f, property);
  lv2_atom_forge_long(&f->forge, number);
  requests_set(&f->plugin, end(f));
}

static void set_int(Fixture* f, LV2_URID property, int32_t number) {
  begin_set(f, property);
  lv2_atom_forge_int(&f->forge, number);
  requests_set(&f->plugin, end(f));
}

// `size` bytes of path, whether an end mark is among them or not.
static void set_style(Fixture* f, const char* path, uint32_t size) {
  begin_set(f, f->plugin.urids.style);
  lv2_atom_forge_atom(&f->forge, size, f->plugin.urids.atom_path);
  lv2_atom_forge_write(&f->forge, path, size);
  requests_set(&f->plugin, end(f));
}

static void assert_told(const Fixture* f, const char* message) {
  assert_string_equal(f->plugin.slot.message, message);
  assert_true(f->plugin.notifier.must_tell_message);
}

static LV2_Worker_Status schedule(LV2_Worker_Schedule_Handle handle, uint32_t size,
                                  const void* data) {
  (void)handle;
  (void)size;
  (void)data;
  return LV2_WORKER_SUCCESS;
}

// ---- styles ----

static void a_style_is_asked_for_with_an_end_mark_and_without(void** state) {
  Fixture* f = *state;
  LV2_Worker_Schedule worker = {NULL, schedule};
  f->plugin.schedule = &worker;
  set_style(f, "/a/b", 5);
  assert_true(f->plugin.slot.has_request);
  assert_string_equal(f->plugin.slot.wanted, "/a/b");
  set_style(f, "/a/bcd", 3);
  assert_string_equal(f->plugin.slot.wanted, "/a/");
  set_style(f, "/x\0yz", 6);
  assert_string_equal(f->plugin.slot.wanted, "/x");
}

static void a_style_without_a_path_is_told_of(void** state) {
  Fixture* f = *state;
  LV2_Worker_Schedule worker = {NULL, schedule};
  f->plugin.schedule = &worker;
  set_style(f, "", 1);
  assert_told(f, "the style's path is empty or too long");
  assert_false(f->plugin.slot.has_request);
}

static void a_host_without_a_worker_is_told_that_styles_stay(void** state) {
  Fixture* f = *state;
  set_style(f, "/a/b", 5);
  assert_told(f, "this host has no worker: styles cannot be changed here");
  assert_false(f->plugin.slot.has_request);
}

// ---- numbers ----

static void bars_are_locked_unlocked_and_composed_anew(void** state) {
  Fixture* f = *state;
  const Urids* u = &f->plugin.urids;
  TnEngine* e = &f->plugin.engine;
  set_long(f, u->lock, 5);
  set_int(f, u->lock, 6);
  assert_int_equal(e->wish_count, 2);
  assert_int_equal(e->wishes[1], 6);
  set_int(f, u->unlock, 5);
  assert_int_equal(e->wish_count, 1);
  assert_int_equal(e->wishes[0], 6);
  set_int(f, u->reroll, 9);
  assert_int_equal(tn_edits_take(&e->edits, 9), 1);
  assert_int_equal(tn_edits_take(&e->edits, 8), 0);
}

static void what_was_done_is_undone_and_done_again(void** state) {
  Fixture* f = *state;
  const Urids* u = &f->plugin.urids;
  const TnEdits* edits = &f->plugin.engine.edits;
  set_int(f, u->reroll, 9);
  set_int(f, u->undo, 0);
  assert_int_equal(tn_edits_take(edits, 9), 0);
  set_int(f, u->redo, 0);
  assert_int_equal(tn_edits_take(edits, 9), 1);
}

static void more_locks_than_may_wait_are_told_of(void** state) {
  Fixture* f = *state;
  for (int bar = 0; bar < TN_WISHES; ++bar) {
    set_int(f, f->plugin.urids.lock, bar);
  }
  assert_false(f->plugin.notifier.must_tell_message);
  set_int(f, f->plugin.urids.lock, TN_WISHES);
  assert_told(f, "too many bars wait to be locked");
  assert_int_equal(f->plugin.engine.wish_count, TN_WISHES);
}

static void an_audition_has_as_many_bars_as_there_may_be(void** state) {
  Fixture* f = *state;
  static const struct {
    int64_t asked;
    int bars;
  } CASES[] = {{3, 3},
               {INT64_MAX, TN_AUDITION_BARS},
               {INT64_MIN, 0},
               {TN_AUDITION_BARS + 1, TN_AUDITION_BARS},
               {0, 0}};
  for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; ++i) {
    set_long(f, f->plugin.urids.audition, CASES[i].asked);
    assert_int_equal(f->plugin.engine.audition_bars, CASES[i].bars);
  }
}

static void assert_nothing_was_asked(const Fixture* f) {
  assert_int_equal(f->plugin.engine.wish_count, 0);
  assert_int_equal(f->plugin.engine.edits.version, 0);
  assert_int_equal(f->plugin.engine.audition_bars, 0);
  assert_false(f->plugin.slot.has_request);
  assert_false(f->plugin.notifier.must_tell_message);
}

static void what_is_no_bar_of_the_song_is_ignored(void** state) {
  Fixture* f = *state;
  const Urids* u = &f->plugin.urids;
  const LV2_URID properties[] = {u->lock, u->unlock, u->reroll};
  for (size_t i = 0; i < sizeof properties / sizeof properties[0]; ++i) {
    set_long(f, properties[i], -1);
    set_long(f, properties[i], INT64_C(1) << 31);
    begin_set(f, properties[i]);
    lv2_atom_forge_float(&f->forge, 1);
    requests_set(&f->plugin, end(f));
  }
  assert_nothing_was_asked(f);
}

static void what_is_no_request_is_ignored(void** state) {
  Fixture* f = *state;
  const Urids* u = &f->plugin.urids;
  begin(f, u->patch_set); // without a value
  lv2_atom_forge_key(&f->forge, u->patch_property);
  lv2_atom_forge_urid(&f->forge, u->undo);
  requests_set(&f->plugin, end(f));
  begin(f, u->patch_set); // a property that is no URID
  lv2_atom_forge_key(&f->forge, u->patch_property);
  lv2_atom_forge_int(&f->forge, (int32_t)u->lock);
  lv2_atom_forge_key(&f->forge, u->patch_value);
  lv2_atom_forge_int(&f->forge, 1);
  requests_set(&f->plugin, end(f));
  set_int(f, u->style, 1); // a style that is no path
  set_int(f, u->message, 1);
  assert_nothing_was_asked(f);
}

// ---- windows ----

static void a_window_is_told_all_from_the_note_that_it_asks_for(void** state) {
  Fixture* f = *state;
  begin(f, f->plugin.urids.patch_get);
  lv2_atom_forge_key(&f->forge, f->plugin.urids.number);
  lv2_atom_forge_long(&f->forge, 7);
  requests_get(&f->plugin, end(f));
  assert_true(f->plugin.notifier.has_window);
  assert_true(f->plugin.notifier.next_note == 7);
  assert_ptr_equal(f->plugin.engine.odds, &f->plugin.odds);
}

static void another_host_is_told_the_style_and_the_message(void** state) {
  Fixture* f = *state;
  begin(f, f->plugin.urids.patch_get);
  requests_get(&f->plugin, end(f));
  assert_false(f->plugin.notifier.has_window);
  assert_true(f->plugin.notifier.must_tell_style);
  assert_true(f->plugin.notifier.must_tell_message);
  assert_null(f->plugin.engine.odds);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_style_is_asked_for_with_an_end_mark_and_without),
      TEST(a_style_without_a_path_is_told_of),
      TEST(a_host_without_a_worker_is_told_that_styles_stay),
      TEST(bars_are_locked_unlocked_and_composed_anew),
      TEST(what_was_done_is_undone_and_done_again),
      TEST(more_locks_than_may_wait_are_told_of),
      TEST(an_audition_has_as_many_bars_as_there_may_be),
      TEST(what_is_no_bar_of_the_song_is_ignored),
      TEST(what_is_no_request_is_ignored),
      TEST(a_window_is_told_all_from_the_note_that_it_asks_for),
      TEST(another_host_is_told_the_style_and_the_message),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
