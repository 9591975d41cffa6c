// The music ahead: phrases of the song, composed event by event.
//
// A phrase is a function of the style, the brief and the bar it begins on. Those visited last are
// kept with all that composing has come to, in the midst of an event too, so that a loop or a
// locate back to one of them finds its notes ready and goes on where it was.
#ifndef TN_ENGINE_COMPOSER_H
#define TN_ENGINE_COMPOSER_H

#include "plugin/engine/edits.h"
#include "plugin/engine/phrase.h"
#include "plugin/engine/prompt.h"
#include "plugin/engine/style.h"

enum {
  TN_PHRASES = 8,    // kept
  TN_CHAIN_BARS = 64 // in TN_CONTINUE whole phrases go on from each other for so many at most
};

// What composing is asked to do. Pointers stay the caller's; NULL: none.
typedef struct {
  TnSettings settings;
  const TnEdits* edits;
  const TnPrompt* prompt;
  TnOdds* odds; // of the pitch that is drawn last; NULL: nobody wants to know
} TnBrief;

// A second network that hears a phrase as it is played, so that another way on can begin where the
// playhead is.
typedef struct {
  const TnPhrase* phrase; // NULL: none
  int events;             // of the phrase, heard
  TnFront front;
} TnListener;

// Where the network stands when it has heard the prompt, so that a phrase can begin at once.
typedef struct {
  bool known;
  uint64_t print; // of the prompt
  TnMeter meter;  // what else it was told
  int32_t end;
  uint8_t key;
  TnFront front;
} TnOpening;

typedef struct {
  TnModel* model;
  size_t bytes;    // that it holds, without those of the model
  uint8_t key;     // of the style: told to the network where nothing else is
  bool silent;     // there is no style: only what is given is played
  TnManner manner; // of the style; of a network alone zeros: loops and registers are borne
  uint64_t visits;
  TnListener listener;
  TnOpening opening;
  TnPhrase phrases[TN_PHRASES];
} TnComposer;

// A composer for a network, which is only read, and need not outlive this: the composer has a model
// of its own. Takes memory and time: see model.h. NULL where memory is short. Not for the audio
// thread, as the next.
TnComposer* tn_composer_new(const TnNetwork* network, uint8_t key, const TnKernel* kernel);

// One for a style, in its manner: the same.
TnComposer* tn_composer_new_for(const TnStyle* style, const TnKernel* kernel);

// One for where there is no style: it composes nothing and plays what is locked.
TnComposer* tn_composer_new_silent(const TnKernel* kernel);

void tn_composer_free(TnComposer* composer);

// The first bar of the phrase that holds a bar of the song; in TN_CONTINUE of the chain of phrases.
int64_t tn_composer_first_bar(const TnSettings* settings, int64_t bar);

// The phrase that begins on `bar` of the song, composed so far as it is: one that is kept, or a new
// one in place of that asked for longest ago. In TN_REPEAT it may be one that begins elsewhere and
// has the same notes. For the audio thread, as the next.
TnPhrase* tn_composer_phrase(TnComposer* composer, int64_t bar, TnMeter meter,
                             const TnBrief* brief);

// The phrase that `phrase` is a pass of, in TN_REPEAT, as it was when the pass began; NULL where it
// is none, or that one itself. A pass of which something has changed since does not wait for
// another one to be composed: NULL, and the rest of it is made anew.
TnPhrase* tn_composer_home(TnComposer* composer, const TnPhrase* phrase, const TnBrief* brief);

// Counts the phrase as asked for now, so that others give way before it.
void tn_composer_keep(TnComposer* composer, TnPhrase* phrase);

// Whether the brief is still that which the phrase was begun to.
bool tn_composer_is_current(TnPhrase* phrase, const TnBrief* brief);

// Goes on composing the next event of the phrase to the brief (which makes it impure where it is
// another), as long as `work` lasts (see step.h), and takes off it what was done.
// Returns whether that is done: an event, or a bar that ends without one. The phrase is not
// complete.
bool tn_composer_work(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief, int64_t* work);

// The same without a bound.
void tn_composer_step(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief);

// Lets the listener hear the phrase up to all that is struck at `tick` or before, as long as `work`
// lasts. Returns whether it has.
bool tn_composer_hear(TnComposer* composer, TnPhrase* phrase, int32_t tick, int64_t* work);

// Forgets what the phrase has after `tick`, which the listener has heard it up to: what is composed
// from now on goes on from there, to the brief. The phrase is pure no more.
void tn_composer_forget_after(TnComposer* composer, TnPhrase* phrase, int32_t tick,
                              const TnBrief* brief);

// After tn_composer_forget_after(): lets the network hear next what the player has played, onsets
// after `tick` and rising, before it goes on. It is not played. Notes beyond TN_LIVE_NOTES are
// lost.
void tn_composer_tell(TnPhrase* phrase, const TnNote* notes, int count);

// After tn_composer_forget_after(): of the notes that it was told, at most TN_LIVE_NOTES, these
// sound until it is said anew; and that one has ended, with its duration.
void tn_composer_hold(TnComposer* composer, TnPhrase* phrase, const TnNote* notes, int count);
void tn_composer_complete(TnComposer* composer, TnPhrase* phrase, const TnNote* note);

#endif
