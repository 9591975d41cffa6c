#include "trainer/command.h"

#include "trainer/base_style.h"
#include "trainer/copy_report.h"
#include "trainer/matrix.h"
#include "trainer/split.h"
#include "trainer/style_write.h"
#include "trainer/train_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Makes a file beside `path` and removes it: what else would tell, before hours of training, that
// the style can be written after them?
static bool try_beside(const char* path) {
  const size_t size = strlen(path) + sizeof ".XXXXXX";
  char* trial = malloc(size);
  int file = -1;
  if (trial) {
    snprintf(trial, size, "%s.XXXXXX", path);
    file = mkstemp(trial);
  }
  if (file >= 0) {
    close(file);
    unlink(trial);
  }
  free(trial);
  return file >= 0;
}

static bool output_is_writable(const char* path) {
  struct stat info;
  const bool exists = stat(path, &info) == 0;
  bool writable = !exists || access(path, W_OK) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    writable = false;
  } else if (writable && (!exists || S_ISREG(info.st_mode))) {
    writable = try_beside(path);
  }
  if (!writable) {
    fprintf(stderr, "tiento: cannot write %s: %s\n", path, strerror(errno));
  }
  return writable;
}

static bool divide(const TrainOptions* options, Corpus* all, Corpus music[SPLIT_PARTS]) {
  const bool ok = split_corpus(all, music) &&
                  (!options->keep_all || split_join(&music[SPLIT_TRAIN], &music[SPLIT_TEST]));
  if (!ok) {
    fprintf(stderr, "tiento: out of memory\n");
  }
  return ok;
}

// On failure `music` may hold some of it.
static bool read_music(const TrainOptions* options, char** folders, int count,
                       Corpus music[SPLIT_PARTS]) {
  if (options->valid) {
    char* folder = (char*)options->valid;
    return corpus_read(&music[SPLIT_TRAIN], folders, count, options->roll_ticks) &&
           corpus_read(&music[SPLIT_VALID], &folder, 1, options->roll_ticks);
  }
  Corpus all;
  if (!corpus_read(&all, folders, count, options->roll_ticks)) {
    return false;
  }
  const bool ok = divide(options, &all, music);
  corpus_free(&all);
  return ok;
}

static void free_music(Corpus music[SPLIT_PARTS]) {
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&music[p]);
  }
}

static void add_real(TnStyleHeader* header, const char* key, double value) {
  char text[32];
  snprintf(text, sizeof text, "%.4f", value);
  tn_style_header_add(header, key, text);
}

static void add_whole(TnStyleHeader* header, const char* key, size_t value) {
  char text[32];
  snprintf(text, sizeof text, "%zu", value);
  tn_style_header_add(header, key, text);
}

static const char* base_name(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void add_name(TnStyleHeader* header, const TrainOptions* options) {
  char name[256];
  snprintf(name, sizeof name, "%s", base_name(options->output));
  char* dot = strrchr(name, '.');
  if (dot && dot != name) {
    *dot = '\0';
  }
  tn_style_header_add(header, "style.name",
                      options->text[TRAIN_NAME] ? options->text[TRAIN_NAME] : name);
}

static void add_habits(TnStyleHeader* header, const Corpus* corpus) {
  const CorpusHabits habits = corpus_habits(corpus);
  char text[32];
  add_whole(header, "music.key", habits.key);
  snprintf(text, sizeof text, "%d %d", habits.meter.numerator, habits.meter.denominator);
  tn_style_header_add(header, "music.meter", text);
  add_whole(header, "music.bpm", (size_t)(habits.bpm + 0.5));
}

// The report of the run. The rates are of the parts held out, nothing hinted.
static void add_report(TnStyleHeader* header, const TrainingOptions* training,
                       const TrainingReport* report, const Measure* test,
                       const Corpus music[SPLIT_PARTS]) {
  add_whole(header, "training.pieces", music[SPLIT_TRAIN].count);
  add_whole(header, "training.notes", corpus_notes(&music[SPLIT_TRAIN]));
  add_whole(header, "training.valid_pieces", music[SPLIT_VALID].count);
  add_whole(header, "training.test_pieces", music[SPLIT_TEST].count);
  add_whole(header, "training.epochs", (size_t)report->epochs);
  add_whole(header, "training.best_epoch", (size_t)report->best_epoch);
  add_whole(header, "training.seed", (size_t)training->seed);
  if (corpus_notes(&music[SPLIT_VALID]) > 0) {
    add_real(header, "training.valid_nats_a_note", measure_nats_a_note(&report->valid));
    add_real(header, "training.valid_accuracy", measure_accuracy(&report->valid));
  }
  if (test->notes > 0) {
    add_real(header, "training.test_nats_a_note", measure_nats_a_note(test));
  }
}

// Of windows of the longer kind, transposed copies included.
static void add_copies(TnStyleHeader* header, const CopyReport* copies) {
  add_real(header, "training.copies_16_generated", copies->generated[COPY_WINDOWS - 1][1]);
  if (copies->compares) {
    add_real(header, "training.copies_16_held_out", copies->held_out[COPY_WINDOWS - 1][1]);
  }
}

// `copies` is NULL for a style that does not play.
static bool write_style(const TrainOptions* options, const TrainingOptions* training,
                        const TnVocabulary* vocabulary, const float* weights,
                        const TrainingReport* report, const Measure* test, const CopyReport* copies,
                        const Corpus music[SPLIT_PARTS]) {
  static const char* const KEYS[] = {NULL, "style.source", "style.licence", "style.attribution"};
  TnStyleHeader header = {.metadata_count = 0};
  char reason[256] = "out of memory";
  add_name(&header, options);
  for (int i = TRAIN_SOURCE; i <= TRAIN_ATTRIBUTION; ++i) {
    if (options->text[i]) {
      tn_style_header_add(&header, KEYS[i], options->text[i]);
    }
  }
  if (options->roll_ticks == 0) {
    add_habits(&header, &music[SPLIT_TRAIN]);
  }
  add_report(&header, training, report, test, music);
  if (copies) {
    add_copies(&header, copies);
  }
  const bool written = (!options->base || base_style_describe(options->base, &header)) &&
                       tn_style_describe(&header, vocabulary, &training->sizes) &&
                       style_write(options->output, &header, vocabulary, &training->sizes, weights,
                                   reason, sizeof reason);
  tn_style_header_free(&header);
  if (!written) {
    fprintf(stderr, "tiento: %s: %s\n", options->output, reason);
  }
  return written;
}

static void print_plan(const TrainingOptions* training, const TnVocabulary* vocabulary,
                       size_t weights, const Corpus music[SPLIT_PARTS]) {
  fprintf(stderr,
          "learning from %zu pieces, %zu notes, in %d part%s; holding out %zu pieces, %zu notes, "
          "and for the test %zu pieces, %zu notes\n"
          "%d x %d LSTM, %zu weights, %d epochs at most, %d worker%s, products by %s\n",
          music[SPLIT_TRAIN].count, corpus_notes(&music[SPLIT_TRAIN]), vocabulary->parts,
          vocabulary->parts == 1 ? "" : "s", music[SPLIT_VALID].count,
          corpus_notes(&music[SPLIT_VALID]), music[SPLIT_TEST].count,
          corpus_notes(&music[SPLIT_TEST]), training->sizes.layers, training->sizes.hidden, weights,
          training->epochs, training->workers, training->workers == 1 ? "" : "s",
          product_kernel(training->precision)->name);
}

static void print_result(const char* path, const TrainingReport* report, const Measure* test,
                         const Corpus music[SPLIT_PARTS]) {
  fprintf(stderr, "wrote %s: %.3f nats a note on the pieces %s (epoch %d)", path,
          measure_nats_a_note(&report->valid),
          corpus_notes(&music[SPLIT_VALID]) > 0 ? "held out" : "learned; nothing was held out",
          report->best_epoch);
  if (test->notes > 0) {
    fprintf(stderr, ", %.3f on those of the test", measure_nats_a_note(test));
  }
  fputs("\n", stderr);
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
    fprintf(stderr, "tiento: out of memory\n");
  }
  return ok;
}

// How much of what the finished network plays it has by heart.
static bool run_copies(const TrainingOptions* training, const TnVocabulary* vocabulary,
                       float* weights, const Corpus music[SPLIT_PARTS], CopyReport* copies) {
  const CorpusHabits habits = corpus_habits(&music[SPLIT_TRAIN]);
  const TnStyle style = {.network = tn_network_bind(vocabulary, &training->sizes, weights),
                         .key = habits.key,
                         .meter = habits.meter,
                         .bpm = habits.bpm};
  const bool ok =
      copy_report(&style, &music[SPLIT_TRAIN], &music[SPLIT_VALID], vocabulary->drum_part, copies);
  if (!ok) {
    fprintf(stderr, "tiento: out of memory\n");
  }
  return ok;
}

static bool train_on(const TrainOptions* options, Corpus music[SPLIT_PARTS]) {
  const TrainingOptions* training = &options->training;
  const TnVocabulary vocabulary =
      options->roll_ticks ? tn_vocabulary_for_roll(options->pitch_low, options->pitch_count)
                          : corpus_vocabulary(&music[SPLIT_TRAIN]);
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_fit(&music[p], &vocabulary);
  }
  const size_t count = tn_tensors_list(&vocabulary, &training->sizes).total;
  float* weights = calloc(count, sizeof *weights);
  if (!weights) {
    fprintf(stderr, "tiento: out of memory\n");
    return false;
  }
  if (options->base) {
    fprintf(stderr, "going on from %s\n", options->from);
  }
  print_plan(training, &vocabulary, count, music);
  TrainingReport report;
  Measure test;
  CopyReport copies;
  const bool plays = options->roll_ticks == 0;
  const bool ok = training_run(training, &vocabulary, &music[SPLIT_TRAIN], &music[SPLIT_VALID],
                               weights, &report) &&
                  run_test(training, &vocabulary, weights, &music[SPLIT_TEST], &test) &&
                  (!plays || run_copies(training, &vocabulary, weights, music, &copies)) &&
                  write_style(options, training, &vocabulary, weights, &report, &test,
                              plays ? &copies : NULL, music);
  free(weights);
  if (ok) {
    print_result(options->output, &report, &test, music);
    if (plays) {
      copy_report_print(&copies, stderr);
    }
  }
  return ok;
}

// Reads the music, then the options again, over the defaults that suit it, and trains.
static int learn(TrainOptions* options, int argc, char** argv) {
  Corpus music[SPLIT_PARTS] = {{0}};
  matrix_use_one_thread();
  if (!output_is_writable(options->output) ||
      !read_music(options, argv + optind, argc - optind, music)) {
    free_music(music);
    return COMMAND_FAILED;
  }
  const size_t notes = corpus_notes(&music[SPLIT_TRAIN]);
  const bool roll = options->roll_ticks > 0;
  options->training = options->base ? training_defaults_from(&options->base->network, notes, roll)
                                    : training_defaults(notes, roll);
  train_options_read(argc, argv, options);
  const bool ok = train_on(options, music);
  free_music(music);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}

int command_train(int argc, char** argv) {
  TrainOptions options = train_options_default();
  int status = train_options_read(argc, argv, &options);
  if (status >= 0) {
    return status;
  }
  if (!options.output || optind >= argc) {
    fputs("tiento: train needs a folder and -o STYLE; `tiento train --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  if (options.training.overlap >= options.training.steps) {
    fputs("tiento: --overlap must be less than --sequence\n", stderr);
    return COMMAND_USAGE;
  }
  TnStyle base = {.weights = NULL};
  if (options.from) {
    status = base_style_read(&options, &base);
    if (status >= 0) {
      return status;
    }
    options.base = &base;
  }
  status = learn(&options, argc, argv);
  tn_style_free(&base);
  return status;
}
