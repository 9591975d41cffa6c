#include "trainer/command.h"

#include "trainer/scan_line.h"
#include "trainer/split.h"

#include <getopt.h>
#include <stdio.h>

static const char HELP[] =
    "usage: tiento scan FOLDER... [options]\n"
    "\n"
    "Tells what training would see in the folders, a line a file: whether it can be learned from\n"
    "(ok), can be read only (unfit, as of a single note) or cannot (skip), the notes in it, its\n"
    "bars (of 4/4 where it names no meter), its meters and parts and its path. What training\n"
    "leaves out has a reason behind that. The last lines sum up what would be learned, held out\n"
    "and tested, and name the parts that a style would get.\n"
    "\n"
    "      --tsv         for programs: the names of the fields (status, notes, bars, meters,\n"
    "                    parts, path, reason), then a line a file, with tabs between, - where\n"
    "                    there is none, and no sum. The status is ok or skip: whether it can be\n"
    "                    read. In a path, a backslash and every byte of what\n"
    "                    is not a printable character of UTF-8 is \\xNN, in hexadecimal\n"
    "      --cache FILE  keeps in FILE what was read: files that have not changed since are not\n"
    "                    read again; `tiento train` and `tiento eval` can use it too\n"
    "\n"
    "The exit code is 0 where at least one file can be learned from, else 1.\n"
    "\n"
    "example: tiento scan ragtime/\n";

typedef struct {
  ScanFormat format;
  ReadOptions reading;
} Options;

static void print_part(const char* what, const Corpus* part) {
  printf("%s %zu pieces, %zu notes\n", what, part->count, corpus_notes(part));
}

static void print_style_parts(const TnVocabulary* vocabulary) {
  printf("a style would get %d part%s", vocabulary->parts, vocabulary->parts == 1 ? "" : "s");
  for (int part = 0; part < vocabulary->parts; ++part) {
    printf("%s%s", part ? ", " : ": ", vocabulary->part_names[part]);
  }
  putchar('\n');
}

static void print_parts(const Corpus parts[SPLIT_PARTS]) {
  const TnVocabulary vocabulary = corpus_vocabulary(&parts[SPLIT_TRAIN]);
  print_part("to learn from:", &parts[SPLIT_TRAIN]);
  print_part("held out:     ", &parts[SPLIT_VALID]);
  print_part("for the test: ", &parts[SPLIT_TEST]);
  print_style_parts(&vocabulary);
}

// Takes the pieces out of the collection. False without memory.
static bool sum_up(Collection* collection) {
  Corpus corpus;
  Corpus parts[SPLIT_PARTS] = {{0}};
  if (!corpus_take_collection(&corpus, collection)) {
    return false;
  }
  const size_t files = collection->list.count;
  const size_t unfit = collection_unfit(collection);
  printf("\n%zu files: %zu ok, %zu unfit, %zu skipped; %zu notes\n", files, corpus.count, unfit,
         files - corpus.count - unfit, corpus_notes(&corpus));
  const bool ok = corpus.count == 0 || split_corpus(&corpus, parts);
  if (ok && parts[SPLIT_TRAIN].count > 0) {
    print_parts(parts);
  }
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&parts[p]);
  }
  corpus_free(&corpus);
  return ok;
}

static bool print_lines(const Collection* collection, ScanFormat format) {
  bool ok = true;
  scan_line_print_names(format);
  for (size_t i = 0; ok && i < collection->list.count; ++i) {
    ok = scan_line_print(&collection->list.files[i], &collection->readings[i], format);
  }
  return ok;
}

static int scan(const Options* options, char* const* folders, int count) {
  Collection collection;
  if (!collection_read(&collection, folders, count, &options->reading)) {
    return COMMAND_FAILED;
  }
  const bool usable = collection_usable(&collection) > 0;
  bool ok = (collection.list.count == 0 && options->format == SCAN_ALIGNED) ||
            print_lines(&collection, options->format);
  if (ok && collection.list.count > 0 && options->format == SCAN_ALIGNED) {
    ok = sum_up(&collection);
  }
  if (!ok) {
    command_out_of_memory();
  } else if (!usable) {
    collection_complain(&collection, folders, count);
  }
  collection_free(&collection);
  return ok && usable ? COMMAND_DONE : COMMAND_FAILED;
}

int command_scan(int argc, char** argv) {
  static const struct option OPTIONS[] = {{"help", no_argument, NULL, 'h'},
                                          {"tsv", no_argument, NULL, 't'},
                                          {"cache", required_argument, NULL, 'c'},
                                          {NULL, 0, NULL, 0}};
  Options options = {.format = SCAN_ALIGNED};
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "h", OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (code == 't') {
      options.format = SCAN_TSV;
    } else if (code == 'c') {
      options.reading.cache = optarg;
    } else {
      return COMMAND_USAGE; // getopt has said why
    }
  }
  if (optind == argc) {
    fputs("tiento: scan takes folders of MIDI files; `tiento scan --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  return scan(&options, argv + optind, argc - optind);
}
