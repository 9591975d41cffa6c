// Locked bars and takes, as the composer plays them.
#include "tests/unit/engine_melody.h"

enum { BARS = 4, BAR_TICKS = 96, MOST_NOTES = 1024 };

typedef struct {
  Band* band;
  TnEdits* edits;
  TnBrief brief;
} Fixture;

static void open_band(Fixture* f) {
  f->band = band_new(SIXTEENTH, 4);
  f->edits = calloc(1, sizeof *f->edits);
  assert_non_null(f->edits);
  tn_edits_init(f->edits);
  f->brief = (TnBrief){.settings = {.sampling = {1.0F, 0.95F}, .seed = 5, .bars = BARS},
                       .edits = f->edits};
}

static void close_band(Fixture* f) {
  free(f->edits);
  band_free(f->band);
}

static TnPhrase* compose_in(const Fixture* f, TnMeter meter) {
  TnPhrase* phrase = tn_composer_phrase(f->band->composer, 0, meter, &f->brief);
  while (!phrase->complete) {
    tn_composer_step(f->band->composer, phrase, &f->brief);
  }
  return phrase;
}

static TnPhrase* compose(const Fixture* f) {
  return compose_in(f, FOUR_FOUR);
}

// The notes of a bar, their onsets from its line.
static int notes_of(const TnPhrase* phrase, int bar, TnNote notes[MOST_NOTES]) {
  const int32_t line = tn_phrase_line(phrase, bar);
  const int first = tn_phrase_find(phrase, line);
  const int count = tn_phrase_find(phrase, tn_phrase_line(phrase, bar + 1)) - first;
  for (int i = 0; i < count; i++) {
    notes[i] = phrase->notes[first + i];
    notes[i].onset -= line;
  }
  return count;
}

typedef struct {
  int counts[BARS];
  TnNote notes[BARS][MOST_NOTES];
} Copy;

static Copy* copy_of(const TnPhrase* phrase) {
  Copy* copy = calloc(1, sizeof *copy);
  assert_non_null(copy);
  for (int bar = 0; bar < BARS; bar++) {
    copy->counts[bar] = notes_of(phrase, bar, copy->notes[bar]);
  }
  return copy;
}

static bool is_bar(const TnPhrase* phrase, int bar, const Copy* copy, int other) {
  TnNote notes[MOST_NOTES];
  const int count = notes_of(phrase, bar, notes);
  return count == copy->counts[other] &&
         memcmp(notes, copy->notes[other], (size_t)count * sizeof *notes) == 0;
}

static void lock(Fixture* f, int bar, const Copy* copy, int other) {
  assert_true(tn_edits_lock(f->edits, bar, copy->notes[other], copy->counts[other],
                            f->band->composer->model->vocabulary.drum_part));
}

// The network hears the same notes, given or drawn, and goes on from them alike.
static void test_locking_a_bar_changes_nothing(void** state) {
  (void)state;
  for (int locked = 0; locked < BARS; locked++) {
    Fixture f;
    open_band(&f);
    Copy* before = copy_of(compose(&f));
    lock(&f, locked, before, locked);
    const TnPhrase* after = compose(&f);
    for (int bar = 0; bar < BARS; bar++) {
      assert_true(is_bar(after, bar, before, bar));
    }
    free(before);
    close_band(&f);
  }
}

static void test_a_locked_bar_plays_whatever_else_changes(void** state) {
  (void)state;
  Fixture f;
  open_band(&f);
  Copy* before = copy_of(compose(&f));
  assert_true(before->counts[2] > 0);
  lock(&f, 2, before, 2);
  int others = 0;
  for (uint32_t seed = 10; seed < 20; seed++) {
    f.brief.settings.seed = seed;
    const TnPhrase* after = compose(&f);
    assert_true(is_bar(after, 2, before, 2));
    others += !is_bar(after, 1, before, 1);
  }
  assert_true(others > 5);
  free(before);
  close_band(&f);
}

static void test_a_take_changes_its_bar_and_what_follows(void** state) {
  (void)state;
  Fixture f;
  open_band(&f);
  Copy* before = copy_of(compose(&f));
  int changed = 0;
  for (int take = 0; take < 10; take++) {
    assert_true(tn_edits_reroll_bar(f.edits, 2));
    const TnPhrase* after = compose(&f);
    assert_true(is_bar(after, 0, before, 0) && is_bar(after, 1, before, 1));
    changed += !is_bar(after, 2, before, 2);
    assert_true(tn_edits_undo(f.edits));
    assert_true(is_bar(compose(&f), 2, before, 2));
  }
  assert_true(changed > 5);
  free(before);
  close_band(&f);
}

// The take is undone when the phrase has gone on under it.
static void test_a_take_that_is_undone_leaves_nothing(void** state) {
  (void)state;
  Fixture f;
  open_band(&f);
  Copy* before = copy_of(compose(&f));
  for (int steps = 1; steps < 30; steps++) {
    Fixture other;
    open_band(&other);
    TnPhrase* phrase = tn_composer_phrase(other.band->composer, 0, FOUR_FOUR, &other.brief);
    for (int i = 0; i < 2 * steps; i++) {
      if (i == steps) {
        assert_true(tn_edits_reroll_from(other.edits, 0));
      }
      tn_composer_step(other.band->composer, phrase, &other.brief);
    }
    assert_true(tn_edits_undo(other.edits));
    const TnPhrase* after = compose(&other);
    for (int bar = 0; bar < BARS; bar++) {
      assert_true(is_bar(after, bar, before, bar));
    }
    close_band(&other);
  }
  free(before);
  close_band(&f);
}

// One elsewhere leaves the phrase as it is.
static void test_a_take_of_another_phrase_changes_nothing(void** state) {
  (void)state;
  Fixture f;
  open_band(&f);
  TnPhrase* phrase = tn_composer_phrase(f.band->composer, 0, FOUR_FOUR, &f.brief);
  tn_composer_step(f.band->composer, phrase, &f.brief);
  assert_true(tn_edits_reroll_from(f.edits, BARS));
  tn_composer_step(f.band->composer, phrase, &f.brief);
  assert_true(phrase->pure);
  assert_ptr_equal(compose(&f), phrase);
  close_band(&f);
}

// Locked to another bar's notes: also what comes after a bar that is not the network's own.
static void test_music_goes_on_from_a_locked_bar(void** state) {
  (void)state;
  Fixture f;
  open_band(&f);
  Copy* before = copy_of(compose(&f));
  lock(&f, 1, before, 0);
  const TnPhrase* after = compose(&f);
  assert_true(is_bar(after, 0, before, 0) && is_bar(after, 1, before, 0));
  int later = 0;
  for (int bar = 2; bar < BARS; bar++) {
    TnNote notes[MOST_NOTES];
    later += notes_of(after, bar, notes);
  }
  assert_true(later > 0);
  free(before);
  close_band(&f);
}

static void test_a_locked_bar_is_cut_where_bars_are_shorter(void** state) {
  (void)state;
  static const TnNote NOTES[] = {
      {0, 10, 0, 60, 80, 0}, {71, 40, 0, 62, 80, 0}, {72, 6, 0, 64, 80, 0}};
  Fixture f;
  open_band(&f);
  assert_true(tn_edits_lock(f.edits, 3, NOTES, 3, -1));
  TnNote notes[MOST_NOTES];
  const TnPhrase* phrase = compose_in(&f, (TnMeter){0, 3, 4});
  assert_int_equal(notes_of(phrase, 3, notes), 2);
  assert_int_equal(notes[1].pitch, 62);
  assert_int_equal(notes[1].duration, 1); // to the end of the phrase
  close_band(&f);
}

// What another style has, that this one has not, is played and not heard.
static void test_notes_of_another_style_are_played(void** state) {
  (void)state;
  static const TnNote NOTES[] = {
      {0, 10, 7, 1, 80, 0}, {24, 10, 2, 38, 80, 0}, {48, 10, 0, 127, 80, 0}};
  Fixture f;
  open_band(&f);
  assert_true(tn_edits_lock(f.edits, 1, NOTES, 3, 2));
  TnNote notes[MOST_NOTES];
  const TnPhrase* phrase = compose(&f);
  assert_int_equal(notes_of(phrase, 1, notes), 3);
  assert_int_equal(notes[0].pitch, 1);
  assert_int_equal(notes[1].pitch, 38);
  assert_int_equal(notes[2].pitch, 127);
  const int drums = f.band->composer->model->vocabulary.drum_part;
  assert_int_equal(notes[1].part, drums >= 0 ? drums : TN_MAX_PARTS);
  close_band(&f);
}

// How many notes of bar 1 are given, where it is locked to these and one may sound at a time.
static int count_given(Fixture* f, const TnNote* notes, int count) {
  TnNote given[MOST_NOTES];
  assert_true(tn_edits_lock(f->edits, 1, notes, count, -1));
  f->brief.settings.polyphony = 1;
  f->brief.settings.rest = 1.0F; // other bars are empty
  const int found = notes_of(compose(f), 1, given);
  assert_true(tn_edits_unlock(f->edits, 1));
  return found;
}

static void test_given_notes_beyond_the_polyphony_are_silent(void** state) {
  (void)state;
  static const TnNote CHORD[] = {{0, 12, 0, 62, 80, 0}, {0, 12, 0, 60, 80, 0}};
  static const TnNote LINE[] = {
      {0, 12, 0, 62, 80, 0}, {12, 6, 0, 60, 80, 0}, {18, 6, 0, 62, 80, 0}, {24, 12, 0, 60, 80, 0}};
  Fixture f;
  open_band(&f);
  f.brief.settings.feel = (TnFeel){.gate = 1, .swing_ticks = 12};
  assert_int_equal(count_given(&f, CHORD, 2), 1);
  assert_int_equal(count_given(&f, LINE, 4), 4);
  f.brief.settings.feel.gate = 1.1F;
  assert_int_equal(count_given(&f, LINE, 4), 2);
  close_band(&f);
}

// A note that the limits leave out takes the place of none.
static void test_a_note_that_does_not_fit_silences_no_other(void** state) {
  (void)state;
  static const TnNote CHORD[] = {{0, 12, 0, 62, 80, 0}, {0, 12, 0, 60, 80, 0}};
  Fixture f;
  open_band(&f);
  f.brief.settings.barred[62 / 8] = 1 << 62 % 8;
  assert_int_equal(count_given(&f, CHORD, 2), 2);
  close_band(&f);
}

// What is struck again while it sounds takes no other voice.
static void test_a_note_struck_again_is_one_voice(void** state) {
  (void)state;
  static const TnNote LINE[] = {{0, 20, 0, 62, 80, 0},
                                {12, 20, 0, 62, 80, 0},
                                {24, 20, 0, 62, 80, 0},
                                {36, 12, 0, 60, 80, 0}, // too soon
                                {44, 12, 0, 60, 80, 0}};
  Fixture f;
  open_band(&f);
  f.brief.settings.feel = (TnFeel){.gate = 1, .swing_ticks = 12};
  assert_int_equal(count_given(&f, LINE, 5), 4);
  close_band(&f);
}

// What follows on the end of a note swings with it.
static void test_swing_silences_no_note(void** state) {
  (void)state;
  static const TnNote LINE[] = {
      {0, 12, 0, 62, 80, 0}, {12, 6, 0, 60, 80, 0}, {18, 6, 0, 62, 80, 0}, {24, 12, 0, 60, 80, 0}};
  Fixture f;
  open_band(&f);
  for (int swing = 0; swing <= 3; swing++) {
    f.brief.settings.feel = (TnFeel){.gate = 1, .swing = (float)swing / 4.0F, .swing_ticks = 12};
    assert_int_equal(count_given(&f, LINE, 4), 4);
  }
  close_band(&f);
}

static void test_a_silent_composer_plays_locked_bars_alone(void** state) {
  (void)state;
  static const TnNote NOTES[] = {{12, 10, 0, 60, 80, 0}};
  Fixture f;
  open_band(&f);
  TnComposer* silent = tn_composer_new_silent(tn_kernel_fastest());
  assert_non_null(silent);
  assert_true(tn_edits_lock(f.edits, 2, NOTES, 1, -1));
  TnPhrase* phrase = tn_composer_phrase(silent, 0, FOUR_FOUR, &f.brief);
  while (!phrase->complete) {
    tn_composer_step(silent, phrase, &f.brief);
  }
  assert_int_equal(phrase->count, 1);
  assert_int_equal(phrase->notes[0].onset, 2 * BAR_TICKS + 12);
  tn_composer_free(silent);
  close_band(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_locking_a_bar_changes_nothing),
      cmocka_unit_test(test_a_locked_bar_plays_whatever_else_changes),
      cmocka_unit_test(test_a_take_changes_its_bar_and_what_follows),
      cmocka_unit_test(test_a_take_that_is_undone_leaves_nothing),
      cmocka_unit_test(test_a_take_of_another_phrase_changes_nothing),
      cmocka_unit_test(test_music_goes_on_from_a_locked_bar),
      cmocka_unit_test(test_a_locked_bar_is_cut_where_bars_are_shorter),
      cmocka_unit_test(test_notes_of_another_style_are_played),
      cmocka_unit_test(test_given_notes_beyond_the_polyphony_are_silent),
      cmocka_unit_test(test_a_note_that_does_not_fit_silences_no_other),
      cmocka_unit_test(test_a_note_struck_again_is_one_voice),
      cmocka_unit_test(test_swing_silences_no_note),
      cmocka_unit_test(test_a_silent_composer_plays_locked_bars_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
