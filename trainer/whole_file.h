// Reading a whole file of a bounded size.
#ifndef TN_TRAINER_WHOLE_FILE_H
#define TN_TRAINER_WHOLE_FILE_H

#include <stddef.h>
#include <stdint.h>

// The bytes of the regular file at `path`, which the caller frees. A file of more than `most_mib`
// MiB is refused; one that grows meanwhile may come out longer by a byte than it was. Never waits
// for a pipe. On failure returns NULL and writes one line, without the path, into `reason`.
uint8_t* whole_file_read(const char* path, size_t most_mib, size_t* size, char* reason,
                         size_t reason_size);

#endif
