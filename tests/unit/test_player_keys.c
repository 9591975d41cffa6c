// Keys of the player's that pass through: a pitch sounds once, whoever holds it.
#include "tests/unit/player_fixture.h"

static void keys_pass_through_as_they_are(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  key(&player, &output, 0, NOTE_ON | 5, 61, 101);
  key(&player, &output, 0, NOTE_OFF | 5, 61, 17);
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
  key(&player, &output, 0, NOTE_ON, 60, 0);
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

// Hosts send no note-offs after it.
static void a_request_for_silence_lets_go_of_the_channels_keys(void** state) {
  (void)state;
  for (uint8_t controller = 120; controller <= 123; controller += 3) {
    TnPlayer player = {.count = 0};
    Output output = new_output(CAPACITY);
    press(&player, &output, 1, 60);
    key(&player, &output, 2, 0xb1, controller, 0); // of another channel
    assert_int_equal(output.count, 1);
    key(&player, &output, 3, 0xb0, controller, 0);
    assert_int_equal(output.count, 2);
    assert_message(&output, 1, 3, NOTE_OFF, 60);
    lift(&player, &output, 4, 60);
    assert_int_equal(output.count, 2);
  }
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
  key(&player, &output, 0, NOTE_ON | 1, 60, 90);
  press(&player, &output, 0, 61);
  assert_int_equal(output.count, 3);
  lift(&player, &output, 0, 61);
  key(&player, &output, 0, NOTE_OFF | 1, 60, 0);
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
  key(&player, &output, 0, NOTE_ON | 15, 127, 90);
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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_pass_through_as_they_are),
      cmocka_unit_test(a_note_on_of_velocity_0_is_a_note_off),
      cmocka_unit_test(what_is_no_note_is_nothing),
      cmocka_unit_test(a_request_for_silence_lets_go_of_the_channels_keys),
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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
