// Voices within the limits, the parts and the polyphony, as they are struck and while they sound.
#include "tests/unit/player_fixture.h"

static TnVoice drum(uint8_t pitch, int64_t struck, int64_t end) {
  TnVoice note = voice(pitch, struck, end);
  note.channel = 9;
  note.part = 2;
  note.pitched = false;
  return note;
}

static void strike_of(TnPlayer* player, Output* output, TnVoice note, int polyphony) {
  tn_player_strike(player, sink_of(output), 0, note, 80, polyphony);
}

static bool sounds(const TnPlayer* player, uint8_t pitch) {
  for (int i = 0; i < player->count; ++i) {
    if (player->voices[i].pitch == pitch) {
      return true;
    }
  }
  return false;
}

// ---- striking ----

static void a_note_beyond_the_polyphony_is_not_struck(void** state) {
  (void)state;
  for (int polyphony = 1; polyphony <= 16; ++polyphony) {
    TnPlayer player = {.count = 0};
    Output output = new_output(CAPACITY);
    for (uint8_t i = 0; i < 20; ++i) {
      strike_of(&player, &output, voice(40 + i, 0, 10), polyphony);
    }
    assert_int_equal(output.count, polyphony);
    assert_int_equal(player.count, polyphony);
    assert_true(tn_player_release(&player, sink_of(&output), 1, 0));
    strike_of(&player, &output, voice(30, 1, 10), polyphony);
    assert_message(&output, polyphony + 1, 0, NOTE_ON, 30);
  }
}

static void drums_are_exempt_from_the_polyphony(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike_of(&player, &output, drum(36, 0, 10), 1);
  strike_of(&player, &output, drum(42, 0, 10), 1);
  strike_of(&player, &output, voice(60, 0, 10), 1);
  strike_of(&player, &output, drum(38, 0, 10), 1);
  strike_of(&player, &output, voice(64, 0, 10), 1);
  assert_int_equal(output.count, 4);
  assert_false(sounds(&player, 64));
}

static void a_pitch_is_struck_again_where_the_polyphony_is_full(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike_of(&player, &output, voice(60, 0, 10), 1);
  strike_of(&player, &output, voice(60, 5, 20), 1);
  assert_int_equal(output.count, 3);
  assert_int_equal(player.count, 1);
  strike_of(&player, &output, voice(60, 5, 30), 1);
  assert_int_equal(output.count, 3); // a unison
  assert_int_equal(player.voices[0].end, 30);
}

// A pitch is struck anew while it sounds, and another one, which was over by the grid, gives way.
static void what_gives_way_leaves_all_others_as_they_are(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  TnVoice over = voice(50, 0, 12);
  over.over = 10;
  strike_of(&player, &output, over, 3);
  strike_of(&player, &output, voice(55, 0, 99), 3);
  strike_of(&player, &output, voice(60, 0, 99), 3);
  strike_of(&player, &output, voice(60, 10, 40), 2);
  assert_message(&output, 3, 0, NOTE_OFF, 50);
  assert_message(&output, 4, 0, NOTE_OFF, 60);
  assert_message(&output, 5, 0, NOTE_ON, 60);
  assert_int_equal(player.count, 2);
  assert_true(sounds(&player, 55));
  assert_true(sounds(&player, 60));
}

// Its own release makes no room.
static void a_pitch_that_is_struck_anew_is_none_that_gives_way(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  TnVoice same = voice(60, 0, 12);
  same.over = 10;
  strike_of(&player, &output, same, 3);
  strike_of(&player, &output, voice(50, 0, 99), 3);
  strike_of(&player, &output, voice(55, 0, 99), 3);
  strike_of(&player, &output, voice(60, 10, 40), 2);
  assert_int_equal(output.count, 3);
  assert_int_equal(player.count, 3);
}

static void a_note_that_is_not_struck_leaves_a_drum_of_its_pitch_alone(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  TnVoice same = drum(60, 0, 10);
  same.channel = 0;
  strike_of(&player, &output, same, 1);
  strike_of(&player, &output, voice(50, 0, 10), 1);
  strike_of(&player, &output, voice(60, 5, 20), 1);
  assert_int_equal(output.count, 2);
  assert_int_equal(player.count, 2);
}

static void keys_of_the_player_do_not_count(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  press(&player, &output, 0, 60);
  press(&player, &output, 0, 64);
  strike_of(&player, &output, voice(67, 0, 10), 1);
  assert_int_equal(output.count, 3);
}

// ---- while they sound ----

static void what_fits_sounds_on(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  for (uint8_t i = 0; i < 16; ++i) {
    strike(&player, &output, 0, voice(i * 8, 0, 10));
  }
  strike(&player, &output, 0, drum(36, 0, 10));
  tn_player_fit(&player, sink_of(&output), 1, &NO_LIMITS, 16, ALL_PARTS);
  assert_int_equal(output.count, 17);
  assert_int_equal(player.count, 17);
}

static void pitched_voices_outside_the_limits_end(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  const TnLimits limits = {.low = 50, .high = 80, .scale = TN_SCALE_MAJOR, .transpose = 5};
  static const uint8_t pitches[] = {48, 60, 61, 64, 84};
  for (int i = 0; i < 5; ++i) {
    strike(&player, &output, 0, voice(pitches[i], 0, 10));
  }
  strike(&player, &output, 0, drum(37, 0, 10));
  output.count = 0;
  tn_player_fit(&player, sink_of(&output), 3, &limits, 16, ALL_PARTS);
  assert_int_equal(output.count, 3);
  for (int i = 0; i < 3; ++i) {
    assert_int_equal(output.messages[i].frame, 3);
    assert_int_equal(output.messages[i].bytes[0], NOTE_OFF);
  }
  assert_true(sounds(&player, 60) && sounds(&player, 64) && sounds(&player, 37));
}

static void voices_of_muted_parts_end_drums_too(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  for (uint8_t part = 0; part < TN_MAX_PARTS; ++part) {
    TnVoice note = part == 2 ? drum(36, 0, 10) : voice(60 + part, 0, 10);
    note.part = part;
    strike(&player, &output, 0, note);
  }
  tn_player_fit(&player, sink_of(&output), 1, &NO_LIMITS, 16, 1 << 0 | 1 << 7);
  assert_int_equal(player.count, 2);
  assert_true(sounds(&player, 60) && sounds(&player, 67));
  assert_int_equal(output.count, 8 + 6);
}

static void the_oldest_beyond_the_polyphony_end_of_a_chord_the_lowest(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  strike(&player, &output, 0, drum(36, 0, 90));
  strike(&player, &output, 0, voice(67, 5, 90));
  strike(&player, &output, 0, voice(55, 5, 90));
  strike(&player, &output, 0, voice(60, 5, 90));
  strike(&player, &output, 0, voice(40, 7, 20));
  strike(&player, &output, 0, voice(72, 2, 90));
  static const uint8_t order[] = {72, 55, 60, 67, 40};
  for (int polyphony = 4; polyphony >= 0; --polyphony) {
    output.count = 0;
    tn_player_fit(&player, sink_of(&output), 1, &NO_LIMITS, polyphony, ALL_PARTS);
    assert_int_equal(output.count, 1);
    assert_message(&output, 0, 1, NOTE_OFF, order[4 - polyphony]);
  }
  assert_true(player.count == 1 && sounds(&player, 36));
}

static void of_one_pitch_the_lower_channel_ends_first(void** state) {
  (void)state;
  for (uint8_t first = 0; first < 2; ++first) {
    TnPlayer player = {.count = 0};
    Output output = new_output(CAPACITY);
    for (uint8_t i = 0; i < 2; ++i) {
      TnVoice note = voice(60, 0, 10);
      note.channel = first ^ i;
      strike(&player, &output, 0, note);
    }
    tn_player_fit(&player, sink_of(&output), 1, &NO_LIMITS, 1, ALL_PARTS);
    assert_message(&output, 2, 1, NOTE_OFF, 60);
  }
}

static void muted_and_misfit_voices_do_not_count_in_the_polyphony(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  const TnLimits limits = {.low = 50, .high = 127};
  strike(&player, &output, 0, voice(60, 0, 10));
  strike(&player, &output, 0, voice(40, 1, 10));
  tn_player_fit(&player, sink_of(&output), 1, &limits, 1, ALL_PARTS);
  assert_true(player.count == 1 && sounds(&player, 60));
}

static void a_misfit_voice_leaves_its_pitch_to_the_key_that_holds_it(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(CAPACITY);
  const TnLimits limits = {.low = 70, .high = 127};
  press(&player, &output, 0, 60);
  strike(&player, &output, 0, voice(60, 0, 10));
  output.count = 0;
  tn_player_fit(&player, sink_of(&output), 1, &limits, 16, ALL_PARTS);
  assert_int_equal(player.count, 0);
  assert_int_equal(output.count, 0);
  lift(&player, &output, 2, 60);
  assert_int_equal(output.count, 1);
}

static void what_has_no_room_ends_in_a_later_block(void** state) {
  (void)state;
  TnPlayer player = {.count = 0};
  Output output = new_output(6);
  const TnLimits limits = {.low = 50, .high = 127};
  strike(&player, &output, 0, voice(40, 0, 10));
  strike(&player, &output, 0, voice(41, 0, 10));
  for (uint8_t i = 0; i < 3; ++i) {
    strike(&player, &output, 0, voice(60 + i, 0, 10));
  }
  tn_player_fit(&player, sink_of(&output), 1, &limits, 1, ALL_PARTS);
  assert_int_equal(player.count, 4);
  output.room = CAPACITY;
  tn_player_fit(&player, sink_of(&output), 2, &limits, 1, ALL_PARTS);
  assert_int_equal(output.count, 9);
  assert_true(player.count == 1 && sounds(&player, 62));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_note_beyond_the_polyphony_is_not_struck),
      cmocka_unit_test(drums_are_exempt_from_the_polyphony),
      cmocka_unit_test(a_pitch_is_struck_again_where_the_polyphony_is_full),
      cmocka_unit_test(what_gives_way_leaves_all_others_as_they_are),
      cmocka_unit_test(a_pitch_that_is_struck_anew_is_none_that_gives_way),
      cmocka_unit_test(a_note_that_is_not_struck_leaves_a_drum_of_its_pitch_alone),
      cmocka_unit_test(keys_of_the_player_do_not_count),
      cmocka_unit_test(what_fits_sounds_on),
      cmocka_unit_test(pitched_voices_outside_the_limits_end),
      cmocka_unit_test(voices_of_muted_parts_end_drums_too),
      cmocka_unit_test(the_oldest_beyond_the_polyphony_end_of_a_chord_the_lowest),
      cmocka_unit_test(of_one_pitch_the_lower_channel_ends_first),
      cmocka_unit_test(muted_and_misfit_voices_do_not_count_in_the_polyphony),
      cmocka_unit_test(a_misfit_voice_leaves_its_pitch_to_the_key_that_holds_it),
      cmocka_unit_test(what_has_no_room_ends_in_a_later_block),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
