// Takes, locks and the prompt between run() and the state: no change is lost, no side waits.
#include "plugin/kept_slot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The slot, and what run() has.
typedef struct {
  KeptSlot slot;
  TnEdits edits;
  TnPrompt prompt;
} Fixture;

#define NO_TAKES  "1 0 0 end"
#define NO_LOCKS  "1 0 end"
#define NO_PROMPT "1 0 0 0 0 0 end"
#define TAKES     "1 7 1 4 7 7 end"
#define LOCKS     "1 1 3 0 end"
#define PROMPT    "1 96 4 4 0 1 0 24 0 60 80 0 end"

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  *state = f;
  if (!f) {
    return -1;
  }
  kept_slot_init(&f->slot);
  return 0;
}

static int tear_down(void** state) {
  Fixture* f = *state;
  kept_slot_free(&f->slot);
  free(f);
  return 0;
}

// What run() does around a block.
static void run(Fixture* f) {
  kept_slot_receive(&f->slot, &f->edits, &f->prompt);
  kept_slot_tell(&f->slot, &f->edits, &f->prompt);
}

static void restore_with(Fixture* f, const char* takes, const char* locks, const char* prompt,
                         const char* told) {
  const char* const texts[KEPT_TEXTS] = {takes, locks, prompt};
  size_t sizes[KEPT_TEXTS];
  char message[128];
  for (int i = 0; i < KEPT_TEXTS; ++i) {
    sizes[i] = texts[i] ? strlen(texts[i]) : 0;
  }
  kept_slot_restore(&f->slot, texts, sizes, message, sizeof message);
  assert_string_equal(message, told);
}

static void restore(Fixture* f, const char* takes, const char* locks, const char* prompt) {
  restore_with(f, takes, locks, prompt, "");
}

static void assert_saves(Fixture* f, const char* takes, const char* locks, const char* prompt) {
  const char* const expected[KEPT_TEXTS] = {takes, locks, prompt};
  char* texts[KEPT_TEXTS];
  assert_true(kept_slot_save(&f->slot, texts));
  for (int i = 0; i < KEPT_TEXTS; ++i) {
    assert_string_equal(texts[i], expected[i]);
    free(texts[i]);
  }
}

static void before_any_run_there_is_nothing(void** state) {
  assert_saves(*state, NO_TAKES, NO_LOCKS, NO_PROMPT);
}

static void before_any_run_what_was_restored_is_saved(void** state) {
  Fixture* f = *state;
  restore(f, TAKES, LOCKS, PROMPT);
  assert_saves(f, TAKES, LOCKS, PROMPT);
  assert_saves(f, TAKES, LOCKS, PROMPT);
}

static void changes_of_run_are_saved(void** state) {
  Fixture* f = *state;
  run(f);
  tn_edits_lock(&f->edits, 3, NULL, 0, -1);
  run(f);
  assert_saves(f, NO_TAKES, LOCKS, NO_PROMPT);
  tn_edits_undo(&f->edits);
  run(f);
  assert_saves(f, NO_TAKES, NO_LOCKS, NO_PROMPT);
}

static void run_takes_what_was_restored(void** state) {
  Fixture* f = *state;
  const TnKeptNote* notes;
  restore(f, TAKES, LOCKS, PROMPT);
  run(f);
  assert_int_equal(tn_edits_take(&f->edits, 4), 7);
  assert_int_equal(tn_edits_locked(&f->edits, 3, &notes), 0);
  assert_int_equal(f->prompt.count, 1);
  assert_saves(f, TAKES, LOCKS, PROMPT);
  assert_true(tn_edits_unlock(&f->edits, 3));
  run(f);
  assert_saves(f, TAKES, NO_LOCKS, PROMPT);
}

// What run() changed before it came to a restored state is of the time before.
static void changes_from_before_a_restore_do_not_undo_it(void** state) {
  Fixture* f = *state;
  run(f);
  restore(f, TAKES, LOCKS, PROMPT);
  tn_edits_reroll_bar(&f->edits, 100);
  kept_slot_tell(&f->slot, &f->edits, &f->prompt);
  assert_saves(f, TAKES, LOCKS, PROMPT);
  run(f);
  assert_saves(f, TAKES, LOCKS, PROMPT);
  assert_int_equal(tn_edits_take(&f->edits, 100), 7);
}

static void the_last_of_several_restores_counts(void** state) {
  Fixture* f = *state;
  restore(f, TAKES, LOCKS, PROMPT);
  restore(f, NO_TAKES, NO_LOCKS, NO_PROMPT);
  assert_saves(f, NO_TAKES, NO_LOCKS, NO_PROMPT);
  restore(f, TAKES, NO_LOCKS, NO_PROMPT);
  run(f);
  assert_saves(f, TAKES, NO_LOCKS, NO_PROMPT);
  assert_int_equal(f->edits.locks.count, 0);
  assert_int_equal(f->edits.last_take, 7);
}

// As a preset, which has none of this.
static void what_a_state_has_not_stays(void** state) {
  Fixture* f = *state;
  const TnNote one = {0, 24, 0, 60, 80, 0};
  tn_edits_lock(&f->edits, 3, NULL, 0, -1);
  run(f);
  restore(f, NULL, NULL, NULL);
  run(f);
  assert_saves(f, NO_TAKES, LOCKS, NO_PROMPT);
  restore(f, NULL, NULL, PROMPT);
  assert_saves(f, NO_TAKES, LOCKS, PROMPT);
  run(f);
  assert_saves(f, NO_TAKES, LOCKS, PROMPT);
  assert_true(tn_prompt_set(&f->prompt, &one, 1, 48, (TnMeter){0, 2, 4}, 0));
  run(f);
  restore(f, TAKES, NULL, NULL);
  run(f);
  assert_saves(f, TAKES, NO_LOCKS, "1 48 2 4 0 1 0 24 0 60 80 0 end");
}

static void parts_of_two_restores_reach_run_together(void** state) {
  Fixture* f = *state;
  restore(f, TAKES, LOCKS, NULL);
  restore(f, NULL, NULL, PROMPT);
  assert_saves(f, TAKES, LOCKS, PROMPT);
  run(f);
  assert_int_equal(f->edits.last_take, 7);
  assert_int_equal(f->prompt.count, 1);
  assert_saves(f, TAKES, LOCKS, PROMPT);
}

static void a_text_that_nobody_can_read_is_not_lost(void** state) {
  Fixture* f = *state;
  restore_with(f, TAKES, "1 1 3", PROMPT,
               "the list of locked bars of this session is damaged; a save keeps it as it is");
  assert_saves(f, TAKES, "1 1 3", PROMPT);
  run(f);
  assert_int_equal(f->edits.last_take, 7);
  assert_int_equal(f->edits.locks.count, 0);
  run(f);
  assert_saves(f, TAKES, "1 1 3", PROMPT);
  f->prompt.count = 0;
  assert_true(tn_prompt_set(&f->prompt, NULL, 0, 0, (TnMeter){0}, 0));
  run(f);
  assert_saves(f, TAKES, "1 1 3", NO_PROMPT);
  tn_edits_reroll_bar(&f->edits, 4); // from here on it is the player's
  run(f);
  assert_saves(f, "1 8 1 4 7 8 end", NO_LOCKS, NO_PROMPT);
}

static void a_newer_text_is_kept_until_another_state_comes(void** state) {
  Fixture* f = *state;
  restore_with(
      f, TAKES, LOCKS, "2 new",
      "the prompt of this session is from a newer version of Tiento; a save keeps it as it is");
  assert_saves(f, TAKES, LOCKS, "2 new");
  restore(f, TAKES, LOCKS, PROMPT);
  assert_saves(f, TAKES, LOCKS, PROMPT);
}

// ---- run() in a thread of its own ----

typedef struct {
  Fixture* fixture;
  atomic_bool stop;
} Runner;

// Every block asks anew from a bar further in front, which leaves one entry: take n from bar -n on.
static void* run_blocks(void* data) {
  Runner* runner = data;
  Fixture* f = runner->fixture;
  while (!atomic_load(&runner->stop)) {
    kept_slot_receive(&f->slot, &f->edits, &f->prompt);
    tn_edits_reroll_from(&f->edits, -(int64_t)f->edits.last_take - 1);
    kept_slot_tell(&f->slot, &f->edits, &f->prompt);
  }
  return NULL;
}

static void assert_one_block(Fixture* f) {
  char* texts[KEPT_TEXTS];
  char expected[64];
  assert_true(kept_slot_save(&f->slot, texts));
  const unsigned long take = strtoul(texts[KEPT_TAKES] + strlen("1 "), NULL, 10);
  snprintf(expected, sizeof expected, "1 %lu 1 -%lu %lu %lu end", take, take, take, take);
  assert_string_equal(texts[KEPT_TAKES], take > 0 ? expected : NO_TAKES);
  for (int i = 0; i < KEPT_TEXTS; ++i) {
    free(texts[i]);
  }
}

static void saves_and_restores_while_run_runs(void** state) {
  Fixture* f = *state;
  Runner runner = {f, false};
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, run_blocks, &runner), 0);
  for (int i = 0; i < 2000; ++i) {
    assert_one_block(f);
    if (i % 10 == 0) {
      restore(f, i % 20 ? "1 5 1 -5 5 5 end" : NO_TAKES, LOCKS, i % 30 ? NULL : PROMPT);
    }
  }
  atomic_store(&runner.stop, true);
  assert_int_equal(pthread_join(thread, NULL), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(before_any_run_there_is_nothing),
      TEST(before_any_run_what_was_restored_is_saved),
      TEST(changes_of_run_are_saved),
      TEST(run_takes_what_was_restored),
      TEST(changes_from_before_a_restore_do_not_undo_it),
      TEST(the_last_of_several_restores_counts),
      TEST(what_a_state_has_not_stays),
      TEST(parts_of_two_restores_reach_run_together),
      TEST(a_text_that_nobody_can_read_is_not_lost),
      TEST(a_newer_text_is_kept_until_another_state_comes),
      TEST(saves_and_restores_while_run_runs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
