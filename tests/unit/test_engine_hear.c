// The engine hears the player: learning, answers, listening.
#include "tests/unit/engine_keys.h"

static void test_a_stop_while_learning_loses_nothing(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.learn = 1;
  locate(rig, 3, 0, 1);
  play(rig, 60, BEAT);
  hear(rig, 0x90, 64, 80);
  run(rig, BEAT);
  locate(rig, 3, 2, 0);
  hear(rig, 0x80, 64, 64);
  rig->controls.learn = 0;
  run(rig, 1000);
  assert_int_equal(rig->engine.prompt.count, 2);
  assert_int_equal(rig->engine.prompt.ticks, 96);
  assert_int_equal(rig->engine.prompt.notes[0].onset, 0);
  assert_int_equal(rig->engine.prompt.notes[1].onset, 24);
  assert_int_equal(rig->engine.prompt.notes[1].duration, 24); // until the stop
  rig_free(rig);
}

static void test_an_answer_stays_where_it_was_planned(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.mode = TN_ANSWER;
  locate(rig, 0, 0, 1);
  play(rig, 60, BEAT);
  assert_int_equal(rig->engine.answer.bars, 1);
  assert_int_equal(rig->engine.answer.bar, 1);
  run(rig, BAR);
  hear(rig, 0xb0, 1, 64);  // the player's wheel
  hear(rig, 0x80, 70, 64); // a key that is not down
  assert_int_equal(rig->engine.answer.bars, 1);
  assert_int_equal(rig->engine.answer.bar, 1);
  rig_free(rig);
}

static void test_another_channel_does_not_interrupt(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.mode = TN_ANSWER;
  rig->controls.in_channel = 1;
  locate(rig, 0, 0, 1);
  play(rig, 60, BEAT);
  hear(rig, 0x91, 60, 80);
  assert_int_equal(rig->engine.answer.bars, 1);
  hear(rig, 0x90, 60, 80);
  assert_int_equal(rig->engine.answer.bars, 0);
  rig_free(rig);
}

// Plays on for two bars while the player plays or does not.
static Rig* play_along(bool plays, float listen) {
  Rig* rig = rig_new();
  rig->controls.listen = listen;
  locate(rig, 0, 0, 1);
  for (int i = 0; i < 16; i++) {
    hear(rig, plays ? 0x90 : 0xa0, (uint8_t)(60 + i), 80);
    run(rig, BAR / 8 - 1);
  }
  return rig;
}

static void test_only_who_is_listened_to_steers(void** state) {
  (void)state;
  Rig* alone = play_along(false, 0);
  Rig* unheard = play_along(true, 0);
  Rig* heard = play_along(true, 1);
  assert_true(alone->count > 10);
  assert_int_equal(unheard->count, alone->count);
  assert_memory_equal(unheard->messages, alone->messages,
                      (size_t)alone->count * sizeof *alone->messages);
  assert_true(heard->count != alone->count ||
              memcmp(heard->messages, alone->messages,
                     (size_t)alone->count * sizeof *alone->messages) != 0);
  rig_free(alone);
  rig_free(unheard);
  rig_free(heard);
}

static void test_at_another_pace_a_phrase_begins_anew(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.mode = TN_ANSWER;
  rig->controls.rate = 2;
  locate(rig, 8, 0, 1);
  play(rig, 60, BEAT);
  rig->controls.rate = 1;
  play(rig, 62, BEAT);
  assert_int_equal(rig->engine.answer.bars, 1);
  assert_int_equal(rig->engine.answer.prompt.count, 1);
  assert_int_equal(rig->engine.answer.prompt.notes[0].onset, 24);
  rig_free(rig);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_stop_while_learning_loses_nothing),
      cmocka_unit_test(test_an_answer_stays_where_it_was_planned),
      cmocka_unit_test(test_another_channel_does_not_interrupt),
      cmocka_unit_test(test_only_who_is_listened_to_steers),
      cmocka_unit_test(test_at_another_pace_a_phrase_begins_anew),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
