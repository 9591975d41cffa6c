// Items in order of time, and those of one time in the order in which they came.
#include "trainer/tick_sort.h"

#include "trainer/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct {
  int64_t tick;
  uint16_t place; // before the sort
} Item;

static void assert_sorted(const Item* items, size_t count) {
  for (size_t i = 1; i < count; ++i) {
    assert_true(items[i - 1].tick < items[i].tick ||
                (items[i - 1].tick == items[i].tick && items[i - 1].place < items[i].place));
  }
}

// Counts around powers of two, where the last runs are of odd lengths or missing.
static void any_count_is_sorted_and_equal_ticks_keep_their_order(void** state) {
  (void)state;
  enum { MOST = 70 };
  Random random = {1};
  Item before[MOST];
  Item items[MOST];
  for (size_t count = 0; count <= MOST; ++count) {
    uint64_t places = 0;
    for (size_t i = 0; i < count; ++i) {
      before[i] = (Item){.tick = (int64_t)random_below(&random, 9) - 4, .place = (uint16_t)i};
      items[i] = before[i];
    }
    assert_true(tick_sort(items, count, sizeof *items));
    assert_sorted(items, count);
    for (size_t i = 0; i < count; ++i) {
      places += items[i].place;
      assert_int_equal(items[i].tick, before[items[i].place].tick);
    }
    assert_int_equal(places, count * (count - 1) / 2);
  }
}

static void ticks_are_compared_as_a_whole(void** state) {
  (void)state;
  Item items[] = {{INT64_MAX, 0}, {1, 1}, {(int64_t)1 << 32, 2}, {INT64_MIN, 3}};
  assert_true(tick_sort(items, 4, sizeof *items));
  assert_int_equal(items[0].place, 3);
  assert_int_equal(items[1].place, 1);
  assert_int_equal(items[2].place, 2);
  assert_int_equal(items[3].place, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(any_count_is_sorted_and_equal_ticks_keep_their_order),
      cmocka_unit_test(ticks_are_compared_as_a_whole),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
