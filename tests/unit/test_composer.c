// Phrases: the same wherever the playhead came from.
#include "plugin/engine/codec.h"
#include "tests/unit/small_band.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static const TnMeter FOUR_FOUR = {0, 4, 4};
static const TnBrief BRIEF = {.settings = {.sampling = {1.0F, 0.95F}, .seed = 5, .bars = 4}};

enum { SIXTEENTH = 6 };

static TnPhrase* ask(Band* band, int64_t bar) {
  return tn_composer_phrase(band->composer, bar, FOUR_FOUR, &BRIEF);
}

static void step(Band* band, TnPhrase* phrase, int steps) {
  for (int i = 0; i < steps && !phrase->complete; i++) {
    tn_composer_step(band->composer, phrase, &BRIEF);
  }
}

static TnPhrase* compose(Band* band, int64_t bar) {
  TnPhrase* phrase = ask(band, bar);
  while (!phrase->complete) {
    step(band, phrase, 1);
  }
  return phrase;
}

static TnBounds unbounded(void) {
  TnBounds bounds = {.limit = INT32_MAX};
  memset(bounds.strike, TN_ALL, sizeof bounds.strike);
  memset(bounds.fits, 1, sizeof bounds.fits);
  return bounds;
}

static bool notes_equal(const TnNote* a, const TnNote* b) {
  return a->onset == b->onset && a->duration == b->duration && a->part == b->part &&
         a->pitch == b->pitch && a->velocity == b->velocity;
}

static bool phrases_equal(const TnPhrase* a, const TnPhrase* b) {
  bool equal = a->count == b->count && a->end == b->end;
  for (int i = 0; equal && i < a->count; i++) {
    equal = notes_equal(&a->notes[i], &b->notes[i]);
  }
  return equal;
}

static void test_order_of_visits_does_not_matter(void** state) {
  (void)state;
  Band* forth = band_new(SIXTEENTH, 7);
  Band* back = band_new(SIXTEENTH, 7);
  TnPhrase* phrases[5];
  for (int i = 0; i < 5; i++) {
    phrases[i] = compose(forth, 4 * i);
    assert_true(phrases[i]->count > 10);
  }
  for (int round = 0; round < 40; round++) { // backwards, a little of each in turn
    for (int i = 5; i-- > 0;) {
      step(back, ask(back, 4 * i), 1 + (round + i) % 4);
    }
  }
  for (int i = 0; i < 5; i++) {
    assert_true(phrases_equal(phrases[i], compose(back, 4 * i)));
    assert_true(i == 0 || !phrases_equal(phrases[0], phrases[i]));
  }
  band_free(forth);
  band_free(back);
}

// Bar by bar, each keyed by its own number: what the network would play after the bar line is drawn
// again there.
static void test_phrase_is_what_the_network_generates(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  const TnNetwork* network = &band->small.network;
  const TnPhrase* phrase = compose(band, 8);
  TnGenerator generator;
  TnBounds bounds = unbounded();
  void* block = malloc(tn_generator_bytes(&network->sizes));
  tn_generator_init(&generator, band->composer->model, block);
  tn_generator_start(&generator, &FOUR_FOUR, 1, 4 * 96, 1);
  int count = 0;
  for (int bar = 0; bar < 4; bar++) {
    TnDraw draw = {.seed = 5, .bar = 8 + bar};
    int64_t work = INT64_MAX;
    TnEvent event;
    tn_context_wait(&generator.context, 96 * bar);
    bounds.limit = 96 * (bar + 1);
    int32_t tick = generator.context.tick;
    while (tn_generator_next(&generator, BRIEF.settings.sampling, draw, &bounds, &work, &event) ==
           TN_DRAWN) {
      TnNote note;
      if (tn_codec_decode(&network->vocabulary, event, &tick, &note)) {
        assert_true(count < phrase->count);
        assert_int_equal(phrase->notes[count].onset, note.onset);
        assert_int_equal(phrase->notes[count++].pitch, note.pitch);
      }
      ++draw.event;
    }
  }
  assert_true(count > 10 && count == phrase->count);
  free(block);
  band_free(band);
}

static void test_notes_are_in_order_and_end_with_the_phrase(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  const TnPhrase* phrase = compose(band, 0);
  assert_int_equal(phrase->end, 4 * 96);
  for (int i = 0; i < phrase->count; i++) {
    const TnNote* note = &phrase->notes[i];
    assert_true(note->duration >= 1 && note->onset + note->duration <= phrase->end);
    assert_true(i == 0 || tn_codec_compare(note - 1, note) < 0);
  }
  band_free(band);
}

static void test_all_below_the_reach_is_there(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  TnPhrase* phrase = ask(band, 0);
  assert_int_equal(tn_phrase_reach(phrase), 0);
  while (!phrase->complete) {
    const int32_t reach = tn_phrase_reach(phrase);
    const int count = phrase->count;
    step(band, phrase, 1);
    assert_true(tn_phrase_reach(phrase) >= reach);
    assert_true(phrase->count == count || phrase->notes[count].onset >= reach);
  }
  assert_int_equal(tn_phrase_reach(phrase), phrase->end);
  band_free(band);
}

static void test_no_note_is_nudged_before_its_phrase(void** state) {
  (void)state;
  Band* band = band_nudged(0, 7);
  int nudged = 0;
  for (int64_t bar = 0; bar < 80; bar += 4) {
    const TnPhrase* phrase = compose(band, bar);
    for (int i = 0; i < phrase->count; i++) {
      const TnNote* note = &phrase->notes[i];
      assert_true(note->onset * TN_NUDGES_A_TICK + note->nudge >= 0);
      nudged += note->onset == 0 && note->nudge > 0;
    }
  }
  assert_true(nudged > 0); // only earlier is forbidden
  band_free(band);
}

static void test_meter_gives_the_length(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  const TnPhrase* phrase = tn_composer_phrase(band->composer, 0, (TnMeter){0, 6, 8}, &BRIEF);
  assert_int_equal(phrase->end, 4 * 72);
  band_free(band);
}

static void test_seed_and_temperature_matter(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  const TnPhrase* first = compose(band, 0);
  TnBrief others[] = {BRIEF, BRIEF, BRIEF};
  others[0].settings.seed = 6;
  others[1].settings.sampling.temperature = 0.5F;
  others[2].settings.sampling.top_p = 0.3F;
  for (int i = 0; i < 3; i++) {
    TnPhrase* other = tn_composer_phrase(band->composer, 0, FOUR_FOUR, &others[i]);
    assert_ptr_not_equal(other, first);
    while (!other->complete) {
      tn_composer_step(band->composer, other, &others[i]);
    }
    assert_true(other->pure);
    assert_false(phrases_equal(first, other));
  }
  band_free(band);
}

// By a network that wants sixteenths, and a manner in which only its rhythm is bold.
static void test_rhythm_is_as_bold_as_the_style_says(void** state) {
  (void)state;
  for (int bold = 0; bold < 2; ++bold) {
    Band* band = band_new(SIXTEENTH, 14);
    band->composer->manner.rhythm = bold ? 2.5F : 0.0F;
    const TnPhrase* phrase = compose(band, 0);
    int odd = 0;
    for (int i = 0; i < phrase->count; ++i) {
      odd += phrase->notes[i].onset % SIXTEENTH != 0;
    }
    assert_true(phrase->count > 5);
    assert_int_equal(odd > 0, bold);
    band_free(band);
  }
}

static int key_told(Band* band, uint8_t key) {
  TnBrief brief = BRIEF;
  brief.settings.key = key;
  return tn_composer_phrase(band->composer, 0, FOUR_FOUR, &brief)->front.generator.context.key;
}

static void test_key_is_that_of_the_settings_or_the_style(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  for (uint8_t key = 1; key < TN_KEYS; key++) {
    assert_int_equal(key_told(band, key), key);
  }
  assert_int_equal(key_told(band, 0), band->composer->key);
  band_free(band);
}

static void test_key_matters(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  const TnPhrase* first = compose(band, 0);
  TnBrief other = BRIEF;
  other.settings.key = 7;
  TnPhrase* phrase = tn_composer_phrase(band->composer, 0, FOUR_FOUR, &other);
  assert_ptr_not_equal(phrase, first);
  while (!phrase->complete) {
    tn_composer_step(band->composer, phrase, &other);
  }
  assert_true(phrase->pure);
  assert_false(phrases_equal(first, phrase));
  assert_ptr_equal(ask(band, 0), first); // and back
  band_free(band);
}

// A network that wants nothing but to end may, in the last two bars of four.
static void test_phrase_ends_in_its_last_bars(void** state) {
  (void)state;
  Band* band = band_new(BAND_END, 50);
  const TnPhrase* phrase = compose(band, 0);
  const TnNote* last = &phrase->notes[phrase->count - 1];
  assert_true(phrase->count > 1);
  assert_true(last->onset >= 2 * 96 && last[-1].onset < 2 * 96);
  assert_int_equal(tn_phrase_reach(phrase), phrase->end);
  band_free(band);
}

static void test_silence_takes_few_steps(void** state) {
  (void)state;
  Band* band = band_new(96, 50); // a rest of a bar
  TnPhrase* phrase = ask(band, 0);
  step(band, phrase, 8); // a rest and a bar line, four times
  assert_true(phrase->complete);
  assert_int_equal(phrase->count, 0);
  band_free(band);
}

static void test_phrase_with_too_many_notes_falls_silent(void** state) {
  (void)state;
  static const TnMeter long_bars = {0, 8, 4};
  Band* band = band_new(1, 50);
  TnBrief brief = BRIEF;
  brief.settings.bars = TN_MAX_PHRASE_BARS;
  TnPhrase* phrase = tn_composer_phrase(band->composer, 0, long_bars, &brief);
  for (int i = 0; i <= TN_PHRASE_NOTES + TN_MAX_PHRASE_BARS && !phrase->complete; i++) {
    tn_composer_step(band->composer, phrase, &brief);
  }
  assert_true(phrase->complete);
  assert_int_equal(phrase->count, TN_PHRASE_NOTES);
  assert_int_equal(tn_phrase_reach(phrase), phrase->end);
  band_free(band);
}

static void test_kept_phrase_survives_any_number_of_others(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  Band* other = band_new(SIXTEENTH, 7);
  TnPhrase* current = ask(band, 0);
  for (int i = 1; i < 40; i++) {
    step(band, current, 1);
    tn_composer_keep(band->composer, current);
    step(band, ask(band, 4 * i), 1);
    assert_int_equal(current->bar, 0);
  }
  step(band, current, 10000);
  assert_true(phrases_equal(current, compose(other, 0)));
  band_free(band);
  band_free(other);
}

static void test_phrase_asked_for_longest_ago_gives_way(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  for (int i = 0; i < TN_PHRASES; i++) {
    step(band, ask(band, 4 * i), 3);
  }
  TnPhrase* first = ask(band, 0);
  ask(band, 400);
  assert_ptr_equal(ask(band, 0), first); // with its music
  assert_true(tn_phrase_reach(first) > 0 || first->count > 0);
  assert_int_equal(ask(band, 4)->count, 0); // begun again
  band_free(band);
}

static void test_phrase_under_other_settings_is_not_used_again(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  Band* other = band_new(SIXTEENTH, 7);
  TnBrief hot = BRIEF;
  hot.settings.sampling.temperature = 2.0F;
  TnPhrase* phrase = ask(band, 0);
  step(band, phrase, 5);
  tn_composer_step(band->composer, phrase, &hot);
  step(band, phrase, 10000); // back again, but it is mixed now
  assert_false(phrase->pure);
  assert_ptr_not_equal(ask(band, 0), phrase);
  assert_ptr_not_equal(tn_composer_phrase(band->composer, 0, FOUR_FOUR, &hot), phrase);
  assert_true(phrases_equal(compose(band, 0), compose(other, 0)));
  band_free(band);
  band_free(other);
}

static void test_the_listener_hears_what_was_composed(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  TnPhrase* phrase = ask(band, 0);
  step(band, phrase, 8);
  assert_false(phrase->complete);
  const TnGenerator* composing = &phrase->front.generator;
  const TnGenerator* hearing = &band->composer->listener.front.generator;
  int64_t work = 0;
  bool heard = false;
  for (int blocks = 0; !heard; blocks++) {
    assert_true(blocks < 1000);
    work = TN_STEP_WORK;
    heard = tn_composer_hear(band->composer, phrase, composing->context.tick, &work);
    assert_true(work >= 0);
  }
  assert_int_equal(hearing->context.tick, composing->context.tick);
  assert_memory_equal(hearing->step.memory, composing->step.memory,
                      tn_step_memory_bytes(&band->small.network.sizes));
  band_free(band);
}

// A loop comes back to a phrase that the listener has heard beyond.
static void test_the_listener_goes_back(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 4);
  TnPhrase* phrase = compose(band, 0);
  int64_t work = INT64_MAX;
  assert_true(tn_composer_hear(band->composer, phrase, 300, &work));
  assert_true(tn_composer_hear(band->composer, phrase, 100, &work));
  assert_true(band->composer->listener.front.generator.context.tick <= 100);
  tn_composer_forget_after(band->composer, phrase, 100, &BRIEF);
  assert_int_equal(tn_phrase_reach(phrase), 101);
  band_free(band);
}

static void test_another_way_on_keeps_what_was_heard(void** state) {
  (void)state;
  TnBrief hot = BRIEF;
  hot.settings.sampling = (TnSampling){2.0F, 1.0F};
  Band* band = band_new(SIXTEENTH, 4);
  TnPhrase* phrase = compose(band, 0);
  TnNote before[64];
  int kept = 0;
  while (phrase->notes[kept].onset <= 100) {
    before[kept] = phrase->notes[kept];
    ++kept;
  }
  int64_t work = INT64_MAX;
  assert_true(tn_composer_hear(band->composer, phrase, 100, &work));
  tn_composer_forget_after(band->composer, phrase, 100, &hot);
  assert_int_equal(phrase->count, kept);
  assert_false(phrase->complete);
  while (!phrase->complete) {
    tn_composer_step(band->composer, phrase, &hot);
  }
  assert_memory_equal(phrase->notes, before, (size_t)kept * sizeof *before);
  assert_true(phrase->count > kept && phrase->notes[kept].onset > 100);
  assert_false(phrase->pure);
  Band* other = band_new(SIXTEENTH, 4);
  assert_false(phrases_equal(phrase, compose(other, 0)));
  band_free(other);
  band_free(band);
}

// Settings that move and move back before anything was composed leave no trace on the next visit.
static void test_a_phrase_that_forgot_is_not_used_again(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 4);
  Band* other = band_new(SIXTEENTH, 4);
  TnPhrase* phrase = compose(band, 0);
  int64_t work = INT64_MAX;
  assert_true(tn_composer_hear(band->composer, phrase, 100, &work));
  tn_composer_forget_after(band->composer, phrase, 100, &BRIEF);
  assert_ptr_not_equal(ask(band, 0), phrase);
  assert_true(phrases_equal(compose(band, 0), compose(other, 0)));
  band_free(other);
  band_free(band);
}

static void test_negative_bars_have_music_too(void** state) {
  (void)state;
  Band* band = band_new(SIXTEENTH, 7);
  assert_true(compose(band, -4)->count > 0);
  assert_false(phrases_equal(compose(band, -4), compose(band, 4)));
  band_free(band);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_order_of_visits_does_not_matter),
      cmocka_unit_test(test_phrase_is_what_the_network_generates),
      cmocka_unit_test(test_notes_are_in_order_and_end_with_the_phrase),
      cmocka_unit_test(test_all_below_the_reach_is_there),
      cmocka_unit_test(test_no_note_is_nudged_before_its_phrase),
      cmocka_unit_test(test_meter_gives_the_length),
      cmocka_unit_test(test_seed_and_temperature_matter),
      cmocka_unit_test(test_rhythm_is_as_bold_as_the_style_says),
      cmocka_unit_test(test_key_is_that_of_the_settings_or_the_style),
      cmocka_unit_test(test_key_matters),
      cmocka_unit_test(test_phrase_ends_in_its_last_bars),
      cmocka_unit_test(test_silence_takes_few_steps),
      cmocka_unit_test(test_phrase_with_too_many_notes_falls_silent),
      cmocka_unit_test(test_kept_phrase_survives_any_number_of_others),
      cmocka_unit_test(test_phrase_asked_for_longest_ago_gives_way),
      cmocka_unit_test(test_phrase_under_other_settings_is_not_used_again),
      cmocka_unit_test(test_the_listener_hears_what_was_composed),
      cmocka_unit_test(test_the_listener_goes_back),
      cmocka_unit_test(test_another_way_on_keeps_what_was_heard),
      cmocka_unit_test(test_a_phrase_that_forgot_is_not_used_again),
      cmocka_unit_test(test_negative_bars_have_music_too),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
