// As many bytes as there are, between the ranks of a cluster.
#ifndef TN_TRAINER_CLUSTER_BYTES_H
#define TN_TRAINER_CLUSTER_BYTES_H

#include "trainer/bytes.h"

// Gives all ranks the bytes of the first; the sinks of the others are empty before. False where a
// rank is short of memory, or was before. All ranks call it, and get the same.
bool cluster_share(Sink* sink);

// Appends the bytes of the other ranks to those of the first, in order of rank; no sink is empty.
// False as above. All ranks call it, and get the same.
bool cluster_collect(Sink* sink);

#endif
