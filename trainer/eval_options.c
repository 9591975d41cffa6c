#include "trainer/eval_options.h"

#include "trainer/command.h"
#include "trainer/printable.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char HELP[] =
    "usage: tiento eval STYLE FOLDER... [options]\n"
    "       tiento eval --baseline FOLDER... [options]\n"
    "       tiento eval STYLE --keys[=N]\n"
    "\n"
    "Measures how well a style predicts the music in the folders: -ln of the probability that it\n"
    "gives to each field of each note, in nats (lower is better), and how often the likeliest\n"
    "class was right. Key and length of a piece are not told to the network.\n"
    "\n"
    "      --split PART  only the part of the music that `tiento train FOLDER...` puts there:\n"
    "                    train, valid (held out to stop by) or test (held out from all); all\n"
    "      --baseline    measures what a style should beat instead: Witten-Bell 5-grams of the\n"
    "                    part to train on, which predict the same fields in the same order; the\n"
    "                    part measured is test, or valid. A 5-gram can be over events, over the\n"
    "                    same field of events, or over symbols: the best of the three counts\n"
    "      --fit FOLDER  the baseline counts this folder, and all of the others is measured\n"
    "      --roll TICKS  the music as piano rolls of frames of so many file ticks, for a style\n"
    "                    that was trained so; also prints nats a frame: the sum over all frames\n"
    "                    of all pieces, the first frame and silent ones included, divided by\n"
    "                    their number; the same without each piece's first frame; and the mean\n"
    "                    over the pieces of each one's mean\n"
    "      --endings[=N] instead: how many of N phrases (200) that the style makes up close on\n"
    "                    the longest note of their last two bars or on a chord of the tonic, and\n"
    "                    how many of N pieces of the folders do\n"
    "      --copies      instead: the share of windows of 8 and of 16 notes of music that the\n"
    "                    style makes up which occur in the part to learn from of the folders,\n"
    "                    and the same share of the part to stop by\n"
    "      --generate    instead: how near 100 passages of 32 bars that the style makes up come\n"
    "                    to those of the music held out (valid and test), and how near one half\n"
    "                    of all music comes to the other; and what they have of repetition,\n"
    "                    loops, copies and the like; with --split train, to those learned\n"
    "      --beside FOLDER\n"
    "                    with --generate: how near this other music comes; may be repeated\n"
    "      --hours N     instead: N hours of one song: the longest silence and loop in it, and "
    "how\n"
    "                    the mean pitch of its hours wanders\n"
    "      --temperature X\n"
    "      --top-p X\n"
    "      --length BARS\n"
    "                    with these two: how to make it up, the length being that of a phrase;\n"
    "                    default: as the style's file tells\n"
    "      --keys[=N]    instead, without a folder: the share of phrases, N in each of the 24\n"
    "                    keys (20), whose notes say the key that the style was told; and of those\n"
    "                    that say it or a near one: a fifth away, its relative or its parallel\n"
    "      --cache FILE  keeps in FILE what was read: files that have not changed since are not\n"
    "                    read again\n"
    "      --workers N   threads (2)\n"
    "\n"
    "example: tiento eval ragtime.safetensors more-ragtime/\n";

typedef enum {
  OPT_BASELINE = 256,
  OPT_BESIDE,
  OPT_CACHE,
  OPT_COPIES,
  OPT_ENDINGS,
  OPT_FIT,
  OPT_GENERATE,
  OPT_HOURS,
  OPT_KEYS,
  OPT_LENGTH,
  OPT_SPLIT,
  OPT_ROLL,
  OPT_TEMPERATURE,
  OPT_TOP_P,
  OPT_WORKERS
} OptionCode;

enum {
  UNSAID = -1, // no part was named
  DEFAULT_PHRASES = 200,
  DEFAULT_KEY_PHRASES = 20
};

static const struct option LONG_OPTIONS[] = {
    {"help", no_argument, NULL, 'h'},
    {"baseline", no_argument, NULL, OPT_BASELINE},
    {"beside", required_argument, NULL, OPT_BESIDE},
    {"cache", required_argument, NULL, OPT_CACHE},
    {"copies", no_argument, NULL, OPT_COPIES},
    {"endings", optional_argument, NULL, OPT_ENDINGS},
    {"fit", required_argument, NULL, OPT_FIT},
    {"generate", no_argument, NULL, OPT_GENERATE},
    {"hours", required_argument, NULL, OPT_HOURS},
    {"keys", optional_argument, NULL, OPT_KEYS},
    {"length", required_argument, NULL, OPT_LENGTH},
    {"split", required_argument, NULL, OPT_SPLIT},
    {"roll", required_argument, NULL, OPT_ROLL},
    {"temperature", required_argument, NULL, OPT_TEMPERATURE},
    {"top-p", required_argument, NULL, OPT_TOP_P},
    {"workers", required_argument, NULL, OPT_WORKERS},
    {NULL, 0, NULL, 0},
};

static bool read_part(const char* text, int* part) {
  static const char* const NAMES[] = {"train", "valid", "test", "all"};
  for (int p = 0; p <= EVAL_WHOLE; ++p) {
    if (strcmp(text, NAMES[p]) == 0) {
      *part = p;
      return true;
    }
  }
  printable_say(stderr, "tiento: --split takes train, valid, test or all, not '%s'", text);
  return false;
}

static bool read_phrases(const char* name, const char* text, int otherwise, int* phrases) {
  *phrases = otherwise;
  return !text || command_read_int(name, text, 1, 1000, phrases);
}

static bool add_beside(EvalOptions* options) {
  if (options->beside_count == EVAL_MOST_BESIDE) {
    fprintf(stderr, "tiento: more than %d of --beside\n", EVAL_MOST_BESIDE);
    return false;
  }
  options->beside[options->beside_count++] = optarg;
  return true;
}

static bool read_option(int code, EvalOptions* options) {
  switch (code) {
  case OPT_BASELINE:
    options->baseline = true;
    return true;
  case OPT_BESIDE:
    return add_beside(options);
  case OPT_CACHE:
    options->cache = optarg;
    return true;
  case OPT_COPIES:
    options->copies = true;
    return true;
  case OPT_ENDINGS:
    return read_phrases("endings", optarg, DEFAULT_PHRASES, &options->phrases);
  case OPT_FIT:
    options->known = optarg;
    return true;
  case OPT_GENERATE:
    options->quality = true;
    return true;
  case OPT_HOURS:
    return command_read_int("hours", optarg, 1, 100, &options->hours);
  case OPT_LENGTH:
    return command_read_int("length", optarg, 1, 64, &options->length);
  case OPT_TEMPERATURE:
    return command_read_float("temperature", optarg, 0, 2, &options->temperature);
  case OPT_TOP_P:
    return command_read_float("top-p", optarg, 0.05, 1, &options->top_p);
  case OPT_KEYS:
    return read_phrases("keys", optarg, DEFAULT_KEY_PHRASES, &options->key_phrases);
  case OPT_SPLIT:
    return read_part(optarg, &options->part);
  case OPT_ROLL:
    return command_read_int("roll", optarg, 1, 1 << 20, &options->roll_ticks);
  case OPT_WORKERS:
    return command_read_int("workers", optarg, 1, 64, &options->workers);
  default:
    return false;
  }
}

static const char* check_keys(int arguments, const EvalOptions* options) {
  if (options->baseline || options->known || options->phrases || options->copies ||
      options->roll_ticks || options->part != UNSAID) {
    return "--keys is for styles that play, and measures nothing else";
  }
  return arguments == 1 ? NULL : "eval --keys takes a style and no folder";
}

static bool makes_up(const EvalOptions* options) {
  return options->quality || options->hours > 0;
}

// What is wrong with the options together; NULL where nothing is. Fills in the part left unsaid.
static const char* check(int arguments, EvalOptions* options) {
  const bool splits = options->baseline && !options->known;
  if (options->key_phrases) {
    return check_keys(arguments, options);
  }
  if (makes_up(options) &&
      (options->baseline || options->roll_ticks || options->phrases || options->copies)) {
    return "--generate and --hours are for styles that play, and measure nothing else";
  }
  if (makes_up(options) && options->part != UNSAID && options->part != SPLIT_TRAIN) {
    return "--generate compares with what is held out or, with --split train, with the rest";
  }
  if (!makes_up(options) && (options->temperature >= 0 || options->top_p >= 0 || options->length ||
                             options->beside_count)) {
    return "--beside, --temperature, --top-p and --length are for --generate and --hours";
  }
  if (options->known && !options->baseline) {
    return "--fit is for --baseline";
  }
  if ((options->phrases || options->copies) && (options->baseline || options->roll_ticks)) {
    return "--endings and --copies are for styles that play, without --baseline or --roll";
  }
  if (options->copies && options->part != UNSAID) {
    return "--copies compares the parts of the music: it takes no --split";
  }
  if (arguments < (options->baseline ? 1 : 2)) {
    return options->baseline ? "eval --baseline takes a folder" : "eval takes a style and a folder";
  }
  if (options->part == UNSAID) {
    options->part = splits ? (int)SPLIT_TEST : (int)EVAL_WHOLE;
  }
  if (splits && (options->part == SPLIT_TRAIN || options->part == EVAL_WHOLE)) {
    return "a baseline is measured on what it did not count: --split valid or test, or --fit";
  }
  return NULL;
}

int eval_options_read(int argc, char** argv, EvalOptions* options) {
  int code;
  *options = (EvalOptions){.part = UNSAID, .workers = 2, .temperature = -1, .top_p = -1};
  optind = 1;
  while ((code = getopt_long(argc, argv, "h", LONG_OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (!read_option(code, options)) {
      return COMMAND_USAGE;
    }
  }
  const char* wrong = check(argc - optind, options);
  if (wrong) {
    fprintf(stderr, "tiento: %s; `tiento eval --help` tells more\n", wrong);
    return COMMAND_USAGE;
  }
  return -1;
}

ReadOptions eval_reading(const EvalOptions* options) {
  return (ReadOptions){.roll_ticks = options->roll_ticks, .cache = options->cache};
}

bool eval_has_music(const Corpus* part) {
  if (part->count == 0) {
    fprintf(stderr, "tiento: there is too little music for that part of it\n");
  }
  return part->count > 0;
}

bool eval_read(const EvalOptions* options, char* const* folders, int count, Corpus* corpus) {
  const ReadOptions reading = eval_reading(options);
  if (!corpus_read(corpus, folders, count, &reading, NULL)) {
    return false;
  }
  if (options->part == EVAL_WHOLE) {
    return true;
  }
  bool ok = split_keep(corpus, (SplitPart)options->part) || command_out_of_memory();
  ok = ok && eval_has_music(corpus);
  if (!ok) {
    corpus_free(corpus);
  }
  return ok;
}
