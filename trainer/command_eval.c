#include "trainer/command.h"

#include "plugin/engine/style.h"
#include "trainer/learner.h"
#include "trainer/matrix.h"

#include <getopt.h>
#include <stdio.h>

static const char HELP[] =
    "usage: tiento eval STYLE FOLDER... [--roll TICKS]\n"
    "\n"
    "Measures how well a style predicts the music in the folders: -ln of the probability that it\n"
    "gives to each field of each note, in nats (lower is better), and how often the likeliest "
    "class\n"
    "was right. Key and length of a piece are not told to the network.\n"
    "\n"
    "      --roll TICKS  the music as piano rolls of frames of so many file ticks, for a style "
    "that\n"
    "                    was trained so; also prints nats a frame: the sum over all frames of all\n"
    "                    pieces, the first frame and silent ones included, divided by their "
    "number\n"
    "      --workers N   threads (2)\n"
    "\n"
    "example: tiento eval ragtime.safetensors more-ragtime/\n";

static void print_measure(const Measure* measure, const Corpus* corpus, bool roll) {
  static const char* const NAMES[TN_FIELDS] = {"dt", "part", "pitch", "duration", "velocity"};
  printf("pieces %zu\nnotes %.0f\n", corpus->count, measure->notes);
  for (int f = 0; f < TN_FIELDS; ++f) {
    const double fields = measure->fields[f];
    printf("%-8s %8.4f nats/note   accuracy %5.1f%%\n", NAMES[f],
           measure->nats[f] / (measure->notes > 0 ? measure->notes : 1),
           fields > 0 ? 100 * measure->right[f] / fields : 100.0);
  }
  printf("%-8s %8.4f nats/note   accuracy %5.1f%%\n", "all", measure_nats_a_note(measure),
         100 * measure_accuracy(measure));
  if (roll) {
    const double frames = (double)corpus_frames(corpus);
    printf("frames %.0f\nframes_likelihood %.4f nats/frame\n", frames,
           measure_nats(measure) / frames);
  }
}

static int evaluate(const char* path, char** folders, int folder_count, int roll_ticks,
                    int workers) {
  TnStyle style;
  char reason[256];
  if (tn_style_read(path, &style, reason, sizeof reason) != TN_OK) {
    fprintf(stderr, "tiento: %s: %s\n", path, reason);
    return COMMAND_FAILED;
  }
  if (style.network.vocabulary.has_grid != (roll_ticks == 0)) {
    fprintf(stderr, roll_ticks ? "tiento: this style was not trained with --roll\n"
                               : "tiento: this style was trained with --roll: give --roll too\n");
    tn_style_free(&style);
    return COMMAND_USAGE;
  }
  Corpus corpus;
  Measure measure;
  bool ok = corpus_read(&corpus, folders, folder_count, roll_ticks);
  if (ok) {
    const size_t notes = corpus_notes(&corpus);
    corpus_fit(&corpus, &style.network.vocabulary);
    if (corpus_notes(&corpus) < notes) {
      fprintf(stderr, "left out %zu of %zu notes: the style has no part or pitch for them\n",
              notes - corpus_notes(&corpus), notes);
    }
    ok = learner_measure(&style.network, &corpus, workers, &measure);
    if (ok) {
      print_measure(&measure, &corpus, roll_ticks > 0);
    } else {
      fprintf(stderr, "tiento: out of memory\n");
    }
    corpus_free(&corpus);
  }
  tn_style_free(&style);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}

int command_eval(int argc, char** argv) {
  static const struct option OPTIONS[] = {{"help", no_argument, NULL, 'h'},
                                          {"roll", required_argument, NULL, 'r'},
                                          {"workers", required_argument, NULL, 'w'},
                                          {NULL, 0, NULL, 0}};
  int roll_ticks = 0;
  int workers = 2;
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "h", OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    const bool ok = code == 'r'   ? command_read_int("roll", optarg, 1, 1 << 20, &roll_ticks)
                    : code == 'w' ? command_read_int("workers", optarg, 1, 64, &workers)
                                  : false;
    if (!ok) {
      return COMMAND_USAGE;
    }
  }
  if (argc - optind < 2) {
    fputs("tiento: eval takes a style and a folder; `tiento eval --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  matrix_use_one_thread();
  return evaluate(argv[optind], argv + optind + 1, argc - optind - 1, roll_ticks, workers);
}
