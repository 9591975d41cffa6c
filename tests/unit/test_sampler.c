// Draws follow the probabilities, the temperature, the nucleus and the mask.
#include "plugin/engine/random.h"
#include "plugin/engine/sampler.h"
#include "trainer/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { DRAWS = 40000 };

static const uint8_t ALL[8] = {1, 1, 1, 1, 1, 1, 1, 1};

static int draw(const float* logits, const uint8_t* allowed, int classes, float temperature,
                float top_p, uint64_t bits) {
  return tn_sampler_draw(logits, allowed, classes, (TnSampling){temperature, top_p}, bits);
}

static uint64_t bits_of(int i) {
  const TnDraw key = {.seed = 4, .bar = i / 16, .event = (uint32_t)(i % 16)};
  return tn_random_bits(&key);
}

static void count_draws(const float* logits, const uint8_t* allowed, int classes, float temperature,
                        float top_p, int* counts) {
  memset(counts, 0, (size_t)classes * sizeof *counts);
  for (int i = 0; i < DRAWS; ++i) {
    const int k = draw(logits, allowed, classes, temperature, top_p, bits_of(i));
    assert_true(k >= 0 && k < classes);
    ++counts[k];
  }
}

// Each count within five deviations of the expected one.
static void assert_frequencies(const int* counts, const double* shares, int classes) {
  for (int k = 0; k < classes; ++k) {
    const double deviation = sqrt(DRAWS * shares[k] * (1 - shares[k]));
    assert_true(fabs(counts[k] - DRAWS * shares[k]) <= 5 * deviation);
  }
}

static void weights_are_shares_of_the_likeliest_that_is_allowed(void** state) {
  (void)state;
  const float logits[] = {1.0F, 50.0F, 0.0F, -2.0F, -40.0F};
  const uint8_t allowed[] = {1, 0, 1, 1, 1};
  const double expected[] = {1, 0, exp(-1), exp(-3), 0};
  uint32_t weights[5];
  const uint64_t sum = tn_sampler_weigh(logits, allowed, 5, 1.0F, weights);
  uint64_t added = 0;
  for (int k = 0; k < 5; ++k) {
    assert_true(fabs(weights[k] / (double)TN_WEIGHT_OF_LIKELIEST - expected[k]) < 1e-6);
    added += weights[k];
  }
  assert_int_equal(weights[0], TN_WEIGHT_OF_LIKELIEST);
  assert_int_equal(weights[1] + weights[4], 0);
  assert_int_equal(sum, added);
}

static void huge_logits_do_not_overflow(void** state) {
  (void)state;
  const float logits[] = {1e30F, 1e30F, -1e30F};
  uint32_t weights[3];
  assert_int_equal(tn_sampler_weigh(logits, ALL, 3, 1.0F, weights), 2LL * TN_WEIGHT_OF_LIKELIEST);
  assert_int_equal(weights[2], 0);
}

static void temperature_0_takes_the_likeliest_that_is_allowed(void** state) {
  (void)state;
  const float logits[] = {0.1F, 9.0F, 0.3F, 0.2F};
  const uint8_t allowed[] = {1, 0, 1, 1};
  for (int i = 0; i < 200; ++i) {
    assert_int_equal(draw(logits, ALL, 4, 0.0F, 1.0F, bits_of(i)), 1);
    assert_int_equal(draw(logits, allowed, 4, 0.0F, 1.0F, bits_of(i)), 2);
  }
}

static void ties_go_to_the_lower_class(void** state) {
  (void)state;
  const float logits[] = {-1.0F, 2.0F, 2.0F, 2.0F};
  const uint8_t allowed[] = {1, 0, 1, 1};
  for (int i = 0; i < 200; ++i) {
    assert_int_equal(draw(logits, ALL, 4, 0.0F, 1.0F, bits_of(i)), 1);
    assert_int_equal(draw(logits, ALL, 4, 1.0F, 0.01F, bits_of(i)), 1);
    assert_int_equal(draw(logits, allowed, 4, 1.0F, 0.01F, bits_of(i)), 2);
  }
}

static void the_likeliest_of_many_is_the_lowest_of_those_alike(void** state) {
  (void)state;
  Random random = {30};
  for (int round = 0; round < 2000; ++round) {
    const int classes = 1 + random_below(&random, TN_MAX_CLASSES);
    float logits[TN_MAX_CLASSES];
    uint8_t allowed[TN_MAX_CLASSES];
    int best = -1;
    for (int k = 0; k < classes; ++k) {
      logits[k] = (float)random_below(&random, 20) - 10.0F;
      allowed[k] = k == classes - 1 || random_below(&random, 3) > 0;
      best = allowed[k] && (best < 0 || logits[k] > logits[best]) ? k : best;
    }
    assert_int_equal(draw(logits, allowed, classes, 0.0F, 1.0F, 0), best);
  }
}

static void draws_come_as_often_as_they_are_likely(void** state) {
  (void)state;
  const double shares[] = {0.5, 0.3, 0.15, 0.04, 0.01};
  float logits[5];
  for (int k = 0; k < 5; ++k) {
    logits[k] = (float)log(shares[k]) + 3.0F;
  }
  int counts[5];
  count_draws(logits, ALL, 5, 1.0F, 1.0F, counts);
  assert_frequencies(counts, shares, 5);
}

static void temperature_is_a_power_of_the_shares(void** state) {
  (void)state;
  const double shares[] = {0.5, 0.3, 0.2};
  const float temperatures[] = {0.5F, 2.0F};
  float logits[3];
  for (int k = 0; k < 3; ++k) {
    logits[k] = (float)log(shares[k]);
  }
  for (int t = 0; t < 2; ++t) {
    double powered[3];
    double sum = 0;
    for (int k = 0; k < 3; ++k) {
      sum += powered[k] = pow(shares[k], 1 / (double)temperatures[t]);
    }
    for (int k = 0; k < 3; ++k) {
      powered[k] /= sum;
    }
    int counts[3];
    count_draws(logits, ALL, 3, temperatures[t], 1.0F, counts);
    assert_frequencies(counts, powered, 3);
  }
}

static void what_is_masked_is_never_drawn_and_the_rest_renormalised(void** state) {
  (void)state;
  const float logits[] = {(float)log(0.4), 20.0F, (float)log(0.1), 20.0F};
  const uint8_t allowed[] = {1, 0, 1, 0};
  const double shares[] = {0.8, 0, 0.2, 0};
  int counts[4];
  count_draws(logits, allowed, 4, 1.0F, 1.0F, counts);
  assert_frequencies(counts, shares, 4);
}

// Shares 0.1, 0.4, 0.2, 0.3: which classes a nucleus of top_p holds, by hand.
static void the_nucleus_holds_the_likeliest_that_reach_the_share(void** state) {
  (void)state;
  const double p[] = {0.1, 0.4, 0.2, 0.3};
  const struct {
    float top_p;
    double shares[4];
  } cases[] = {
      {0.0F, {0, 1, 0, 0}},
      {0.3F, {0, 1, 0, 0}},
      {0.39F, {0, 1, 0, 0}},
      {0.41F, {0, 0.4 / 0.7, 0, 0.3 / 0.7}},
      {0.69F, {0, 0.4 / 0.7, 0, 0.3 / 0.7}},
      {0.71F, {0, 0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9}},
      {0.89F, {0, 0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9}},
      {0.91F, {0.1, 0.4, 0.2, 0.3}},
      {1.0F, {0.1, 0.4, 0.2, 0.3}},
      {5.0F, {0.1, 0.4, 0.2, 0.3}},
  };
  float logits[4];
  for (int k = 0; k < 4; ++k) {
    logits[k] = (float)log(p[k]);
  }
  for (size_t c = 0; c < sizeof cases / sizeof cases[0]; ++c) {
    int counts[4];
    count_draws(logits, ALL, 4, 1.0F, cases[c].top_p, counts);
    assert_frequencies(counts, cases[c].shares, 4);
  }
}

static void the_nucleus_is_of_the_shares_after_temperature_and_mask(void** state) {
  (void)state;
  // Squared (temperature 0.5) and masked: 0.16 and 0.09 of 0.25, so 0.64 and 0.36.
  const float logits[] = {(float)log(0.3), (float)log(0.4), 30.0F};
  const uint8_t allowed[] = {1, 1, 0};
  int counts[3];
  count_draws(logits, allowed, 3, 0.5F, 0.63F, counts);
  assert_frequencies(counts, (double[]){0, 1, 0}, 3);
  count_draws(logits, allowed, 3, 0.5F, 0.65F, counts);
  assert_frequencies(counts, (double[]){0.36, 0.64, 0}, 3);
}

// The nucleus by taking the likeliest again and again.
static void nuclei_of_many_classes_agree_with_a_sort(void** state) {
  (void)state;
  Random random = {31};
  for (int round = 0; round < 200; ++round) {
    const int classes = 1 + random_below(&random, TN_MAX_CLASSES);
    const float top_p = random_unit(&random);
    float logits[TN_MAX_CLASSES];
    uint8_t allowed[TN_MAX_CLASSES];
    uint8_t kept[TN_MAX_CLASSES] = {0};
    for (int k = 0; k < classes; ++k) {
      logits[k] = 40.0F * random_unit(&random);
      allowed[k] = k == 0 || random_below(&random, 4) > 0;
    }
    double sum = 0;
    for (int k = 0; k < classes; ++k) {
      sum += allowed[k] ? exp((double)logits[k]) : 0;
    }
    // A margin keeps rounding out of the comparison: a class beyond it can not be drawn.
    for (double held = 0; held < ((double)top_p + 1e-5) * sum;) {
      int best = -1;
      for (int k = 0; k < classes; ++k) {
        if (allowed[k] && !kept[k] && (best < 0 || logits[k] > logits[best])) {
          best = k;
        }
      }
      if (best < 0) {
        break;
      }
      kept[best] = 1;
      held += exp((double)logits[best]);
    }
    for (int i = 0; i < 100; ++i) {
      assert_true(kept[draw(logits, allowed, classes, 1.0F, top_p, bits_of(i))]);
    }
  }
}

static void the_lowest_and_highest_bits_draw_allowed_classes(void** state) {
  (void)state;
  Random random = {32};
  for (int round = 0; round < 500; ++round) {
    float logits[TN_MAX_CLASSES];
    uint8_t allowed[TN_MAX_CLASSES];
    for (int k = 0; k < TN_MAX_CLASSES; ++k) {
      logits[k] = 10.0F * random_unit(&random);
      allowed[k] = (uint8_t)random_below(&random, 2);
    }
    allowed[random_below(&random, TN_MAX_CLASSES)] = 1;
    assert_true(allowed[draw(logits, allowed, TN_MAX_CLASSES, 1.0F, 1.0F, 0)]);
    assert_true(allowed[draw(logits, allowed, TN_MAX_CLASSES, 1.0F, 1.0F, UINT64_MAX)]);
    assert_true(allowed[draw(logits, allowed, TN_MAX_CLASSES, 1.0F, 0.9F, UINT64_MAX)]);
  }
}

static void one_class_is_always_drawn(void** state) {
  (void)state;
  const float logits[] = {-3.0F, 1.0F};
  const uint8_t second[] = {0, 1};
  for (int i = 0; i < 100; ++i) {
    assert_int_equal(draw(logits, ALL, 1, 1.0F, 0.9F, bits_of(i)), 0);
    assert_int_equal(draw(logits, second, 2, 2.0F, 0.1F, bits_of(i)), 1);
  }
}

static void logits_and_settings_that_are_no_numbers_are_harmless(void** state) {
  (void)state;
  const float bad[] = {NAN, INFINITY, -INFINITY, 3e38F, -3e38F, 0.0F};
  const float settings[] = {0.0F, 1.0F, -1.0F, 1e-30F, 1e30F, NAN, INFINITY, -INFINITY};
  Random random = {33};
  for (int round = 0; round < 20000; ++round) {
    float logits[6];
    uint8_t allowed[6];
    for (int k = 0; k < 6; ++k) {
      logits[k] = bad[random_below(&random, 6)];
      allowed[k] = (uint8_t)random_below(&random, 2);
    }
    allowed[random_below(&random, 6)] = 1;
    const float temperature = settings[random_below(&random, 8)];
    const float top_p = settings[random_below(&random, 8)];
    const int k = draw(logits, allowed, 6, temperature, top_p, random_bits(&random));
    assert_true(k >= 0 && k < 6 && allowed[k]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(weights_are_shares_of_the_likeliest_that_is_allowed),
      cmocka_unit_test(huge_logits_do_not_overflow),
      cmocka_unit_test(temperature_0_takes_the_likeliest_that_is_allowed),
      cmocka_unit_test(ties_go_to_the_lower_class),
      cmocka_unit_test(the_likeliest_of_many_is_the_lowest_of_those_alike),
      cmocka_unit_test(draws_come_as_often_as_they_are_likely),
      cmocka_unit_test(temperature_is_a_power_of_the_shares),
      cmocka_unit_test(what_is_masked_is_never_drawn_and_the_rest_renormalised),
      cmocka_unit_test(the_nucleus_holds_the_likeliest_that_reach_the_share),
      cmocka_unit_test(the_nucleus_is_of_the_shares_after_temperature_and_mask),
      cmocka_unit_test(nuclei_of_many_classes_agree_with_a_sort),
      cmocka_unit_test(the_lowest_and_highest_bits_draw_allowed_classes),
      cmocka_unit_test(one_class_is_always_drawn),
      cmocka_unit_test(logits_and_settings_that_are_no_numbers_are_harmless),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
