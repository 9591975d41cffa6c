// Takes, locks and the prompt as text: there and back, and nothing else is taken for one.
#include "plugin/kept_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  TnEdits edits;
  TnPrompt prompt;
} Kept;

// One of the three texts.
typedef struct {
  char* (*write)(const Kept* kept);
  bool (*read)(const char* text, size_t size, Kept* kept, const char** reason);
} Form;

static char* write_takes(const Kept* kept) {
  return kept_text_write_takes(&kept->edits);
}

static char* write_locks(const Kept* kept) {
  return kept_text_write_locks(&kept->edits);
}

static char* write_prompt(const Kept* kept) {
  return kept_text_write_prompt(&kept->prompt);
}

static bool read_takes(const char* text, size_t size, Kept* kept, const char** reason) {
  return kept_text_read_takes(text, size, &kept->edits, reason);
}

static bool read_locks(const char* text, size_t size, Kept* kept, const char** reason) {
  return kept_text_read_locks(text, size, &kept->edits, reason);
}

static bool read_prompt(const char* text, size_t size, Kept* kept, const char** reason) {
  return kept_text_read_prompt(text, size, &kept->prompt, reason);
}

static const Form FORMS[] = {
    {write_takes, read_takes}, {write_locks, read_locks}, {write_prompt, read_prompt}};

enum { FORM_COUNT = sizeof FORMS / sizeof FORMS[0] };

static Kept* new_kept(void) {
  Kept* kept = calloc(1, sizeof *kept);
  assert_non_null(kept);
  return kept;
}

// Something of everything.
static Kept* example(void) {
  Kept* kept = new_kept();
  const TnNote bar[] = {{0, 24, 0, 64, 80, 0}, {0, 12, 7, 36, 127, -2}, {95, 65535, 1, 0, 1, 2}};
  const TnNote taught[] = {{0, 24, 0, 64, 80, 0}, {0, 24, 0, 60, 80, 1}, {71, 90, 2, 70, 1, -2}};
  tn_edits_reroll_from(&kept->edits, 8);
  tn_edits_reroll_bar(&kept->edits, 10);
  tn_edits_reroll_bar(&kept->edits, -3);
  assert_true(tn_edits_lock(&kept->edits, 12, bar, 3, 7));
  assert_true(tn_edits_lock(&kept->edits, -1, NULL, 0, -1));
  assert_true(tn_prompt_set(&kept->prompt, taught, 3, 72, (TnMeter){0, 3, 4}, 22));
  return kept;
}

static void assert_same(const Kept* a, const Kept* b) {
  assert_true(tn_edits_print(&a->edits, -20, 60) == tn_edits_print(&b->edits, -20, 60));
  assert_int_equal(a->edits.last_take, b->edits.last_take);
  assert_true(a->prompt.print == b->prompt.print);
}

static void test_texts_are_as_described(void** state) {
  (void)state;
  static const char* const texts[FORM_COUNT] = {
      "1 3 3 -3 0 3 8 1 1 10 1 2 end",
      "1 2 -1 0 12 3 0 24 0 64 80 0 0 0 12 7 36 127 -2 1 95 65535 1 0 1 2 0 end",
      "1 72 3 4 22 3 0 24 0 64 80 0 0 24 0 60 80 1 71 90 2 70 1 -2 end"};
  Kept* kept = example();
  for (int i = 0; i < FORM_COUNT; ++i) {
    char* text = FORMS[i].write(kept);
    assert_string_equal(text, texts[i]);
    free(text);
  }
  free(kept);
}

static void there_and_back(const Kept* kept) {
  Kept* back = new_kept();
  const char* reason;
  for (int i = 0; i < FORM_COUNT; ++i) {
    char* text = FORMS[i].write(kept);
    assert_non_null(text);
    assert_true(FORMS[i].read(text, strlen(text), back, &reason));
    free(text);
  }
  assert_same(kept, back);
  free(back);
}

static void test_texts_come_back(void** state) {
  (void)state;
  Kept* kept = example();
  there_and_back(kept);
  free(kept);
  kept = new_kept();
  there_and_back(kept);
  free(kept);
}

static void test_full_tables_come_back(void** state) {
  (void)state;
  Kept* kept = new_kept();
  TnNote notes[TN_PROMPT_NOTES];
  for (int i = 0; i < TN_PROMPT_NOTES; ++i) {
    notes[i] = (TnNote){i, 60000, 7, 127, 127, -2};
  }
  for (int i = 0; i < TN_MAX_LOCKS; ++i) {
    assert_true(
        tn_edits_lock(&kept->edits, INT64_C(100000000000000000) + i, notes, TN_LOCK_NOTES, 7));
  }
  for (int i = 0; i < TN_MAX_TAKES; ++i) {
    assert_true(tn_edits_reroll_bar(&kept->edits, i % 2 ? i : -i));
  }
  assert_true(
      tn_prompt_set(&kept->prompt, notes, TN_PROMPT_NOTES, TN_PROMPT_TICKS, (TnMeter){0, 4, 4}, 0));
  there_and_back(kept);
  free(kept);
}

// On failure there is nothing of the kind.
static void assert_nothing(const Kept* kept) {
  assert_int_equal(kept->edits.last_take, 0);
  assert_int_equal(kept->edits.takes.count, 0);
  assert_int_equal(kept->edits.locks.count, 0);
  assert_int_equal(kept->prompt.count, 0);
}

static void test_cut_texts_are_refused(void** state) {
  (void)state;
  Kept* kept = example();
  Kept* back = new_kept();
  for (int i = 0; i < FORM_COUNT; ++i) {
    char* text = FORMS[i].write(kept);
    for (size_t size = 0; size < strlen(text); ++size) {
      char* cut = malloc(size > 0 ? size : 1); // so that a sanitizer sees a read beyond
      memcpy(cut, text, size);
      const char* reason = NULL;
      assert_false(FORMS[i].read(cut, size, back, &reason));
      assert_string_equal(reason, "damaged");
      assert_nothing(back);
      free(cut);
    }
    free(text);
  }
  free(back);
  free(kept);
}

// Any byte for any byte: what is accepted all the same is another text of the form, to the byte.
static void test_changed_texts_are_refused_or_others(void** state) {
  (void)state;
  Kept* kept = example();
  int refused = 0;
  for (int i = 0; i < FORM_COUNT; ++i) {
    char* text = FORMS[i].write(kept);
    const size_t size = strlen(text);
    for (size_t at = 0; at < size; ++at) {
      const char was = text[at];
      for (int byte = 0; byte < 256; ++byte) {
        Kept* back = new_kept();
        const char* reason = NULL;
        text[at] = (char)byte;
        if (FORMS[i].read(text, size, back, &reason)) {
          char* again = FORMS[i].write(back);
          assert_int_equal(strlen(again), size);
          assert_memory_equal(again, text, size);
          free(again);
        } else {
          assert_nothing(back);
          ++refused;
        }
        free(back);
      }
      text[at] = was;
    }
    free(text);
  }
  assert_true(refused > 0);
  free(kept);
}

static void assert_refused(int form, const char* text, const char* why) {
  Kept* back = new_kept();
  const char* reason = NULL;
  assert_false(FORMS[form].read(text, strlen(text), back, &reason));
  assert_string_equal(reason, why);
  assert_nothing(back);
  free(back);
}

static void test_what_cannot_be_is_refused(void** state) {
  (void)state;
  const char* const damaged = "damaged";
  assert_refused(0, "", damaged);
  assert_refused(0, "0 0 0 end", damaged);
  assert_refused(0, "1 0 0 end ", damaged);
  assert_refused(0, "1 0 0  end", damaged);
  assert_refused(0, "1 00 0 end", damaged);
  assert_refused(0, "1 -0 0 end", damaged);
  assert_refused(0, "1 +1 0 end", damaged);
  assert_refused(0, "1 4294967296 0 end", damaged);
  assert_refused(0, "1 9 1 1000000000000000000 1 2 end", damaged);
  assert_refused(0, "1 9 2 4 1 2 4 1 2 end", damaged); // twice the same bar
  assert_refused(0, "1 1 1 4 1 2 end", damaged);       // newer than the newest
  assert_refused(1, "1 257 end", damaged);
  assert_refused(1, "1 1 0 129 end", damaged);
  assert_refused(1, "1 1 0 1 0 24 0 128 80 0 0 end", damaged);
  assert_refused(1, "1 1 0 1 0 24 0 60 80 0 2 end", damaged);
  assert_refused(1, "1 1 0 1 65536 24 0 60 80 0 0 end", damaged);
  assert_refused(2, "1 72 3 4 22 0 end", damaged);
  assert_refused(2, "1 0 0 0 0 1 0 24 0 60 80 0 end", damaged);
  assert_refused(2, "1 72 3 5 0 1 0 24 0 60 80 0 end", damaged);
}

static void test_newer_form_says_so(void** state) {
  (void)state;
  for (int i = 0; i < FORM_COUNT; ++i) {
    assert_refused(i, "2 anything", "from a newer version of Tiento");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_texts_are_as_described),
      cmocka_unit_test(test_texts_come_back),
      cmocka_unit_test(test_full_tables_come_back),
      cmocka_unit_test(test_cut_texts_are_refused),
      cmocka_unit_test(test_changed_texts_are_refused_or_others),
      cmocka_unit_test(test_what_cannot_be_is_refused),
      cmocka_unit_test(test_newer_form_says_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
