// Every note of the engine ends, whatever happens.
#include "tests/unit/engine_rig.h"

static void test_no_composer_is_silence(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  tn_engine_set_composer(&rig->engine, NULL);
  run_block(rig, 100, 0, NULL);
  assert_int_equal(count_sounding(rig), 0);
  forget_messages(rig);
  run(rig, BAR);
  assert_int_equal(rig->count, 0);
  rig_free(rig);
}

static void test_release_silences_and_the_music_goes_on(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  rig->left = rig->room;
  tn_engine_begin(&rig->engine, &rig->controls, 10, sink_of(rig));
  tn_engine_release(&rig->engine, 0, sink_of(rig));
  assert_int_equal(count_sounding(rig), 0);
  tn_engine_end(&rig->engine, sink_of(rig));
  rig->block += 10;
  run(rig, BAR);
  assert_true(count_note_ons(rig) > 5);
  rig_free(rig);
}

static void test_full_output_leaves_nothing_hanging(void** state) {
  (void)state;
  for (int room = 0; room < 4; room++) {
    Rig* rig = rig_new();
    locate(rig, 0, 0, 1);
    rig->room = room;
    run(rig, BAR);
    rig->room = 2;
    locate(rig, 0, 0, 0);
    run(rig, 100000);
    assert_int_equal(count_sounding(rig), 0);
    assert_int_equal(rig->engine.player.count, 0);
    rig_free(rig);
  }
}

static void test_every_note_ends_whatever_the_host_does(void** state) {
  (void)state;
  Rig* rig = rig_new();
  uint32_t random = 1;
  for (int i = 0; i < 3000; i++) {
    random = random * 1664525U + 1013904223U;
    const uint32_t dice = random >> 16;
    const TnPosition told = place((int)(dice % 20) - 4, dice % 7 * 0.5, dice % 5 != 0);
    rig->controls.freewheel = dice % 3 ? 1.0F : 0.0F;
    rig->controls.enabled = dice % 31 ? 1.0F : 0.0F;
    rig->controls.sync = dice % 101 < 10 ? 1.0F : 0.0F;
    rig->controls.seed = (float)(dice % 3);
    rig->controls.length = (float)(1 + dice % 4);
    rig->room = dice % 13 ? CAPACITY : 2;
    if (rig->count > CAPACITY / 2) {
      forget_messages(rig);
    }
    run_block(rig, dice % 2000, dice % 1000, dice % 4 ? NULL : &told);
  }
  rig->room = CAPACITY;
  rig->controls.enabled = 0;
  run(rig, 100);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_no_composer_is_silence),
      cmocka_unit_test(test_release_silences_and_the_music_goes_on),
      cmocka_unit_test(test_full_output_leaves_nothing_hanging),
      cmocka_unit_test(test_every_note_ends_whatever_the_host_does),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
