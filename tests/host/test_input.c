// What hosts and players send into midi_in, and what of it comes out again.
#include "tests/host/opened_host.h"

static void send(Host* host, uint32_t frame, uint8_t status, uint8_t first, uint8_t second) {
  const uint8_t message[3] = {status, first, second};
  host_send_midi(host, frame, message, (status & 0xe0) == 0xc0 ? 2 : 3);
}

// How many such messages came out; the frame of the last.
static int count_out(const Host* host, uint8_t status, uint8_t first, uint64_t* frame) {
  size_t count;
  int found = 0;
  const HostEvent* events = host_events(host, &count);
  for (size_t i = 0; i < count; i++) {
    if (events[i].bytes[0] == status && events[i].bytes[1] == first) {
      *frame = events[i].frame;
      found++;
    }
  }
  return found;
}

// What makes messages pass: thru, or that the plugin is disabled.
enum { WAYS = 2 };

static void set_passing(Host* host, int way, bool passes) {
  const bool thru = way == 0;
  host_set(host, thru ? "thru" : "enabled", passes == thru ? 1 : 0);
}

static Host* opened_passing(int way) {
  Host* host = opened(HOST_ON_CHANGE);
  set_passing(host, way, true);
  return host;
}

static void test_thru_passes_controllers_on_their_frames(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  uint64_t frame = 0;
  host_set(host, "thru", 1);
  host_play(host);
  for (uint32_t i = 0; i < 2000; i++) {
    host_clear_events(host);
    const uint64_t start = host_frame(host);
    send(host, i % BLOCK, 0xb4, 7, (uint8_t)(i % 128));
    send(host, i % BLOCK, 0xe4, 3, 64);
    send(host, BLOCK - 1, 0xd0, 77, 0);
    host_run(host, BLOCK);
    assert_int_equal(count_out(host, 0xb4, 7, &frame), 1);
    assert_int_equal(frame, start + i % BLOCK);
    assert_int_equal(count_out(host, 0xe4, 3, &frame), 1);
    assert_int_equal(count_out(host, 0xd0, 77, &frame), 1);
  }
  assert_true(host_notes(host).note_ons > 0);
  stop_and_close(host);
}

// As older versions of Reaper do; and at the block's end, as windows' events may be.
static void test_unsorted_input_comes_out_sorted(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  uint64_t frame = 0;
  host_set(host, "thru", 1);
  host_play(host);
  for (uint32_t i = 0; i < 500; i++) {
    host_clear_events(host);
    send(host, BLOCK, 0xb0, 1, 1);
    send(host, 200, 0xb0, 2, 1);
    send(host, 0, 0xb0, 3, 1);
    host_run(host, BLOCK);
    for (uint8_t controller = 1; controller <= 3; controller++) {
      assert_int_equal(count_out(host, 0xb0, controller, &frame), 1);
    }
  }
  stop_and_close(host);
}

static void test_without_thru_nothing_passes(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  uint64_t frame = 0;
  send(host, 0, 0xb0, 7, 100);
  host_run(host, BLOCK);
  assert_int_equal(count_out(host, 0xb0, 7, &frame), 0);
  stop_and_close(host);
}

static void test_what_comes_in_passes_while_it_is_disabled(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  uint64_t frame = 0;
  host_play(host);
  run_until_sounding(host);
  host_set(host, "enabled", 0);
  host_run(host, BLOCK);
  host_clear_events(host);
  send(host, 100, 0xb0, 7, 100);
  host_run(host, BLOCK);
  assert_int_equal(count_out(host, 0xb0, 7, &frame), 1);
  assert_int_equal(frame, host_frame(host) - BLOCK + 100);
  stop_and_close(host);
}

static void test_notes_pass_with_thru_and_while_it_is_disabled(void** state) {
  (void)state;
  for (int way = 0; way < WAYS; way++) {
    Host* host = opened_passing(way);
    uint64_t frame = 0;
    send(host, 30, 0x93, 100, 55);
    send(host, 200, 0x83, 100, 11);
    host_run(host, BLOCK);
    assert_int_equal(count_out(host, 0x93, 100, &frame), 1);
    assert_int_equal(frame, host_frame(host) - BLOCK + 30);
    assert_int_equal(count_out(host, 0x83, 100, &frame), 1);
    assert_int_equal(frame, host_frame(host) - BLOCK + 200);
    stop_and_close(host);
  }
}

// Whatever a player does on the plugin's own channel, amid its notes: none hangs, none is doubled.
static void test_keys_amid_the_music_leave_nothing_hanging(void** state) {
  (void)state;
  uint32_t random = 1;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_set(host, "thru", 1);
  host_play(host);
  for (int i = 0; i < 8000; i++) {
    random = random * 1664525U + 1013904223U;
    const uint8_t pitch = (uint8_t)(48 + (random >> 16) % 30);
    send(host, (random >> 8) % BLOCK, random >> 31 ? 0x90 : 0x80, pitch, 64);
    if (i % 1000 == 999) {
      host_set(host, "thru", i % 2000 == 999 ? 0 : 1);
    }
    host_run(host, BLOCK);
  }
  host_set(host, "thru", 0);
  stop_and_close(host);
}

static void test_a_held_key_ends_where_passing_ends(void** state) {
  (void)state;
  for (int way = 0; way < WAYS; way++) {
    Host* host = opened_passing(way);
    send(host, 0, 0x90, 100, 64);
    host_run(host, BLOCK);
    assert_int_equal(host_notes(host).hung, 1);
    set_passing(host, way, false);
    host_run(host, BLOCK);
    assert_int_equal(host_notes(host).hung, 0);
    send(host, 0, 0x80, 100, 64); // too late
    host_run(host, BLOCK);
    stop_and_close(host);
  }
}

static void test_a_held_key_ends_with_deactivation(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_set(host, "thru", 1);
  send(host, 0, 0x90, 100, 64);
  host_run(host, BLOCK);
  host_cycle(host);
  host_run(host, BLOCK);
  assert_int_equal(host_notes(host).hung, 0);
  stop_and_close(host);
}

// A pedal that was passed down would hold notes for ever.
static void test_a_pedal_comes_up_where_passing_ends(void** state) {
  (void)state;
  for (int way = 0; way < WAYS; way++) {
    Host* host = opened_passing(way);
    uint64_t frame = 0;
    send(host, 0, 0xb6, 64, 127);
    host_run(host, BLOCK);
    set_passing(host, way, false);
    host_run(host, BLOCK);
    assert_int_equal(count_out(host, 0xb6, 64, &frame), 2);
    assert_int_equal(frame, host_frame(host) - BLOCK);
    stop_and_close(host);
  }
}

static void test_a_pedal_comes_up_after_deactivation(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  uint64_t frame = 0;
  host_set(host, "thru", 1);
  send(host, 0, 0xb6, 64, 127);
  host_run(host, BLOCK);
  host_cycle(host);
  host_run(host, BLOCK);
  assert_int_equal(count_out(host, 0xb6, 64, &frame), 2);
  stop_and_close(host);
}

// mod-host's bypass, and Carla after a preset was loaded.
static void test_a_request_for_silence_ends_notes_on_its_frame(void** state) {
  (void)state;
  static const uint8_t controllers[] = {120, 123};
  for (int i = 0; i < 2; i++) {
    Host* host = opened(HOST_ON_CHANGE);
    host_play(host);
    run_until_sounding(host);
    host_clear_events(host);
    send(host, 10, 0xb5, controllers[i], 0);
    host_run(host, 11);
    assert_int_equal(host_notes(host).hung, 0);
    run_until_sounding(host); // and plays on
    stop_and_close(host);
  }
}

// ---- what the music makes of it ----

// The share of the pitched notes so far that are of the classes of C major's chord.
static double share_of_chord(const Host* host) {
  size_t count;
  int notes = 0;
  int in_chord = 0;
  const HostEvent* events = host_events(host, &count);
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90) {
      notes++;
      in_chord += (0x91 >> events[i].bytes[1] % 12) & 1;
    }
  }
  assert_true(notes > 20);
  return (double)in_chord / notes;
}

static void send_chord(Host* host, uint8_t status) {
  static const uint8_t PITCHES[] = {48, 52, 55};
  for (int i = 0; i < 3; i++) {
    send(host, 0, status, PITCHES[i], 64);
  }
}

static void test_the_music_keeps_to_the_chord_that_is_held(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_set(host, "chord", 1);
  send_chord(host, 0x90);
  host_play(host);
  host_run_frames(host, RATE * 20, BLOCK);
  assert_true(share_of_chord(host) == 1.0);
  send_chord(host, 0x80);
  host_run(host, BLOCK);
  host_clear_events(host);
  host_run_frames(host, RATE * 20, BLOCK);
  assert_true(share_of_chord(host) < 0.9);
  stop_and_close(host);
}

// The host keeps the note-offs of the time between.
static void test_keys_that_were_held_at_deactivation_bind_nothing(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_set(host, "chord", 1);
  send_chord(host, 0x90);
  host_run(host, BLOCK);
  host_cycle(host);
  host_play(host);
  host_run_frames(host, RATE * 20, BLOCK);
  assert_true(share_of_chord(host) < 0.9);
  stop_and_close(host);
}

static void test_a_phrase_is_answered_from_the_next_bar_on(void** state) {
  (void)state;
  const uint64_t beat = RATE / 2;
  size_t count;
  Host* host = opened(HOST_ON_CHANGE);
  const uint64_t start = host_frame(host);
  host_set(host, "mode", 3);
  host_play(host);
  for (int i = 0; i < 6; i++) { // of the eight beats of two bars
    send(host, 0, 0x90, (uint8_t)(60 + 2 * i), 80);
    host_run_frames(host, beat / 2, BLOCK);
    send(host, 0, 0x80, (uint8_t)(60 + 2 * i), 64);
    host_run_frames(host, beat - beat / 2, BLOCK);
  }
  host_run_frames(host, 2 * beat, BLOCK);
  (void)host_events(host, &count);
  assert_int_equal(count, 0);
  host_run_frames(host, 10 * beat, BLOCK);
  const HostEvent* events = host_events(host, &count);
  assert_true(count > 4);
  assert_in_range(events[0].frame, start + 8 * beat, start + 12 * beat);
  assert_in_range(events[count - 1].frame, start + 8 * beat, start + 16 * beat);
  assert_true(host_get(host, "late") == 0.0F);
  stop_and_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_thru_passes_controllers_on_their_frames),
      cmocka_unit_test(test_unsorted_input_comes_out_sorted),
      cmocka_unit_test(test_without_thru_nothing_passes),
      cmocka_unit_test(test_what_comes_in_passes_while_it_is_disabled),
      cmocka_unit_test(test_notes_pass_with_thru_and_while_it_is_disabled),
      cmocka_unit_test(test_keys_amid_the_music_leave_nothing_hanging),
      cmocka_unit_test(test_a_held_key_ends_where_passing_ends),
      cmocka_unit_test(test_a_held_key_ends_with_deactivation),
      cmocka_unit_test(test_a_pedal_comes_up_where_passing_ends),
      cmocka_unit_test(test_a_pedal_comes_up_after_deactivation),
      cmocka_unit_test(test_a_request_for_silence_ends_notes_on_its_frame),
      cmocka_unit_test(test_the_music_keeps_to_the_chord_that_is_held),
      cmocka_unit_test(test_keys_that_were_held_at_deactivation_bind_nothing),
      cmocka_unit_test(test_a_phrase_is_answered_from_the_next_bar_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
