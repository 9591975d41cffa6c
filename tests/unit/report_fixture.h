// A report of a small training, for tests.
#ifndef TN_TESTS_REPORT_FIXTURE_H
#define TN_TESTS_REPORT_FIXTURE_H

#include "tests/unit/small_music.h"
#include "tests/unit/small_network.h"
#include "trainer/generated.h"
#include "trainer/report.h"

#include <string.h>
#include <unistd.h>

enum { FIXTURE_EPOCHS = 4 };

typedef struct {
  char folder[64];
  char path[96]; // of the style, in the folder
  SmallNetwork small;
  TnStyle style;
  Corpus music[SPLIT_PARTS];
  Skip skips[300];
  SkipList skip_list;
  TrainOptions options;
  EpochRecord records[FIXTURE_EPOCHS];
  TrainingReport training;
  TrainSession session;
  Report report;
} ReportFixture;

// `notes` notes of which a share is guessed right.
static inline Measure fixture_measure(double notes, double nats, double right) {
  Measure measure = {.events = notes, .notes = notes};
  for (int f = 0; f < TN_FIELDS; ++f) {
    measure.nats[f] = notes * nats / TN_FIELDS;
    measure.fields[f] = notes;
    measure.right[f] = notes * right;
  }
  return measure;
}

static inline void fixture_name_pieces(Corpus* corpus, const char* name) {
  for (size_t i = 0; i < corpus->count; ++i) {
    corpus->pieces[i].path = strdup(name);
  }
}

// Two parts, a note a chord or so: of a piece learned, one held out and one of the test.
static inline bool fixture_init(ReportFixture* f, TnVocabulary vocabulary) {
  const TnSizes sizes = {.embedding = 8, .layers = 1, .hidden = 12, .head = 8};
  *f = (ReportFixture){.folder = "/tmp/test_report.XXXXXX"};
  if (!mkdtemp(f->folder)) {
    return false;
  }
  snprintf(f->path, sizeof f->path, "%s/small.safetensors", f->folder);
  f->small = small_network_new(vocabulary, sizes, 5);
  f->small.network.heads[TN_DT].output_bias[6] += 8.0F;
  f->style = (TnStyle){.network = f->small.network,
                       .weights = f->small.weights,
                       .key = 1,
                       .meter = {0, 3, 4},
                       .bpm = 90,
                       .manner = tn_style_manner()};
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    f->music[p] = random_corpus(p == SPLIT_TRAIN ? 3 : 1, 60);
    fixture_name_pieces(&f->music[p], p == SPLIT_TRAIN ? "a/learned.mid" : "a/held out.mid");
  }
  f->options = train_options_default();
  f->options.output = f->path;
  f->options.training.sizes = sizes;
  for (int epoch = 0; epoch < FIXTURE_EPOCHS; ++epoch) {
    f->records[epoch] = (EpochRecord){.train = fixture_measure(180, 5 - epoch, 0.5 + 0.1 * epoch),
                                      .valid = fixture_measure(60, 5.5 - epoch, 0.4 + 0.1 * epoch)};
  }
  f->training = (TrainingReport){.epochs = FIXTURE_EPOCHS,
                                 .best_epoch = 3,
                                 .train = f->records[2].train,
                                 .valid = f->records[2].valid,
                                 .records = f->records};
  f->session = (TrainSession){.options = &f->options,
                              .vocabulary = &f->small.network.vocabulary,
                              .music = f->music,
                              .skips = &f->skip_list,
                              .test = fixture_measure(60, 4, 0.5),
                              .knows_copies = true,
                              .copies = {.compares = true}};
  f->skip_list.skips = f->skips;
  char reason[256];
  return f->small.weights && generated_passages(&f->style, &f->session.passages) &&
         train_style_write(&f->session, f->small.weights, &f->training, reason, sizeof reason);
}

static inline void fixture_free(ReportFixture* f) {
  report_free(&f->report);
  unlink(f->path);
  rmdir(f->folder);
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&f->music[p]);
  }
  corpus_free(&f->session.passages);
  small_network_free(&f->small);
}

// What there is in a style of two parts, the second of them drums or not.
static inline TnVocabulary fixture_vocabulary(bool drums) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = drums ? 1 : -1;
  v.drum_count = drums ? TN_MAX_PITCHES : 0;
  strcpy(v.part_names[0], "right hand");
  strcpy(v.part_names[1], drums ? "drums" : "left hand");
  return v;
}

#endif
