// Transports, as hosts have them: stops, locates, loops, meters, and none at all.
#include "tests/host/opened_host.h"

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
