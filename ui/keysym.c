#include "ui/keysym.h"

#include <stdio.h>
#include <X11/keysym.h>

static bool read_special(unsigned long symbol, UiKeyKind* kind) {
  static const struct {
    unsigned long symbol;
    UiKeyKind kind;
  } keys[] = {{XK_BackSpace, UI_KEY_BACKSPACE},
              {XK_Delete, UI_KEY_DELETE},
              {XK_KP_Delete, UI_KEY_DELETE},
              {XK_Left, UI_KEY_LEFT},
              {XK_Right, UI_KEY_RIGHT},
              {XK_Up, UI_KEY_UP},
              {XK_Down, UI_KEY_DOWN},
              {XK_Page_Up, UI_KEY_PAGE_UP},
              {XK_Page_Down, UI_KEY_PAGE_DOWN},
              {XK_Home, UI_KEY_HOME},
              {XK_End, UI_KEY_END},
              {XK_Tab, UI_KEY_TAB},
              {XK_ISO_Left_Tab, UI_KEY_TAB},
              {XK_Return, UI_KEY_ENTER},
              {XK_KP_Enter, UI_KEY_ENTER},
              {XK_Escape, UI_KEY_ESCAPE}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (keys[i].symbol == symbol) {
      *kind = keys[i].kind;
      return true;
    }
  }
  return false;
}

// The character that a symbol stands for, as the X protocol has it; 0: none.
static unsigned long character_of(unsigned long symbol) {
  const bool latin = (symbol >= 0x20 && symbol <= 0x7e) || (symbol >= 0xa0 && symbol <= 0xff);
  const bool unicode = symbol >= 0x01000100 && symbol <= 0x0110ffff;
  const bool keypad = symbol >= XK_KP_Multiply && symbol <= XK_KP_9;
  return latin ? symbol : unicode ? symbol & 0xffffff : keypad ? symbol & 0x7f : 0;
}

static void write_utf8(unsigned long code, char text[8]) {
  if (code < 0x80) {
    snprintf(text, 8, "%c", (int)code);
  } else if (code < 0x800) {
    snprintf(text, 8, "%c%c", (int)(0xc0 | code >> 6), (int)(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    snprintf(text, 8, "%c%c%c", (int)(0xe0 | code >> 12), (int)(0x80 | (code >> 6 & 0x3f)),
             (int)(0x80 | (code & 0x3f)));
  } else {
    snprintf(text, 8, "%c%c%c%c", (int)(0xf0 | code >> 18), (int)(0x80 | (code >> 12 & 0x3f)),
             (int)(0x80 | (code >> 6 & 0x3f)), (int)(0x80 | (code & 0x3f)));
  }
}

bool keysym_read(unsigned long symbol, UiKey* key) {
  if (read_special(symbol, &key->kind)) {
    return true;
  }
  const unsigned long character = character_of(symbol);
  if (character == 0) {
    return false;
  }
  key->kind = UI_KEY_TEXT;
  write_utf8(character, key->text);
  return true;
}
