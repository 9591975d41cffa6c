// The register: left alone inside, pulled back from outside.
#include "plugin/engine/register.h"
#include "tests/unit/small_band.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { BAR = 96, BARS = 32, DRUMS = 7 };

static const TnMeter FOUR_FOUR = {0, 4, 4};
static const TnRegister BORNE = {60, 66};

typedef struct {
  TnNote notes[BARS];
  TnPhrase phrase;
} Song;

// A note a bar, of `pitch` each.
static TnPhrase* song_of(Song* song, uint8_t pitch) {
  song->phrase = (TnPhrase){.notes = song->notes, .meter = FOUR_FOUR, .bars = BARS, .count = BARS};
  for (int b = 0; b < BARS; ++b) {
    song->notes[b] = (TnNote){.onset = b * BAR, .duration = BAR, .pitch = pitch};
  }
  return &song->phrase;
}

static float tilt(const TnPhrase* phrase, int bar) {
  return tn_register_tilt(phrase, DRUMS, bar, BORNE);
}

static void inside_nothing_is_pulled(void** state) {
  (void)state;
  Song song;
  for (uint8_t pitch = 60; pitch <= 66; ++pitch) {
    assert_true(tilt(song_of(&song, pitch), 9) == 0.0F);
  }
}

static void outside_it_is_pulled_back_the_more_the_further(void** state) {
  (void)state;
  Song song;
  const float low = tilt(song_of(&song, 58), 9);
  const float lower = tilt(song_of(&song, 55), 9);
  const float high = tilt(song_of(&song, 68), 9);
  assert_true(low > 0.0F && lower > low && high < 0.0F && high == -low);
  assert_true(tilt(song_of(&song, 20), 9) == tilt(song_of(&song, 40), 9)); // no more than so much
}

// Those before the last eight are forgotten.
static void only_the_last_bars_count(void** state) {
  (void)state;
  Song song;
  TnPhrase* phrase = song_of(&song, 63);
  for (int b = 0; b < 10; ++b) {
    song.notes[b].pitch = 20;
  }
  phrase->count = 18;
  assert_true(tilt(phrase, 18) == 0.0F);
  song.notes[10].pitch = 20;
  assert_true(tilt(phrase, 18) > 0.0F);
}

static void too_few_bars_drums_and_bounds_pull_nothing(void** state) {
  (void)state;
  Song song;
  TnPhrase* phrase = song_of(&song, 40);
  phrase->count = 1;
  assert_true(tilt(phrase, 1) == 0.0F);
  phrase->count = BARS;
  assert_true(tn_register_tilt(phrase, DRUMS, 9, (TnRegister){0, 0}) == 0.0F);
  phrase->settings.polyphony = 1;
  assert_true(tilt(phrase, 9) == 0.0F);
  phrase->settings.polyphony = TN_MAX_POLYPHONY;
  assert_true(tilt(phrase, 9) > 0.0F);
  phrase->settings.barred[3] = 1;
  assert_true(tilt(phrase, 9) == 0.0F);
  phrase->settings.barred[3] = 0;
  for (int b = 0; b < BARS; ++b) {
    song.notes[b].part = DRUMS;
  }
  assert_true(tilt(phrase, 9) == 0.0F);
}

// The mean pitch of a phrase by a small network in a manner of this register.
static double mean_pitch(TnRegister borne) {
  const TnBrief brief = {.settings = {.sampling = {1.0F, 1.0F}, .seed = 5, .bars = BARS}};
  Band* band = band_new(6, 7);
  band->composer->manner.pitch = borne;
  TnPhrase* phrase = tn_composer_phrase(band->composer, 0, FOUR_FOUR, &brief);
  while (!phrase->complete) {
    tn_composer_step(band->composer, phrase, &brief);
  }
  double sum = 0;
  double notes = 0;
  for (int i = 0; i < phrase->count; ++i) {
    const bool pitched = phrase->notes[i].part != band->composer->model->vocabulary.drum_part;
    sum += pitched ? phrase->notes[i].pitch : 0;
    notes += pitched;
  }
  band_free(band);
  return sum / notes;
}

// It has eight pitches, 60 to 67.
static void music_goes_where_it_is_pulled(void** state) {
  (void)state;
  const double free = mean_pitch((TnRegister){0, 0});
  assert_true(free > 61 && free < 66);
  assert_true(mean_pitch((TnRegister){1, 127}) == free);
  assert_true(mean_pitch((TnRegister){90, 127}) > free + 0.2);
  assert_true(mean_pitch((TnRegister){1, 30}) < free - 0.2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(inside_nothing_is_pulled),
      cmocka_unit_test(outside_it_is_pulled_back_the_more_the_further),
      cmocka_unit_test(only_the_last_bars_count),
      cmocka_unit_test(too_few_bars_drums_and_bounds_pull_nothing),
      cmocka_unit_test(music_goes_where_it_is_pulled),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
