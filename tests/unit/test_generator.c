// Events that are drawn are legal, and a function of the draws' keys.
#include "plugin/engine/codec.h"
#include "tests/unit/generator_player.h"

#include <string.h>

static const TnMeter FOUR_FOUR = {0, 4, 4};

// By the codec's order and the vocabulary alone, not by the masks.
static void assert_legal(const TnVocabulary* v, TnEvent e) {
  assert_true(e.kind == TN_EVENT_NOTE || e.kind == TN_EVENT_REST);
  assert_int_equal(e.kind == TN_EVENT_REST, e.dt == v->dt_values);
  assert_true(e.dt <= v->dt_values);
  if (e.kind == TN_EVENT_REST) {
    assert_int_equal(e.part | e.pitch | e.duration | e.velocity | e.nudge, 0);
    return;
  }
  assert_true(e.part < v->parts);
  assert_true(tn_vocabulary_pitch_row(v, e.part, e.pitch) >= 0);
  assert_true(e.duration < v->duration_count);
  assert_true(e.velocity < v->velocity_count);
  assert_true(e.nudge < v->nudge_count);
}

static void assert_plays_legally(Player* p, TnSampling sampling, int events) {
  const TnVocabulary* v = &p->network.vocabulary;
  int32_t tick = 0;
  TnNote last = {.onset = -1};
  for (int i = 0; i < events; ++i) {
    const TnEvent event = player_next(p, sampling, 3);
    TnNote note;
    assert_legal(v, event);
    if (tn_codec_decode(v, event, &tick, &note)) {
      assert_true(tn_codec_compare(&last, &note) < 0);
      last = note;
    }
    assert_int_equal(p->generator.context.tick, tick);
    assert_memory_equal(&p->generator.context.previous, &event, sizeof event);
  }
}

static void every_event_is_legal(void** state) {
  (void)state;
  Random random = {81};
  const float spreads[] = {0.0F, 0.5F, 4.0F, 2000.0F};
  const TnSampling samplings[] = {
      {1.0F, 1.0F}, {2.0F, 0.9F}, {0.5F, 1.0F}, {0.0F, 1.0F}, {1.0F, 0.0F}};
  for (int round = 0; round < 120; ++round) {
    Player p;
    player_init(&p, &random, random_vocabulary(&random), spreads[round % 4]);
    assert_plays_legally(&p, samplings[round % 5], 100);
    player_free(&p);
  }
}

// Where the network wants nothing but chords, a chord still goes down, and ends.
static void a_network_that_only_strikes_chords_goes_down_and_on(void** state) {
  (void)state;
  Random random = {82};
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  Player p;
  player_init(&p, &random, v, 0.1F);
  p.network.heads[TN_DT].output_bias[0] = 50.0F;
  assert_plays_legally(&p, (TnSampling){1.0F, 1.0F}, 2000);
  assert_true(p.generator.context.tick > 0);
  player_free(&p);
}

static void a_piece_without_a_known_end_does_not_end(void** state) {
  (void)state;
  Random random = {83};
  Player p;
  player_init(&p, &random, tn_vocabulary_for_grid(), 0.1F);
  p.network.heads[TN_DT].output_bias[tn_vocabulary_end(&p.network.vocabulary)] = 100.0F;
  assert_plays_legally(&p, (TnSampling){0.0F, 1.0F}, 100);
  player_start(&p, -1);
  assert_plays_legally(&p, (TnSampling){1.0F, 1.0F}, 100);
  player_free(&p);
}

// How many of 200 tries to end at once succeed, `left` ticks before the end of 8 bars of 4/4.
static int count_ends(Player* p, int32_t left) {
  int ends = 0;
  p->meters[0] = FOUR_FOUR;
  p->meter_count = 1;
  for (uint32_t seed = 0; seed < 200; ++seed) {
    player_start(p, 8 * 96);
    player_next(p, (TnSampling){1.0F, 1.0F}, seed);
    p->generator.context.tick = 8 * 96 - left;
    ends += player_next(p, (TnSampling){1.0F, 1.0F}, seed).kind == TN_EVENT_END;
  }
  return ends;
}

// Where all steps are as likely as the end: 1 in 98, but for the urge.
static void a_piece_is_urged_to_end_in_its_last_bars(void** state) {
  (void)state;
  Random random = {89};
  Player p;
  player_init(&p, &random, tn_vocabulary_for_grid(), 0.0F);
  assert_int_equal(count_ends(&p, 2 * 96 + 1), 0);
  const int first = count_ends(&p, 2 * 96);
  const int last = count_ends(&p, 1);
  assert_in_range(first, 18, 52); // e^3 in e^3 + 97: 17%
  assert_in_range(last, 98, 143); // e^5 in e^5 + 97: 60%
  player_free(&p);
}

static void play(Player* p, uint32_t seed, TnEvent* events, int count) {
  for (int i = 0; i < count; ++i) {
    events[i] = player_next(p, (TnSampling){1.0F, 0.95F}, seed);
  }
}

enum { LENGTH = 200 };

static void the_same_keys_play_the_same(void** state) {
  (void)state;
  Random random = {84};
  for (int round = 0; round < 10; ++round) {
    Player p;
    TnEvent first[LENGTH];
    TnEvent again[LENGTH];
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    play(&p, 5, first, LENGTH);
    player_start(&p, -1);
    play(&p, 5, again, LENGTH);
    assert_memory_equal(first, again, sizeof first);
    player_free(&p);
  }
}

static void another_seed_plays_something_else(void** state) {
  (void)state;
  Random random = {85};
  Player p;
  TnEvent first[LENGTH];
  TnEvent other[LENGTH];
  player_init(&p, &random, tn_vocabulary_for_grid(), 1.0F);
  play(&p, 5, first, LENGTH);
  player_start(&p, -1);
  play(&p, 6, other, LENGTH);
  assert_memory_not_equal(first, other, sizeof first);
  player_free(&p);
}

// Where every class is as likely, equal classes of two fields are a matter of chance: 1 in 16.
static void the_fields_of_an_event_are_drawn_apart(void** state) {
  (void)state;
  Random random = {88};
  TnVocabulary v = tn_vocabulary_for_grid();
  v.duration_count = TN_MAX_VELOCITIES;
  v.velocity_count = TN_MAX_VELOCITIES;
  for (int i = 0; i < TN_MAX_VELOCITIES; ++i) {
    v.velocities[i] = (uint8_t)(i + 1);
  }
  Player p;
  player_init(&p, &random, v, 0.0F);
  int equal = 0;
  for (int i = 0; i < 400; ++i) {
    const TnEvent event = player_next(&p, (TnSampling){1.0F, 1.0F}, 5);
    equal += event.duration == event.velocity;
  }
  assert_in_range(equal, 5, 60);
  player_free(&p);
}

static void temperature_0_needs_no_seed(void** state) {
  (void)state;
  Random random = {86};
  Player p;
  TnEvent first[LENGTH];
  player_init(&p, &random, tn_vocabulary_for_grid(), 1.0F);
  for (int i = 0; i < LENGTH; ++i) {
    first[i] = player_next(&p, (TnSampling){0.0F, 1.0F}, 1);
  }
  player_start(&p, -1);
  for (int i = 0; i < LENGTH; ++i) {
    const TnEvent event = player_next(&p, (TnSampling){0.0F, 1.0F}, 999);
    assert_memory_equal(&event, &first[i], sizeof event);
  }
  player_free(&p);
}

static void a_copy_of_memory_and_context_plays_on_the_same(void** state) {
  (void)state;
  Random random = {87};
  Player p;
  TnEvent first[LENGTH];
  TnEvent again[LENGTH];
  player_init(&p, &random, tn_vocabulary_for_grid(), 1.0F);
  play(&p, 5, first, 60);
  const size_t bytes = tn_step_memory_bytes(&p.network.sizes);
  uint8_t* kept = malloc(bytes);
  memcpy(kept, p.generator.step.memory, bytes);
  const TnContext context = p.generator.context;
  play(&p, 5, first, LENGTH);
  memcpy(p.generator.step.memory, kept, bytes);
  p.generator.context = context;
  p.event = 60;
  play(&p, 5, again, LENGTH);
  assert_memory_equal(first, again, sizeof first);
  free(kept);
  player_free(&p);
}

// Whatever piece of work it stops at, and with whatever is left over for it.
static void work_in_pieces_plays_the_same(void** state) {
  (void)state;
  Random random = {92};
  for (int round = 0; round < 10; ++round) {
    Player p;
    TnEvent first[LENGTH];
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    play(&p, 5, first, LENGTH);
    player_start(&p, -1);
    for (int i = 0; i < LENGTH; ++i) {
      TnEvent event;
      int64_t work = 0;
      while (player_draw(&p, (TnSampling){1.0F, 0.95F}, 5, NULL, &work, &event) == TN_DRAWING) {
        assert_true(work >= 0 && work < TN_STEP_WORK);
        work = random_within(&random, 0, 2 * TN_STEP_WORK) / (1 << random_below(&random, 8));
      }
      assert_memory_equal(&event, &first[i], sizeof event);
    }
    player_free(&p);
  }
}

// Whatever the generator does before it comes back to it.
static void a_copy_in_the_midst_of_an_event_plays_on_the_same(void** state) {
  (void)state;
  Random random = {93};
  for (int round = 0; round < 4; ++round) {
    Player p;
    TnEvent first[LENGTH];
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    play(&p, 5, first, LENGTH);
    player_start(&p, -1);
    TnGenerator copy;
    void* block = malloc(tn_generator_bytes(&p.network.sizes));
    tn_generator_init(&copy, p.model, block);
    for (int i = 0; i < LENGTH; ++i) {
      TnEvent event;
      int64_t work = 0;
      while (player_draw(&p, (TnSampling){1.0F, 0.95F}, 5, NULL, &work, &event) == TN_DRAWING) {
        tn_generator_copy(&copy, &p.generator);
        int64_t unbounded = INT64_MAX;
        const TnDraw other = {.seed = 6, .event = 1};
        tn_generator_next(&p.generator, (TnSampling){2.0F, 1.0F}, other, NULL, &unbounded, &event);
        tn_generator_copy(&p.generator, &copy);
        work += 500;
      }
      assert_memory_equal(&event, &first[i], sizeof event);
    }
    free(block);
    player_free(&p);
  }
}

// More notes than the history keeps.
static void what_is_followed_is_as_if_it_had_been_drawn(void** state) {
  (void)state;
  Random random = {90};
  for (int round = 0; round < 10; ++round) {
    Player drawn;
    TnEvent events[TN_HISTORY_NOTES + LENGTH];
    player_init(&drawn, &random, random_vocabulary(&random), 1.0F);
    play(&drawn, 5, events, TN_HISTORY_NOTES + LENGTH);
    TnGenerator given;
    void* block = generator_given(&drawn, events, TN_HISTORY_NOTES + LENGTH, &given);
    assert_alike(&drawn.generator, &given);
    TnEvent on[2][LENGTH];
    const uint32_t event = drawn.event;
    play(&drawn, 6, on[0], LENGTH);
    drawn.event = event;
    drawn.generator = given;
    play(&drawn, 6, on[1], LENGTH);
    assert_memory_equal(on[0], on[1], sizeof on[0]);
    free(block);
    player_free(&drawn);
  }
}

// Any number of times, on networks that would rather strike at once, or end.
static void nothing_is_struck_and_nothing_ends_before_the_wait_is_over(void** state) {
  (void)state;
  Random random = {91};
  for (int round = 0; round < 100; ++round) {
    Player p;
    player_init(&p, &random, tn_vocabulary_for_grid(), 1.0F);
    p.network.heads[TN_DT].output_bias[round % 2 ? 0 : tn_vocabulary_end(&p.network.vocabulary)] +=
        20.0F;
    p.meters[0] = FOUR_FOUR;
    p.meter_count = 1;
    player_start(&p, 8 * 96);
    player_next(&p, (TnSampling){1.0F, 1.0F}, 3);
    p.generator.context.tick = 7 * 96; // it may end here
    const int32_t wait = p.generator.context.tick + random_within(&random, 1, 300);
    tn_context_wait(&p.generator.context, wait);
    TnEvent event;
    do {
      event = player_next(&p, (TnSampling){1.0F, 1.0F}, 3);
      assert_true(event.kind == TN_EVENT_REST || p.generator.context.tick >= wait);
    } while (event.kind == TN_EVENT_REST && p.generator.context.tick < wait);
    player_free(&p);
  }
}

// The first note, struck at 0, and what follows it, in a piece without an end.
static TnEvent event_after_wait(Player* p, uint32_t seed, int32_t wait) {
  player_start(p, -1);
  player_next(p, (TnSampling){0.0F, 1.0F}, 0);
  tn_context_wait(&p->generator.context, p->generator.context.tick + wait);
  return player_next(p, (TnSampling){1.0F, 1.0F}, seed);
}

static void what_lies_beyond_the_wait_is_as_if_there_were_none(void** state) {
  (void)state;
  Random random = {94};
  int beyond = 0;
  for (int round = 0; round < 20; ++round) {
    Player p;
    player_init(&p, &random, tn_vocabulary_for_grid(), 1.0F);
    for (uint32_t seed = 0; seed < 50; ++seed) {
      const int32_t wait = random_within(&random, 1, 60);
      const TnEvent free = event_after_wait(&p, seed, 0);
      const TnEvent waits = event_after_wait(&p, seed, wait);
      if (free.dt >= wait) {
        assert_memory_equal(&waits, &free, sizeof free);
        ++beyond;
      }
    }
    player_free(&p);
  }
  assert_in_range(beyond, 300, 900);
}

// Of what is left each keeps its share: not what the draw was near to that led into the wait.
static void a_step_into_the_wait_is_drawn_again_by_the_shares_beyond(void** state) {
  (void)state;
  enum { DRAWS = 2000 };
  Random random = {95};
  Player p;
  player_init(&p, &random, tn_vocabulary_for_grid(), 0.0F);
  float* bias = p.network.heads[TN_DT].output_bias;
  bias[3] = 30.7F; // twice as likely as each of two that come later
  bias[6] = 30.0F;
  bias[12] = 30.0F;
  int at_6 = 0;
  int at_12 = 0;
  for (uint32_t seed = 0; seed < DRAWS; ++seed) {
    const TnEvent event = event_after_wait(&p, seed, 6);
    at_6 += event.dt == 6;
    at_12 += event.dt == 12;
  }
  assert_int_equal(at_6 + at_12, DRAWS);
  assert_in_range(at_6, DRAWS * 45 / 100, DRAWS * 55 / 100);
  player_free(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_event_is_legal),
      cmocka_unit_test(a_network_that_only_strikes_chords_goes_down_and_on),
      cmocka_unit_test(a_piece_without_a_known_end_does_not_end),
      cmocka_unit_test(a_piece_is_urged_to_end_in_its_last_bars),
      cmocka_unit_test(the_same_keys_play_the_same),
      cmocka_unit_test(another_seed_plays_something_else),
      cmocka_unit_test(the_fields_of_an_event_are_drawn_apart),
      cmocka_unit_test(temperature_0_needs_no_seed),
      cmocka_unit_test(a_copy_of_memory_and_context_plays_on_the_same),
      cmocka_unit_test(work_in_pieces_plays_the_same),
      cmocka_unit_test(a_copy_in_the_midst_of_an_event_plays_on_the_same),
      cmocka_unit_test(what_is_followed_is_as_if_it_had_been_drawn),
      cmocka_unit_test(nothing_is_struck_and_nothing_ends_before_the_wait_is_over),
      cmocka_unit_test(what_lies_beyond_the_wait_is_as_if_there_were_none),
      cmocka_unit_test(a_step_into_the_wait_is_drawn_again_by_the_shares_beyond),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
