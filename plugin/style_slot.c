#include "plugin/style_slot.h"

#include "plugin/engine/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void delivery_free(StyleDelivery* delivery) {
  if (delivery) {
    tn_composer_free(delivery->composer);
    free(delivery);
  }
}

// A pipe would keep the worker waiting.
static bool is_special_file(const char* path) {
  struct stat info;
  return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static bool compose_with(StyleDelivery* d, const TnStyle* style, const TnKernel* kernel,
                         char* reason, size_t reason_size) {
  if (!style->network.vocabulary.has_grid) {
    snprintf(reason, reason_size, "it was trained for measuring (--roll), not for playing");
    return false;
  }
  d->meter = style->meter;
  d->composer = tn_composer_new(&style->network, style->key, kernel);
  if (!d->composer) {
    snprintf(reason, reason_size, "out of memory");
  }
  return d->composer != NULL;
}

static bool prepare(StyleDelivery* d, const TnKernel* kernel, char* reason, size_t reason_size) {
  if (is_special_file(d->path)) {
    snprintf(reason, reason_size, "it is not a regular file");
    return false;
  }
  TnStyle style;
  if (tn_style_read(d->path, &style, reason, reason_size) != TN_OK) {
    return false;
  }
  const bool ok = compose_with(d, &style, kernel, reason, reason_size);
  tn_style_free(&style);
  return ok;
}

static const char* base_name(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static StyleDelivery* load(const StyleSlot* slot, const char* path) {
  StyleDelivery* delivery = calloc(1, sizeof *delivery);
  if (!delivery) {
    return NULL;
  }
  char reason[STYLE_MESSAGE_BYTES / 2];
  snprintf(delivery->path, sizeof delivery->path, "%s", path);
  if (!prepare(delivery, slot->kernel, reason, sizeof reason)) {
    snprintf(delivery->message, sizeof delivery->message, "style %.100s: %s", base_name(path),
             reason);
  }
  delivery->replaces = delivery->composer != NULL;
  return delivery;
}

bool style_slot_init(StyleSlot* slot, const char* path, const TnKernel* kernel) {
  slot->kernel = kernel;
  slot->present = load(slot, path);
  if (!slot->present) {
    return false;
  }
  pthread_mutex_init(&slot->lock, NULL);
  snprintf(slot->message, sizeof slot->message, "%s", slot->present->message);
  snprintf(slot->saved, sizeof slot->saved, "%s", path);
  return true;
}

void style_slot_free(StyleSlot* slot) {
  delivery_free(atomic_exchange(&slot->incoming, NULL));
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  delivery_free(slot->present);
  slot->present = NULL;
  pthread_mutex_destroy(&slot->lock);
}

// Leaves the delivery for run(), and its path for the state if `saves`. A style that run() has not
// taken yet gives way to a newer one, but not to a mere message, which it takes along. Where memory
// was short (NULL) all stays as it is. The worker and a restore may be here at once: one at a time.
static void deliver(StyleSlot* slot, StyleDelivery* delivery, bool saves) {
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  if (!delivery) {
    return;
  }
  pthread_mutex_lock(&slot->lock);
  if (saves) {
    memcpy(slot->saved, delivery->path, sizeof slot->saved);
  }
  StyleDelivery* waiting = atomic_exchange(&slot->incoming, NULL);
  if (waiting && waiting->replaces && !delivery->replaces) {
    memcpy(waiting->message, delivery->message, sizeof waiting->message);
    delivery_free(delivery);
    delivery = waiting;
    waiting = NULL;
  }
  atomic_store(&slot->incoming, delivery); // run() only takes: it is empty still
  pthread_mutex_unlock(&slot->lock);
  delivery_free(waiting);
}

void style_slot_work(StyleSlot* slot) {
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  if (!atomic_load(&slot->requested)) {
    return;
  }
  char path[STYLE_PATH_BYTES];
  memcpy(path, slot->request, sizeof path);
  atomic_store(&slot->requested, false);
  StyleDelivery* delivery = load(slot, path);
  deliver(slot, delivery, delivery && delivery->replaces);
}

void style_slot_restore(StyleSlot* slot, const char* path) {
  StyleDelivery* delivery = load(slot, path);
  if (delivery) {
    delivery->replaces = true;
  }
  deliver(slot, delivery, true);
}

void style_slot_saved_path(StyleSlot* slot, char path[STYLE_PATH_BYTES]) {
  pthread_mutex_lock(&slot->lock);
  memcpy(path, slot->saved, STYLE_PATH_BYTES);
  pthread_mutex_unlock(&slot->lock);
}
