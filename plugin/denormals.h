// Numbers too small to be normal make some processors slow; run() has them flushed to zero, and
// leaves the mode as the host had it.
#ifndef TN_DENORMALS_H
#define TN_DENORMALS_H

#if defined(__SSE2__)
#include <xmmintrin.h>
typedef unsigned DenormalMode;
static inline DenormalMode denormals_flush(void) {
  const DenormalMode mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040U); // flush to zero, denormals are zero
  return mode;
}
static inline void denormals_restore(DenormalMode mode) {
  _mm_setcsr(mode);
}
#elif defined(__aarch64__)
#include <stdint.h>
typedef uint64_t DenormalMode;
static inline DenormalMode denormals_flush(void) {
  DenormalMode mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | (1U << 24)));
  return mode;
}
static inline void denormals_restore(DenormalMode mode) {
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
}
#else
typedef int DenormalMode;
static inline DenormalMode denormals_flush(void) {
  return 0;
}
static inline void denormals_restore(DenormalMode mode) {
  (void)mode;
}
#endif

#endif
