// The work of a step: counted in multiply-adds, and cut into pieces anywhere.
#include "tests/unit/stepper.h"

// Does what is begun with as much work at a time as a piece may take at most, so that each call
// does something.
static int64_t finish_in_largest_pieces(Stepper* s) {
  int64_t all = 0;
  bool done = false;
  while (!done) {
    int64_t work = TN_STEP_WORK;
    done = tn_step_work(&s->step, &work);
    assert_true(work >= 0);
    assert_true(done || work < TN_STEP_WORK);
    all += TN_STEP_WORK - work;
  }
  return all;
}

// With whatever there is, and nothing now and then; what is left over is kept.
static int64_t finish_in_random_pieces(Stepper* s) {
  Random random = {507};
  int64_t given = 0;
  int64_t work = 0;
  while (!tn_step_work(&s->step, &work)) {
    assert_true(work >= 0 && work < TN_STEP_WORK);
    const int more = random_below(&random, TN_STEP_WORK) >> random_below(&random, 12);
    work += more;
    given += more;
  }
  assert_true(work >= 0);
  return given - work;
}

static void work_may_be_cut_anywhere(void** state) {
  (void)state;
  for (int n = 0; n < NETWORK_SIZES_COUNT; ++n) {
    Stepper s;
    stepper_init(&s, network_of(NETWORK_SIZES[n]));
    s.model->kernel = tn_kernel_fastest();
    Outcome* outcomes[3] = {outcome_new(&s), outcome_new(&s), outcome_new(&s)};
    int64_t (*const RUNS[])(Stepper*) = {finish, finish_in_largest_pieces, finish_in_random_pieces};
    for (int run = 0; run < 3; ++run) {
      Random random = {508};
      tn_step_clear(&s.step);
      for (int i = 0; i < 4; ++i) {
        advance(&s, &random, RUNS[run], outcomes[run]);
      }
    }
    assert_outcomes_equal(&s, outcomes[0], outcomes[1]);
    assert_outcomes_equal(&s, outcomes[0], outcomes[2]);
    for (int run = 0; run < 3; ++run) {
      outcome_free(outcomes[run]);
    }
    stepper_free(&s);
  }
}

// The multiply-adds of the style's own network that a step takes, of which none is in the table.
static int64_t multiply_adds(const TnSizes* s) {
  const int64_t hidden = s->hidden;
  return (2 * s->layers - 1) * hidden * 4 * hidden;
}

static void work_is_counted_in_multiply_adds(void** state) {
  (void)state;
  for (int n = 0; n < NETWORK_SMALL_COUNT; ++n) {
    Stepper s;
    Random random = {509};
    TnSizes padded = NETWORK_SIZES[n];
    padded.hidden = tn_padded(padded.hidden, TN_PANEL_CELLS);
    stepper_init(&s, network_of(NETWORK_SIZES[n]));
    begin(&s, TN_INPUT_TABLE, &random);
    const int64_t work = finish(&s);
    assert_true(work > multiply_adds(&NETWORK_SIZES[n]));
    const int64_t more = (int64_t)padded.hidden * (4 * TOLD + 64 * padded.layers);
    assert_true(work <= multiply_adds(&padded) + more); // what is told, and the cells
    stepper_free(&s);
  }
}

static void without_work_nothing_happens(void** state) {
  (void)state;
  Stepper s;
  Random random = {510};
  stepper_init(&s, network_of(NETWORK_SIZES[2]));
  const size_t bytes = tn_step_memory_bytes(&s.model->sizes);
  uint8_t* before = malloc(bytes);
  memcpy(before, s.step.memory, bytes);
  begin(&s, TN_INPUT_TABLE, &random);
  for (int i = 0; i < 10; ++i) {
    int64_t work = 0;
    assert_false(tn_step_work(&s.step, &work));
    assert_true(work == 0);
  }
  assert_memory_equal(s.step.memory, before, bytes);
  free(before);
  stepper_free(&s);
}

// ---- denormals ----

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(work_may_be_cut_anywhere),
      cmocka_unit_test(work_is_counted_in_multiply_adds),
      cmocka_unit_test(without_work_nothing_happens),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
