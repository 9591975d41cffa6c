// Draws depend on every part of their key, on nothing else, and look random.
#include "plugin/engine/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

// From an independent computation: the same songs on every machine and in every version.
static void known_keys_have_known_bits(void** state) {
  (void)state;
  const TnDraw first = {.seed = 1};
  const TnDraw far = {.seed = 0xffffffffU, .take = 7, .bar = -3, .event = 41, .field = 2};
  assert_true(tn_random_mix(0) == 0xe220a8397b1dcdafU);
  assert_true(tn_random_bits(&first) == 0xb052203fd2177665U);
  assert_true(tn_random_bits(&far) == 0xbda36d4079af2da7U);
}

static void the_same_key_draws_the_same(void** state) {
  (void)state;
  const TnDraw draw = {3, 1, 17, 5, 4};
  const TnDraw copy = draw;
  assert_true(tn_random_bits(&draw) == tn_random_bits(&copy));
}

static int different_bits(uint64_t a, uint64_t b) {
  int count = 0;
  for (uint64_t d = a ^ b; d; d &= d - 1) {
    ++count;
  }
  return count;
}

// A change of one in one part of the key turns about half of the 64 bits.
static void every_part_of_the_key_matters(void** state) {
  (void)state;
  double turned[5] = {0};
  const int draws = 4000;
  for (int i = 0; i < draws; ++i) {
    const TnDraw base = {(uint32_t)i, (uint32_t)(i % 3), i * 7, (uint32_t)(i % 50),
                         (uint32_t)i % 5};
    for (int part = 0; part < 5; ++part) {
      TnDraw other = base;
      other.seed += part == 0;
      other.take += part == 1;
      other.bar += part == 2;
      other.event += part == 3;
      other.field += part == 4;
      turned[part] += different_bits(tn_random_bits(&base), tn_random_bits(&other));
    }
  }
  for (int part = 0; part < 5; ++part) {
    assert_true(fabs(turned[part] / draws - 32) < 0.5); // the deviation is 4 / sqrt(4000) = 0.06
  }
}

static void every_bit_is_set_in_half_of_the_draws(void** state) {
  (void)state;
  int set[64] = {0};
  const int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    const TnDraw draw = {
        .seed = 9, .bar = i / 100, .event = (uint32_t)(i % 20), .field = (uint32_t)(i / 20 % 5)};
    const uint64_t bits = tn_random_bits(&draw);
    for (int b = 0; b < 64; ++b) {
      set[b] += (int)(bits >> b & 1);
    }
  }
  for (int b = 0; b < 64; ++b) {
    assert_true(fabs(set[b] - draws / 2.0) < 5 * sqrt(draws / 4.0));
  }
}

// Chi squared of the top 4 bits of one draw against those of the next event's: 255 degrees of
// freedom.
static void neighbours_do_not_follow_from_each_other(void** state) {
  (void)state;
  int counts[256] = {0};
  const int draws = 51200;
  for (int i = 0; i < draws; ++i) {
    const TnDraw one = {.seed = 5, .bar = i / 8, .event = (uint32_t)(i % 8)};
    const TnDraw next = {.seed = 5, .bar = i / 8, .event = (uint32_t)(i % 8) + 1};
    ++counts[tn_random_bits(&one) >> 60 << 4 | tn_random_bits(&next) >> 60];
  }
  double chi = 0;
  for (int k = 0; k < 256; ++k) {
    chi += pow(counts[k] - draws / 256.0, 2) / (draws / 256.0);
  }
  assert_true(chi > 150 && chi < 380); // mean 255, deviation 22.6
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_keys_have_known_bits),
      cmocka_unit_test(the_same_key_draws_the_same),
      cmocka_unit_test(every_part_of_the_key_matters),
      cmocka_unit_test(every_bit_is_set_in_half_of_the_draws),
      cmocka_unit_test(neighbours_do_not_follow_from_each_other),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
