#define LOOPS_NAME "portable"
#define LOOPS_TARGET
#include "trainer/loops_body.h"

const Loops* loops_portable(void) {
  return &LOOPS;
}
