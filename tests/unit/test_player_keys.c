// Keys of the player's that pass through: a pitch sounds once, whoever holds it.
#include "tests/unit/player_fixture.h"

#include "trainer/random.h"

static void key(TnPlayer* player, Output* output, uint8_t status, uint8_t pitch, uint8_t value) {
  tn_player_key(player, sink_of(output), 0, (const uint8_t[3]){status, pitch, value});
}

static void keys_pass_through_as_they_are(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  key(&player, &output, NOTE_ON | 5, 61, 101);
  key(&player, &output, NOTE_OFF | 5, 61, 17);
  assert_int_equal(output.count, 2);
  assert_message(&output, 0, 0, NOTE_ON | 5, 61);
  assert_int_equal(output.messages[0].bytes[2], 101);
  assert_message(&output, 1, 0, NOTE_OFF | 5, 61);
  assert_int_equal(output.messages[1].bytes[2], 17);
}

static void a_note_on_of_velocity_0_is_a_note_off(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  press(&player, &output, 1, 60);
  key(&player, &output, NOTE_ON, 60, 0);
  assert_int_equal(output.count, 2);
  assert_message(&output, 1, 0, NOTE_OFF, 60);
}

static void what_is_no_note_is_nothing(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  static const uint8_t messages[][3] = {{0xb0, 60, 90},      {0xa0, 60, 90}, {0xff, 60, 90},
                                        {NOTE_ON, 128, 90},  {60, 60, 90},   {NOTE_ON, 60, 128},
                                        {NOTE_OFF, 255, 90}, {0xe9, 60, 90}};
  for (size_t i = 0; i < sizeof messages / sizeof messages[0]; ++i) {
    tn_player_key(&player, sink_of(&output), 0, messages[i]);
  }
  assert_int_equal(output.count, 0);
}

// Thru was turned on while it was held, or there was no room for it.
static void a_key_that_is_not_down_is_not_released(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 0, 10));
  lift(&player, &output, 1, 60);
  lift(&player, &output, 1, 61);
  assert_int_equal(output.count, 1);
}

static void a_key_struck_twice_is_released_once(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  press(&player, &output, 1, 60);
  press(&player, &output, 2, 60);
  lift(&player, &output, 3, 60);
  lift(&player, &output, 4, 60);
  assert_int_equal(output.count, 4);
  assert_message(&output, 1, 2, NOTE_OFF, 60);
  assert_message(&output, 2, 2, NOTE_ON, 60);
  assert_message(&output, 3, 3, NOTE_OFF, 60);
}

static void a_key_outlasts_the_voice_it_struck_anew(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 0, 10));
  press(&player, &output, 5, 60);
  assert_int_equal(output.count, 3);
  assert_message(&output, 1, 5, NOTE_OFF, 60);
  assert_message(&output, 2, 5, NOTE_ON, 60);
  assert_int_equal(tn_player_next_end(&player), 0);
  assert_true(tn_player_release(&player, sink_of(&output), 10, 0));
  assert_int_equal(player.count, 0);
  assert_int_equal(output.count, 3);
  lift(&player, &output, 20, 60);
  assert_int_equal(output.count, 4);
  assert_message(&output, 3, 20, NOTE_OFF, 60);
}

static void a_voice_outlasts_the_key_it_struck_anew(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  press(&player, &output, 0, 60);
  strike(&player, &output, 5, voice(60, 5, 30));
  lift(&player, &output, 20, 60);
  assert_int_equal(output.count, 3);
  assert_message(&output, 1, 5, NOTE_OFF, 60);
  assert_message(&output, 2, 5, NOTE_ON, 60);
  assert_true(tn_player_release(&player, sink_of(&output), 30, 0));
  assert_int_equal(output.count, 4);
  assert_message(&output, 3, 30, NOTE_OFF, 60);
}

static void channels_and_pitches_of_keys_are_apart(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 0, 10));
  key(&player, &output, NOTE_ON | 1, 60, 90);
  press(&player, &output, 0, 61);
  assert_int_equal(output.count, 3);
  lift(&player, &output, 0, 61);
  key(&player, &output, NOTE_OFF | 1, 60, 0);
  assert_int_equal(output.count, 5);
  assert_int_equal(player.count, 1);
}

static void voices_that_are_all_released_leave_keys_sounding(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 0, 10));
  strike(&player, &output, 0, voice(64, 0, 10));
  press(&player, &output, 1, 60);
  output.count = 0;
  tn_player_release_all(&player, sink_of(&output), 2);
  assert_int_equal(player.count, 0);
  assert_int_equal(output.count, 1);
  assert_message(&output, 0, 2, NOTE_OFF, 64);
}

static void keys_that_are_let_go_leave_voices_sounding(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 0, 10));
  press(&player, &output, 1, 60);
  press(&player, &output, 1, 64);
  key(&player, &output, NOTE_ON | 15, 127, 90);
  output.count = 0;
  tn_player_let_go_keys(&player, sink_of(&output), 2);
  assert_int_equal(output.count, 2);
  assert_message(&output, 0, 2, NOTE_OFF, 64);
  assert_message(&output, 1, 2, NOTE_OFF | 15, 127);
  lift(&player, &output, 3, 64); // too late
  assert_int_equal(output.count, 2);
  assert_true(tn_player_release(&player, sink_of(&output), 9, 0));
  assert_message(&output, 2, 9, NOTE_OFF, 60);
}

// ---- without room ----

static void fit_all(TnPlayer* player, Output* output, uint32_t frame) {
  tn_player_fit(player, sink_of(output), frame, &NO_LIMITS, ANY_NUMBER, ALL_PARTS);
}

static void a_note_off_without_room_comes_later(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(2);
  press(&player, &output, 0, 60);
  press(&player, &output, 0, 61);
  lift(&player, &output, 1, 60);
  tn_player_let_go_keys(&player, sink_of(&output), 1);
  fit_all(&player, &output, 2);
  assert_int_equal(output.count, 2);
  output.room = CAPACITY;
  fit_all(&player, &output, 3);
  fit_all(&player, &output, 4);
  assert_int_equal(output.count, 4);
  assert_message(&output, 2, 3, NOTE_OFF, 60);
  assert_message(&output, 3, 3, NOTE_OFF, 61);
}

static void a_pitch_that_owes_its_note_off_is_released_when_it_is_struck(void** state) {
  (void)state;
  for (int way = 0; way < 2; ++way) {
    TnPlayer player = {.count = 0};
    Output output = new_output(1);
    press(&player, &output, 0, 60);
    lift(&player, &output, 1, 60);
    output.room = CAPACITY;
    if (way == 0) {
      strike(&player, &output, 2, voice(60, 0, 10));
    } else {
      press(&player, &output, 2, 60);
    }
    assert_int_equal(output.count, 3);
    assert_message(&output, 1, 2, NOTE_OFF, 60);
    assert_message(&output, 2, 2, NOTE_ON, 60);
    fit_all(&player, &output, 3);
    assert_int_equal(output.count, 3);
  }
}

static void a_key_without_room_is_not_struck(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(0);
  press(&player, &output, 0, 60);
  output.room = CAPACITY;
  lift(&player, &output, 1, 60);
  fit_all(&player, &output, 2);
  assert_int_equal(output.count, 0);
}

static void a_key_without_room_for_the_release_changes_nothing(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(1);
  strike(&player, &output, 0, voice(60, 0, 10));
  press(&player, &output, 1, 60);
  output.room = CAPACITY;
  lift(&player, &output, 2, 60);
  assert_int_equal(output.count, 1);
  assert_true(tn_player_release(&player, sink_of(&output), 10, 0));
  assert_message(&output, 1, 10, NOTE_OFF, 60);
}

static void room_for_the_release_only_ends_the_pitch_for_all(void** state) {
  (void)state;
  for (int way = 0; way < 2; ++way) {
    TnPlayer player = {.count = 0};
    Output output = new_output(4);
    strike(&player, &output, 0, voice(60, 0, 10));
    press(&player, &output, 1, 60);
    if (way == 0) {
      strike(&player, &output, 2, voice(60, 2, 10));
    } else {
      press(&player, &output, 2, 60);
    }
    assert_int_equal(output.count, 4);
    assert_message(&output, 3, 2, NOTE_OFF, 60);
    assert_int_equal(player.count, 0);
    output.room = CAPACITY;
    lift(&player, &output, 3, 60);
    fit_all(&player, &output, 4);
    assert_int_equal(output.count, 4);
  }
}

// ---- at random ----

enum { CHANNELS = 2, PITCHES = 5 };

// Plays the output's messages on: a pitch is never struck twice or released twice.
static void hear(Output* output, bool sounding[CHANNELS][PITCHES]) {
  for (int i = 0; i < output->count; ++i) {
    const uint8_t* bytes = output->messages[i].bytes;
    bool* sounds = &sounding[bytes[0] & 0x0f][bytes[1]];
    const bool on = (bytes[0] & 0xf0) == NOTE_ON;
    assert_int_equal(*sounds, !on);
    *sounds = on;
  }
  output->count = 0;
}

static void check_holders(const TnPlayer* player, bool sounding[CHANNELS][PITCHES]) {
  bool held[CHANNELS][PITCHES] = {{false}};
  int pitched = 0;
  for (int i = 0; i < player->count; ++i) {
    const TnVoice* v = &player->voices[i];
    assert_false(held[v->channel][v->pitch]);
    held[v->channel][v->pitch] = true;
    pitched += v->pitched;
    assert_int_not_equal(player->keys[v->channel * TN_MAX_PITCHES + v->pitch], TN_KEY_OWES);
  }
  assert_true(pitched <= 3);
  for (int k = 0; k < CHANNELS * PITCHES; ++k) {
    const int channel = k / PITCHES;
    const int pitch = k % PITCHES;
    const bool down = player->keys[channel * TN_MAX_PITCHES + pitch] != TN_KEY_UP;
    assert_int_equal(sounding[channel][pitch], held[channel][pitch] || down);
  }
}

static void act(TnPlayer* player, Output* output, Random* random, int64_t now) {
  const uint8_t channel = (uint8_t)random_below(random, CHANNELS);
  const uint8_t pitch = (uint8_t)random_below(random, PITCHES);
  const TnMidiSink sink = sink_of(output);
  TnLimits limits = NO_LIMITS;
  TnVoice note = voice(pitch, now, now + 1 + random_below(random, 9));
  note.channel = channel;
  note.part = pitch % 2;
  note.pitched = random_below(random, 4) > 0;
  switch (random_below(random, 8)) {
  case 0:
  case 1:
    tn_player_strike(player, sink, 0, note, 80, 3);
    return;
  case 2:
  case 3:
    key(player, output, (uint8_t)(NOTE_ON | channel), pitch, 90);
    return;
  case 4:
    key(player, output, (uint8_t)(NOTE_OFF | channel), pitch, 0);
    return;
  case 5:
    if (player->count > 0) {
      tn_player_release(player, sink, 0, tn_player_next_end(player));
    }
    return;
  case 6:
    limits.low = pitch;
    tn_player_fit(player, sink, 0, &limits, 2, (uint8_t)random_below(random, 4));
    return;
  default:
    tn_player_let_go_keys(player, sink, 0);
  }
}

static void whatever_happens_all_that_sounds_is_held_and_released(void** state) {
  (void)state;
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    Random random = {seed};
    TnPlayer player = {.count = 0};
    bool sounding[CHANNELS][PITCHES] = {{false}};
    Output output = new_output(0);
    for (int64_t now = 0; now < 200; ++now) {
      output.room = random_below(&random, 4);
      act(&player, &output, &random, now / 2);
      hear(&output, sounding);
      check_holders(&player, sounding);
    }
    output.room = CAPACITY;
    tn_player_release_all(&player, sink_of(&output), 0);
    tn_player_let_go_keys(&player, sink_of(&output), 0);
    fit_all(&player, &output, 0);
    hear(&output, sounding);
    for (int k = 0; k < CHANNELS * PITCHES; ++k) {
      assert_false(sounding[k / PITCHES][k % PITCHES]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_pass_through_as_they_are),
      cmocka_unit_test(a_note_on_of_velocity_0_is_a_note_off),
      cmocka_unit_test(what_is_no_note_is_nothing),
      cmocka_unit_test(a_key_that_is_not_down_is_not_released),
      cmocka_unit_test(a_key_struck_twice_is_released_once),
      cmocka_unit_test(a_key_outlasts_the_voice_it_struck_anew),
      cmocka_unit_test(a_voice_outlasts_the_key_it_struck_anew),
      cmocka_unit_test(channels_and_pitches_of_keys_are_apart),
      cmocka_unit_test(voices_that_are_all_released_leave_keys_sounding),
      cmocka_unit_test(keys_that_are_let_go_leave_voices_sounding),
      cmocka_unit_test(a_note_off_without_room_comes_later),
      cmocka_unit_test(a_pitch_that_owes_its_note_off_is_released_when_it_is_struck),
      cmocka_unit_test(a_key_without_room_is_not_struck),
      cmocka_unit_test(a_key_without_room_for_the_release_changes_nothing),
      cmocka_unit_test(room_for_the_release_only_ends_the_pitch_for_all),
      cmocka_unit_test(whatever_happens_all_that_sounds_is_held_and_released),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
