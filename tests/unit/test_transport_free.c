// The song position at the tempo of the port: from hosts that tell no bars, or from no host.
#include "tests/unit/transport_fixture.h"

// ---- hosts without bars ----

static void test_frame_and_speed_alone_play_at_the_tempo_of_the_port(void** state) {
  (void)state;
  TnTransport transport = new_transport();
  const TnPosition told = {.has_speed = true, .speed = 1, .has_frame = true, .frame = 28800};
  assert_int_equal(update(&transport, 0, told), TN_JUMPS);
  assert_true(transport.rolling);
  assert_true(transport.position == quarters(&transport, 1)); // 28800 frames at 100 bpm
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 2)), 28800);
}

static void test_frames_that_go_on_are_no_jump(void** state) {
  (void)state;
  TnTransport transport = new_transport();
  TnPosition told = {.has_speed = true, .speed = 1, .has_frame = true};
  update(&transport, 0, told);
  for (uint64_t frame = 64; frame < 6400; frame += 64) {
    told.frame = (int64_t)frame;
    assert_int_equal(update(&transport, frame, told), TN_CONTINUES);
  }
  told.frame = 0;
  assert_int_equal(update(&transport, 6400, told), TN_JUMPS);
  assert_true(transport.position == 0);
}

static void test_speed_alone_rolls_at_the_tempo_of_the_port(void** state) {
  (void)state;
  TnTransport transport = new_transport();
  update(&transport, 0, (TnPosition){.has_speed = true, .speed = 1});
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)), 28800);
}

static void test_bars_that_come_later_count(void** state) {
  (void)state;
  TnTransport transport = new_transport();
  TnPosition told = {.has_speed = true, .speed = 1, .has_frame = true};
  update(&transport, 0, told);
  told = told_at(5, 0);
  told.has_frame = true;
  told.frame = 64;
  assert_int_equal(update(&transport, 64, told), TN_JUMPS);
  assert_true(transport.position == quarters(&transport, 20));
  assert_true(transport.bpm == 120);
}

// ---- running free ----

// A host that tells the place in the bar but not the bar.
static void test_a_place_without_a_bar_is_in_the_bar_that_is_near(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0);
  told.has_bar = false;
  TnTransport transport = rolling_from(told);
  for (uint64_t frame = 1000; frame < UINT64_C(20) * 96000; frame += 1000) {
    told.bar_beat = round(fmod((double)frame / 24000, 4) * 1920) / 1920;
    assert_int_equal(update(&transport, frame, told), TN_CONTINUES);
  }
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 80)), 20 * 96000);
  told.has_frame = true; // a locate, by the frame of the song
  update(&transport, 20 * 96000, told);
  told.frame = 5 * 96000 + 24000;
  told.bar_beat = 1;
  assert_int_equal(update(&transport, 20 * 96000 + 1000, told), TN_JUMPS);
  assert_true(transport.position == quarters(&transport, 21));
}

static void test_free_run_counts_quarters(void** state) {
  (void)state;
  TnTransport transport = new_transport();
  transport.meter = (TnMeter){0, 6, 8};
  assert_int_equal(tn_transport_run_free(&transport, 0, 120), TN_CONTINUES);
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)), 24000);
  tn_transport_run_free(&transport, 12000, 60); // goes on at another tempo
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)), 36000);
}

static void test_free_run_starts_again_after_days(void** state) {
  (void)state;
  TnTransport transport = new_transport();
  tn_transport_run_free(&transport, 0, 300);
  const uint64_t days = UINT64_C(48000) * 86400 * 30;
  assert_int_equal(tn_transport_run_free(&transport, days, 300), TN_JUMPS);
  assert_true(tn_transport_position(&transport, days) == 0);
  assert_int_equal(tn_transport_run_free(&transport, days + 64, 300), TN_CONTINUES);
}

// Else a phrase that ends out there would come to its end for ever.
static void test_what_is_out_of_reach_has_no_frame(void** state) {
  (void)state;
  const TnTransport transport = rolling_from(told_at(0, 0));
  assert_true(tn_transport_frame_of(&transport, INT64_MAX) == UINT64_MAX);
  const int64_t last = tn_transport_position(&transport, UINT64_MAX / 2);
  assert_true(tn_transport_frame_of(&transport, last) < UINT64_MAX);
  assert_true(tn_transport_frame_of(&transport, last + 1) == UINT64_MAX);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_out_of_reach_has_no_frame),
      cmocka_unit_test(test_frame_and_speed_alone_play_at_the_tempo_of_the_port),
      cmocka_unit_test(test_frames_that_go_on_are_no_jump),
      cmocka_unit_test(test_speed_alone_rolls_at_the_tempo_of_the_port),
      cmocka_unit_test(test_bars_that_come_later_count),
      cmocka_unit_test(test_a_place_without_a_bar_is_in_the_bar_that_is_near),
      cmocka_unit_test(test_free_run_counts_quarters),
      cmocka_unit_test(test_free_run_starts_again_after_days),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
