// A phrase as it was given, and as a style hears it.
#include "tests/unit/place.h"
#include "tests/unit/small_phrase.h"
#include "tests/unit/smf_bytes.h"
#include "trainer/prompt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { Q = PHRASE_QUARTER, FINE = 120 }; // FINE: ticks of a quarter in the recording

static const TnMeter OWN = {0, 0, 0}; // the file's

// Of one part.
static Prompt prompt_of(Phrase phrase, TnMeter meter) {
  const TnVocabulary v = tn_vocabulary_for_grid();
  const Score score = phrase_score(&phrase);
  Prompt prompt;
  char reason[128] = "";
  if (!prompt_from_score(&score, &v, meter, &prompt, reason, sizeof reason)) {
    fail_msg("%s", reason);
  }
  return prompt;
}

static void assert_places(Phrase phrase, TnMeter meter, int bars, int32_t line, int32_t entry) {
  Prompt prompt = prompt_of(phrase, meter);
  assert_int_equal(prompt.bars, bars);
  assert_int_equal(prompt.line, line);
  assert_int_equal(prompt.entry, entry);
  prompt_free(&prompt);
}

static Phrase in_meter(Phrase phrase, int numerator, int denominator) {
  phrase.meters[phrase.meter_count++] = (ScoreMeter){0, numerator, denominator};
  return phrase;
}

static void every_note_is_kept_as_it_was_given(void** state) {
  (void)state;
  Phrase phrase = {.note_count = 0};
  phrase_add(&phrase, 0, 0, 0, 60); // of no length
  phrase_add(&phrase, 4, 474, 3, 64);
  phrase_add(&phrase, Q - 8, Q, 9, 38);
  phrase_add(&phrase, Q + 9, 5 * Q, 15, 127);
  Prompt prompt = prompt_of(phrase, OWN);
  static const int32_t TIMES[4][2] = {{0, 1}, {1, 119}, {118, 120}, {122, 600}};
  assert_int_equal(prompt.note_count, 4);
  for (int i = 0; i < 4; ++i) {
    assert_int_equal(prompt.notes[i].onset, TIMES[i][0]);
    assert_int_equal(prompt.notes[i].duration, TIMES[i][1]);
    assert_int_equal(prompt.notes[i].channel, phrase.notes[i].channel);
    assert_int_equal(prompt.notes[i].pitch, phrase.notes[i].pitch);
    assert_int_equal(prompt.notes[i].velocity, phrase.notes[i].velocity);
  }
  prompt_free(&prompt);
}

static void a_phrase_of_whole_bars_ends_on_the_bar_line(void** state) {
  (void)state;
  assert_places(phrase_of_quarters(8, 60), OWN, 2, 192, 192);
  assert_places(in_meter(phrase_of_quarters(6, 60), 3, 4), OWN, 2, 144, 144);
  assert_places(in_meter(phrase_of_quarters(6, 60), 6, 8), OWN, 2, 144, 144);
}

// So that the upbeat is the style's.
static void the_style_may_come_in_when_the_last_note_is_released(void** state) {
  (void)state;
  assert_places(phrase_of_quarters(7, 60), OWN, 2, 192, 168);
  assert_places(in_meter(phrase_of_quarters(5, 60), 6, 8), OWN, 2, 144, 120);
  Phrase held = phrase_of_quarters(5, 60);
  phrase_add(&held, 5 * Q, Q / 4, 0, 60);
  phrase_add(&held, 5 * Q, 3 * Q / 2, 0, 50);
  assert_places(held, OWN, 2, 192, 156);
}

static void a_long_last_note_is_not_waited_for_beyond_the_bar_line(void** state) {
  (void)state;
  Phrase phrase = phrase_of_quarters(4, 60);
  phrase_add(&phrase, 4 * Q, 40 * Q, 0, 60); // on a bar line: a bar of its own
  assert_places(phrase, OWN, 2, 192, 192);
}

static void one_note_is_a_phrase(void** state) {
  (void)state;
  assert_places(phrase_of_quarters(1, 60), OWN, 1, 96, 24);
}

// A tempo that render takes, whatever the file's is.
static void tempos_are_kept_within_what_can_be_played(void** state) {
  (void)state;
  Phrase phrase = phrase_of_quarters(4, 60);
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){0, 5};
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){Q, 60e6};
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){2 * Q, 90};
  Prompt prompt = prompt_of(phrase, OWN);
  assert_int_equal(prompt.tempo_count, 3);
  assert_float_equal(prompt.tempos[0].bpm, 20, 0);
  assert_float_equal(prompt.tempos[1].bpm, 300, 0);
  assert_float_equal(prompt.tempos[2].bpm, 90, 0);
  prompt_free(&prompt);
}

static void a_phrase_may_begin_with_a_rest(void** state) {
  (void)state;
  Phrase phrase = {.note_count = 0};
  phrase_add(&phrase, 11 * Q, Q, 0, 60);
  phrase_add(&phrase, 12 * Q, Q, 0, 62);
  assert_places(in_meter(phrase, 3, 4), OWN, 5, 360, 312);
}

static void the_meter_that_is_asked_for_stands_in_for_the_files(void** state) {
  (void)state;
  Phrase phrase = in_meter(phrase_of_quarters(8, 60), 4, 4);
  phrase.meters[phrase.meter_count++] = (ScoreMeter){4 * Q, 2, 4};
  assert_places(phrase, (TnMeter){0, 3, 4}, 3, 216, 192);
  Prompt prompt = prompt_of(phrase, (TnMeter){0, 3, 4});
  assert_int_equal(prompt.meter_count, 1);
  assert_int_equal(prompt.meters[0].numerator, 3);
  prompt_free(&prompt);
}

static void the_maps_of_the_file_are_kept_as_far_as_the_phrase_goes(void** state) {
  (void)state;
  Phrase phrase = in_meter(phrase_of_quarters(8, 60), 4, 4);
  phrase.meters[phrase.meter_count++] = (ScoreMeter){4 * Q, 3, 4};
  phrase.meters[phrase.meter_count++] = (ScoreMeter){7 * Q + 20, 7, 8};
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){Q, 90};
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){7 * Q, 80};
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){7 * Q + 1, 70};
  Prompt prompt = prompt_of(phrase, OWN);
  assert_int_equal(prompt.meter_count, 2);
  assert_int_equal(prompt.meters[1].tick, 4 * FINE);
  assert_int_equal(prompt.meters[1].numerator, 3);
  assert_int_equal(prompt.bars, 3); // of 4/4, 3/4 and 3/4
  assert_int_equal(prompt.line, 240);
  assert_int_equal(prompt.tempo_count, 3);
  assert_true(prompt.tempos[0].tick == 0 && prompt.tempos[0].bpm == 120);
  assert_true(prompt.tempos[1].tick == FINE && prompt.tempos[1].bpm == 90);
  assert_true(prompt.tempos[2].tick == 7 * FINE && prompt.tempos[2].bpm == 80);
  prompt_free(&prompt);
}

static void the_first_tempo_is_the_files_where_it_begins_with_one(void** state) {
  (void)state;
  Phrase phrase = phrase_of_quarters(2, 60);
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){0, 90};
  phrase.tempos[phrase.tempo_count++] = (ScoreTempo){0, 100};
  Prompt prompt = prompt_of(phrase, OWN);
  assert_int_equal(prompt.tempo_count, 1);
  assert_true(prompt.tempos[0].bpm == 100);
  assert_int_equal(prompt.meter_count, 1);
  assert_int_equal(prompt.meters[0].numerator, 4);
  prompt_free(&prompt);
}

// Drums and a pitch too low; and a note that another doubles.
static void what_the_style_cannot_say_is_kept_but_not_heard(void** state) {
  (void)state;
  Phrase phrase = phrase_of_quarters(4, 60);
  phrase_add(&phrase, 4 * Q, Q, 0, 20);
  phrase_add(&phrase, 4 * Q, Q, 1, 60);
  phrase_add(&phrase, 4 * Q, Q, 2, 60);
  phrase_add(&phrase, 6 * Q, Q, 9, 38);
  TnVocabulary v = tn_vocabulary_for_grid();
  v.pitch_low = 40;
  v.pitch_count = 60;
  const Score score = phrase_score(&phrase);
  Prompt prompt;
  char reason[128];
  assert_true(prompt_from_score(&score, &v, OWN, &prompt, reason, sizeof reason));
  assert_int_equal(prompt.note_count, 8);
  assert_int_equal(prompt.piece.note_count, 5);
  assert_int_equal(prompt.unheard, 3);
  assert_int_equal(prompt.entry, 168); // when the drum is over
  prompt_free(&prompt);
}

static void drums_are_heard_as_drums(void** state) {
  (void)state;
  Phrase phrase = {.note_count = 0};
  phrase_add(&phrase, 0, Q, 9, 36);
  phrase_add(&phrase, Q, Q, 9, 38);
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  const Score score = phrase_score(&phrase);
  Prompt prompt;
  char reason[128];
  assert_true(prompt_from_score(&score, &v, OWN, &prompt, reason, sizeof reason));
  assert_int_equal(prompt.unheard, 0);
  assert_int_equal(prompt.piece.notes[1].part, 1);
  assert_int_equal(prompt.piece.notes[1].pitch, 38);
  assert_int_equal(prompt.piece.key, 0);
  prompt_free(&prompt);
}

static void assert_refused(Phrase phrase, const char* why) {
  const TnVocabulary v = tn_vocabulary_for_grid();
  const Score score = phrase_score(&phrase);
  Prompt prompt;
  char reason[128] = "";
  assert_false(prompt_from_score(&score, &v, OWN, &prompt, reason, sizeof reason));
  assert_non_null(strstr(reason, why));
}

static void what_is_no_phrase_is_refused_with_a_reason(void** state) {
  (void)state;
  Phrase longest = phrase_of_quarters(4, 60);
  phrase_add(&longest, (PROMPT_MAX_BARS * 4 - 1) * Q, Q, 0, 60);
  assert_places(longest, OWN, PROMPT_MAX_BARS, PROMPT_MAX_BARS * 96, PROMPT_MAX_BARS * 96);
  phrase_add(&longest, PROMPT_MAX_BARS * 4 * Q, Q, 0, 60);
  assert_refused(longest, "513 bars: a phrase has at most 512");
  Phrase drums = {.note_count = 0};
  phrase_add(&drums, 0, Q, 9, 36);
  phrase_add(&drums, Q, Q, 9, 38);
  assert_refused(drums, "no part or pitch for any");
}

static void a_phrase_is_read_from_a_file(void** state) {
  Place* place = *state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  const SmfBytes file = smf_of_track(BYTES(0, 0x90, 60, 90, 96, 60, 0, END_OF_TRACK));
  Prompt prompt;
  char reason[128] = "";
  write_bytes(at(place, "phrase.mid"), file.bytes, file.size);
  assert_true(prompt_read(at(place, "phrase.mid"), &v, OWN, &prompt, reason, sizeof reason));
  assert_int_equal(prompt.note_count, 1);
  assert_int_equal(prompt.notes[0].pitch, 60);
  assert_int_equal(prompt.bars, 1);
  prompt_free(&prompt);
  assert_false(prompt_read(at(place, "none.mid"), &v, OWN, &prompt, reason, sizeof reason));
  assert_string_equal(reason, "No such file or directory");
  assert_int_equal(prompt.bars, 0);
  assert_null(prompt.notes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_note_is_kept_as_it_was_given),
      cmocka_unit_test(a_phrase_of_whole_bars_ends_on_the_bar_line),
      cmocka_unit_test(the_style_may_come_in_when_the_last_note_is_released),
      cmocka_unit_test(a_long_last_note_is_not_waited_for_beyond_the_bar_line),
      cmocka_unit_test(one_note_is_a_phrase),
      cmocka_unit_test(tempos_are_kept_within_what_can_be_played),
      cmocka_unit_test(a_phrase_may_begin_with_a_rest),
      cmocka_unit_test(the_meter_that_is_asked_for_stands_in_for_the_files),
      cmocka_unit_test(the_maps_of_the_file_are_kept_as_far_as_the_phrase_goes),
      cmocka_unit_test(the_first_tempo_is_the_files_where_it_begins_with_one),
      cmocka_unit_test(what_the_style_cannot_say_is_kept_but_not_heard),
      cmocka_unit_test(drums_are_heard_as_drums),
      cmocka_unit_test(what_is_no_phrase_is_refused_with_a_reason),
      WITH_PLACE(a_phrase_is_read_from_a_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
