#include "trainer/command.h"

#include "trainer/matrix.h"
#include "trainer/style_write.h"
#include "trainer/training.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char HELP[] =
    "usage: tiento train FOLDER... -o STYLE [options]\n"
    "\n"
    "Learns a style from the MIDI files in the folders and writes it to STYLE (.safetensors),\n"
    "which the plugin plays. One piece in ten is held out: the run stops when it no longer\n"
    "learns what helps with those, and keeps the best. The defaults are meant to be good.\n"
    "\n"
    "  -o, --output FILE       the style file to write\n"
    "      --name TEXT         what musicians see; default: the file's name\n"
    "      --source TEXT       where the music is from   (kept in the style file)\n"
    "      --licence TEXT      of the music              (kept in the style file)\n"
    "      --attribution TEXT  whom to name              (kept in the style file)\n"
    "      --valid FOLDER      hold out this folder instead of one piece in ten\n"
    "      --epochs N          how often to go through the music; default by its size\n"
    "      --patience N        epochs without progress before it stops (12)\n"
    "      --layers N          of the LSTM, 1 to 4 (2)\n"
    "      --hidden N          cells of a layer (256)\n"
    "      --embedding N       width of the input (128)\n"
    "      --head N            units of a head (128)\n"
    "      --dropout X         share of values dropped in training (0.35)\n"
    "      --rate X            highest learning rate (0.003)\n"
    "      --batch N           sequences learned from at once (16)\n"
    "      --sequence N        events in a sequence (64)\n"
    "      --overlap N         events that successive sequences share (8)\n"
    "      --transpose N       move pieces up to N semitones up or down at random (6)\n"
    "      --settle X          share of the epochs, at the end, without transposing (0.25)\n"
    "      --workers N         threads; default: one a core\n"
    "      --seed N            same seed, files and workers: same style (1)\n"
    "      --roll TICKS        learn piano rolls of frames of so many file ticks instead: for\n"
    "                          comparing with published frame-wise models, not for playing\n"
    "      --pitches LOW:COUNT the pitches of --roll (21:88)\n"
    "\n"
    "example: tiento train ragtime/ -o ragtime.safetensors --licence \"public domain\"\n";

typedef struct {
  TrainingOptions training; // the defaults for the music, then what the user set
  const char* output;
  const char* valid;
  const char* text[4]; // name, source, licence, attribution
  int roll_ticks;
  int pitch_low;
  int pitch_count;
} Options;

enum { NAME, SOURCE, LICENCE, ATTRIBUTION };

typedef enum {
  OPT_NAME = 256,
  OPT_SOURCE,
  OPT_LICENCE,
  OPT_ATTRIBUTION,
  OPT_VALID,
  OPT_EPOCHS,
  OPT_PATIENCE,
  OPT_LAYERS,
  OPT_HIDDEN,
  OPT_EMBEDDING,
  OPT_HEAD,
  OPT_DROPOUT,
  OPT_RATE,
  OPT_BATCH,
  OPT_SEQUENCE,
  OPT_OVERLAP,
  OPT_TRANSPOSE,
  OPT_SETTLE,
  OPT_WORKERS,
  OPT_SEED,
  OPT_ROLL,
  OPT_PITCHES
} OptionCode;

static const struct option LONG_OPTIONS[] = {
    {"output", required_argument, NULL, 'o'},
    {"help", no_argument, NULL, 'h'},
    {"name", required_argument, NULL, OPT_NAME},
    {"source", required_argument, NULL, OPT_SOURCE},
    {"licence", required_argument, NULL, OPT_LICENCE},
    {"attribution", required_argument, NULL, OPT_ATTRIBUTION},
    {"valid", required_argument, NULL, OPT_VALID},
    {"epochs", required_argument, NULL, OPT_EPOCHS},
    {"patience", required_argument, NULL, OPT_PATIENCE},
    {"layers", required_argument, NULL, OPT_LAYERS},
    {"hidden", required_argument, NULL, OPT_HIDDEN},
    {"embedding", required_argument, NULL, OPT_EMBEDDING},
    {"head", required_argument, NULL, OPT_HEAD},
    {"dropout", required_argument, NULL, OPT_DROPOUT},
    {"rate", required_argument, NULL, OPT_RATE},
    {"batch", required_argument, NULL, OPT_BATCH},
    {"sequence", required_argument, NULL, OPT_SEQUENCE},
    {"overlap", required_argument, NULL, OPT_OVERLAP},
    {"transpose", required_argument, NULL, OPT_TRANSPOSE},
    {"settle", required_argument, NULL, OPT_SETTLE},
    {"workers", required_argument, NULL, OPT_WORKERS},
    {"seed", required_argument, NULL, OPT_SEED},
    {"roll", required_argument, NULL, OPT_ROLL},
    {"pitches", required_argument, NULL, OPT_PITCHES},
    {NULL, 0, NULL, 0},
};

static bool read_pitches(const char* text, Options* options) {
  char tail;
  if (sscanf(text, "%d:%d%c", &options->pitch_low, &options->pitch_count, &tail) == 2 &&
      options->pitch_low >= 0 && options->pitch_count >= 1 &&
      options->pitch_low + options->pitch_count <= TN_MAX_PITCHES) {
    return true;
  }
  fprintf(stderr, "tiento: --pitches takes LOW:COUNT within 0..127, not '%s'\n", text);
  return false;
}

static bool read_seed(const char* text, TrainingOptions* training) {
  int seed;
  if (!command_read_int("seed", text, 0, 1 << 30, &seed)) {
    return false;
  }
  training->seed = (uint64_t)seed;
  return true;
}

static bool read_share(const char* name, const char* text, double high, float* value) {
  double number;
  if (!command_read_float(name, text, 0.0, high, &number)) {
    return false;
  }
  *value = (float)number;
  return true;
}

static bool read_text(const char* name, const char* text, const char** value) {
  *value = text;
  if (strlen(text) > TN_MAX_METADATA_VALUE) {
    fprintf(stderr, "tiento: --%s takes at most %d bytes\n", name, TN_MAX_METADATA_VALUE);
    return false;
  }
  return true;
}

static bool read_option(int code, const char* name, Options* o) {
  TrainingOptions* t = &o->training;
  switch (code) {
  case 'o':
    o->output = optarg;
    return true;
  case OPT_NAME:
  case OPT_SOURCE:
  case OPT_LICENCE:
  case OPT_ATTRIBUTION:
    return read_text(name, optarg, &o->text[code - OPT_NAME]);
  case OPT_VALID:
    o->valid = optarg;
    return true;
  case OPT_EPOCHS:
    return command_read_int(name, optarg, 1, 100000, &t->epochs);
  case OPT_PATIENCE:
    return command_read_int(name, optarg, 1, 100000, &t->patience);
  case OPT_LAYERS:
    return command_read_int(name, optarg, 1, TN_MAX_LAYERS, &t->sizes.layers);
  case OPT_HIDDEN:
    return command_read_int(name, optarg, 1, TN_MAX_HIDDEN, &t->sizes.hidden);
  case OPT_EMBEDDING:
    return command_read_int(name, optarg, 1, TN_MAX_EMBEDDING, &t->sizes.embedding);
  case OPT_HEAD:
    return command_read_int(name, optarg, 1, TN_MAX_HEAD, &t->sizes.head);
  case OPT_DROPOUT:
    return read_share(name, optarg, 0.9, &t->dropout);
  case OPT_RATE:
    return read_share(name, optarg, 1.0, &t->learning_rate);
  case OPT_BATCH:
    return command_read_int(name, optarg, 1, 4096, &t->streams);
  case OPT_SEQUENCE:
    return command_read_int(name, optarg, 2, 4096, &t->steps);
  case OPT_OVERLAP:
    return command_read_int(name, optarg, 0, 4095, &t->overlap);
  case OPT_TRANSPOSE:
    return command_read_int(name, optarg, 0, 24, &t->transpose);
  case OPT_SETTLE:
    return read_share(name, optarg, 1.0, &t->settle);
  case OPT_WORKERS:
    return command_read_int(name, optarg, 1, 64, &t->workers);
  case OPT_SEED:
    return read_seed(optarg, t);
  case OPT_ROLL:
    return command_read_int(name, optarg, 1, 1 << 20, &o->roll_ticks);
  case OPT_PITCHES:
    return read_pitches(optarg, o);
  default:
    return false;
  }
}

// Two passes: the defaults depend on the music, which the arguments name.
static int read_options(int argc, char** argv, Options* options) {
  int code;
  int index = 0;
  optind = 1;
  while ((code = getopt_long(argc, argv, "o:h", LONG_OPTIONS, &index)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (!read_option(code, code >= OPT_NAME ? LONG_OPTIONS[index].name : "output", options)) {
      fputs("`tiento train --help` tells how it is used\n", stderr);
      return COMMAND_USAGE;
    }
  }
  return -1;
}

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

static bool read_music(const Options* options, char** folders, int count, Corpus* train,
                       Corpus* valid) {
  if (!corpus_read(train, folders, count, options->roll_ticks)) {
    return false;
  }
  if (!options->valid) {
    corpus_split(train, valid);
    return true;
  }
  char* folder = (char*)options->valid;
  return corpus_read(valid, &folder, 1, options->roll_ticks);
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

static void add_name(TnStyleHeader* header, const Options* options) {
  char name[256];
  snprintf(name, sizeof name, "%s", base_name(options->output));
  char* dot = strrchr(name, '.');
  if (dot && dot != name) {
    *dot = '\0';
  }
  tn_style_header_add(header, "style.name", options->text[NAME] ? options->text[NAME] : name);
}

static void add_habits(TnStyleHeader* header, const Corpus* corpus) {
  const CorpusHabits habits = corpus_habits(corpus);
  char text[32];
  add_whole(header, "music.key", habits.key);
  snprintf(text, sizeof text, "%d %d", habits.meter.numerator, habits.meter.denominator);
  tn_style_header_add(header, "music.meter", text);
  add_whole(header, "music.bpm", (size_t)(habits.bpm + 0.5));
}

// The report of the run. The rates are of the validation part, nothing hinted.
static void add_report(TnStyleHeader* header, const TrainingOptions* training,
                       const TrainingReport* report, const Corpus* train, const Corpus* valid) {
  add_whole(header, "training.pieces", train->count);
  add_whole(header, "training.notes", corpus_notes(train));
  add_whole(header, "training.valid_pieces", valid->count);
  add_whole(header, "training.epochs", (size_t)report->epochs);
  add_whole(header, "training.best_epoch", (size_t)report->best_epoch);
  add_whole(header, "training.seed", (size_t)training->seed);
  if (corpus_notes(valid) > 0) {
    add_real(header, "training.valid_nats_a_note", measure_nats_a_note(&report->valid));
    add_real(header, "training.valid_accuracy", measure_accuracy(&report->valid));
  }
}

static bool write_style(const Options* options, const TrainingOptions* training,
                        const TnVocabulary* vocabulary, const float* weights,
                        const TrainingReport* report, const Corpus* train, const Corpus* valid) {
  static const char* const KEYS[] = {NULL, "style.source", "style.licence", "style.attribution"};
  TnStyleHeader header = {.metadata_count = 0};
  char reason[256] = "out of memory";
  add_name(&header, options);
  for (int i = SOURCE; i <= ATTRIBUTION; ++i) {
    if (options->text[i]) {
      tn_style_header_add(&header, KEYS[i], options->text[i]);
    }
  }
  if (options->roll_ticks == 0) {
    add_habits(&header, train);
  }
  add_report(&header, training, report, train, valid);
  const bool written = tn_style_describe(&header, vocabulary, &training->sizes) &&
                       style_write(options->output, &header, vocabulary, &training->sizes, weights,
                                   reason, sizeof reason);
  tn_style_header_free(&header);
  if (!written) {
    fprintf(stderr, "tiento: %s: %s\n", options->output, reason);
  }
  return written;
}

static bool train_on(const Options* options, Corpus* train, Corpus* valid) {
  const TrainingOptions* training = &options->training;
  const TnVocabulary vocabulary =
      options->roll_ticks ? tn_vocabulary_for_roll(options->pitch_low, options->pitch_count)
                          : corpus_vocabulary(train);
  corpus_fit(train, &vocabulary);
  corpus_fit(valid, &vocabulary);
  const size_t count = tn_tensors_list(&vocabulary, &training->sizes).total;
  float* weights = calloc(count, sizeof *weights);
  if (!weights) {
    fprintf(stderr, "tiento: out of memory\n");
    return false;
  }
  fprintf(stderr,
          "learning from %zu pieces, %zu notes, in %d part%s; holding out %zu pieces, %zu notes\n"
          "%d x %d LSTM, %zu weights, %d epochs at most, %d worker%s\n",
          train->count, corpus_notes(train), vocabulary.parts, vocabulary.parts == 1 ? "" : "s",
          valid->count, corpus_notes(valid), training->sizes.layers, training->sizes.hidden, count,
          training->epochs, training->workers, training->workers == 1 ? "" : "s");
  TrainingReport report;
  const bool ok = training_run(training, &vocabulary, train, valid, weights, &report) &&
                  write_style(options, training, &vocabulary, weights, &report, train, valid);
  free(weights);
  if (ok) {
    fprintf(stderr, "wrote %s: %.3f nats a note on the pieces %s (epoch %d)\n", options->output,
            measure_nats_a_note(&report.valid),
            corpus_notes(valid) > 0 ? "held out" : "learned; nothing was held out",
            report.best_epoch);
  }
  return ok;
}

int command_train(int argc, char** argv) {
  Options options = {.pitch_low = 21, .pitch_count = 88};
  options.training = training_defaults(0, false);
  int status = read_options(argc, argv, &options);
  if (status >= 0) {
    return status;
  }
  if (!options.output || optind >= argc) {
    fputs("tiento: train needs a folder and -o STYLE; `tiento train --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  char** folders = argv + optind;
  const int folder_count = argc - optind;
  if (options.training.overlap >= options.training.steps) {
    fputs("tiento: --overlap must be less than --sequence\n", stderr);
    return COMMAND_USAGE;
  }
  Corpus train = {0};
  Corpus valid = {0};
  matrix_use_one_thread();
  if (!output_is_writable(options.output) ||
      !read_music(&options, folders, folder_count, &train, &valid)) {
    corpus_free(&train);
    return COMMAND_FAILED;
  }
  options.training = training_defaults(corpus_notes(&train), options.roll_ticks > 0);
  read_options(argc, argv, &options);
  const bool ok = train_on(&options, &train, &valid);
  corpus_free(&train);
  corpus_free(&valid);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}
