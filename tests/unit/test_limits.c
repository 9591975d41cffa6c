// Limits: what fits is what musicians call the scale, the chord and the register.
#include "plugin/engine/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const TnLimits FREE = {.high = 127};

// The pitch classes that fit, bit k for class k, the same in every octave.
static uint16_t fitting_classes(TnLimits limits) {
  uint16_t classes = 0;
  for (int k = 0; k < 12; ++k) {
    const bool fits = tn_limits_fit(&limits, k);
    for (int pitch = k; pitch < TN_MAX_PITCHES; pitch += 12) {
      assert_int_equal(tn_limits_fit(&limits, pitch), fits);
    }
    classes |= (uint16_t)(fits << k);
  }
  return classes;
}

static uint16_t scale_on(int scale, int root) {
  TnLimits limits = FREE;
  limits.scale = (uint8_t)scale;
  limits.root = (uint8_t)root;
  return fitting_classes(limits);
}

// The pitch classes of degrees in semitones above the root, from 0 on; 0 ends them.
static uint16_t classes_of(const int* degrees, int root) {
  uint16_t classes = (uint16_t)(1 << root);
  for (int i = 1; degrees[i] != 0; ++i) {
    classes |= (uint16_t)(1 << (root + degrees[i]) % 12);
  }
  return classes;
}

static void without_limits_every_midi_pitch_fits(void** state) {
  (void)state;
  for (int pitch = -300; pitch < 300; ++pitch) {
    assert_int_equal(tn_limits_fit(&FREE, pitch), pitch >= 0 && pitch <= 127);
  }
}

static void only_the_register_fits(void** state) {
  (void)state;
  const TnLimits limits = {.low = 40, .high = 70};
  for (int pitch = -1; pitch <= 128; ++pitch) {
    assert_int_equal(tn_limits_fit(&limits, pitch), pitch >= 40 && pitch <= 70);
  }
}

static void nothing_fits_a_register_that_is_upside_down(void** state) {
  (void)state;
  const TnLimits limits = {.low = 70, .high = 69};
  for (int pitch = 0; pitch <= 127; ++pitch) {
    assert_false(tn_limits_fit(&limits, pitch));
  }
}

static void scales_have_their_degrees_on_every_root(void** state) {
  (void)state;
  static const int degrees[TN_SCALES][13] = {
      [TN_SCALE_OFF] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
      [TN_SCALE_MAJOR] = {0, 2, 4, 5, 7, 9, 11},
      [TN_SCALE_NATURAL_MINOR] = {0, 2, 3, 5, 7, 8, 10},
      [TN_SCALE_HARMONIC_MINOR] = {0, 2, 3, 5, 7, 8, 11},
      [TN_SCALE_MELODIC_MINOR] = {0, 2, 3, 5, 7, 9, 11},
      [TN_SCALE_DORIAN] = {0, 2, 3, 5, 7, 9, 10},
      [TN_SCALE_PHRYGIAN] = {0, 1, 3, 5, 7, 8, 10},
      [TN_SCALE_LYDIAN] = {0, 2, 4, 6, 7, 9, 11},
      [TN_SCALE_MIXOLYDIAN] = {0, 2, 4, 5, 7, 9, 10},
      [TN_SCALE_LOCRIAN] = {0, 1, 3, 5, 6, 8, 10},
      [TN_SCALE_MAJOR_PENTATONIC] = {0, 2, 4, 7, 9},
      [TN_SCALE_MINOR_PENTATONIC] = {0, 3, 5, 7, 10},
      [TN_SCALE_BLUES] = {0, 3, 5, 6, 7, 10},
      [TN_SCALE_WHOLE_TONE] = {0, 2, 4, 6, 8, 10},
      [TN_SCALE_OCTATONIC] = {0, 2, 3, 5, 6, 8, 9, 11},
  };
  for (int scale = 0; scale < TN_SCALES; ++scale) {
    for (int root = 0; root < 12; ++root) {
      assert_int_equal(scale_on(scale, root), classes_of(degrees[scale], root));
    }
  }
}

// The white keys, whichever of them a mode begins on; the black ones are pentatonic.
static void modes_are_the_white_keys(void** state) {
  (void)state;
  const uint16_t white = scale_on(TN_SCALE_MAJOR, 0);
  assert_int_equal(white, 0xab5);
  assert_int_equal(scale_on(TN_SCALE_DORIAN, 2), white);
  assert_int_equal(scale_on(TN_SCALE_PHRYGIAN, 4), white);
  assert_int_equal(scale_on(TN_SCALE_LYDIAN, 5), white);
  assert_int_equal(scale_on(TN_SCALE_MIXOLYDIAN, 7), white);
  assert_int_equal(scale_on(TN_SCALE_NATURAL_MINOR, 9), white);
  assert_int_equal(scale_on(TN_SCALE_LOCRIAN, 11), white);
  assert_int_equal(scale_on(TN_SCALE_MAJOR_PENTATONIC, 6), 0xfff & ~white);
  assert_int_equal(scale_on(TN_SCALE_MINOR_PENTATONIC, 3), 0xfff & ~white);
}

enum { C_MAJOR = 1 << 0 | 1 << 4 | 1 << 7 };

static void only_the_held_chord_fits(void** state) {
  (void)state;
  TnLimits limits = FREE;
  limits.chord_mode = TN_CHORD_ONLY;
  limits.chord = C_MAJOR;
  assert_int_equal(fitting_classes(limits), C_MAJOR);
  limits.scale = TN_SCALE_MAJOR;
  limits.root = 2; // D: without C
  assert_int_equal(fitting_classes(limits), 1 << 4 | 1 << 7);
}

static void a_chord_outside_the_scale_leaves_nothing(void** state) {
  (void)state;
  TnLimits limits = FREE;
  limits.chord_mode = TN_CHORD_ONLY;
  limits.chord = C_MAJOR;
  limits.scale = TN_SCALE_MAJOR_PENTATONIC;
  limits.root = 6;
  assert_int_equal(fitting_classes(limits), 0);
}

static void a_chord_limits_in_one_mode_only_and_none_never(void** state) {
  (void)state;
  TnLimits limits = FREE;
  limits.chord = C_MAJOR;
  assert_int_equal(fitting_classes(limits), 0xfff);
  limits.chord_mode = TN_CHORD_FAVOURED;
  assert_int_equal(fitting_classes(limits), 0xfff);
  limits.chord_mode = TN_CHORD_ONLY;
  limits.chord = 0;
  assert_int_equal(fitting_classes(limits), 0xfff);
}

static void a_held_chord_is_favoured_in_every_octave(void** state) {
  (void)state;
  TnLimits limits = FREE;
  limits.chord_mode = TN_CHORD_FAVOURED;
  limits.chord = C_MAJOR;
  for (int pitch = -240; pitch < 240; ++pitch) {
    const bool held = C_MAJOR >> (pitch + 240) % 12 & 1;
    assert_int_equal(tn_limits_favour(&limits, pitch) > 0.0F, held);
    assert_true(held || tn_limits_favour(&limits, pitch) == 0.0F);
  }
}

static void nothing_is_favoured_in_other_modes_or_without_a_chord(void** state) {
  (void)state;
  TnLimits limits = FREE;
  for (int pitch = 0; pitch < 12; ++pitch) {
    limits.chord = C_MAJOR;
    limits.chord_mode = TN_CHORD_OFF;
    assert_true(tn_limits_favour(&limits, pitch) == 0.0F);
    limits.chord_mode = TN_CHORD_ONLY;
    assert_true(tn_limits_favour(&limits, pitch) == 0.0F);
    limits.chord_mode = TN_CHORD_FAVOURED;
    limits.chord = 0;
    assert_true(tn_limits_favour(&limits, pitch) == 0.0F);
  }
}

static void what_is_composed_fits_where_it_leaves_the_plugin(void** state) {
  (void)state;
  const TnLimits limits = {.low = 50,
                           .high = 127,
                           .root = 7,
                           .scale = TN_SCALE_BLUES,
                           .chord_mode = TN_CHORD_ONLY,
                           .chord = 1 << 7 | 1 << 2 | 1 << 4};
  for (int by = -24; by <= 24; ++by) {
    TnLimits moved = limits;
    moved.transpose = (int8_t)by;
    uint8_t fits[TN_MAX_PITCHES];
    tn_limits_composed(&moved, fits);
    for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
      const int leaves = pitch + by;
      const bool wanted = leaves >= 50 && leaves <= 127 && (leaves % 12 == 7 || leaves % 12 == 2);
      assert_int_equal(fits[pitch], wanted);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_limits_every_midi_pitch_fits),
      cmocka_unit_test(only_the_register_fits),
      cmocka_unit_test(nothing_fits_a_register_that_is_upside_down),
      cmocka_unit_test(scales_have_their_degrees_on_every_root),
      cmocka_unit_test(modes_are_the_white_keys),
      cmocka_unit_test(only_the_held_chord_fits),
      cmocka_unit_test(a_chord_outside_the_scale_leaves_nothing),
      cmocka_unit_test(a_chord_limits_in_one_mode_only_and_none_never),
      cmocka_unit_test(a_held_chord_is_favoured_in_every_octave),
      cmocka_unit_test(nothing_is_favoured_in_other_modes_or_without_a_chord),
      cmocka_unit_test(what_is_composed_fits_where_it_leaves_the_plugin),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
