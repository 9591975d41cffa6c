// A file is replaced whole or not at all, and nothing is left beside it.
#include "plugin/atomic_file.h"

#include "tests/unit/place.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
  char folder[64];
  char path[96]; // "tune.mid" in that folder
  char reason[160];
} Fixture;

static int setup(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  strcpy(f->folder, "/tmp/test_atomic_file.XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  (void)snprintf(f->path, sizeof f->path, "%s/tune.mid", f->folder);
  *state = f;
  return 0;
}

static int teardown(void** state) {
  Fixture* f = *state;
  (void)unlink(f->path);
  assert_int_equal(rmdir(f->folder), 0); // fails where a test left something beside the file
  free(f);
  return 0;
}

static void assert_content(const char* path, const char* expected) {
  char content[64] = {0};
  FILE* file = fopen(path, "rb");
  assert_non_null(file);
  assert_true(fread(content, 1, sizeof content - 1, file) < sizeof content);
  (void)fclose(file);
  assert_string_equal(content, expected);
}

static bool write_text(Fixture* f, const char* path, const char* text) {
  return atomic_file_write(path, text, strlen(text), f->reason, sizeof f->reason);
}

static void makes_a_new_file_with_the_umask(void** state) {
  Fixture* f = *state;
  const mode_t before = umask(027);
  const bool ok = write_text(f, f->path, "new");
  (void)umask(before);
  assert_true(ok);
  assert_content(f->path, "new");
  struct stat info;
  assert_int_equal(stat(f->path, &info), 0);
  assert_int_equal(info.st_mode & 0777, 0640);
  assert_int_equal(entry_count(f->folder), 1);
}

static void replaces_a_file_and_keeps_its_mode(void** state) {
  Fixture* f = *state;
  assert_true(write_text(f, f->path, "a long old text"));
  assert_int_equal(chmod(f->path, 0600), 0);
  assert_true(write_text(f, f->path, "new"));
  assert_content(f->path, "new");
  struct stat info;
  assert_int_equal(stat(f->path, &info), 0);
  assert_int_equal(info.st_mode & 0777, 0600);
  assert_int_equal(entry_count(f->folder), 1);
}

static void writes_an_empty_file(void** state) {
  Fixture* f = *state;
  assert_true(atomic_file_write(f->path, NULL, 0, f->reason, sizeof f->reason));
  assert_content(f->path, "");
}

static void writes_into_the_current_folder(void** state) {
  Fixture* f = *state;
  char before[512];
  assert_non_null(getcwd(before, sizeof before));
  assert_int_equal(chdir(f->folder), 0);
  const bool ok = write_text(f, "tune.mid", "here");
  assert_int_equal(chdir(before), 0);
  assert_true(ok);
  assert_content(f->path, "here");
}

// A limit on the size of files stands in for a full disk: the same write fails half-way.
static bool write_with_little_room(Fixture* f) {
  const size_t size = 100000;
  char* data = calloc(1, size);
  struct rlimit before;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  const struct rlimit little = {5000, before.rlim_max};
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
  const bool ok = atomic_file_write(f->path, data, size, f->reason, sizeof f->reason);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  (void)signal(SIGXFSZ, handler);
  free(data);
  return ok;
}

static void a_write_that_fails_half_way_leaves_the_old_file(void** state) {
  Fixture* f = *state;
  assert_true(write_text(f, f->path, "old"));
  assert_false(write_with_little_room(f));
  assert_string_equal(f->reason, "cannot write: File too large");
  assert_content(f->path, "old");
  assert_int_equal(entry_count(f->folder), 1);
}

static void a_write_that_fails_half_way_leaves_nothing_new(void** state) {
  Fixture* f = *state;
  assert_false(write_with_little_room(f));
  assert_int_equal(entry_count(f->folder), 0);
}

static void says_that_a_device_is_full_and_leaves_it_a_device(void** state) {
  Fixture* f = *state;
  struct stat info;
  if (stat("/dev/full", &info) != 0 || access("/dev/full", W_OK) != 0) {
    skip();
  }
  assert_false(write_text(f, "/dev/full", "no room"));
  assert_string_equal(f->reason, "cannot write: No space left on device");
  assert_int_equal(stat("/dev/full", &info), 0);
  assert_true(S_ISCHR(info.st_mode));
}

static void a_missing_folder_is_named_as_the_reason(void** state) {
  Fixture* f = *state;
  char path[128];
  (void)snprintf(path, sizeof path, "%s/none/tune.mid", f->folder);
  assert_false(write_text(f, path, "x"));
  assert_string_equal(f->reason, "cannot make a file in that folder: No such file or directory");
}

static void a_folder_is_not_replaced(void** state) {
  Fixture* f = *state;
  assert_false(write_text(f, f->folder, "x"));
  assert_string_equal(f->reason, "cannot write: Is a directory");
}

static void a_file_or_folder_that_is_write_protected_is_left(void** state) {
  Fixture* f = *state;
  if (geteuid() == 0) {
    skip(); // everything is writable to root
  }
  assert_true(write_text(f, f->path, "old"));
  assert_int_equal(chmod(f->path, 0444), 0);
  assert_false(write_text(f, f->path, "new"));
  assert_string_equal(f->reason, "cannot write: Permission denied");
  assert_int_equal(chmod(f->path, 0644), 0);
  assert_int_equal(chmod(f->folder, 0555), 0);
  const bool ok = write_text(f, f->path, "new");
  assert_int_equal(chmod(f->folder, 0755), 0);
  assert_false(ok);
  assert_string_equal(f->reason, "cannot make a file in that folder: Permission denied");
  assert_content(f->path, "old");
}

// Another writer's, or what a crash left behind.
static void a_hidden_file_that_is_there_already_is_left(void** state) {
  Fixture* f = *state;
  char other[128];
  (void)snprintf(other, sizeof other, "%s/.tiento-%ld-0.tmp", f->folder, (long)getpid());
  FILE* file = fopen(other, "wb");
  assert_non_null(file);
  assert_true(fputs("other", file) >= 0);
  assert_int_equal(fclose(file), 0);
  assert_true(write_text(f, f->path, "new"));
  assert_content(f->path, "new");
  assert_content(other, "other");
  assert_int_equal(unlink(other), 0);
}

// A hidden file of that process, untouched for so many seconds.
static void leave_behind(const Fixture* f, long process, long seconds, char path[128]) {
  (void)snprintf(path, 128, "%s/.tiento-%ld-0.tmp", f->folder, process);
  FILE* file = fopen(path, "wb");
  assert_non_null(file);
  (void)fclose(file);
  const struct timespec then = {.tv_sec = time(NULL) - seconds};
  const struct timespec times[2] = {then, then};
  assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void only_what_dead_processes_left_long_ago_is_tidied_away(void** state) {
  const Fixture* f = *state;
  char dead[128];
  char lately[128];
  char alive[128];
  leave_behind(f, 999999998, 7200, dead);
  leave_behind(f, 999999999, 60, lately);
  leave_behind(f, (long)getpid(), 7200, alive);
  atomic_file_tidy(f->path);
  assert_int_equal(access(dead, F_OK), -1);
  assert_int_equal(unlink(lately), 0);
  assert_int_equal(unlink(alive), 0);
  atomic_file_tidy("/nowhere/at/all");
}

static void trying_tells_what_writing_would_and_leaves_nothing(void** state) {
  Fixture* f = *state;
  char path[400];
  assert_true(atomic_file_try(f->path, f->reason, sizeof f->reason));
  assert_int_equal(entry_count(f->folder), 0);
  assert_true(write_text(f, f->path, "old"));
  assert_true(atomic_file_try(f->path, f->reason, sizeof f->reason));
  assert_content(f->path, "old");
  assert_int_equal(entry_count(f->folder), 1);
  assert_true(atomic_file_try("/dev/null", f->reason, sizeof f->reason));
  assert_false(atomic_file_try(f->folder, f->reason, sizeof f->reason));
  assert_string_equal(f->reason, "cannot write: Is a directory");
  (void)snprintf(path, sizeof path, "%s/none/tune.mid", f->folder);
  assert_false(atomic_file_try(path, f->reason, sizeof f->reason));
  assert_string_equal(f->reason, "cannot make a file in that folder: No such file or directory");
  (void)snprintf(path, sizeof path, "%s/%0300d", f->folder, 0);
  assert_false(atomic_file_try(path, f->reason, sizeof f->reason));
  assert_string_equal(f->reason, "cannot follow that path: File name too long");
}

static void a_link_stays_a_link(void** state) {
  Fixture* f = *state;
  char link[128];
  (void)snprintf(link, sizeof link, "%s/link", f->folder);
  assert_int_equal(symlink("tune.mid", link), 0);
  assert_true(write_text(f, link, "through"));
  struct stat info;
  assert_int_equal(lstat(link, &info), 0);
  assert_true(S_ISLNK(info.st_mode));
  assert_content(f->path, "through");
  assert_int_equal(unlink(link), 0);
}

static void links_in_a_circle_end(void** state) {
  Fixture* f = *state;
  assert_int_equal(symlink("tune.mid", f->path), 0);
  assert_false(write_text(f, f->path, "x"));
  assert_non_null(strstr(f->reason, "symbolic links"));
}

static void writes_into_a_pipe(void** state) {
  Fixture* f = *state;
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  char path[32];
  char got[8] = {0};
  (void)snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
  if (access(path, W_OK) != 0) {
    skip();
  }
  assert_true(write_text(f, path, "piped"));
  assert_int_equal(read(ends[0], got, sizeof got - 1), 5);
  assert_string_equal(got, "piped");
  (void)close(ends[0]);
  (void)close(ends[1]);
}

static void the_reason_is_cut_to_its_room(void** state) {
  Fixture* f = *state;
  assert_false(atomic_file_write(f->folder, "x", 1, f->reason, 7));
  assert_string_equal(f->reason, "cannot");
  assert_false(atomic_file_write(f->folder, "x", 1, NULL, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(makes_a_new_file_with_the_umask),
      TEST(replaces_a_file_and_keeps_its_mode),
      TEST(writes_an_empty_file),
      TEST(writes_into_the_current_folder),
      TEST(a_write_that_fails_half_way_leaves_the_old_file),
      TEST(a_write_that_fails_half_way_leaves_nothing_new),
      TEST(says_that_a_device_is_full_and_leaves_it_a_device),
      TEST(a_missing_folder_is_named_as_the_reason),
      TEST(a_folder_is_not_replaced),
      TEST(a_file_or_folder_that_is_write_protected_is_left),
      TEST(a_hidden_file_that_is_there_already_is_left),
      TEST(only_what_dead_processes_left_long_ago_is_tidied_away),
      TEST(trying_tells_what_writing_would_and_leaves_nothing),
      TEST(a_link_stays_a_link),
      TEST(links_in_a_circle_end),
      TEST(writes_into_a_pipe),
      TEST(the_reason_is_cut_to_its_room),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
