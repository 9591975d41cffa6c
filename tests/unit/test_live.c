// The player's keys, as the network is told of them.
#include "plugin/engine/live.h"
#include "tests/unit/small_band.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { SIXTEENTH = 6, BIAS = 7, TICK = TN_NUDGES_A_TICK, OFF = 0x80, ON = 0x90 };

static const TnMeter FOUR_FOUR = {0, 4, 4};

// A phrase that goes on while the player plays.
typedef struct {
  Band* band;
  TnBrief brief;
  TnPhrase* phrase;
  TnEar ear;
  TnLive live;
} Rig;

static Rig new_rig(void) {
  Rig rig = {.band = band_new(SIXTEENTH, BIAS),
             .brief = {.settings = {.sampling = {1.0F, 1.0F}, .seed = 3, .bars = 4}}};
  rig.phrase = tn_composer_phrase(rig.band->composer, 0, FOUR_FOUR, &rig.brief);
  tn_ear_init(&rig.ear);
  return rig;
}

// `status` names the channel too.
static void key(Rig* rig, int status, int pitch, int32_t tick) {
  const uint8_t message[3] = {(uint8_t)status, (uint8_t)pitch, 80};
  const TnEarPlace place = {tick * TICK, FOUR_FOUR, true};
  (void)tn_ear_hear(&rig->ear, message, sizeof message, 0, place);
}

static void compose_to(Rig* rig, int32_t tick) {
  while (tn_phrase_reach(rig->phrase) <= tick) {
    tn_composer_step(rig->band->composer, rig->phrase, &rig->brief);
  }
}

// What was played up to `tick` is told; composes on to two beats after.
static void tell(Rig* rig, int32_t tick) {
  int64_t unbounded = INT64_MAX;
  compose_to(rig, tick + 1);
  assert_true(tn_live_has_news(&rig->live, &rig->ear));
  assert_true(tn_composer_hear(rig->band->composer, rig->phrase, tick, &unbounded));
  tn_composer_forget_after(rig->band->composer, rig->phrase, tick, &rig->brief);
  tn_live_tell(&rig->live, &rig->ear, tick * TICK, tick + 1, rig->band->composer, rig->phrase);
  compose_to(rig, tick + 48);
}

// Whether the network is told, where it stands, that the pitch sounds.
static bool sounds(const Rig* rig, int pitch) {
  const TnContext* c = &rig->phrase->front.generator.context;
  const int row = tn_vocabulary_pitch_row(c->vocabulary, 0, pitch);
  bool found = false;
  for (int i = 0; i < c->sounding_count; ++i) {
    found = found || (c->sounding[i].row == row && c->sounding[i].end == INT32_MAX);
  }
  return found;
}

// How long the note of that pitch and tick lasted, as the network remembers it; -1: it has none.
static int duration_of(const Rig* rig, int pitch, int32_t tick) {
  const TnContext* c = &rig->phrase->front.generator.context;
  const int row = tn_vocabulary_pitch_row(c->vocabulary, 0, pitch);
  for (uint32_t i = 0; i < c->history.count; ++i) {
    const TnStruckNote note = tn_history_note(&c->history, i);
    if (note.tick == tick && note.row == row) {
      return c->vocabulary->durations[note.duration];
    }
  }
  return -1;
}

static void a_key_sounds_until_it_goes_up(void** state) {
  (void)state;
  Rig rig = new_rig();
  key(&rig, ON, 62, 10);
  tell(&rig, 10);
  assert_false(tn_live_has_news(&rig.live, &rig.ear));
  assert_true(sounds(&rig, 62));
  assert_int_equal(duration_of(&rig, 62, 11), 1);
  assert_int_equal(rig.phrase->events[0].kind, TN_EVENT_NOTE);
  key(&rig, OFF, 62, 35);
  tell(&rig, 34);
  assert_false(sounds(&rig, 62));
  assert_int_equal(duration_of(&rig, 62, 11), 24);
  band_free(rig.band);
}

// What is composed anew meanwhile, for another reason, knows of it too.
static void a_held_key_sounds_on_through_other_changes(void** state) {
  (void)state;
  int64_t unbounded = INT64_MAX;
  Rig rig = new_rig();
  key(&rig, ON, 62, 10);
  tell(&rig, 10);
  assert_true(tn_composer_hear(rig.band->composer, rig.phrase, 40, &unbounded));
  tn_composer_forget_after(rig.band->composer, rig.phrase, 40, &rig.brief);
  assert_true(sounds(&rig, 62));
  band_free(rig.band);
}

static void a_key_that_is_up_already_is_told_as_it_was(void** state) {
  (void)state;
  Rig rig = new_rig();
  key(&rig, ON, 62, 10);
  key(&rig, OFF, 62, 16);
  tell(&rig, 16);
  assert_false(sounds(&rig, 62));
  assert_int_equal(duration_of(&rig, 62, 17), 6);
  band_free(rig.band);
}

static void a_key_that_is_struck_again_is_two_notes(void** state) {
  (void)state;
  Rig rig = new_rig();
  key(&rig, ON, 62, 10);
  tell(&rig, 10);
  key(&rig, OFF, 62, 34);
  key(&rig, ON, 62, 34);
  tell(&rig, 34);
  assert_int_equal(rig.live.count, 1);
  assert_true(sounds(&rig, 62));
  assert_int_equal(duration_of(&rig, 62, 11), 24);
  assert_int_equal(duration_of(&rig, 62, 35), 1);
  band_free(rig.band);
}

static void the_pedal_holds_too(void** state) {
  (void)state;
  static const uint8_t DOWN[] = {0xb0, 64, 127};
  Rig rig = new_rig();
  (void)tn_ear_hear(&rig.ear, DOWN, sizeof DOWN, 0, (TnEarPlace){0, FOUR_FOUR, true});
  key(&rig, ON, 62, 10);
  key(&rig, OFF, 62, 12);
  tell(&rig, 12);
  assert_true(sounds(&rig, 62));
  band_free(rig.band);
}

static void parts_are_counted_from_the_highest_key(void** state) {
  (void)state;
  Rig rig = new_rig();
  key(&rig, ON, 62, 10);
  key(&rig, ON, 66, 10);
  tell(&rig, 10);
  assert_int_equal(rig.live.notes[0].part, 0); // the higher one
  assert_int_equal(rig.live.notes[1].part, 1);
  key(&rig, OFF, 66, 20);
  key(&rig, ON, 60, 20);
  tell(&rig, 20);
  assert_int_equal(rig.live.count, 2);
  assert_int_equal(rig.live.notes[1].pitch, 60);
  assert_int_equal(rig.live.notes[1].part, 1); // below 62
  band_free(rig.band);
}

static void drums_are_no_voices(void** state) {
  (void)state;
  Rig rig = new_rig();
  key(&rig, ON | TN_DRUM_CHANNEL, 100, 10);
  key(&rig, ON, 62, 10);
  tell(&rig, 10);
  assert_int_equal(rig.live.notes[0].part, band_vocabulary().drum_part);
  assert_int_equal(rig.live.notes[1].part, 0);
  key(&rig, ON, 61, 20);
  tell(&rig, 20);
  assert_int_equal(rig.live.notes[2].part, 1);
  band_free(rig.band);
}

static void more_keys_than_there_is_room_for_do_no_harm(void** state) {
  (void)state;
  Rig rig = new_rig();
  for (int pitch = 0; pitch < TN_HELD_PITCHES; ++pitch) {
    key(&rig, ON, pitch, 10);
  }
  int32_t tick = 10;
  while (tn_ear_has_news(&rig.ear)) {
    tell(&rig, tick);
    tick += 2;
  }
  assert_int_equal(rig.live.count, TN_LIVE_NOTES);
  for (int pitch = 0; pitch < TN_HELD_PITCHES; ++pitch) {
    key(&rig, OFF, pitch, tick);
  }
  tell(&rig, tick);
  assert_int_equal(rig.live.count, 0);
  for (int pitch = 60; pitch < 68; ++pitch) {
    assert_false(sounds(&rig, pitch));
  }
  band_free(rig.band);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_key_sounds_until_it_goes_up),
      cmocka_unit_test(a_held_key_sounds_on_through_other_changes),
      cmocka_unit_test(a_key_that_is_up_already_is_told_as_it_was),
      cmocka_unit_test(a_key_that_is_struck_again_is_two_notes),
      cmocka_unit_test(the_pedal_holds_too),
      cmocka_unit_test(parts_are_counted_from_the_highest_key),
      cmocka_unit_test(drums_are_no_voices),
      cmocka_unit_test(more_keys_than_there_is_room_for_do_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
