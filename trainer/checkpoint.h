// The file from which a training run that was ended goes on: of which run it is (see fingerprint.h)
// and its state (see run.h), as the same program can read them on a machine of the same kind.
#ifndef TN_TRAINER_CHECKPOINT_H
#define TN_TRAINER_CHECKPOINT_H

#include "trainer/bytes.h"
#include "trainer/fingerprint.h"

// A checkpoint in memory: begin, append the state to the sink, which is empty before, and write it,
// whole or not at all. False with a one-line reason.
void checkpoint_begin(Sink* file, const Fingerprint* fingerprint);
bool checkpoint_write(const char* path, Sink* file, char* reason, size_t reason_size);

// Reads the file at `path` into `file`, which is empty before. False with a one-line reason.
bool checkpoint_read(const char* path, Sink* file, char* reason, size_t reason_size);

// Whether the file at `path` is a checkpoint of any version, whole or not.
bool checkpoint_is_one(const char* path);

// Finds the state in a whole checkpoint of the run of this fingerprint. It trusts nothing: where
// the bytes are another file, damaged, cut, or of another run, false with a one-line reason.
bool checkpoint_open(Span file, const Fingerprint* fingerprint, Span* state, char* reason,
                     size_t reason_size);

#endif
