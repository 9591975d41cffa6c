// What a session keeps beside the control ports: the style.
#ifndef TN_STATE_H
#define TN_STATE_H

#include "plugin/style_slot.h"
#include "plugin/urids.h"

#include <lv2/state/state.h>

// See LV2_State_Interface. Both may be called while run() runs.
LV2_State_Status state_save(StyleSlot* slot, const Urids* urids, LV2_State_Store_Function store,
                            LV2_State_Handle handle, const LV2_Feature* const* features);
LV2_State_Status state_restore(StyleSlot* slot, const Urids* urids,
                               LV2_State_Retrieve_Function retrieve, LV2_State_Handle handle,
                               const LV2_Feature* const* features);

#endif
