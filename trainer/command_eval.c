#include "trainer/command.h"

#include "plugin/engine/style.h"
#include "trainer/eval_baseline.h"
#include "trainer/eval_generated.h"
#include "trainer/eval_quality.h"
#include "trainer/eval_result.h"
#include "trainer/frames.h"
#include "trainer/learner.h"
#include "trainer/matrix.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static bool measure_rolls(const TnNetwork* network, const Corpus* corpus, int workers,
                          EvalResult* result) {
  Corpus first = {.count = 0};
  result->each = calloc(corpus->count, sizeof *result->each);
  const bool ok = result->each && frames_measure_each(network, corpus, result->each) &&
                  frames_first(corpus, &first) &&
                  learner_measure(network, &first, workers, &result->first);
  corpus_free(&first);
  for (size_t i = 0; ok && i < corpus->count; ++i) {
    measure_add(&result->all, &result->each[i]);
  }
  return ok;
}

static bool measure_style(const TnStyle* style, const EvalOptions* options, char* const* folders,
                          int count) {
  const TnNetwork* network = &style->network;
  Corpus corpus;
  EvalResult result = {.each = NULL};
  if (!eval_read(options, folders, count, &corpus)) {
    return false;
  }
  const size_t notes = corpus_notes(&corpus);
  corpus_fit(&corpus, &network->vocabulary);
  if (corpus_notes(&corpus) < notes) {
    fprintf(stderr,
            "left out %zu of %zu notes: the style has no part or pitch for them, or they double "
            "others of their part\n",
            notes - corpus_notes(&corpus), notes);
  }
  const bool ok = options->roll_ticks
                      ? measure_rolls(network, &corpus, options->workers, &result)
                      : learner_measure(network, &corpus, options->workers, &result.all);
  if (ok) {
    eval_print(&result, &corpus, options->roll_ticks > 0);
  } else {
    command_out_of_memory();
  }
  free(result.each);
  corpus_free(&corpus);
  return ok;
}

static bool measure(const TnStyle* style, const EvalOptions* options, char* const* folders,
                    int count) {
  if (options->key_phrases) {
    return eval_keys(style, options->key_phrases);
  }
  if (options->quality || options->hours) {
    return (!options->quality || eval_quality(style, options, folders, count)) &&
           (!options->hours || eval_hours(style, options, folders, count));
  }
  if (!options->phrases && !options->copies) {
    return measure_style(style, options, folders, count);
  }
  return (!options->phrases || eval_endings(style, options, folders, count)) &&
         (!options->copies || eval_copies(style, options, folders, count));
}

static int evaluate(const EvalOptions* options, const char* path, char* const* folders, int count) {
  TnStyle style;
  char reason[256];
  if (tn_style_read(path, &style, reason, sizeof reason) != TN_OK) {
    command_complain(path, reason);
    return COMMAND_FAILED;
  }
  int status = COMMAND_USAGE;
  if (style.network.vocabulary.has_grid != (options->roll_ticks == 0)) {
    fprintf(stderr, options->roll_ticks
                        ? "tiento: this style was not trained with --roll\n"
                        : "tiento: this style was trained with --roll: give --roll too\n");
  } else {
    status = measure(&style, options, folders, count) ? COMMAND_DONE : COMMAND_FAILED;
  }
  tn_style_free(&style);
  return status;
}

int command_eval(int argc, char** argv) {
  EvalOptions options;
  const int status = eval_options_read(argc, argv, &options);
  if (status >= 0) {
    return status;
  }
  matrix_use_one_thread();
  if (options.baseline) {
    return eval_baseline(&options, argv + optind, argc - optind);
  }
  return evaluate(&options, argv[optind], argv + optind + 1, argc - optind - 1);
}
