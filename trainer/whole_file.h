// Reading a whole file of a bounded size, or its first bytes.
#ifndef TN_TRAINER_WHOLE_FILE_H
#define TN_TRAINER_WHOLE_FILE_H

#include <stddef.h>
#include <stdint.h>

// The bytes of the regular file at `path`, which the caller frees. A file of more than `most_mib`
// MiB is refused; one that grows meanwhile may come out longer by a byte than it was. Never waits
// for a pipe. On failure returns NULL and writes one line, without the path, into `reason`.
uint8_t* whole_file_read(const char* path, size_t most_mib, size_t* size, char* reason,
                         size_t reason_size);

// Copies the first bytes of the regular file at `path`, `size` of them or as many as there are, and
// returns how many; 0 where it cannot be read. Never waits for a pipe.
size_t whole_file_begin(const char* path, void* bytes, size_t size);

#endif
