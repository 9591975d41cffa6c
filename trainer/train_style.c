#include "trainer/train_style.h"

#include "trainer/base_style.h"
#include "trainer/printable.h"
#include "trainer/style_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static const char ENDING[] = ".safetensors";

static const char* base_name(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// How many bytes of a path come before the ending of a style. Another one is part of the name: what
// lies beside two styles is never the same, and never one of them.
static size_t stem_length(const char* path) {
  const size_t name = strlen(base_name(path));
  const size_t ending = strlen(ENDING);
  const size_t length = strlen(path);
  return name > ending && strcmp(path + length - ending, ENDING) == 0 ? length - ending : length;
}

char* train_style_beside(const char* style, const char* ending) {
  const size_t stem = stem_length(style);
  const size_t size = stem + strlen(ending) + 1;
  char* path = malloc(size);
  if (path) {
    snprintf(path, size, "%.*s%s", (int)stem, style, ending);
  }
  return path;
}

void train_style_name(const TrainOptions* options, char name[TRAIN_STYLE_NAME]) {
  const char* file = base_name(options->output);
  const int length = (int)(stem_length(options->output) - (size_t)(file - options->output));
  const char* text = options->text[TRAIN_NAME];
  snprintf(name, TRAIN_STYLE_NAME, "%.*s", text ? TRAIN_STYLE_NAME : length, text ? text : file);
  printable_mend(name); // a file's name may be of any bytes
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

bool train_style_write(const TrainSession* session, const float* weights,
                       const TrainingReport* report, char* reason, size_t reason_size) {
  static const char* const KEYS[] = {NULL, "style.source", "style.licence", "style.attribution"};
  const TrainOptions* options = session->options;
  const TnSizes* sizes = &options->training.sizes;
  TnStyleHeader header = {.metadata_count = 0};
  char name[TRAIN_STYLE_NAME];
  snprintf(reason, reason_size, "no room for its metadata");
  train_style_name(options, name);
  tn_style_header_add(&header, "style.name", name);
  for (int i = TRAIN_SOURCE; i <= TRAIN_ATTRIBUTION; ++i) {
    if (options->text[i]) {
      tn_style_header_add(&header, KEYS[i], options->text[i]);
    }
  }
  if (options->roll_ticks == 0) {
    add_habits(&header, &session->music[SPLIT_TRAIN]);
  }
  add_report(&header, &options->training, report, &session->test, session->music);
  if (session->knows_copies) {
    add_copies(&header, &session->copies);
  }
  const bool written = (!options->base || base_style_describe(options->base, &header)) &&
                       tn_style_describe(&header, session->vocabulary, sizes) &&
                       style_write(options->output, &header, session->vocabulary, sizes, weights,
                                   reason, reason_size);
  tn_style_header_free(&header);
  return written;
}
