#include "trainer/eval_result.h"

#include "trainer/frames.h"

#include <stdio.h>

static void print_fields(const Measure* measure) {
  for (int f = 0; f < TN_FIELDS; ++f) {
    const double fields = measure->fields[f];
    printf("%-8s %8.4f nats/note   accuracy %5.1f%%\n", tn_field_name((TnField)f),
           measure->nats[f] / (measure->notes > 0 ? measure->notes : 1),
           fields > 0 ? 100 * measure->right[f] / fields : 100.0);
  }
  printf("%-8s %8.4f nats/note   accuracy %5.1f%%\n", "all", measure_nats_a_note(measure),
         100 * measure_accuracy(measure));
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
