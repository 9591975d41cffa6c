// The three ways to count the frames of rolls.
#include "tests/unit/small_network.h"
#include "tests/unit/small_roll.h"
#include "trainer/baseline.h"
#include "trainer/frames.h"
#include "trainer/learner.h"
#include "trainer/matrix.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST_FRAMES = 40 };

static void near(double value, double wanted, double tolerance) {
  if (!(fabs(value - wanted) <= tolerance)) {
    print_error("%.12f instead of %.12f\n", value, wanted);
    fail();
  }
}

// Two pieces of 2 and 4 frames that cost 6 and 4 nats, of which their first frames cost 3 in all.
static void the_rates_of_a_hand_made_case(void** state) {
  (void)state;
  Piece pieces[] = {{.end = 2}, {.end = 4}};
  const Corpus corpus = {.pieces = pieces, .count = 2};
  const Measure each[] = {{.nats = {1, 0, 5}}, {.nats = {2, 0, 2}}};
  const Measure first = {.nats = {1, 0, 2}};
  const FrameRates rates = frames_rates(&corpus, each, &first);
  near(rates.all, 10.0 / 6, 1e-12);
  near(rates.after_first, 7.0 / 4, 1e-12);
  near(rates.by_piece, (3.0 + 1.0) / 2, 1e-12);
}

// Pieces of equal length whose frames all cost the same.
static void the_rates_agree_where_all_frames_are_alike(void** state) {
  (void)state;
  Piece pieces[] = {{.end = 5}, {.end = 5}, {.end = 5}};
  const Corpus corpus = {.pieces = pieces, .count = 3};
  const Measure each[] = {{.nats = {10}}, {.nats = {10}}, {.nats = {10}}};
  const Measure first = {.nats = {6}};
  const FrameRates rates = frames_rates(&corpus, each, &first);
  near(rates.all, 2, 1e-12);
  near(rates.after_first, 2, 1e-12);
  near(rates.by_piece, 2, 1e-12);
}

static void pieces_of_one_frame_have_no_later_ones(void** state) {
  (void)state;
  Piece piece = {.end = 1};
  const Corpus corpus = {.pieces = &piece, .count = 1};
  const Measure measure = {.nats = {2}};
  const FrameRates rates = frames_rates(&corpus, &measure, &measure);
  near(rates.all, 2, 0);
  near(rates.after_first, 0, 0);
  near(rates.by_piece, 2, 0);
}

static void a_cut_piece_holds_its_first_frame(void** state) {
  (void)state;
  TnNote notes[2][MOST_FRAMES * ROLL_PITCHES];
  Piece pieces[] = {roll_of((int[]){5, 3, 0}, 3, notes[0]), roll_of((int[]){0, 7}, 2, notes[1])};
  const Corpus corpus = {.pieces = pieces, .count = 2};
  Corpus first;
  assert_true(frames_first(&corpus, &first));
  assert_int_equal(first.count, 2);
  assert_int_equal(first.pieces[0].note_count, 2);
  assert_int_equal(first.pieces[0].notes[0].pitch, ROLL_LOW + 2);
  assert_int_equal(first.pieces[0].notes[1].pitch, ROLL_LOW);
  assert_int_equal(first.pieces[1].note_count, 0);
  assert_int_equal(corpus_frames(&first), 2);
  corpus_free(&first);
}

static SmallNetwork new_network(void) {
  SmallNetwork small =
      small_network_new(tn_vocabulary_for_roll(ROLL_LOW, ROLL_PITCHES),
                        (TnSizes){.embedding = 6, .layers = 1, .hidden = 8, .head = 7}, 3);
  assert_non_null(small.weights);
  return small;
}

static double first_nats(const TnNetwork* network, Piece* piece) {
  const Corpus corpus = {.pieces = piece, .count = 1};
  Corpus first;
  Measure measure;
  assert_true(frames_first(&corpus, &first));
  assert_true(learner_measure(network, &first, 1, &measure));
  corpus_free(&first);
  return measure_nats(&measure);
}

static double all_nats(const TnNetwork* network, Piece* piece) {
  const Corpus corpus = {.pieces = piece, .count = 1};
  Measure measure;
  assert_true(frames_measure_each(network, &corpus, &measure));
  return measure_nats(&measure);
}

// P(first frame) is the sum over all second frames of P(both): exactly what was cut off.
static void what_the_first_frame_costs_is_exact(void** state) {
  (void)state;
  SmallNetwork small = new_network();
  for (int set = 0; set < ROLL_SETS; ++set) {
    TnNote notes[2 * ROLL_PITCHES];
    double sum = 0;
    for (int next = 0; next < ROLL_SETS; ++next) {
      Piece both = roll_of((int[]){set, next}, 2, notes);
      sum += exp(-all_nats(&small.network, &both));
    }
    Piece piece = roll_of((int[]){set, 6}, 2, notes);
    near(exp(-first_nats(&small.network, &piece)), sum, 1e-6);
  }
  small_network_free(&small);
}

// Piece by piece, and as `learner_measure()` does, side by side.
static void pieces_measured_alone_add_up(void** state) {
  (void)state;
  enum { PIECES = 5 };
  SmallNetwork small = new_network();
  TnNote notes[PIECES][MOST_FRAMES * ROLL_PITCHES];
  Piece pieces[PIECES];
  Random random = {9};
  for (int i = 0; i < PIECES; ++i) {
    int frames[MOST_FRAMES];
    for (int t = 0; t < MOST_FRAMES; ++t) {
      frames[t] = random_below(&random, ROLL_SETS);
    }
    pieces[i] = roll_of(frames, MOST_FRAMES - 5 * i, notes[i]);
  }
  const Corpus corpus = {.pieces = pieces, .count = PIECES};
  Measure each[PIECES];
  Measure together;
  Measure sum = {.events = 0};
  assert_true(frames_measure_each(&small.network, &corpus, each));
  assert_true(learner_measure(&small.network, &corpus, 2, &together));
  for (int i = 0; i < PIECES; ++i) {
    measure_add(&sum, &each[i]);
  }
  near(measure_nats(&sum), measure_nats(&together), 1e-3);
  assert_true(sum.events == together.events && sum.notes == together.notes);
  small_network_free(&small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_rates_of_a_hand_made_case),
      cmocka_unit_test(the_rates_agree_where_all_frames_are_alike),
      cmocka_unit_test(pieces_of_one_frame_have_no_later_ones),
      cmocka_unit_test(a_cut_piece_holds_its_first_frame),
      cmocka_unit_test(what_the_first_frame_costs_is_exact),
      cmocka_unit_test(pieces_measured_alone_add_up),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
