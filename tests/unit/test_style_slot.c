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
  SavedStyle saved;
  style_slot_saved(slot, &saved);
  assert_string_equal(saved.path, path);
}

static void ask_restore(StyleSlot* slot, const char* path, uint64_t content, const char* remark) {
  SavedStyle saved = {.content = content};
  snprintf(saved.path, sizeof saved.path, "%s", path);
  style_slot_expect(slot);
  style_slot_restore(slot, &saved, remark);
}

static void restore(StyleSlot* slot, const char* path) {
  ask_restore(slot, path, 0, "");
  style_slot_work(slot);
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
  restore(f->slot, f->second);
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
  restore(f->slot, f->bad);
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
  restore(f->slot, f->first); // frees what is done with, so run() can go on
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

// ---- states ----

static void a_restored_style_is_waited_for_in_silence(void** state) {
  Fixture* f = *state;
  assert_false(style_slot_is_silent(f->slot));
  style_slot_expect(f->slot);
  assert_true(style_slot_is_silent(f->slot));
  ask_restore(f->slot, f->second, 0, "");
  assert_saved(f->slot, f->second);
  assert_true(style_slot_needs_work(f->slot));
  style_slot_work(f->slot);
  assert_true(style_slot_is_silent(f->slot)); // run() has not taken it
  assert_true(style_slot_receive(f->slot));
  assert_false(style_slot_is_silent(f->slot));
  assert_string_equal(f->slot->present->path, f->second);
}

static void a_style_from_before_a_restore_does_not_end_the_silence(void** state) {
  Fixture* f = *state;
  assert_true(style_slot_request(f->slot, f->first, strlen(f->first)));
  assert_true(style_slot_needs_work(f->slot));
  style_slot_expect(f->slot);
  style_slot_work(f->slot); // the state is not all there yet
  style_slot_receive(f->slot);
  assert_true(style_slot_is_silent(f->slot));
  ask_restore(f->slot, f->second, 0, "");
  style_slot_work(f->slot);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->second);
  assert_false(style_slot_is_silent(f->slot));
}

static void a_restore_goes_before_what_was_asked_for_earlier(void** state) {
  Fixture* f = *state;
  assert_true(style_slot_request(f->slot, f->first, strlen(f->first)));
  assert_true(style_slot_needs_work(f->slot));
  restore(f->slot, f->second);
  style_slot_work(f->slot);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->second);
  assert_saved(f->slot, f->second);
  style_slot_work(f->slot);
  request(f->slot, f->first);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->first);
}

static void a_lost_style_is_found_by_its_name(void** state) {
  Fixture* f = *state;
  restore(f->slot, "/nowhere/second.safetensors");
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->present->path, f->second);
  assert_non_null(f->slot->present->composer);
  assert_string_equal(f->slot->message, "");
}

static void a_changed_style_plays_with_a_warning(void** state) {
  Fixture* f = *state;
  SavedStyle saved;
  style_slot_saved(f->slot, &saved);
  assert_true(saved.content != 0);
  ask_restore(f->slot, f->second, saved.content, ""); // equal files
  style_slot_work(f->slot);
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->message, "");
  ask_restore(f->slot, f->second, saved.content + 1, "and more");
  style_slot_work(f->slot);
  assert_true(style_slot_receive(f->slot));
  assert_non_null(f->slot->present->composer);
  assert_string_equal(f->slot->message, "style second.safetensors: the file has changed since this "
                                        "session was saved; and more");
}

static void a_lost_style_keeps_the_content_it_had(void** state) {
  Fixture* f = *state;
  SavedStyle saved;
  ask_restore(f->slot, f->bad, 77, "");
  style_slot_work(f->slot);
  style_slot_saved(f->slot, &saved);
  assert_string_equal(saved.path, f->bad);
  assert_int_equal(saved.content, 77);
}

static void a_message_comes_without_a_style(void** state) {
  Fixture* f = *state;
  style_slot_tell(f->slot, "hello");
  assert_true(style_slot_receive(f->slot));
  assert_string_equal(f->slot->message, "hello");
  assert_string_equal(f->slot->present->path, f->first);
  assert_false(style_slot_is_silent(f->slot));
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
      TEST(a_restored_style_is_waited_for_in_silence),
      TEST(a_style_from_before_a_restore_does_not_end_the_silence),
      TEST(a_restore_goes_before_what_was_asked_for_earlier),
      TEST(a_lost_style_is_found_by_its_name),
      TEST(a_changed_style_plays_with_a_warning),
      TEST(a_lost_style_keeps_the_content_it_had),
      TEST(a_message_comes_without_a_style),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
