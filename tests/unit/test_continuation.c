// What `tiento render --prompt` writes down.
#include "plugin/engine/generator.h"
#include "tests/unit/small_network.h"
#include "tests/unit/small_phrase.h"
#include "trainer/continuation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum {
  Q = PHRASE_QUARTER,
  TICK = TN_NUDGES_A_TICK,
  BARS = 6,
  LOW = 30
}; // LOW: no pitch of the style

typedef struct {
  SmallNetwork small;
  TnStyle style;
} Fixture;

// Two parts and drums, off the grid. A note about every `dt` ticks, and any field can be any class.
static void fixture_init(Fixture* f, int dt) {
  TnVocabulary v = tn_vocabulary_for_grid();
  tn_vocabulary_add_nudges(&v);
  v.parts = 3;
  v.drum_part = 2;
  v.drum_count = TN_MAX_PITCHES;
  v.pitch_low = 48;
  v.pitch_count = 24;
  v.lookback_count = 1;
  v.lookbacks[0] = 1;
  f->small =
      small_network_new(v, (TnSizes){.embedding = 8, .layers = 2, .hidden = 12, .head = 8}, 5);
  assert_non_null(f->small.weights);
  f->small.network.heads[TN_DT].output_bias[dt] += 6.0F;
  f->style = (TnStyle){
      .network = f->small.network, .weights = f->small.weights, .meter = {0, 4, 4}, .key = 3};
}

static RecordingOptions options_of(float seed) {
  RecordingOptions options = {.bars = BARS, .controls = tn_controls_default()};
  options.controls.top_p = 1.0F;
  options.controls.seed = seed;
  return options;
}

static Prompt prompt_of(const Fixture* f, Phrase phrase) {
  const Score score = phrase_score(&phrase);
  Prompt prompt;
  char reason[128] = "";
  if (!prompt_from_score(&score, &f->small.network.vocabulary, (TnMeter){0, 0, 0}, &prompt, reason,
                         sizeof reason)) {
    fail_msg("%s", reason);
  }
  return prompt;
}

static Recording go_on(const Fixture* f, const Prompt* prompt, float seed) {
  const RecordingOptions options = options_of(seed);
  Recording recording;
  assert_true(continuation_make(&f->style, prompt, &options, &recording));
  return recording;
}

// With chords, drums and a note that is not heard.
static Phrase rich_phrase(int numerator, int denominator) {
  Phrase phrase = {.note_count = 0};
  phrase_add(&phrase, Q + 7, Q - 20, 0, 60);
  phrase_add(&phrase, 2 * Q, Q / 2, 1, 67);
  phrase_add(&phrase, 2 * Q, Q, 0, 64);
  phrase_add(&phrase, 2 * Q + Q / 2, Q, 9, 38);
  phrase_add(&phrase, 3 * Q, Q, 0, LOW);
  phrase_add(&phrase, 5 * Q, Q / 2, 0, 55);
  phrase.meters[phrase.meter_count++] = (ScoreMeter){0, numerator, denominator};
  return phrase;
}

static const int METERS[][2] = {{4, 4}, {3, 4}, {6, 8}, {7, 8}, {2, 2}, {5, 16}};
enum { METER_COUNT = sizeof METERS / sizeof METERS[0] };

static void the_phrase_comes_first_and_as_it_was_given(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, 6);
  Prompt prompt = prompt_of(&f, rich_phrase(4, 4));
  Recording r = go_on(&f, &prompt, 3.0F);
  assert_int_equal(prompt.note_count, 6);
  assert_true(r.count > prompt.note_count);
  for (size_t i = 0; i < prompt.note_count; ++i) {
    assert_memory_equal(&r.notes[i], &prompt.notes[i], sizeof r.notes[i]);
    assert_int_equal(r.notes[i].track, RECORDING_PHRASE);
  }
  recording_free(&r);
  prompt_free(&prompt);
  small_network_free(&f.small);
}

static void check_continuation(const Fixture* f, const Prompt* prompt, const Recording* r,
                               int32_t end) {
  for (size_t i = prompt->note_count; i < r->count; ++i) {
    const MidiFileNote* note = &r->notes[i];
    assert_in_range(note->onset, prompt->entry * TICK - TN_MAX_NUDGE, end - 1);
    assert_true(note->onset > prompt->notes[prompt->note_count - 1].onset);
    assert_in_range(note->duration, 1, end - note->onset);
    assert_int_equal(note->channel, note->track == RECORDING_DRUMS ? TN_DRUM_CHANNEL : 0);
    const int part = note->track == RECORDING_DRUMS ? 2 : 0;
    assert_true(tn_vocabulary_pitch_row(&f->small.network.vocabulary, part, note->pitch) >= 0);
  }
}

static void the_style_comes_in_after_the_phrase_and_ends_with_its_bars(void** state) {
  (void)state;
  for (int dt = 0; dt <= 6; dt += 6) { // also one that would rather add to the last chord
    Fixture f;
    fixture_init(&f, dt);
    for (int m = 0; m < METER_COUNT; ++m) {
      Prompt prompt = prompt_of(&f, rich_phrase(METERS[m][0], METERS[m][1]));
      const RecordingOptions options = options_of(3.0F);
      const int32_t end = continuation_end(&prompt, &options);
      const int32_t bar = 96 * METERS[m][0] / METERS[m][1];
      assert_int_equal(end, (prompt.line + BARS * bar) * TICK);
      size_t played = 0;
      for (int seed = 0; seed < 20; ++seed) {
        Recording r = go_on(&f, &prompt, (float)seed);
        check_continuation(&f, &prompt, &r, end);
        played += r.count - prompt.note_count;
        recording_free(&r);
      }
      assert_true(played > 20);
      prompt_free(&prompt);
    }
    small_network_free(&f.small);
  }
}

static bool go_on_alike(const Prompt* a, const Recording* r, const Prompt* b, const Recording* s) {
  const size_t count = r->count - a->note_count;
  return count == s->count - b->note_count &&
         memcmp(r->notes + a->note_count, s->notes + b->note_count, count * sizeof *r->notes) == 0;
}

static void the_seed_decides_the_notes(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, 6);
  Prompt prompt = prompt_of(&f, rich_phrase(4, 4));
  Recording one = go_on(&f, &prompt, 3.0F);
  Recording same = go_on(&f, &prompt, 3.0F);
  Recording other = go_on(&f, &prompt, 4.0F);
  assert_true(go_on_alike(&prompt, &one, &prompt, &same));
  assert_false(go_on_alike(&prompt, &one, &prompt, &other));
  recording_free(&one);
  recording_free(&same);
  recording_free(&other);
  prompt_free(&prompt);
  small_network_free(&f.small);
}

// Pitches that leave the key what it is, so that it is not the key that tells.
static void what_follows_depends_on_every_note_that_is_heard(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, 6);
  Prompt prompt = prompt_of(&f, rich_phrase(4, 4));
  Recording r = go_on(&f, &prompt, 3.0F);
  for (size_t i = 0; i < prompt.note_count; ++i) {
    Phrase changed = rich_phrase(4, 4);
    const bool heard = changed.notes[i].pitch != LOW;
    changed.notes[i].pitch = (uint8_t)(changed.notes[i].pitch ^ 1);
    Prompt other = prompt_of(&f, changed);
    other.piece.key = prompt.piece.key;
    Recording s = go_on(&f, &other, 3.0F);
    assert_int_equal(go_on_alike(&prompt, &r, &other, &s), !heard);
    recording_free(&s);
    prompt_free(&other);
  }
  recording_free(&r);
  prompt_free(&prompt);
  small_network_free(&f.small);
}

static void the_key_is_the_controls_or_the_phrases_or_the_styles(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, 6);
  Prompt prompt = prompt_of(&f, rich_phrase(4, 4));
  assert_true(prompt.piece.key > 0);
  RecordingOptions options = options_of(3.0F);
  Recording own;
  Recording told;
  assert_true(continuation_make(&f.style, &prompt, &options, &own));
  options.controls.key = prompt.piece.key;
  assert_true(continuation_make(&f.style, &prompt, &options, &told));
  assert_true(go_on_alike(&prompt, &own, &prompt, &told));
  recording_free(&told);
  options.controls.key = (float)(1 + prompt.piece.key % 24);
  assert_true(continuation_make(&f.style, &prompt, &options, &told));
  assert_false(go_on_alike(&prompt, &own, &prompt, &told));
  recording_free(&told);
  prompt.piece.key = 0;
  options.controls.key = 0;
  recording_free(&own);
  assert_true(continuation_make(&f.style, &prompt, &options, &own));
  options.controls.key = f.style.key;
  assert_true(continuation_make(&f.style, &prompt, &options, &told));
  assert_true(go_on_alike(&prompt, &own, &prompt, &told));
  recording_free(&own);
  recording_free(&told);
  prompt_free(&prompt);
  small_network_free(&f.small);
}

// More notes than the history keeps, and a part that meets another in one key.
static void two_parts_that_meet_are_one_note(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, 0);
  Prompt prompt = prompt_of(&f, rich_phrase(4, 4));
  RecordingOptions options = options_of(3.0F);
  options.bars = 300;
  Recording r;
  assert_true(continuation_make(&f.style, &prompt, &options, &r));
  assert_true(r.count > TN_HISTORY_NOTES);
  for (size_t i = prompt.note_count + 1; i < r.count; ++i) {
    const MidiFileNote* a = &r.notes[i - 1];
    const MidiFileNote* b = &r.notes[i];
    assert_false(a->channel == b->channel && a->pitch == b->pitch &&
                 (a->onset + TN_MAX_NUDGE) / TICK == (b->onset + TN_MAX_NUDGE) / TICK);
  }
  recording_free(&r);
  prompt_free(&prompt);
  small_network_free(&f.small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_phrase_comes_first_and_as_it_was_given),
      cmocka_unit_test(the_style_comes_in_after_the_phrase_and_ends_with_its_bars),
      cmocka_unit_test(the_seed_decides_the_notes),
      cmocka_unit_test(what_follows_depends_on_every_note_that_is_heard),
      cmocka_unit_test(the_key_is_the_controls_or_the_phrases_or_the_styles),
      cmocka_unit_test(two_parts_that_meet_are_one_note),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
