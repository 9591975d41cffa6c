// Which kernel computes the network.
#ifndef TN_KERNEL_CHOICE_H
#define TN_KERNEL_CHOICE_H

#include "plugin/engine/kernel.h"

// The kernel that the environment variable TIENTO_KERNEL names; where it is not set, or this
// processor cannot run that one, which is said on stderr, the fastest that it can. All play the
// same notes. Not for the audio thread.
const TnKernel* kernel_choice(void);

#endif
