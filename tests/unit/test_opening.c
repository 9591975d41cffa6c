// How a phrase goes on from a prompt: as what, and on which keys, the network hears it.
#include "plugin/engine/key.h"
#include "plugin/engine/opening.h"
#include "tests/unit/small_band.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { BARS = 4, BAR_TICKS = 96, SIXTEENTH = 6, BIAS = 7 };

static const TnMeter FOUR_FOUR = {0, 4, 4};

// A scale of C major in eighths, from the fifth down: the key of the band.
static TnPrompt scale_moved(int semitones) {
  static const uint8_t PITCHES[] = {79, 77, 76, 74, 72, 71, 69, 67};
  TnNote notes[sizeof PITCHES];
  TnPrompt prompt = {.count = 0};
  for (int i = 0; i < (int)sizeof PITCHES; ++i) {
    notes[i] = (TnNote){12 * i, 12, 0, (uint8_t)(PITCHES[i] + semitones), 80, 0};
  }
  assert_true(tn_prompt_set(&prompt, notes, sizeof PITCHES, BAR_TICKS, FOUR_FOUR,
                            tn_key_transposed(1, semitones)));
  return prompt;
}

static Band* band_of_range(int low, int count) {
  TnVocabulary vocabulary = band_vocabulary();
  vocabulary.pitch_low = low;
  vocabulary.pitch_count = count;
  return band_of(vocabulary, BAND_SIZES, SIXTEENTH, BIAS);
}

static TnBrief brief_from(const TnPrompt* prompt) {
  return (TnBrief){.settings = {.sampling = {1.0F, 1.0F}, .seed = 3, .bars = BARS},
                   .prompt = prompt};
}

static void bar_all_but(int low, int high, TnSettings* settings) {
  for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
    const bool barred = pitch < low || pitch > high;
    settings->barred[pitch / 8] |= (uint8_t)(barred << pitch % 8);
  }
}

static TnPhrase* compose(Band* band, const TnBrief* brief) {
  TnPhrase* phrase = tn_composer_phrase(band->composer, 0, FOUR_FOUR, brief);
  while (!phrase->complete) {
    tn_composer_step(band->composer, phrase, brief);
  }
  assert_true(phrase->count > 10);
  return phrase;
}

static bool is_drum(const TnNote* note) {
  return note->part == band_vocabulary().drum_part;
}

static void a_phrase_elsewhere_is_gone_on_from_in_the_same_way(void** state) {
  (void)state;
  Band* band = band_of_range(0, TN_MAX_PITCHES);
  const TnPrompt prompt = scale_moved(0);
  TnBrief brief = brief_from(&prompt);
  bar_all_but(24, 96, &brief.settings);
  const TnPhrase* phrase = compose(band, &brief);
  for (int semitones = -6; semitones <= 6; ++semitones) {
    const TnPrompt moved = scale_moved(semitones);
    TnBrief other_brief = brief_from(&moved);
    bar_all_but(24 + semitones, 96 + semitones, &other_brief.settings);
    const TnPhrase* other = compose(band, &other_brief);
    assert_int_equal(other->count, phrase->count);
    for (int i = 0; i < phrase->count; ++i) {
      TnNote note = phrase->notes[i];
      note.pitch = (uint8_t)(note.pitch + (is_drum(&note) ? 0 : semitones));
      assert_memory_equal(&other->notes[i], &note, sizeof note);
    }
  }
  band_free(band);
}

static void limits_are_on_the_pitch_that_is_played(void** state) {
  (void)state;
  Band* band = band_of_range(0, TN_MAX_PITCHES);
  const TnPrompt prompt = scale_moved(4);
  TnBrief brief = brief_from(&prompt);
  brief.settings.favour[2] = 50.0F;
  bar_all_but(50, 65, &brief.settings);
  const TnPhrase* phrase = compose(band, &brief);
  assert_true(phrase->shift != 0);
  for (int i = 0; i < phrase->count; ++i) {
    const TnNote* note = &phrase->notes[i];
    assert_true(is_drum(note) || note->pitch == 50 || note->pitch == 62);
  }
  band_free(band);
}

static void nothing_leaves_the_range_of_the_style(void** state) {
  (void)state;
  Band* band = band_of_range(60, 20);
  const TnPrompt prompt = scale_moved(5);
  const TnBrief brief = brief_from(&prompt);
  const TnPhrase* phrase = compose(band, &brief);
  assert_true(phrase->shift != 0);
  for (int i = 0; i < phrase->count; ++i) {
    assert_true(is_drum(&phrase->notes[i]) ||
                (phrase->notes[i].pitch >= 60 && phrase->notes[i].pitch < 80));
  }
  band_free(band);
}

static void a_locked_bar_keeps_its_pitches(void** state) {
  (void)state;
  static const TnNote KEPT[] = {{0, 24, 0, 72, 80, 0}, {24, 24, 2, 36, 80, 0}};
  Band* band = band_of_range(0, TN_MAX_PITCHES);
  const TnPrompt prompt = scale_moved(3);
  TnBrief brief = brief_from(&prompt);
  TnEdits edits;
  tn_edits_init(&edits);
  tn_edits_lock(&edits, 0, KEPT, 2, band_vocabulary().drum_part);
  brief.edits = &edits;
  const TnPhrase* phrase = compose(band, &brief);
  assert_true(phrase->shift != 0);
  assert_memory_equal(phrase->notes, KEPT, sizeof KEPT);
  assert_int_equal(phrase->events[0].pitch, 72 + phrase->shift);
  assert_int_equal(phrase->events[1].pitch, 36);
  band_free(band);
}

// What the network hears last of the notes.
static TnEvent last_event(Band* band, const TnNote* notes, int count) {
  TnPrompt prompt = {.count = 0};
  int64_t unbounded = INT64_MAX;
  assert_true(tn_prompt_set(&prompt, notes, count, BAR_TICKS, FOUR_FOUR, 1));
  const TnBrief brief = brief_from(&prompt);
  TnPhrase* phrase = tn_composer_phrase(band->composer, 0, FOUR_FOUR, &brief);
  while (tn_opening_hears(phrase, &phrase->front)) {
    assert_true(tn_opening_hear(band->composer, phrase, &phrase->front, &unbounded));
  }
  return phrase->front.generator.context.previous;
}

static int last_part(Band* band, const TnNote* notes, int count) {
  return last_event(band, notes, count).part;
}

static void voices_are_counted_from_the_top(void** state) {
  (void)state;
  Band* band = band_of_range(0, TN_MAX_PITCHES);
  const TnNote struck_together[] = {{0, 24, 0, 72, 80, 0}, {0, 24, 0, 64, 80, 0}};
  assert_int_equal(last_part(band, struck_together, 1), 0);
  assert_int_equal(last_part(band, struck_together, 2), 1);
  const TnNote below[] = {{0, 48, 0, 72, 80, 0}, {24, 24, 0, 64, 80, 0}};
  assert_int_equal(last_part(band, below, 2), 1);
  const TnNote above[] = {{0, 48, 0, 64, 80, 0}, {24, 24, 0, 72, 80, 0}};
  assert_int_equal(last_part(band, above, 2), 0);
  const TnNote bound[] = {{0, 26, 0, 72, 80, 0}, {24, 24, 0, 64, 80, 0}}; // legato
  assert_int_equal(last_part(band, bound, 2), 0);
  band_free(band);
}

static void drums_are_heard_as_drums(void** state) {
  (void)state;
  static const TnNote NOTES[] = {{0, 48, TN_PROMPT_DRUMS, 100, 80, 0},
                                 {24, 24, 0, 67, 80, 0},
                                 {48, 24, TN_PROMPT_DRUMS, 38, 80, 0}};
  Band* band = band_of_range(0, TN_MAX_PITCHES);
  band->composer->key = 3;
  assert_int_equal(last_part(band, NOTES, 2), 0); // the drum above is no voice
  assert_int_equal(last_event(band, NOTES, 2).pitch, 67 + 2);
  assert_int_equal(last_part(band, NOTES, 3), band_vocabulary().drum_part);
  assert_int_equal(last_event(band, NOTES, 3).pitch, 38);
  band_free(band);
  TnVocabulary no_drums = band_vocabulary();
  no_drums.drum_part = -1;
  no_drums.drum_count = 0;
  Band* singers = band_of(no_drums, BAND_SIZES, SIXTEENTH, BIAS);
  assert_int_equal(last_event(singers, NOTES, 3).pitch, 67); // the last that they hear
  band_free(singers);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_phrase_elsewhere_is_gone_on_from_in_the_same_way),
      cmocka_unit_test(limits_are_on_the_pitch_that_is_played),
      cmocka_unit_test(nothing_leaves_the_range_of_the_style),
      cmocka_unit_test(a_locked_bar_keeps_its_pitches),
      cmocka_unit_test(voices_are_counted_from_the_top),
      cmocka_unit_test(drums_are_heard_as_drums),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
