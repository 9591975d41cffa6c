#include "ui/library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Hosts that do not merge bundles, such as Reaper, do not show the presets of installed styles.
void library_init(Library* library, const char* bundle) {
  const size_t length = strlen(bundle);
  const char* gap = length > 0 && bundle[length - 1] == '/' ? "" : "/";
  const char* home = getenv("HOME");
  const char* config = getenv("XDG_CONFIG_HOME");
  char file[LIBRARY_PATH + 64] = "";
  memset(library, 0, sizeof *library);
  snprintf(library->bundled, sizeof library->bundled, "%s%sstyles", bundle, gap);
  if (home && *home) {
    snprintf(library->installed, sizeof library->installed, "%s/.lv2", home);
    snprintf(file, sizeof file, "%.4000s/.config/tiento/favourites", home);
  }
  if (config && config[0] == '/') {
    snprintf(file, sizeof file, "%.4000s/tiento/favourites", config);
  }
  favourites_load(&library->favourites, file);
}

void library_free(Library* library) {
  favourites_free(&library->favourites);
}

static const char* present(const Library* library) {
  return library->wanted[0] ? library->wanted : library->loaded;
}

static void show(const Library* library, UiModel* model) {
  char name[LIBRARY_PATH];
  const char* path = present(library);
  const size_t row = styles_find(&model->browser.list, path);
  styles_name(path, name, sizeof name);
  const bool titled = row < model->browser.list.count && model->browser.rows[row].read;
  const bool is_loaded = strcmp(path, library->loaded) == 0 && model->info.name[0];
  ui_set_style(model,
               is_loaded ? model->info.name
               : titled  ? model->browser.rows[row].title
                         : name,
               library->wanted[0] != '\0');
}

void library_scan(Library* library, UiModel* model) {
  char beside[LIBRARY_PATH];
  StyleList list = {0};
  styles_folder(present(library), beside, sizeof beside);
  const char* folders[] = {library->bundled, beside};
  styles_scan(&list, folders, 2, library->installed);
  ui_browser_fill(&model->browser, &list, library->bundled, &library->favourites);
  if (!ui_browser_row(&model->browser, model->browser.selected)) {
    model->browser.selected = ui_browser_find(&model->browser, present(library));
  }
  ui_browser_changed(model);
}

const char* library_want(Library* library, UiModel* model, const char* path) {
  if (!path || !path[0] || strlen(path) >= sizeof library->wanted) {
    return NULL;
  }
  if (path != library->wanted) {
    snprintf(library->wanted, sizeof library->wanted, "%s", path);
  }
  show(library, model);
  return library->wanted;
}

const char* library_step(Library* library, UiModel* model, int step) {
  library_scan(library, model);
  ui_browser_read(&model->browser, model->browser.list.count < 64 ? 64 : 0);
  return library_want(library, model, styles_step(&model->browser.list, present(library), step));
}

const char* library_select(Library* library, UiModel* model) {
  const UiStyleRow* row = ui_browser_row(&model->browser, model->browser.selected);
  if (row && strcmp(row->path, present(library)) == 0 && !library->wanted[0]) {
    return row->path; // it plays already: to be tried once more
  }
  return row ? library_want(library, model, row->path) : NULL;
}

void library_has(Library* library, UiModel* model, const char* path) {
  snprintf(library->loaded, sizeof library->loaded, "%s", path);
  library->wanted[0] = '\0';
  ui_style_info_read(path, &model->info);
  library_scan(library, model);
  show(library, model);
}

void library_refuse(Library* library, UiModel* model) {
  library->wanted[0] = '\0';
  show(library, model);
}

void library_toggle(Library* library, UiModel* model, size_t place) {
  char reason[256];
  UiStyleRow* row = ui_browser_row(&model->browser, place);
  if (!row) {
    return;
  }
  if (!favourites_toggle(&library->favourites, row->path, reason, sizeof reason)) {
    char text[320];
    snprintf(text, sizeof text, "Favourites cannot be kept: %s", reason);
    ui_set_message(model, text, true);
  }
  row->favourite = favourites_have(&library->favourites, row->path);
  ui_browser_show(&model->browser, model->browser.shelf, model->browser.search);
  ui_browser_changed(model);
}
