#include "trainer/command.h"

#include "trainer/lv2_folders.h"
#include "trainer/preset_list.h"
#include "trainer/printable.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "usage: tiento uninstall NAME... [options]\n"
    "\n"
    "Takes styles away that `tiento install` has installed under these names; `tiento list` has\n"
    "them. Where one of the names is wrong, nothing is taken away. Songs that use such a style\n"
    "no longer find it.\n"
    "\n"
    "      --lv2 DIR  the folder that the style was installed in (~/.lv2)\n"
    "\n"
    "example: tiento uninstall \"Ragtime, 1899-1917\"\n";

static bool say_names(const char* lv2, const char* wrong) {
  PresetList list = {0};
  const bool ok = preset_list_add(&list, lv2);
  if (ok) {
    fputs("tiento: no style is installed under the name '", stderr);
    printable_put(stderr, wrong);
    fputs(list.count ? "'; there are: " : "', nor under any other", stderr);
    for (size_t i = 0; i < list.count; ++i) {
      fputs(i ? ", " : "", stderr);
      printable_put(stderr, list.bundles[i].name);
    }
    fputs("\n", stderr);
  }
  preset_list_free(&list);
  return false;
}

// Looks for the style of that name, and removes it where that is asked for.
static bool find(const char* lv2, const char* name, bool remove) {
  if (!preset_name_is_valid(name)) {
    return say_names(lv2, name);
  }
  char reason[256];
  bool found = false;
  PresetBundle bundle;
  bool ok = preset_bundle_init(&bundle, lv2, name) || command_out_of_memory();
  if (ok) {
    ok = preset_bundle_find(&bundle, &found, reason, sizeof reason) &&
         (!found || !remove || preset_bundle_remove(&bundle, reason, sizeof reason));
    if (!ok) {
      command_complain(bundle.folder, reason);
    } else if (!found) {
      ok = say_names(lv2, name);
    } else if (remove) {
      printable_say(stdout, "removed %s", bundle.folder);
    }
  }
  preset_bundle_free(&bundle);
  return ok;
}

static bool is_repeated(char* const* names, int at) {
  for (int i = 0; i < at; ++i) {
    if (strcmp(names[i], names[at]) == 0) {
      return true;
    }
  }
  return false;
}

static bool uninstall(const char* lv2, char* const* names, int count) {
  bool ok = true;
  for (int i = 0; ok && i < 2 * count; ++i) { // all are found before one is removed
    ok = is_repeated(names, i % count) || find(lv2, names[i % count], i >= count);
  }
  return ok;
}

int command_uninstall(int argc, char** argv) {
  static const struct option OPTIONS[] = {
      {"help", no_argument, NULL, 'h'}, {"lv2", required_argument, NULL, 'l'}, {NULL, 0, NULL, 0}};
  const char* chosen = NULL;
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "h", OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (code != 'l') {
      return COMMAND_USAGE; // getopt has said why
    }
    chosen = optarg;
  }
  if (argc == optind) {
    fputs("tiento: uninstall takes the names of styles; `tiento list` tells them\n", stderr);
    return COMMAND_USAGE;
  }
  char* lv2 = lv2_folders_own(chosen);
  const bool ok = lv2 && uninstall(lv2, argv + optind, argc - optind);
  free(lv2);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}
