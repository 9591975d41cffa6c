// Sets of samples compared by the distances between them.
#include "trainer/likeness.h"

#include "trainer/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

enum { MOST = 100, WIDTH = 3 };

// Normal by Box and Muller, around `centre`, as wide as `spread`.
static void draw(uint64_t seed, double centre, double spread, double samples[MOST][WIDTH]) {
  Random random = random_at(seed, 0);
  for (int i = 0; i < MOST; ++i) {
    for (int j = 0; j < WIDTH; ++j) {
      const double radius = sqrt(-2 * log(1 - (double)(double)random_unit(&random)));
      samples[i][j] =
          centre + spread * radius * cos(6.283185307179586 * (double)random_unit(&random));
    }
  }
}

static Likeness compare(double a[MOST][WIDTH], double b[MOST][WIDTH], size_t count) {
  Likeness likeness;
  assert_true(likeness_find(&a[0][0], &b[0][0], count, WIDTH, WIDTH, &likeness));
  return likeness;
}

static void samples_of_one_kind_are_alike(void** state) {
  (void)state;
  double a[MOST][WIDTH];
  double b[MOST][WIDTH];
  draw(1, 0, 1, a);
  draw(2, 0, 1, b);
  const Likeness likeness = compare(a, b, MOST);
  assert_true(likeness.overlap > 0.95 && likeness.overlap <= 1);
  assert_true(likeness.divergence >= 0 && likeness.divergence < 0.02);
}

// Within: sqrt(2) sigma chi of 3 degrees, 3.2 in the mean; between: about 100.
static void samples_far_apart_have_nothing_in_common(void** state) {
  (void)state;
  double a[MOST][WIDTH];
  double b[MOST][WIDTH];
  draw(1, 0, 1, a);
  draw(2, 100 / sqrt(3), 1, b);
  const Likeness likeness = compare(a, b, MOST);
  assert_true(likeness.overlap < 1e-3);
  assert_true(likeness.divergence > 10);
}

static void the_nearer_the_more_alike(void** state) {
  (void)state;
  double a[MOST][WIDTH];
  double before = 1;
  draw(1, 0, 1, a);
  for (int step = 1; step < 6; ++step) {
    double b[MOST][WIDTH];
    draw(2, step, 1, b);
    const Likeness likeness = compare(a, b, MOST);
    assert_true(likeness.overlap < before);
    before = likeness.overlap;
  }
  assert_true(before < 0.1);
}

// Two samples of the reference are 1 apart, and 3 from both of the other set: two normal curves,
// both as narrow as the axis allows, that do not meet.
static void one_distance_is_a_peak(void** state) {
  (void)state;
  const double reference[] = {0, 1};
  const double other[] = {3, 4};
  Likeness likeness;
  assert_true(likeness_find(reference, other, 2, 1, 1, &likeness));
  assert_true(likeness.overlap < 0.2);
  const double nearer[] = {0, 1}; // distances 0, 1, 1, 0
  assert_true(likeness_find(reference, nearer, 2, 1, 1, &likeness));
  assert_true(likeness.overlap > 0 && likeness.overlap < 1);
}

static void what_never_differs_is_the_same(void** state) {
  (void)state;
  const double always[] = {5, 5, 5, 5};
  Likeness likeness;
  assert_true(likeness_find(always, always, 4, 1, 1, &likeness));
  assert_true(fabs(likeness.overlap - 1) < 1e-9);
  assert_true(fabs(likeness.divergence) < 1e-9);
}

// Other values of a row are passed over.
static void rows_may_be_wider_than_the_samples(void** state) {
  (void)state;
  double a[MOST][WIDTH];
  double b[MOST][WIDTH];
  double narrow_a[MOST];
  double narrow_b[MOST];
  Likeness wide;
  Likeness narrow;
  draw(1, 0, 1, a);
  draw(2, 1, 2, b);
  for (int i = 0; i < MOST; ++i) {
    narrow_a[i] = a[i][1];
    narrow_b[i] = b[i][1];
  }
  assert_true(likeness_find(&a[0][1], &b[0][1], MOST, 1, WIDTH, &wide));
  assert_true(likeness_find(narrow_a, narrow_b, MOST, 1, 1, &narrow));
  assert_true(fabs(wide.overlap - narrow.overlap) < 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(samples_of_one_kind_are_alike),
      cmocka_unit_test(samples_far_apart_have_nothing_in_common),
      cmocka_unit_test(the_nearer_the_more_alike),
      cmocka_unit_test(one_distance_is_a_peak),
      cmocka_unit_test(what_never_differs_is_the_same),
      cmocka_unit_test(rows_may_be_wider_than_the_samples),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
