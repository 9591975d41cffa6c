// What electronic drum kits send beside the drums of General MIDI.
#ifndef TN_TRAINER_DRUM_KIT_H
#define TN_TRAINER_DRUM_KIT_H

#include "plugin/engine/event.h"

#include <stddef.h>
#include <stdint.h>

// Where all of `notes` are drums and the edge of an electronic kit's hi-hat is among them, which
// General MIDI has no number for, gives the drums of such a kit those that General MIDI has for
// what is struck. `voices` holds the voice of each note, see voices.h.
void drum_kit_by_general_midi(const uint8_t* voices, size_t count, TnNote* notes);

#endif
