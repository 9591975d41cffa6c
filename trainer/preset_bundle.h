// The bundle of an installed style: the style and a preset that plays it, in a folder of their own
// among a user's LV2 bundles, so that hosts show the style among Tiento's presets.
//
//   LV2/tiento-ID.lv2/manifest.ttl
//                     preset.ttl
//                     STEM.safetensors    the style
//
// ID and STEM are those of preset_name.h. A folder of that name that holds anything else belongs to
// somebody else and is left as it is. On failure all these write one line into `reason`, without
// the path.
#ifndef TN_TRAINER_PRESET_BUNDLE_H
#define TN_TRAINER_PRESET_BUNDLE_H

#include "plugin/engine/style.h"
#include "trainer/preset_name.h"

#include <stddef.h>
#include <stdint.h>

// The paths are owned.
typedef struct {
  char name[PRESET_NAME_BYTES];
  char* folder;
  char* manifest;
  char* preset;
  char* style;
} PresetBundle;

// Where the bundle of the valid name `name` lies in the folder `lv2`, or would lie. False where
// memory is short; to be freed all the same.
bool preset_bundle_init(PresetBundle* bundle, const char* lv2, const char* name);
void preset_bundle_free(PresetBundle* bundle);

// Whether the bundle is there. False where something else is there.
bool preset_bundle_find(const PresetBundle* bundle, bool* found, char* reason, size_t reason_size);

// Makes the bundle, which preset_bundle_find() has looked for, of the `size` bytes of a style that
// has been checked, played in `manner`. Each file is replaced as a whole, so that a host finds the
// old style or the new one, and the manifest comes last: hosts look into hidden folders too, but a
// folder without a manifest is no bundle to them. On failure leaves nothing behind that was not
// there.
bool preset_bundle_make(const PresetBundle* bundle, const uint8_t* style, size_t size,
                        TnManner manner, char* reason, size_t reason_size);

// Removes the bundle, which preset_bundle_find() has found, the manifest first.
bool preset_bundle_remove(const PresetBundle* bundle, char* reason, size_t reason_size);

#endif
