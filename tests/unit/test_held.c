// The keys that the player holds.
#include "plugin/engine/held.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

// Which keys were let go, in order.
typedef struct {
  int count;
  uint8_t channels[TN_HELD_CHANNELS * TN_HELD_PITCHES];
  uint8_t pitches[TN_HELD_CHANNELS * TN_HELD_PITCHES];
} Released;

static void note_release(void* handle, uint8_t channel, uint8_t pitch) {
  Released* released = handle;
  released->channels[released->count] = channel;
  released->pitches[released->count++] = pitch;
}

static TnHeldListener listener_of(Released* released) {
  return (TnHeldListener){note_release, released};
}

static void a_key_is_held_until_it_is_lifted(void** state) {
  (void)state;
  TnHeld held = {.count = 0};
  Released released = {.count = 0};
  tn_held_strike(&held, 2, 64, listener_of(&released));
  tn_held_strike(&held, 2, 76, listener_of(&released));
  assert_int_equal(held.count, 2);
  assert_int_equal(tn_held_classes(&held), 1 << 4);
  tn_held_lift(&held, 2, 64, listener_of(&released));
  assert_int_equal(tn_held_classes(&held), 1 << 4); // an octave higher it is held still
  tn_held_lift(&held, 2, 76, listener_of(&released));
  assert_int_equal(held.count, 0);
  assert_int_equal(tn_held_classes(&held), 0);
  assert_int_equal(released.count, 2);
  assert_int_equal(released.pitches[0], 64);
  assert_int_equal(released.channels[0], 2);
}

static void a_key_that_is_up_cannot_be_lifted(void** state) {
  (void)state;
  TnHeld held = {.count = 0};
  Released released = {.count = 0};
  tn_held_strike(&held, 0, 60, listener_of(&released));
  tn_held_lift(&held, 1, 60, listener_of(&released));
  tn_held_lift(&held, 0, 61, listener_of(&released));
  assert_int_equal(released.count, 0);
  assert_int_equal(held.count, 1);
}

static void the_pedal_holds_what_is_lifted(void** state) {
  (void)state;
  TnHeld held = {.count = 0};
  Released released = {.count = 0};
  tn_held_strike(&held, 0, 60, listener_of(&released));
  tn_held_strike(&held, 0, 64, listener_of(&released));
  tn_held_strike(&held, 1, 67, listener_of(&released));
  tn_held_pedal(&held, 0, true, listener_of(&released));
  tn_held_lift(&held, 0, 60, listener_of(&released));
  tn_held_lift(&held, 1, 67, listener_of(&released)); // of another channel
  assert_int_equal(released.count, 1);
  assert_int_equal(released.pitches[0], 67);
  assert_int_equal(tn_held_classes(&held), 1 << 0 | 1 << 4);
  tn_held_pedal(&held, 0, false, listener_of(&released));
  assert_int_equal(released.count, 2);
  assert_int_equal(released.pitches[1], 60);
  assert_int_equal(tn_held_classes(&held), 1 << 4); // by hand
}

static void a_restruck_key_is_let_go_first(void** state) {
  (void)state;
  TnHeld held = {.count = 0};
  Released released = {.count = 0};
  tn_held_strike(&held, 0, 60, listener_of(&released));
  tn_held_pedal(&held, 0, true, listener_of(&released));
  tn_held_lift(&held, 0, 60, listener_of(&released));
  tn_held_strike(&held, 0, 60, listener_of(&released));
  assert_int_equal(released.count, 1);
  assert_int_equal(held.count, 1);
  tn_held_pedal(&held, 0, false, listener_of(&released));
  assert_int_equal(released.count, 1); // it is down again
  tn_held_lift(&held, 0, 60, listener_of(&released));
  assert_int_equal(released.count, 2);
  assert_int_equal(held.count, 0);
}

static void all_keys_of_a_channel_are_let_go_once(void** state) {
  (void)state;
  TnHeld held = {.count = 0};
  Released released = {.count = 0};
  for (int pitch = 0; pitch < TN_HELD_PITCHES; ++pitch) {
    tn_held_strike(&held, 0, (uint8_t)pitch, listener_of(&released));
    tn_held_strike(&held, 15, (uint8_t)pitch, listener_of(&released));
  }
  tn_held_pedal(&held, 15, true, listener_of(&released));
  tn_held_lift(&held, 15, 127, listener_of(&released));
  tn_held_let_go(&held, 15, listener_of(&released));
  assert_int_equal(released.count, TN_HELD_PITCHES);
  assert_int_equal(held.count, TN_HELD_PITCHES);
  assert_int_equal(tn_held_classes(&held), 0xfff);
  tn_held_let_go(&held, 0, listener_of(&released));
  assert_int_equal(held.count, 0);
  assert_int_equal(tn_held_classes(&held), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_key_is_held_until_it_is_lifted),
      cmocka_unit_test(a_key_that_is_up_cannot_be_lifted),
      cmocka_unit_test(the_pedal_holds_what_is_lifted),
      cmocka_unit_test(a_restruck_key_is_let_go_first),
      cmocka_unit_test(all_keys_of_a_channel_are_let_go_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
