// A second instance of the plugin that plays straight: from the beginning of a phrase on, in blocks
// of its own, fast, and at a tempo at which every note falls on a whole frame.
#ifndef TN_TESTS_PROPERTY_STRAIGHT_H
#define TN_TESTS_PROPERTY_STRAIGHT_H

#include "tests/property/edit_log.h"
#include "tests/property/note_list.h"
#include "tests/property/situation.h"

// Frames of notes count from the line of the bar on which the play began.
enum { STRAIGHT_FRAMES_A_TICK = 320 };

typedef struct Straight Straight;

// `edits`: those of the situations; they stay with the caller.
Straight* straight_open(const Bundles* bundles, StyleKind begins_with, const EditLog* edits);
void straight_close(Straight* straight);

// What sounds under `situation` from the line of bar `first` to that of `end`. Valid until the next
// call. NULL, and a line on stderr, where the instance did wrong.
const NoteList* straight_play(Straight* straight, const Situation* situation, int64_t first,
                              int64_t end);

#endif
