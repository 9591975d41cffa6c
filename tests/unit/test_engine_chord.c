// The chord that the player holds binds the music, or draws it near.
#include "tests/unit/engine_keys.h"

enum { C_E_G = 1 << 0 | 1 << 4 | 1 << 7, D_F = 1 << 2 | 1 << 5 };

static Rig* rig_with_chords(int chord) {
  Rig* rig = rig_new();
  rig->controls.freewheel = 0;
  rig->controls.chord = (float)chord;
  locate(rig, 0, 0, 1);
  return rig;
}

static void strike(Rig* rig, int classes) {
  for (int class = 0; class < 12; class ++) {
    if (classes >> class & 1) {
      hear(rig, 0x90, (uint8_t)(36 + class), 80);
    }
  }
}

static void lift(Rig* rig, int classes) {
  for (int class = 0; class < 12; class ++) {
    if (classes >> class & 1) {
      hear(rig, 0x80, (uint8_t)(36 + class), 64);
    }
  }
}

static bool is_pitched(const Message* message) {
  return (message->bytes[0] & 0x0f) != TN_DRUM_CHANNEL;
}

// The share of the pitched notes of the next bars that are of these classes.
static double share_of(Rig* rig, int classes) {
  int count = 0;
  int of_them = 0;
  forget_messages(rig);
  run(rig, 8 * BAR);
  for (int i = 0; i < rig->count; i++) {
    const Message* message = &rig->messages[i];
    if ((message->bytes[0] & 0xf0) == 0x90 && is_pitched(message)) {
      count++;
      of_them += classes >> message->bytes[1] % 12 & 1;
    }
  }
  assert_true(count > 20);
  assert_int_equal(rig->engine.late, 0);
  return (double)of_them / count;
}

static int pitches_sounding_but(const Rig* rig, int classes) {
  int count = 0;
  for (int pitch = 0; pitch < 128; pitch++) {
    count += (classes >> pitch % 12 & 1) == 0 ? rig->sounding[0][pitch] : 0;
  }
  return count;
}

static void test_only_the_chord_is_played(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  assert_true(share_of(rig, C_E_G) < 0.9);
  strike(rig, C_E_G);
  assert_int_equal(pitches_sounding_but(rig, C_E_G), 0); // from its frame on
  assert_true(share_of(rig, C_E_G) == 1.0);
  lift(rig, C_E_G);
  strike(rig, D_F);
  assert_int_equal(pitches_sounding_but(rig, D_F), 0);
  assert_true(share_of(rig, D_F) == 1.0);
  rig_free(rig);
}

static void test_the_chord_is_favoured(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_FAVOURED);
  const double free = share_of(rig, C_E_G);
  strike(rig, C_E_G);
  const double favoured = share_of(rig, C_E_G);
  assert_true(favoured > free + 0.1);
  assert_true(favoured < 1.0);
  rig_free(rig);
}

static void test_a_chord_has_no_effect_once_it_is_let_go(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  strike(rig, C_E_G);
  run(rig, BAR);
  lift(rig, C_E_G);
  assert_true(share_of(rig, C_E_G) < 0.9);
  rig_free(rig);
}

static void test_a_latched_chord_holds(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  rig->controls.latch = 1;
  strike(rig, C_E_G);
  run(rig, BAR);
  lift(rig, C_E_G);
  assert_true(share_of(rig, C_E_G) == 1.0);
  locate(rig, 20, 0, 1);
  assert_true(share_of(rig, C_E_G) == 1.0);
  locate(rig, 40, 0, 0);
  run(rig, 1000);
  locate(rig, 40, 0, 1);
  assert_true(share_of(rig, C_E_G) == 1.0);
  rig->controls.latch = 0;
  run(rig, BEAT);
  assert_true(share_of(rig, C_E_G) < 0.9);
  rig_free(rig);
}

static void test_the_pedal_holds_the_chord(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  hear(rig, 0xb0, 64, 127);
  strike(rig, C_E_G);
  lift(rig, C_E_G);
  assert_true(share_of(rig, C_E_G) == 1.0);
  hear(rig, 0xb0, 64, 0);
  run(rig, BEAT);
  assert_true(share_of(rig, C_E_G) < 0.9);
  rig_free(rig);
}

static void test_a_request_for_silence_lets_the_chord_go(void** state) {
  (void)state;
  static const uint8_t CONTROLLERS[] = {120, 123};
  for (int i = 0; i < 2; i++) {
    Rig* rig = rig_with_chords(TN_CHORD_ONLY);
    strike(rig, C_E_G);
    run(rig, BEAT);
    hear(rig, 0xb0, CONTROLLERS[i], 0);
    run(rig, BEAT);
    assert_true(share_of(rig, C_E_G) < 0.9);
    rig_free(rig);
  }
}

static void test_a_panic_lets_the_chord_go(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  strike(rig, C_E_G);
  run(rig, BEAT);
  rig->controls.panic = 1;
  run(rig, BEAT);
  assert_true(share_of(rig, C_E_G) < 0.9);
  rig_free(rig);
}

static void test_a_chord_on_another_channel_is_none(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  rig->controls.in_channel = 2;
  strike(rig, C_E_G);
  assert_true(share_of(rig, C_E_G) < 0.9);
  hear(rig, 0x91, 60, 80);
  assert_true(share_of(rig, 1) == 1.0);
  rig_free(rig);
}

static void test_a_chord_is_held_over_a_stop_and_a_locate(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  strike(rig, C_E_G);
  locate(rig, 30, 0, 1);
  assert_true(share_of(rig, C_E_G) == 1.0);
  locate(rig, 50, 0, 0);
  run(rig, BAR);
  locate(rig, 50, 0, 1);
  assert_true(share_of(rig, C_E_G) == 1.0);
  rig_free(rig);
}

// Struck before the song rolls.
static void test_a_chord_of_all_fingers_counts_from_the_start(void** state) {
  (void)state;
  enum { TEN = 0x7ff & ~(1 << 6) };
  Rig* rig = rig_new();
  rig->controls.chord = TN_CHORD_ONLY;
  run(rig, 1000);
  strike(rig, TEN);
  assert_int_equal(rig->engine.ear.held.count, 10);
  locate(rig, 0, 0, 1);
  assert_true(share_of(rig, TEN) == 1.0);
  rig_free(rig);
}

// On the pitch that leaves the plugin.
static void test_the_chord_counts_after_transposing(void** state) {
  (void)state;
  Rig* rig = rig_with_chords(TN_CHORD_ONLY);
  rig->controls.transpose = 3;
  strike(rig, C_E_G);
  assert_true(share_of(rig, C_E_G) == 1.0);
  rig_free(rig);
}

// Plays from the first frame on, with a chord that is held before it or struck on it.
static Rig* played_from_the_start(int seed, bool struck_before) {
  const uint8_t classes[] = {0, 4, 7};
  Rig* rig = rig_with(0, RATE); // of which many begin together
  rig->controls.chord = TN_CHORD_FAVOURED;
  rig->controls.seed = (float)seed;
  locate(rig, 0, 0, 0);
  run(rig, BAR); // a phrase is prepared meanwhile
  if (struck_before) {
    strike(rig, C_E_G);
  }
  const TnPosition told = place(0, 0, 1);
  const TnMidiSink sink = sink_of(rig);
  forget_messages(rig);
  tn_engine_begin(&rig->engine, &rig->controls, TICK, sink);
  tn_engine_locate(&rig->engine, 0, &told, sink);
  for (size_t i = 0; i < sizeof classes && !struck_before; i++) {
    const uint8_t key[3] = {0x90, (uint8_t)(36 + classes[i]), 80};
    tn_engine_hear(&rig->engine, 0, key, sizeof key, sink);
  }
  tn_engine_end(&rig->engine, sink);
  rig->block += TICK;
  run(rig, 2 * BAR);
  return rig;
}

static void test_a_chord_on_the_first_frame_counts_from_the_first_note(void** state) {
  (void)state;
  for (int seed = 0; seed < 8; seed++) {
    Rig* before = played_from_the_start(seed, true);
    Rig* with = played_from_the_start(seed, false);
    assert_true(before->count > 20);
    assert_int_equal(before->count, with->count);
    for (int i = 0; i < before->count; i++) {
      assert_memory_equal(before->messages[i].bytes, with->messages[i].bytes, 3);
    }
    rig_free(before);
    rig_free(with);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_only_the_chord_is_played),
      cmocka_unit_test(test_a_chord_on_the_first_frame_counts_from_the_first_note),
      cmocka_unit_test(test_the_chord_is_favoured),
      cmocka_unit_test(test_a_chord_has_no_effect_once_it_is_let_go),
      cmocka_unit_test(test_a_latched_chord_holds),
      cmocka_unit_test(test_the_pedal_holds_the_chord),
      cmocka_unit_test(test_a_request_for_silence_lets_the_chord_go),
      cmocka_unit_test(test_a_panic_lets_the_chord_go),
      cmocka_unit_test(test_a_chord_on_another_channel_is_none),
      cmocka_unit_test(test_a_chord_is_held_over_a_stop_and_a_locate),
      cmocka_unit_test(test_a_chord_of_all_fingers_counts_from_the_start),
      cmocka_unit_test(test_the_chord_counts_after_transposing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
