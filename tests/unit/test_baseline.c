// The 5-gram of `tiento eval --baseline`: probabilities worked out by hand, that masks renormalise,
// and that what it gives to the frames of a roll adds up to 1.
#include "tests/unit/small_music.h"
#include "tests/unit/small_roll.h"
#include "trainer/baseline.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void near(double value, double wanted) {
  if (fabs(value - wanted) > 1e-9) {
    print_error("%.12f instead of %.12f\n", value, wanted);
    fail();
  }
}

static Corpus alone(Piece* piece) {
  return (Corpus){.pieces = piece, .count = 1};
}

static Measure measured(Piece* known, Piece* piece, const TnVocabulary* v,
                        BaselineReading reading) {
  const Corpus knowns = alone(known);
  const Corpus corpus = alone(piece);
  Measure measure;
  assert_true(baseline_measure(&knowns, &corpus, v, reading, &measure));
  return measure;
}

// One chord of both pitches that there are, and two frames of silence: "dt 0, high", "dt 0, low",
// "nothing for more than 2 frames". What was counted is what is measured.
static TnNote chord[] = {{0, 1, 0, 61, 80, 0}, {0, 1, 0, 60, 80, 0}};
static Piece chord_and_silence = {.notes = chord, .note_count = 2, .end = 3};

// Halves what is missing to 1, as every context does that was seen with one symbol only.
static double seen_once(double p, int times) {
  return 1 - ldexp(1 - p, -times);
}

// dt 0 was counted twice, of 17 classes; each of its four longer contexts once. Then no lower pitch
// is left and dt 0 is not allowed: the other 16 are alike, of which 14 are right.
static void the_times_of_a_chord(BaselineReading reading) {
  const TnVocabulary v = tn_vocabulary_for_roll(60, 2);
  const double zero = seen_once((2 + 1.0 / 17) / 3, 4);
  assert_int_equal(tn_vocabulary_classes(&v, TN_DT), 17);
  const Measure measure = measured(&chord_and_silence, &chord_and_silence, &v, reading);
  near(measure.nats[TN_DT], -2 * log(zero) - log(14.0 / 16));
  assert_int_equal((int)measure.events, 3);
  assert_int_equal((int)measure.notes, 2);
  assert_int_equal((int)measure.fields[TN_DT], 3);
  assert_int_equal((int)measure.fields[TN_PITCH], 2);
}

static void the_times_of_a_chord_over_events(void** state) {
  (void)state;
  the_times_of_a_chord(BASELINE_EVENTS);
}

static void the_times_of_a_chord_over_fields(void** state) {
  (void)state;
  the_times_of_a_chord(BASELINE_FIELDS);
}

// Of the two pitches one half each, also after dt 0; four longer contexts saw the high one. The low
// one is then the only one allowed, and free.
static void the_pitches_of_a_chord(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(60, 2);
  for (int r = BASELINE_EVENTS; r <= BASELINE_FIELDS; ++r) {
    const Measure measure =
        measured(&chord_and_silence, &chord_and_silence, &v, (BaselineReading)r);
    near(measure.nats[TN_PITCH], -log(seen_once(0.5, 4)));
    assert_int_equal((int)measure.right[TN_PITCH], 2);
  }
}

// The last four symbols before a pitch: dt 0, then the start thrice; before the second one dt 0,
// high, dt 0, start. The first is seen after "dt 0" twice, with two pitches, then once thrice.
static void the_pitches_of_a_chord_over_symbols(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(60, 2);
  const Measure measure = measured(&chord_and_silence, &chord_and_silence, &v, BASELINE_SYMBOLS);
  near(measure.nats[TN_PITCH], -log(seen_once(0.5, 3)));
}

// How often each was counted is all that is known: no context is longer.
static void a_unigram_knows_nothing_of_the_past(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(60, 2);
  const Measure measure = measured(&chord_and_silence, &chord_and_silence, &v, BASELINE_UNIGRAM);
  near(measure.nats[TN_DT], -2 * log((2 + 1.0 / 17) / 3) - log(14.0 / 16));
  near(measure.nats[TN_PITCH], -log(0.5));
}

// Nothing counted but the other pitch, 5 of them to choose from: the mask leaves those below.
static void masks_leave_the_rest_its_shares(void** state) {
  (void)state;
  TnNote low[] = {{0, 1, 0, 60, 80, 0}};
  TnNote high[] = {{0, 1, 0, 64, 80, 0}, {0, 1, 0, 61, 80, 0}};
  Piece known = {.notes = low, .note_count = 1, .end = 1};
  Piece piece = {.notes = high, .note_count = 2, .end = 1};
  const TnVocabulary v = tn_vocabulary_for_roll(60, 5);
  const Measure measure = measured(&known, &piece, &v, BASELINE_EVENTS);
  // The pitch 60 was counted once in each of 6 contexts at the start. After 64 only "nothing" and
  // "dt 0" are known: 60 has 1 - 4/5 / 4 = 4/5 there and the four others 1/20 each.
  const double rare = ldexp(0.2, -6);
  near(measure.nats[TN_PITCH], -log(rare) - log(0.05 / (0.8 + 3 * 0.05)));
}

// Only fields with a choice cost anything.
static void fields_of_one_class_cost_nothing(void** state) {
  (void)state;
  Piece known = random_piece(1, 40, 1);
  Piece piece = random_piece(2, 40, 1);
  const TnVocabulary v = tn_vocabulary_for_grid();
  for (int r = 0; r < BASELINE_READINGS; ++r) {
    const Measure measure = measured(&known, &piece, &v, (BaselineReading)r);
    assert_true(measure.nats[TN_PART] == 0 && measure.nats[TN_VELOCITY] == 0);
    assert_true(measure.nats[TN_DT] > 0 && measure.nats[TN_PITCH] > 0);
    assert_true(measure.nats[TN_DURATION] > 0);
    assert_int_equal((int)measure.notes, (int)piece.note_count);
    assert_int_equal((int)measure.fields[TN_DT], (int)measure.events);
  }
  piece_free(&known);
  piece_free(&piece);
}

// Each piece is measured alone: as it would be without the others.
static void pieces_do_not_change_each_other(void** state) {
  (void)state;
  Corpus known = random_corpus(4, 60);
  Corpus corpus = random_corpus(3, 30);
  Measure each[3];
  const TnVocabulary v = corpus_vocabulary(&known);
  for (int r = 0; r < BASELINE_READINGS; ++r) {
    assert_true(baseline_measure(&known, &corpus, &v, (BaselineReading)r, each));
    for (size_t i = 0; i < 3; ++i) {
      const Corpus one = alone(&corpus.pieces[i]);
      Measure measure;
      assert_true(baseline_measure(&known, &one, &v, (BaselineReading)r, &measure));
      near(measure_nats(&each[i]), measure_nats(&measure));
    }
  }
  corpus_free(&known);
  corpus_free(&corpus);
}

// What was counted is predicted better than what was not.
static void counted_music_is_likelier(void** state) {
  (void)state;
  Piece known = random_piece(1, 200, 2);
  Piece other = random_piece(2, 200, 2);
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  for (int r = 0; r < BASELINE_READINGS; ++r) {
    const Measure same = measured(&known, &known, &v, (BaselineReading)r);
    const Measure more = measured(&known, &other, &v, (BaselineReading)r);
    assert_true(2 * measure_nats(&same) < measure_nats(&more));
  }
  piece_free(&known);
  piece_free(&other);
}

enum { FRAMES = 3, ROLLS = ROLL_SETS * ROLL_SETS * ROLL_SETS };

// Of all rolls of three frames: the masks leave nothing out and give nothing away.
static void all_rolls_have_probability_1_together(void** state) {
  (void)state;
  static TnNote notes[ROLLS][FRAMES * ROLL_PITCHES];
  static Piece pieces[ROLLS];
  static Measure each[ROLLS];
  TnNote of_known[FRAMES * ROLL_PITCHES];
  Piece known = roll_of((int[]){9, 5, 12}, FRAMES, of_known);
  const Corpus knowns = alone(&known);
  const TnVocabulary v = tn_vocabulary_for_roll(ROLL_LOW, ROLL_PITCHES);
  for (int i = 0; i < ROLLS; ++i) {
    const int frames[FRAMES] = {i % ROLL_SETS, i / ROLL_SETS % ROLL_SETS,
                                i / ROLL_SETS / ROLL_SETS};
    pieces[i] = roll_of(frames, FRAMES, notes[i]);
  }
  const Corpus corpus = {.pieces = pieces, .count = ROLLS};
  for (int r = 0; r < BASELINE_READINGS; ++r) {
    assert_true(baseline_measure(&knowns, &corpus, &v, (BaselineReading)r, each));
    double sum = 0;
    for (size_t i = 0; i < corpus.count; ++i) {
      sum += exp(-measure_nats(&each[i]));
    }
    near(sum, 1.0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_times_of_a_chord_over_events),
      cmocka_unit_test(the_times_of_a_chord_over_fields),
      cmocka_unit_test(the_pitches_of_a_chord),
      cmocka_unit_test(the_pitches_of_a_chord_over_symbols),
      cmocka_unit_test(a_unigram_knows_nothing_of_the_past),
      cmocka_unit_test(masks_leave_the_rest_its_shares),
      cmocka_unit_test(fields_of_one_class_cost_nothing),
      cmocka_unit_test(pieces_do_not_change_each_other),
      cmocka_unit_test(counted_music_is_likelier),
      cmocka_unit_test(all_rolls_have_probability_1_together),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
