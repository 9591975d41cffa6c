#include "trainer/command.h"

#include "trainer/matrix.h"
#include "trainer/printable.h"
#include "trainer/style_write.h"
#include "trainer/tuning.h"

#include <getopt.h>
#include <stdio.h>

static const char HELP[] =
    "usage: tiento tune STYLE FOLDER... [options]\n"
    "\n"
    "Finds how bold a style should play, and in phrases of how many bars, to come nearest to\n"
    "the music that it has learned, and writes that into the style's file: what is installed\n"
    "or rendered from it plays so from the start. The folders are those that it has learned\n"
    "from. What it plays is compared as by `tiento eval --generate --split train`; manners in\n"
    "which it is stuck, copies or strays come last.\n"
    "\n"
    "  -o, --output FILE  leave the style as it is, and write the new one here\n"
    "      --cache FILE   keep in FILE what was read: files that have not changed since are\n"
    "                     not read again\n"
    "\n"
    "example: tiento tune ragtime.safetensors ragtime/\n";

typedef struct {
  const char* output;
  const char* cache;
} Options;

static const struct option LONG_OPTIONS[] = {{"output", required_argument, NULL, 'o'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"cache", required_argument, NULL, 'c'},
                                             {NULL, 0, NULL, 0}};

static int read_options(int argc, char** argv, Options* options) {
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "o:h", LONG_OPTIONS, NULL)) != -1) {
    switch (code) {
    case 'h':
      fputs(HELP, stdout);
      return COMMAND_DONE;
    case 'o':
      options->output = optarg;
      break;
    case 'c':
      options->cache = optarg;
      break;
    default:
      return COMMAND_USAGE;
    }
  }
  if (argc - optind < 2) {
    fputs("tiento: tune takes a style and folders; `tiento tune --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  return -1;
}

static bool read_music(const Options* options, char* const* folders, int count,
                       QualityMusic* music) {
  const ReadOptions reading = {.cache = options->cache};
  Corpus corpus;
  if (!corpus_read(&corpus, folders, count, &reading, NULL)) {
    return false;
  }
  if (!quality_music_init(music, &corpus)) {
    return command_out_of_memory();
  }
  if (!quality_music_suffices(music)) {
    fprintf(stderr,
            "tiento: there is too little music to tune by: %d passages of %d bars, in each "
            "part, are the least\n",
            QUALITY_LEAST, PASSAGE_BARS);
    quality_music_free(music);
    return false;
  }
  return true;
}

static void print_trial(const char* what, const TuningTrial* trial) {
  const TnManner* manner = &trial->manner;
  printf("%s temperature %.2f top-p %.2f rhythm %.2f length %d overlap %.4f faults", what,
         (double)manner->sampling.temperature, (double)manner->sampling.top_p,
         (double)manner->rhythm, manner->length, trial->overlap);
  quality_faults_print(trial->faults, stdout);
  fflush(stdout);
}

static bool find_best(const TnStyle* style, const QualityMusic* music, TnManner* manner) {
  TuningTrial trials[TUNING_TRIALS];
  TnManner begin;
  if (!tuning_begin(music, &begin)) {
    return command_out_of_memory();
  }
  printf("music loops %d pitch %d to %d\n", begin.loops, begin.pitch.low, begin.pitch.high);
  for (int i = 0; i < TUNING_TRIALS; ++i) {
    const TnManner next = tuning_next(trials, i, &begin);
    if (!tuning_try(style, music, &next, &trials[i])) {
      return command_out_of_memory();
    }
    print_trial("tried", &trials[i]);
  }
  const TuningTrial* best = tuning_best(trials, TUNING_TRIALS);
  print_trial("best ", best);
  *manner = best->manner;
  return true;
}

static bool write(TnStyle* style, const TnManner* manner, const char* path) {
  const TnNetwork* network = &style->network;
  char reason[256];
  if (!tuning_describe(manner, &style->header)) {
    return command_complain(path, "no room for its metadata");
  }
  return style_write(path, &style->header, &network->vocabulary, &network->sizes, style->weights,
                     reason, sizeof reason) ||
         command_complain(path, reason);
}

int command_tune(int argc, char** argv) {
  Options options = {0};
  const int status = read_options(argc, argv, &options);
  if (status >= 0) {
    return status;
  }
  const char* path = argv[optind];
  TnStyle style;
  QualityMusic music;
  TnManner manner;
  matrix_use_one_thread();
  if (!command_read_player(path, &style)) {
    return COMMAND_FAILED;
  }
  bool ok = read_music(&options, argv + optind + 1, argc - optind - 1, &music);
  if (ok) {
    ok = find_best(&style, &music, &manner) &&
         write(&style, &manner, options.output ? options.output : path);
    quality_music_free(&music);
  }
  tn_style_free(&style);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}
