#include "ui/entry.h"

#include <string.h>

#include "ui/text.h"

void ui_entry_begin(UiEntry* entry, const char* text) {
  text_clean(entry->text, sizeof entry->text, text);
  entry->caret = strlen(entry->text);
  entry->selected = true;
}

static size_t before(const UiEntry* entry, size_t at) {
  while (at > 0 && ((unsigned char)entry->text[--at] & 0xC0) == 0x80) {
  }
  return at;
}

static size_t after(const UiEntry* entry, size_t at) {
  if (entry->text[at]) {
    at++;
  }
  while (((unsigned char)entry->text[at] & 0xC0) == 0x80) {
    at++;
  }
  return at;
}

// Takes out what is between two places, and puts the caret there.
static void cut(UiEntry* entry, size_t from, size_t to) {
  memmove(entry->text + from, entry->text + to, strlen(entry->text + to) + 1);
  entry->caret = from;
}

static void clear(UiEntry* entry) {
  if (entry->selected) {
    cut(entry, 0, strlen(entry->text));
  }
}

static void insert(UiEntry* entry, const char* text) {
  char clean[sizeof((UiKey*)0)->text + 1];
  text_clean(clean, sizeof clean, text);
  clear(entry);
  const size_t length = strlen(clean);
  const size_t all = strlen(entry->text);
  if (all + length < sizeof entry->text) {
    char* place = entry->text + entry->caret;
    memmove(place + length, place, all - entry->caret + 1);
    memcpy(place, clean, length); // NOLINT(bugprone-not-null-terminated-result): the end has moved
    entry->caret += length;
  }
}

static bool command(UiEntry* entry, const UiKey* key) {
  const bool all = key->text[0] == 'a';
  entry->selected = all || entry->selected;
  return all;
}

static void erase(UiEntry* entry, const UiKey* key) {
  if (entry->selected) {
    clear(entry);
  } else if (key->kind == UI_KEY_BACKSPACE) {
    cut(entry, before(entry, entry->caret), entry->caret);
  } else {
    cut(entry, entry->caret, after(entry, entry->caret));
  }
}

bool ui_entry_key(UiEntry* entry, const UiKey* key) {
  switch (key->kind) {
  case UI_KEY_TEXT:
    if (key->control) {
      return command(entry, key);
    }
    insert(entry, key->text);
    break;
  case UI_KEY_BACKSPACE:
  case UI_KEY_DELETE:
    erase(entry, key);
    break;
  case UI_KEY_LEFT:
    entry->caret = entry->selected ? 0 : before(entry, entry->caret);
    break;
  case UI_KEY_RIGHT:
    entry->caret = entry->selected ? strlen(entry->text) : after(entry, entry->caret);
    break;
  case UI_KEY_HOME:
    entry->caret = 0;
    break;
  case UI_KEY_END:
    entry->caret = strlen(entry->text);
    break;
  default:
    return false;
  }
  entry->selected = false;
  return true;
}
