// The descriptions in the bundle of an installed style, in Turtle.
#ifndef TN_TRAINER_PRESET_TEXT_H
#define TN_TRAINER_PRESET_TEXT_H

#include "plugin/engine/style.h"
#include "trainer/bytes.h"
#include "trainer/preset_name.h"

#define PRESET_MANIFEST "manifest.ttl"
#define PRESET_FILE     "preset.ttl"

// The manifest and the preset of the valid name `name`, whose style is the file `style` beside
// them, and is played in its manner. The manifest begins with a mark, by which it is known.
void preset_text_put_manifest(Sink* sink, const char* name);
void preset_text_put_preset(Sink* sink, const char* name, const char* style, TnManner manner);

// Reads the name that the manifest at `path` gives. False where there is none that
// preset_text_put_manifest() wrote.
bool preset_text_read_name(const char* path, char name[PRESET_NAME_BYTES]);

#endif
