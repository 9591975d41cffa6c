// Instances that a fuzzer uses again: to make one takes a hundred times as long as to run it.
#ifndef TN_TESTS_FUZZ_RIG_LOAN_H
#define TN_TESTS_FUZZ_RIG_LOAN_H

#include "tests/fuzz/rig.h"

// One that is as if it were new but for what it has composed; after so many uses it is a new one
// indeed. It is to be given back, when nothing may sound once it is switched off.
Rig* rig_borrow(void);
void rig_give_back(Rig* rig);

#endif
