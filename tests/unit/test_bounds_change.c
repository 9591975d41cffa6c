// Bounds that change in the midst of an event, and the limit.
#include "tests/unit/bounds_fixture.h"

static const TnSampling PLAIN = {1.0F, 1.0F};

enum { LENGTH = 200 };

// ---- bounds that change ----

// Also within one event, between any two pieces of work: what counts is how they are at its end.
static void what_is_in_progress_keeps_to_bounds_that_change(void** state) {
  (void)state;
  Random random = {310};
  for (int round = 0; round < 40; ++round) {
    Player p;
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    for (int i = 0; i < 100; ++i) {
      TnBounds b;
      TnEvent event;
      TnDrawn drawn;
      do {
        int64_t work = random_within(&random, 1, 2 * TN_STEP_WORK);
        b = random_bounds(&random);
        b.limit = p.generator.context.tick + random_below(&random, 300);
        drawn = player_draw(&p, (TnSampling){2.0F, 1.0F}, 3, &b, &work, &event);
        assert_true(work >= 0);
      } while (drawn != TN_DRAWN);
      assert_true(p.generator.context.tick < b.limit);
      assert_true(event.kind == TN_EVENT_REST || is_inside(&b, &p.network.vocabulary, event));
    }
    player_free(&p);
  }
}

// Whichever field is next when everything drawn so far is forbidden.
static void an_event_is_begun_again_where_its_bounds_leave_nothing(void** state) {
  (void)state;
  Random random = {311};
  const TnBounds all = no_bounds();
  const TnBounds nothing = {.limit = INT32_MAX};
  int begun[TN_FIELDS + 1] = {0};
  for (int i = 0; i < 400; ++i) {
    Player p;
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    p.network.heads[TN_DT].output_bias[tn_vocabulary_rest(&p.network.vocabulary)] = -50.0F;
    player_start(&p, -1);
    TnEvent event;
    int64_t work = 0;
    const int pieces = i / 4;
    TnDrawn drawn = TN_DRAWING;
    for (int piece = 0; piece < pieces && drawn == TN_DRAWING; ++piece) {
      work += 4096;
      drawn = player_draw(&p, PLAIN, 3, &all, &work, &event);
    }
    if (drawn == TN_DRAWING) {
      ++begun[p.generator.field];
      assert_int_equal(next_within(&p, PLAIN, &nothing).kind, TN_EVENT_REST);
    }
    player_free(&p);
  }
  for (int field = TN_DT; field < TN_FIELDS; ++field) {
    assert_true(begun[field] > 0);
  }
}

// ---- the limit ----

// Plays on to a limit `ticks` ahead, and returns how many events that were.
static int play_to_limit(Player* p, int32_t ticks, TnEvent* events, int room) {
  TnBounds b = no_bounds();
  b.limit = p->generator.context.tick + ticks;
  int count = 0;
  int64_t unbounded = INT64_MAX;
  while (player_draw(p, PLAIN, 3, &b, &unbounded, &events[count]) == TN_DRAWN) {
    assert_true(p->generator.context.tick < b.limit);
    assert_true(++count < room);
  }
  return count;
}

static void at_the_limit_nothing_is_taken_in(void** state) {
  (void)state;
  Random random = {312};
  for (int round = 0; round < 40; ++round) {
    Player p;
    TnEvent events[LENGTH];
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    player_next(&p, PLAIN, 3);
    play_to_limit(&p, random_within(&random, 1, 40), events, LENGTH);
    const TnEvent before = p.generator.context.previous;
    const int32_t tick = p.generator.context.tick;
    TnBounds b = no_bounds();
    b.limit = tick;
    int64_t unbounded = INT64_MAX;
    TnEvent event;
    assert_int_equal(player_draw(&p, PLAIN, 3, &b, &unbounded, &event), TN_AT_LIMIT);
    assert_memory_equal(&p.generator.context.previous, &before, sizeof before);
    assert_int_equal(p.generator.context.tick, tick);
    player_free(&p);
  }
}

// Under a later limit the same events come as if there had been none before.
static void a_limit_that_is_lifted_leaves_no_trace(void** state) {
  (void)state;
  Random random = {313};
  for (int round = 0; round < 20; ++round) {
    Player p;
    TnEvent free[LENGTH];
    TnEvent limited[2 * LENGTH];
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    for (int i = 0; i < LENGTH; ++i) {
      free[i] = player_next(&p, PLAIN, 3);
    }
    player_start(&p, -1);
    int count = 0;
    for (int32_t ticks = 1; count < LENGTH; ++ticks) {
      count += play_to_limit(&p, ticks, limited + count, 2 * LENGTH - count);
    }
    assert_memory_equal(limited, free, sizeof free);
    player_free(&p);
  }
}

// What is given at a limit costs no step, and all goes on as if everything had been given.
static void what_is_given_at_the_limit_is_not_stepped_to_again(void** state) {
  (void)state;
  Random random = {314};
  for (int round = 0; round < 20; ++round) {
    Player p;
    TnEvent events[LENGTH + 1];
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    player_start(&p, -1);
    const int count = play_to_limit(&p, 30, events, LENGTH);
    events[count] = random_event(&random, &p.generator.context);
    int64_t none = 0;
    assert_true(tn_generator_follow(&p.generator, events[count], &none));
    TnGenerator given;
    void* block = generator_given(&p, events, count + 1, &given);
    assert_alike(&p.generator, &given);
    free(block);
    player_free(&p);
  }
}

// A network that wants to end the piece may, but not before others have played.
static void an_end_is_told_under_any_limit(void** state) {
  (void)state;
  Random random = {315};
  Player p;
  player_init(&p, &random, tn_vocabulary_for_grid(), 0.1F);
  p.network.heads[TN_DT].output_bias[tn_vocabulary_end(&p.network.vocabulary)] = 50.0F;
  p.meters[0] = (TnMeter){0, 4, 4};
  p.meter_count = 1;
  player_start(&p, 8 * 96);
  player_next(&p, PLAIN, 3);
  p.generator.context.tick = 7 * 96;
  TnBounds b = no_bounds();
  b.limit = 100 * 96;
  int64_t unbounded = INT64_MAX;
  TnEvent event;
  assert_int_equal(player_draw(&p, PLAIN, 3, &b, &unbounded, &event), TN_AT_END);
  b.limit = INT32_MAX;
  assert_int_equal(next_within(&p, PLAIN, &b).kind, TN_EVENT_END);
  player_free(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_in_progress_keeps_to_bounds_that_change),
      cmocka_unit_test(an_event_is_begun_again_where_its_bounds_leave_nothing),
      cmocka_unit_test(at_the_limit_nothing_is_taken_in),
      cmocka_unit_test(a_limit_that_is_lifted_leaves_no_trace),
      cmocka_unit_test(what_is_given_at_the_limit_is_not_stepped_to_again),
      cmocka_unit_test(an_end_is_told_under_any_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
