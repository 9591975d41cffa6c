// The audio thread's half of style_slot.h: it exchanges pointers and copies text, nothing else.
#include "plugin/style_slot.h"

#include <string.h>

bool style_slot_request(StyleSlot* slot, const char* path, size_t length) {
  if (length == 0 || length >= STYLE_PATH_BYTES) {
    return false;
  }
  memcpy(slot->wanted, path, length);
  slot->wanted[length] = '\0';
  slot->has_request = true;
  return true;
}

bool style_slot_is_silent(const StyleSlot* slot) {
  return atomic_load(&slot->restores) != slot->present->restore;
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
  return atomic_load(&slot->requested) || atomic_load(&slot->restore_waits) ||
         atomic_load(&slot->outgoing);
}
