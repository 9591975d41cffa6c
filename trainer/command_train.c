#include "trainer/command.h"

#include "trainer/base_style.h"
#include "trainer/cluster.h"
#include "trainer/generated.h"
#include "trainer/lookback.h"
#include "trainer/matrix.h"
#include "trainer/printable.h"
#include "trainer/progress.h"
#include "trainer/report_page.h"
#include "trainer/train_keeper.h"
#include "trainer/train_music.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

// One rank reads; what it finds wrong it says for all. On failure `music` and `skips` may hold
// some.
static bool prepare(const TrainOptions* options, char** folders, int count,
                    Corpus music[SPLIT_PARTS], SkipList* skips) {
  const bool ok = cluster_rank() > 0 || train_music_read(options, folders, count, music, skips);
  if (!cluster_all(ok)) {
    return false;
  }
  if (!train_music_share(music)) {
    command_out_of_memory();
    return false;
  }
  return true;
}

static void print_plan(const TrainSession* session, size_t weights) {
  const TrainingOptions* training = &session->options->training;
  const TnVocabulary* vocabulary = session->vocabulary;
  const Corpus* music = session->music;
  const int workers = training->workers * cluster_size();
  const ProductKernel* kernel = product_kernel(training->precision);
  fprintf(stderr,
          "learning from %zu pieces, %zu notes, in %d part%s; holding out %zu pieces, %zu notes, "
          "and for the test %zu pieces, %zu notes\n"
          "%d x %d LSTM, %zu weights, %d epochs at most, %d worker%s, products by %s",
          music[SPLIT_TRAIN].count, corpus_notes(&music[SPLIT_TRAIN]), vocabulary->parts,
          vocabulary->parts == 1 ? "" : "s", music[SPLIT_VALID].count,
          corpus_notes(&music[SPLIT_VALID]), music[SPLIT_TEST].count,
          corpus_notes(&music[SPLIT_TEST]), training->sizes.layers, training->sizes.hidden, weights,
          training->epochs, workers, workers == 1 ? "" : "s",
          kernel->beats_blas ? kernel->name : "OpenBLAS");
  fprintf(stderr, cluster_size() > 1 ? ", %d ranks\n" : "\n", cluster_size());
}

// How well the finished network predicts the part that decided nothing.
static bool run_test(const TrainingOptions* training, const TnVocabulary* vocabulary,
                     float* weights, const Corpus* corpus, Measure* test) {
  *test = (Measure){.events = 0};
  if (corpus->count == 0) {
    return true;
  }
  const TnNetwork network = tn_network_bind(vocabulary, &training->sizes, weights);
  const bool ok = learner_measure(&network, corpus, training->workers, test);
  if (!ok) {
    command_out_of_memory();
  }
  return ok;
}

// How much of what the finished network plays it has by heart. The first rank finds out for all.
static bool run_copies(TrainSession* session, float* weights) {
  const TrainOptions* options = session->options;
  if (options->roll_ticks > 0) {
    return true;
  }
  const CorpusHabits habits = corpus_habits(&session->music[SPLIT_TRAIN]);
  const TnStyle style = {
      .network = tn_network_bind(session->vocabulary, &options->training.sizes, weights),
      .key = habits.key,
      .meter = habits.meter,
      .bpm = habits.bpm,
      .manner = tn_style_manner()};
  session->knows_copies = cluster_all(
      cluster_rank() > 0 ||
      (generated_passages(&style, &session->passages) &&
       copy_report(&session->passages, &session->music[SPLIT_TRAIN], &session->music[SPLIT_VALID],
                   session->vocabulary->drum_part, &session->copies)));
  if (!session->knows_copies) {
    command_out_of_memory();
  }
  return session->knows_copies;
}

static void tell(const TrainSession* session, const TrainKeeper* keeper,
                 const TrainingReport* training, double seconds) {
  Report report;
  report_gather(&report, session, training, seconds);
  report_print(&report, stderr);
  if (!session->options->no_report && keeper->files->is_file) {
    report_page_leave(&report);
  }
  report_free(&report);
}

static TnVocabulary vocabulary_for(const TrainOptions* options, const Corpus* corpus) {
  TnVocabulary v = options->roll_ticks > 0
                       ? tn_vocabulary_for_roll(options->pitch_low, options->pitch_count)
                       : corpus_vocabulary(corpus);
  if (options->lookback_count < 0) {
    lookback_choose(corpus, &v);
    return v;
  }
  v.lookback_count = options->lookback_count;
  for (int i = 0; i < v.lookback_count; ++i) {
    v.lookbacks[i] = (int16_t)options->lookbacks[i];
  }
  return v;
}

static bool train_and_test(TrainSession* session, TrainKeeper* keeper, TrainingOptions* training,
                           float* weights) {
  const Corpus* music = session->music;
  const double started = progress_clock();
  TrainingReport report;
  train_keeper_watch(keeper, training);
  bool ok = training_run(training, session->vocabulary, &music[SPLIT_TRAIN], &music[SPLIT_VALID],
                         weights, &report);
  if (ok || report.stopped) {
    train_keeper_obey(keeper, &report);
  }
  ok = ok && run_test(training, session->vocabulary, weights, &music[SPLIT_TEST], &session->test) &&
       run_copies(session, weights) && train_keeper_finish(keeper, weights, &report);
  if (ok && cluster_rank() == 0) {
    tell(session, keeper, &report, progress_clock() - started);
  }
  corpus_free(&session->passages);
  training_report_free(&report);
  return ok;
}

static bool train_on(TrainOptions* options, TrainFiles* files, Corpus music[SPLIT_PARTS],
                     const SkipList* skips) {
  TrainingOptions* training = &options->training;
  const TnVocabulary vocabulary = vocabulary_for(options, &music[SPLIT_TRAIN]);
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_fit(&music[p], &vocabulary);
  }
  TrainSession session = {
      .options = options, .vocabulary = &vocabulary, .music = music, .skips = skips};
  TrainKeeper keeper;
  const size_t count = tn_tensors_list(&vocabulary, &training->sizes).total;
  float* weights = calloc(count, sizeof *weights);
  bool ok = cluster_all(weights != NULL) || command_out_of_memory();
  ok = train_keeper_init(&keeper, &session, files, training) && ok;
  if (ok && options->base) {
    printable_say(stderr, "going on from %s", options->from);
  }
  if (ok) {
    print_plan(&session, count);
    ok = train_and_test(&session, &keeper, training, weights);
  }
  train_keeper_free(&keeper);
  free(weights);
  return ok;
}

// So that what stands in the way is said before the music is read. The files are not kept
// meanwhile: a run that is ended there leaves nothing behind.
static bool try_files(const TrainOptions* options) {
  TrainFiles files;
  const bool ok = train_files_open(&files, options);
  train_files_close(&files);
  return ok;
}

// Reads the music, then the options again, over the defaults that suit it, and trains.
static int learn(TrainOptions* options, int argc, char** argv) {
  Corpus music[SPLIT_PARTS] = {{0}};
  SkipList skips = {0};
  TrainFiles files = {.is_file = false};
  signal(SIGPIPE, SIG_IGN); // who reads the log may go: the run goes on
  bool ok = try_files(options) && prepare(options, argv + optind, argc - optind, music, &skips) &&
            train_files_open(&files, options);
  if (ok) {
    const size_t notes = corpus_notes(&music[SPLIT_TRAIN]);
    const bool roll = options->roll_ticks > 0;
    options->training = options->base ? training_defaults_from(&options->base->network, notes, roll)
                                      : training_defaults(notes, roll);
    train_options_read(argc, argv, options);
    ok = train_on(options, &files, music, &skips);
  }
  train_music_free(music);
  skip_list_free(&skips);
  train_files_close(&files);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}

// Every rank reads the base by itself. Returns as base_style_read() does.
static int read_base(TrainOptions* options, TnStyle* base) {
  const int status = base_style_read(options, base);
  options->base = base;
  if (cluster_all(status < 0) || status >= 0) {
    return status;
  }
  printable_say(stderr, "tiento: %s cannot be read on every machine", options->from);
  tn_style_free(base);
  return COMMAND_FAILED;
}

static int train(int argc, char** argv) {
  TrainOptions options = train_options_default();
  int status = train_options_read(argc, argv, &options);
  if (!cluster_all(status < 0)) {
    if (status < 0) {
      fputs("tiento: not every machine can do what the options ask for\n", stderr);
    }
    return status < 0 ? COMMAND_FAILED : status;
  }
  if (!options.output || !*options.output || optind >= argc) {
    fputs("tiento: train needs a folder and -o STYLE; `tiento train --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  if (options.training.overlap >= options.training.steps) {
    fputs("tiento: --overlap must be less than --sequence\n", stderr);
    return COMMAND_USAGE;
  }
  if (options.resume && options.anew) {
    fputs("tiento: --resume goes on and --anew begins again: take one of them\n", stderr);
    return COMMAND_USAGE;
  }
  TnStyle base = {.weights = NULL};
  if (options.from) {
    status = read_base(&options, &base);
    if (status >= 0) {
      return status;
    }
  }
  status = learn(&options, argc, argv);
  tn_style_free(&base);
  return status;
}

int command_train(int argc, char** argv) {
  matrix_use_one_thread();
  cluster_begin();
  const int status = train(argc, argv);
  cluster_end();
  return status;
}
