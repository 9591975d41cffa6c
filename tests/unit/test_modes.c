// What the modes of playing make of phrases: variations, one long line, one phrase over and over.
#include "tests/unit/engine_melody.h"

enum { BARS = 2, PHRASE_TICKS = 96 * BARS, MOST_NOTES = 1024 };

static TnBrief brief_of(TnMode mode) {
  return (TnBrief){.settings = {.sampling = {1.0F, 0.95F}, .seed = 5, .bars = BARS, .mode = mode}};
}

static TnPhrase* compose(Band* band, int64_t bar, const TnBrief* brief) {
  const int64_t first = tn_composer_first_bar(&brief->settings, bar);
  TnPhrase* phrase = tn_composer_phrase(band->composer, first, FOUR_FOUR, brief);
  while (!phrase->complete) {
    tn_composer_step(band->composer, phrase, brief);
  }
  return phrase;
}

// The notes of a bar, their onsets from its line.
static int notes_of(const TnPhrase* phrase, int bar, TnNote notes[MOST_NOTES]) {
  const int first = tn_phrase_find(phrase, tn_phrase_line(phrase, bar));
  const int end = tn_phrase_find(phrase, tn_phrase_line(phrase, bar + 1));
  for (int i = first; i < end; i++) {
    notes[i - first] = phrase->notes[i];
    notes[i - first].onset -= tn_phrase_line(phrase, bar);
  }
  return end - first;
}

static bool bars_equal(const TnPhrase* a, int bar_a, const TnPhrase* b, int bar_b) {
  static TnNote notes_a[MOST_NOTES];
  static TnNote notes_b[MOST_NOTES];
  const int count = notes_of(a, bar_a, notes_a);
  return count == notes_of(b, bar_b, notes_b) &&
         memcmp(notes_a, notes_b, (size_t)count * sizeof *notes_a) == 0;
}

static void test_phrases_begin_where_the_offset_says(void** state) {
  (void)state;
  TnSettings settings = {.bars = 4, .offset = 3};
  assert_int_equal(tn_composer_first_bar(&settings, 3), 3);
  assert_int_equal(tn_composer_first_bar(&settings, 6), 3);
  assert_int_equal(tn_composer_first_bar(&settings, 7), 7);
  assert_int_equal(tn_composer_first_bar(&settings, 2), -1);
  settings.mode = TN_CONTINUE; // 16 phrases go on from each other
  assert_int_equal(tn_composer_first_bar(&settings, 66), 3);
  assert_int_equal(tn_composer_first_bar(&settings, 67), 67);
  settings.bars = 60; // where two would be more than a chain
  assert_int_equal(tn_composer_first_bar(&settings, 62), 3);
  assert_int_equal(tn_composer_first_bar(&settings, 63), 63);
}

// The network hears the last phrase: its hidden state is not that of a beginning.
static void test_a_phrase_goes_on_from_the_last(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 3);
  const TnBrief goes_on = brief_of(TN_CONTINUE);
  const TnBrief anew = brief_of(TN_VARIATIONS);
  const TnPhrase* chain = compose(band, 0, &goes_on);
  assert_int_equal(chain->bars, TN_CHAIN_BARS);
  assert_int_equal(chain->notes[0].pitch, compose(band, 0, &anew)->notes[0].pitch); // the first
  assert_false(bars_equal(chain, 2, compose(band, 2, &anew), 0));
  int sounding = 0;
  for (int bar = 0; bar < chain->bars; bar++) {
    TnNote notes[MOST_NOTES];
    sounding += notes_of(chain, bar, notes) > 0;
  }
  assert_true(sounding > TN_CHAIN_BARS / 2); // no end of a phrase ends the chain
  band_free(band);
}

static void test_each_phrase_of_a_chain_may_close(void** state) {
  (void)state;
  Band* band = band_new(BAND_END, 50); // wants nothing but to end
  const TnBrief brief = brief_of(TN_CONTINUE);
  const TnPhrase* chain = compose(band, 0, &brief);
  int begun = 0;
  for (int bar = 0; bar < chain->bars; bar += BARS) {
    TnNote notes[MOST_NOTES];
    begun += notes_of(chain, bar, notes) > 0;
    assert_true(notes_of(chain, bar + 1, notes) <= 1); // it may end from there on
  }
  assert_true(begun > TN_CHAIN_BARS / BARS / 2);
  band_free(band);
}

static void test_a_repeated_phrase_is_the_same(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  const TnBrief brief = brief_of(TN_REPEAT);
  const TnPhrase* home = compose(band, 0, &brief);
  assert_true(home->count > 10);
  assert_ptr_equal(compose(band, 40, &brief), home);
  assert_ptr_equal(compose(band, -6, &brief), home);
  band_free(band);
}

static void test_a_take_of_the_repeated_phrase_is_heard_in_every_pass(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 3);
  TnEdits* edits = calloc(1, sizeof *edits);
  assert_non_null(edits);
  TnBrief brief = brief_of(TN_REPEAT);
  brief.edits = edits;
  const TnPhrase* before = compose(band, 0, &brief);
  assert_true(tn_edits_reroll_bar(edits, 1));
  const TnPhrase* home = compose(band, 0, &brief);
  assert_true(home != before && !bars_equal(home, 1, before, 1));
  assert_ptr_equal(compose(band, 40, &brief), home); // and not made anew
  assert_true(tn_edits_reroll_bar(edits, 41));
  const TnPhrase* pass = compose(band, 40, &brief);
  assert_true(bars_equal(pass, 0, home, 0) && !bars_equal(pass, 1, home, 1));
  assert_true(tn_edits_reroll_bar(edits, 0)); // a pass that is kept follows
  home = compose(band, 0, &brief);
  assert_true(bars_equal(compose(band, 40, &brief), 0, home, 0));
  free(edits);
  band_free(band);
}

// Bars of a pass are those of the phrase, or others; as many as the variation says.
static int count_anew(Band* band, const TnBrief* brief, int passes) {
  int anew = 0;
  for (int pass = 1; pass <= passes; pass++) {
    const TnPhrase* home = compose(band, 0, brief);
    const TnPhrase* phrase = compose(band, pass * BARS, brief);
    for (int bar = 0; bar < BARS; bar++) {
      anew += !bars_equal(phrase, bar, home, bar);
    }
  }
  return anew;
}

static void test_variation_is_the_share_that_is_made_anew(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 3);
  TnBrief brief = brief_of(TN_REPEAT);
  brief.settings.variation = 0.3F;
  assert_in_range(count_anew(band, &brief, 200), 80, 160); // 120 of 400
  brief.settings.variation = 1.0F;
  assert_in_range(count_anew(band, &brief, 20), 36, 40);
  band_free(band);
}

static void test_a_pass_is_the_same_however_it_was_reached(void** state) {
  (void)state;
  Band* forth = band_new(SIXTEENTH, 3);
  Band* back = band_new(SIXTEENTH, 3);
  TnBrief brief = brief_of(TN_REPEAT);
  brief.settings.variation = 0.5F;
  for (int pass = 1; pass < 12; pass++) {
    compose(forth, pass * BARS, &brief);
  }
  for (int pass = 12; pass-- > 1;) {
    const TnPhrase* phrase = compose(back, pass * BARS, &brief);
    const TnPhrase* other = compose(forth, pass * BARS, &brief);
    assert_true(bars_equal(phrase, 0, other, 0) && bars_equal(phrase, 1, other, 1));
  }
  band_free(forth);
  band_free(back);
}

// Asks for so many other phrases that all but `kept` give way.
static void crowd_out(Band* band, TnPhrase* kept) {
  TnBrief other = brief_of(TN_VARIATIONS);
  for (int i = 0; i < TN_PHRASES; i++) {
    other.settings.seed = 100 + (uint32_t)i;
    compose(band, 0, &other);
    tn_composer_keep(band->composer, kept);
  }
}

// In the midst of a bar, too.
static void test_a_pass_goes_on_when_its_phrase_has_given_way(void** state) {
  (void)state;
  Band* straight = band_new(SIXTEENTH, 7);
  TnBrief brief = brief_of(TN_REPEAT);
  brief.settings.variation = 0.01F;
  const TnPhrase* whole = compose(straight, BARS, &brief);
  assert_true(whole->count > 10);
  for (int steps = 1; steps < 40; steps++) {
    Band* band = band_new(SIXTEENTH, 7);
    TnPhrase* pass = tn_composer_phrase(band->composer, BARS, FOUR_FOUR, &brief);
    for (int i = 0; i < steps; i++) {
      tn_composer_step(band->composer, pass, &brief);
    }
    crowd_out(band, pass);
    assert_ptr_equal(compose(band, BARS, &brief), pass);
    assert_true(bars_equal(pass, 0, whole, 0) && bars_equal(pass, 1, whole, 1));
    band_free(band);
  }
  band_free(straight);
}

static void test_so_many_bars_are_left_empty(void** state) {
  (void)state;
  enum { PHRASES = 200 };
  Band* band = band_new(SIXTEENTH, 7);
  TnBrief brief = brief_of(TN_VARIATIONS);
  brief.settings.rest = 0.4F;
  int empty = 0;
  for (int phrase = 0; phrase < PHRASES; phrase++) {
    const TnPhrase* p = compose(band, phrase * BARS, &brief);
    for (int bar = 0; bar < BARS; bar++) {
      TnNote notes[MOST_NOTES];
      empty += notes_of(p, bar, notes) == 0;
    }
    const bool second_is_empty = tn_phrase_find(p, 96) == p->count;
    for (int i = 0; second_is_empty && i < p->count; i++) {
      assert_true(p->notes[i].onset + p->notes[i].duration <= 96); // nor does it sound into it
    }
  }
  assert_in_range(empty, 120, 220); // 160 of 400, and those that end early
  brief.settings.rest = 1.0F;
  assert_int_equal(compose(band, 0, &brief)->count, 0);
  band_free(band);
}

static void test_pace_counts_the_bars_of_the_song(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  TnBrief brief = brief_of(TN_VARIATIONS);
  brief.settings.pace = 1;
  assert_int_equal(compose(band, 0, &brief)->end, 2 * PHRASE_TICKS);
  brief.settings.pace = -1;
  assert_int_equal(compose(band, 0, &brief)->end, PHRASE_TICKS / 2);
  band_free(band);
}

static void test_bars_of_half_a_tick_have_lines(void** state) {
  (void)state;
  TnPhrase phrase = {.settings = {.bars = 3, .pace = -1}, .meter = {0, 1, 32}, .bars = 3};
  static const int32_t LINES[] = {0, 1, 3, 4};
  for (int bar = 0; bar <= 3; bar++) {
    assert_int_equal(tn_phrase_line(&phrase, bar), LINES[bar]);
  }
  for (int bar = 0; bar < 3; bar++) {
    assert_int_equal(tn_phrase_bar_at(&phrase, LINES[bar]), bar);
    assert_int_equal(tn_phrase_bar_at(&phrase, LINES[bar + 1] - 1), bar);
  }
}

// Of pitched notes.
static int most_at_a_time(const TnPhrase* phrase, const TnFeel* feel, int drum_part) {
  int most = 0;
  for (int i = 0; i < phrase->count; i++) {
    const TnSpan at = tn_phrase_span(phrase, feel, &phrase->notes[i]);
    int count = 0;
    for (int k = 0; k < phrase->count; k++) {
      const TnSpan other = tn_phrase_span(phrase, feel, &phrase->notes[k]);
      count +=
          phrase->notes[k].part != drum_part && other.onset <= at.onset && other.end > at.onset;
    }
    most = count > most ? count : most;
  }
  return most;
}

// As they are performed: with a gate that makes them overlap, with swing and with chance.
static void test_no_more_sound_at_a_time_than_may(void** state) {
  (void)state;
  for (int dt = 0; dt <= SIXTEENTH; dt += SIXTEENTH) {
    Band* band = band_new(dt, 3);
    const int drums = band->composer->model->vocabulary.drum_part;
    TnBrief brief = brief_of(TN_VARIATIONS);
    brief.settings.feel =
        (TnFeel){.gate = 2.0F, .swing = 0.5F, .humanize = 1.0F, .swing_ticks = 12, .seed = 1};
    for (int polyphony = 1; polyphony <= 4; polyphony++) {
      brief.settings.polyphony = (uint8_t)polyphony;
      for (int bar = 0; bar < 40; bar += BARS) {
        const TnPhrase* phrase = compose(band, bar, &brief);
        assert_true(phrase->count > 0);
        assert_true(most_at_a_time(phrase, &brief.settings.feel, drums) <= polyphony);
      }
    }
    band_free(band);
  }
}

// What is learned while a pass plays is taken up by the phrases after: the pass goes on as it
// began, and does not wait for the phrase that it repeats to be made from the new prompt.
static void test_a_pass_goes_on_when_the_prompt_is_another(void** state) {
  (void)state;
  static const TnNote LEARNED[] = {{0, 12, 0, 67, 80, 0}, {12, 12, 0, 60, 80, 0}};
  TnPrompt prompt = {.count = 0};
  Band* band = band_new(SIXTEENTH, 7);
  TnBrief brief = brief_of(TN_REPEAT);
  brief.settings.variation = 0.01F;
  brief.prompt = &prompt;
  const TnPhrase* home = compose(band, 0, &brief);
  TnPhrase* pass = tn_composer_phrase(band->composer, BARS, FOUR_FOUR, &brief);
  for (int i = 0; i < 5; i++) {
    tn_composer_step(band->composer, pass, &brief);
  }
  assert_true(tn_prompt_set(&prompt, LEARNED, 2, 96, FOUR_FOUR, 1));
  while (!pass->complete) {
    const int32_t reach = tn_phrase_reach(pass);
    const int count = pass->count;
    tn_composer_step(band->composer, pass, &brief);
    assert_true(pass->complete || tn_phrase_reach(pass) > reach || pass->count > count);
  }
  assert_true(bars_equal(pass, 0, home, 0) && bars_equal(pass, 1, home, 1));
  assert_ptr_not_equal(tn_composer_phrase(band->composer, BARS, FOUR_FOUR, &brief), pass);
  band_free(band);
}

// Whose notes last from one to the next.
static Band* legato_band(int dt) {
  Band* band = band_new(dt, 50);
  const TnNetwork* network = &band->small.network;
  const int class = tn_vocabulary_duration_class(&network->vocabulary, dt);
  network->heads[TN_DURATION].output_bias[class] += 50.0F;
  tn_composer_free(band->composer);
  band->composer = tn_composer_new(network, 1, tn_kernel_fastest());
  assert_non_null(band->composer);
  return band;
}

// A single voice whose eighths swing has as many of them off the beat as one whose eighths do not.
static void test_a_single_voice_swings(void** state) {
  (void)state;
  enum { EIGHTH = 12 };
  int off_beat[2] = {0};
  Band* band = legato_band(EIGHTH);
  const int drums = band->composer->model->vocabulary.drum_part;
  for (int swings = 0; swings < 2; swings++) {
    TnBrief brief = brief_of(TN_VARIATIONS);
    brief.settings.polyphony = 1;
    brief.settings.feel = (TnFeel){.gate = 1, .swing = swings ? 0.5F : 0.0F, .swing_ticks = EIGHTH};
    for (int bar = 0; bar < 40; bar += BARS) {
      const TnPhrase* phrase = compose(band, bar, &brief);
      for (int i = 0; i < phrase->count; i++) {
        const TnNote* note = &phrase->notes[i];
        off_beat[swings] += note->part != drums && note->onset % (2 * EIGHTH) == EIGHTH;
      }
    }
  }
  assert_true(off_beat[0] > 20);
  assert_in_range(off_beat[1], off_beat[0] * 4 / 5, off_beat[0] * 5 / 4);
  band_free(band);
}

static void test_no_pitch_is_played_that_is_barred(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 3);
  TnBrief brief = brief_of(TN_VARIATIONS);
  brief.settings.sampling.temperature = 2.0F;
  for (int pitch = 0; pitch < TN_MAX_PITCHES; pitch += 2) {
    brief.settings.barred[pitch / 8] |= (uint8_t)(1 << pitch % 8);
  }
  int notes = 0;
  for (int bar = 0; bar < 100; bar += BARS) {
    const TnPhrase* phrase = compose(band, bar, &brief);
    for (int i = 0; i < phrase->count; i++) {
      const bool drums = phrase->notes[i].part == band->composer->model->vocabulary.drum_part;
      assert_true(drums || phrase->notes[i].pitch % 2 == 1);
      notes += !drums;
    }
  }
  assert_true(notes > 100);
  band_free(band);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_phrases_begin_where_the_offset_says),
      cmocka_unit_test(test_a_phrase_goes_on_from_the_last),
      cmocka_unit_test(test_each_phrase_of_a_chain_may_close),
      cmocka_unit_test(test_a_repeated_phrase_is_the_same),
      cmocka_unit_test(test_a_take_of_the_repeated_phrase_is_heard_in_every_pass),
      cmocka_unit_test(test_variation_is_the_share_that_is_made_anew),
      cmocka_unit_test(test_a_pass_is_the_same_however_it_was_reached),
      cmocka_unit_test(test_a_pass_goes_on_when_its_phrase_has_given_way),
      cmocka_unit_test(test_a_pass_goes_on_when_the_prompt_is_another),
      cmocka_unit_test(test_so_many_bars_are_left_empty),
      cmocka_unit_test(test_pace_counts_the_bars_of_the_song),
      cmocka_unit_test(test_bars_of_half_a_tick_have_lines),
      cmocka_unit_test(test_no_more_sound_at_a_time_than_may),
      cmocka_unit_test(test_a_single_voice_swings),
      cmocka_unit_test(test_no_pitch_is_played_that_is_barred),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
