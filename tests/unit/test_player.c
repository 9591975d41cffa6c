// Voices: what is struck is released.
#include "tests/unit/player_fixture.h"

static void test_strike_and_release(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  tn_player_strike(&player, sink_of(&output), 3, voice(60, 0, 10), 77, ANY_NUMBER);
  assert_int_equal(player.count, 1);
  assert_message(&output, 0, 3, NOTE_ON, 60);
  assert_int_equal(output.messages[0].bytes[2], 77);
  assert_true(tn_player_release(&player, sink_of(&output), 9, 0));
  assert_message(&output, 1, 9, NOTE_OFF, 60);
  assert_int_equal(player.count, 0);
  assert_int_equal(tn_player_next_end(&player), -1);
}

static void test_restrike_releases_first_on_the_same_frame(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 0, 100));
  strike(&player, &output, 7, voice(60, 50, 150));
  assert_int_equal(output.count, 3);
  assert_message(&output, 1, 7, NOTE_OFF, 60);
  assert_message(&output, 2, 7, NOTE_ON, 60);
  assert_int_equal(player.count, 1);
  assert_int_equal(player.voices[0].end, 150);
}

static void test_unison_is_one_note_as_long_as_the_longer(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 0, 100));
  strike(&player, &output, 0, voice(60, 0, 150));
  strike(&player, &output, 0, voice(60, 0, 50));
  assert_int_equal(output.count, 1);
  assert_int_equal(player.count, 1);
  assert_int_equal(player.voices[0].end, 150);
}

static void test_channels_are_apart(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  TnVoice drum = voice(60, 50, 60);
  drum.channel = 9;
  strike(&player, &output, 0, voice(60, 0, 100));
  strike(&player, &output, 1, drum);
  assert_int_equal(player.count, 2);
  assert_message(&output, 1, 1, NOTE_ON | 9, 60);
  assert_true(tn_player_release(&player, sink_of(&output), 2, tn_player_next_end(&player)));
  assert_message(&output, 2, 2, NOTE_OFF | 9, 60);
}

static void test_next_end_is_the_earliest_then_the_lowest(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(64, 0, 50));
  strike(&player, &output, 0, voice(70, 0, 40));
  strike(&player, &output, 0, voice(62, 0, 40));
  assert_int_equal(player.voices[tn_player_next_end(&player)].pitch, 62);
}

static void test_note_without_room_is_not_struck(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(0);
  strike(&player, &output, 0, voice(60, 0, 100));
  assert_int_equal(player.count, 0);
}

static void test_release_without_room_waits(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(1);
  strike(&player, &output, 0, voice(60, 0, 100));
  assert_false(tn_player_release(&player, sink_of(&output), 5, 0));
  assert_int_equal(player.count, 1);
  output.room = 2;
  assert_true(tn_player_release(&player, sink_of(&output), 6, 0));
  assert_message(&output, 1, 6, NOTE_OFF, 60);
}

static void test_restrike_without_room_for_its_release_is_left_out(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(1);
  strike(&player, &output, 0, voice(60, 0, 100));
  strike(&player, &output, 1, voice(60, 50, 150));
  assert_int_equal(output.count, 1);
  assert_int_equal(player.count, 1);
  assert_int_equal(player.voices[0].struck, 0);
}

static void test_restrike_with_room_for_its_release_only_ends_the_note(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(2);
  strike(&player, &output, 0, voice(60, 0, 100));
  strike(&player, &output, 1, voice(60, 50, 150));
  assert_message(&output, 1, 1, NOTE_OFF, 60);
  assert_int_equal(player.count, 0);
}

static void test_one_voice_too_many_ends_the_one_that_ends_first(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  for (uint8_t i = 0; i < TN_MAX_VOICES; i++) {
    strike(&player, &output, 0, voice(i, 0, i == 20 ? 5 : 100 + i));
  }
  strike(&player, &output, 2, voice(100, 1, 300));
  assert_int_equal(player.count, TN_MAX_VOICES);
  assert_message(&output, TN_MAX_VOICES, 2, NOTE_OFF, 20);
  assert_message(&output, TN_MAX_VOICES + 1, 2, NOTE_ON, 100);
}

static void test_restrike_among_as_many_as_there_can_be_ends_no_other(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  for (uint8_t i = 0; i < TN_MAX_VOICES; i++) {
    strike(&player, &output, 0, voice(i, 0, 100));
  }
  strike(&player, &output, 2, voice(20, 1, 300));
  assert_int_equal(player.count, TN_MAX_VOICES);
  assert_int_equal(output.count, TN_MAX_VOICES + 2);
}

static void test_all_are_released_once(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  for (uint8_t i = 0; i < TN_MAX_VOICES; i++) {
    strike(&player, &output, 0, voice(i, 0, 100));
  }
  tn_player_release_all(&player, sink_of(&output), 9);
  assert_int_equal(player.count, 0);
  assert_int_equal(output.count, 2 * TN_MAX_VOICES);
  bool released[128] = {false};
  for (int i = TN_MAX_VOICES; i < output.count; i++) {
    assert_int_equal(output.messages[i].bytes[0], NOTE_OFF);
    assert_false(released[output.messages[i].bytes[1]]);
    released[output.messages[i].bytes[1]] = true;
  }
}

static void test_those_without_room_stay(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(12);
  for (uint8_t i = 0; i < 10; i++) {
    strike(&player, &output, 0, voice(i, 0, 100));
  }
  tn_player_release_all(&player, sink_of(&output), 9);
  assert_int_equal(player.count, 8);
  output.room = CAPACITY;
  tn_player_release_all(&player, sink_of(&output), 9);
  assert_int_equal(output.count, 20);
}

static void test_shift_moves_what_sounds(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 10, 100));
  tn_player_shift(&player, -30, true);
  assert_int_equal(player.voices[0].struck, -20);
  assert_int_equal(player.voices[0].end, 70);
}

static void test_unison_is_one_note_across_a_shift_that_leaves_the_grid(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, voice(60, 10, 100));
  tn_player_shift(&player, 3, false);
  assert_int_equal(player.voices[0].end, 103);
  strike(&player, &output, 1, voice(60, 10, 110));
  assert_int_equal(output.count, 1);
  assert_int_equal(player.count, 1);
  assert_int_equal(player.voices[0].end, 110);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_strike_and_release),
      cmocka_unit_test(test_restrike_releases_first_on_the_same_frame),
      cmocka_unit_test(test_unison_is_one_note_as_long_as_the_longer),
      cmocka_unit_test(test_channels_are_apart),
      cmocka_unit_test(test_next_end_is_the_earliest_then_the_lowest),
      cmocka_unit_test(test_note_without_room_is_not_struck),
      cmocka_unit_test(test_release_without_room_waits),
      cmocka_unit_test(test_restrike_without_room_for_its_release_is_left_out),
      cmocka_unit_test(test_restrike_with_room_for_its_release_only_ends_the_note),
      cmocka_unit_test(test_one_voice_too_many_ends_the_one_that_ends_first),
      cmocka_unit_test(test_restrike_among_as_many_as_there_can_be_ends_no_other),
      cmocka_unit_test(test_all_are_released_once),
      cmocka_unit_test(test_those_without_room_stay),
      cmocka_unit_test(test_shift_moves_what_sounds),
      cmocka_unit_test(test_unison_is_one_note_across_a_shift_that_leaves_the_grid),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
