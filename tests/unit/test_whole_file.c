// Files as they are read: whole, up to a size, or their first bytes.
#include "tests/unit/place.h"
#include "trainer/whole_file.h"

static void a_file_is_read_whole(void** state) {
  Place* place = *state;
  char reason[128];
  size_t size;
  write_bytes(at(place, "f"), (const uint8_t*)"four", 4);
  uint8_t* data = whole_file_read(at(place, "f"), 1, &size, reason, sizeof reason);
  assert_non_null(data);
  assert_int_equal(size, 4);
  assert_memory_equal(data, "four", 4);
  free(data);
}

static void assert_refused(const char* path, size_t most_mib, const char* why) {
  char reason[128] = "";
  size_t size;
  assert_null(whole_file_read(path, most_mib, &size, reason, sizeof reason));
  assert_string_equal(reason, why);
}

static void what_is_no_file_or_too_large_is_refused(void** state) {
  Place* place = *state;
  assert_refused(at(place, "none"), 1, "No such file or directory");
  assert_refused(place->root, 1, "not a regular file");
  assert_int_equal(mkfifo(at(place, "pipe"), 0600), 0);
  assert_refused(at(place, "pipe"), 1, "not a regular file");
  make_file(place, "large");
  assert_int_equal(truncate(at(place, "large"), (2 << 20) + 1), 0);
  assert_refused(at(place, "large"), 2, "larger than 2 MiB");
}

// The kernel's files say that they are empty, as does one that grows while it is read.
static void a_file_that_is_longer_than_it_says_is_read_a_byte_further(void** state) {
  (void)state;
  static const char PATH[] = "/proc/self/status";
  char reason[128];
  size_t size;
  if (access(PATH, R_OK) != 0) {
    skip();
  }
  uint8_t* data = whole_file_read(PATH, 1, &size, reason, sizeof reason);
  assert_non_null(data);
  assert_int_equal(size, 1);
  free(data);
}

static void a_file_that_cannot_be_read_is_refused(void** state) {
  (void)state;
  static const char PATH[] = "/proc/self/mem"; // there is nothing at its beginning
  if (access(PATH, R_OK) != 0) {
    skip();
  }
  assert_refused(PATH, 1, "Input/output error");
}

static void the_first_bytes_are_as_many_as_there_are(void** state) {
  Place* place = *state;
  char bytes[8] = "";
  write_bytes(at(place, "f"), (const uint8_t*)"four", 4);
  assert_int_equal(whole_file_begin(at(place, "f"), bytes, 3), 3);
  assert_string_equal(bytes, "fou");
  assert_int_equal(whole_file_begin(at(place, "f"), bytes, sizeof bytes), 4);
  assert_string_equal(bytes, "four");
  assert_int_equal(whole_file_begin(at(place, "none"), bytes, 4), 0);
  assert_int_equal(whole_file_begin(place->root, bytes, 4), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_PLACE(a_file_is_read_whole),
      WITH_PLACE(what_is_no_file_or_too_large_is_refused),
      cmocka_unit_test(a_file_that_is_longer_than_it_says_is_read_a_byte_further),
      cmocka_unit_test(a_file_that_cannot_be_read_is_refused),
      WITH_PLACE(the_first_bytes_are_as_many_as_there_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
