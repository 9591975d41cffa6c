#include "plugin/kept_slot.h"

#include "plugin/kept_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void kept_slot_init(KeptSlot* slot) {
  memset(slot->present, 0, sizeof slot->present); // so that run() is not the first to touch it
  triple_init(&slot->from_run);
  triple_init(&slot->to_run);
  pthread_mutex_init(&slot->lock, NULL);
  slot->taken = 1;
  slot->restores = 1;
}

static void forget(char** text) {
  free(*text);
  *text = NULL;
}

void kept_slot_free(KeptSlot* slot) {
  for (int i = 0; i < KEPT_TEXTS; ++i) {
    forget(&slot->unread[i]);
  }
  pthread_mutex_destroy(&slot->lock);
}

// What there is, as far as run() has told; what it told before it took the last restore is old.
static Kept* present(KeptSlot* slot) {
  if (triple_waiting(&slot->from_run) == slot->restores) {
    triple_take(&slot->from_run);
  }
  return &slot->present[slot->from_run.front];
}

// ---- saving ----

static char* text_of(const KeptSlot* slot, const Kept* kept, KeptText which) {
  const bool is_new = which == KEPT_PROMPT ? kept->new_prompt : kept->new_edits;
  if (slot->unread[which] && !is_new) {
    return strdup(slot->unread[which]);
  }
  switch (which) {
  case KEPT_TAKES:
    return kept_text_write_takes(&kept->edits);
  case KEPT_LOCKS:
    return kept_text_write_locks(&kept->edits);
  default:
    return kept_text_write_prompt(&kept->prompt);
  }
}

bool kept_slot_save(KeptSlot* slot, char* texts[KEPT_TEXTS]) {
  bool ok = true;
  pthread_mutex_lock(&slot->lock);
  const Kept* kept = present(slot);
  for (int i = 0; i < KEPT_TEXTS; ++i) {
    texts[i] = text_of(slot, kept, (KeptText)i);
    ok = ok && texts[i];
  }
  pthread_mutex_unlock(&slot->lock);
  for (int i = 0; i < KEPT_TEXTS && !ok; ++i) {
    forget(&texts[i]);
  }
  return ok;
}

// ---- restoring ----

static bool read_text(KeptText which, const char* text, size_t size, Kept* kept,
                      const char** reason) {
  switch (which) {
  case KEPT_TAKES:
    return kept_text_read_takes(text, size, &kept->edits, reason);
  case KEPT_LOCKS:
    return kept_text_read_locks(text, size, &kept->edits, reason);
  default:
    return kept_text_read_prompt(text, size, &kept->prompt, reason);
  }
}

// Reads a text into `kept`, or keeps it as it is.
static void take_text(KeptSlot* slot, KeptText which, const char* text, size_t size, Kept* kept,
                      char* message, size_t message_size) {
  static const char* const NAMES[KEPT_TEXTS] = {"list of takes", "list of locked bars", "prompt"};
  const char* reason;
  forget(&slot->unread[which]);
  if (!text || read_text(which, text, size, kept, &reason)) {
    return;
  }
  slot->unread[which] = strndup(text, size);
  if (message[0] == '\0') {
    snprintf(message, message_size, "the %s of this session is %s; a save keeps it as it is",
             NAMES[which], reason);
  }
}

// Reads what run() is to have. Where one of takes and locks comes, the other is empty without a
// text.
static void read_texts(KeptSlot* slot, const char* const texts[KEPT_TEXTS],
                       const size_t sizes[KEPT_TEXTS], Kept* kept, char* message,
                       size_t message_size) {
  kept->new_edits = texts[KEPT_TAKES] || texts[KEPT_LOCKS];
  kept->new_prompt = texts[KEPT_PROMPT];
  tn_edits_clear(&kept->edits);
  tn_prompt_set(&kept->prompt, NULL, 0, 0, (TnMeter){0}, 0);
  for (int i = 0; i < KEPT_TEXTS; ++i) {
    if (i == KEPT_PROMPT ? kept->new_prompt : kept->new_edits) {
      take_text(slot, (KeptText)i, texts[i], sizes[i], kept, message, message_size);
    }
  }
}

// What was restored is what there is, and no change.
static void know(Kept* known, const Kept* kept) {
  if (kept->new_edits) {
    tn_edits_adopt(&known->edits, &kept->edits);
    known->new_edits = false;
  }
  if (kept->new_prompt) {
    known->prompt = kept->prompt;
    known->new_prompt = false;
  }
}

// What run() was given before and may not have taken goes with what it is given now.
static void add_given(const KeptSlot* slot, const Kept* known, Kept* kept) {
  if (slot->gave_edits && !kept->new_edits) {
    tn_edits_adopt(&kept->edits, &known->edits);
    kept->new_edits = true;
  }
  if (slot->gave_prompt && !kept->new_prompt) {
    kept->prompt = known->prompt;
    kept->new_prompt = true;
  }
}

void kept_slot_restore(KeptSlot* slot, const char* const texts[KEPT_TEXTS],
                       const size_t sizes[KEPT_TEXTS], char* message, size_t message_size) {
  message[0] = '\0';
  if (!texts[KEPT_TAKES] && !texts[KEPT_LOCKS] && !texts[KEPT_PROMPT]) {
    return;
  }
  pthread_mutex_lock(&slot->lock);
  Kept* known = present(slot);
  Kept* kept = &slot->restored[slot->to_run.back];
  read_texts(slot, texts, sizes, kept, message, message_size);
  know(known, kept);
  if (triple_waiting(&slot->to_run) != 0) {
    add_given(slot, known, kept);
  }
  slot->gave_edits = kept->new_edits;
  slot->gave_prompt = kept->new_prompt;
  kept->restore = ++slot->restores;
  triple_give(&slot->to_run, kept->restore);
  pthread_mutex_unlock(&slot->lock);
}
