// What a host is given to keep, and what is taken of what it gives back.
#include "plugin/engine/kernel_sets.h"
#include "plugin/state.h"
#include "tests/unit/uri_table.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 8 };

#define FIRST     "/nowhere/first.safetensors"
#define OTHER     "/nowhere/other.safetensors"
#define NO_TAKES  "1 0 0 end"
#define NO_LOCKS  "1 0 end"
#define NO_PROMPT "1 0 0 0 0 0 end"
#define TAKES     "1 7 1 4 7 7 end"

typedef struct {
  LV2_URID key, type;
  uint32_t flags;
  size_t size;
  char body[STYLE_PATH_BYTES + 1];
} Property;

// What a host keeps.
typedef struct {
  int count;
  int refused; // number of the property that it takes no more; -1: none
  Property properties[MOST];
} Host;

typedef struct {
  UriTable table;
  Urids urids;
  StyleSlot style;
  KeptSlot kept;
  State state;
  Host host;
} Fixture;

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  urids_map(&f->urids, &(LV2_URID_Map){&f->table, uri_table_map});
  assert_true(style_slot_init(&f->style, FIRST, tn_kernel_portable()));
  kept_slot_init(&f->kept);
  f->state = (State){&f->style, &f->kept, &f->urids};
  f->host.refused = -1;
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  Fixture* f = *state;
  style_slot_free(&f->style);
  kept_slot_free(&f->kept);
  free(f);
  return 0;
}

// ---- the host ----

static LV2_State_Status store(LV2_State_Handle handle, uint32_t key, const void* value, size_t size,
                              uint32_t type, uint32_t flags) {
  Host* host = handle;
  assert_true(host->count < MOST && size <= sizeof host->properties[0].body);
  if (host->count == host->refused) {
    return LV2_STATE_ERR_NO_SPACE;
  }
  Property* p = &host->properties[host->count++];
  *p = (Property){.key = key, .type = type, .flags = flags, .size = size};
  memcpy(p->body, value, size);
  return LV2_STATE_SUCCESS;
}

static const Property* find(const Host* host, LV2_URID key) {
  for (int i = 0; i < host->count; ++i) {
    if (host->properties[i].key == key) {
      return &host->properties[i];
    }
  }
  return NULL;
}

static const void* retrieve(LV2_State_Handle handle, uint32_t key, size_t* size, uint32_t* type,
                            uint32_t* flags) {
  const Property* p = find(handle, key);
  if (!p) {
    return NULL;
  }
  *size = p->size;
  *type = p->type;
  *flags = p->flags;
  return p->body;
}

static LV2_State_Status save(Fixture* f, const LV2_Feature* const* features) {
  f->host.count = 0;
  return state_save(&f->state, store, &f->host, features);
}

static LV2_State_Status restore(Fixture* f, const LV2_Feature* const* features, bool* has_style) {
  return state_restore(&f->state, retrieve, &f->host, features, has_style);
}

static void put(Fixture* f, LV2_URID key, LV2_URID type, const char* text, size_t size) {
  assert_int_equal(store(&f->host, key, text, size, type, 0), LV2_STATE_SUCCESS);
}

static void put_text(Fixture* f, LV2_URID key, LV2_URID type, const char* text) {
  put(f, key, type, text, strlen(text) + 1);
}

static void assert_has(const Fixture* f, LV2_URID key, LV2_URID type, const char* text) {
  const Property* p = find(&f->host, key);
  assert_non_null(p);
  assert_int_equal(p->type, type);
  assert_int_equal(p->size, strlen(text) + 1);
  assert_string_equal(p->body, text);
}

static void assert_style(Fixture* f, const char* path, uint64_t content) {
  SavedStyle saved;
  style_slot_saved(&f->style, &saved);
  assert_string_equal(saved.path, path);
  assert_true(saved.content == content);
}

// ---- a host that maps paths ----

typedef struct {
  int mapped;
  int freed;
} Mapper;

// "/a/b" is "b" in a state, in memory of the host's.
static char* to_abstract(LV2_State_Map_Path_Handle handle, const char* path) {
  ++((Mapper*)handle)->mapped;
  return strdup(strrchr(path, '/') + 1);
}

static char* to_absolute(LV2_State_Map_Path_Handle handle, const char* path) {
  char absolute[256];
  ++((Mapper*)handle)->mapped;
  snprintf(absolute, sizeof absolute, "/session/%s", path);
  return strdup(absolute);
}

static void free_path(LV2_State_Free_Path_Handle handle, char* path) {
  ++((Mapper*)handle)->freed;
  free(path);
}

static char* to_nothing(LV2_State_Map_Path_Handle handle, const char* path) {
  (void)path;
  ++((Mapper*)handle)->mapped;
  return NULL;
}

// ---- saving ----

static void all_that_is_kept_is_saved(void** state) {
  Fixture* f = *state;
  assert_int_equal(save(f, NULL), LV2_STATE_SUCCESS);
  assert_int_equal(f->host.count, 4); // there is no style whose content could be named
  assert_has(f, f->urids.style, f->urids.atom_path, FIRST);
  assert_int_equal(find(&f->host, f->urids.style)->flags, LV2_STATE_IS_POD);
  assert_has(f, f->urids.kept_takes, f->urids.atom_string, NO_TAKES);
  assert_has(f, f->urids.kept_locks, f->urids.atom_string, NO_LOCKS);
  assert_has(f, f->urids.kept_prompt, f->urids.atom_string, NO_PROMPT);
  assert_int_equal(find(&f->host, f->urids.kept_takes)->flags,
                   LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
}

static void the_content_of_a_style_is_saved_in_hexadecimal(void** state) {
  Fixture* f = *state;
  style_slot_restore(&f->style, &(SavedStyle){OTHER, UINT64_C(0xfedcba987654321)}, "");
  assert_int_equal(save(f, NULL), LV2_STATE_SUCCESS);
  assert_has(f, f->urids.style_hash, f->urids.atom_string, "0fedcba987654321");
}

static void a_path_is_saved_as_the_host_maps_it(void** state) {
  Fixture* f = *state;
  Mapper mapper = {0};
  LV2_State_Map_Path map = {&mapper, to_abstract, to_absolute};
  LV2_State_Free_Path freer = {&mapper, free_path};
  const LV2_Feature features[] = {{LV2_STATE__mapPath, &map}, {LV2_STATE__freePath, &freer}};
  const LV2_Feature* const with_free[] = {&features[0], &features[1], NULL};
  const LV2_Feature* const without[] = {&features[0], NULL};
  assert_int_equal(save(f, with_free), LV2_STATE_SUCCESS);
  assert_has(f, f->urids.style, f->urids.atom_path, "first.safetensors");
  assert_int_equal(find(&f->host, f->urids.style)->flags, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
  assert_int_equal(mapper.freed, 1);
  assert_int_equal(save(f, without), LV2_STATE_SUCCESS); // an older host: free()
  assert_has(f, f->urids.style, f->urids.atom_path, "first.safetensors");
  assert_int_equal(mapper.mapped, 2);
  assert_int_equal(mapper.freed, 1);
}

static void a_path_that_the_host_cannot_map_is_saved_as_it_is(void** state) {
  Fixture* f = *state;
  Mapper mapper = {0};
  LV2_State_Map_Path map = {&mapper, to_nothing, to_nothing};
  const LV2_Feature feature = {LV2_STATE__mapPath, &map};
  const LV2_Feature* const features[] = {&feature, NULL};
  bool has_style;
  assert_int_equal(save(f, features), LV2_STATE_SUCCESS);
  assert_has(f, f->urids.style, f->urids.atom_path, FIRST);
  assert_int_equal(restore(f, features, &has_style), LV2_STATE_SUCCESS);
  assert_style(f, FIRST, 0);
  assert_int_equal(mapper.mapped, 2);
}

// The texts are freed all the same, which the sanitizer sees to.
static void a_host_that_has_no_room_is_told_so(void** state) {
  Fixture* f = *state;
  style_slot_restore(&f->style, &(SavedStyle){OTHER, 1}, "");
  for (f->host.refused = 0; f->host.refused < 5; ++f->host.refused) {
    assert_int_equal(save(f, NULL), LV2_STATE_ERR_NO_SPACE);
    assert_int_equal(f->host.count, f->host.refused);
  }
  assert_int_equal(save(f, NULL), LV2_STATE_SUCCESS);
  assert_int_equal(f->host.count, 5);
}

// ---- restoring ----

static void what_was_saved_is_restored(void** state) {
  Fixture* f = *state;
  bool has_style;
  put_text(f, f->urids.style, f->urids.atom_path, OTHER);
  put_text(f, f->urids.style_hash, f->urids.atom_string, "00000000000000ff");
  put_text(f, f->urids.kept_takes, f->urids.atom_string, TAKES);
  assert_int_equal(restore(f, NULL, &has_style), LV2_STATE_SUCCESS);
  assert_true(has_style);
  assert_true(style_slot_is_silent(&f->style)); // until it is there
  assert_style(f, OTHER, 0xff);
  assert_int_equal(save(f, NULL), LV2_STATE_SUCCESS);
  assert_has(f, f->urids.kept_takes, f->urids.atom_string, TAKES);
}

static void a_path_is_restored_as_the_host_maps_it(void** state) {
  Fixture* f = *state;
  Mapper mapper = {0};
  LV2_State_Map_Path map = {&mapper, to_abstract, to_absolute};
  LV2_State_Free_Path freer = {&mapper, free_path};
  const LV2_Feature features[] = {{LV2_STATE__mapPath, &map}, {LV2_STATE__freePath, &freer}};
  const LV2_Feature* const list[] = {&features[0], &features[1], NULL};
  bool has_style;
  put_text(f, f->urids.style, f->urids.atom_path, "song.safetensors");
  assert_int_equal(restore(f, list, &has_style), LV2_STATE_SUCCESS);
  assert_style(f, "/session/song.safetensors", 0);
  assert_int_equal(mapper.freed, 1);
}

static void a_state_without_a_style_leaves_the_style(void** state) {
  Fixture* f = *state;
  bool has_style = true;
  put_text(f, f->urids.kept_takes, f->urids.atom_string, TAKES);
  assert_int_equal(restore(f, NULL, &has_style), LV2_STATE_SUCCESS);
  assert_false(has_style);
  assert_false(style_slot_is_silent(&f->style));
  assert_style(f, FIRST, 0);
  assert_null(atomic_load(&f->style.incoming)); // and nothing is to be told
}

static void a_text_that_nobody_can_read_is_told_of(void** state) {
  Fixture* f = *state;
  bool has_style;
  put_text(f, f->urids.kept_takes, f->urids.atom_string, "none");
  assert_int_equal(restore(f, NULL, &has_style), LV2_STATE_SUCCESS);
  assert_true(style_slot_receive(&f->style));
  assert_string_equal(f->style.message,
                      "the list of takes of this session is damaged; a save keeps it as it is");
  assert_int_equal(save(f, NULL), LV2_STATE_SUCCESS);
  assert_has(f, f->urids.kept_takes, f->urids.atom_string, "none");
}

static void what_is_no_hash_is_none(void** state) {
  Fixture* f = *state;
  static const char* const BAD[] = {"", "ff", "00000000000000FF", "00000000000000fg",
                                    "000000000000000ff"};
  for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; ++i) {
    bool has_style;
    f->host.count = 0;
    put_text(f, f->urids.style, f->urids.atom_path, OTHER);
    put_text(f, f->urids.style_hash, f->urids.atom_string, BAD[i]);
    assert_int_equal(restore(f, NULL, &has_style), LV2_STATE_SUCCESS);
    assert_style(f, OTHER, 0);
  }
}

static void assert_refused(Fixture* f) {
  bool has_style = true;
  assert_int_equal(restore(f, NULL, &has_style), LV2_STATE_ERR_BAD_TYPE);
  assert_false(has_style);
  assert_false(style_slot_is_silent(&f->style));
  assert_style(f, FIRST, 0);
  f->host.count = 0;
}

static void what_is_no_text_is_refused_and_nothing_changes(void** state) {
  Fixture* f = *state;
  const Urids* u = &f->urids;
  const LV2_URID keys[] = {u->style, u->style_hash, u->kept_takes, u->kept_locks, u->kept_prompt};
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; ++i) {
    put(f, keys[i], u->atom_string, "", 0);
    assert_refused(f);
    put(f, keys[i], u->atom_string, "ends", 4); // without the end mark
    assert_refused(f);
    put_text(f, keys[i], u->atom_int, "1 2");
    assert_refused(f);
  }
}

static void a_path_that_is_too_long_is_refused(void** state) {
  Fixture* f = *state;
  char path[STYLE_PATH_BYTES + 1];
  memset(path, 'a', sizeof path);
  path[sizeof path - 1] = '\0';
  put_text(f, f->urids.style, f->urids.atom_path, path);
  assert_refused(f);
  put_text(f, f->urids.style, f->urids.atom_path, path + 1); // the longest
  bool has_style;
  assert_int_equal(restore(f, NULL, &has_style), LV2_STATE_SUCCESS);
  assert_style(f, path + 1, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(all_that_is_kept_is_saved),
      TEST(the_content_of_a_style_is_saved_in_hexadecimal),
      TEST(a_path_is_saved_as_the_host_maps_it),
      TEST(a_path_that_the_host_cannot_map_is_saved_as_it_is),
      TEST(a_host_that_has_no_room_is_told_so),
      TEST(what_was_saved_is_restored),
      TEST(a_path_is_restored_as_the_host_maps_it),
      TEST(a_state_without_a_style_leaves_the_style),
      TEST(a_text_that_nobody_can_read_is_told_of),
      TEST(what_is_no_hash_is_none),
      TEST(what_is_no_text_is_refused_and_nothing_changes),
      TEST(a_path_that_is_too_long_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
