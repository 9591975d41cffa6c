// How soon the shipped style plays after a start or a jump, at the work that a block may do.
// Counted in frames: no clock is asked.
#include "plugin/engine/engine.h"
#include "plugin/engine/style.h"
#include "tests/unit/told_position.h"
#include "trainer/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { RATE = 48000, BLOCK = 256, SILENT_FRAMES = RATE / 10, BARS = 8, LONGEST = 40 * RATE };

typedef struct {
  TnStyle style;
  TnComposer* composer;
  TnEngine engine;
  uint64_t block;
  uint32_t frames; // of a block
  TnMode mode;
  float top_p;
  uint64_t first; // frame of the first note since it was last forgotten; UINT64_MAX: none
} Session;

static bool note_first(void* handle, uint32_t frame, const uint8_t message[3]) {
  Session* s = handle;
  if (message[0] >> 4 == 9 && s->first == UINT64_MAX) {
    s->first = s->block + frame;
  }
  return true;
}

static void session_open(Session* s) {
  char reason[256];
  *s = (Session){.frames = BLOCK, .top_p = 1, .first = UINT64_MAX};
  assert_int_equal(tn_style_read("presets/hymns.safetensors", &s->style, reason, sizeof reason),
                   TN_OK);
  s->composer = tn_composer_new_for(&s->style, tn_kernel_fastest());
  assert_non_null(s->composer);
  tn_engine_init(&s->engine, RATE);
  tn_engine_set_composer(&s->engine, s->composer);
}

static void session_close(Session* s) {
  tn_composer_free(s->composer);
  tn_style_free(&s->style);
}

static void run(Session* s, double bpm, const TnPosition* told) {
  TnControls controls = tn_controls_default();
  controls.length = BARS;
  controls.mode = (float)s->mode;
  controls.top_p = s->top_p;
  controls.tempo = (float)bpm;
  const TnMidiSink sink = {note_first, s};
  tn_engine_begin(&s->engine, &controls, s->frames, sink);
  if (told) {
    tn_engine_locate(&s->engine, 0, told, sink);
  }
  tn_engine_end(&s->engine, sink);
  s->block += s->frames;
}

static TnPosition rolling(int64_t bar, double beat, double bpm) {
  TnPosition told = told_at(bar, beat);
  told.bpm = bpm;
  return told;
}

// Rolls from there and returns how many frames pass until what is due is composed.
static uint64_t frames_behind(Session* s, int64_t bar, double beat, double bpm) {
  const TnPosition told = rolling(bar, beat, bpm);
  const uint64_t start = s->block;
  run(s, bpm, &told);
  for (;;) {
    const int64_t position = tn_transport_position(&s->engine.host, s->block);
    const int64_t tick = (position - s->engine.origin) / tn_transport_units_a_tick(&s->engine.host);
    if (s->engine.phrase && tn_phrase_reach(s->engine.phrase) > tick) {
      return s->block - start;
    }
    assert_true(s->block - start < LONGEST);
    run(s, bpm, NULL);
  }
}

static void test_phrases_begin_on_their_first_frame(void** state) {
  (void)state;
  Session* s = malloc(sizeof *s);
  static const double tempi[] = {60, 120, 300};
  int notes = 0;
  for (int i = 0; i < 12; i++) {
    session_open(s); // nothing is prepared
    const TnPosition told = rolling(BARS * i, 0, tempi[i % 3]);
    run(s, tempi[i % 3], &told);
    const TnPhrase* phrase = s->engine.phrase;
    const bool begins_with_a_note = phrase->count > 0 && phrase->notes[0].onset == 0;
    assert_true(tn_phrase_reach(phrase) > 0);
    assert_int_equal(s->first, begins_with_a_note ? 0 : UINT64_MAX);
    notes += begins_with_a_note;
    assert_int_equal(s->engine.late, 0);
    session_close(s);
  }
  assert_true(notes > 2);
  free(s);
}

static void test_visited_phrases_are_there_at_once(void** state) {
  (void)state;
  Session* s = malloc(sizeof *s);
  session_open(s);
  const TnPosition told = rolling(0, 0, 240);
  run(s, 240, &told);
  for (int i = 0; i < 2 * BARS * RATE / BLOCK; i++) { // a bar a second
    run(s, 240, NULL);
  }
  for (int bar = 0; bar < 2 * BARS; bar++) {
    assert_int_equal(frames_behind(s, bar, bar % 4, 240), BLOCK);
  }
  assert_int_equal(s->engine.late, 0);
  session_close(s);
  free(s);
}

// Jumps into the midst of music that was not visited, of which so many bars are composed in one.
static void assert_jumps_take(TnMode mode, int bars, uint64_t most) {
  Session* s = malloc(sizeof *s);
  Random random = {1};
  uint64_t longest = 0;
  session_open(s);
  s->mode = mode;
  for (int i = 0; i < 60; i++) {
    const int64_t bar = (int64_t)bars * (TN_PHRASES + i) + random_below(&random, bars);
    const uint64_t frames = frames_behind(s, bar, random_below(&random, 4), i % 2 ? 120 : 300);
    longest = frames > longest ? frames : longest;
  }
  print_message("the longest of 60 takes %.0f ms of music\n", 1e3 * (double)longest / RATE);
  assert_true(longest <= most);
  session_close(s);
  free(s);
}

static void test_a_jump_into_the_unvisited_is_silent_for_a_moment(void** state) {
  (void)state;
  assert_jumps_take(TN_VARIATIONS, BARS, SILENT_FRAMES);
}

static void test_a_jump_into_a_chain_is_silent_for_a_second_at_most(void** state) {
  (void)state;
  assert_jumps_take(TN_CONTINUE, TN_CHAIN_BARS, RATE);
}

static void run_to(Session* s, double bpm, uint64_t frame, uint32_t frames) {
  s->frames = frames;
  while (s->block + frames <= frame) {
    run(s, bpm, NULL);
  }
}

// What was composed of it is of no use then, and there is no time for all of it anew.
static void test_what_changes_just_before_a_phrase_is_not_late(void** state) {
  (void)state;
  enum { TURN = 384161, SHORT = 8 }; // frames; the turn is at 384160.07
  const double bpm = 239.9;
  Session* s = malloc(sizeof *s);
  int behind = 0;
  for (int i = 0; i < 8; i++) {
    session_open(s);
    const TnPosition told = rolling(BARS * i, 0, bpm);
    run(s, bpm, &told);
    run_to(s, bpm, TURN, BLOCK);
    run_to(s, bpm, TURN, SHORT);
    s->first = UINT64_MAX;
    s->top_p = 0.5F;
    run_to(s, bpm, TURN + BLOCK, SHORT);
    const TnNote* first = &s->engine.phrase->notes[0];
    assert_int_equal(s->engine.phrase->bars, BARS);
    behind += first->onset == 0 && s->first > TURN;
    assert_true(first->onset > 0 || s->first < TURN + BLOCK);
    assert_int_equal(s->engine.late, 0);
    session_close(s);
  }
  assert_true(behind > 2);
  free(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_phrases_begin_on_their_first_frame),
      cmocka_unit_test(test_visited_phrases_are_there_at_once),
      cmocka_unit_test(test_what_changes_just_before_a_phrase_is_not_late),
      cmocka_unit_test(test_a_jump_into_the_unvisited_is_silent_for_a_moment),
      cmocka_unit_test(test_a_jump_into_a_chain_is_silent_for_a_second_at_most),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
