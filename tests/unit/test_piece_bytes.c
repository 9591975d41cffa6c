// A piece comes back from its bytes as it was, and from no other bytes as anything that is not one.
#include "tests/unit/small_music.h"
#include "trainer/piece_bytes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Sink bytes_of(const Piece* piece) {
  Sink sink = {0};
  piece_put(piece, &sink);
  assert_false(sink.failed);
  return sink;
}

// Whether the piece can be had back from its bytes.
static bool comes_back(const Piece* piece) {
  Sink sink = bytes_of(piece);
  Span span = {sink.bytes, sink.bytes + sink.size};
  Piece got;
  const bool back = piece_take(&got, &span);
  if (back) {
    piece_free(&got);
  } else {
    assert_null(got.notes);
  }
  free(sink.bytes);
  return back;
}

static void a_piece_comes_back_as_it_was(void** state) {
  (void)state;
  TnNote notes[] = {{0, 5, VOICE_DRUMS, 127, 127, 2},
                    {0, 1 << 27, 3, 0, 1, -2},
                    {1 << 28, INT32_MAX - (1 << 28), 0, 60, 64, 0}};
  TnMeter meters[] = {{0, 255, 32}, {1, 1, 1}, {1 << 28, 6, 8}};
  const Piece piece = {.notes = notes,
                       .note_count = 3,
                       .meters = meters,
                       .meter_count = 3,
                       .end = INT32_MAX,
                       .bpm = 1e-3 / 3,
                       .key = 24,
                       .hash = UINT64_MAX,
                       .roles = {ROLE_LEFT_HAND, ROLE_BASS}};
  Sink sink = bytes_of(&piece);
  sink_put(&sink, (const uint8_t*)"next", 4);
  Span span = {sink.bytes, sink.bytes + sink.size};
  Piece got;
  assert_true(piece_take(&got, &span));
  assert_int_equal(span_size(span), 4); // not what follows
  assert_null(got.path);
  assert_int_equal(got.note_count, 3);
  assert_memory_equal(got.notes, notes, sizeof notes);
  assert_int_equal(got.meter_count, 3);
  for (int i = 0; i < 3; ++i) {
    assert_int_equal(got.meters[i].tick, meters[i].tick);
    assert_int_equal(got.meters[i].numerator, meters[i].numerator);
    assert_int_equal(got.meters[i].denominator, meters[i].denominator);
  }
  assert_int_equal(got.end, INT32_MAX);
  assert_true(got.bpm == piece.bpm);
  assert_int_equal(got.key, 24);
  assert_true(got.hash == UINT64_MAX);
  assert_memory_equal(got.roles, piece.roles, sizeof piece.roles);
  piece_free(&got);
  free(sink.bytes);
}

// Each in memory of its own length, so that a sanitizer sees what is read beyond it.
static void bytes_that_are_cut_are_refused(void** state) {
  (void)state;
  Piece piece = random_piece(3, 20, 2);
  Sink sink = bytes_of(&piece);
  for (size_t size = 0; size < sink.size; ++size) {
    uint8_t* cut = malloc(size + 1);
    assert_non_null(cut);
    memcpy(cut, sink.bytes, size);
    Span span = {cut, cut + size};
    Piece got;
    assert_false(piece_take(&got, &span));
    free(cut);
  }
  free(sink.bytes);
  piece_free(&piece);
}

static void check_sound(const Piece* piece) {
  assert_true(isfinite(piece->bpm) && piece->bpm > 0 && piece->end >= 0);
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    assert_true(note->onset >= 0 && note->duration >= 1);
    assert_true(note->onset <= INT32_MAX - note->duration);
    assert_true(note->pitch < 128 && note->velocity - 1 < 127 && note->part < VOICES_MAX);
    assert_true(piece->roles[note->part] < ROLE_COUNT);
    assert_true(i == 0 || tn_codec_compare(note - 1, note) < 0);
  }
}

static void bytes_that_are_changed_are_a_piece_or_refused(void** state) {
  (void)state;
  Piece piece = random_piece(4, 20, 2);
  Sink sink = bytes_of(&piece);
  for (size_t i = 0; i < sink.size; ++i) {
    const uint8_t before = sink.bytes[i];
    for (int value = 0; value < 256; ++value) {
      sink.bytes[i] = (uint8_t)value;
      Span span = {sink.bytes, sink.bytes + sink.size};
      Piece got;
      if (piece_take(&got, &span)) {
        check_sound(&got);
        piece_free(&got);
      }
    }
    sink.bytes[i] = before;
  }
  free(sink.bytes);
  piece_free(&piece);
}

static void what_is_no_piece_is_refused(void** state) {
  (void)state;
  TnNote notes[] = {{0, 5, 1, 60, 64, 0}, {4, 5, 0, 60, 64, 0}};
  TnMeter meters[] = {{0, 4, 4}, {96, 3, 4}};
  const Piece good = {
      .notes = notes, .note_count = 2, .meters = meters, .meter_count = 2, .end = 9, .bpm = 120};
  assert_true(comes_back(&good));
  static const TnNote BAD[] = {
      {4, 0, 0, 60, 64, 0},  {4, 5, VOICES_MAX, 60, 64, 0}, {4, 5, 0, 128, 64, 0},
      {4, 5, 0, 60, 0, 0},   {4, 5, 0, 60, 128, 0},         {4, 5, 0, 60, 64, 3},
      {4, 5, 0, 60, 64, -3}, {0, 5, 1, 60, 64, 0},          {0, 5, 1, 61, 64, 0},
      {-1, 5, 0, 60, 64, 0}, {4, INT32_MAX, 0, 60, 64, 0}};
  for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; ++i) {
    notes[1] = BAD[i];
    assert_false(comes_back(&good));
  }
  notes[1] = (TnNote){4, 5, 0, 60, 64, 0};
  static const TnMeter WRONG[] = {{96, 0, 4}, {96, 3, 0}, {96, 3, 3}, {96, 3, 64}, {0, 3, 4}};
  for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; ++i) {
    meters[1] = WRONG[i];
    assert_false(comes_back(&good));
  }
  meters[1] = (TnMeter){96, 3, 4};
  meters[0].tick = 1;
  assert_false(comes_back(&good));
  meters[0].tick = 0;
  Piece bad = good;
  bad.bpm = (double)NAN;
  assert_false(comes_back(&bad));
  bad = good;
  bad.bpm = 0;
  assert_false(comes_back(&bad));
  bad = good;
  bad.key = 25;
  assert_false(comes_back(&bad));
  bad = good;
  bad.end = -1;
  assert_false(comes_back(&bad));
  bad = good;
  bad.roles[63] = ROLE_NONE;
  assert_false(comes_back(&bad));
}

// A forged count must not ask for memory that the bytes could never fill.
static void a_count_beyond_the_bytes_is_refused(void** state) {
  (void)state;
  for (int bits = 1; bits < 64; ++bits) {
    Sink sink = {0};
    sink_put_number(&sink, UINT64_C(1) << bits);
    Span span = {sink.bytes, sink.bytes + sink.size};
    Piece got;
    assert_false(piece_take(&got, &span));
    free(sink.bytes);
  }
}

static void numbers_of_any_size_come_back_within_their_bounds(void** state) {
  (void)state;
  for (int bits = 0; bits < 64; ++bits) {
    const uint64_t number = (UINT64_C(1) << bits) - 1 + (UINT64_C(1) << bits);
    Sink sink = {0};
    uint64_t got;
    sink_put_number(&sink, number);
    Span span = {sink.bytes, sink.bytes + sink.size};
    assert_true(span_take_number(&span, number, number, &got));
    assert_true(got == number);
    assert_int_equal(span_size(span), 0);
    span.at = sink.bytes;
    assert_false(span_take_number(&span, 0, number - 1, &got));
    span = (Span){sink.bytes, sink.bytes + sink.size - 1};
    assert_false(span_take_number(&span, 0, UINT64_MAX, &got));
    free(sink.bytes);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_piece_comes_back_as_it_was),
      cmocka_unit_test(bytes_that_are_cut_are_refused),
      cmocka_unit_test(bytes_that_are_changed_are_a_piece_or_refused),
      cmocka_unit_test(what_is_no_piece_is_refused),
      cmocka_unit_test(a_count_beyond_the_bytes_is_refused),
      cmocka_unit_test(numbers_of_any_size_come_back_within_their_bounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
