// The test host's exact tempo map, against sums made step by step.
#include "tests/host/timeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

static Timeline opened(uint32_t rate) {
  Timeline timeline;
  timeline_init(&timeline, rate, 0);
  return timeline;
}

static void run(Timeline* timeline, uint32_t frames) {
  while (frames > 0) {
    bool changed = false;
    const uint32_t part = timeline_begin(timeline, frames, &changed);
    timeline_advance(timeline, part);
    frames -= part;
  }
}

static uint64_t frame_of_tick(const Timeline* timeline, uint64_t from, int64_t tick) {
  return timeline_frame_of(timeline, from, timeline_units_of_tick(timeline, tick));
}

static void test_ticks_that_fall_on_frames(void** state) {
  (void)state;
  Timeline timeline = opened(48000);
  timeline_set_rolling(&timeline, true); // 120 bpm: a tick is 1000 frames
  run(&timeline, 48000);
  for (int64_t tick = 0; tick < 48; tick++) {
    assert_int_equal(frame_of_tick(&timeline, 0, tick), tick * 1000);
  }
  assert_true(frame_of_tick(&timeline, 0, 48) == TIMELINE_NO_FRAME); // not run yet
  timeline_free(&timeline);
}

// Between frames the later one counts: at 133 bpm few ticks fall on a frame.
// whole.
static void test_ticks_between_frames_take_the_next_frame(void** state) {
  (void)state;
  Timeline timeline = opened(44100);
  timeline_set_tempo(&timeline, 133.0f);
  timeline_set_rolling(&timeline, true);
  run(&timeline, 441000);
  const int64_t divisor = INT64_C(24) * 133;
  for (int64_t tick = 0; tick < 400; tick++) {
    const int64_t numerator = tick * 44100 * 60; // frames = numerator / divisor
    const int64_t frame = (numerator + divisor - 1) / divisor;
    assert_int_equal(frame_of_tick(&timeline, 0, tick), frame);
  }
  timeline_free(&timeline);
}

// Walks frame by frame with the map's own position: the first frame whose position is not before
// the tick.
static void test_frames_agree_with_positions_over_tempo_changes(void** state) {
  (void)state;
  static const float tempos[] = {97.3f, 240.0f, 61.7f, 133.33f, 20.1f};
  Timeline timeline = opened(8000);
  timeline_set_rolling(&timeline, true);
  for (int i = 0; i < 5; i++) {
    timeline_set_tempo(&timeline, tempos[i]);
    run(&timeline, 3001);
  }
  int64_t tick = 0;
  for (uint64_t frame = 0; frame < timeline.frame; frame++) {
    const TimelineSegment* segment = timeline_segment_at(&timeline, frame);
    assert_non_null(segment);
    while (timeline_units_of_tick(&timeline, tick) <= timeline_position_in(segment, frame)) {
      assert_int_equal(frame_of_tick(&timeline, 0, tick), frame);
      tick++;
    }
  }
  assert_true(tick > 80);
  timeline_free(&timeline);
}

static void test_loop_passes_each_tick_again(void** state) {
  (void)state;
  Timeline timeline = opened(48000);
  timeline_set_loop(&timeline, 1, 3);
  timeline_set_rolling(&timeline, true);
  run(&timeline, 24000 * 7);
  assert_int_equal(frame_of_tick(&timeline, 0, 0), 0);
  assert_int_equal(frame_of_tick(&timeline, 1, 0), TIMELINE_NO_FRAME);
  assert_int_equal(frame_of_tick(&timeline, 0, 24), 24000);
  assert_int_equal(frame_of_tick(&timeline, 24001, 24), 72000); // not at the tick of the loop's end
  assert_int_equal(frame_of_tick(&timeline, 72001, 24), 120000);
  assert_true(frame_of_tick(&timeline, 0, 72) == TIMELINE_NO_FRAME);
  timeline_free(&timeline);
}

static void test_nothing_is_due_while_stopped(void** state) {
  (void)state;
  Timeline timeline = opened(48000);
  run(&timeline, 500);
  timeline_set_rolling(&timeline, true);
  run(&timeline, 1000);
  timeline_set_rolling(&timeline, false);
  run(&timeline, 700);
  assert_int_equal(frame_of_tick(&timeline, 0, 0), 500);
  assert_true(frame_of_tick(&timeline, 0, 1) == TIMELINE_NO_FRAME); // stopped on its very frame
  timeline_set_rolling(&timeline, true);
  run(&timeline, 100);
  assert_int_equal(frame_of_tick(&timeline, 0, 1), 2200);
  timeline_free(&timeline);
}

static void test_meters_make_bars(void** state) {
  (void)state;
  Timeline timeline = opened(48000);
  timeline_set_rolling(&timeline, true);
  run(&timeline, 24000 * 8); // two bars of 4/4
  timeline_set_meter(&timeline, (TimelineMeter){6, 8});
  const int64_t quarter = timeline_units_per_quarter(&timeline);
  const TimelineBar place = timeline_bar_at(&timeline, quarter * 8 + quarter * 4);
  assert_int_equal(place.bar, 3);
  assert_int_equal(place.in_bar, quarter);
  assert_int_equal(timeline_position_of_bar(&timeline, 3, 2), quarter * 12);
  assert_int_equal(timeline_position_of_bar(&timeline, 1, 2), quarter * 6);
  timeline_free(&timeline);
}

static void test_change_is_told_once(void** state) {
  (void)state;
  Timeline timeline = opened(48000);
  bool changed = false;
  timeline_begin(&timeline, 64, &changed);
  assert_true(changed);
  timeline_advance(&timeline, 64);
  timeline_begin(&timeline, 64, &changed);
  assert_false(changed);
  timeline_advance(&timeline, 64);
  timeline_locate(&timeline, 0, 0); // to where it stands: still a locate
  timeline_begin(&timeline, 64, &changed);
  assert_true(changed);
  timeline_free(&timeline);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ticks_that_fall_on_frames),
      cmocka_unit_test(test_ticks_between_frames_take_the_next_frame),
      cmocka_unit_test(test_frames_agree_with_positions_over_tempo_changes),
      cmocka_unit_test(test_loop_passes_each_tick_again),
      cmocka_unit_test(test_nothing_is_due_while_stopped),
      cmocka_unit_test(test_meters_make_bars),
      cmocka_unit_test(test_change_is_told_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
