// What the files of the stage share: stage.c opens and runs it, stage_host.c is the host that the
// window talks to, stage_hands.c moves pointer and keys, stage_eyes.c looks at the screen.
#ifndef TN_TESTS_UI_STAGE_INTERNAL_H
#define TN_TESTS_UI_STAGE_INTERNAL_H

#include "plugin/ports.h"
#include "tests/ui/stage.h"

#include <lv2/atom/atom.h>
#include <lv2/ui/ui.h>
#include <X11/Xlib.h>

enum { PORTS = TN_PORT_COUNT, MOST_ATOMS = 4096 };

struct UiStage {
  UiStageOptions options;
  Host* host;
  const char* symbols[PORTS]; // of the control ports, NULL: none
  HostPort ports[PORTS];
  float told[PORTS]; // values as the window knows them

  Display* display;
  Display* last_client; // answers when the server has done all that was asked
  Window parent;
  int width;
  int height;

  void* library;
  const LV2UI_Descriptor* descriptor;
  LV2UI_Handle ui;
  const LV2UI_Idle_Interface* idle;
  LV2_URID event_transfer;
  LV2_URID patch_get;
  LV2_Atom* atoms[MOST_ATOMS]; // for the window, owned
  int atom_count;
  int to_lose;
  double due; // blocks of music, in frames, that are owed

  LV2UI_Touch touching;
  LV2UI_Resize resizing;
  LV2UI_Request_Value requesting;
  unsigned touches;
  unsigned touch_count;
  unsigned requests;
  unsigned asks;
  int x; // of the parent
  int y;
  double idle_seconds;
  uint64_t idle_calls;
};

// Says why, and aborts.
void ui_stage_die(const char* format, ...) __attribute__((format(printf, 1, 2), noreturn));

// Pixels a unit of the window's, as the window reckons it.
double ui_stage_scale(const UiStage* stage);

// The server has done what the stage and the window have asked of it, and handed out the input.
void ui_stage_sync(UiStage* stage);

// Hands the window what waits for it, and calls its idle() once.
void ui_stage_idle(UiStage* stage);

// What the host offers the window, of LV2's features.
void ui_stage_write_port(LV2UI_Controller controller, uint32_t port, uint32_t size, uint32_t format,
                         const void* buffer);
void ui_stage_touch(LV2UI_Feature_Handle handle, uint32_t port, bool grabbed);
LV2UI_Request_Value_Status ui_stage_request(LV2UI_Feature_Handle handle, LV2_URID key,
                                            LV2_URID type, const LV2_Feature* const* features);
int ui_stage_resize_parent(LV2UI_Feature_Handle handle, int width, int height);

// Keeps a message of the plugin's until the window is called; and forgets those that wait.
void ui_stage_keep_atom(void* stage, const LV2_Atom* atom);
void ui_stage_drop_atoms(UiStage* stage);

// Tells the window the values of the ports that have changed, or of `all`.
void ui_stage_tell_ports(UiStage* stage, bool all);

#endif
