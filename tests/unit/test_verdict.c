// What a training is said to have come to.
#include "trainer/verdict.h"

#include "tests/unit/report_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { EPOCHS = 6 };

// A training of much music that went well, to be made worse.
typedef struct {
  Piece pieces[SPLIT_PARTS];
  Corpus music[SPLIT_PARTS];
  EpochRecord records[EPOCHS];
  TrainOptions options;
  TrainingReport training;
  TrainSession session;
} Fixture;

static void set_nats(Fixture* f, const double nats[EPOCHS]) {
  for (int e = 0; e < EPOCHS; ++e) {
    f->records[e].valid = fixture_measure(100, nats[e], 0.5);
  }
}

static void fixture_set(Fixture* f) {
  *f = (Fixture){.options = {.training = {.epochs = EPOCHS}}};
  set_nats(f, (const double[EPOCHS]){3.5, 3.06, 3.04, 3.03, 3.01, 3});
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    f->pieces[p].note_count = p == SPLIT_TRAIN ? 50000 : 5000;
    f->music[p] = (Corpus){.pieces = &f->pieces[p], .count = 1};
  }
  f->training = (TrainingReport){.epochs = EPOCHS,
                                 .best_epoch = EPOCHS,
                                 .train = fixture_measure(1000, 2.5, 0.6),
                                 .valid = f->records[EPOCHS - 1].valid,
                                 .records = f->records};
  f->session = (TrainSession){.options = &f->options,
                              .music = f->music,
                              .test = fixture_measure(100, 3.2, 0.5),
                              .knows_copies = true};
}

static void a_good_training_is_called_so(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_WELL);
}

static void copies_are_worse_than_all_else(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  f.pieces[SPLIT_TRAIN].note_count = 100;
  f.session.copies.compares = true;
  f.session.copies.generated[COPY_WINDOWS - 1][1] = 0.5;
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_COPIES);
}

static void a_few_thousand_notes_are_too_little(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  f.pieces[SPLIT_TRAIN].note_count = 4000;
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_SCARCE);
}

static void without_pieces_held_out_nothing_is_known(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  f.music[SPLIT_VALID].count = 0;
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_UNKNOWN);
}

static void a_base_may_stay_the_best(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  f.training.best_epoch = 0;
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_BASE);
}

// The nats of 6 epochs over ragtime, where 40 come to 3.35.
static void a_short_run_is_not_the_end(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  set_nats(&f, (const double[EPOCHS]){5.611, 4.911, 4.620, 4.533, 4.449, 4.445});
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_UNFINISHED);
  f.options.training.epochs = 40; // it stopped by itself
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_WELL);
}

static void what_gained_nothing_at_the_end_was_long_enough(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  set_nats(&f, (const double[EPOCHS]){5, 4, 3.5, 3, 3.1, 3.2});
  f.training.best_epoch = 4;
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_WELL);
}

static void one_or_two_epochs_are_not_the_end(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  for (int epochs = 1; epochs <= 2; ++epochs) {
    f.options.training.epochs = epochs;
    f.training.epochs = epochs;
    f.training.best_epoch = 1;
    assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_UNFINISHED);
  }
}

static void much_surprise_by_unseen_pieces_is_a_gap(void** state) {
  (void)state;
  Fixture f;
  fixture_set(&f);
  f.session.test = fixture_measure(100, 4.8, 0.5);
  const Measure unseen = verdict_unseen(&f.session, &f.training);
  assert_float_equal(measure_nats_a_note(&unseen), 3.9, 1e-6);
  assert_int_equal(verdict_find(&f.session, &f.training), VERDICT_GAP);
}

static void every_verdict_has_words(void** state) {
  (void)state;
  for (int verdict = VERDICT_COPIES; verdict <= VERDICT_WELL; ++verdict) {
    assert_non_null(verdict_words((Verdict)verdict));
    assert_non_null(verdict_advice((Verdict)verdict));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_good_training_is_called_so),
      cmocka_unit_test(copies_are_worse_than_all_else),
      cmocka_unit_test(a_few_thousand_notes_are_too_little),
      cmocka_unit_test(without_pieces_held_out_nothing_is_known),
      cmocka_unit_test(a_base_may_stay_the_best),
      cmocka_unit_test(a_short_run_is_not_the_end),
      cmocka_unit_test(what_gained_nothing_at_the_end_was_long_enough),
      cmocka_unit_test(one_or_two_epochs_are_not_the_end),
      cmocka_unit_test(much_surprise_by_unseen_pieces_is_a_gap),
      cmocka_unit_test(every_verdict_has_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
