// The engine learns: what is played becomes the prompt that phrases go on from.
#include "tests/unit/engine_keys.h"

// Learns a bar of eight notes, up to the end of the bar.
static Rig* rig_that_learned(void) {
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  rig->controls.learn = 1;
  for (uint8_t i = 0; i < 8; i++) {
    play(rig, (uint8_t)(60 + i), BEAT / 2 - 2);
  }
  rig->controls.learn = 0;
  run(rig, BEAT); // into the bar after
  return rig;
}

static bool played_same(const Rig* a, const Rig* b) {
  return a->count == b->count &&
         memcmp(a->messages, b->messages, (size_t)a->count * sizeof *a->messages) == 0;
}

// What it plays from bar 8 on, in so many phrases.
static void play_phrases(Rig* rig, int phrases) {
  run_block(rig, 1000, 0, NULL);
  locate(rig, 8, 0, 0);
  run_block(rig, 1000, 0, NULL);
  forget_messages(rig);
  rig->block = 0;
  locate(rig, 8, 0, 1);
  run(rig, (uint64_t)phrases * 2 * BAR);
  assert_true(count_note_ons(rig) > 10);
}

static void test_what_was_played_is_the_prompt(void** state) {
  (void)state;
  Rig* rig = rig_that_learned();
  const TnPrompt* prompt = &rig->engine.prompt;
  assert_int_equal(prompt->count, 8);
  assert_int_equal(prompt->ticks, 96);
  for (int i = 0; i < 8; i++) {
    assert_int_equal(prompt->notes[i].pitch, 60 + i);
    assert_int_equal(prompt->notes[i].onset, 12 * i);
    assert_int_equal(prompt->notes[i].duration, 12);
  }
  rig_free(rig);
}

static void test_each_phrase_goes_on_from_it(void** state) {
  (void)state;
  Rig* learned = rig_that_learned();
  Rig* given = rig_new();
  Rig* plain = rig_new();
  given->engine.prompt = learned->engine.prompt;
  tn_engine_adopt(&given->engine);
  play_phrases(learned, 3);
  play_phrases(given, 3);
  play_phrases(plain, 3);
  assert_true(played_same(learned, given));
  assert_false(played_same(learned, plain));
  const TnPhrase* phrases = learned->band->composer->phrases;
  for (int i = 0; i < TN_PHRASES; i++) {
    assert_true(phrases[i].bar < 8 || phrases[i].prompt_print == learned->engine.prompt.print);
  }
  rig_free(learned);
  rig_free(given);
  rig_free(plain);
}

static void test_where_nothing_is_played_the_prompt_is_forgotten(void** state) {
  (void)state;
  Rig* rig = rig_that_learned();
  Rig* plain = rig_new();
  rig->controls.learn = 1;
  run(rig, BAR);
  assert_int_equal(rig->engine.prompt.count, 8); // until learning ends
  rig->controls.learn = 0;
  run(rig, 1000);
  assert_int_equal(rig->engine.prompt.count, 0);
  play_phrases(rig, 2);
  play_phrases(plain, 2);
  assert_true(played_same(rig, plain));
  rig_free(rig);
  rig_free(plain);
}

// The phrase that plays goes on to its end as it was.
static void test_learning_disturbs_nothing_that_plays(void** state) {
  (void)state;
  Rig* learned = rig_that_learned();
  Rig* plain = rig_new();
  locate(plain, 0, 0, 1);
  run(plain, learned->block);
  run(learned, 2 * BAR - 1 - learned->block);
  run(plain, 2 * BAR - 1 - plain->block);
  assert_true(played_same(learned, plain));
  assert_true(count_note_ons(plain) > 10);
  rig_free(learned);
  rig_free(plain);
}

// Learning ends while the song stands, on the bar where it goes on.
static void test_what_was_prepared_before_is_not_played(void** state) {
  (void)state;
  Rig* rig = rig_that_learned();
  locate(rig, 8, 0, 0);
  rig->controls.learn = 1;
  run(rig, 10000); // bar 8 is ready, after the first prompt
  rig->controls.learn = 0;
  run(rig, 10000);
  locate(rig, 8, 0, 1);
  run(rig, BAR);
  assert_int_equal(rig->engine.prompt.count, 0);
  assert_int_equal(rig->engine.phrase->prompt_print, 0);
  rig_free(rig);
}

// A prompt of as many notes as there are, in a block of usual length.
static void test_the_longest_prompt_is_heard_in_time(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.freewheel = 0;
  locate(rig, 0, 0, 1);
  rig->controls.learn = 1;
  for (int i = 0; i < 700; i++) {
    play(rig, (uint8_t)(60 + i % 8), 3 * TICK - 2);
  }
  run(rig, 4 * TICK);
  rig->controls.learn = 0;
  run(rig, 6 * BAR);
  assert_int_equal(rig->engine.prompt.ticks, 16 * 96);
  assert_in_range(rig->engine.prompt.count, 15 * 32, TN_PROMPT_NOTES);
  assert_int_equal(rig->engine.phrase->prompt_print, rig->engine.prompt.print);
  assert_int_equal(rig->engine.late, 0);
  rig_free(rig);
}

// Where learning ends just before a phrase does, there is no time for its first notes to be after
// the new prompt.
static void test_what_was_learned_too_late_waits_for_a_phrase(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.freewheel = 0;
  rig->work = 60000; // ten events in the thousand frames of a tick
  locate(rig, 0, 0, 1);
  rig->controls.learn = 1;
  for (int i = 0; i < 124; i++) {
    play(rig, (uint8_t)(60 + i % 8), 3 * TICK - 2);
  }
  rig->controls.learn = 0;
  run(rig, 4 * BAR - rig->block + BEAT);
  assert_int_equal(rig->engine.phrase->prompt_print, 0);
  run(rig, 2 * BAR);
  assert_in_range(rig->engine.prompt.count, 100, 124);
  assert_int_equal(rig->engine.phrase->prompt_print, rig->engine.prompt.print);
  assert_int_equal(rig->engine.late, 0);
  rig_free(rig);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_was_played_is_the_prompt),
      cmocka_unit_test(test_each_phrase_goes_on_from_it),
      cmocka_unit_test(test_where_nothing_is_played_the_prompt_is_forgotten),
      cmocka_unit_test(test_learning_disturbs_nothing_that_plays),
      cmocka_unit_test(test_what_was_prepared_before_is_not_played),
      cmocka_unit_test(test_the_longest_prompt_is_heard_in_time),
      cmocka_unit_test(test_what_was_learned_too_late_waits_for_a_phrase),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
