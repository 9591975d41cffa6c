// The plugin in the hands of hosts: odd values, odd blocks, small buffers, lost files. Where each
// note falls is the business of test_timing.c, transports that of test_playing.c, styles and states
// that of test_session.c, presets that of test_presets.c, the
// description that of test_description.c.
#include "plugin/ports.h"
#include "tests/host/opened_host.h"

#include <math.h>

static void test_bare_host_can_run_it(void** state) {
  (void)state;
  Host* host = opened(HOST_BARE);
  host_set(host, "sync", 1);
  run_until_sounding(host);
  stop_and_close(host);
}

static void test_nothing_sounds_before_a_position(void** state) {
  (void)state;
  Host* host = opened(HOST_BARE);
  host_run_frames(host, RATE * 4, BLOCK);
  assert_int_equal(host_notes(host).note_ons, 0);
  stop_and_close(host);
}

static void test_positions_without_bars_are_harmless(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_send_bars(host, false);
  host_play(host);
  host_run_frames(host, RATE * 4, BLOCK);
  host_send_bars(host, true);
  run_until_sounding(host);
  stop_and_close(host);
}

static void test_blocks_without_frames_are_harmless(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  for (int i = 0; i < 100; i++) {
    host_run(host, 0);
  }
  host_play(host);
  for (int i = 0; i < 1000; i++) {
    host_run(host, 0);
    host_run(host, BLOCK);
  }
  assert_true(host_notes(host).note_ons > 0);
  stop_and_close(host);
}

static void test_any_block_size_is_harmless(void** state) {
  (void)state;
  uint32_t random = 1;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_play(host);
  for (int i = 0; i < 1000; i++) {
    random = random * 1664525u + 1013904223u;
    const uint32_t small = 1 + (random >> 8) % 64;
    const uint32_t large = 1 + (random >> 8) % 8192;
    host_run(host, i % 2 ? small : large);
  }
  assert_true(host_notes(host).note_ons > 0);
  stop_and_close(host);
}

static void test_any_control_value_is_harmless(void** state) {
  (void)state;
  static const float values[] = {NAN,  INFINITY, -INFINITY, 1e30f, -1e30f, 1e-40f, -1.0f,
                                 0.0f, 0.5f,     1.5f,      64.5f, 3e9f,   -3e9f,  1e10f};
  for (uint32_t port = TN_PORT_ENABLED; port < TN_PORT_COUNT; port++) {
    HostPort description;
    Host* host = opened(HOST_ON_CHANGE);
    assert_true(host_port(host, port, &description));
    host_play(host);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
      host_set(host, description.symbol, values[i]);
      host_run_frames(host, RATE / 2, 1000);
    }
    host_set(host, description.symbol, description.initial);
    run_until_sounding(host); // it has recovered
    stop_and_close(host);
  }
}

static void test_odd_input_is_harmless(void** state) {
  (void)state;
  static const uint8_t messages[][3] = {
      {0x90, 60, 100}, {0x80, 60, 0}, {0xb0, 123, 0}, {0xb0, 120, 0}, {0xb0, 64, 127},
      {0xb0, 121, 0},  {0xe0, 0, 64}, {0xff, 0, 0},   {0xf8, 0, 0},   {0x90, 0xff, 0xff}};
  const size_t count = sizeof messages / sizeof messages[0];
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  for (uint32_t i = 0; i < 2000; i++) {
    const uint8_t* message = messages[i % count];
    host_send_midi(host, BLOCK, message, 3);     // at the block's end, as windows' events may be
    host_send_midi(host, i % BLOCK, message, 3); // and before the one above: unsorted
    host_send_midi(host, 0, message, 1 + i % 3);
    host_run(host, BLOCK);
  }
  stop_and_close(host);
}

// A guard page behind the buffer ends the program at the first byte written past it.
static void test_small_outputs_are_never_overrun(void** state) {
  (void)state;
  static const uint32_t capacities[] = {16, 24, 40, 48, 64, 104};
  for (size_t i = 0; i < sizeof capacities / sizeof capacities[0]; i++) {
    Host* host = opened_with(
        (HostOptions){.midi_capacity = capacities[i], .notify_capacity = capacities[i]});
    host_set_tempo(host, 240);
    host_play(host);
    for (int k = 0; k < 40; k++) {
      host_patch_get(host);
      host_run_frames(host, RATE / 4, 4096);
    }
    assert_true(capacities[i] < 64 || host_notes(host).note_ons > 0);
    host_stop(host);
    host_run_frames(host, BLOCK * UINT64_C(300), BLOCK); // a note-off a block may be all that fits
    stop_and_close(host);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bare_host_can_run_it),
      cmocka_unit_test(test_nothing_sounds_before_a_position),
      cmocka_unit_test(test_positions_without_bars_are_harmless),
      cmocka_unit_test(test_blocks_without_frames_are_harmless),
      cmocka_unit_test(test_any_block_size_is_harmless),
      cmocka_unit_test(test_any_control_value_is_harmless),
      cmocka_unit_test(test_odd_input_is_harmless),
      cmocka_unit_test(test_small_outputs_are_never_overrun),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
