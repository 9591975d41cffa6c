#include "trainer/command.h"

#include "trainer/lv2_folders.h"
#include "trainer/preset_bundle.h"
#include "trainer/printable.h"
#include "trainer/whole_file.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STYLE_MAX_MIB = 256 }; // tn_style_read() takes no more

static const char HELP[] =
    "usage: tiento install STYLE [options]\n"
    "\n"
    "Puts a style among Tiento's presets in every LV2 host, and among the styles that the\n"
    "window's arrows step through. The style is copied into a bundle of its own in .lv2 at home,\n"
    "where hosts look. A style that was installed under the same name is replaced. Hosts that\n"
    "are running have to scan for plugins again, or to be started again.\n"
    "\n"
    "      --name TEXT  what musicians see; default: the style's own name\n"
    "      --lv2 DIR    the folder for the bundle: one that LV2_PATH names, where that is set,\n"
    "                   since hosts then look nowhere else (~/.lv2)\n"
    "\n"
    "example: tiento install ragtime.safetensors --name \"Ragtime, 1899-1917\"\n";

typedef struct {
  const char* name;
  const char* lv2;
} Options;

static bool has_valid_name(const char* name) {
  if (!preset_name_is_valid(name)) {
    fprintf(
        stderr,
        "tiento: a style is installed under a line of UTF-8 text, not blank, of at most %d bytes; "
        "--name sets it\n",
        PRESET_NAME_BYTES - 1);
    return false;
  }
  return true;
}

static bool is_same(const char* path, const struct stat* folder) {
  struct stat info;
  return stat(path, &info) == 0 && info.st_dev == folder->st_dev && info.st_ino == folder->st_ino;
}

// That no host looks there is easily overlooked.
static bool warn_of_path(const char* lv2) {
  Lv2Folders folders = {0};
  struct stat folder;
  bool named = stat(lv2, &folder) != 0;
  const bool ok = lv2_folders_list(&folders);
  for (size_t i = 0; i < folders.count && !named; ++i) {
    named = is_same(folders.paths[i], &folder);
  }
  if (ok && !named) {
    printable_say(stderr, "note: hosts do not look into %s: LV2_PATH does not name it", lv2);
  }
  lv2_folders_free(&folders);
  return ok;
}

static bool write_bundle(const PresetBundle* bundle, const char* style_path, TnManner manner) {
  char reason[256];
  size_t size;
  uint8_t* style = whole_file_read(style_path, STYLE_MAX_MIB, &size, reason, sizeof reason);
  if (!style) {
    return command_complain(style_path, reason);
  }
  bool found;
  const bool ok = preset_bundle_find(bundle, &found, reason, sizeof reason) &&
                  preset_bundle_make(bundle, style, size, manner, reason, sizeof reason);
  free(style);
  if (!ok) {
    return command_complain(bundle->folder, reason);
  }
  printable_say(stdout, "%s %s in %s", found ? "replaced" : "installed", bundle->name,
                bundle->folder);
  return true;
}

// Makes the folder for bundles where only that is missing, and takes it away where it stays empty.
static bool install(const char* lv2, const char* name, const char* style_path, TnManner manner) {
  PresetBundle bundle;
  bool ok = preset_bundle_init(&bundle, lv2, name) || command_out_of_memory();
  const bool made = ok && mkdir(lv2, 0777) == 0;
  if (ok && !made && errno != EEXIST) {
    ok = command_complain(lv2, strerror(errno));
  }
  ok = ok && write_bundle(&bundle, style_path, manner) && warn_of_path(lv2);
  if (!ok && made) {
    (void)rmdir(lv2);
  }
  preset_bundle_free(&bundle);
  return ok;
}

static bool install_checked(const Options* o, const TnStyle* style, const char* style_path) {
  const char* own_name = tn_style_header_get(&style->header, "style.name");
  const char* name = o->name ? o->name : own_name ? own_name : "";
  char* lv2 = has_valid_name(name) ? lv2_folders_own(o->lv2) : NULL;
  const bool ok = lv2 && install(lv2, name, style_path, style->manner);
  free(lv2);
  return ok;
}

int command_install(int argc, char** argv) {
  static const struct option OPTIONS[] = {{"help", no_argument, NULL, 'h'},
                                          {"name", required_argument, NULL, 'n'},
                                          {"lv2", required_argument, NULL, 'l'},
                                          {NULL, 0, NULL, 0}};
  Options options = {.name = NULL};
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "h", OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (code == 'n') {
      options.name = optarg;
    } else if (code == 'l') {
      options.lv2 = optarg;
    } else {
      return COMMAND_USAGE; // getopt has said why
    }
  }
  if (argc - optind != 1) {
    fputs("tiento: install takes one style file; `tiento install --help` tells more\n", stderr);
    return COMMAND_USAGE;
  }
  if (options.name && !has_valid_name(options.name)) {
    return COMMAND_USAGE;
  }
  TnStyle style;
  if (!command_read_player(argv[optind], &style)) {
    return COMMAND_FAILED;
  }
  const bool ok = install_checked(&options, &style, argv[optind]);
  tn_style_free(&style);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}
