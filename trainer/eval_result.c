#include "trainer/eval_result.h"

#include "trainer/frames.h"

#include <stdio.h>

static void print_rates(const char* what, double nats, double accuracy) {
  printf("%-8s %8.4f nats/note   accuracy %5.1f%%\n", what, nats, 100 * accuracy);
}

static void print_fields(const Measure* measure) {
  for (int f = 0; f < TN_FIELDS; ++f) {
    const TnField field = (TnField)f;
    print_rates(tn_field_name(field), measure_field_nats_a_note(measure, field),
                measure_field_accuracy(measure, field));
  }
  print_rates("all", measure_nats_a_note(measure), measure_accuracy(measure));
}

static void print_frames(const EvalResult* result, const Corpus* corpus) {
  const FrameRates rates = frames_rates(corpus, result->each, &result->first);
  printf("frames %.0f\n", (double)corpus_frames(corpus));
  printf("frames_likelihood %.4f nats/frame\n", rates.all);
  printf("frames_likelihood_after_first %.4f nats/frame\n", rates.after_first);
  printf("frames_likelihood_by_piece %.4f nats/frame\n", rates.by_piece);
}

void eval_print(const EvalResult* result, const Corpus* corpus, bool roll) {
  printf("pieces %zu\nnotes %.0f\n", corpus->count, result->all.notes);
  print_fields(&result->all);
  if (roll) {
    print_frames(result, corpus);
  }
}
