// How a style takes the place of another: the worker, a restore and run() by turns.
#include "plugin/style_slot.h"
#include "trainer/style_write.h"
#include "trainer/weights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char folder[64];
  char first[128];
  char second[128];
  char bad[128];
  StyleSlot* slot;
} Fixture;

static void write_style(const char* path) {
  const TnVocabulary vocabulary = tn_vocabulary_for_grid();
  const TnSizes sizes = {.embedding = 2, .layers = 1, .hidden = 4, .head = 3};
  float* weights = calloc(tn_tensors_list(&vocabulary, &sizes).total, sizeof *weights);
  TnStyleHeader header = {.metadata_count = 0};
  Random random = {1};
  char reason[128];
  assert_non_null(weights);
  weights_initialise(&vocabulary, &sizes, &random, weights);
  assert_true(tn_style_describe(&header, &vocabulary, &sizes));
  assert_true(style_write(path, &header, &vocabulary, &sizes, weights, reason, sizeof reason));
  tn_style_header_free(&header);
  free(weights);
}

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  snprintf(f->folder, sizeof f->folder, "/tmp/tiento-slot-XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  snprintf(f->first, sizeof f->first, "%s/first.safetensors", f->folder);
  snprintf(f->second, sizeof f->second, "%s/second.safetensors", f->folder);
  snprintf(f->bad, sizeof f->bad, "%s/missing.safetensors", f->folder);
  write_style(f->first);
  write_style(f->second);
  f->slot = calloc(1, sizeof *f->slot);
  assert_true(style_slot_init(f->slot, f->first, tn_kernel_fastest()));
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  Fixture* f = *state;
  style_slot_free(f->slot);
  free(f->slot);
  unlink(f->first);
  unlink(f->second);
  unlink(f->bad);
  rmdir(f->folder);
  free(f);
  return 0;
}

// What run() and the worker do for one patch:Set.
static void request(StyleSlot* slot, const char* path) {
  assert_true(style_slot_request(slot, path, strlen(path)));
  assert_true(style_slot_needs_work(slot));
  style_slot_work(slot);
}

static void assert_saved(StyleSlot* slot, const char* path) {
  char saved[STYLE_PATH_BYTES];
  style_slot_saved_path(slot, saved);
  assert_string_equal(saved, path);
}

static void a_request_replaces_the_style(void** state) {
  Fixture* f = *state;
  request(f->slot, f->second);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->second);
  assert_saved(f->slot, f->second);
  assert_true(style_slot_needs_work(f->slot)); // to free the first
  style_slot_work(f->slot);
  assert_false(style_slot_needs_work(f->slot));
}

static void a_bad_style_is_refused_and_the_old_one_stays(void** state) {
  Fixture* f = *state;
  request(f->slot, f->bad);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->first);
  assert_non_null(f->slot->present->composer);
  assert_string_not_equal(f->slot->message, "");
  assert_saved(f->slot, f->first);
}

static void a_message_does_not_displace_a_waiting_style(void** state) {
  Fixture* f = *state;
  request(f->slot, f->second);
  request(f->slot, f->bad);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->second);
  assert_string_not_equal(f->slot->message, "");
  assert_saved(f->slot, f->second);
}

static void a_refused_request_does_not_undo_a_restore(void** state) {
  Fixture* f = *state;
  style_slot_restore(f->slot, f->second);
  request(f->slot, f->bad);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->second);
  assert_saved(f->slot, f->second);
}

static void the_last_of_several_styles_wins(void** state) {
  Fixture* f = *state;
  request(f->slot, f->second);
  request(f->slot, f->first);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->first);
  assert_saved(f->slot, f->first);
  assert_false(style_slot_receive(f->slot));
}

static void a_lost_style_is_silence_and_its_path_is_kept(void** state) {
  Fixture* f = *state;
  style_slot_restore(f->slot, f->bad);
  assert_true(style_slot_receive(f->slot));
  assert_null(f->slot->present->composer);
  assert_string_not_equal(f->slot->message, "");
  assert_saved(f->slot, f->bad);
}

static void a_pipe_is_refused_at_once(void** state) {
  Fixture* f = *state;
  assert_int_equal(mkfifo(f->bad, 0600), 0);
  request(f->slot, f->bad);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->first);
}

static void a_style_waits_until_the_last_one_is_freed(void** state) {
  Fixture* f = *state;
  request(f->slot, f->second);
  assert_true(style_slot_receive(f->slot));
  f->slot->has_request = false;
  style_slot_restore(f->slot, f->first); // frees what is done with, so run() can go on
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->first);
}

static void paths_of_any_other_length_are_refused(void** state) {
  Fixture* f = *state;
  char path[STYLE_PATH_BYTES + 1];
  memset(path, 'a', sizeof path);
  assert_false(style_slot_request(f->slot, path, 0));
  assert_false(style_slot_request(f->slot, path, STYLE_PATH_BYTES));
  assert_true(style_slot_request(f->slot, path, STYLE_PATH_BYTES - 1));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_request_replaces_the_style),
      TEST(a_bad_style_is_refused_and_the_old_one_stays),
      TEST(a_message_does_not_displace_a_waiting_style),
      TEST(a_refused_request_does_not_undo_a_restore),
      TEST(the_last_of_several_styles_wins),
      TEST(a_lost_style_is_silence_and_its_path_is_kept),
      TEST(a_pipe_is_refused_at_once),
      TEST(a_style_waits_until_the_last_one_is_freed),
      TEST(paths_of_any_other_length_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
