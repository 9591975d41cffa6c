// Which bars are an answer's, and what is composed around it.
#include "plugin/engine/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const TnPrompt LEARNED = {.count = 1};

static TnBrief brief_of(TnMode mode) {
  return (TnBrief){.settings = {.bars = 4, .mode = mode}, .prompt = &LEARNED};
}

// What is composed at a bar in answer mode: from which bar on, how many, and whether it is silence.
static void assert_composed(const TnAnswer* answer, int64_t bar, int64_t first, int bars,
                            bool is_silent) {
  TnBrief brief = brief_of(TN_ANSWER);
  assert_int_equal(tn_answer_first_bar(answer, &brief, bar), first);
  assert_int_equal(brief.settings.bars, bars);
  assert_int_equal(brief.settings.rest == 1.0F, is_silent);
  assert_ptr_equal(brief.prompt, is_silent ? NULL : &answer->prompt);
}

static void other_modes_know_no_answer(void** state) {
  (void)state;
  const TnAnswer answer = {.bar = 5, .bars = 2};
  for (int mode = TN_VARIATIONS; mode < TN_ANSWER; ++mode) {
    TnBrief brief = brief_of((TnMode)mode);
    const int64_t first = tn_composer_first_bar(&brief.settings, 6);
    assert_int_equal(tn_answer_first_bar(&answer, &brief, 6), first);
    assert_int_equal(brief.settings.bars, 4);
    assert_true(brief.settings.rest == 0.0F);
    assert_ptr_equal(brief.prompt, &LEARNED);
  }
}

static void without_an_answer_there_is_silence(void** state) {
  (void)state;
  const TnAnswer none = {.bars = 0};
  assert_composed(&none, 0, 0, 4, true);
  assert_composed(&none, 7, 4, 4, true);
  assert_composed(&none, -1, -4, 4, true);
}

static void silence_reaches_up_to_the_answer_and_begins_after_it(void** state) {
  (void)state;
  const TnAnswer answer = {.bar = 5, .bars = 2};
  assert_composed(&answer, 3, 0, 4, true);
  assert_composed(&answer, 4, 4, 1, true);
  assert_composed(&answer, 5, 5, 2, false);
  assert_composed(&answer, 6, 5, 2, false);
  assert_composed(&answer, 7, 7, 1, true);
  assert_composed(&answer, 8, 8, 4, true);
}

static void an_answer_may_be_longer_than_phrases(void** state) {
  (void)state;
  const TnAnswer answer = {.bar = 2, .bars = 11};
  assert_composed(&answer, 1, 0, 2, true);
  for (int bar = 2; bar < 13; ++bar) {
    assert_composed(&answer, bar, 2, 11, false);
  }
  assert_composed(&answer, 13, 13, 3, true);
  assert_composed(&answer, 16, 16, 4, true);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(other_modes_know_no_answer),
      cmocka_unit_test(without_an_answer_there_is_silence),
      cmocka_unit_test(silence_reaches_up_to_the_answer_and_begins_after_it),
      cmocka_unit_test(an_answer_may_be_longer_than_phrases),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
