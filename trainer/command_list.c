#include "trainer/command.h"

#include "trainer/folder.h"
#include "trainer/lv2_folders.h"
#include "trainer/preset_list.h"
#include "trainer/printable.h"

#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "usage: tiento list [options]\n"
    "\n"
    "Lists the styles that hosts find: those of `tiento install` and those that lie in the "
    "plugin's\n"
    "own bundle, each with its nats a note (fewer are better) on the pieces held out from "
    "learning\n"
    "and its file. Looks into the folders that LV2_PATH names; by default into ~/.lv2,\n"
    "/usr/local/lib/lv2 and /usr/lib/lv2.\n"
    "\n"
    "      --lv2 DIR  look into this folder only\n"
    "      --tsv      for other programs: name, nats, file, and installed or shipped, with tabs\n"
    "                 between them\n"
    "\n"
    "example: tiento list\n";

typedef struct {
  bool tsv;
  size_t count; // of styles that were printed
} Listing;

// Prints one style; `name` is NULL for its own.
static bool show(Listing* listing, const char* name, const char* path) {
  const bool tsv = listing->tsv;
  TnStyle style;
  char reason[256];
  if (tn_style_read(path, &style, reason, sizeof reason) != TN_OK) {
    return command_complain(path, reason);
  }
  ++listing->count;
  const char* own_name = tn_style_header_get(&style.header, "style.name");
  const char* nats = tn_style_header_get(&style.header, "training.valid_nats_a_note");
  printable_put(stdout, name ? name : own_name ? own_name : "");
  fputs(tsv ? "\t" : ": ", stdout);
  printable_put(stdout, nats ? nats : "-");
  fputs(tsv ? "\t" : " nats a note, ", stdout);
  printable_put(stdout, path);
  fputs(!tsv ? "\n" : name ? "\tinstalled\n" : "\tshipped\n", stdout);
  tn_style_free(&style);
  return true;
}

static bool show_installed(Listing* listing, const char* lv2) {
  PresetList list = {0};
  bool ok = preset_list_add(&list, lv2);
  for (size_t i = 0; i < list.count; ++i) {
    ok = show(listing, list.bundles[i].name, list.bundles[i].style) && ok;
  }
  preset_list_free(&list);
  return ok;
}

static bool is_style_name(const char* name) {
  const char* dot = strrchr(name, '.');
  return name[0] != '.' && dot && strcmp(dot, ".safetensors") == 0;
}

static bool show_in_folder(Listing* listing, const char* folder, const char* name) {
  char* path = folder_join(folder, name);
  const bool ok = path ? show(listing, NULL, path) : command_out_of_memory();
  free(path);
  return ok;
}

static bool show_shipped(Listing* listing, const char* lv2) {
  char* folder = folder_join(lv2, "tiento.lv2/styles");
  struct dirent** entries;
  const int count = folder ? scandir(folder, &entries, NULL, alphasort) : 0;
  bool ok = folder != NULL || command_out_of_memory();
  for (int i = 0; i < count; ++i) {
    if (is_style_name(entries[i]->d_name)) {
      ok = show_in_folder(listing, folder, entries[i]->d_name) && ok;
    }
    free(entries[i]);
  }
  if (count > 0) {
    free(entries);
  }
  free(folder);
  return ok;
}

static bool show_folders(Listing* listing, const char* chosen) {
  Lv2Folders folders = {0};
  bool ok = chosen ? lv2_folders_add(&folders, strdup(chosen)) : lv2_folders_list(&folders);
  for (size_t i = 0; i < folders.count; ++i) {
    ok = show_installed(listing, folders.paths[i]) && ok;
    ok = show_shipped(listing, folders.paths[i]) && ok;
  }
  lv2_folders_free(&folders);
  if (ok && listing->count == 0) {
    fputs("no style is installed; `tiento install STYLE` installs one\n", stderr);
  }
  return ok;
}

int command_list(int argc, char** argv) {
  static const struct option OPTIONS[] = {{"help", no_argument, NULL, 'h'},
                                          {"lv2", required_argument, NULL, 'l'},
                                          {"tsv", no_argument, NULL, 't'},
                                          {NULL, 0, NULL, 0}};
  const char* chosen = NULL;
  Listing listing = {.tsv = false};
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "h", OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (code == 'l') {
      chosen = optarg;
    } else if (code == 't') {
      listing.tsv = true;
    } else {
      return COMMAND_USAGE; // getopt has said why
    }
  }
  if (argc > optind) {
    fputs("tiento: list takes no arguments; `tiento list --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  return show_folders(&listing, chosen) ? COMMAND_DONE : COMMAND_FAILED;
}
