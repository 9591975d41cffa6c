// What the player plays, message by message.
#include "plugin/engine/ear.h"

#include "plugin/engine/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum {
  TICK = TN_NUDGES_A_TICK,
  BEAT = 24 * TICK,
  BAR = 4 * BEAT,
  OFF = 0x80,
  ON = 0x90,
  CONTROLLER = 0xb0,
  PEDAL = 64
};

// An ear and where the song is.
typedef struct {
  TnEar ear;
  TnEarPlace place;
  int in_channel;
} Rig;

static Rig new_rig(void) {
  Rig rig = {.place = {0, {0, 4, 4}, true}};
  tn_ear_init(&rig.ear);
  return rig;
}

static TnEarNews hear(Rig* rig, int64_t now, int status, int first, int second) {
  const uint8_t message[3] = {(uint8_t)status, (uint8_t)first, (uint8_t)second};
  rig->place.now = now;
  return tn_ear_hear(&rig->ear, message, sizeof message, rig->in_channel, rig->place);
}

static void play(Rig* rig, int pitch, int64_t onset, int64_t end) {
  assert_int_equal(hear(rig, onset, ON, pitch, 80), TN_EAR_STRIKE);
  (void)hear(rig, end, OFF, pitch, 64);
}

static int held(const Rig* rig) {
  return tn_ear_chord(&rig->ear, false, rig->place.now);
}

static int latched(const Rig* rig) {
  return tn_ear_chord(&rig->ear, true, rig->place.now);
}

static void the_chord_is_what_is_held(void** state) {
  (void)state;
  Rig rig = new_rig();
  hear(&rig, 0, ON, 60, 80);
  hear(&rig, 0, ON | 5, 64, 80);
  assert_int_equal(held(&rig), 0x11);
  assert_int_equal(hear(&rig, BEAT, ON, 60, 0), TN_EAR_NOTHING); // a note-off too
  assert_int_equal(held(&rig), 0x10);
  assert_int_equal(hear(&rig, BEAT, OFF | 5, 64, 0), TN_EAR_SILENCE);
  assert_int_equal(held(&rig), 0);
  assert_int_equal(latched(&rig), 0x11);
}

static void the_pedal_holds_the_chord_and_the_phrase(void** state) {
  (void)state;
  Rig rig = new_rig();
  hear(&rig, 0, CONTROLLER, PEDAL, 127);
  hear(&rig, 0, ON, 60, 80);
  assert_int_equal(hear(&rig, TICK, OFF, 60, 0), TN_EAR_NOTHING);
  assert_int_equal(held(&rig), 1);
  play(&rig, 67, 2 * BEAT, 2 * BEAT + TICK);
  assert_int_equal(hear(&rig, BAR, CONTROLLER, PEDAL, 63), TN_EAR_SILENCE);
  assert_int_equal(held(&rig), 0);
  TnPrompt prompt;
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 2);
  assert_int_equal(prompt.notes[0].duration, 96);
  assert_int_equal(prompt.notes[1].duration, 48);
}

static void requests_for_silence_let_go(void** state) {
  (void)state;
  static const int CONTROLLERS[] = {120, 123, 124, 127};
  for (size_t i = 0; i < sizeof CONTROLLERS / sizeof CONTROLLERS[0]; ++i) {
    Rig rig = new_rig();
    hear(&rig, 0, ON, 60, 80);
    hear(&rig, 0, ON | 1, 64, 80);
    hear(&rig, 0, CONTROLLER, PEDAL, 127);
    assert_int_equal(hear(&rig, BEAT, CONTROLLER, CONTROLLERS[i], 0), TN_EAR_NOTHING);
    assert_int_equal(held(&rig), 0x10); // of the other channel
    assert_int_equal(hear(&rig, BEAT, CONTROLLER | 1, CONTROLLERS[i], 0), TN_EAR_SILENCE);
    assert_int_equal(hear(&rig, BEAT, CONTROLLER | 1, CONTROLLERS[i], 0), TN_EAR_NOTHING);
  }
}

static void reset_controllers_lift_the_pedal(void** state) {
  (void)state;
  Rig rig = new_rig();
  hear(&rig, 0, CONTROLLER, PEDAL, 127);
  hear(&rig, 0, ON, 60, 80);
  hear(&rig, TICK, OFF, 60, 0);
  assert_int_equal(hear(&rig, BEAT, CONTROLLER, 121, 0), TN_EAR_SILENCE);
}

static void all_keys_and_pedals_can_be_let_go(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  hear(&rig, 0, CONTROLLER | 1, PEDAL, 127);
  hear(&rig, 0, ON | 1, 60, 80);
  hear(&rig, BEAT, OFF | 1, 60, 0);
  hear(&rig, BEAT, ON, 64, 80);
  tn_ear_let_go(&rig.ear);
  assert_int_equal(held(&rig), 0);
  assert_int_equal(latched(&rig), 0x11);
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 2);
  assert_int_equal(prompt.notes[0].duration, 24);
  play(&rig, 67, BAR, BAR + BEAT); // another phrase, and the pedal is up
  hear(&rig, BAR, ON | 1, 60, 80);
  assert_int_equal(hear(&rig, BAR + BEAT, OFF | 1, 60, 0), TN_EAR_SILENCE);
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 2);
}

static void one_channel_is_heard_alone(void** state) {
  (void)state;
  Rig rig = new_rig();
  rig.in_channel = 3;
  assert_int_equal(hear(&rig, 0, ON, 60, 80), TN_EAR_NOTHING);
  assert_int_equal(hear(&rig, 0, ON | 2, 64, 80), TN_EAR_STRIKE);
  assert_int_equal(held(&rig), 0x10);
  rig.in_channel = 4; // while the key is down
  assert_int_equal(hear(&rig, BEAT, OFF | 2, 64, 0), TN_EAR_SILENCE);
  assert_int_equal(held(&rig), 0);
}

static void what_is_no_message_is_not_heard(void** state) {
  (void)state;
  static const uint8_t PROGRAM[] = {0xc0, 60};
  static const uint8_t LONG[] = {0xf0, 1, 2, 3, 0xf7};
  Rig rig = new_rig();
  assert_int_equal(tn_ear_hear(&rig.ear, PROGRAM, 2, 0, rig.place), TN_EAR_NOTHING);
  assert_int_equal(tn_ear_hear(&rig.ear, LONG, 5, 0, rig.place), TN_EAR_NOTHING);
  assert_int_equal(hear(&rig, 0, ON, 200, 80), TN_EAR_NOTHING);
  assert_int_equal(hear(&rig, 0, ON, 60, 200), TN_EAR_NOTHING);
  assert_int_equal(hear(&rig, 0, 0xe0, 60, 80), TN_EAR_NOTHING);
  assert_int_equal(held(&rig), 0);
  assert_false(tn_ear_has_news(&rig.ear));
}

static void a_beat_of_silence_ends_a_phrase(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  play(&rig, 60, 0, BEAT);
  play(&rig, 62, 2 * BEAT - 1, 3 * BEAT); // not yet
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 2);
  play(&rig, 64, BAR, BAR + 3 * BEAT); // a beat after
  play(&rig, 65, 2 * BAR - 1, 2 * BAR + BEAT);
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.ticks, 2 * 96);
  assert_int_equal(prompt.count, 2);
  assert_int_equal(prompt.notes[0].pitch, 64);
  assert_int_equal(prompt.notes[1].onset, 96);
  assert_int_equal(prompt.notes[1].nudge, -1);
}

static void a_restruck_key_is_two_notes(void** state) {
  (void)state;
  Rig rig = new_rig();
  hear(&rig, 0, ON, 60, 80);
  hear(&rig, BEAT, ON, 60, 90); // its note-off is missing
  hear(&rig, 2 * BEAT, OFF, 60, 0);
  TnPrompt prompt;
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 2);
  assert_int_equal(prompt.notes[0].duration, 24);
  assert_int_equal(prompt.notes[1].duration, 24);
  assert_int_equal(prompt.notes[1].velocity, 90);
}

static void of_a_long_phrase_the_last_bars_are_kept(void** state) {
  (void)state;
  Rig rig = new_rig();
  for (int i = 0; i < 2 * TN_HEARD_NOTES; ++i) {
    const int64_t now = BAR + i * (BEAT / 4);
    play(&rig, 40 + i % 40, now, now + BEAT / 4);
  }
  TnPrompt prompt;
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(rig.ear.phrase_from, BAR);
  assert_int_equal(prompt.ticks, TN_HEARD_BARS * 96);
  assert_int_equal(prompt.count, TN_HEARD_BARS * 16);
}

static void a_place_left_ends_the_phrase_but_holds_the_keys(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  hear(&rig, BAR, ON, 60, 80);
  tn_ear_forget(&rig.ear, BAR + BEAT);
  assert_int_equal(held(&rig), 1);
  assert_false(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 0);
  play(&rig, 64, 0, BEAT); // back at the beginning
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 1);
  assert_int_equal(prompt.notes[0].pitch, 64);
  assert_int_equal(hear(&rig, 2 * BEAT, OFF, 60, 0), TN_EAR_SILENCE);
}

static void keys_make_no_phrase_where_the_song_stands(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  rig.place.rolls = false;
  assert_int_equal(hear(&rig, 0, ON, 60, 80), TN_EAR_STRIKE);
  assert_int_equal(held(&rig), 1);
  assert_false(tn_ear_phrase(&rig.ear, &prompt));
  assert_false(tn_ear_has_news(&rig.ear));
}

static void what_is_played_while_learning_is_learned(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  play(&rig, 60, 0, BEAT);
  tn_ear_begin_to_learn(&rig.ear);
  tn_ear_learn(&rig.ear, BEAT, &prompt);
  assert_int_equal(prompt.count, 0);
  play(&rig, 62, BAR, BAR + BEAT);
  play(&rig, 64, 3 * BAR, 3 * BAR + BEAT); // of another phrase
  hear(&rig, 3 * BAR + BEAT, ON, 65, 80);
  tn_ear_learn(&rig.ear, 3 * BAR + 3 * BEAT, &prompt);
  assert_int_equal(prompt.count, 3);
  assert_int_equal(prompt.ticks, 3 * 96);
  assert_int_equal(prompt.notes[0].pitch, 62);
  assert_int_equal(prompt.notes[0].onset, 0);
  assert_int_equal(prompt.notes[2].duration, 48); // held still
}

static void a_stop_before_learning_ends_loses_nothing(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  tn_ear_begin_to_learn(&rig.ear);
  play(&rig, 60, BAR, BAR + BEAT);
  hear(&rig, BAR + BEAT, ON, 62, 80);
  tn_ear_forget(&rig.ear, BAR + 2 * BEAT);
  hear(&rig, BAR + 2 * BEAT, OFF, 62, 80);
  tn_ear_learn(&rig.ear, 0, &prompt);
  assert_int_equal(prompt.count, 2);
  assert_int_equal(prompt.notes[1].duration, 24);
}

static void the_last_take_is_learned(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  tn_ear_begin_to_learn(&rig.ear);
  play(&rig, 60, 5 * BAR, 5 * BAR + BEAT);
  tn_ear_forget(&rig.ear, 6 * BAR); // back to the beginning
  play(&rig, 62, BEAT, 2 * BEAT);
  tn_ear_learn(&rig.ear, BAR, &prompt);
  assert_int_equal(prompt.count, 1);
  assert_int_equal(prompt.notes[0].pitch, 62);
  assert_int_equal(prompt.notes[0].onset, 24);
}

static void no_note_is_heard_before_the_one_before(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnPrompt prompt;
  play(&rig, 60, BAR, BAR + 1);
  play(&rig, 62, BAR - BEAT / 4, BAR); // a host has corrected its place
  assert_true(tn_ear_phrase(&rig.ear, &prompt));
  assert_int_equal(prompt.count, 2);
  assert_int_equal(prompt.notes[0].onset, 0);
  assert_int_equal(prompt.notes[1].onset, 0);
}

static void news_are_told_once_from_the_top(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnNote notes[16];
  play(&rig, 60, 7, 8);
  hear(&rig, 8, ON, 72, 70);
  play(&rig, 67, 9, 9 + 3 * TICK);
  play(&rig, 60, 9 + 3 * TICK, 9 + 5 * TICK);
  assert_true(tn_ear_has_news(&rig.ear));
  assert_int_equal(tn_ear_tell(&rig.ear, 10 * TICK, notes, 16), 3);
  assert_false(tn_ear_has_news(&rig.ear));
  static const int PITCHES[] = {72, 67, 60};
  static const int DURATIONS[] = {8, 3, 2};
  for (int i = 0; i < 3; ++i) {
    assert_int_equal(notes[i].pitch, PITCHES[i]);
    assert_int_equal(notes[i].duration, DURATIONS[i]);
    assert_int_equal(notes[i].onset, 0);
    assert_int_equal(notes[i].nudge, 0);
  }
  assert_int_equal(notes[0].velocity, 70);
  assert_int_equal(tn_ear_tell(&rig.ear, 10 * TICK, notes, 16), 0);
}

static void a_glissando_is_told_in_batches(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnNote notes[16];
  for (int pitch = 40; pitch < 80; ++pitch) {
    play(&rig, pitch, pitch, pitch + 1);
  }
  assert_int_equal(tn_ear_tell(&rig.ear, BEAT, notes, 16), 16);
  assert_int_equal(notes[0].pitch, 55);
  assert_int_equal(notes[15].pitch, 40);
  assert_int_equal(tn_ear_tell(&rig.ear, BEAT, notes, 16), 16);
  assert_int_equal(tn_ear_tell(&rig.ear, BEAT, notes, 16), 8);
  assert_false(tn_ear_has_news(&rig.ear));
}

static void news_that_overflow_are_the_latest(void** state) {
  (void)state;
  Rig rig = new_rig();
  TnNote notes[4];
  for (int i = 0; i < TN_HEARD_NOTES + 3; ++i) {
    play(&rig, i % 128, i, i + 1);
  }
  assert_int_equal(tn_ear_tell(&rig.ear, BEAT, notes, 4), 4);
  assert_int_equal(notes[3].pitch, 3);
  tn_ear_pass_over(&rig.ear);
  assert_false(tn_ear_has_news(&rig.ear));
  play(&rig, 60, BAR, BAR + 1);
  tn_ear_forget(&rig.ear, BAR + BEAT);
  assert_false(tn_ear_has_news(&rig.ear));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_chord_is_what_is_held),
      cmocka_unit_test(the_pedal_holds_the_chord_and_the_phrase),
      cmocka_unit_test(requests_for_silence_let_go),
      cmocka_unit_test(reset_controllers_lift_the_pedal),
      cmocka_unit_test(all_keys_and_pedals_can_be_let_go),
      cmocka_unit_test(one_channel_is_heard_alone),
      cmocka_unit_test(what_is_no_message_is_not_heard),
      cmocka_unit_test(a_beat_of_silence_ends_a_phrase),
      cmocka_unit_test(a_restruck_key_is_two_notes),
      cmocka_unit_test(of_a_long_phrase_the_last_bars_are_kept),
      cmocka_unit_test(a_place_left_ends_the_phrase_but_holds_the_keys),
      cmocka_unit_test(keys_make_no_phrase_where_the_song_stands),
      cmocka_unit_test(what_is_played_while_learning_is_learned),
      cmocka_unit_test(a_stop_before_learning_ends_loses_nothing),
      cmocka_unit_test(the_last_take_is_learned),
      cmocka_unit_test(no_note_is_heard_before_the_one_before),
      cmocka_unit_test(news_are_told_once_from_the_top),
      cmocka_unit_test(a_glissando_is_told_in_batches),
      cmocka_unit_test(news_that_overflow_are_the_latest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
