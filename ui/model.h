// What the window shows and how it answers the user, without a display: port values, the roll, the
// browser, what a drag, a click or a key means.
//
// Lengths are in design units, of which `scale` pixels make one, except where "pixels" is said.
// Times are seconds of any clock that does not go back. All functions belong to the window's
// thread; none of them allocates (but for the browser) or fails. model.c is what is shown,
// pointer.c and keyboard.c what the user does.
#ifndef TN_UI_MODEL_H
#define TN_UI_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/browser.h"
#include "ui/controls.h"
#include "ui/entry.h"
#include "ui/layout.h"
#include "ui/menu.h"
#include "ui/roll.h"
#include "ui/view.h"

enum {
  UI_TEXT_SIZE = 512, // bytes of a shown text, with its end
  UI_ACTION_MAX = 8,  // actions that one input can cause
  UI_AUDITION_BARS = 2
};

// The pointer at an input; x and y in pixels of the window.
typedef struct {
  double x;
  double y;
  double time; // seconds
  bool shift;
  bool control;
} UiPointer;

typedef enum {
  UI_ACTION_TOUCH,       // the user took hold of `port`
  UI_ACTION_SET,         // `port` is to become `value`
  UI_ACTION_RELEASE,     // the user let go of `port`
  UI_ACTION_STYLE_STEP,  // load the style `number` places further
  UI_ACTION_STYLE,       // load the style that is selected in the browser
  UI_ACTION_BROWSE,      // the browser was opened: look for styles
  UI_ACTION_FAVOURITE,   // the style in place `number` of the browser becomes one, or no more
  UI_ACTION_FILE,        // ask the host for a style's file
  UI_ACTION_STOP_TRYING, // an audition that plays is to end
  UI_ACTION_UNDO,
  UI_ACTION_REDO,
  UI_ACTION_LOCK, // bar `number` of the song
  UI_ACTION_UNLOCK,
  UI_ACTION_REROLL,
  UI_ACTION_SAVE_BEGIN, // the sheet was opened: it wants a path
  UI_ACTION_SAVE,       // write the bars that are chosen to the path that is typed
  UI_ACTION_DRAG,       // drag the bars of the roll somewhere
  UI_ACTION_FOCUS,      // the window wants the keyboard
  UI_ACTION_PASS_KEY    // the key is the host's
} UiActionKind;

typedef struct {
  UiActionKind kind;
  TnPort port;
  float value;
  int32_t number;
} UiAction;

// What an input asks of the host, in order. Every input function fills it from empty.
typedef struct {
  UiAction items[UI_ACTION_MAX];
  size_t count;
} UiActions;

typedef struct {
  float values[TN_PORT_COUNT];
  UiRoll roll;
  UiView view;
  UiBrowser browser;
  UiLayout layout;
  UiMode mode;
  int page;
  bool offers_file; // the host lets the user look for a style's file

  char style[UI_TEXT_SIZE];   // the style's name as shown, or ""
  char message[UI_TEXT_SIZE]; // what there is to say, or ""
  bool complains;             // it is of something that went wrong
  bool style_loading;         // asked for, not yet confirmed by the plugin
  bool style_refused;         // the one that is selected in the browser
  UiStyleInfo info;           // of the present style

  double base_scale; // pixels a unit that the host wants
  double scale;      // pixels a unit
  int width;         // pixels
  int height;        // pixels

  UiPart hover;
  double hover_since; // seconds
  bool tip;           // what is under the pointer is explained
  UiPart quiet;       // but not this, which was pressed
  double x;           // of the pointer
  double y;
  int32_t hover_bar; // under the pointer on the roll
  bool over_reroll;  // the pointer is on that bar's button

  UiPart held;       // what the button went down on
  bool moved;        // and it was dragged since
  float held_value;  // the dragged value before it is rounded to what the port can hold
  UiPointer pressed; // where it went down
  double held_y;     // pixels
  UiPart clicked;    // the part of the last press, for double-clicks
  UiPointer last_click;

  UiPart focus;     // of the keyboard
  bool focus_shown; // it was moved by a key
  UiPart typing;    // whose text is being typed, or UI_PART_NONE
  UiEntry entry;
  UiMenu menu;                  // that is open
  int save_choice;              // which bars
  double pulses[TN_PORT_COUNT]; // when a trigger falls again; 0: it is down

  bool dirty;      // something shown has changed since ui_clean()
  bool roll_dirty; // only what moves with the music has
} UiModel;

void ui_init(UiModel* model);
void ui_free(UiModel* model);

// The window is `width` x `height` pixels, on a screen that wants `base_scale` pixels a unit.
void ui_resize(UiModel* model, int width, int height, double base_scale);

// The host says that a port has `value`. Ports that are not shown, values that are not finite and
// the port that the user is turning are ignored; values are brought into the port's range.
void ui_set_value(UiModel* model, uint32_t port, float value);

// The texts are copied; what is not valid UTF-8 or not printable is replaced, what is too long is
// cut.
void ui_set_style(UiModel* model, const char* name, bool loading);
void ui_set_message(UiModel* model, const char* message, bool complains);
void ui_set_mode(UiModel* model, UiMode mode);
// The path that the save sheet begins with.
void ui_set_path(UiModel* model, const char* path);
// The list was filled or read on.
void ui_browser_changed(UiModel* model);
// The roll was told something.
void ui_roll_changed(UiModel* model);

// The time goes on: triggers fall, tips come up, the roll moves.
void ui_tick(UiModel* model, double now, UiActions* actions);

// Everything shown has been drawn.
void ui_clean(UiModel* model);

// Input. Each one fills `actions` from empty with what the host has to be told.
void ui_press(UiModel* model, const UiPointer* pointer, UiActions* actions);
void ui_motion(UiModel* model, const UiPointer* pointer, UiActions* actions);
void ui_release(UiModel* model, const UiPointer* pointer, UiActions* actions);
void ui_wheel(UiModel* model, const UiPointer* pointer, int notches, UiActions* actions);
void ui_leave(UiModel* model);
void ui_key(UiModel* model, const UiKey* key, UiActions* actions);
// The drag ends because the window goes away.
void ui_cancel(UiModel* model, UiActions* actions);

// What the drawing asks.
bool ui_port_active(const UiModel* model, TnPort port); // false: muted, has no effect now
const char* ui_help(const UiModel* model, UiPart part); // one line, or ""
int ui_save_bars(int choice);                           // how many; 0: the locked ones
double ui_row_height(void);                             // of the browser's list
size_t ui_rows(const UiModel* model);                   // of it that are seen

// For the halves of the model.
void ui_add(UiActions* actions, UiAction action);
// `port` becomes `value`, which the host is told; and as a change that is over at once.
void ui_put(UiModel* model, const UiPort* port, float value, UiActions* actions);
void ui_change(UiModel* model, const UiPort* port, float value, UiActions* actions);
void ui_pull(UiModel* model, TnPort trigger, UiActions* actions);
void ui_activate(UiModel* model, UiPart part, UiActions* actions); // as a click or Enter does
void ui_open_menu(UiModel* model, TnPort port);
void ui_type(UiModel* model, UiPart part); // begins typing
void ui_finish_typing(UiModel* model, bool keep, UiActions* actions);
void ui_lay_out(UiModel* model);
float ui_step(const UiPort* port, bool fine); // of the wheel and the arrow keys

#endif
