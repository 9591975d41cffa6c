// A transport that is told positions.
#ifndef TN_TESTS_TRANSPORT_FIXTURE_H
#define TN_TESTS_TRANSPORT_FIXTURE_H

#include "tests/unit/told_position.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { RATE = 48000, FREE_BPM = 100 };

static inline TnTransport new_transport(void) {
  TnTransport transport;
  tn_transport_init(&transport, RATE);
  return transport;
}

static inline TnMovement update(TnTransport* transport, uint64_t frame, TnPosition told) {
  int64_t shift;
  return tn_transport_update(transport, frame, &told, FREE_BPM, &shift);
}

static inline TnTransport rolling_from(TnPosition told) {
  TnTransport transport = new_transport();
  update(&transport, 0, told);
  return transport;
}

// Units of some quarters.
static inline int64_t quarters(const TnTransport* transport, double count) {
  return llround(count * 24.0 * (double)tn_transport_units_a_tick(transport));
}

#endif
