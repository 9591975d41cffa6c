#include "plugin/style_slot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void delivery_free(StyleDelivery* delivery) {
  if (delivery) {
    tn_style_free(&delivery->style);
    free(delivery->block);
    free(delivery);
  }
}

static bool prepare(StyleDelivery* d, char* reason, size_t reason_size) {
  if (tn_style_read(d->path, &d->style, reason, reason_size) != TN_OK) {
    return false;
  }
  if (!d->style.network.vocabulary.has_grid) {
    snprintf(reason, reason_size, "it was trained for measuring (--roll), not for playing");
    return false;
  }
  d->block = malloc(tn_composer_bytes(&d->style.network.sizes));
  if (!d->block) {
    snprintf(reason, reason_size, "out of memory");
    return false;
  }
  d->composer = tn_composer_init(d->block, &d->style.network, d->style.key);
  return true;
}

static const char* base_name(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static StyleDelivery* load(const char* path) {
  StyleDelivery* delivery = calloc(1, sizeof *delivery);
  if (!delivery) {
    return NULL;
  }
  char reason[STYLE_MESSAGE_BYTES / 2];
  snprintf(delivery->path, sizeof delivery->path, "%s", path);
  if (!prepare(delivery, reason, sizeof reason)) {
    snprintf(delivery->message, sizeof delivery->message, "style %.100s: %s", base_name(path),
             reason);
  }
  delivery->replaces = delivery->composer != NULL;
  return delivery;
}

bool style_slot_init(StyleSlot* slot, const char* path) {
  slot->present = load(path);
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

static void save_path(StyleSlot* slot, const char* path) {
  pthread_mutex_lock(&slot->lock);
  snprintf(slot->saved, sizeof slot->saved, "%s", path);
  pthread_mutex_unlock(&slot->lock);
}

// What run() has not taken yet is overtaken by what is newer. Where memory is short all stays as it
// is.
static void deliver(StyleSlot* slot, StyleDelivery* delivery) {
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  if (delivery) {
    delivery_free(atomic_exchange(&slot->incoming, delivery));
  }
}

void style_slot_work(StyleSlot* slot) {
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  if (!atomic_load(&slot->requested)) {
    return;
  }
  char path[STYLE_PATH_BYTES];
  memcpy(path, slot->request, sizeof path);
  atomic_store(&slot->requested, false);
  StyleDelivery* delivery = load(path);
  if (delivery && delivery->replaces) {
    save_path(slot, path);
  }
  deliver(slot, delivery);
}

void style_slot_restore(StyleSlot* slot, const char* path) {
  StyleDelivery* delivery = load(path);
  if (delivery) {
    delivery->replaces = true;
  }
  save_path(slot, path);
  deliver(slot, delivery);
}

void style_slot_saved_path(StyleSlot* slot, char path[STYLE_PATH_BYTES]) {
  pthread_mutex_lock(&slot->lock);
  memcpy(path, slot->saved, STYLE_PATH_BYTES);
  pthread_mutex_unlock(&slot->lock);
}

bool style_slot_request(StyleSlot* slot, const char* path, size_t length) {
  if (length == 0 || length >= STYLE_PATH_BYTES) {
    return false;
  }
  memcpy(slot->wanted, path, length);
  slot->wanted[length] = '\0';
  slot->has_request = true;
  return true;
}

bool style_slot_receive(StyleSlot* slot) {
  if (atomic_load(&slot->outgoing) || !atomic_load(&slot->incoming)) {
    return false;
  }
  StyleDelivery* delivery = atomic_exchange(&slot->incoming, NULL);
  StyleDelivery* done = delivery;
  if (!delivery) {
    return false;
  }
  memcpy(slot->message, delivery->message, sizeof slot->message);
  if (delivery->replaces) {
    done = slot->present;
    slot->present = delivery;
  }
  atomic_store(&slot->outgoing, done);
  return true;
}

bool style_slot_needs_work(StyleSlot* slot) {
  if (slot->has_request && !atomic_load(&slot->requested)) {
    memcpy(slot->request, slot->wanted, sizeof slot->request);
    slot->has_request = false;
    atomic_store(&slot->requested, true);
  }
  return atomic_load(&slot->requested) || atomic_load(&slot->outgoing);
}
