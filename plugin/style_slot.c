#include "plugin/style_slot.h"

#include "plugin/engine/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
  d->content = style->content;
  d->composer = tn_composer_new_for(style, kernel);
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
  snprintf(slot->folder, sizeof slot->folder, "%.*s", (int)(base_name(path) - path), path);
  snprintf(slot->message, sizeof slot->message, "%s", slot->present->message);
  snprintf(slot->saved.path, sizeof slot->saved.path, "%s", path);
  slot->saved.content = slot->present->content;
  return true;
}

void style_slot_free(StyleSlot* slot) {
  delivery_free(atomic_exchange(&slot->incoming, NULL));
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  delivery_free(slot->present);
  slot->present = NULL;
  pthread_mutex_destroy(&slot->lock);
}

// Leaves the delivery for run(). A style that run() has not taken yet gives way to a newer one, but
// not to a mere message, which it takes along. Returns what gives way, to be freed.
static StyleDelivery* leave(StyleSlot* slot, StyleDelivery* delivery) {
  StyleDelivery* waiting = atomic_exchange(&slot->incoming, NULL);
  if (waiting && waiting->replaces && !delivery->replaces) {
    memcpy(waiting->message, delivery->message, sizeof waiting->message);
    StyleDelivery* message = delivery;
    delivery = waiting;
    waiting = message;
  }
  atomic_store(&slot->incoming, delivery); // run() only takes: it is empty still
  return waiting;
}

// The state names the style that plays from now on. A lost one keeps the content it had.
static void save(StyleSlot* slot, const StyleDelivery* delivery) {
  memcpy(slot->saved.path, delivery->path, sizeof slot->saved.path);
  slot->saved.content = delivery->composer ? delivery->content : slot->saved.content;
}

// Leaves what was asked for after restore number `restore`, or by it, for run(). A newer restore
// makes it worthless, and one that is not done yet makes worthless what others ask for. Where
// memory was short (NULL) all stays as it is. The worker and a restore may be here at once: one at
// a time.
static void deliver(StyleSlot* slot, StyleDelivery* delivery, unsigned restore, bool is_restore) {
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  if (!delivery) {
    return;
  }
  pthread_mutex_lock(&slot->lock);
  const unsigned restores = atomic_load(&slot->restores);
  delivery->restore = restore;
  if (restore == restores && (is_restore || !delivery->replaces || slot->restored == restores)) {
    slot->restored = is_restore ? restore : slot->restored;
    if (delivery->replaces) {
      save(slot, delivery);
    }
    delivery = leave(slot, delivery);
  }
  pthread_mutex_unlock(&slot->lock);
  delivery_free(delivery);
}

// ---- styles of states ----

void style_slot_expect(StyleSlot* slot) {
  atomic_fetch_add(&slot->restores, 1);
}

void style_slot_restore(StyleSlot* slot, const SavedStyle* saved, const char* remark) {
  pthread_mutex_lock(&slot->lock);
  slot->saved = *saved;
  snprintf(slot->remark, sizeof slot->remark, "%s", remark);
  pthread_mutex_unlock(&slot->lock);
  atomic_store(&slot->restore_waits, true);
}

// The style by its name beside the first one, or NULL: it is not there either.
static StyleDelivery* load_beside(const StyleSlot* slot, const char* path) {
  char beside[2 * STYLE_PATH_BYTES];
  snprintf(beside, sizeof beside, "%s%s", slot->folder, base_name(path));
  if (access(path, F_OK) == 0 || strlen(beside) >= STYLE_PATH_BYTES || access(beside, R_OK) != 0) {
    return NULL;
  }
  return load(slot, beside);
}

// Adds what else there is to say of a restored style.
static void remark_on(StyleDelivery* delivery, const SavedStyle* saved, const char* remark) {
  char* message = delivery->message;
  const size_t size = sizeof delivery->message;
  if (delivery->composer && saved->content && saved->content != delivery->content) {
    snprintf(message, size, "style %.80s: the file has changed since this session was saved",
             base_name(saved->path));
  }
  const size_t length = strlen(message);
  snprintf(message + length, size - length, "%s%s", length && remark[0] ? "; " : "", remark);
}

static void restore_style(StyleSlot* slot) {
  SavedStyle saved;
  char remark[sizeof slot->remark];
  pthread_mutex_lock(&slot->lock);
  const unsigned restore = atomic_load(&slot->restores);
  saved = slot->saved;
  memcpy(remark, slot->remark, sizeof remark);
  pthread_mutex_unlock(&slot->lock);
  StyleDelivery* delivery = load_beside(slot, saved.path);
  if (!delivery) {
    delivery = load(slot, saved.path);
  }
  if (delivery) {
    delivery->replaces = true;
    remark_on(delivery, &saved, remark);
  }
  deliver(slot, delivery, restore, true);
}

void style_slot_tell(StyleSlot* slot, const char* message) {
  StyleDelivery* delivery = calloc(1, sizeof *delivery);
  if (delivery) {
    snprintf(delivery->message, sizeof delivery->message, "%s", message);
  }
  deliver(slot, delivery, atomic_load(&slot->restores), false);
}

void style_slot_saved(StyleSlot* slot, SavedStyle* saved) {
  pthread_mutex_lock(&slot->lock);
  *saved = slot->saved;
  pthread_mutex_unlock(&slot->lock);
}

// ---- the worker ----

// A style that was asked for when a restore came is not wanted any more.
void style_slot_work(StyleSlot* slot) {
  delivery_free(atomic_exchange(&slot->outgoing, NULL));
  const bool restores = atomic_exchange(&slot->restore_waits, false);
  if (restores) {
    restore_style(slot);
  }
  if (!atomic_load(&slot->requested)) {
    return;
  }
  const unsigned restore = atomic_load(&slot->restores);
  char path[STYLE_PATH_BYTES];
  memcpy(path, slot->request, sizeof path);
  atomic_store(&slot->requested, false);
  if (!restores) {
    deliver(slot, load(slot, path), restore, false);
  }
}
