// Weights taken over from a network that has learned other music.
#ifndef TN_TRAINER_WEIGHTS_ADOPT_H
#define TN_TRAINER_WEIGHTS_ADOPT_H

#include "plugin/engine/tensors.h"

// Copies what `base` has learned into `network`, which has the same sizes but maybe another
// vocabulary, and whose weights are as weights_initialise() and weights_expect_frequencies() leave
// them. Each class of the network takes after the class of the base that means the same or is
// nearest: times, pitches and drums by value, durations, velocities and nudges the nearest, parts
// by name. A part whose name the base does not know takes after the one in its place among the
// base's without drums, or after the last of them. Where several take after one, they share its
// probability as their frequencies say. What the base knows nothing about stays as it is, but for
// rows of lookbacks: those that it lacks become 0. Of equal vocabularies the copy is exact.
void weights_adopt(const TnNetwork* base, TnNetwork* network);

#endif
