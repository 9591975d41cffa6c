// The plugin and its window in one process, as a host has them: the plugin in the tests' own lilv
// host, the window in an X window of ours, and between them a host's queue of ports and messages.
// The pointer and the keys are moved through the XTest extension, as an X server's user does.
//
// Needs a display of its own: others would see the pointer fly about. All functions are called on
// one thread; what fails ends the test.
#ifndef TN_TESTS_UI_STAGE_H
#define TN_TESTS_UI_STAGE_H

#include "tests/host/host.h"
#include "ui/layout.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct UiStage UiStage;

typedef struct {
  int width; // of the host's window, pixels; 0: as the plugin's window wants it
  int height;
  float scale;      // 0: the host says nothing about it
  bool gives_files; // ui:requestValue
} UiStageOptions;

// Opens the plugin; its window comes with ui_stage_show().
UiStage* ui_stage_open(UiStageOptions options);
void ui_stage_close(UiStage* stage);

void ui_stage_show(UiStage* stage);
void ui_stage_hide(UiStage* stage); // the window is closed

Host* ui_stage_host(UiStage* stage);

// Runs plugin and window for so many seconds of music, 30 idle calls a second, faster than real
// time unless `in_time`.
void ui_stage_run(UiStage* stage, double seconds, bool in_time);

// What the host's window was told by the plugin's.
unsigned ui_stage_touches(const UiStage* stage);     // grabbed and not let go: now
unsigned ui_stage_touch_count(const UiStage* stage); // grabbed, ever
unsigned ui_stage_requests(const UiStage* stage);    // of a style's file
uint64_t ui_stage_x_errors(const UiStage* stage);    // that reached the handler of the process
unsigned ui_stage_asks(const UiStage* stage);        // patch:Gets of the window's
double ui_stage_idle_seconds(const UiStage* stage);  // of processor time that idle() took
uint64_t ui_stage_idle_calls(const UiStage* stage);

// How many of the messages of the plugin never reach the window: the next so many are lost.
void ui_stage_lose(UiStage* stage, int count);

// The host takes the window's parent away, and then closes the window. False where idle() did not
// say that it has gone.
bool ui_stage_destroy(UiStage* stage);

// Where the window's left upper corner is on the screen: windows stand there side by side.
void ui_stage_move(UiStage* stage, int x, int y);

// The window as it is laid out, to find parts by. `page` is of the controls, and those of the sheet
// or the browser where `mode` says so.
UiRect ui_stage_part(const UiStage* stage, UiPart part, UiMode mode, int page);

// The pointer, in units of the window.
void ui_stage_point(UiStage* stage, double x, double y);
void ui_stage_button(UiStage* stage, unsigned button, bool down);
void ui_stage_click(UiStage* stage, double x, double y);
void ui_stage_double_click(UiStage* stage, double x, double y); // as fast as the server takes it
void ui_stage_click_part(UiStage* stage, UiPart part, UiMode mode, int page);
void ui_stage_wheel(UiStage* stage, int notches);

// Keys by the names of X ("Return", "a"), each pressed and let go, with "ctrl+" or "shift+" before.
void ui_stage_key(UiStage* stage, const char* name);
void ui_stage_type(UiStage* stage, const char* text); // printable ASCII

void ui_stage_resize(UiStage* stage, int width, int height);

// Writes what the window shows into a PNG file; and the colour of a pixel of it.
bool ui_stage_picture(UiStage* stage, const char* path);
uint32_t ui_stage_pixel(UiStage* stage, double x, double y);
uint64_t ui_stage_print(UiStage* stage); // a hash of all pixels

#endif
