// What a session keeps beside the control ports: the style, takes, locks and the prompt.
#ifndef TN_STATE_H
#define TN_STATE_H

#include "plugin/kept_slot.h"
#include "plugin/style_slot.h"
#include "plugin/urids.h"

#include <lv2/state/state.h>

// What is saved and restored, and the URIs that it goes by.
typedef struct {
  StyleSlot* style;
  KeptSlot* kept;
  const Urids* urids;
} State;

// See LV2_State_Interface. Both may be called while run() runs. After a restore style_slot_work()
// is to load the style, where *has_style.
LV2_State_Status state_save(const State* state, LV2_State_Store_Function store,
                            LV2_State_Handle handle, const LV2_Feature* const* features);
LV2_State_Status state_restore(const State* state, LV2_State_Retrieve_Function retrieve,
                               LV2_State_Handle handle, const LV2_Feature* const* features,
                               bool* has_style);

#endif
