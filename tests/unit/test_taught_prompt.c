// A prompt of the player's: what can be one.
#include "plugin/engine/prompt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const TnMeter WALTZ = {0, 3, 4};
static const TnNote NOTES[] = {
    {0, 24, 0, 64, 80, 0}, {0, 24, 0, 60, 80, 1}, {71, 90, 2, 70, 1, -2}};

enum { COUNT = sizeof NOTES / sizeof NOTES[0], TICKS = 72 };

static bool set(TnPrompt* prompt, const TnNote* notes, int count) {
  return tn_prompt_set(prompt, notes, count, TICKS, WALTZ, 1);
}

static void test_notes_make_a_prompt(void** state) {
  (void)state;
  TnPrompt prompt = {.count = 0};
  assert_true(set(&prompt, NOTES, COUNT));
  assert_int_equal(prompt.count, COUNT);
  assert_int_equal(prompt.ticks, TICKS);
  assert_int_equal(prompt.meter.numerator, 3);
  assert_int_equal(prompt.key, 1);
  assert_memory_equal(prompt.notes, NOTES, sizeof NOTES);
  assert_true(prompt.print != 0);
}

static void test_no_notes_are_no_prompt(void** state) {
  (void)state;
  TnPrompt prompt = {.count = 0};
  assert_true(set(&prompt, NOTES, COUNT));
  assert_true(set(&prompt, NULL, 0));
  assert_int_equal(prompt.count, 0);
  assert_true(prompt.print == 0);
}

static void test_print_is_of_all_values(void** state) {
  (void)state;
  TnPrompt one = {.count = 0};
  TnPrompt other = {.count = 0};
  assert_true(set(&one, NOTES, COUNT));
  assert_true(set(&other, NOTES, COUNT));
  assert_true(one.print == other.print);
  assert_true(set(&other, NOTES, COUNT - 1));
  assert_true(one.print != other.print);
  assert_true(tn_prompt_set(&other, NOTES, COUNT, TICKS + 1, WALTZ, 1));
  assert_true(one.print != other.print);
  assert_true(tn_prompt_set(&other, NOTES, COUNT, TICKS, (TnMeter){0, 3, 8}, 1));
  assert_true(one.print != other.print);
  assert_true(tn_prompt_set(&other, NOTES, COUNT, TICKS, WALTZ, 2));
  assert_true(one.print != other.print);
}

static void test_what_is_no_prompt_is_refused(void** state) {
  (void)state;
  TnPrompt prompt = {.count = 0};
  const TnNote bad[] = {{-1, 1, 0, 60, 80, 0},        {TICKS, 1, 0, 60, 80, 0},
                        {0, 0, 0, 60, 80, 0},         {0, 1, 8, 60, 80, 0},
                        {0, 1, 0, 128, 80, 0},        {0, 1, 0, 60, 0, 0},
                        {0, 1, 0, 60, 128, 0},        {0, 1, 0, 60, 80, 3},
                        {0, INT32_MAX, 0, 60, 80, 0}, {0, 1, 0, 60, 80, -3}};
  assert_true(set(&prompt, NOTES, COUNT));
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
    assert_false(set(&prompt, &bad[i], 1));
  }
  const TnNote unsorted[] = {NOTES[1], NOTES[0]};
  const TnNote twice[] = {NOTES[0], NOTES[0]};
  TnNote many[TN_PROMPT_NOTES + 1];
  for (int i = 0; i <= TN_PROMPT_NOTES; ++i) {
    many[i] = (TnNote){i, 1, 0, 60, 80, 0};
  }
  assert_false(set(&prompt, unsorted, 2));
  assert_false(set(&prompt, twice, 2));
  assert_false(set(&prompt, NOTES, -1));
  assert_false(tn_prompt_set(&prompt, many, TN_PROMPT_NOTES + 1, 1000, WALTZ, 1));
  assert_false(tn_prompt_set(&prompt, NOTES, COUNT, 0, WALTZ, 1));
  assert_false(tn_prompt_set(&prompt, NOTES, COUNT, TN_PROMPT_TICKS + 1, WALTZ, 1));
  assert_false(tn_prompt_set(&prompt, NOTES, COUNT, TICKS, (TnMeter){0, 0, 4}, 1));
  assert_false(tn_prompt_set(&prompt, NOTES, COUNT, TICKS, (TnMeter){0, 4, 3}, 1));
  assert_false(tn_prompt_set(&prompt, NOTES, COUNT, TICKS, (TnMeter){0, 4, 0}, 1));
  assert_false(tn_prompt_set(&prompt, NOTES, COUNT, TICKS, WALTZ, 25));
  assert_int_equal(prompt.count, COUNT); // nothing has changed
  assert_true(tn_prompt_set(&prompt, many, TN_PROMPT_NOTES, 1000, WALTZ, 24));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_notes_make_a_prompt),
      cmocka_unit_test(test_no_notes_are_no_prompt),
      cmocka_unit_test(test_print_is_of_all_values),
      cmocka_unit_test(test_what_is_no_prompt_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
