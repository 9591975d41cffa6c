#include "tests/ui/stage_internal.h"

#include <cairo.h>
#include <string.h>
#include <X11/Xutil.h>

static cairo_surface_t* look(UiStage* stage) {
  ui_stage_sync(stage);
  XImage* image = XGetImage(stage->display, stage->parent, 0, 0, (unsigned)stage->width,
                            (unsigned)stage->height, AllPlanes, ZPixmap);
  if (!image || image->bits_per_pixel != 32) {
    ui_stage_die("stage: the screen cannot be read");
  }
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, stage->width, stage->height);
  unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < stage->height; y++) {
    memcpy(data + (ptrdiff_t)y * stride, image->data + (ptrdiff_t)y * image->bytes_per_line,
           (size_t)stage->width * 4);
  }
  cairo_surface_mark_dirty(surface);
  XDestroyImage(image);
  return surface;
}

bool ui_stage_picture(UiStage* stage, const char* path) {
  cairo_surface_t* surface = look(stage);
  const bool written = cairo_surface_write_to_png(surface, path) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy(surface);
  return written;
}

uint32_t ui_stage_pixel(UiStage* stage, double x, double y) {
  const double scale = ui_stage_scale(stage);
  cairo_surface_t* surface = look(stage);
  const unsigned char* row = cairo_image_surface_get_data(surface) +
                             (ptrdiff_t)(y * scale) * cairo_image_surface_get_stride(surface);
  uint32_t value;
  memcpy(&value, row + 4 * (ptrdiff_t)(x * scale), sizeof value);
  cairo_surface_destroy(surface);
  return value & 0xffffff;
}

uint64_t ui_stage_print(UiStage* stage) {
  cairo_surface_t* surface = look(stage);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const size_t size =
      (size_t)cairo_image_surface_get_stride(surface) * (size_t)stage->height / sizeof(uint64_t);
  uint64_t hash = 14695981039346656037U; // FNV-1a, of 8 bytes at a time
  for (size_t i = 0; i < size; i++) {
    uint64_t part;
    memcpy(&part, data + i * sizeof part, sizeof part);
    hash = (hash ^ part) * 1099511628211U;
  }
  cairo_surface_destroy(surface);
  return hash;
}
