// A checkpoint is read back whole or refused.
#include "trainer/checkpoint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char STATE[] = "what a run is made of";

static Fingerprint some_fingerprint(void) {
  Fingerprint fingerprint;
  memset(&fingerprint, 0, sizeof fingerprint);
  snprintf(fingerprint.value[0], FINGERPRINT_VALUE, "17");
  return fingerprint;
}

typedef struct {
  char folder[64];
  char path[96];
  Fingerprint fingerprint;
  Sink file; // read back
} Written;

static Written write_and_read(void) {
  char reason[256];
  Written w = {.folder = "/tmp/test_checkpoint.XXXXXX", .fingerprint = some_fingerprint()};
  Sink file = {.bytes = NULL};
  assert_non_null(mkdtemp(w.folder));
  snprintf(w.path, sizeof w.path, "%s/a.checkpoint", w.folder);
  checkpoint_begin(&file, &w.fingerprint);
  sink_put(&file, STATE, sizeof STATE);
  assert_true(checkpoint_write(w.path, &file, reason, sizeof reason));
  assert_true(checkpoint_read(w.path, &w.file, reason, sizeof reason));
  assert_int_equal(w.file.size, file.size);
  free(file.bytes);
  return w;
}

static void written_free(Written* w) {
  unlink(w->path);
  rmdir(w->folder);
  free(w->file.bytes);
}

// Opens a copy behind which nothing can be read. `reason` has 256 bytes.
static bool opens(const uint8_t* bytes, size_t size, const Fingerprint* fingerprint, char* reason) {
  Span state = {NULL, NULL};
  uint8_t* copy = malloc(size ? size : 1);
  assert_non_null(copy);
  memcpy(copy, bytes, size);
  reason[0] = '\0';
  const bool ok = checkpoint_open((Span){copy, copy + size}, fingerprint, &state, reason, 256);
  if (ok) {
    assert_int_equal(span_size(state), sizeof STATE);
    assert_memory_equal(state.at, STATE, sizeof STATE);
  } else {
    assert_true(strlen(reason) > 0);
    assert_null(strchr(reason, '\n'));
  }
  free(copy);
  return ok;
}

static void a_checkpoint_holds_what_was_put_into_it(void** state) {
  (void)state;
  char reason[256];
  Written w = write_and_read();
  assert_true(opens(w.file.bytes, w.file.size, &w.fingerprint, reason));
  written_free(&w);
}

static void a_checkpoint_that_is_cut_anywhere_is_refused(void** state) {
  (void)state;
  char reason[256];
  Written w = write_and_read();
  for (size_t size = 0; size < w.file.size; ++size) {
    assert_false(opens(w.file.bytes, size, &w.fingerprint, reason));
  }
  written_free(&w);
}

static void a_checkpoint_with_any_byte_changed_is_refused(void** state) {
  (void)state;
  static const uint8_t CHANGES[] = {1, 0x80, 0xff};
  char reason[256];
  Written w = write_and_read();
  for (size_t i = 0; i < w.file.size; ++i) {
    for (size_t c = 0; c < sizeof CHANGES; ++c) {
      w.file.bytes[i] ^= CHANGES[c];
      assert_false(opens(w.file.bytes, w.file.size, &w.fingerprint, reason));
      w.file.bytes[i] ^= CHANGES[c];
    }
  }
  written_free(&w);
}

static void what_is_no_checkpoint_is_refused(void** state) {
  (void)state;
  char reason[256];
  Sink file = {.bytes = NULL};
  Written w = write_and_read();
  sink_put(&w.file, "", 1);
  assert_false(opens(w.file.bytes, w.file.size, &w.fingerprint, reason));
  assert_false(checkpoint_read(w.folder, &file, reason, sizeof reason));
  assert_false(checkpoint_read("/dev/null", &file, reason, sizeof reason));
  unlink(w.path);
  assert_false(checkpoint_read(w.path, &file, reason, sizeof reason));
  free(file.bytes);
  written_free(&w);
}

static void a_checkpoint_is_told_from_other_files(void** state) {
  (void)state;
  Written w = write_and_read();
  assert_true(checkpoint_is_one(w.path));
  assert_false(checkpoint_is_one(w.folder));
  assert_int_equal(truncate(w.path, 11), 0); // of any version, whole or not
  assert_true(checkpoint_is_one(w.path));
  assert_int_equal(truncate(w.path, 10), 0);
  assert_false(checkpoint_is_one(w.path));
  unlink(w.path);
  assert_false(checkpoint_is_one(w.path));
  written_free(&w);
}

static void what_cannot_be_written_leaves_the_old_one(void** state) {
  (void)state;
  char reason[256];
  Sink file = {.failed = true};
  Written w = write_and_read();
  assert_false(checkpoint_write(w.path, &file, reason, sizeof reason));
  assert_string_equal(reason, "out of memory");
  assert_int_equal(access(w.path, F_OK), 0);
  written_free(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_checkpoint_holds_what_was_put_into_it),
      cmocka_unit_test(a_checkpoint_that_is_cut_anywhere_is_refused),
      cmocka_unit_test(a_checkpoint_with_any_byte_changed_is_refused),
      cmocka_unit_test(what_is_no_checkpoint_is_refused),
      cmocka_unit_test(a_checkpoint_is_told_from_other_files),
      cmocka_unit_test(what_cannot_be_written_leaves_the_old_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
