#include "tests/host/urid_map.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MAX_URIS 2048

struct UridMap {
  LV2_URID_Map map;
  LV2_URID_Unmap unmap;
  pthread_mutex_t lock; // guards what follows
  char* uris[MAX_URIS]; // the URI of id i stands at i - 1
  LV2_URID count;
};

static LV2_URID map_locked(UridMap* self, const char* uri) {
  for (LV2_URID i = 0; i < self->count; i++) {
    if (!strcmp(self->uris[i], uri)) {
      return i + 1;
    }
  }
  char* copy = self->count < MAX_URIS ? strdup(uri) : NULL;
  if (!copy) {
    return 0; // what LV2 says for "cannot map"
  }
  self->uris[self->count++] = copy;
  return self->count;
}

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char* uri) {
  UridMap* self = handle;
  pthread_mutex_lock(&self->lock);
  const LV2_URID urid = map_locked(self, uri);
  pthread_mutex_unlock(&self->lock);
  return urid;
}

static const char* unmap_urid(LV2_URID_Unmap_Handle handle, LV2_URID urid) {
  UridMap* self = handle;
  pthread_mutex_lock(&self->lock);
  const char* uri = urid > 0 && urid <= self->count ? self->uris[urid - 1] : NULL;
  pthread_mutex_unlock(&self->lock);
  return uri;
}

UridMap* urid_map_new(void) {
  UridMap* self = calloc(1, sizeof *self);
  if (!self) {
    abort();
  }
  self->map = (LV2_URID_Map){self, map_uri};
  self->unmap = (LV2_URID_Unmap){self, unmap_urid};
  pthread_mutex_init(&self->lock, NULL);
  return self;
}

void urid_map_free(UridMap* self) {
  if (!self) {
    return;
  }
  for (LV2_URID i = 0; i < self->count; i++) {
    free(self->uris[i]);
  }
  pthread_mutex_destroy(&self->lock);
  free(self);
}

LV2_URID_Map* urid_map_feature(UridMap* self) {
  return &self->map;
}

LV2_URID_Unmap* urid_map_unmap_feature(UridMap* self) {
  return &self->unmap;
}

LV2_URID urid_map_uri(UridMap* self, const char* uri) {
  return map_uri(self, uri);
}
