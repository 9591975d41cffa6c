// When the plugin's notes sound, and which they are, against what must come out.
#include "plugin/engine/kernel_sets.h"
#include "tests/host/expected_notes.h"
#include "tests/host/host.h"
#include "tests/host/paths.h"
#include "tests/host/small_style.h"
#include "tests/unit/small_band.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  TnStyle style;
  char path[4096];
  TnComposer* composer;
} Music;

typedef struct {
  char folder[512];
  Music shipped; // the style that the plugin begins with
  Music small;   // of random weights: quick, dense, with drums and unisons
  Music nudged;  // the same, off the grid
} Fixture;

typedef struct {
  HostPositions positions;
  uint32_t rate; // frames a second; 0: the host's own
  int numerator, denominator;
  int tempo_note;  // see HostOptions
  bool freewheels; // if not, the music ahead is composed with bounded work
  bool changes_meter;
  bool is_shipped; // plays the shipped style, not the small one
  bool is_nudged;  // plays the one off the grid
} Case;

// ---- styles ----

static bool read_music(Music* music) {
  char reason[256];
  if (tn_style_read(music->path, &music->style, reason, sizeof reason) != TN_OK) {
    fprintf(stderr, "%s: %s\n", music->path, reason);
    return false;
  }
  music->composer = tn_composer_new_for(&music->style, tn_kernel_portable());
  return music->composer != NULL;
}

static void free_music(Music* music) {
  tn_style_free(&music->style);
  tn_composer_free(music->composer);
}

static bool write_band_style(const char* path, bool is_nudged) {
  TnVocabulary vocabulary = band_vocabulary();
  if (is_nudged) {
    tn_vocabulary_add_nudges(&vocabulary);
  }
  return small_style_write(path, &vocabulary);
}

static int make_fixture(void** state) {
  Fixture* fixture = calloc(1, sizeof *fixture);
  *state = fixture;
  if (!fixture || !paths_make_folder(fixture->folder, sizeof fixture->folder)) {
    return -1;
  }
  Host* host = host_open(&(HostOptions){.positions = HOST_ON_CHANGE});
  if (!host) {
    return -1;
  }
  host_patch_get(host);
  host_run(host, 0);
  snprintf(fixture->shipped.path, sizeof fixture->shipped.path, "%s", host_notify(host)->style);
  host_close(host);
  snprintf(fixture->small.path, sizeof fixture->small.path, "%s/small.safetensors",
           fixture->folder);
  snprintf(fixture->nudged.path, sizeof fixture->nudged.path, "%s/nudged.safetensors",
           fixture->folder);
  return write_band_style(fixture->small.path, false) && read_music(&fixture->small) &&
                 write_band_style(fixture->nudged.path, true) && read_music(&fixture->nudged) &&
                 read_music(&fixture->shipped)
             ? 0
             : -1;
}

static int remove_fixture(void** state) {
  Fixture* fixture = *state;
  free_music(&fixture->shipped);
  free_music(&fixture->small);
  free_music(&fixture->nudged);
  paths_remove(fixture->folder);
  free(fixture);
  return 0;
}

// ---- the performance ----

// Rolls and stops, so that the plugin can see what the tempo counts; a host does not tell.
static void play_in(Host* host, uint32_t block) {
  host_play(host);
  host_run_frames(host, 48000, block);
  host_stop(host);
  host_run_frames(host, 4096, block);
  host_locate(host, 0, 0);
}

// Tempo changes off the grid, a loop across two phrases, jumps while it rolls.
static void play_through(Host* host, const Case* c, uint32_t block) {
  const double bar_quarters = c->numerator * 4.0 / c->denominator;
  host_play(host);
  host_run_frames(host, 40123, block);
  host_set_tempo(host, 171.3f);
  host_run_frames(host, 61234, block);
  host_set_loop(host, bar_quarters + 1, 2 * bar_quarters + 0.5);
  host_run_frames(host, 150011, block);
  host_set_tempo(host, 240.1f);
  host_run_frames(host, 90007, block);
  host_clear_loop(host);
  host_run_frames(host, 30011, block);
  host_locate(host, 1, 5.0 / 6); // a place of before: its music is ready
  host_run_frames(host, 50021, block);
  if (c->freewheels) {
    host_locate(host, 37, 1.0 / 3);
    host_run_frames(host, 60013, block);
  }
}

static void stop_and_go_on(Host* host, const Case* c, uint32_t block) {
  host_stop(host);
  host_run_frames(host, 5003, block);
  host_play(host); // from where it stands
  host_run_frames(host, 20011, block);
  host_stop(host);
  host_locate(host, 20, 11.0 / 6);
  host_run_frames(host, 40000, block);
  host_play(host);
  host_run_frames(host, 61007, block);
  host_set_tempo(host, 97.3f);
  host_run_frames(host, 45001, block);
  if (c->changes_meter) {
    host_run_to(host, 23, 0, block); // in the middle of a phrase
    host_set_meter(host, 7, 8);
    host_run_frames(host, 90001, block);
    host_set_meter(host, 3, 4); // off the grid
    host_run_frames(host, 90001, block);
  }
  host_stop(host);
  host_run_frames(host, 4096, block);
}

// Returns the frame on which the performance begins.
static uint64_t perform(Host* host, const Case* c, const Music* music, uint32_t block) {
  if (!c->is_shipped) {
    host_patch_set_style(host, music->path);
    host_run(host, 0);
    host_wait_worker(host);
    host_run(host, 0);
  }
  host_set(host, "length", PHRASE_BARS);
  host_set(host, "seed", SEED);
  host_set(host, "freewheel", c->freewheels ? 1 : 0);
  host_set_meter(host, c->numerator, c->denominator);
  host_set_tempo(host, 233.7f);
  if (c->tempo_note && c->tempo_note != c->denominator) {
    play_in(host, block);
  }
  host_run_frames(host, 40000, block); // what comes is prepared
  host_clear_events(host);
  const uint64_t start = host_frame(host);
  play_through(host, c, block);
  stop_and_go_on(host, c, block);
  return start;
}

static void assert_as_expected(const Host* host, uint64_t start, TnComposer* composer) {
  size_t count;
  const HostEvent* events = host_events(host, &count);
  Messages expected = expected_messages(host, start, composer);
  Messages seen = {.count = 0};
  for (size_t i = 0; i < count; i++) {
    const uint8_t* bytes = events[i].bytes;
    const bool is_on = (bytes[0] & 0xf0) == 0x90;
    add_message(&seen, (Message){events[i].frame, bytes[0], bytes[1], is_on ? bytes[2] : 0});
  }
  qsort(seen.messages, seen.count, sizeof *seen.messages, compare_messages);
  for (size_t i = 0; i < seen.count && i < expected.count; i++) {
    if (compare_messages(&seen.messages[i], &expected.messages[i]) != 0) {
      const Message* s = &seen.messages[i];
      const Message* e = &expected.messages[i];
      fail_msg("message %zu: %02x %d %d on frame %llu, not %02x %d %d on %llu", i, s->status,
               s->pitch, s->velocity, (unsigned long long)s->frame, e->status, e->pitch,
               e->velocity, (unsigned long long)e->frame);
    }
  }
  assert_int_equal(seen.count, expected.count);
  assert_true(seen.count > 100); // it is not silence that is compared
  free(expected.messages);
  free(seen.messages);
}

static void assert_same_events(const Host* host, const HostEvent* events, size_t count) {
  size_t own_count;
  const HostEvent* own = host_events(host, &own_count);
  assert_int_equal(own_count, count);
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(own[i].frame, events[i].frame);
    assert_true(own[i].position == events[i].position);
    assert_int_equal(own[i].size, events[i].size);
    assert_memory_equal(own[i].bytes, events[i].bytes, sizeof own[i].bytes);
  }
}

static void check(const Fixture* fixture, Case c) {
  static const uint32_t blocks[] = {4096, 1000, 64, 1};
  const Music* music = c.is_shipped  ? &fixture->shipped
                       : c.is_nudged ? &fixture->nudged
                                     : &fixture->small;
  HostEvent* events = NULL;
  size_t count = 0;
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
    Host* host = host_open(&(HostOptions){
        .positions = c.positions, .sample_rate = c.rate, .tempo_note = c.tempo_note});
    assert_non_null(host);
    const uint64_t start = perform(host, &c, music, blocks[i]);
    assert_as_expected(host, start, music->composer);
    assert_true(host_check_notes(host));
    assert_int_equal(host_notes(host).hung, 0);
    if (host_fault(host)) {
      fail_msg("%s", host_fault(host));
    }
    if (events) {
      assert_same_events(host, events, count);
    } else {
      const HostEvent* seen = host_events(host, &count);
      events = malloc(count * sizeof *events);
      assert_non_null(events);
      memcpy(events, seen, count * sizeof *events);
    }
    host_close(host);
  }
  free(events);
}

// ---- tests ----

static void test_shipped_style_plays_on_exact_frames(void** state) {
  check(*state, (Case){.positions = HOST_ON_CHANGE,
                       .numerator = 4,
                       .denominator = 4,
                       .freewheels = true,
                       .is_shipped = true});
}

static void test_shipped_style_keeps_up_unaided(void** state) {
  check(*state, (Case){.positions = HOST_EVERY_BLOCK_ROUNDED,
                       .numerator = 4,
                       .denominator = 4,
                       .is_shipped = true});
}

static const HostPositions ALL[] = {HOST_ON_CHANGE, HOST_EVERY_BLOCK_ROUNDED, HOST_BLANK};

// At 44100 frames a second a tick is no whole number of frames at any tempo here.
static void check_all_hosts(const Fixture* fixture, Case c) {
  for (size_t i = 0; i < sizeof ALL / sizeof ALL[0]; i++) {
    c.positions = ALL[i];
    c.freewheels = false;
    check(fixture, c);
    c.freewheels = true;
    check(fixture, c);
  }
}

static void test_notes_are_exact_in_4_4(void** state) {
  check_all_hosts(*state, (Case){.numerator = 4, .denominator = 4});
}

static void test_notes_are_exact_in_3_4_at_44100(void** state) {
  check_all_hosts(*state, (Case){.rate = 44100, .numerator = 3, .denominator = 4});
}

static void test_notes_are_exact_in_6_8_counted_in_eighths(void** state) {
  check_all_hosts(*state, (Case){.numerator = 6, .denominator = 8});
}

static void test_notes_are_exact_in_6_8_counted_in_quarters(void** state) {
  check_all_hosts(*state, (Case){.numerator = 6, .denominator = 8, .tempo_note = 4});
}

static void test_notes_are_exact_in_other_meters(void** state) {
  static const int meters[][2] = {{2, 4}, {5, 4}, {7, 8}, {12, 8}};
  for (size_t i = 0; i < sizeof meters / sizeof meters[0]; i++) {
    check(*state, (Case){.positions = HOST_EVERY_BLOCK_ROUNDED,
                         .numerator = meters[i][0],
                         .denominator = meters[i][1],
                         .freewheels = true});
  }
}

// Ardour's tempo may count any note.
static void test_notes_are_exact_when_the_tempo_counts_halves_or_eighths(void** state) {
  static const int notes[] = {2, 8};
  for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
    check(*state, (Case){.positions = HOST_EVERY_BLOCK_ROUNDED,
                         .numerator = 4,
                         .denominator = 4,
                         .tempo_note = notes[i],
                         .freewheels = true});
  }
}

static void test_notes_are_exact_when_the_meter_changes(void** state) {
  for (size_t i = 0; i < sizeof ALL / sizeof ALL[0]; i++) {
    check(*state, (Case){.positions = ALL[i],
                         .rate = 44100,
                         .numerator = 4,
                         .denominator = 4,
                         .freewheels = true,
                         .changes_meter = true});
  }
}

static void test_nudged_notes_are_exact(void** state) {
  check_all_hosts(*state, (Case){.numerator = 4, .denominator = 4, .is_nudged = true});
  check_all_hosts(*state,
                  (Case){.rate = 44100, .numerator = 6, .denominator = 8, .is_nudged = true});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_shipped_style_plays_on_exact_frames),
      cmocka_unit_test(test_shipped_style_keeps_up_unaided),
      cmocka_unit_test(test_notes_are_exact_in_4_4),
      cmocka_unit_test(test_notes_are_exact_in_3_4_at_44100),
      cmocka_unit_test(test_notes_are_exact_in_6_8_counted_in_eighths),
      cmocka_unit_test(test_notes_are_exact_in_6_8_counted_in_quarters),
      cmocka_unit_test(test_notes_are_exact_in_other_meters),
      cmocka_unit_test(test_notes_are_exact_when_the_tempo_counts_halves_or_eighths),
      cmocka_unit_test(test_nudged_notes_are_exact),
      cmocka_unit_test(test_notes_are_exact_when_the_meter_changes),
  };
  return cmocka_run_group_tests(tests, make_fixture, remove_fixture);
}
