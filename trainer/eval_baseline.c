#include "trainer/eval_baseline.h"

#include "trainer/baseline.h"
#include "trainer/command.h"
#include "trainer/eval_result.h"
#include "trainer/frames.h"

#include <stdio.h>
#include <stdlib.h>

// Splits the music into what is counted and what is measured.
static bool read_parts(const EvalOptions* options, char* const* folders, int count, Corpus* known,
                       Corpus* corpus) {
  Corpus all;
  Corpus parts[SPLIT_PARTS];
  const ReadOptions reading = eval_reading(options);
  if (options->known) {
    char* folder = (char*)options->known;
    return corpus_read(known, &folder, 1, &reading, NULL) &&
           eval_read(options, folders, count, corpus);
  }
  if (!corpus_read(&all, folders, count, &reading, NULL)) {
    return false;
  }
  if (!split_corpus(&all, parts)) {
    corpus_free(&all);
    return command_out_of_memory();
  }
  const SplitPart other = options->part == SPLIT_TEST ? SPLIT_VALID : SPLIT_TEST;
  *known = parts[SPLIT_TRAIN];
  *corpus = parts[options->part];
  corpus_free(&parts[other]);
  return eval_has_music(corpus);
}

static bool measure_reading(const Corpus* known, const Corpus* corpus, const TnVocabulary* v,
                            BaselineReading reading, EvalResult* result) {
  Corpus first = {.count = 0};
  Measure* firsts = calloc(corpus->count, sizeof *firsts);
  result->each = calloc(corpus->count, sizeof *result->each);
  bool ok = firsts && result->each && baseline_measure(known, corpus, v, reading, result->each);
  if (ok && !v->has_grid) {
    ok = frames_first(corpus, &first) && baseline_measure(known, &first, v, reading, firsts);
  }
  for (size_t i = 0; ok && i < corpus->count; ++i) {
    measure_add(&result->all, &result->each[i]);
    measure_add(&result->first, &firsts[i]);
  }
  free(firsts);
  corpus_free(&first);
  return ok;
}

// The bar is the reading that predicts this music best: the choice favours the baseline.
static bool measure_readings(const Corpus* known, const Corpus* corpus, const TnVocabulary* v) {
  EvalResult results[BASELINE_READINGS + 1] = {{.each = NULL}};
  int best = 0;
  bool ok = measure_reading(known, corpus, v, BASELINE_UNIGRAM, &results[BASELINE_UNIGRAM]);
  for (int r = 0; ok && r < BASELINE_READINGS; ++r) {
    ok = measure_reading(known, corpus, v, (BaselineReading)r, &results[r]);
    best = measure_nats(&results[r].all) < measure_nats(&results[best].all) ? r : best;
  }
  if (ok) {
    eval_print(&results[best], corpus, !v->has_grid);
    for (int r = 0; r <= BASELINE_UNIGRAM; ++r) {
      printf("baseline_of_%s_nats_a_note %.4f nats/note\n", baseline_name((BaselineReading)r),
             measure_nats_a_note(&results[r].all));
    }
    printf("baseline_nats_a_note %.4f nats/note\n", measure_nats_a_note(&results[best].all));
  }
  for (int r = 0; r <= BASELINE_UNIGRAM; ++r) {
    free(results[r].each);
  }
  return ok || command_out_of_memory();
}

int eval_baseline(const EvalOptions* options, char* const* folders, int count) {
  Corpus known = {.count = 0};
  Corpus corpus = {.count = 0};
  bool ok = read_parts(options, folders, count, &known, &corpus);
  if (ok) {
    const TnVocabulary v = options->roll_ticks
                               ? tn_vocabulary_for_roll(FRAMES_PITCH_LOW, FRAMES_PITCH_COUNT)
                               : corpus_vocabulary(&known);
    corpus_fit(&known, &v);
    corpus_fit(&corpus, &v);
    ok = measure_readings(&known, &corpus, &v);
  }
  corpus_free(&known);
  corpus_free(&corpus);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}
