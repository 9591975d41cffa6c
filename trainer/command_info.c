#include "trainer/command.h"

#include "plugin/engine/style.h"
#include "trainer/printable.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char HELP[] = "usage: tiento info STYLE\n"
                           "\n"
                           "Checks a style file and tells what is in it.\n"
                           "\n"
                           "example: tiento info ragtime.safetensors\n";

// Each line of the value on its own, below the first.
static void print_pair(const char* key, const char* value) {
  size_t length = strcspn(value, "\n");
  printable_say(stdout, "%-28s %.*s", key, (int)length, value);
  while (value[length] == '\n') {
    value += length + 1;
    length = strcspn(value, "\n");
    printable_say(stdout, "%-28s %.*s", "", (int)length, value);
  }
}

static void print_parts(const TnVocabulary* vocabulary) {
  for (int part = 0; part < vocabulary->parts; ++part) {
    fputs(part ? ", " : "parts                        ", stdout);
    printable_put(stdout, vocabulary->part_names[part]);
  }
  putchar('\n');
}

int command_info(int argc, char** argv) {
  static const struct option OPTIONS[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
  optind = 1;
  const int code = getopt_long(argc, argv, "h", OPTIONS, NULL);
  if (code == 'h') {
    fputs(HELP, stdout);
    return COMMAND_DONE;
  }
  if (code != -1) {
    return COMMAND_USAGE; // getopt has said why
  }
  if (argc - optind != 1) {
    fputs("tiento: info takes one style file; `tiento info --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  TnStyle style;
  char reason[256];
  if (tn_style_read(argv[optind], &style, reason, sizeof reason) != TN_OK) {
    command_complain(argv[optind], reason);
    return COMMAND_FAILED;
  }
  for (int i = 0; i < style.header.metadata_count; ++i) {
    print_pair(style.header.metadata[i].key, style.header.metadata[i].value);
  }
  print_parts(&style.network.vocabulary);
  size_t weights = 0;
  for (int t = 0; t < style.header.tensor_count; ++t) {
    const TnStoredTensor* tensor = &style.header.tensors[t];
    printable_say(stdout, "%-28s %s [%d, %d]", tensor->name,
                  tensor->dtype == TN_F16 ? "F16" : "F32", tensor->rows, tensor->columns);
    weights += (size_t)tensor->rows * (size_t)tensor->columns;
  }
  printf("%-28s %zu\n", "weights", weights);
  tn_style_free(&style);
  return COMMAND_DONE;
}
