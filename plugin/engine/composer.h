// The music ahead: phrases, each a number of whole bars of the song, composed event by event.
//
// A phrase is a function of the style, the settings and the bar it begins on. Those visited last
// are kept with all that composing has come to, in the midst of an event too, so that a loop or a
// locate back to one of them finds its notes ready and goes on where it was.
#ifndef TN_ENGINE_COMPOSER_H
#define TN_ENGINE_COMPOSER_H

#include "plugin/engine/generator.h"

enum {
  TN_PHRASES = 8,                            // kept
  TN_PHRASE_NOTES = 4096,                    // of one phrase at most; it is silent after
  TN_PHRASE_EVENTS = TN_PHRASE_NOTES + 2048, // the same, rests included
  TN_MAX_PHRASE_BARS = 64
};

typedef struct {
  TnSampling sampling;
  uint32_t seed;
  int bars;    // of a phrase, 1..64
  uint8_t key; // told to the network, as TN_FEATURE_KEY; 0: the style's own
} TnSettings;

// Where in a phrase the network stands.
typedef struct {
  TnGenerator generator;
  bool drawing;     // an event is in progress
  int64_t draw_bar; // of the song, of the last event
  uint32_t in_bar;  // index of that event in that bar
} TnFront;

// For reading only.
typedef struct {
  bool used;
  bool pure;      // composed with `settings` from its first note to its last
  bool complete;  // no note follows
  uint64_t visit; // when it was last asked for
  int64_t bar;    // of the song, on which it begins
  TnMeter meter;
  TnSettings settings;
  int32_t end; // ticks from its beginning
  int count;
  TnNote* notes; // [TN_PHRASE_NOTES] onsets in ticks from its beginning; rising
  int event_count;
  TnEvent* events; // [TN_PHRASE_EVENTS] that the notes are of
  TnFront front;   // after the last event
} TnPhrase;

// A second network that hears a phrase as it is played, so that another way on can begin where the
// playhead is.
typedef struct {
  const TnPhrase* phrase; // NULL: none
  int events;             // of the phrase, heard
  int notes;              // of these
  TnFront front;
} TnListener;

typedef struct {
  TnModel* model;
  size_t bytes; // that it holds, without those of the model
  uint8_t key;  // of the style: told to the network where the settings name none
  uint64_t visits;
  TnListener listener;
  TnPhrase phrases[TN_PHRASES];
} TnComposer;

// A composer for a network, which is only read, and need not outlive this: the composer has a model
// of its own. Takes memory and time: see model.h. NULL where memory is short. Not for the audio
// thread, as the next.
TnComposer* tn_composer_new(const TnNetwork* network, uint8_t key, const TnKernel* kernel);
void tn_composer_free(TnComposer* composer);

// The phrase that begins on `bar` of the song, composed so far as it is: one that is kept, or a new
// one in place of that asked for longest ago. For the audio thread, as the next.
TnPhrase* tn_composer_phrase(TnComposer* composer, int64_t bar, TnMeter meter, TnSettings settings);

// Counts the phrase as asked for now, so that others give way before it.
void tn_composer_keep(TnComposer* composer, TnPhrase* phrase);

// Goes on composing the next event of the phrase, with `settings` (which make it impure where they
// are not its own), as long as `work` lasts (see step.h), and takes off it what was done. Returns
// whether the event is complete. The phrase is not.
bool tn_composer_work(TnComposer* composer, TnPhrase* phrase, TnSettings settings, int64_t* work);

// The same without a bound: one event more.
void tn_composer_step(TnComposer* composer, TnPhrase* phrase, TnSettings settings);

// Lets the listener hear the phrase up to all that is struck at `tick` or before, as long as `work`
// lasts. Returns whether it has.
bool tn_composer_hear(TnComposer* composer, const TnPhrase* phrase, int32_t tick, int64_t* work);

// Forgets what the phrase has after `tick`, which the listener has heard it up to: what is composed
// from now on goes on from there, in the key of the settings. The phrase is pure no more.
void tn_composer_forget_after(TnComposer* composer, TnPhrase* phrase, int32_t tick,
                              TnSettings settings);

// Brings the note that sounds first of those from `index` on to `index`: the notes of one tick were
// composed from the highest pitch down, whatever their nudges. Returns it, or NULL where no further
// one is composed yet.
const TnNote* tn_composer_next_note(TnPhrase* phrase, int index);

// How far the phrase is composed: every note with an onset below is there. Ticks from its
// beginning.
int32_t tn_composer_reach(const TnPhrase* phrase);

#endif
