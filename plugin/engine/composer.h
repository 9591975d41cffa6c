// The music ahead: phrases, each a number of whole bars of the song, composed event by event.
//
// A phrase is a function of the style, the settings and the bar it begins on. Those visited last
// are kept with the hidden state where composing stopped, so that a loop or a locate back to one of
// them finds its notes ready and goes on where it was.
#ifndef TN_ENGINE_COMPOSER_H
#define TN_ENGINE_COMPOSER_H

#include "plugin/engine/generator.h"

enum {
  TN_PHRASES = 8,         // kept
  TN_PHRASE_NOTES = 4096, // of one phrase at most; it is silent after
  TN_MAX_PHRASE_BARS = 64
};

typedef struct {
  TnSampling sampling;
  uint32_t seed;
  int bars;    // of a phrase, 1..64
  uint8_t key; // told to the network, as TN_FEATURE_KEY; 0: the style's own
} TnSettings;

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
  TnContext context;
  float* state;     // [L, 2, H]
  int64_t draw_bar; // of the song, of the last event
  uint32_t in_bar;  // index of that event in that bar
} TnPhrase;

typedef struct {
  const TnNetwork* network;
  uint8_t key; // of the style: told to the network where the settings name none
  uint64_t visits;
  float* scratch;
  TnPhrase phrases[TN_PHRASES];
} TnComposer;

// Bytes of the block of memory that tn_composer_init() takes, for a network of these sizes.
size_t tn_composer_bytes(const TnSizes* sizes);

// Builds a composer at the beginning of `block`, which is aligned as malloc aligns and belongs to
// the caller, as does the network. Both outlive it.
TnComposer* tn_composer_init(void* block, const TnNetwork* network, uint8_t key);

// The phrase that begins on `bar` of the song, composed so far as it is: one that is kept, or a new
// one in place of that asked for longest ago. For the audio thread, as the next.
TnPhrase* tn_composer_phrase(TnComposer* composer, int64_t bar, TnMeter meter, TnSettings settings);

// Counts the phrase as asked for now, so that others give way before it.
void tn_composer_keep(TnComposer* composer, TnPhrase* phrase);

// Composes one more event of the phrase, with `settings` (which make it impure where they are not
// its own). One step of the network. The phrase is not complete.
void tn_composer_step(TnComposer* composer, TnPhrase* phrase, TnSettings settings);

// Brings the note that sounds first of those from `index` on to `index`: the notes of one tick were
// composed from the highest pitch down, whatever their nudges. Returns it, or NULL where no further
// one is composed yet.
const TnNote* tn_composer_next_note(TnPhrase* phrase, int index);

// How far the phrase is composed: every note with an onset below is there. Ticks from its
// beginning.
int32_t tn_composer_reach(const TnPhrase* phrase);

#endif
