#include "plugin/kernel_choice.h"

#include <stdio.h>
#include <stdlib.h>

const TnKernel* kernel_choice(void) {
  const TnKernel* fastest = tn_kernel_fastest();
  const char* name = getenv("TIENTO_KERNEL");
  if (!name) {
    return fastest;
  }
  const TnKernel* named = tn_kernel_named(name);
  if (!named) {
    fprintf(stderr, "tiento: this processor has no kernel '%.32s' (TIENTO_KERNEL); using %s\n",
            name, fastest->name);
  }
  return named ? named : fastest;
}
