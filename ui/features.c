#include "ui/features.h"

#include <lv2/atom/atom.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_SCALE = 4 };

Features features_read(const LV2_Feature* const* list) {
  Features found = {0};
  for (; list && *list; list++) {
    const char* uri = (*list)->URI;
    void* data = (*list)->data;
    if (strcmp(uri, LV2_URID__map) == 0) {
      found.map = data;
    } else if (strcmp(uri, LV2_OPTIONS__options) == 0) {
      found.options = data;
    } else if (strcmp(uri, LV2_UI__resize) == 0) {
      found.resize = data;
    } else if (strcmp(uri, LV2_UI__touch) == 0) {
      found.touch = data;
    } else if (strcmp(uri, LV2_UI__requestValue) == 0) {
      found.request = data;
    } else if (strcmp(uri, LV2_UI__parent) == 0) {
      found.parent = (uintptr_t)data;
    }
  }
  return found;
}

static double sensible_scale(double scale, double otherwise) {
  return isfinite(scale) && scale >= 0.5 ? fmin(scale, LARGEST_SCALE) : otherwise;
}

// Many hosts name no factor: the user may.
static double own_scale(void) {
  const char* text = getenv("TIENTO_SCALE");
  return text ? sensible_scale(strtod(text, NULL), 1.0) : 1.0;
}

double features_scale(const Features* features) {
  LV2_URID_Map* map = features->map;
  LV2_URID scale_factor = map->map(map->handle, LV2_UI__scaleFactor);
  LV2_URID number = map->map(map->handle, LV2_ATOM__Float);
  const LV2_Options_Option* option = features->options;
  for (; option && option->key; option++) {
    if (option->key == scale_factor && option->type == number && option->value) {
      return sensible_scale((double)*(const float*)option->value, own_scale());
    }
  }
  return own_scale();
}

void features_resize(const Features* features, int width, int height) {
  const LV2UI_Resize* resize = features->resize;
  if (resize && resize->ui_resize) {
    resize->ui_resize(resize->handle, width, height);
  }
}

void features_touch(const Features* features, uint32_t port, bool grabbed) {
  const LV2UI_Touch* touch = features->touch;
  if (touch && touch->touch) {
    touch->touch(touch->handle, port, grabbed);
  }
}

bool features_request_path(const Features* features, const char* property) {
  const LV2UI_Request_Value* request = features->request;
  LV2_URID_Map* map = features->map;
  return request && request->request &&
         request->request(request->handle, map->map(map->handle, property),
                          map->map(map->handle, LV2_ATOM__Path), NULL) <= LV2UI_REQUEST_VALUE_BUSY;
}
