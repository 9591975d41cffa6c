// Answers: when they begin and end, and what interrupts them.
//
// A block of a message is a frame long, so that the frames of the rig are those of the song.
#include "tests/unit/engine_keys.h"

static Rig* rig_that_answers(void) {
  Rig* rig = rig_new();
  rig->controls.mode = TN_ANSWER;
  rig->controls.freewheel = 0;
  return rig;
}

static Rig* rig_at(int64_t bar) {
  Rig* rig = rig_that_answers();
  locate(rig, bar, 0, 1);
  return rig;
}

static void run_to(Rig* rig, uint64_t frame) {
  run(rig, frame - rig->block);
}

// Keys one after the other, a beat each, the last of which goes up at `end`.
static void play_to(Rig* rig, uint64_t end) {
  for (uint8_t i = 0; rig->block + BEAT + 1 < end; i++) {
    play(rig, (uint8_t)(60 + i % 8), BEAT - 2);
  }
  play(rig, 67, end - rig->block - 1);
}

// All that came out since the messages were forgotten, a note at least, lies there.
static void assert_answer(const Rig* rig, uint64_t begin, uint64_t end) {
  assert_true(count_note_ons(rig) > 0);
  assert_in_range(rig->messages[0].frame, begin, begin + BAR - 1);
  assert_in_range(rig->messages[rig->count - 1].frame, begin, end);
  assert_int_equal(count_sounding(rig), 0);
  assert_int_equal(rig->engine.late, 0);
}

static void test_an_answer_begins_on_the_bar_line_and_is_as_long(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  play_to(rig, 2 * BAR - 3 * BEAT / 2);
  assert_int_equal(rig->count, 0);
  run_to(rig, 7 * BAR);
  assert_answer(rig, 2 * BAR, 4 * BAR);
  rig_free(rig);
}

static void test_silence_of_less_than_a_beat_is_none(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  play_to(rig, 2 * BAR - BEAT + 1);
  run_to(rig, 3 * BAR - 1);
  assert_int_equal(rig->count, 0);
  run_to(rig, 7 * BAR);
  assert_answer(rig, 3 * BAR, 5 * BAR);
  rig_free(rig);
}

static void test_silence_of_a_beat_is_enough(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  play_to(rig, 2 * BAR - BEAT);
  run_to(rig, 7 * BAR);
  assert_answer(rig, 2 * BAR, 4 * BAR);
  rig_free(rig);
}

static void test_who_plays_interrupts_at_once(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  play_to(rig, BAR - 3 * BEAT / 2);
  run_to(rig, BAR);
  run_until_sounding(rig);
  hear(rig, 0x90, 64, 80);
  assert_int_equal(count_sounding(rig), 0);
  assert_int_equal(rig->messages[rig->count - 1].frame, rig->block - 1);
  forget_messages(rig);
  run_to(rig, 2 * BAR - 2 * BEAT);
  hear(rig, 0x80, 64, 64);
  run_to(rig, 2 * BAR - 1);
  assert_int_equal(rig->count, 0);
  run_to(rig, 4 * BAR);
  assert_answer(rig, 2 * BAR, 3 * BAR); // to the new phrase
  assert_int_equal(rig->engine.answer.prompt.count, 1);
  rig_free(rig);
}

static void test_a_note_before_the_answer_puts_it_off(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  play_to(rig, BAR - 3 * BEAT / 2);
  run_to(rig, BAR - 3 * BEAT / 4);
  play(rig, 60, BEAT);
  run_to(rig, 2 * BAR - 1);
  assert_int_equal(rig->count, 0);
  run_to(rig, 5 * BAR);
  assert_answer(rig, 2 * BAR, 4 * BAR); // to both of what was played
  rig_free(rig);
}

static void test_answers_follow_each_other(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  for (uint64_t turn = 0; turn < 5; turn++) {
    const uint64_t begin = turn * 4 * BAR;
    run_to(rig, begin + BEAT);
    forget_messages(rig);
    play_to(rig, begin + 2 * BAR - 3 * BEAT / 2);
    assert_int_equal(rig->count, 0);
    run_to(rig, begin + 4 * BAR + 1);
    assert_answer(rig, begin + 2 * BAR, begin + 4 * BAR);
  }
  rig_free(rig);
}

static void test_silence_begins_as_the_last_key_goes_up(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  hear(rig, 0x90, 48, 80);
  play_to(rig, BAR);
  run_to(rig, 3 * BAR - 2 * BEAT);
  hear(rig, 0x80, 48, 64);
  assert_int_equal(rig->count, 0);
  run_to(rig, 6 * BAR);
  assert_answer(rig, 3 * BAR, 4 * BAR);
  rig_free(rig);
}

// Plays for a bar of the meter up to two beats before its end and hears the answer.
static void answer_in(double beats, int unit) {
  Rig* rig = rig_that_answers();
  TnPosition told = place(0, 0, 1);
  told.beats_per_bar = beats;
  told.beat_unit = unit;
  told.bpm = 120.0 * unit / 4; // beats a minute
  run_block(rig, 0, 0, &told);
  const uint64_t beat = 4 * (uint64_t)BEAT / (uint64_t)unit;
  const uint64_t bar = (uint64_t)beats * beat;
  play(rig, 60, bar - 2 * beat);
  run_to(rig, bar - 1);
  assert_int_equal(rig->count, 0);
  run_to(rig, 4 * bar);
  assert_true(count_note_ons(rig) > 0);
  assert_in_range(rig->messages[0].frame, bar, 2 * bar - 1);
  assert_in_range(rig->messages[rig->count - 1].frame, bar, 2 * bar);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

static void test_bars_and_beats_are_those_of_the_meter(void** state) {
  (void)state;
  answer_in(3, 4);
  answer_in(6, 8);
  answer_in(12, 8);
  answer_in(7, 8);
  answer_in(5, 4);
  answer_in(2, 2);
}

static void test_the_bars_of_an_answer_are_those_of_the_song(void** state) {
  (void)state;
  for (int rate = 0; rate <= 2; rate++) {
    Rig* rig = rig_that_answers();
    rig->controls.rate = (float)rate;
    locate(rig, 0, 0, 1);
    play_to(rig, 2 * BAR - 3 * BEAT / 2);
    run_to(rig, 7 * BAR);
    assert_int_equal(rig->engine.answer.bars, 2);
    assert_answer(rig, 2 * BAR, 4 * BAR);
    rig_free(rig);
  }
}

static void test_it_answers_without_a_host(void** state) {
  (void)state;
  Rig* rig = rig_that_answers();
  rig->controls.sync = 1;
  run(rig, 1000); // it gets ready, and rolls then
  play(rig, 60, BAR - 2 * BEAT);
  assert_int_equal(rig->engine.answer.bar, 1);
  run_to(rig, 4 * BAR);
  assert_answer(rig, 1000 + BAR, 1000 + 2 * BAR);
  rig_free(rig);
}

static void test_a_jump_ends_an_answer_and_a_phrase(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  play_to(rig, BAR - 3 * BEAT / 2);
  run_to(rig, BAR);
  run_until_sounding(rig);
  locate(rig, 8, 0, 1);
  run_block(rig, 1, 0, NULL);
  assert_int_equal(count_sounding(rig), 0);
  forget_messages(rig);
  run(rig, 3 * BAR - 1); // up to bar 11
  assert_int_equal(rig->count, 0);
  const uint64_t bar_11 = rig->block;
  play_to(rig, bar_11 + BAR - 3 * BEAT / 2);
  run_to(rig, bar_11 + 4 * BAR);
  assert_answer(rig, bar_11 + BAR, bar_11 + 2 * BAR);
  rig_free(rig);
}

static void test_a_stop_ends_an_answer_too(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  play_to(rig, BAR - 3 * BEAT / 2);
  run_to(rig, BAR);
  run_until_sounding(rig);
  locate(rig, 1, 1, 0);
  run_block(rig, 1, 0, NULL);
  assert_int_equal(count_sounding(rig), 0);
  forget_messages(rig);
  locate(rig, 1, 1, 1);
  run(rig, 3 * BAR);
  assert_int_equal(rig->count, 0);
  rig_free(rig);
}

// Its key went down before, so that nothing is known of the phrase but that one is played.
static void test_a_key_held_over_a_jump_is_not_answered(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  hear(rig, 0x90, 60, 80);
  run(rig, BEAT);
  locate(rig, 4, 0, 1);
  run(rig, BEAT);
  hear(rig, 0x80, 60, 64);
  run(rig, 3 * BAR);
  assert_int_equal(rig->count, 0);
  rig_free(rig);
}

static void test_the_bar_is_that_of_the_answer(void** state) {
  (void)state;
  Rig* rig = rig_at(0);
  rig->controls.length = 2;
  play_to(rig, 3 * BAR - 3 * BEAT / 2);
  for (int bar = 1; bar <= 3; bar++) {
    int bar_of_phrase;
    int64_t bar_of_song;
    run_to(rig, (uint64_t)(2 + bar) * BAR + BEAT);
    assert_true(tn_engine_place(&rig->engine, &bar_of_phrase, &bar_of_song));
    assert_int_equal(bar_of_phrase, bar);
    assert_int_equal(bar_of_song, 2 + bar);
  }
  rig_free(rig);
}

static void test_locked_bars_are_played_around_answers(void** state) {
  (void)state;
  static const TnNote KEPT[] = {{0, 24, 0, 72, 80, 0}};
  Rig* rig = rig_that_answers();
  tn_edits_lock(&rig->engine.edits, 1, KEPT, 1, 2);
  locate(rig, 0, 0, 1);
  run_to(rig, 3 * BAR);
  assert_int_equal(rig->count, 2);
  assert_in_range(rig->messages[0].frame, BAR, BAR + 1);
  assert_int_equal(rig->messages[0].bytes[1], 72);
  rig_free(rig);
}

// A note of a locked bar is none of the answer's.
static void test_who_plays_before_the_answer_interrupts_nothing(void** state) {
  (void)state;
  static const TnNote KEPT[] = {{0, 96, 0, 72, 80, 0}};
  Rig* rig = rig_that_answers();
  tn_edits_lock(&rig->engine.edits, 0, KEPT, 1, 2);
  locate(rig, 0, 0, 1);
  play(rig, 60, BEAT / 2);
  assert_int_equal(rig->engine.answer.bars, 1);
  play(rig, 62, BEAT / 2);
  assert_int_equal(count_sounding(rig), 1);
  rig_free(rig);
}

static Rig* rig_that_has_answered(float listen) {
  Rig* rig = rig_that_answers();
  rig->controls.listen = listen;
  locate(rig, 0, 0, 1);
  play_to(rig, 2 * BAR - 3 * BEAT / 2);
  run_to(rig, 5 * BAR);
  return rig;
}

// The answer is to the phrase as a whole, whether it was listened to as it was played or not.
static void test_listening_changes_no_answer(void** state) {
  (void)state;
  Rig* alone = rig_that_has_answered(0);
  Rig* listening = rig_that_has_answered(1);
  assert_answer(listening, 2 * BAR, 4 * BAR);
  assert_int_equal(listening->count, alone->count);
  assert_memory_equal(listening->messages, alone->messages,
                      (size_t)alone->count * sizeof *alone->messages);
  rig_free(alone);
  rig_free(listening);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_an_answer_begins_on_the_bar_line_and_is_as_long),
      cmocka_unit_test(test_silence_of_less_than_a_beat_is_none),
      cmocka_unit_test(test_silence_of_a_beat_is_enough),
      cmocka_unit_test(test_who_plays_interrupts_at_once),
      cmocka_unit_test(test_a_note_before_the_answer_puts_it_off),
      cmocka_unit_test(test_answers_follow_each_other),
      cmocka_unit_test(test_silence_begins_as_the_last_key_goes_up),
      cmocka_unit_test(test_bars_and_beats_are_those_of_the_meter),
      cmocka_unit_test(test_the_bars_of_an_answer_are_those_of_the_song),
      cmocka_unit_test(test_it_answers_without_a_host),
      cmocka_unit_test(test_a_jump_ends_an_answer_and_a_phrase),
      cmocka_unit_test(test_a_stop_ends_an_answer_too),
      cmocka_unit_test(test_a_key_held_over_a_jump_is_not_answered),
      cmocka_unit_test(test_the_bar_is_that_of_the_answer),
      cmocka_unit_test(test_locked_bars_are_played_around_answers),
      cmocka_unit_test(test_who_plays_before_the_answer_interrupts_nothing),
      cmocka_unit_test(test_listening_changes_no_answer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
