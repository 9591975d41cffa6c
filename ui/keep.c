#include "ui/keep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/take_file.h"

enum { MOST_PROPOSED = 999 };

static bool is_there(const char* path) {
  struct stat status;
  return lstat(path, &status) == 0;
}

static bool is_folder(const char* path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// The style's name without what no file name may hold.
static void file_name(const UiModel* model, char* name, size_t size) {
  snprintf(name, size, "%.*s", (int)size - 1, model->style[0] ? model->style : "Tiento");
  for (char* c = name; *c; c++) {
    *c = *c == '/' ? '-' : *c;
  }
}

void keep_propose(const UiModel* model, char path[UI_ENTRY_SIZE]) {
  char folder[512];
  char name[128];
  const char* home = getenv("HOME");
  snprintf(folder, sizeof folder, "%s/Music", home ? home : "");
  if (!home || !is_folder(folder)) {
    snprintf(folder, sizeof folder, "%s", home && *home ? home : "/tmp");
  }
  file_name(model, name, sizeof name);
  for (int i = 1; i <= MOST_PROPOSED; i++) {
    snprintf(path, UI_ENTRY_SIZE, "%s/%s %d.mid", folder, name, i);
    if (!is_there(path)) {
      return;
    }
  }
}

static void say_saved(UiModel* model, const char* path, TakeBars bars, size_t notes) {
  char text[UI_TEXT_SIZE];
  const int32_t count = bars.locked_only ? model->roll.lock_count : bars.end - bars.first;
  snprintf(text, sizeof text, "Saved %d bar%s, %zu notes: %.380s", count, count == 1 ? "" : "s",
           notes, path);
  ui_set_message(model, text, false);
}

static void complain(UiModel* model, const char* what, const char* why) {
  char text[UI_TEXT_SIZE];
  snprintf(text, sizeof text, "%.300s: %.180s", what, why);
  ui_set_message(model, text, true);
}

// "~/x" as the shell has it; and the ending, where it is missing.
static void complete_path(const char* typed, char path[UI_ENTRY_SIZE]) {
  const char* home = getenv("HOME");
  const size_t length = strlen(typed);
  const bool ends = length > 4 && strcmp(typed + length - 4, ".mid") == 0;
  const bool from_home = typed[0] == '~' && typed[1] == '/' && home;
  snprintf(path, UI_ENTRY_SIZE, "%.500s%.500s%s", from_home ? home : "",
           from_home ? typed + 1 : typed, ends ? "" : ".mid");
}

bool keep_save(Keep* keep, UiModel* model) {
  const int count = ui_save_bars(model->save_choice);
  const TakeBars bars =
      count > 0 ? take_last_bars(&model->roll, count) : take_locked_bars(&model->roll);
  char path[UI_ENTRY_SIZE];
  char reason[256];
  complete_path(model->entry.text, path);
  if (path[0] != '/') {
    ui_set_message(model, "The file's path is to begin with / or ~/.", true);
    return false;
  }
  if (is_there(path) && strcmp(keep->asked, path) != 0) {
    memcpy(keep->asked, path, sizeof path);
    complain(model, path, "there is such a file already. Save again to replace it.");
    return false;
  }
  keep->asked[0] = '\0';
  if (!take_write(&model->roll, bars, model->style, &model->info, path, reason, sizeof reason)) {
    complain(model, path, reason);
    return false;
  }
  say_saved(model, path, bars, take_count(&model->roll, bars));
  return true;
}

// ---- dragging ----

static TakeBars dragged_bars(const UiModel* model) {
  const TakeBars locked = take_locked_bars(&model->roll);
  const long phrase = lrintf(model->values[TN_PORT_LENGTH]);
  return take_count(&model->roll, locked) > 0 ? locked : take_last_bars(&model->roll, (int)phrase);
}

static bool make_folder(Keep* keep) {
  const char* temporary = getenv("XDG_RUNTIME_DIR");
  if (!temporary || !is_folder(temporary)) {
    temporary = "/tmp";
  }
  if (!keep->folder[0]) {
    snprintf(keep->folder, sizeof keep->folder, "%s/tiento-XXXXXX", temporary);
    if (!mkdtemp(keep->folder)) {
      keep->folder[0] = '\0';
    }
  }
  return keep->folder[0] != '\0';
}

// As RFC 3986 has it.
static void write_uri(const char* path, char* uri, size_t size) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  size_t used = (size_t)snprintf(uri, size, "file://");
  for (; *path && used + 4 < size; path++) {
    if (strchr(plain, *path)) {
      uri[used++] = *path;
    } else {
      used += (size_t)snprintf(uri + used, size - used, "%%%02X", (unsigned char)*path);
    }
  }
  uri[used] = '\0';
}

bool keep_for_drag(Keep* keep, UiModel* model, char* uri, size_t size) {
  const TakeBars bars = dragged_bars(model);
  char name[128];
  char path[KEEP_PATH + 192];
  char reason[256];
  if (!make_folder(keep)) {
    ui_set_message(model, "There is no place for a temporary file.", true);
    return false;
  }
  file_name(model, name, sizeof name);
  snprintf(path, sizeof path, "%s/%s, bars %d to %d.mid", keep->folder, name, bars.first + 1,
           bars.end);
  if (!take_write(&model->roll, bars, model->style, &model->info, path, reason, sizeof reason)) {
    complain(model, "Nothing to drag", reason);
    return false;
  }
  if (keep->dragged[0] && strcmp(keep->dragged, path) != 0) {
    remove(keep->dragged);
  }
  snprintf(keep->dragged, sizeof keep->dragged, "%.*s", KEEP_PATH - 1, path);
  write_uri(path, uri, size);
  return true;
}

void keep_tidy(Keep* keep) {
  if (keep->dragged[0]) {
    remove(keep->dragged);
  }
  if (keep->folder[0]) {
    rmdir(keep->folder);
  }
  *keep = (Keep){.folder = ""};
}
