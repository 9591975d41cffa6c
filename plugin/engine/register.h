// The register that a network can wander off from: in a long phrase each bar is a little lower than
// those it has heard, and so the next. Only where the last bars lie outside of all that the style's
// music does, pitches back towards it are made likelier.
#ifndef TN_ENGINE_REGISTER_H
#define TN_ENGINE_REGISTER_H

#include "plugin/engine/phrase.h"
#include "plugin/engine/style.h"

enum { TN_REGISTER_BARS = 8 }; // that are looked at

// Nats by which a pitch is to be likelier than one a semitone lower, when `bar` of the phrase
// begins: 0 where the mean pitch of the bars before it is inside the register, where there are too
// few of them, and where the settings bind pitches or voices: whoever asks for a low voice gets
// one. Drums do not count; `drum_part` is theirs. Bounded by the notes of TN_REGISTER_BARS.
float tn_register_tilt(const TnPhrase* phrase, int drum_part, int bar, TnRegister borne);

#endif
