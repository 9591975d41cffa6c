#include "trainer/train_files.h"

#include "plugin/atomic_file.h"
#include "trainer/checkpoint.h"
#include "trainer/cluster.h"
#include "trainer/command.h"
#include "trainer/report_page.h"
#include "trainer/train_style.h"
#include "trainer/whole_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PREFIX_BYTES = 8 }; // of a safetensors file: the size of the header, which begins with '{'

// What is neither a file nor to become one, a pipe say, takes a single style: the last. A folder is
// told by trying.
static bool becomes_file(const char* path) {
  struct stat info;
  return stat(path, &info) != 0 || S_ISREG(info.st_mode) || S_ISDIR(info.st_mode);
}

// 0 also where there is none.
static uint64_t size_of(const char* path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
}

static bool is_safetensors(const char* path) {
  uint8_t bytes[PREFIX_BYTES + 1];
  if (whole_file_begin(path, bytes, sizeof bytes) < sizeof bytes || bytes[PREFIX_BYTES] != '{') {
    return false;
  }
  uint64_t header = 0;
  for (int i = PREFIX_BYTES; i-- > 0;) {
    header = header << 8 | bytes[i];
  }
  return header <= size_of(path) - PREFIX_BYTES;
}

static bool are_same_file(const char* a, const char* b) {
  struct stat one;
  struct stat other;
  // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): train_files_open() has seen to it
  return strcmp(a, b) == 0 || (stat(a, &one) == 0 && stat(b, &other) == 0 &&
                               one.st_dev == other.st_dev && one.st_ino == other.st_ino);
}

// Whether no two files of the run are one, by their names or by links.
static bool are_apart(const TrainFiles* files, const TrainOptions* options) {
  const char* const paths[] = {options->output, files->checkpoint, files->report, options->cache};
  const int count = options->cache ? 4 : 3;
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < i; ++j) {
      if (are_same_file(paths[i], paths[j])) {
        return command_complain(paths[i], "two files of this run would be this one");
      }
    }
  }
  return true;
}

static bool try_file(const char* path) {
  char reason[256];
  return atomic_file_try(path, reason, sizeof reason) || command_complain(path, reason);
}

static bool try_beside(const char* path) {
  return becomes_file(path) ? try_file(path)
                            : command_complain(path, "that place is not for a file");
}

static bool is_ours(const TrainFiles* files, const TrainOptions* options) {
  if (!files->is_new && !is_safetensors(options->output)) {
    return command_complain(options->output, "it holds something else than a style, which would be "
                                             "lost; remove it, or take another -o");
  }
  if (files->has_checkpoint && !checkpoint_is_one(files->checkpoint)) {
    return command_complain(files->checkpoint, "it is no checkpoint, and would be lost; remove it, "
                                               "or take another -o");
  }
  return true;
}

static bool knows_how_to_begin(const TrainFiles* files, const TrainOptions* options) {
  return !files->has_checkpoint || options->resume || options->anew ||
         command_complain(files->checkpoint, "it holds a run that was ended: --resume goes on from "
                                             "it, --anew begins again");
}

// What a run that was killed has left is tidied away.
static bool look_beside(TrainFiles* files, const TrainOptions* options) {
  if (!are_apart(files, options) || !try_beside(files->checkpoint) ||
      (!options->no_report && !try_beside(files->report))) {
    return false;
  }
  if (!file_lock_take(&files->lock, files->checkpoint)) { // which two styles may have in common
    return command_complain(options->output, "another run is writing it, or its checkpoint");
  }
  atomic_file_tidy(files->checkpoint);
  files->is_new = size_of(options->output) == 0;
  files->has_checkpoint = size_of(files->checkpoint) > 0;
  return is_ours(files, options) && knows_how_to_begin(files, options);
}

// By the first rank: the others may see another disk.
static bool look(TrainFiles* files, const TrainOptions* options) {
  files->is_file = becomes_file(options->output);
  return try_file(options->output) && (!files->is_file || look_beside(files, options));
}

bool train_files_open(TrainFiles* files, const TrainOptions* options) {
  *files = (TrainFiles){.checkpoint = train_style_beside(options->output, ".checkpoint"),
                        .report = report_page_path(options->output)};
  if (!cluster_all(files->checkpoint && files->report)) {
    return command_out_of_memory();
  }
  const bool ok = cluster_all(cluster_rank() > 0 || look(files, options));
  files->is_file = cluster_all(cluster_rank() > 0 || files->is_file);
  files->is_new = cluster_all(cluster_rank() > 0 || files->is_new);
  files->has_checkpoint = cluster_all(cluster_rank() > 0 || files->has_checkpoint);
  return ok;
}

void train_files_close(TrainFiles* files) {
  file_lock_release(&files->lock);
  free(files->checkpoint);
  free(files->report);
  *files = (TrainFiles){.is_file = false};
}
