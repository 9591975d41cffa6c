// A state as a host keeps it: properties, in memory.
#ifndef TN_TESTS_FUZZ_RIG_STATE_H
#define TN_TESTS_FUZZ_RIG_STATE_H

#include "plugin/urids.h"

#include <lv2/state/state.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  LV2_URID key, type;
  uint32_t flags;
  size_t size;
  uint8_t* body; // owned by the state
} RigProperty;

enum { RIG_MOST_PROPERTIES = 16 };

typedef struct {
  size_t count;
  RigProperty properties[RIG_MOST_PROPERTIES];
} RigState;

// Adds a copy; nothing where the state is full. Ends the process where memory is short.
void rig_state_add(RigState* state, LV2_URID key, LV2_URID type, uint32_t flags, const void* body,
                   size_t size);
void rig_state_free(RigState* state);

// The property with a key, or NULL.
const RigProperty* rig_state_find(const RigState* state, LV2_URID key);

// Takes the style and its hash out.
void rig_state_drop_style(RigState* state, const Urids* urids);

bool rig_state_equal(const RigState* a, const RigState* b);

// For the plugin's save() and restore(), with the state as their handle.
LV2_State_Status rig_state_store(LV2_State_Handle handle, uint32_t key, const void* value,
                                 size_t size, uint32_t type, uint32_t flags);
const void* rig_state_retrieve(LV2_State_Handle handle, uint32_t key, size_t* size, uint32_t* type,
                               uint32_t* flags);

#endif
