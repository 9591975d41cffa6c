#include "ui/browser.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ui/text.h"

void ui_browser_free(UiBrowser* browser) {
  styles_free(&browser->list);
  free(browser->rows);
  free(browser->shown);
  memset(browser, 0, sizeof *browser);
}

static void begin_row(UiStyleRow* row, const char* path, const char* factory,
                      const Favourites* favourites) {
  char folder[4096];
  char name[sizeof row->title];
  styles_folder(path, folder, sizeof folder);
  styles_name(path, name, sizeof name);
  row->path = path;
  text_clean(row->title, sizeof row->title, name);
  row->factory = strcmp(folder, factory) == 0;
  row->favourite = favourites_have(favourites, path);
}

// What is known of the file from before stays known.
static void keep_known(UiStyleRow* row, const UiBrowser* before) {
  const size_t place = styles_find(&before->list, row->path);
  if (place < before->list.count && before->rows[place].read) {
    row->read = true;
    row->info = before->rows[place].info;
    memcpy(row->title, before->rows[place].title, sizeof row->title);
  }
}

bool ui_browser_fill(UiBrowser* browser, StyleList* list, const char* factory,
                     const Favourites* favourites) {
  UiBrowser before = *browser;
  const UiStyleRow* selected = ui_browser_row(&before, before.selected);
  browser->list = *list;
  *list = (StyleList){0};
  const size_t count = browser->list.count;
  browser->rows = calloc(count + 1, sizeof *browser->rows);
  browser->shown = calloc(count + 1, sizeof *browser->shown);
  if (!browser->rows || !browser->shown) {
    ui_browser_free(&before);
    ui_browser_free(browser);
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    begin_row(&browser->rows[i], browser->list.files[i].path, factory, favourites);
    keep_known(&browser->rows[i], &before);
  }
  browser->unread = 0;
  browser->shown_count = 0;
  browser->selected = 0;
  ui_browser_show(browser, before.shelf, before.search);
  browser->selected = selected ? ui_browser_find(browser, selected->path) : browser->shown_count;
  ui_browser_free(&before);
  return true;
}

bool ui_browser_read(UiBrowser* browser, size_t most) {
  size_t done = 0;
  for (; browser->unread < browser->list.count && done < most; browser->unread++) {
    UiStyleRow* row = &browser->rows[browser->unread];
    if (!row->read) {
      ui_style_info_read(row->path, &row->info);
      row->read = true;
      done++;
      if (row->info.name[0]) {
        text_clean(row->title, sizeof row->title, row->info.name);
      }
    }
  }
  if (done > 0 && browser->search[0]) {
    ui_browser_show(browser, browser->shelf, browser->search);
  }
  return done > 0;
}

static bool holds(const char* text, const char* word, size_t length) {
  for (; *text; text++) {
    size_t i = 0;
    while (i < length && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i])) {
      i++;
    }
    if (i == length) {
      return true;
    }
  }
  return false;
}

static bool matches(const UiStyleRow* row, const char* search) {
  const char* word = search + strspn(search, " ");
  while (*word) {
    const size_t length = strcspn(word, " ");
    if (!holds(row->title, word, length) && !holds(row->info.source, word, length) &&
        !holds(row->path, word, length)) {
      return false;
    }
    word += length;
    word += strspn(word, " ");
  }
  return true;
}

static bool is_on(const UiStyleRow* row, UiShelf shelf) {
  return shelf == UI_FACTORY      ? row->factory
         : shelf == UI_USER       ? !row->factory
         : shelf == UI_FAVOURITES ? row->favourite
                                  : true;
}

void ui_browser_show(UiBrowser* browser, UiShelf shelf, const char* search) {
  const UiStyleRow* selected = ui_browser_row(browser, browser->selected);
  browser->shelf = shelf;
  if (search != browser->search) {
    text_clean(browser->search, sizeof browser->search, search);
  }
  browser->shown_count = 0;
  for (size_t i = 0; i < browser->list.count; i++) {
    if (is_on(&browser->rows[i], shelf) && matches(&browser->rows[i], browser->search)) {
      browser->shown[browser->shown_count++] = i;
    }
  }
  browser->selected = selected ? ui_browser_find(browser, selected->path) : browser->shown_count;
  browser->top = browser->top < browser->shown_count ? browser->top : 0;
}

UiStyleRow* ui_browser_row(const UiBrowser* browser, size_t place) {
  return place < browser->shown_count ? &browser->rows[browser->shown[place]] : NULL;
}

size_t ui_browser_find(const UiBrowser* browser, const char* path) {
  const size_t row = styles_find(&browser->list, path);
  size_t place = 0;
  while (place < browser->shown_count && browser->shown[place] != row) {
    place++;
  }
  return place;
}

bool ui_browser_step(UiBrowser* browser, int step) {
  const size_t count = browser->shown_count;
  const size_t before = browser->selected;
  if (count == 0) {
    return false;
  }
  if (before >= count) {
    browser->selected = step > 0 ? 0 : count - 1;
  } else if (step < 0) {
    browser->selected = before > (size_t)-step ? before - (size_t)-step : 0;
  } else {
    browser->selected = before + (size_t)step < count ? before + (size_t)step : count - 1;
  }
  return browser->selected != before;
}

static void limit_top(UiBrowser* browser, size_t rows) {
  const size_t most = browser->shown_count > rows ? browser->shown_count - rows : 0;
  browser->top = browser->top < most ? browser->top : most;
}

void ui_browser_reveal(UiBrowser* browser, size_t rows) {
  if (browser->selected < browser->shown_count && browser->selected < browser->top) {
    browser->top = browser->selected;
  } else if (browser->selected < browser->shown_count && browser->selected >= browser->top + rows) {
    browser->top = browser->selected - rows + 1;
  }
  limit_top(browser, rows);
}

void ui_browser_scroll(UiBrowser* browser, int by, size_t rows) {
  const size_t back = by < 0 ? (size_t)-by : 0;
  browser->top =
      by < 0 ? (browser->top > back ? browser->top - back : 0) : browser->top + (size_t)by;
  limit_top(browser, rows);
}
