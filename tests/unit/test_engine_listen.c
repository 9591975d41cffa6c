// The engine listens: what the player plays steers the music that is to come.
#include "tests/unit/engine_keys.h"

enum { STRUCK = 7 * BEAT / 2 + TICK / 3 }; // frame of a key, within a tick of the first bar

static Rig* rig_that_listens(void) {
  Rig* rig = rig_new();
  rig->controls.listen = 1;
  rig->controls.freewheel = 0;
  rig->controls.length = 4;
  locate(rig, 0, 0, 1);
  return rig;
}

// Up to a frame, a message before it at STRUCK; or one that says nothing, so that blocks are alike.
static Rig* play_key(uint8_t status, uint64_t to) {
  Rig* rig = rig_that_listens();
  run(rig, STRUCK);
  hear(rig, status, 65, 80);
  run(rig, to - rig->block);
  return rig;
}

static int count_before(const Rig* rig, uint64_t frame) {
  int count = 0;
  while (count < rig->count && rig->messages[count].frame < frame) {
    count++;
  }
  return count;
}

// Whether two engines have put out the same from one frame to before another.
static bool same(const Rig* a, const Rig* b, uint64_t from, uint64_t to) {
  const int first_a = count_before(a, from);
  const int first_b = count_before(b, from);
  const int count = count_before(a, to) - first_a;
  return count == count_before(b, to) - first_b &&
         memcmp(a->messages + first_a, b->messages + first_b,
                (size_t)count * sizeof *a->messages) == 0;
}

static void free_both(Rig* a, Rig* b) {
  rig_free(a);
  rig_free(b);
}

static void test_a_key_steers_from_the_next_step_of_the_grid_on(void** state) {
  (void)state;
  Rig* steered = play_key(0x90, 4 * BAR);
  Rig* alone = play_key(0xa0, 4 * BAR);
  const uint64_t step = (STRUCK / TICK + 1) * (uint64_t)TICK;
  assert_true(same(steered, alone, 0, step));
  assert_false(same(steered, alone, step, 2 * BAR));
  for (uint64_t beat = step; beat < 3 * BAR; beat += 2 * BEAT) { // and does not break off
    assert_true(count_before(steered, beat) < count_before(steered, beat + 2 * BEAT));
  }
  assert_int_equal(steered->engine.late, 0);
  free_both(steered, alone);
}

static void test_a_key_that_goes_up_steers_too(void** state) {
  (void)state;
  Rig* lifted = play_key(0x90, BAR + TICK / 2);
  Rig* held = play_key(0x90, BAR + TICK / 2);
  hear(lifted, 0x80, 65, 64);
  hear(held, 0xa0, 65, 64);
  run(lifted, 3 * BAR);
  run(held, 3 * BAR);
  assert_true(same(lifted, held, 0, BAR + TICK));
  assert_false(same(lifted, held, BAR + TICK, 4 * BAR));
  assert_int_equal(lifted->engine.live.count, 0);
  free_both(lifted, held);
}

static void test_what_is_turned_off_steers_no_more(void** state) {
  (void)state;
  Rig* rig = play_key(0x90, BAR);
  assert_int_equal(rig->engine.live.count, 1);
  rig->controls.listen = 0;
  run(rig, BEAT);
  assert_int_equal(rig->engine.live.count, 0);
  const TnContext* context = &rig->engine.phrase->front.generator.context;
  for (int i = 0; i < context->sounding_count; i++) {
    assert_true(context->sounding[i].end < INT32_MAX);
  }
  rig_free(rig);
}

static void test_steering_ends_where_the_phrase_does(void** state) {
  (void)state;
  Rig* steered = play_key(0x90, 4 * BAR); // the key is held on
  Rig* alone = play_key(0xa0, 4 * BAR);
  run(steered, 4 * BAR);
  run(alone, 4 * BAR);
  assert_int_equal(steered->engine.live.count, 0);
  assert_false(same(steered, alone, 0, 4 * BAR));
  assert_true(same(steered, alone, 4 * BAR + 1, 8 * BAR));
  hear(steered, 0x80, 65, 64); // in another phrase
  hear(alone, 0xa0, 65, 64);
  run(steered, 2 * BAR);
  run(alone, 2 * BAR);
  assert_true(steered->engine.phrase->pure);
  assert_true(same(steered, alone, 8 * BAR, 10 * BAR));
  free_both(steered, alone);
}

// Back in the bar that was steered, by a locate or a stop and a start.
static void assert_steering_is_forgotten(double speed) {
  Rig* steered = play_key(0x90, BAR);
  Rig* alone = play_key(0xa0, BAR);
  Rig* rigs[] = {steered, alone};
  for (int i = 0; i < 2; i++) {
    locate(rigs[i], 0, 2, speed);
    run(rigs[i], 1000);
    forget_messages(rigs[i]);
    locate(rigs[i], 0, 0, 1); // what sounds ends on the next frame
    run(rigs[i], 4 * BAR);
    assert_true(count_note_ons(rigs[i]) > 10);
  }
  assert_true(same(steered, alone, steered->block - 4 * BAR + 1, steered->block));
  free_both(steered, alone);
}

static void test_a_locate_and_a_stop_end_steering(void** state) {
  (void)state;
  assert_steering_is_forgotten(1);
  assert_steering_is_forgotten(0);
}

static void test_a_glissando_starves_nothing(void** state) {
  (void)state;
  enum { EVERY = RATE / 200 }; // 5 ms
  Rig* rig = rig_that_listens();
  for (int i = 0; rig->block < 3 * BAR; i++) {
    hear(rig, 0x90, (uint8_t)(20 + i % 88), 80);
    run(rig, EVERY / 2 - 1);
    hear(rig, 0x80, (uint8_t)(20 + i % 88), 64);
    run(rig, EVERY / 2 - 1);
  }
  assert_int_equal(rig->engine.late, 0);
  for (uint64_t beat = 0; beat < 3 * BAR; beat += BAR) {
    assert_true(count_before(rig, beat) < count_before(rig, beat + BAR));
  }
  run(rig, 4 * TICK);
  assert_false(tn_live_has_news(&rig->engine.live, &rig->engine.ear));
  rig_free(rig);
}

static void test_a_cluster_is_told_in_time(void** state) {
  (void)state;
  Rig* rig = rig_that_listens();
  run(rig, BEAT);
  for (uint8_t pitch = 0; pitch < 128; pitch++) {
    hear(rig, 0x90, pitch, 80);
  }
  run(rig, 12 * TICK);
  assert_false(tn_live_has_news(&rig->engine.live, &rig->engine.ear));
  run(rig, 3 * BAR);
  assert_int_equal(rig->engine.late, 0);
  rig_free(rig);
}

static void test_without_a_style_a_player_does_no_harm(void** state) {
  (void)state;
  TnComposer* silent = tn_composer_new_silent(tn_kernel_fastest());
  assert_non_null(silent);
  for (int mode = TN_VARIATIONS; mode <= TN_ANSWER; mode++) {
    Rig* rig = rig_that_listens();
    tn_engine_set_composer(&rig->engine, silent);
    rig->controls.mode = (float)mode;
    rig->controls.learn = 1;
    play(rig, 60, BAR);
    play(rig, 72, BAR);
    rig->controls.learn = 0;
    run(rig, 5 * BAR);
    assert_int_equal(rig->count, 0);
    assert_int_equal(rig->engine.prompt.count, 2);
    rig_free(rig);
  }
  tn_composer_free(silent);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_key_steers_from_the_next_step_of_the_grid_on),
      cmocka_unit_test(test_a_key_that_goes_up_steers_too),
      cmocka_unit_test(test_what_is_turned_off_steers_no_more),
      cmocka_unit_test(test_steering_ends_where_the_phrase_does),
      cmocka_unit_test(test_a_locate_and_a_stop_end_steering),
      cmocka_unit_test(test_a_glissando_starves_nothing),
      cmocka_unit_test(test_a_cluster_is_told_in_time),
      cmocka_unit_test(test_without_a_style_a_player_does_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
