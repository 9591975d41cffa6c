// The presets that ship, as hosts load them.
#include "plugin/ports.h"
#include "tests/host/opened_host.h"

#include <lilv/lilv.h>
#include <lv2/presets/presets.h>
#include <string.h>

enum { FEWEST = 10 * 5, TEXT = 1024 };

static void load(Host* host, size_t index) {
  char uri[TEXT];
  char label[TEXT];
  assert_true(host_preset(host, index, uri, label, TEXT));
  assert_true(host_load_preset(host, uri)); // an unknown port in it is a fault
  for (int i = 0; i < 4; i++) {
    host_run(host, BLOCK);
    host_wait_worker(host);
  }
  assert_string_equal(host_notify(host)->message, "");
}

static void test_presets_have_labels_banks_and_comments(void** state) {
  (void)state;
  char uri[TEXT];
  char label[TEXT];
  char text[TEXT];
  Host* host = opened(HOST_ON_CHANGE);
  const size_t count = host_preset_count(host);
  assert_true(count >= FEWEST);
  for (size_t i = 0; i < count; i++) {
    assert_true(host_preset(host, i, uri, label, TEXT));
    assert_true(label[0] != '\0');
    assert_true(host_value(host, uri, LILV_NS_RDFS "comment", text, TEXT) && text[0] != '\0');
    assert_true(host_value(host, uri, LV2_PRESETS__bank, text, TEXT));
    assert_true(host_value(host, text, LILV_NS_RDFS "label", label, TEXT) && label[0] != '\0');
  }
  stop_and_close(host);
}

// One that answers waits for something to be played.
static bool waits_for_a_player(const Host* host) {
  return host_get(host, "mode") > 2.5f;
}

static void assert_plays_in_the_first_bar(Host* host) {
  if (waits_for_a_player(host)) {
    return;
  }
  host_locate(host, 0, 0);
  host_run(host, BLOCK);
  const unsigned before = host_notes(host).note_ons;
  host_play(host);
  host_run_to(host, 1, 0, BLOCK);
  assert_true(host_notes(host).note_ons > before);
  host_stop(host);
  host_run(host, BLOCK);
}

static void test_presets_play_in_their_first_bar(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  const size_t count = host_preset_count(host);
  for (size_t i = 0; i < count; i++) {
    load(host, i);
    assert_plays_in_the_first_bar(host); // after all those before it
    Host* fresh = opened(HOST_ON_CHANGE);
    load(fresh, i);
    assert_plays_in_the_first_bar(fresh);
    stop_and_close(fresh);
  }
  stop_and_close(host);
}

// What belongs to the song and the set-up, and what acts when it rises.
static bool is_left_alone(uint32_t port) {
  static const TnPort ports[] = {
      TN_PORT_ENABLED,    TN_PORT_FREEWHEEL,  TN_PORT_TEMPO,   TN_PORT_SYNC,
      TN_PORT_SEED,       TN_PORT_OFFSET,     TN_PORT_CHANNEL, TN_PORT_THRU,
      TN_PORT_IN_CHANNEL, TN_PORT_LISTEN,     TN_PORT_LEARN,   TN_PORT_REROLL,
      TN_PORT_LOCK,       TN_PORT_REROLL_BAR, TN_PORT_UNLOCK,  TN_PORT_PANIC};
  for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
    if (ports[i] == port) {
      return true;
    }
  }
  return false;
}

static void test_presets_set_the_music_and_nothing_else(void** state) {
  (void)state;
  const float strange = 0.4375f; // in the range of most, the value of none
  Host* host = opened(HOST_ON_CHANGE);
  const size_t count = host_preset_count(host);
  for (size_t i = 0; i < count; i++) {
    HostPort port;
    for (uint32_t k = TN_PORT_ENABLED; host_port(host, k, &port); k++) {
      host_set(host, port.symbol, strange);
    }
    load(host, i);
    for (uint32_t k = TN_PORT_ENABLED; host_port(host, k, &port); k++) {
      const float value = host_get(host, port.symbol);
      if (!port.input) {
        continue;
      }
      assert_int_equal(value <= strange && value >= strange, is_left_alone(k));
      assert_true(is_left_alone(k) || (value >= port.minimum && value <= port.maximum));
    }
  }
  stop_and_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_presets_have_labels_banks_and_comments),
      cmocka_unit_test(test_presets_play_in_their_first_bar),
      cmocka_unit_test(test_presets_set_the_music_and_nothing_else),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
