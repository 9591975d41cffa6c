// tiento: learns styles from folders of MIDI files and plays them.
#include "trainer/command.h"
#include "trainer/printable.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char* name;
  int (*run)(int argc, char** argv);
  const char* what;
} COMMANDS[] = {
    {"scan", command_scan, "tell what training would see in folders of MIDI files"},
    {"train", command_train, "learn a style from folders of MIDI files"},
    {"tune", command_tune, "find how bold a style should play"},
    {"render", command_render, "let a style play into a MIDI file"},
    {"eval", command_eval, "measure how well a style predicts music"},
    {"info", command_info, "tell what a style file is"},
    {"draw", command_draw, "draw a MIDI file as a piano roll"},
    {"install", command_install, "put a style among the plugin's presets"},
    {"uninstall", command_uninstall, "take installed styles away"},
    {"list", command_list, "list the styles that are installed"},
};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

static void print_help(FILE* stream) {
  fputs("usage: tiento COMMAND ...\n"
        "       tiento --version\n"
        "\n",
        stream);
  for (int i = 0; i < COMMAND_COUNT; ++i) {
    fprintf(stream, "  %-9s %s\n", COMMANDS[i].name, COMMANDS[i].what);
  }
  fputs("\n`tiento COMMAND --help` tells more. To begin with:\n"
        "  tiento train my-midi-folder -o my.safetensors\n"
        "  tiento render my.safetensors -o listen.mid\n"
        "  tiento install my.safetensors\n",
        stream);
}

// Output that is lost, on a full disk say, must not look like success.
static int close_output(int status) {
  if (fflush(stdout) == 0 && !ferror(stdout)) {
    return status;
  }
  fprintf(stderr, "tiento: cannot write the output: %s\n", strerror(errno));
  return COMMAND_FAILED;
}

int main(int argc, char** argv) {
  signal(SIGXFSZ, SIG_IGN); // a file that must not grow is an error like any other
  if (argc < 2) {
    print_help(stderr);
    return COMMAND_USAGE;
  }
  for (int i = 0; i < COMMAND_COUNT; ++i) {
    if (strcmp(argv[1], COMMANDS[i].name) == 0) {
      char name[] = "tiento"; // what getopt's messages begin with
      argv[1] = name;
      return close_output(COMMANDS[i].run(argc - 1, argv + 1));
    }
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
    print_help(stdout);
    return close_output(COMMAND_DONE);
  }
  if (strcmp(argv[1], "--version") == 0) {
    puts("tiento " TN_VERSION);
    return close_output(COMMAND_DONE);
  }
  printable_say(stderr, "tiento: there is no command '%s'; `tiento --help` lists them", argv[1]);
  return COMMAND_USAGE;
}
