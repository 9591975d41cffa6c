// The instruction sets that loops_body.h is compiled for. NULL where this processor has it not.
#ifndef TN_TRAINER_LOOPS_SETS_H
#define TN_TRAINER_LOOPS_SETS_H

#include "trainer/loops.h"

const Loops* loops_portable(void); // never NULL
const Loops* loops_avx2(void);
const Loops* loops_avx512(void);

#endif
