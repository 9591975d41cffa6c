// The voices of a file: how notes are told apart by track, channel and instrument.
#include "trainer/role.h"
#include "trainer/voices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PIANO = 0, GRAND = 1, GUITAR = 24, BASS = 32, STRINGS = 48, DRUMS = 9 };

static ScoreNote note_of(int track, int channel, int program) {
  return (ScoreNote){.track = (uint16_t)track,
                     .channel = (uint8_t)channel,
                     .program = (uint8_t)program,
                     .pitch = 60,
                     .velocity = 80};
}

typedef struct {
  uint8_t voices[100];
  uint8_t roles[VOICES_MAX];
} Found;

static Found find(ScoreNote* notes, size_t count) {
  Found found;
  const Score score = {.ticks_per_quarter = 480, .notes = notes, .note_count = count};
  assert_true(voices_find(&score, found.voices, found.roles));
  return found;
}

static void voices_are_numbered_by_track_then_channel(void** state) {
  (void)state;
  ScoreNote notes[] = {note_of(5, 0, PIANO), note_of(2, 3, PIANO), note_of(2, 1, PIANO),
                       note_of(0, DRUMS, PIANO), note_of(5, 0, GRAND)};
  const Found found = find(notes, 5);
  static const uint8_t WANTED[] = {2, 1, 0, VOICE_DRUMS, 2}; // two pianos are one voice
  assert_memory_equal(found.voices, WANTED, sizeof WANTED);
  assert_int_equal(found.roles[0], ROLE_SOPRANO);
  assert_int_equal(found.roles[1], ROLE_ALTO);
  assert_int_equal(found.roles[2], ROLE_BASS);
}

static void another_instrument_on_the_way_is_another_voice(void** state) {
  (void)state;
  ScoreNote notes[] = {note_of(1, 0, GUITAR), note_of(1, 0, BASS), note_of(1, 0, GUITAR)};
  const Found found = find(notes, 3);
  assert_int_equal(found.voices[0], found.voices[2]);
  assert_int_not_equal(found.voices[0], found.voices[1]);
  assert_string_equal(role_name((Role)found.roles[found.voices[0]]), "guitar");
  assert_int_equal(found.roles[found.voices[1]], ROLE_BASS);
}

static void drums_are_no_instrument_among_others(void** state) {
  (void)state;
  ScoreNote notes[] = {note_of(1, 0, PIANO), note_of(2, 1, PIANO), note_of(3, DRUMS, STRINGS),
                       note_of(4, DRUMS, GUITAR)};
  const Found found = find(notes, 4);
  assert_int_equal(found.roles[0], ROLE_RIGHT_HAND);
  assert_int_equal(found.roles[1], ROLE_LEFT_HAND);
  assert_int_equal(found.voices[2], VOICE_DRUMS);
  assert_int_equal(found.voices[3], VOICE_DRUMS);
}

static void a_song_has_a_voice_and_two_hands(void** state) {
  (void)state;
  ScoreNote notes[] = {note_of(1, 0, STRINGS), note_of(2, 1, PIANO), note_of(3, 1, PIANO)};
  const Found found = find(notes, 3);
  assert_string_equal(role_name((Role)found.roles[0]), "ensemble");
  assert_int_equal(found.roles[1], ROLE_RIGHT_HAND);
  assert_int_equal(found.roles[2], ROLE_LEFT_HAND);
}

static void voices_beyond_the_last_number_share_it(void** state) {
  (void)state;
  ScoreNote notes[100];
  for (int i = 0; i < 100; ++i) {
    notes[i] = note_of(i, i % 8, PIANO);
  }
  const Found found = find(notes, 100);
  for (int i = 0; i < 100; ++i) {
    assert_int_equal(found.voices[i], i < VOICE_DRUMS ? i : VOICE_DRUMS - 1);
    assert_in_range(found.roles[found.voices[i]], 0, ROLE_COUNT - 1);
  }
}

static void a_score_without_notes_has_no_voices(void** state) {
  (void)state;
  ScoreNote none[1];
  find(none, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(voices_are_numbered_by_track_then_channel),
      cmocka_unit_test(another_instrument_on_the_way_is_another_voice),
      cmocka_unit_test(drums_are_no_instrument_among_others),
      cmocka_unit_test(a_song_has_a_voice_and_two_hands),
      cmocka_unit_test(voices_beyond_the_last_number_share_it),
      cmocka_unit_test(a_score_without_notes_has_no_voices),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
