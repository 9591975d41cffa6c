#include "tests/fuzz/rig_state.h"

#include "tests/fuzz/rig_demand.h"

#include <stdlib.h>
#include <string.h>

void rig_state_add(RigState* state, LV2_URID key, LV2_URID type, uint32_t flags, const void* body,
                   size_t size) {
  if (state->count == RIG_MOST_PROPERTIES) {
    return;
  }
  uint8_t* copy = malloc(size ? size : 1);
  rig_demand(copy != NULL, "memory");
  memcpy(copy, body, size);
  state->properties[state->count++] = (RigProperty){key, type, flags, size, copy};
}

void rig_state_free(RigState* state) {
  while (state->count > 0) {
    free(state->properties[--state->count].body);
  }
}

const RigProperty* rig_state_find(const RigState* state, LV2_URID key) {
  for (size_t i = 0; i < state->count; ++i) {
    if (state->properties[i].key == key) {
      return &state->properties[i];
    }
  }
  return NULL;
}

void rig_state_drop_style(RigState* state, const Urids* urids) {
  size_t count = 0;
  for (size_t i = 0; i < state->count; ++i) {
    const RigProperty* p = &state->properties[i];
    if (p->key == urids->style || p->key == urids->style_hash) {
      free(p->body);
    } else {
      state->properties[count++] = *p;
    }
  }
  state->count = count;
}

bool rig_state_equal(const RigState* a, const RigState* b) {
  bool same = a->count == b->count;
  for (size_t i = 0; same && i < a->count; ++i) {
    const RigProperty* p = &a->properties[i];
    const RigProperty* q = &b->properties[i];
    same = p->key == q->key && p->type == q->type && p->size == q->size &&
           memcmp(p->body, q->body, p->size) == 0;
  }
  return same;
}

LV2_State_Status rig_state_store(LV2_State_Handle handle, uint32_t key, const void* value,
                                 size_t size, uint32_t type, uint32_t flags) {
  RigState* state = handle;
  rig_demand(state->count < RIG_MOST_PROPERTIES && size > 0, "a state of few properties");
  rig_state_add(state, key, type, flags, value, size);
  return LV2_STATE_SUCCESS;
}

const void* rig_state_retrieve(LV2_State_Handle handle, uint32_t key, size_t* size, uint32_t* type,
                               uint32_t* flags) {
  const RigProperty* p = rig_state_find(handle, key);
  if (!p) {
    return NULL;
  }
  *size = p->size;
  *type = p->type;
  *flags = p->flags;
  return p->body;
}
