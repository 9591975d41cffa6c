#include "trainer/file_lock.h"

#include "trainer/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// Of a name of any length a short one. NULL where memory is short.
static char* lock_path(const char* path) {
  static const char FORMAT[] = "%.*s.tiento-%016" PRIx64 ".lock";
  const char* slash = strrchr(path, '/');
  const int folder = slash ? (int)(slash - path) + 1 : 0;
  const uint64_t hash = bytes_hash(BYTES_HASH, path + folder, strlen(path + folder));
  const size_t size = (size_t)folder + sizeof FORMAT + 16;
  char* made = malloc(size);
  if (made) {
    snprintf(made, size, FORMAT, folder, path, hash);
  }
  return made;
}

// Whoever had the lock may have removed the file since it was opened here.
static bool is_still_there(const FileLock* lock) {
  struct stat ours;
  struct stat there;
  return fstat(lock->file, &ours) == 0 && stat(lock->path, &there) == 0 &&
         ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

static void forget(FileLock* lock) {
  if (lock->path) {
    close(lock->file);
    free(lock->path);
  }
  *lock = (FileLock){.path = NULL};
}

bool file_lock_take(FileLock* lock, const char* path) {
  for (;;) {
    *lock = (FileLock){.path = lock_path(path), .file = -1};
    lock->file = lock->path ? open(lock->path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666) : -1;
    const bool locked = lock->file >= 0 && flock(lock->file, LOCK_EX | LOCK_NB) == 0;
    const bool taken = lock->file >= 0 && !locked && errno == EWOULDBLOCK;
    if (locked && is_still_there(lock)) {
      return true;
    }
    forget(lock);
    if (!locked) {
      return !taken;
    }
  }
}

void file_lock_release(FileLock* lock) {
  if (lock->path) {
    unlink(lock->path); // before somebody else can have it
  }
  forget(lock);
}
