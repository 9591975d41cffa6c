// What a window asks of the plugin and is told besides notes: what is queued, the odds of the next
// pitch, locks and takes of any bar, auditions; and that none of it changes what is played.
#include "tests/host/opened_host.h"

#include <stdlib.h>
#include <string.h>

enum { QUARTER = 1920, WHOLE_SHARE = 65535, BAR = 4 * QUARTER };

// The note-ons on pitched and drum channels from `from` to before `to` (beats), as places and
// pitches: their count.
static size_t note_ons(const Host* host, long double from, long double to, HostEvent* ons,
                       size_t most) {
  size_t count;
  size_t found = 0;
  const HostEvent* events = host_events(host, &count);
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90 && events[i].beats >= from && events[i].beats < to) {
      assert_true(found < most);
      ons[found++] = events[i];
    }
  }
  return found;
}

static void assert_same_notes(const HostEvent* a, size_t a_count, const HostEvent* b,
                              size_t b_count) {
  assert_int_equal(a_count, b_count);
  for (size_t i = 0; i < a_count; i++) {
    assert_memory_equal(a[i].bytes, b[i].bytes, 3);
    assert_int_equal(a[i].frame, b[i].frame);
  }
}

static void test_what_is_queued_is_played(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get_notes(host, 0);
  host_play(host);
  host_run_to(host, 2, 0, BLOCK);
  const HostNotify* notify = host_notify(host);
  assert_in_range(notify->queued_count, 1, 64);
  assert_true(notify->queued_lists > 5);
  int32_t queued[64 * TN_QUEUED_NOTE_INTS];
  const int count = notify->queued_count;
  memcpy(queued, notify->queued, sizeof queued);
  host_run_to(host, 5, 0, BLOCK);
  size_t event_count;
  const HostEvent* events = host_events(host, &event_count);
  for (int i = 0; i < count; i++) {
    const int32_t* note = queued + (ptrdiff_t)i * TN_QUEUED_NOTE_INTS;
    bool played = false;
    for (size_t k = 0; k < event_count; k++) {
      const int64_t place = (int64_t)(events[k].beats * QUARTER);
      played = played || ((events[k].bytes[0] & 0xf0) == 0x90 &&
                          events[k].bytes[1] == note[TN_QUEUED_PITCH] &&
                          llabs(place - note[TN_QUEUED_PLACE]) < 4);
    }
    assert_true(played);
    assert_true(note[TN_QUEUED_LENGTH] > 0);
  }
  stop_and_close(host);
}

// The odds add up, and hold the pitch that was drawn; a scale leaves nothing outside of it.
static void assert_odds(const HostNotify* notify, uint16_t pitch_classes) {
  long sum = 0;
  for (int pitch = 0; pitch < 128; pitch++) {
    const uint32_t pair = (uint32_t)notify->odds[TN_ODDS_SHARES + pitch / 2];
    const long share = pitch % 2 ? pair >> 16 : pair & 0xffff;
    assert_true(share == 0 || (pitch_classes >> pitch % 12 & 1) != 0);
    sum += share;
    assert_true(pitch != notify->odds[TN_ODDS_PITCH] || share > 0);
  }
  assert_in_range(sum, WHOLE_SHARE - 128, WHOLE_SHARE);
}

static void test_the_odds_are_those_of_a_draw(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get_notes(host, 0);
  host_play(host);
  host_run_frames(host, RATE * 4, BLOCK);
  assert_true(host_notify(host)->odds_count > 5);
  assert_odds(host_notify(host), 0xfff);
  host_set(host, "scale", 1); // C major
  host_set(host, "transpose", 2);
  host_run_frames(host, RATE * 4, BLOCK);
  assert_odds(host_notify(host), 0xab5);
  host_set(host, "temperature", 0);
  host_run_frames(host, RATE * 4, BLOCK);
  const uint32_t pitch = (uint32_t)host_notify(host)->odds[TN_ODDS_PITCH];
  const uint32_t pair = (uint32_t)host_notify(host)->odds[TN_ODDS_SHARES + pitch / 2];
  assert_int_equal(pitch % 2 ? pair >> 16 : pair & 0xffff, WHOLE_SHARE);
  stop_and_close(host);
}

static bool is_locked(const Host* host, int32_t bar) {
  const HostNotify* notify = host_notify(host);
  for (int i = 0; i < notify->lock_count; i++) {
    if (notify->locks[i] == bar) {
      return true;
    }
  }
  return false;
}

static bool is_the_same(const HostEvent* heard, const int32_t* kept) {
  return heard->bytes[1] == kept[TN_KEPT_PITCH] &&
         llabs((int64_t)(heard->beats * QUARTER) - kept[TN_KEPT_PLACE]) < 4;
}

// The locked notes are told as they were played, but that a pitch of two parts sounded once: with
// the velocity of one of them.
static void assert_kept(Host* host, const HostEvent* heard, size_t count) {
  const size_t kept_count = (size_t)host_notify(host)->kept_count;
  const int32_t* kept = host_notify(host)->kept;
  assert_true(kept_count >= count);
  for (size_t i = 0; i < kept_count; i++) {
    size_t times = 0;
    for (size_t k = 0; k < count; k++) {
      times += is_the_same(&heard[k], kept + i * TN_KEPT_NOTE_INTS);
    }
    assert_int_equal(times, 1);
  }
  for (size_t k = 0; k < count; k++) {
    bool told = false;
    for (size_t i = 0; i < kept_count; i++) {
      const int32_t* note = kept + i * TN_KEPT_NOTE_INTS;
      told = told || (is_the_same(&heard[k], note) && heard[k].bytes[2] == note[TN_KEPT_VELOCITY]);
    }
    assert_true(told);
  }
}

static void test_a_bar_that_was_played_is_locked(void** state) {
  (void)state;
  HostEvent before[256];
  HostEvent after[256];
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get_notes(host, 0);
  host_play(host);
  host_run_to(host, 12, 0, BLOCK); // into the second phrase
  const size_t count = note_ons(host, 12, 16, before, 256);
  assert_true(count > 2);
  host_patch_set_number(host, TN_URI_LOCK, 3);
  host_run_frames(host, RATE / 10, BLOCK);
  assert_true(is_locked(host, 3));
  assert_int_equal(host_notify(host)->lock_count, 1);
  assert_kept(host, before, count);
  host_set(host, "seed", 77);
  host_set(host, "temperature", 1.7F);
  host_locate(host, 0, 0);
  host_clear_events(host);
  host_run_to(host, 5, 0, BLOCK);
  const size_t again = note_ons(host, 12, 16, after, 256);
  assert_int_equal(count, again);
  for (size_t i = 0; i < count; i++) {
    assert_memory_equal(before[i].bytes, after[i].bytes, 3);
  }
  host_patch_set_number(host, TN_URI_UNLOCK, 3);
  host_run_frames(host, RATE / 10, BLOCK);
  assert_false(is_locked(host, 3));
  host_patch_set(host, TN_URI_UNDO);
  host_run_frames(host, RATE / 10, BLOCK);
  assert_true(is_locked(host, 3));
  stop_and_close(host);
}

// Of a bar that nobody has heard the notes are those that it will have.
static void test_a_bar_to_come_is_locked(void** state) {
  (void)state;
  HostEvent with[1024];
  HostEvent without[1024];
  size_t counts[2];
  for (int locks = 0; locks < 2; locks++) {
    Host* host = opened(HOST_ON_CHANGE);
    host_patch_get_notes(host, 0);
    if (locks) {
      host_patch_set_number(host, TN_URI_LOCK, 20);
      host_run_frames(host, RATE, BLOCK);
      assert_true(is_locked(host, 20));
    } else {
      host_run_frames(host, RATE, BLOCK);
    }
    host_play(host);
    host_run_to(host, 24, 0, BLOCK);
    counts[locks] = note_ons(host, 0, 96, locks ? with : without, 1024);
    stop_and_close(host);
  }
  assert_same_notes(without, counts[0], with, counts[1]);
}

static void test_a_bar_is_rerolled_unless_it_is_locked(void** state) {
  (void)state;
  HostEvent notes[3][256];
  size_t counts[3];
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get_notes(host, 0);
  host_play(host);
  for (int pass = 0; pass < 3; pass++) {
    host_locate(host, 0, 0);
    host_clear_events(host);
    host_run_to(host, 6, 0, BLOCK);
    counts[pass] = note_ons(host, 16, 20, notes[pass], 256);
    host_patch_set_number(host, pass == 0 ? TN_URI_REROLL : TN_URI_LOCK, 4);
    host_run_frames(host, RATE / 10, BLOCK);
    host_patch_set_number(host, TN_URI_REROLL, 4);
    host_run_frames(host, RATE / 10, BLOCK);
  }
  bool differs = counts[0] != counts[1];
  for (size_t i = 0; !differs && i < counts[0]; i++) {
    differs = memcmp(notes[0][i].bytes, notes[1][i].bytes, 3) != 0;
  }
  assert_true(differs);
  stop_and_close(host);
}

static void test_wishes_of_any_value_are_harmless(void** state) {
  (void)state;
  static const char* const properties[] = {TN_URI_LOCK, TN_URI_UNLOCK, TN_URI_REROLL,
                                           TN_URI_AUDITION};
  static const int32_t values[] = {-1, INT32_MIN, INT32_MAX, 1000000, 0};
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get_notes(host, 0);
  host_play(host);
  for (size_t i = 0; i < 4; i++) {
    host_patch_set(host, properties[i]); // not a number
    for (size_t k = 0; k < 5; k++) {
      host_patch_set_number(host, properties[i], values[k]);
      host_run_frames(host, RATE / 4, BLOCK);
    }
  }
  for (int32_t bar = 100; bar < 140; bar++) { // more than may wait
    host_patch_set_number(host, TN_URI_LOCK, bar);
    host_run(host, 16);
  }
  host_run_frames(host, RATE * 2, BLOCK);
  run_until_sounding(host);
  stop_and_close(host);
}

static void test_an_audition_plays_and_ends(void** state) {
  (void)state;
  HostEvent tried[256];
  Host* host = opened(HOST_ON_CHANGE);
  host_set_tempo(host, 120);
  host_set(host, "mode", 3); // in which nobody plays what could be answered
  host_run_frames(host, RATE, BLOCK);
  host_patch_set_number(host, TN_URI_AUDITION, 2);
  host_run_frames(host, RATE * 4 + RATE / 2, BLOCK);
  const HostNotes notes = host_notes(host);
  assert_true(notes.note_ons > 3);
  assert_int_equal(notes.hung, 0);
  host_run_frames(host, RATE * 4, BLOCK);
  assert_int_equal(host_notes(host).note_ons, notes.note_ons);
  // Bars that the song has.
  size_t count;
  const HostEvent* events = host_events(host, &count);
  size_t ons = 0;
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90) {
      tried[ons++] = events[i];
    }
  }
  host_set(host, "mode", 0);
  host_clear_events(host);
  host_play(host);
  host_run_to(host, 2, 0, BLOCK);
  HostEvent played[256];
  assert_int_equal(note_ons(host, 0, 7.9L, played, 256) > 0, 1);
  for (size_t i = 0; i < 3; i++) {
    assert_memory_equal(tried[i].bytes, played[i].bytes, 3);
  }
  stop_and_close(host);
}

static void test_a_start_of_the_host_ends_an_audition(void** state) {
  (void)state;
  HostEvent alone[256];
  HostEvent after[256];
  size_t counts[2];
  for (int tries = 0; tries < 2; tries++) {
    Host* host = opened(HOST_ON_CHANGE);
    if (tries) {
      host_patch_set_number(host, TN_URI_AUDITION, 8);
    }
    host_run_frames(host, RATE * 3, BLOCK);
    host_clear_events(host);
    host_play(host);
    host_patch_set_number(host, TN_URI_AUDITION, 2); // it plays already
    host_run_to(host, 4, 0, BLOCK);
    counts[tries] = note_ons(host, 0.1L, 16, tries ? after : alone, 256);
    stop_and_close(host);
  }
  assert_same_notes(alone, counts[0], after, counts[1]);
}

// A performance with and without a window that floods the plugin with questions.
static size_t perform(bool floods, HostEvent* events, size_t most) {
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_set_tempo(host, 180);
  host_play(host);
  for (int second = 0; second < 40; second++) {
    for (uint64_t frames = 0; frames < RATE; frames += BLOCK) {
      for (int i = 0; floods && i < 8; i++) {
        host_patch_get(host);
      }
      if (floods) {
        host_patch_get_notes(host, second % 2 ? INT64_MAX : 0);
      }
      host_run(host, BLOCK);
    }
    host_set(host, "temperature", 0.5F + 0.1F * (float)(second % 10));
    if (second % 7 == 6) {
      host_locate(host, second, 1.5);
    }
  }
  size_t count;
  const HostEvent* all = host_events(host, &count);
  assert_true(count > 100 && count < most);
  memcpy(events, all, count * sizeof *events);
  stop_and_close(host);
  return count;
}

static void test_a_flood_of_questions_changes_no_note(void** state) {
  (void)state;
  enum { MOST = 20000 };
  HostEvent* quiet = calloc(MOST, sizeof *quiet);
  HostEvent* flooded = calloc(MOST, sizeof *flooded);
  assert_true(quiet && flooded);
  const size_t count = perform(false, quiet, MOST);
  assert_same_notes(quiet, count, flooded, perform(true, flooded, MOST));
  free(quiet);
  free(flooded);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_queued_is_played),
      cmocka_unit_test(test_the_odds_are_those_of_a_draw),
      cmocka_unit_test(test_a_bar_that_was_played_is_locked),
      cmocka_unit_test(test_a_bar_to_come_is_locked),
      cmocka_unit_test(test_a_bar_is_rerolled_unless_it_is_locked),
      cmocka_unit_test(test_wishes_of_any_value_are_harmless),
      cmocka_unit_test(test_an_audition_plays_and_ends),
      cmocka_unit_test(test_a_start_of_the_host_ends_an_audition),
      cmocka_unit_test(test_a_flood_of_questions_changes_no_note),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
