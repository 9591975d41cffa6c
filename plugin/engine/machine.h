// The machines that Tiento is for: others are turned away when it is built, not when it plays.
#ifndef TN_ENGINE_MACHINE_H
#define TN_ENGINE_MACHINE_H

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Tiento needs a little-endian processor: kernels and files lay numbers out so"
#endif

#if __SIZEOF_POINTER__ < 8
#error "Tiento needs a 64-bit processor: times and sums have 64 bits, and sizes are taken to"
#endif

#endif
