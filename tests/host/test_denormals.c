// Denormal numbers from everywhere: they are as zeros, and a host finds its arithmetic as it left
// it.
#include "tests/host/opened_host.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

static unsigned mode(void) {
  return _mm_getcsr() & ~0x3fU; // without what has happened so far
}

static void set_flush(bool flush) {
  _mm_setcsr(flush ? mode() | 0x8040U : mode() & ~0x8040U); // FTZ and DAZ
}
#else
static unsigned mode(void) {
  return 0; // not known how to ask
}

static void set_flush(bool flush) {
  (void)flush;
}
#endif

enum { SECONDS = 12 };

// All controls that may be tiny: where 0 is within their range.
static void set_tiny(Host* host, float value) {
  for (uint32_t port = 0; port < host_port_count(host); ++port) {
    HostPort p;
    assert_true(host_port(host, port, &p));
    if (p.control && p.input && p.minimum <= 0 && p.initial == 0) {
      host_set(host, p.symbol, value);
    }
  }
}

static const HostEvent* play(Host* host, float value, size_t* count) {
  set_tiny(host, value);
  host_set(host, "enabled", 1);
  host_set(host, "temperature", value);
  settle(host);
  host_clear_events(host);
  host_play(host);
  for (uint64_t done = 0; done < SECONDS * RATE; done += BLOCK) {
    const unsigned before = mode();
    host_run(host, BLOCK);
    assert_int_equal(mode(), before);
  }
  return host_events(host, count);
}

static void tiny_controls_are_as_zeros(void** state) {
  (void)state;
  static const float TINY[] = {FLT_MIN / 3, -FLT_MIN / 5, 1e-45F};
  Host* zeros = opened(HOST_ON_CHANGE);
  size_t count;
  const HostEvent* expected = play(zeros, 0, &count);
  assert_true(count > 20);
  for (size_t i = 0; i < sizeof TINY / sizeof TINY[0]; ++i) {
    Host* host = opened(HOST_ON_CHANGE);
    size_t heard;
    set_flush(i % 2);
    const HostEvent* events = play(host, TINY[i], &heard);
    set_flush(false);
    assert_int_equal(heard, count);
    for (size_t k = 0; k < count; ++k) {
      assert_int_equal(events[k].frame, expected[k].frame);
      assert_memory_equal(events[k].bytes, expected[k].bytes, 3);
    }
    stop_and_close(host);
  }
  stop_and_close(zeros);
}

static void tiny_places_of_the_song_are_harmless(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_play(host);
  for (int i = 0; i < 400; ++i) {
    host_locate(host, i % 4, i % 2 ? 1e-310 : 4e-324);
    host_run(host, BLOCK);
  }
  host_run_frames(host, RATE * 2, BLOCK);
  assert_true(host_notes(host).note_ons > 0);
  stop_and_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(tiny_controls_are_as_zeros),
                                     cmocka_unit_test(tiny_places_of_the_song_are_harmless)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
