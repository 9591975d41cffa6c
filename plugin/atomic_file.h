// Writing a whole file so that it is either the new one or, whatever fails, the old one.
#ifndef TN_ATOMIC_FILE_H
#define TN_ATOMIC_FILE_H

#include <stdbool.h>
#include <stddef.h>

// Puts `size` bytes at `path`: written under a hidden name in the same folder, synced to the disk,
// then renamed. A new file gets the mode that the umask leaves; one that is replaced keeps its
// mode. A symbolic link is followed. What is no regular file (a pipe, a device) is written to
// directly. Blocks on the disk: not for the audio thread.
//
// On failure returns false, removes the hidden file, leaves what was at `path` as it was, and
// writes one line that says why, without the path, into `reason` (cut to `reason_size` bytes with
// its NUL; may be NULL where `reason_size` is 0).
bool atomic_file_write(const char* path, const void* data, size_t size, char* reason,
                       size_t reason_size);

// Whether atomic_file_write() could begin to write to `path` now: a hidden file is made beside it
// and removed. What a disk has room for it cannot tell. False, with a reason as above.
bool atomic_file_try(const char* path, char* reason, size_t reason_size);

// Removes the hidden files that atomic_file_write() has left in the folder of `path` where it was
// killed: those of no process that lives here, and untouched for an hour, since another machine may
// be writing to the same disk.
void atomic_file_tidy(const char* path);

#endif
