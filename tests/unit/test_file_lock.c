// Only one process at a time has a file, and none that is dead.
#include "trainer/file_lock.h"

#include "tests/unit/place.h"

#include <signal.h>
#include <sys/wait.h>

static void only_one_has_a_lock(void** state) {
  Place* place = *state;
  FileLock first;
  FileLock second;
  FileLock other;
  assert_true(file_lock_take(&first, at(place, "a")));
  assert_false(file_lock_take(&second, at(place, "a")));
  assert_true(file_lock_take(&other, at(place, "b")));
  file_lock_release(&second); // takes nothing from the first
  assert_false(file_lock_take(&second, at(place, "a")));
  file_lock_release(&first);
  assert_true(file_lock_take(&second, at(place, "a")));
  file_lock_release(&second);
  file_lock_release(&other);
  assert_int_equal(entry_count(place->root), 0);
}

static void what_is_killed_blocks_nobody(void** state) {
  Place* place = *state;
  FileLock lock;
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    file_lock_take(&lock, at(place, "a"));
    raise(SIGKILL);
  }
  assert_int_equal(waitpid(child, NULL, 0), child);
  assert_int_equal(entry_count(place->root), 1);
  assert_true(file_lock_take(&lock, at(place, "a")));
  file_lock_release(&lock);
  assert_int_equal(entry_count(place->root), 0);
}

static void where_no_lock_can_be_there_is_none(void** state) {
  Place* place = *state;
  FileLock lock;
  assert_true(file_lock_take(&lock, at(place, "nowhere/a")));
  assert_null(lock.path);
  file_lock_release(&lock);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_PLACE(only_one_has_a_lock),
      WITH_PLACE(what_is_killed_blocks_nobody),
      WITH_PLACE(where_no_lock_can_be_there_is_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
