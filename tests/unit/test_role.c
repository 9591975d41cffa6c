// Roles of voices: which, and by what names a style file keeps them.
#include "plugin/engine/part_names.h"
#include "trainer/role.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PIANO = 0, ORGAN = 2, GUITAR = 3, BASS = 4, STRINGS = 5 };

static void every_role_is_found_by_its_name_and_no_other_is(void** state) {
  (void)state;
  for (int role = 0; role < ROLE_COUNT; ++role) {
    assert_int_equal(role_find(role_name((Role)role)), role);
  }
  assert_int_equal(role_find("part 1"), ROLE_NONE);
  assert_int_equal(role_find("drums"), ROLE_NONE);
  assert_int_equal(role_find(""), ROLE_NONE);
}

static void every_name_can_stand_in_a_style_file(void** state) {
  (void)state;
  for (int role = 0; role < ROLE_COUNT; ++role) {
    TnVocabulary v = tn_vocabulary_for_grid();
    assert_true(tn_part_names_read(role_name((Role)role), &v));
  }
}

static void one_voice_alone_is_its_instrument(void** state) {
  (void)state;
  assert_string_equal(role_name(role_in_family(PIANO, 0, 1, true)), "piano");
  assert_string_equal(role_name(role_in_family(GUITAR, 0, 1, true)), "guitar");
}

static void two_voices_of_a_keyboard_are_its_hands_in_any_company(void** state) {
  (void)state;
  for (int alone = 0; alone < 2; ++alone) {
    assert_int_equal(role_in_family(PIANO, 0, 2, alone), ROLE_RIGHT_HAND);
    assert_int_equal(role_in_family(ORGAN, 1, 2, alone), ROLE_LEFT_HAND);
  }
  assert_int_equal(role_in_family(STRINGS, 0, 2, true), ROLE_UPPER);
  assert_int_equal(role_in_family(STRINGS, 1, 2, true), ROLE_LOWER);
}

static void more_voices_of_one_instrument_are_a_choir(void** state) {
  (void)state;
  static const char* const FOUR[] = {"soprano", "alto", "tenor", "bass"};
  static const char* const THREE[] = {"soprano", "alto", "bass"};
  for (int i = 0; i < 4; ++i) {
    assert_string_equal(role_name(role_in_family(STRINGS, i, 4, true)), FOUR[i]);
    assert_string_equal(role_name(role_in_family(ORGAN, i, 7, true)), FOUR[i]);
  }
  for (int i = 0; i < 3; ++i) {
    assert_string_equal(role_name(role_in_family(PIANO, i, 3, true)), THREE[i]);
  }
  assert_int_equal(role_in_family(STRINGS, 6, 7, true), ROLE_SEVENTH);
}

static void a_file_of_more_tracks_is_no_choir(void** state) {
  (void)state;
  assert_string_equal(role_name(role_in_family(GUITAR, 0, 8, true)), "guitar");
  assert_string_equal(role_name(role_in_family(GUITAR, 7, 8, true)), "guitar");
}

static void in_a_band_a_voice_is_its_family(void** state) {
  (void)state;
  assert_string_equal(role_name(role_in_family(BASS, 0, 1, false)), "bass");
  assert_string_equal(role_name(role_in_family(GUITAR, 0, 2, false)), "guitar");
  assert_string_equal(role_name(role_in_family(GUITAR, 1, 2, false)), "guitar");
  assert_string_equal(role_name(role_in_family(STRINGS, 3, 4, false)), "strings");
}

static void registers_are_pitches_and_fall_from_soprano_to_bass(void** state) {
  (void)state;
  for (int role = 0; role < ROLE_COUNT; ++role) {
    assert_in_range(role_register((Role)role), 30, 90);
    assert_in_range(role_family((Role)role) + 1, 0, ROLE_FAMILIES);
    assert_int_equal(role_sibling(role_sibling((Role)role)), role);
  }
  assert_true(role_register(ROLE_SOPRANO) > role_register(ROLE_ALTO));
  assert_true(role_register(ROLE_ALTO) > role_register(ROLE_TENOR));
  assert_true(role_register(ROLE_TENOR) > role_register(ROLE_BASS));
  assert_true(role_register(ROLE_RIGHT_HAND) > role_register(ROLE_LEFT_HAND));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_role_is_found_by_its_name_and_no_other_is),
      cmocka_unit_test(every_name_can_stand_in_a_style_file),
      cmocka_unit_test(one_voice_alone_is_its_instrument),
      cmocka_unit_test(two_voices_of_a_keyboard_are_its_hands_in_any_company),
      cmocka_unit_test(more_voices_of_one_instrument_are_a_choir),
      cmocka_unit_test(a_file_of_more_tracks_is_no_choir),
      cmocka_unit_test(in_a_band_a_voice_is_its_family),
      cmocka_unit_test(registers_are_pitches_and_fall_from_soprano_to_bass),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
