#include "trainer/train_keeper.h"

#include "plugin/atomic_file.h"
#include "trainer/cluster.h"
#include "trainer/cluster_bytes.h"
#include "trainer/command.h"
#include "trainer/interrupt.h"
#include "trainer/printable.h"
#include "trainer/progress.h"
#include "trainer/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// So much more time is learned than saved, however slow the disk.
static const double LEARNED_A_SAVED = 20;

static void tell(const char* before, const char* path, const char* after) {
  fputs(before, stderr);
  printable_put(stderr, path);
  fprintf(stderr, "%s\n", after);
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
  fputs(keeper->best_epoch > 0 ? "" : "nothing was written to ", stream);
  printable_put(stream, keeper->session->options->output);
  if (keeper->best_epoch > 0) {
    fprintf(stream, " holds its best epoch so far (%d)", keeper->best_epoch);
  }
  if (keeper->saved) {
    fputs("; ", stream);
    printable_put(stream, keeper->path);
    fputs(" holds the run: the same command with --resume goes on", stream);
  } else if (!keeper->is_file) {
    fputs(", which is no file and has no checkpoint", stream);
  }
  if (fclose(stream) == 0) {
    interrupt_say("%s\n", words);
  }
  free(words);
}

// What is neither a file nor to become one, a pipe say, takes a single style: the last.
static bool output_is_file(const char* path) {
  struct stat info;
  return stat(path, &info) != 0 || S_ISREG(info.st_mode);
}

// The first rank reads, all check: their machines may differ.
static bool read_checkpoint(TrainKeeper* keeper, Span* state) {
  char reason[256] = "not every machine is of the kind that it was made on";
  Sink* file = &keeper->resumed;
  const bool read =
      cluster_all(cluster_rank() > 0 || checkpoint_read(keeper->path, file, reason, sizeof reason));
  if (read && !cluster_share(file)) {
    return command_out_of_memory();
  }
  const bool ok =
      read && cluster_all(checkpoint_open((Span){file->bytes, file->bytes + file->size},
                                          &keeper->fingerprint, state, reason, sizeof reason));
  if (!ok) {
    fputs("tiento: --resume cannot go on from ", stderr);
    printable_put(stderr, keeper->path);
    fprintf(stderr, ": %s\n", reason);
  }
  return ok;
}

// Where there is a checkpoint the run goes on from it, if that is asked for; else this says so.
static bool find_checkpoint(TrainKeeper* keeper, Span* state) {
  const TrainOptions* options = keeper->session->options;
  const bool exists =
      cluster_all(cluster_rank() > 0 || (keeper->is_file && access(keeper->path, F_OK) == 0));
  if (exists && options->resume) {
    keeper->saved = read_checkpoint(keeper, state);
    return keeper->saved;
  }
  if (exists) {
    tell("", keeper->path, " is there: --resume would go on from it; this run begins anew");
  } else if (options->resume && keeper->is_file) {
    tell("there is no ", keeper->path, " to go on from: the run begins anew");
  } else if (options->resume) {
    tell("", options->output, " is no file and has no checkpoint: the run begins anew");
  }
  return true;
}

bool train_keeper_init(TrainKeeper* keeper, const TrainSession* session,
                       TrainingOptions* training) {
  const TrainOptions* options = session->options;
  *keeper =
      (TrainKeeper){.session = session, .path = train_style_beside(options->output, ".checkpoint")};
  // The first rank knows: the others may see another disk.
  keeper->is_file = cluster_all(cluster_rank() > 0 || output_is_file(options->output));
  if (!cluster_all(keeper->path && fingerprint_take(options, session->vocabulary, session->music,
                                                    &keeper->fingerprint))) {
    return command_out_of_memory();
  }
  if (cluster_rank() == 0 && keeper->is_file) {
    atomic_file_tidy(keeper->path); // a run that was killed while it saved has left some
  }
  return find_checkpoint(keeper, &training->resume);
}

void train_keeper_free(TrainKeeper* keeper) {
  free(keeper->path);
  free(keeper->resumed.bytes);
  *keeper = (TrainKeeper){.session = NULL};
}

// The first rank writes for all; a signal meanwhile waits, and leaves nothing half-written.
static bool write_style(const TrainSession* session, const float* weights,
                        const TrainingReport* report) {
  bool written = true;
  if (cluster_rank() == 0) {
    const sigset_t before = interrupt_hold();
    written = train_style_write(session, weights, report);
    interrupt_release(before);
  }
  return cluster_all(written);
}

static bool keep_style(void* context, const float* weights, const TrainingReport* report) {
  TrainKeeper* keeper = context;
  if (keeper->is_file) {
    if (!write_style(keeper->session, weights, report)) {
      return false;
    }
    keeper->best_epoch = report->best_epoch;
    prepare_last_words(keeper);
  }
  return true;
}

static void save_in(TrainKeeper* keeper, double seconds) {
  keeper->due = progress_clock() + seconds;
}

static Wishes wish(void* context) {
  const TrainKeeper* keeper = context;
  const bool is_due = cluster_rank() == 0 && keeper->is_file && progress_clock() >= keeper->due;
  return (Wishes){.save = is_due, .stop = interrupt_noted()};
}

// A disk that is full does not end the run: what was saved before stays.
static bool write_checkpoint(TrainKeeper* keeper, Sink* file) {
  char reason[256];
  const sigset_t before = interrupt_hold();
  const bool written = checkpoint_write(keeper->path, file, reason, sizeof reason);
  interrupt_release(before);
  if (!written && !keeper->warned) {
    fputs(isatty(STDERR_FILENO) ? "\ntiento: " : "tiento: ", stderr); // a bar may be unfinished
    printable_put(stderr, keeper->path);
    fprintf(stderr, ": %s; the training goes on without a new checkpoint\n", reason);
  }
  keeper->warned = !written;
  return written;
}

static void save(void* context, Run* run) {
  TrainKeeper* keeper = context;
  if (!keeper->is_file) {
    return;
  }
  const double began = progress_clock();
  const int seconds = keeper->session->options->checkpoint;
  Sink file = {0};
  if (cluster_rank() == 0) {
    checkpoint_begin(&file, &keeper->fingerprint);
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
  training->keep = keep_style;
  training->wish = wish;
  training->save = save;
  training->keeper = keeper;
  save_in(keeper, keeper->session->options->checkpoint);
  prepare_last_words(keeper);
  interrupt_watch(cluster_voice());
  interrupt_defer(cluster_size() == 1);
}

void train_keeper_obey(const TrainingReport* report) {
  if (!report->stopped) {
    interrupt_obey();
    return;
  }
  if (cluster_rank() > 0) {
    interrupt_hush(); // the first one says it
  }
  interrupt_end();
}

bool train_keeper_finish(TrainKeeper* keeper, const float* weights, const TrainingReport* report) {
  const sigset_t before = interrupt_hold();
  const bool written = write_style(keeper->session, weights, report);
  if (written && cluster_rank() == 0 && keeper->is_file) {
    unlink(keeper->path);
  }
  interrupt_hush();
  interrupt_release(before);
  return written;
}
