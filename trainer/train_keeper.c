#include "trainer/train_keeper.h"

#include "trainer/cluster.h"
#include "trainer/cluster_bytes.h"
#include "trainer/command.h"
#include "trainer/interrupt.h"
#include "trainer/printable.h"
#include "trainer/progress.h"
#include "trainer/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// So much more time is learned than saved, however slow the disk.
static const double LEARNED_A_SAVED = 20;

enum { REASON = 256 };

static void tell(const char* before, const char* path, const char* after) {
  fputs(before, stderr);
  printable_put(stderr, path);
  fprintf(stderr, "%s\n", after);
}

// What cannot be written does not end the run: what was there before stays. Said once in a row.
static void warn(bool* warned, bool written, const char* path, const char* reason,
                 const char* what) {
  if (!written && !*warned) {
    fputs(isatty(STDERR_FILENO) ? "\nwarning: " : "warning: ", stderr); // after a bar
    printable_put(stderr, path);
    fprintf(stderr, ": %s; %s\n", reason, what);
  }
  *warned = !written;
}

static void say_what_the_style_is(const TrainKeeper* keeper, FILE* stream) {
  const bool has_best = keeper->best_epoch > 0;
  const bool is_old = keeper->files->is_file && !keeper->owns_style;
  fputs(has_best || is_old ? "" : "nothing was written to ", stream);
  printable_put(stream, keeper->session->options->output);
  if (has_best) {
    fprintf(stream, " holds its best epoch so far (%d)", keeper->best_epoch);
  } else if (is_old) {
    fputs(" is what it was before", stream);
  }
}

static void say_how_to_go_on(const TrainKeeper* keeper, FILE* stream) {
  if (keeper->saved) {
    fputs("; ", stream);
    printable_put(stream, keeper->files->checkpoint);
    fputs(" holds the run: the same command with --resume goes on", stream);
  }
}

// Two ranks have last words, as one of them may be the one that has died.
static void prepare_last_words(const TrainKeeper* keeper) {
  char* words = NULL;
  size_t size = 0;
  FILE* stream = cluster_rank() < 2 ? open_memstream(&words, &size) : NULL;
  if (!stream) {
    return;
  }
  fputs("tiento: the run was ended early; ", stream);
  say_what_the_style_is(keeper, stream);
  say_how_to_go_on(keeper, stream);
  if (!keeper->files->is_file) {
    fputs(", which is no file and has no checkpoint", stream);
  }
  if (fclose(stream) == 0) {
    interrupt_say("%s\n", words);
  }
  free(words);
}

// Stands before the run's state in a checkpoint where the run owns the style. "rag" and
// "rag.safetensors" have one checkpoint.
static uint64_t hash_style_path(const TrainKeeper* keeper) {
  const char* path = keeper->session->options->output;
  return bytes_hash(BYTES_HASH, path, strlen(path));
}

// The first rank reads, all check: their machines may differ.
static bool read_checkpoint(TrainKeeper* keeper, Span* state) {
  const char* path = keeper->files->checkpoint;
  uint64_t owned = 0;
  char reason[REASON] = "not every machine is of the kind that it was made on";
  Sink* file = &keeper->resumed;
  const bool read =
      cluster_all(cluster_rank() > 0 || checkpoint_read(path, file, reason, sizeof reason));
  if (read && !cluster_share(file)) {
    return command_out_of_memory();
  }
  const bool ok =
      read && cluster_all(checkpoint_open((Span){file->bytes, file->bytes + file->size},
                                          &keeper->fingerprint, state, reason, sizeof reason) &&
                          span_copy(state, &owned, sizeof owned));
  if (!ok) {
    fputs("tiento: --resume cannot go on from ", stderr);
    printable_put(stderr, path);
    fprintf(stderr, ": %s; remove it, or begin again with --anew\n", reason);
  }
  keeper->owns_style = keeper->owns_style || owned == hash_style_path(keeper);
  return ok;
}

// Where there is a checkpoint the run goes on from it, if that is asked for.
static bool find_checkpoint(TrainKeeper* keeper, Span* state) {
  const TrainOptions* options = keeper->session->options;
  const TrainFiles* files = keeper->files;
  if (!options->resume) {
    return true;
  }
  if (files->has_checkpoint) {
    keeper->saved = read_checkpoint(keeper, state);
    return keeper->saved;
  }
  if (files->is_file) {
    tell("there is no ", files->checkpoint, " to go on from: the run begins anew");
  } else {
    tell("", options->output, " is no file and has no checkpoint: the run begins anew");
  }
  return true;
}

bool train_keeper_init(TrainKeeper* keeper, const TrainSession* session, TrainFiles* files,
                       TrainingOptions* training) {
  *keeper = (TrainKeeper){
      .session = session, .files = files, .owns_style = files->is_file && files->is_new};
  if (!cluster_all(fingerprint_take(session->options, session->vocabulary, session->music,
                                    &keeper->fingerprint))) {
    return command_out_of_memory();
  }
  return find_checkpoint(keeper, &training->resume);
}

void train_keeper_free(TrainKeeper* keeper) {
  free(keeper->resumed.bytes);
  *keeper = (TrainKeeper){.session = NULL};
}

// The first rank writes for all; a signal meanwhile waits, and leaves nothing half-written.
static bool write_style(const TrainSession* session, const float* weights,
                        const TrainingReport* report, char reason[REASON]) {
  bool written = true;
  if (cluster_rank() == 0) {
    const sigset_t before = interrupt_hold();
    written = train_style_write(session, weights, report, reason, REASON);
    interrupt_release(before);
  }
  return cluster_all(written);
}

// What was there before the run is replaced by the finished style only.
static void keep_style(void* context, const float* weights, const TrainingReport* report) {
  TrainKeeper* keeper = context;
  char reason[REASON] = ""; // the first rank's
  if (!keeper->owns_style) {
    return;
  }
  const bool written = write_style(keeper->session, weights, report, reason);
  warn(&keeper->warned_style, written, keeper->session->options->output, reason,
       "the training goes on, and tries again when it has a better epoch");
  if (written) {
    keeper->best_epoch = report->best_epoch;
    prepare_last_words(keeper);
  }
}

static void save_in(TrainKeeper* keeper, double seconds) {
  keeper->due = progress_clock() + seconds;
}

static Wishes wish(void* context) {
  const TrainKeeper* keeper = context;
  const bool is_due =
      cluster_rank() == 0 && keeper->files->is_file && progress_clock() >= keeper->due;
  return (Wishes){.save = is_due, .stop = interrupt_noted()};
}

static bool write_checkpoint(TrainKeeper* keeper, Sink* file) {
  char reason[REASON];
  const char* path = keeper->files->checkpoint;
  const sigset_t before = interrupt_hold();
  const bool written = checkpoint_write(path, file, reason, sizeof reason);
  interrupt_release(before);
  warn(&keeper->warned, written, path, reason, "the training goes on without a new checkpoint");
  return written;
}

static void save(void* context, Run* run) {
  TrainKeeper* keeper = context;
  if (!keeper->files->is_file) {
    return;
  }
  const double began = progress_clock();
  const int seconds = keeper->session->options->checkpoint;
  Sink file = {0};
  if (cluster_rank() == 0) {
    const uint64_t owned = keeper->owns_style ? hash_style_path(keeper) : 0;
    checkpoint_begin(&file, &keeper->fingerprint);
    sink_put(&file, &owned, sizeof owned);
  }
  run_put(run, &file);
  keeper->saved =
      cluster_all(cluster_rank() > 0 || write_checkpoint(keeper, &file)) || keeper->saved;
  free(file.bytes);
  const double least = LEARNED_A_SAVED * (progress_clock() - began);
  save_in(keeper, seconds == 0 || seconds > least ? seconds : least);
  prepare_last_words(keeper);
}

void train_keeper_watch(TrainKeeper* keeper, TrainingOptions* training) {
  static const char ANSWER[] = "\ntiento: saving the run; another Ctrl-C ends it at once\n";
  const bool alone = cluster_size() == 1;
  training->keep = keep_style;
  training->wish = wish;
  training->save = save;
  training->keeper = keeper;
  save_in(keeper, keeper->session->options->checkpoint);
  prepare_last_words(keeper);
  interrupt_watch(cluster_voice());
  interrupt_defer(alone, alone && keeper->files->is_file ? ANSWER : NULL);
}

void train_keeper_obey(TrainKeeper* keeper, const TrainingReport* report) {
  if (report->stopped || interrupt_noted()) {
    train_files_close(keeper->files); // nothing is written any more
  }
  if (!report->stopped) {
    interrupt_obey();
    return;
  }
  if (cluster_rank() > 0) {
    interrupt_hush(); // the first one says it
  }
  interrupt_end();
}

static void complain(const TrainKeeper* keeper, const char* reason) {
  fputs("tiento: ", stderr);
  printable_put(stderr, keeper->session->options->output);
  fprintf(stderr, ": %s", reason);
  say_how_to_go_on(keeper, stderr);
  fputs("\n", stderr);
}

bool train_keeper_finish(TrainKeeper* keeper, const float* weights, const TrainingReport* report) {
  char reason[REASON] = "";
  const TrainFiles* files = keeper->files;
  const sigset_t before = interrupt_hold();
  const bool written = write_style(keeper->session, weights, report, reason);
  if (!written) {
    complain(keeper, reason);
  } else if (cluster_rank() == 0 && files->is_file) {
    unlink(files->checkpoint);
  }
  interrupt_hush();
  interrupt_release(before);
  return written;
}
