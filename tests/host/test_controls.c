// What a control of the plugin does to the notes.
#include "tests/host/opened_host.h"

#include <stdlib.h>
#include <string.h>

enum { BARS = 8, MOST_NOTES = 2048, F_SHARP_MAJOR = 7 };

// What was struck, from the first note on.
typedef struct {
  size_t count;
  uint64_t frames[MOST_NOTES]; // after the first
  uint8_t pitches[MOST_NOTES];
} Melody;

static void remember(const Host* host, Melody* melody) {
  size_t count;
  const HostEvent* events = host_events(host, &count);
  uint64_t first = 0;
  melody->count = 0;
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90) {
      assert_true(melody->count < MOST_NOTES);
      first = melody->count ? first : events[i].frame;
      melody->frames[melody->count] = events[i].frame - first;
      melody->pitches[melody->count++] = events[i].bytes[1];
    }
  }
}

// Plays the first bars in `key`, as an export does.
static void play_in_key(Host* host, float key, Melody* melody) {
  host_set(host, "key", key);
  host_set(host, "freewheel", 1);
  host_locate(host, 0, 0);
  host_run(host, BLOCK);
  host_clear_events(host);
  host_play(host);
  host_run_to(host, BARS, 0, BLOCK);
  host_stop(host);
  host_run(host, BLOCK);
  remember(host, melody);
  assert_true(melody->count > 20);
}

static bool melodies_equal(const Melody* a, const Melody* b) {
  return a->count == b->count && memcmp(a->pitches, b->pitches, a->count) == 0 &&
         memcmp(a->frames, b->frames, a->count * sizeof a->frames[0]) == 0;
}

// The share of notes that are in the scale of C major, moved up by `tonic` semitones.
static double share_in_scale(const Melody* melody, int tonic) {
  static const uint8_t IN_SCALE[12] = {1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1};
  size_t in_scale = 0;
  for (size_t i = 0; i < melody->count; i++) {
    in_scale += IN_SCALE[(melody->pitches[i] + 12 - tonic) % 12];
  }
  return (double)in_scale / (double)melody->count;
}

static void test_key_moves_the_music(void** state) {
  (void)state;
  static Melody own;
  static Melody sharp;
  static Melody again;
  Host* host = opened(HOST_ON_CHANGE);
  play_in_key(host, 0, &own);
  play_in_key(host, F_SHARP_MAJOR, &sharp);
  assert_false(melodies_equal(&own, &sharp));
  assert_true(share_in_scale(&sharp, F_SHARP_MAJOR - 1) > share_in_scale(&own, F_SHARP_MAJOR - 1));
  play_in_key(host, 0, &again);
  assert_true(melodies_equal(&own, &again));
  host_close(host);
}

static void test_same_key_gives_the_same_notes(void** state) {
  (void)state;
  static Melody first;
  static Melody second;
  Host* host = opened(HOST_ON_CHANGE);
  play_in_key(host, F_SHARP_MAJOR, &first);
  host_close(host);
  host = opened(HOST_ON_CHANGE);
  play_in_key(host, 0, &second); // something else before
  play_in_key(host, F_SHARP_MAJOR, &second);
  assert_true(melodies_equal(&first, &second));
  host_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_key_moves_the_music),
      cmocka_unit_test(test_same_key_gives_the_same_notes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
