// Bounds at random, and what is inside them, for tests.
#ifndef TN_TESTS_BOUNDS_FIXTURE_H
#define TN_TESTS_BOUNDS_FIXTURE_H

#include "tests/unit/generator_player.h"

#include <string.h>

static inline TnBounds no_bounds(void) {
  TnBounds b = {.limit = INT32_MAX};
  memset(b.strike, TN_ALL, sizeof b.strike);
  memset(b.fits, 1, sizeof b.fits);
  return b;
}

// From those that leave nothing to those that leave nearly everything.
static inline TnBounds random_bounds(Random* random) {
  TnBounds b = no_bounds();
  const int strike = random_within(random, 1, 4);
  const int fits = 1 << random_below(random, 8);
  for (int dt = 0; dt < TN_MAX_DT_VALUES; ++dt) {
    const int what = random_below(random, 3 * strike);
    b.strike[dt] = (uint8_t)(what < TN_ALL ? what : TN_ALL);
  }
  for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
    b.fits[pitch] = random_below(random, fits) == 0;
  }
  for (int class = 0; class < TN_PITCH_CLASSES; ++class) {
    b.favour[class] = 4.0F * random_unit(random);
  }
  b.density = 2.0F * random_unit(random) - 1.0F;
  return b;
}

static inline bool is_inside(const TnBounds* b, const TnVocabulary* v, TnEvent note) {
  return note.part == v->drum_part ? b->strike[note.dt] != TN_NOTHING
                                   : b->strike[note.dt] == TN_ALL && b->fits[note.pitch];
}

// One call without a bound on its work draws an event.
static inline TnEvent next_within(Player* p, TnSampling sampling, const TnBounds* bounds) {
  int64_t unbounded = INT64_MAX;
  TnEvent event;
  assert_int_equal(player_draw(p, sampling, 3, bounds, &unbounded, &event), TN_DRAWN);
  return event;
}

#endif
