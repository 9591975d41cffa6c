// The patch messages that come in on `control`, from a window or a host: see uris.h.
//
// For the audio thread.
#ifndef TN_REQUESTS_H
#define TN_REQUESTS_H

#include "plugin/run.h"

#include <lv2/atom/atom.h>

// A patch:Set or a patch:Get whose properties end in it.
void requests_set(Tiento* self, const LV2_Atom_Object* object);
void requests_get(Tiento* self, const LV2_Atom_Object* object);

// Has a line of text, shorter than STYLE_MESSAGE_BYTES, told as the message.
void requests_answer(Tiento* self, const char* message);

#endif
