#include "trainer/train_options.h"

#include "trainer/command.h"
#include "trainer/frames.h"
#include "trainer/printable.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "usage: tiento train FOLDER... -o STYLE [options]\n"
    "\n"
    "Learns a style from the MIDI files in the folders and writes it to STYLE (.safetensors),\n"
    "which the plugin plays. One piece in ten is held out: the run stops when it no longer\n"
    "learns what helps with those, and keeps the best. Another one in ten decides nothing: the\n"
    "last lines test the style with those. The content of a piece says where it belongs. A page\n"
    "beside the style (my.report.html for my.safetensors) shows what has come of it. The\n"
    "defaults are meant to be good.\n"
    "\n"
    "  -o, --output FILE       the style file to write\n"
    "      --name TEXT         what musicians see; default: the file's name\n"
    "      --source TEXT       where the music is from   (kept in the style file)\n"
    "      --licence TEXT      of the music              (kept in the style file)\n"
    "      --attribution TEXT  whom to name              (kept in the style file)\n"
    "      --no-report         write no page beside the style\n"
    "      --valid FOLDER      hold out this folder, and learn from every piece of the others,\n"
    "                          but for files that are in both\n"
    "      --keep-all          learn from the pieces of the test, too: nothing is tested\n"
    "      --from STYLE        go on from what another style has learned: it takes that style's\n"
    "                          sizes, half the epochs and half the learning rate. Its source,\n"
    "                          licence and attribution are kept in the new style too\n"
    "      --cache FILE        keep in FILE what was read: files that have not changed since are\n"
    "                          not read again\n"
    "      --resume            go on where the same command was ended: by Ctrl-C, a signal or a\n"
    "                          power cut. The style will be that of an unbroken run\n"
    "      --anew              begin again where a run was ended: what it had is lost\n"
    "      --checkpoint N      save what --resume needs every N seconds (30; 0: after every\n"
    "                          batch), beside the style: my.checkpoint for my.safetensors. It is\n"
    "                          saved on Ctrl-C, too, and removed when the style is finished\n"
    "      --epochs N          how often to go through the music; default by its size\n"
    "      --patience N        epochs without progress before it stops (12)\n"
    "      --layers N          of the LSTM, 1 to 4 (2)\n"
    "      --hidden N          cells of a layer (256)\n"
    "      --embedding N       width of the input (128)\n"
    "      --head N            units of a head (128)\n"
    "      --dropout X         share of values dropped in training (0.35)\n"
    "      --decay X           of the weights, times the learning rate, at every update (0.1)\n"
    "      --lookback LIST     bars (frames) after which the music comes again, as 2,4,8, or\n"
    "                          none; the network is told what was played then; default: by the\n"
    "                          music\n"
    "      --rate X            highest learning rate (0.003)\n"
    "      --batch N           sequences learned from at once; default by the size: 4 to 16\n"
    "      --sequence N        events in a sequence (64)\n"
    "      --overlap N         events that successive sequences share (8)\n"
    "      --transpose N       move pieces up to N semitones up or down at random (6)\n"
    "      --settle X          share of the epochs, at the end, without transposing (0.25)\n"
    "      --workers N         threads, of each rank under mpirun; default: one a core, or a rank\n"
    "      --precision P       of products: f32, bf16 (factors of 8 bits, sums of 24), or auto:\n"
    "                          bf16 where the processor multiplies it (auto)\n"
    "      --seed N            same seed, files and workers: same style (1)\n"
    "      --roll TICKS        learn piano rolls of frames of so many file ticks instead: for\n"
    "                          comparing with published frame-wise models, not for playing\n"
    "      --pitches LOW:COUNT the pitches of --roll (21:88)\n"
    "\n"
    "example: tiento train ragtime/ -o ragtime.safetensors --licence \"public domain\"\n"
    "         tiento train ragtime/ --from piano.safetensors -o ragtime.safetensors\n";

typedef enum {
  OPT_NAME = 256,
  OPT_SOURCE,
  OPT_LICENCE,
  OPT_ATTRIBUTION,
  OPT_NO_REPORT,
  OPT_VALID,
  OPT_KEEP_ALL,
  OPT_FROM,
  OPT_CACHE,
  OPT_RESUME,
  OPT_ANEW,
  OPT_CHECKPOINT,
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
  OPT_DECAY,
  OPT_LOOKBACK,
  OPT_WORKERS,
  OPT_PRECISION,
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
    {"no-report", no_argument, NULL, OPT_NO_REPORT},
    {"valid", required_argument, NULL, OPT_VALID},
    {"keep-all", no_argument, NULL, OPT_KEEP_ALL},
    {"from", required_argument, NULL, OPT_FROM},
    {"cache", required_argument, NULL, OPT_CACHE},
    {"resume", no_argument, NULL, OPT_RESUME},
    {"anew", no_argument, NULL, OPT_ANEW},
    {"checkpoint", required_argument, NULL, OPT_CHECKPOINT},
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
    {"decay", required_argument, NULL, OPT_DECAY},
    {"lookback", required_argument, NULL, OPT_LOOKBACK},
    {"workers", required_argument, NULL, OPT_WORKERS},
    {"precision", required_argument, NULL, OPT_PRECISION},
    {"seed", required_argument, NULL, OPT_SEED},
    {"roll", required_argument, NULL, OPT_ROLL},
    {"pitches", required_argument, NULL, OPT_PITCHES},
    {NULL, 0, NULL, 0},
};

static bool read_pitches(const char* text, TrainOptions* options) {
  char tail;
  if (sscanf(text, "%d:%d%c", &options->pitch_low, &options->pitch_count, &tail) == 2 &&
      options->pitch_low >= 0 && options->pitch_count >= 1 &&
      options->pitch_low + options->pitch_count <= TN_MAX_PITCHES) {
    return true;
  }
  printable_say(stderr, "tiento: --pitches takes LOW:COUNT within 0..127, not '%s'", text);
  return false;
}

// Numbers with commas between, or "none".
static bool read_lookbacks(const char* text, TrainOptions* options) {
  options->lookback_count = 0;
  if (strcmp(text, "none") == 0) {
    return true;
  }
  for (const char* rest = text; options->lookback_count < TN_MAX_LOOKBACKS;) {
    char* end;
    const long lookback = strtol(rest, &end, 10);
    if (end == rest || lookback < 1 || lookback > TN_MAX_LOOKBACK) {
      break;
    }
    options->lookbacks[options->lookback_count++] = (int)lookback;
    if (*end == '\0') {
      return true;
    }
    rest = *end == ',' ? end + 1 : "";
  }
  fprintf(stderr, "tiento: --lookback takes up to %d numbers of 1 to %d, as in 1,2,4, or none\n",
          TN_MAX_LOOKBACKS, TN_MAX_LOOKBACK);
  return false;
}

static bool read_precision(const char* text, Precision* precision) {
  if (strcmp(text, "auto") == 0) {
    *precision = training_precision();
    return true;
  }
  *precision = strcmp(text, "bf16") == 0 ? PRECISION_BF16 : PRECISION_F32;
  if (*precision == PRECISION_F32 && strcmp(text, "f32") != 0) {
    printable_say(stderr, "tiento: --precision takes auto, f32 or bf16, not '%s'", text);
    return false;
  }
  if (!product_kernel(*precision)) {
    fputs("tiento: this processor does not multiply bfloat16 (--precision bf16)\n", stderr);
    return false;
  }
  return true;
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

// There may be many to thank: each on a line.
static bool read_text(int code, const char* name, const char* text, const char** value) {
  const bool lines = code == OPT_ATTRIBUTION;
  *value = text;
  if (strlen(text) > TN_MAX_METADATA_VALUE) {
    fprintf(stderr, "tiento: --%s takes at most %d bytes\n", name, TN_MAX_METADATA_VALUE);
    return false;
  }
  if (lines ? !printable_lines(text) : !printable_line(text)) {
    printable_say(stderr, "tiento: --%s takes %s of UTF-8 text, not '%s'", name,
                  lines ? "lines" : "a line", text);
    return false;
  }
  return true;
}

static bool read_sizes(int code, const char* name, TnSizes* sizes) {
  switch (code) {
  case OPT_LAYERS:
    return command_read_int(name, optarg, 1, TN_MAX_LAYERS, &sizes->layers);
  case OPT_HIDDEN:
    return command_read_int(name, optarg, 1, TN_MAX_HIDDEN, &sizes->hidden);
  case OPT_EMBEDDING:
    return command_read_int(name, optarg, 1, TN_MAX_EMBEDDING, &sizes->embedding);
  case OPT_HEAD:
    return command_read_int(name, optarg, 1, TN_MAX_HEAD, &sizes->head);
  default:
    return false;
  }
}

static bool read_training(int code, const char* name, TrainingOptions* t) {
  switch (code) {
  case OPT_EPOCHS:
    return command_read_int(name, optarg, 1, 100000, &t->epochs);
  case OPT_PATIENCE:
    return command_read_int(name, optarg, 1, 100000, &t->patience);
  case OPT_DROPOUT:
    return read_share(name, optarg, 0.9, &t->dropout);
  case OPT_RATE:
    return read_share(name, optarg, 1.0, &t->learning_rate);
  case OPT_BATCH:
    return command_read_int(name, optarg, 1, 1 << 16, &t->streams);
  case OPT_SEQUENCE:
    return command_read_int(name, optarg, 2, 4096, &t->steps);
  case OPT_OVERLAP:
    return command_read_int(name, optarg, 0, 4095, &t->overlap);
  case OPT_TRANSPOSE:
    return command_read_int(name, optarg, 0, 24, &t->transpose);
  case OPT_SETTLE:
    return read_share(name, optarg, 1.0, &t->settle);
  case OPT_DECAY:
    return read_share(name, optarg, 1.0, &t->decay);
  case OPT_WORKERS:
    return command_read_int(name, optarg, 1, 64, &t->workers);
  case OPT_PRECISION:
    return read_precision(optarg, &t->precision);
  case OPT_SEED:
    return read_seed(optarg, t);
  default:
    return read_sizes(code, name, &t->sizes);
  }
}

static bool read_option(int code, const char* name, TrainOptions* o) {
  switch (code) {
  case 'o':
    o->output = optarg;
    return true;
  case OPT_NAME:
  case OPT_SOURCE:
  case OPT_LICENCE:
  case OPT_ATTRIBUTION:
    return read_text(code, name, optarg, &o->text[code - OPT_NAME]);
  case OPT_NO_REPORT:
    o->no_report = true;
    return true;
  case OPT_VALID:
    o->valid = optarg;
    return true;
  case OPT_KEEP_ALL:
    o->keep_all = true;
    return true;
  case OPT_FROM:
    o->from = optarg;
    return true;
  case OPT_CACHE:
    o->cache = optarg;
    return true;
  case OPT_RESUME:
    o->resume = true;
    return true;
  case OPT_ANEW:
    o->anew = true;
    return true;
  case OPT_CHECKPOINT:
    return command_read_int(name, optarg, 0, 86400, &o->checkpoint);
  case OPT_LOOKBACK:
    return read_lookbacks(optarg, o);
  case OPT_ROLL:
    return command_read_int(name, optarg, 1, 1 << 20, &o->roll_ticks);
  case OPT_PITCHES:
    return read_pitches(optarg, o);
  default:
    return read_training(code, name, &o->training);
  }
}

TrainOptions train_options_default(void) {
  TrainOptions options = {.training = training_defaults(0, false),
                          .checkpoint = 30,
                          .lookback_count = -1,
                          .pitch_low = FRAMES_PITCH_LOW,
                          .pitch_count = FRAMES_PITCH_COUNT};
  options.training.sizes = (TnSizes){0};
  return options;
}

int train_options_read(int argc, char** argv, TrainOptions* options) {
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
