// Loops: found where they are, and broken.
#include "plugin/engine/loop.h"
#include "tests/unit/small_band.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { BAR = 96, QUARTER = 24, BARS = 32, MOST = 16 };

static const TnMeter FOUR_FOUR = {0, 4, 4};

typedef struct {
  TnNote notes[4 * BARS];
  TnPhrase phrase;
} Song;

// Each bar has the quarters that its letter names: the same letter, the same bar; '-' is silent.
static Song* song_of(Song* song, const char* bars) {
  song->phrase = (TnPhrase){.notes = song->notes, .meter = FOUR_FOUR, .bars = BARS};
  for (int b = 0; bars[b]; ++b) {
    for (int q = 0; q < 4 && bars[b] != '-'; ++q) {
      song->notes[song->phrase.count++] =
          (TnNote){.onset = b * BAR + q * QUARTER, .pitch = (uint8_t)(bars[b] - 'a' + 5 * q)};
    }
  }
  return song;
}

static int times(const char* bars) {
  Song song;
  int count = 0;
  while (bars[count]) {
    ++count;
  }
  return tn_loop_times(&song_of(&song, bars)->phrase, count, MOST);
}

static void a_bar_is_counted_as_often_as_it_is_played(void** state) {
  (void)state;
  assert_int_equal(times(""), 1);
  assert_int_equal(times("a"), 1);
  assert_int_equal(times("aa"), 2);
  assert_int_equal(times("aaa"), 3);
  assert_int_equal(times("baaaa"), 4);
  assert_int_equal(times("aaab"), 1); // it is over
}

static void two_bars_are_counted_as_often_as_both_are_played(void** state) {
  (void)state;
  assert_int_equal(times("abab"), 2);
  assert_int_equal(times("ababab"), 3);
  assert_int_equal(times("bababab"), 3); // and half a time more
  assert_int_equal(times("cababab"), 3);
  assert_int_equal(times("abcabc"), 1);
}

static void silence_is_no_loop(void** state) {
  (void)state;
  assert_int_equal(times("----"), 1);
  assert_int_equal(times("a---"), 1);
}

static void no_more_are_counted_than_asked_for(void** state) {
  (void)state;
  Song song;
  song_of(&song, "aaaaaaaaaaaa");
  assert_int_equal(tn_loop_times(&song.phrase, 12, 5), 5);
}

static void only_a_loop_makes_bolder_and_ever_more(void** state) {
  (void)state;
  const TnSampling learned = {0.9F, 0.95F};
  TnSampling before = tn_loop_sampling(learned, 2, 3);
  assert_true(before.temperature == learned.temperature && before.top_p == learned.top_p);
  before = tn_loop_sampling(learned, 9, 0); // all are borne
  assert_true(before.temperature == learned.temperature && before.top_p == learned.top_p);
  for (int t = 3; t < 9; ++t) {
    const TnSampling bold = tn_loop_sampling(learned, t, 3);
    assert_true(bold.temperature > before.temperature && bold.top_p == 1.0F);
    before = bold;
  }
  assert_true(tn_loop_sampling((TnSampling){0.0F, 1.0F}, 9, 3).temperature == 0.0F);
}

// A network that is all but sure to strike one pitch on every quarter.
static Band* sure_band(int loops) {
  Band* band = band_new(QUARTER, 20);
  Band* sure = calloc(1, sizeof *sure);
  assert_non_null(sure);
  sure->small = band->small;
  tn_composer_free(band->composer);
  sure->small.network.heads[TN_PITCH].output_bias[3] += 5.0F;
  sure->small.network.heads[TN_PART].output_bias[0] += 20.0F;
  sure->composer = tn_composer_new(&sure->small.network, 1, tn_kernel_fastest());
  assert_non_null(sure->composer);
  sure->composer->manner.loops = loops;
  free(band);
  return sure;
}

static TnPhrase* compose(Band* band) {
  const TnBrief brief = {.settings = {.sampling = {0.9F, 0.95F}, .seed = 5, .bars = BARS}};
  TnPhrase* phrase = tn_composer_phrase(band->composer, 0, FOUR_FOUR, &brief);
  while (!phrase->complete) {
    tn_composer_step(band->composer, phrase, &brief);
  }
  return phrase;
}

static int longest_loop(const TnPhrase* phrase) {
  int longest = 0;
  for (int bar = 1; bar <= BARS; ++bar) {
    const int of_bar = tn_loop_times(phrase, bar, BARS);
    longest = of_bar > longest ? of_bar : longest;
  }
  return longest;
}

// Until the loop is found, both play the same.
static void a_loop_is_broken_and_nothing_else_changed(void** state) {
  (void)state;
  enum { BORNE = 3 };
  Band* stuck = sure_band(0);
  Band* broken = sure_band(BORNE);
  const TnPhrase* a = compose(stuck);
  const TnPhrase* b = compose(broken);
  int bar = 1;
  assert_true(longest_loop(a) >= 8);
  assert_true(longest_loop(b) <= BORNE + 2);
  while (tn_loop_times(a, bar, BARS) < BORNE) {
    ++bar;
  }
  for (int i = 0; i < tn_phrase_find(a, bar * BAR); ++i) {
    assert_memory_equal(&a->notes[i], &b->notes[i], sizeof a->notes[i]);
  }
  band_free(stuck);
  band_free(broken);
}

// Where there is no loop, a phrase is the same whatever is borne.
static void music_without_a_loop_is_left_alone(void** state) {
  (void)state;
  Band* careful = band_new(6, 7);
  Band* careless = band_new(6, 7);
  careful->composer->manner.loops = 2;
  const TnPhrase* a = compose(careful);
  const TnPhrase* b = compose(careless);
  assert_int_equal(longest_loop(a), 1);
  assert_int_equal(a->count, b->count);
  for (int i = 0; i < a->count; ++i) {
    assert_memory_equal(&a->notes[i], &b->notes[i], sizeof a->notes[i]);
  }
  band_free(careful);
  band_free(careless);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_bar_is_counted_as_often_as_it_is_played),
      cmocka_unit_test(two_bars_are_counted_as_often_as_both_are_played),
      cmocka_unit_test(silence_is_no_loop),
      cmocka_unit_test(no_more_are_counted_than_asked_for),
      cmocka_unit_test(only_a_loop_makes_bolder_and_ever_more),
      cmocka_unit_test(a_loop_is_broken_and_nothing_else_changed),
      cmocka_unit_test(music_without_a_loop_is_left_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
