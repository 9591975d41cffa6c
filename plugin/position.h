// time:Position messages as the engine's TnPosition.
#ifndef TN_POSITION_H
#define TN_POSITION_H

#include "plugin/engine/transport.h"
#include "plugin/urids.h"

#include <lv2/atom/atom.h>

// Whether the atom is a time:Position (an Object; Carla sends the older Blank). If so, fills in
// what it tells; numbers may be of any numeric type. For the audio thread.
bool position_read(const Urids* urids, const LV2_Atom* atom, TnPosition* position);

// Whether the atom is an object, of any of the types that hosts use, whose properties end in it.
bool position_is_object(const Urids* urids, const LV2_Atom* atom);

#endif
