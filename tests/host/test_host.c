// The plugin in the hands of hosts: odd values, odd blocks, small buffers, lost files. Where each
// note falls is the business of test_timing.c, styles and states that of test_session.c.
#include "plugin/ports.h"
#include "tests/host/host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#define RATE         UINT64_C(48000)
#define BLOCK        256
#define LONGEST_WAIT (RATE * 40) // frames within which any style has played a note

static Host* opened_with(HostOptions options) {
  Host* host = host_open(&options);
  assert_non_null(host);
  for (int i = 0; i < 4; i++) { // a style that the plugin loads by itself arrives
    host_wait_worker(host);
    host_run(host, BLOCK);
  }
  return host;
}

static Host* opened(HostPositions positions) {
  return opened_with((HostOptions){.positions = positions});
}

static void assert_well(const Host* host) {
  if (host_fault(host)) {
    fail_msg("%s", host_fault(host));
  }
  assert_int_equal(host_notes(host).orphan_offs, 0);
  assert_int_equal(host_notes(host).doubled_ons, 0);
}

// Stops, and nothing sounds any more.
static void stop_and_close(Host* host) {
  host_stop(host);
  host_set(host, "sync", 0);
  host_run_frames(host, BLOCK * UINT64_C(4), BLOCK);
  assert_well(host);
  assert_int_equal(host_notes(host).hung, 0);
  host_close(host);
}

// Runs until at least one note sounds.
static void run_until_sounding(Host* host) {
  for (uint32_t done = 0; host_notes(host).hung == 0; done += BLOCK) {
    assert_true(done < LONGEST_WAIT);
    host_run(host, BLOCK);
  }
}

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

static void test_presets_have_labels_and_load(void** state) {
  (void)state;
  char uri[1024];
  char label[1024];
  Host* host = opened(HOST_ON_CHANGE);
  const size_t count = host_preset_count(host);
  assert_true(count > 0);
  for (size_t i = 0; i < count; i++) {
    assert_true(host_preset(host, i, uri, label, sizeof uri));
    assert_true(label[0] != '\0');
    assert_true(host_load_preset(host, uri)); // an unknown port in it is a fault
    for (int k = 0; k < 4; k++) {
      host_run(host, BLOCK);
      host_wait_worker(host);
    }
    assert_string_equal(host_notify(host)->message, "");
    host_locate(host, 0, 0);
    host_play(host);
    run_until_sounding(host);
    host_stop(host);
    host_run(host, BLOCK);
  }
  stop_and_close(host);
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

// ---- transport ----

static void test_notes_end_where_the_host_stops(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  run_until_sounding(host);
  host_stop(host);
  host_run(host, BLOCK);
  assert_int_equal(host_notes(host).hung, 0);
  stop_and_close(host);
}

static void test_bypass_ends_notes_and_comes_back(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_play(host);
  run_until_sounding(host);
  host_set(host, "enabled", 0);
  host_run(host, BLOCK);
  assert_int_equal(host_notes(host).hung, 0);
  const unsigned before = host_notes(host).note_ons;
  host_run_frames(host, RATE * 4, BLOCK);
  assert_int_equal(host_notes(host).note_ons, before);
  host_set(host, "enabled", 1);
  run_until_sounding(host);
  stop_and_close(host);
}

static void test_deactivation_leaves_nothing_hanging(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  run_until_sounding(host);
  host_cycle(host);
  host_stop(host);
  host_run_frames(host, BLOCK * UINT64_C(4), BLOCK);
  assert_int_equal(host_notes(host).hung, 0);
  stop_and_close(host);
}

static void test_locates_leave_nothing_hanging(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_play(host);
  for (int i = 0; i < 40; i++) {
    run_until_sounding(host);
    host_locate(host, i * 7 % 16, i % 4);
    host_run_frames(host, RATE / 3, BLOCK);
  }
  stop_and_close(host);
}

static void test_loops_double_no_notes(void** state) {
  (void)state;
  static const HostPositions styles[] = {HOST_ON_CHANGE, HOST_EVERY_BLOCK_ROUNDED, HOST_BLANK};
  for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
    Host* host = opened(styles[i]);
    host_set_tempo(host, 133.7f);
    host_set_loop(host, 4, 7.5);
    host_play(host);
    host_run_frames(host, RATE * 20, BLOCK);
    assert_true(host_notes(host).note_ons > 0);
    stop_and_close(host);
  }
}

static void test_meters_are_harmless(void** state) {
  (void)state;
  static const int meters[][2] = {{3, 4}, {6, 8}, {7, 8}, {1, 1}, {15, 16}, {5, 2}, {13, 64}};
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_play(host);
  for (size_t i = 0; i < sizeof meters / sizeof meters[0]; i++) {
    host_set_meter(host, meters[i][0], meters[i][1]);
    host_run_frames(host, RATE * 5, BLOCK);
  }
  assert_true(host_notes(host).note_ons > 0);
  stop_and_close(host);
}

// Plays eight bars with a tempo change where no grid line is.
static Host* play_eight_bars(HostPositions positions, uint32_t block) {
  Host* host = opened(positions);
  host_set_tempo(host, 97.3f);
  host_play(host);
  host_run_to(host, 3, 1.2345, block);
  host_set_tempo(host, 141.1f);
  host_run_to(host, 8, 0, block);
  host_stop(host);
  host_run(host, BLOCK);
  return host;
}

static void test_every_host_hears_the_same_notes(void** state) {
  (void)state;
  static const HostPositions styles[] = {HOST_EVERY_BLOCK_ROUNDED, HOST_BLANK, HOST_ON_CHANGE};
  static const uint32_t blocks[] = {64, 1000, 4096};
  size_t count = 0;
  Host* first = play_eight_bars(HOST_ON_CHANGE, BLOCK);
  const HostEvent* events = host_events(first, &count);
  assert_true(count > 0);
  for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
    size_t other_count = 0;
    Host* other = play_eight_bars(styles[i], blocks[i]);
    const HostEvent* others = host_events(other, &other_count);
    assert_int_equal(other_count, count);
    for (size_t k = 0; k < count; k++) {
      assert_int_equal(others[k].frame, events[k].frame);
      assert_memory_equal(others[k].bytes, events[k].bytes, 3);
    }
    stop_and_close(other);
  }
  stop_and_close(first);
}

// ---- free running ----

// Plays `seconds` at `tempo`, with no transport.
static Host* run_free(float tempo, uint64_t seconds) {
  Host* host = host_open(&(HostOptions){.positions = HOST_BARE});
  assert_non_null(host);
  host_set(host, "tempo", tempo);
  host_set(host, "sync", 1);
  host_run_frames(host, seconds * RATE, BLOCK);
  return host;
}

// At 160 bpm a tick is 750 frames: the notes keep to that grid, wherever it begins.
static void test_free_running_keeps_the_tempo_of_the_port(void** state) {
  (void)state;
  size_t count = 0;
  unsigned compared = 0;
  Host* host = run_free(160, 30);
  const HostEvent* events = host_events(host, &count);
  assert_true(count > 8);
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90) {
      assert_int_equal((events[i].frame - events[0].frame) % 750, 0);
      compared++;
    }
  }
  assert_true(compared > 4);
  stop_and_close(host);
}

static void test_free_running_at_half_the_tempo_is_the_same_music(void** state) {
  (void)state;
  size_t fast_count = 0;
  size_t slow_count = 0;
  Host* fast = run_free(160, 10);
  Host* slow = run_free(80, 20);
  const HostEvent* fast_events = host_events(fast, &fast_count);
  const HostEvent* slow_events = host_events(slow, &slow_count);
  assert_true(fast_count > 8);
  const size_t count = fast_count < slow_count ? fast_count : slow_count;
  assert_true(count + 16 > fast_count); // what lies at the very end may miss it
  for (size_t i = 0; i < count; i++) {
    assert_memory_equal(slow_events[i].bytes, fast_events[i].bytes, 3);
    const int64_t slow_frames = (int64_t)(slow_events[i].frame - slow_events[0].frame);
    const int64_t fast_frames = (int64_t)(fast_events[i].frame - fast_events[0].frame);
    assert_in_range(slow_frames - 2 * fast_frames + 3, 0, 6); // each is rounded up to a frame
  }
  stop_and_close(fast);
  stop_and_close(slow);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ports_are_those_of_the_header),
      cmocka_unit_test(test_three_ports_have_their_full_names),
      cmocka_unit_test(test_presets_have_labels_and_load),
      cmocka_unit_test(test_bare_host_can_run_it),
      cmocka_unit_test(test_nothing_sounds_before_a_position),
      cmocka_unit_test(test_positions_without_bars_are_harmless),
      cmocka_unit_test(test_blocks_without_frames_are_harmless),
      cmocka_unit_test(test_any_block_size_is_harmless),
      cmocka_unit_test(test_any_control_value_is_harmless),
      cmocka_unit_test(test_odd_input_is_harmless),
      cmocka_unit_test(test_small_outputs_are_never_overrun),
      cmocka_unit_test(test_notes_end_where_the_host_stops),
      cmocka_unit_test(test_bypass_ends_notes_and_comes_back),
      cmocka_unit_test(test_deactivation_leaves_nothing_hanging),
      cmocka_unit_test(test_locates_leave_nothing_hanging),
      cmocka_unit_test(test_loops_double_no_notes),
      cmocka_unit_test(test_meters_are_harmless),
      cmocka_unit_test(test_every_host_hears_the_same_notes),
      cmocka_unit_test(test_free_running_keeps_the_tempo_of_the_port),
      cmocka_unit_test(test_free_running_at_half_the_tempo_is_the_same_music),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
