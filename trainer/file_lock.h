// That only one process at a time writes a file.
#ifndef TN_TRAINER_FILE_LOCK_H
#define TN_TRAINER_FILE_LOCK_H

#include <stdbool.h>

typedef struct {
  char* path; // of a hidden, empty file beside the one that is locked, owned; NULL: there is none
  int file;
} FileLock;

// Locks the file at `path`, which need not exist yet, by a hidden one beside it, for as long as
// this process lives: what it leaves where it is killed blocks nobody. False where another process,
// which may be on another machine, has it. Where locks are not to be had, nothing is locked. The
// caller releases the lock in any case.
bool file_lock_take(FileLock* lock, const char* path);

// Removes the hidden file, too. A lock that is all zeros is none.
void file_lock_release(FileLock* lock);

#endif
