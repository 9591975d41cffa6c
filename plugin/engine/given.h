// Notes that are given, for the network to hear: one event at a time.
#ifndef TN_ENGINE_GIVEN_H
#define TN_ENGINE_GIVEN_H

#include "plugin/engine/generator.h"
#include "plugin/engine/locks.h"

// The part of drums that the style has no part for: they are played, and it does not hear them.
enum { TN_FOREIGN_DRUMS = TN_MAX_PARTS };

// Whether the style has the note's part and pitch.
bool tn_given_is_heard(const TnVocabulary* vocabulary, const TnNote* note);

// The note, unless it is one of drums, so many semitones higher; of no pitch where there is none.
TnNote tn_given_moved(const TnVocabulary* vocabulary, TnNote note, int semitones);

// The event that leads from where the context stands towards the note, with an onset in ticks of
// the context: a rest where that is too far away for one step, else the note, at once where it has
// passed.
TnEvent tn_given_event(const TnContext* context, const TnNote* note);

// A note of a locked bar, which another style may have composed. Its onset counts from the bar
// line.
TnNote tn_given_kept(const TnVocabulary* vocabulary, const TnKeptNote* kept);

// What the player plays has no parts but drums: the part of a note of a prompt, in place `place`,
// from 0, of a chord from the top.
uint8_t tn_given_part(const TnVocabulary* vocabulary, const TnNote* note, int place);

#endif
