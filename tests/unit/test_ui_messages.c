// Patch messages of the window: written, read back, and read when they are broken.
#include "ui/messages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>

#include "plugin/uris.h"
#include "tests/unit/uri_table.h"

typedef struct {
  UriTable table;
  LV2_URID_Map map;
  Messages messages;
} Fixture;

static LV2_URID map_uri(Fixture* fixture, const char* uri) {
  return uri_table_map(&fixture->table, uri);
}

static int set_up(void** state) {
  Fixture* fixture = calloc(1, sizeof *fixture);
  assert_non_null(fixture);
  fixture->map = (LV2_URID_Map){&fixture->table, uri_table_map};
  messages_init(&fixture->messages, &fixture->map);
  *state = fixture;
  return 0;
}

static int tear_down(void** state) {
  free(*state);
  return 0;
}

// Begins a patch:Set of `property`, as the plugin sends it; its number and its value follow.
static void begin_set(Fixture* fixture, LV2_Atom_Forge* forge, LV2_Atom_Forge_Frame* frame,
                      const char* property, MessagesBuffer* buffer) {
  lv2_atom_forge_init(forge, &fixture->map);
  lv2_atom_forge_set_buffer(forge, buffer->bytes, sizeof buffer->bytes);
  lv2_atom_forge_object(forge, frame, 0, map_uri(fixture, LV2_PATCH__Set));
  lv2_atom_forge_key(forge, map_uri(fixture, LV2_PATCH__property));
  lv2_atom_forge_urid(forge, map_uri(fixture, property));
}

// To a string.
static const LV2_Atom* write_set(Fixture* fixture, const char* property, const char* value,
                                 MessagesBuffer* buffer) {
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame frame;
  begin_set(fixture, &forge, &frame, property, buffer);
  lv2_atom_forge_key(&forge, map_uri(fixture, LV2_PATCH__value));
  lv2_atom_forge_string(&forge, value, (uint32_t)strlen(value));
  lv2_atom_forge_pop(&forge, &frame);
  return (const LV2_Atom*)buffer->bytes;
}

// To numbers, the message being the ninth.
static const LV2_Atom* write_ints(Fixture* fixture, const char* property, uint32_t count,
                                  MessagesBuffer* buffer) {
  static const int32_t ints[MESSAGES_INTS + 1] = {5, 6, 7};
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame frame;
  begin_set(fixture, &forge, &frame, property, buffer);
  lv2_atom_forge_key(&forge, map_uri(fixture, TN_URI_NUMBER));
  lv2_atom_forge_long(&forge, 9);
  lv2_atom_forge_key(&forge, map_uri(fixture, LV2_PATCH__value));
  lv2_atom_forge_vector(&forge, sizeof(int32_t), forge.Int, count, ints);
  lv2_atom_forge_pop(&forge, &frame);
  return (const LV2_Atom*)buffer->bytes;
}

static void test_a_style_reads_back(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  MessagesNews news;
  const LV2_Atom* atom =
      messages_write_style(&fixture->messages, "/styles/Bach chorales.safetensors", &buffer);
  assert_non_null(atom);
  MessagesKind kind = messages_read(&fixture->messages, atom, lv2_atom_total_size(atom), &news);
  assert_int_equal(kind, MESSAGES_STYLE);
  assert_string_equal(news.text, "/styles/Bach chorales.safetensors");
}

static void test_a_complaint_is_read(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  MessagesNews news;
  const LV2_Atom* atom = write_set(fixture, TN_URI_MESSAGE, "style file missing", &buffer);
  MessagesKind kind = messages_read(&fixture->messages, atom, lv2_atom_total_size(atom), &news);
  assert_int_equal(kind, MESSAGES_COMPLAINT);
  assert_string_equal(news.text, "style file missing");
  assert_int_equal(news.number, -1);
}

static void test_a_get_holds_the_number_of_a_window(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  const LV2_Atom* atom = messages_write_get(&fixture->messages, 77, &buffer);
  const LV2_Atom_Object* object = (const LV2_Atom_Object*)atom;
  const LV2_Atom* number = NULL;
  assert_int_equal(object->body.otype, map_uri(fixture, LV2_PATCH__Get));
  lv2_atom_object_get(object, map_uri(fixture, TN_URI_NUMBER), &number, 0);
  assert_non_null(number);
  assert_int_equal(((const LV2_Atom_Long*)number)->body, 77);
}

static void test_a_wish_holds_its_bar(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  const LV2_Atom* atom = messages_write_number(&fixture->messages, MESSAGES_LOCK, 12, &buffer);
  const LV2_Atom_Object* object = (const LV2_Atom_Object*)atom;
  const LV2_Atom* property = NULL;
  const LV2_Atom* value = NULL;
  lv2_atom_object_get(object, map_uri(fixture, LV2_PATCH__property), &property,
                      map_uri(fixture, LV2_PATCH__value), &value, 0);
  assert_int_equal(((const LV2_Atom_URID*)property)->body, map_uri(fixture, TN_URI_LOCK));
  assert_int_equal(((const LV2_Atom_Int*)value)->body, 12);
}

static void test_lists_are_read_with_their_number(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  MessagesNews news;
  const LV2_Atom* atom = write_ints(fixture, TN_URI_LOCKS, 3, &buffer);
  assert_int_equal(messages_read(&fixture->messages, atom, lv2_atom_total_size(atom), &news),
                   MESSAGES_LOCKS);
  assert_int_equal(news.number, 9);
  assert_int_equal(news.count, 3);
  assert_int_equal(news.ints[2], 7);
  atom = write_ints(fixture, TN_URI_NOTES, MESSAGES_INTS + 1, &buffer); // too long
  assert_int_equal(messages_read(&fixture->messages, atom, lv2_atom_total_size(atom), &news),
                   MESSAGES_NOTHING);
  atom = write_ints(fixture, TN_URI_STYLE, 3, &buffer); // not a path
  assert_int_equal(messages_read(&fixture->messages, atom, lv2_atom_total_size(atom), &news),
                   MESSAGES_NOTHING);
}

static void test_other_messages_are_nothing(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  MessagesNews news;
  const LV2_Atom* atom = write_set(fixture, "urn:other:property", "x", &buffer);
  assert_int_equal(messages_read(&fixture->messages, atom, lv2_atom_total_size(atom), &news),
                   MESSAGES_NOTHING);
  atom = messages_write_get(&fixture->messages, 0, &buffer);
  assert_int_equal(messages_read(&fixture->messages, atom, lv2_atom_total_size(atom), &news),
                   MESSAGES_NOTHING);
}

static void test_a_path_too_long_is_not_sent(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  char path[MESSAGES_SIZE + 1];
  memset(path, 'x', sizeof path);
  path[sizeof path - 1] = '\0';
  assert_null(messages_write_style(&fixture->messages, path, &buffer));
}

// Copies `size` bytes to memory of just that size, so that a sanitizer sees any read beyond them.
static void read_exactly(const Fixture* fixture, const void* bytes, uint32_t size) {
  MessagesNews news;
  void* copy = malloc(size ? size : 1);
  assert_non_null(copy);
  memcpy(copy, bytes, size);
  messages_read(&fixture->messages, copy, size, &news);
  free(copy);
}

static void test_cut_messages_are_nothing(void** state) {
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  MessagesNews news;
  const LV2_Atom* atom = write_set(fixture, TN_URI_MESSAGE, "broken", &buffer);
  uint32_t size = lv2_atom_total_size(atom);
  for (uint32_t cut = 0; cut < size; cut++) {
    assert_int_equal(messages_read(&fixture->messages, atom, cut, &news), MESSAGES_NOTHING);
    read_exactly(fixture, atom, cut);
  }
}

static void test_changed_bytes_are_never_read_beyond_the_end(void** state) {
  static const uint8_t values[] = {0x00, 0x01, 0x07, 0x08, 0x7F, 0x80, 0xFE, 0xFF};
  Fixture* fixture = *state;
  MessagesBuffer buffer;
  const LV2_Atom* atom = write_ints(fixture, TN_URI_NOTES, 5, &buffer);
  uint32_t size = lv2_atom_total_size(atom);
  for (uint32_t place = 0; place < size; place++) {
    uint8_t kept = buffer.bytes[place];
    for (size_t i = 0; i < sizeof values; i++) {
      buffer.bytes[place] = values[i];
      read_exactly(fixture, buffer.bytes, size);
    }
    buffer.bytes[place] = kept;
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_a_style_reads_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_a_complaint_is_read, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_a_get_holds_the_number_of_a_window, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_a_wish_holds_its_bar, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_lists_are_read_with_their_number, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_other_messages_are_nothing, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_a_path_too_long_is_not_sent, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_cut_messages_are_nothing, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_changed_bytes_are_never_read_beyond_the_end, set_up,
                                      tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
