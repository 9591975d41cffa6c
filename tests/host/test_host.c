// The plugin in the hands of hosts: odd values, odd blocks, small buffers, lost files. Where each
// note falls is the business of test_timing.c, transports that of test_playing.c, styles and states
// that of test_session.c, presets that of test_presets.c.
#include "plugin/ports.h"
#include "tests/host/opened_host.h"

#include <math.h>

// ---- description ----

static void test_ports_are_those_of_the_header(void** state) {
  (void)state;
  static const struct {
    const char* symbol;
    bool input, control;
    float minimum, maximum;
  } expected[TN_PORT_COUNT] = {
      [TN_PORT_MIDI_IN] = {"midi_in", true, false, NAN, NAN},
      [TN_PORT_CONTROL] = {"control", true, false, NAN, NAN},
      [TN_PORT_MIDI_OUT] = {"midi_out", false, false, NAN, NAN},
      [TN_PORT_NOTIFY] = {"notify", false, false, NAN, NAN},
      [TN_PORT_ENABLED] = {"enabled", true, true, 0, 1},
      [TN_PORT_FREEWHEEL] = {"freewheel", true, true, 0, 1},
      [TN_PORT_TEMPERATURE] = {"temperature", true, true, 0, 2},
      [TN_PORT_TOP_P] = {"top_p", true, true, 0.05f, 1},
      [TN_PORT_LENGTH] = {"length", true, true, 1, 64},
      [TN_PORT_TEMPO] = {"tempo", true, true, 20, 300},
      [TN_PORT_SYNC] = {"sync", true, true, 0, 1},
      [TN_PORT_SEED] = {"seed", true, true, 0, 9999},
      [TN_PORT_KEY] = {"key", true, true, 0, 24},
      [TN_PORT_LATE] = {"late", false, true, 0, 1000000},
      [TN_PORT_OFFSET] = {"offset", true, true, 0, 63},
      [TN_PORT_RATE] = {"rate", true, true, 0, 2},
      [TN_PORT_MODE] = {"mode", true, true, 0, 3},
      [TN_PORT_VARIATION] = {"variation", true, true, 0, 1},
      [TN_PORT_DENSITY] = {"density", true, true, -1, 1},
      [TN_PORT_LOW] = {"low", true, true, 0, 127},
      [TN_PORT_HIGH] = {"high", true, true, 0, 127},
      [TN_PORT_POLYPHONY] = {"polyphony", true, true, 1, 16},
      [TN_PORT_SCALE_ROOT] = {"scale_root", true, true, 0, 11},
      [TN_PORT_SCALE] = {"scale", true, true, 0, 14},
      [TN_PORT_CHORD] = {"chord", true, true, 0, 2},
      [TN_PORT_LATCH] = {"latch", true, true, 0, 1},
      [TN_PORT_REST] = {"rest", true, true, 0, 1},
      [TN_PORT_VELOCITY] = {"velocity", true, true, 0, 2},
      [TN_PORT_VELOCITY_MIN] = {"velocity_min", true, true, 1, 127},
      [TN_PORT_VELOCITY_MAX] = {"velocity_max", true, true, 1, 127},
      [TN_PORT_GATE] = {"gate", true, true, 0.1f, 2},
      [TN_PORT_SWING] = {"swing", true, true, 0, 0.75f},
      [TN_PORT_SWING_GRID] = {"swing_grid", true, true, 0, 1},
      [TN_PORT_HUMANIZE] = {"humanize", true, true, 0, 1},
      [TN_PORT_TRANSPOSE] = {"transpose", true, true, -24, 24},
      [TN_PORT_CHANNEL] = {"channel", true, true, 0, 16},
      [TN_PORT_PART_1] = {"part_1", true, true, 0, 1},
      [TN_PORT_PART_2] = {"part_2", true, true, 0, 1},
      [TN_PORT_PART_3] = {"part_3", true, true, 0, 1},
      [TN_PORT_PART_4] = {"part_4", true, true, 0, 1},
      [TN_PORT_PART_5] = {"part_5", true, true, 0, 1},
      [TN_PORT_PART_6] = {"part_6", true, true, 0, 1},
      [TN_PORT_PART_7] = {"part_7", true, true, 0, 1},
      [TN_PORT_PART_8] = {"part_8", true, true, 0, 1},
      [TN_PORT_THRU] = {"thru", true, true, 0, 1},
      [TN_PORT_IN_CHANNEL] = {"in_channel", true, true, 0, 16},
      [TN_PORT_LISTEN] = {"listen", true, true, 0, 1},
      [TN_PORT_LEARN] = {"learn", true, true, 0, 1},
      [TN_PORT_REROLL] = {"reroll", true, true, 0, 1},
      [TN_PORT_REROLL_BAR] = {"reroll_bar", true, true, 0, 1},
      [TN_PORT_LOCK] = {"lock", true, true, 0, 1},
      [TN_PORT_UNLOCK] = {"unlock", true, true, 0, 1},
      [TN_PORT_PANIC] = {"panic", true, true, 0, 1},
      [TN_PORT_BAR] = {"bar", false, true, 0, 64},
      [TN_PORT_NOTES_PER_SECOND] = {"notes_per_second", false, true, 0, 1000},
      [TN_PORT_TAKE] = {"take", false, true, 0, 1000000},
  };
  Host* host = opened(HOST_ON_CHANGE);
  assert_int_equal(host_port_count(host), TN_PORT_COUNT);
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    HostPort port;
    assert_true(host_port(host, i, &port));
    assert_string_equal(port.symbol, expected[i].symbol);
    assert_int_equal(port.input, expected[i].input);
    assert_int_equal(port.control, expected[i].control);
    if (port.control) {
      assert_float_equal(port.minimum, expected[i].minimum, 1e-6f);
      assert_float_equal(port.maximum, expected[i].maximum, 1e-6f);
      assert_true(port.initial >= port.minimum && port.initial <= port.maximum);
    }
  }
  host_close(host);
}

static void test_three_ports_have_their_full_names(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  HostPort port;
  assert_true(host_port(host, TN_PORT_TEMPERATURE, &port));
  assert_string_equal(port.name, "Temperature");
  assert_true(host_port(host, TN_PORT_LENGTH, &port));
  assert_string_equal(port.name, "Sequence Length");
  assert_true(host_port(host, TN_PORT_TEMPO, &port));
  assert_string_equal(port.name, "Tempo");
  host_close(host);
}

// ---- running ----

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
      cmocka_unit_test(test_ports_are_those_of_the_header),
      cmocka_unit_test(test_three_ports_have_their_full_names),
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
