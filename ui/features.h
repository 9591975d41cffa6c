// What the host offers the window, of LV2's features. They are the host's, and last as long as the
// window. For the window's thread.
#ifndef TN_UI_FEATURES_H
#define TN_UI_FEATURES_H

#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>
#include <stdbool.h>
#include <stdint.h>

// All but the map may be NULL or 0.
typedef struct {
  LV2_URID_Map* map;
  const LV2_Options_Option* options;
  const LV2UI_Resize* resize;
  const LV2UI_Touch* touch;
  const LV2UI_Request_Value* request;
  uintptr_t parent; // X window
} Features;

// Reads a list that NULL ends. Without a map there is no window.
Features features_read(const LV2_Feature* const* list);

// Pixels a design unit: the host's factor where it names a sensible one, or else the user's.
double features_scale(const Features* features);

// The host's window is to have so many pixels.
void features_resize(const Features* features, int width, int height);

// The user has grabbed a port's control, or let go of it.
void features_touch(const Features* features, uint32_t port, bool grabbed);

// Lets the user look for a file as the value of a property; false where the host cannot.
bool features_request_path(const Features* features, const char* property);

#endif
