// Nothing out of bounds is ever drawn, what is inside keeps its shares, and there is always a way
// on.
#include "tests/unit/bounds_fixture.h"

#include <math.h>

// ---- masks ----

// Pitches of `part` that are inside and can follow in the order of a chord.
static int count_pitches(const TnBounds* b, const TnContext* c, int dt, int part) {
  const TnPitchRange range = tn_vocabulary_pitch_range(c->vocabulary, part);
  const TnEvent before = c->previous;
  const bool in_chord = dt == 0 && before.kind == TN_EVENT_NOTE;
  int count = 0;
  for (int pitch = range.low; pitch < range.low + range.last - range.first; ++pitch) {
    const TnEvent note = {TN_EVENT_NOTE, (uint8_t)dt, (uint8_t)part, (uint8_t)pitch, 0, 0, 0};
    const bool follows =
        pitch < before.pitch || (pitch == before.pitch && part > before.part) || !in_chord;
    count += follows && is_inside(b, c->vocabulary, note);
  }
  return count;
}

static void narrow(const TnBounds* b, const TnContext* c, TnField field, TnEvent next,
                   uint8_t* allowed) {
  tn_context_allowed(c, field, next, allowed);
  tn_bounds_narrow(b, c, field, next, allowed);
}

static int count_allowed(const TnVocabulary* v, TnField field, const uint8_t* allowed) {
  int count = 0;
  for (int k = 0; k < tn_vocabulary_classes(v, field); ++k) {
    count += allowed[k];
  }
  return count;
}

// Against a count of all the notes that there are, `dt` after the previous event.
static void check_masks(const TnBounds* b, const TnContext* c, int dt, bool time_is_open) {
  const TnVocabulary* v = c->vocabulary;
  TnEvent next = {.kind = TN_EVENT_NOTE, .dt = (uint8_t)dt};
  uint8_t parts[TN_MAX_CLASSES];
  uint8_t pitches[TN_MAX_CLASSES];
  int open_parts = 0;
  narrow(b, c, TN_PART, next, parts);
  for (int part = 0; part < v->parts; ++part) {
    const int count = count_pitches(b, c, dt, part);
    next.part = (uint8_t)part;
    narrow(b, c, TN_PITCH, next, pitches);
    assert_int_equal(count_allowed(v, TN_PITCH, pitches), count);
    assert_int_equal(parts[part], count > 0);
    open_parts += count > 0;
  }
  assert_int_equal(time_is_open, open_parts > 0);
}

static void every_mask_leaves_the_next_field_something(void** state) {
  (void)state;
  Random random = {301};
  for (int round = 0; round < 200; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    TnContext c;
    tn_context_start(&c, &v, NULL, 0, -1, 0);
    for (int i = 0; i < 10; ++i) {
      const TnBounds b = random_bounds(&random);
      uint8_t times[TN_MAX_CLASSES];
      narrow(&b, &c, TN_DT, (TnEvent){0}, times);
      for (int dt = 0; dt < v.dt_values; ++dt) {
        check_masks(&b, &c, dt, times[dt]);
      }
      assert_true(times[tn_vocabulary_rest(&v)]);
      tn_context_advance(&c, random_event(&random, &c));
    }
  }
}

static void other_fields_are_left_as_they_are(void** state) {
  (void)state;
  Random random = {302};
  const TnVocabulary v = random_vocabulary(&random);
  const TnBounds b = {.limit = INT32_MAX}; // nothing fits
  TnContext c;
  tn_context_start(&c, &v, NULL, 0, -1, 0);
  for (int field = TN_DURATION; field < TN_FIELDS; ++field) {
    uint8_t allowed[TN_MAX_CLASSES];
    float logits[TN_MAX_CLASSES] = {0};
    narrow(&b, &c, (TnField)field, (TnEvent){.kind = TN_EVENT_NOTE}, allowed);
    tn_bounds_tilt(&b, &v, (TnField)field, (TnEvent){.kind = TN_EVENT_NOTE}, logits);
    const int classes = tn_vocabulary_classes(&v, (TnField)field);
    assert_int_equal(count_allowed(&v, (TnField)field, allowed), classes);
    for (int k = 0; k < classes; ++k) {
      assert_true(logits[k] == 0.0F);
    }
  }
}

// ---- shares ----

typedef struct {
  double of[TN_MAX_CLASSES];
} Shares;

static Shares shares_of(const float* logits, const uint8_t* allowed, int classes) {
  uint32_t weights[TN_MAX_CLASSES];
  const double sum = (double)tn_sampler_weigh(logits, allowed, classes, 1.0F, weights);
  Shares shares = {{0}};
  for (int k = 0; k < classes; ++k) {
    shares.of[k] = weights[k] / sum;
  }
  return shares;
}

// Those outside have none, and those inside theirs, as the favour of their class has it.
static void pitches_have_their_shares_of_what_fits(void** state) {
  (void)state;
  Random random = {303};
  TnVocabulary v = tn_vocabulary_for_grid();
  v.pitch_low = 30;
  v.pitch_count = 60;
  TnContext c;
  tn_context_start(&c, &v, NULL, 0, -1, 0);
  for (int round = 0; round < 100; ++round) {
    TnBounds b = random_bounds(&random);
    b.strike[0] = TN_ALL;
    b.fits[64] = 1;
    float logits[TN_MAX_CLASSES];
    double expected[TN_MAX_CLASSES];
    double sum = 0;
    for (int row = 0; row < v.pitch_count; ++row) {
      const int pitch = v.pitch_low + row;
      logits[row] = 3.0F * random_unit(&random);
      expected[row] = exp((double)logits[row] + (double)b.favour[pitch % 12]) * b.fits[pitch];
      sum += expected[row];
    }
    uint8_t allowed[TN_MAX_CLASSES];
    const TnEvent next = {.kind = TN_EVENT_NOTE};
    narrow(&b, &c, TN_PITCH, next, allowed);
    tn_bounds_tilt(&b, &v, TN_PITCH, next, logits);
    const Shares shares = shares_of(logits, allowed, v.pitch_count);
    for (int row = 0; row < v.pitch_count; ++row) {
      assert_true(fabs(shares.of[row] - expected[row] / sum) < 1e-5);
      assert_true(b.fits[v.pitch_low + row] || shares.of[row] == 0.0);
    }
  }
}

static void drums_are_neither_favoured_nor_out_of_bounds(void** state) {
  (void)state;
  Random random = {304};
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  TnBounds b = random_bounds(&random);
  b.strike[0] = TN_DRUMS_ONLY;
  memset(b.fits, 0, sizeof b.fits);
  TnContext c;
  tn_context_start(&c, &v, NULL, 0, -1, 0);
  uint8_t allowed[TN_MAX_CLASSES];
  float logits[TN_MAX_CLASSES] = {0};
  const TnEvent next = {.kind = TN_EVENT_NOTE, .part = 1};
  narrow(&b, &c, TN_PITCH, next, allowed);
  tn_bounds_tilt(&b, &v, TN_PITCH, next, logits);
  assert_int_equal(count_allowed(&v, TN_PITCH, allowed), TN_MAX_PITCHES);
  for (int k = 0; k < tn_vocabulary_pitch_rows(&v); ++k) {
    assert_true(logits[k] == 0.0F);
  }
}

// The time to the next event falls with density, whatever the network wants; an eighth and the end
// keep their place to each other.
static void density_shortens_the_steps(void** state) {
  (void)state;
  Random random = {305};
  const TnVocabulary v = tn_vocabulary_for_grid();
  const int classes = tn_vocabulary_classes(&v, TN_DT);
  uint8_t allowed[TN_MAX_CLASSES];
  memset(allowed, 1, sizeof allowed);
  for (int round = 0; round < 50; ++round) {
    float wanted[TN_MAX_CLASSES];
    for (int k = 0; k < classes; ++k) {
      wanted[k] = 4.0F * random_unit(&random);
    }
    double before = HUGE_VAL;
    for (int step = -4; step <= 4; ++step) {
      const TnBounds b = {.density = (float)step / 4};
      float logits[TN_MAX_CLASSES];
      memcpy(logits, wanted, sizeof logits);
      tn_bounds_tilt(&b, &v, TN_DT, (TnEvent){0}, logits);
      assert_true(step != 0 || memcmp(logits, wanted, (size_t)classes * sizeof *logits) == 0);
      assert_true(fabsf(logits[12] - wanted[12]) < 1e-6F);
      assert_true(logits[tn_vocabulary_end(&v)] == wanted[tn_vocabulary_end(&v)]);
      const Shares shares = shares_of(logits, allowed, classes);
      double ticks = 0;
      for (int dt = 0; dt <= v.dt_values; ++dt) {
        ticks += dt * shares.of[dt];
      }
      assert_true(ticks < before);
      before = ticks;
    }
  }
}

// ---- drawing ----

// Whatever the context waits for, and however hot or cold it is.
static void nothing_out_of_bounds_is_ever_drawn(void** state) {
  (void)state;
  const TnSampling samplings[] = {{1.0F, 1.0F}, {2.0F, 1.0F}, {100.0F, 1.0F}, {0.0F, 1.0F}};
  Random random = {306};
  int notes = 0;
  for (int round = 0; round < 80; ++round) {
    Player p;
    player_init(&p, &random, random_vocabulary(&random), round % 2 ? 4.0F : 0.5F);
    player_start(&p, -1);
    for (int i = 0; i < 300; ++i) {
      const TnBounds b = random_bounds(&random);
      const int32_t wait = p.generator.context.tick + random_below(&random, 8);
      tn_context_wait(&p.generator.context, wait);
      const TnEvent event = next_within(&p, samplings[round % 4], &b);
      assert_true(event.kind == TN_EVENT_REST || is_inside(&b, &p.network.vocabulary, event));
      assert_true(event.kind == TN_EVENT_REST || p.generator.context.tick >= wait);
      notes += event.kind == TN_EVENT_NOTE;
    }
    player_free(&p);
  }
  assert_true(notes > 10000);
}

// Where no pitch fits there are drums, if the style has any.
static void where_nothing_may_be_struck_time_goes_on(void** state) {
  (void)state;
  Random random = {307};
  for (int round = 0; round < 20; ++round) {
    Player p;
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    TnBounds b = no_bounds();
    b.density = 1.0F;
    if (round % 2) {
      memset(b.strike, TN_NOTHING, sizeof b.strike);
    } else {
      memset(b.fits, 0, sizeof b.fits);
    }
    for (int i = 0; i < 100; ++i) {
      const TnEvent event = next_within(&p, (TnSampling){2.0F, 1.0F}, &b);
      assert_true(event.kind == TN_EVENT_REST ||
                  (round % 2 == 0 && event.part == p.network.vocabulary.drum_part));
    }
    assert_true(p.generator.context.tick > 0);
    player_free(&p);
  }
}

// A chord that wants to grow for ever stops at the last pitch below that fits.
static void a_chord_ends_with_the_pitches_that_fit(void** state) {
  (void)state;
  Random random = {308};
  Player p;
  player_init(&p, &random, tn_vocabulary_for_grid(), 0.1F);
  p.network.heads[TN_DT].output_bias[0] = 50.0F;
  TnBounds b = no_bounds();
  memset(b.fits, 0, sizeof b.fits);
  b.fits[48] = b.fits[60] = b.fits[64] = 1;
  for (int i = 0; i < 300; ++i) {
    const TnEvent before = p.generator.context.previous;
    const bool lowest = i > 0 && before.kind == TN_EVENT_NOTE && before.pitch == 48;
    const TnEvent event = next_within(&p, (TnSampling){1.0F, 1.0F}, &b);
    assert_int_equal(event.dt > 0, lowest);
  }
  player_free(&p);
}

static void bounds_that_hold_nothing_back_change_no_note(void** state) {
  (void)state;
  Random random = {309};
  enum { LENGTH = 200 };
  const TnBounds b = no_bounds();
  for (int round = 0; round < 20; ++round) {
    Player p;
    TnEvent free[LENGTH];
    player_init(&p, &random, random_vocabulary(&random), 1.0F);
    for (int i = 0; i < LENGTH; ++i) {
      free[i] = player_next(&p, (TnSampling){1.0F, 0.95F}, 3);
    }
    player_start(&p, -1);
    for (int i = 0; i < LENGTH; ++i) {
      const TnEvent event = next_within(&p, (TnSampling){1.0F, 0.95F}, &b);
      assert_memory_equal(&event, &free[i], sizeof event);
    }
    player_free(&p);
  }
}

// The step as at three times the temperature and of all classes, all else as without.
static void rhythm_is_drawn_at_a_temperature_of_its_own(void** state) {
  (void)state;
  Random random = {310};
  const TnSampling narrow = {0.4F, 0.5F};
  const TnSampling wide = {1.2F, 1.0F};
  const TnBounds plain = no_bounds();
  TnBounds apart = no_bounds();
  apart.rhythm = 3.0F;
  int other_steps = 0;
  int same_steps = 0;
  for (int round = 0; round < 400; ++round) {
    Player p;
    player_init(&p, &random, random_vocabulary(&random), 2.0F);
    const TnEvent boldly = next_within(&p, wide, &plain);
    player_start(&p, -1);
    const TnEvent shyly = next_within(&p, narrow, &plain);
    player_start(&p, -1);
    const TnEvent event = next_within(&p, narrow, &apart);
    assert_int_equal(event.dt, boldly.dt);
    if (event.dt == shyly.dt) {
      assert_memory_equal(&event, &shyly, sizeof event);
      ++same_steps;
    } else {
      ++other_steps;
    }
    player_free(&p);
  }
  assert_true(other_steps > 100 && same_steps > 20);
}

static void at_temperature_0_rhythm_is_the_likeliest(void** state) {
  (void)state;
  Random random = {311};
  const TnSampling likeliest = {0.0F, 1.0F};
  TnBounds apart = no_bounds();
  apart.rhythm = 3.0F;
  for (int round = 0; round < 50; ++round) {
    Player p;
    player_init(&p, &random, random_vocabulary(&random), 2.0F);
    const TnEvent first = player_next(&p, likeliest, 3);
    player_start(&p, -1);
    const TnEvent event = next_within(&p, likeliest, &apart);
    assert_memory_equal(&event, &first, sizeof event);
    player_free(&p);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_mask_leaves_the_next_field_something),
      cmocka_unit_test(other_fields_are_left_as_they_are),
      cmocka_unit_test(pitches_have_their_shares_of_what_fits),
      cmocka_unit_test(drums_are_neither_favoured_nor_out_of_bounds),
      cmocka_unit_test(density_shortens_the_steps),
      cmocka_unit_test(nothing_out_of_bounds_is_ever_drawn),
      cmocka_unit_test(where_nothing_may_be_struck_time_goes_on),
      cmocka_unit_test(a_chord_ends_with_the_pitches_that_fit),
      cmocka_unit_test(bounds_that_hold_nothing_back_change_no_note),
      cmocka_unit_test(rhythm_is_drawn_at_a_temperature_of_its_own),
      cmocka_unit_test(at_temperature_0_rhythm_is_the_likeliest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
