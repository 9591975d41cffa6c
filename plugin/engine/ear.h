// What the player plays: the chord that is held, the phrase that is played, what is learned, and
// the notes that the network has not heard of yet. Plain memory; for the audio thread.
//
// Times are in fifths of a music tick since bar 0 of the song.
#ifndef TN_ENGINE_EAR_H
#define TN_ENGINE_EAR_H

#include "plugin/engine/heard.h"
#include "plugin/engine/held.h"
#include "plugin/engine/latch.h"

// Where the song is.
typedef struct {
  int64_t now;
  TnMeter meter;
  bool rolls; // notes are heard; where it stands, keys only make a chord
} TnEarPlace;

typedef enum {
  TN_EAR_NOTHING,
  TN_EAR_STRIKE, // a key is struck
  TN_EAR_SILENCE // the last key that was held is let go
} TnEarNews;

// For reading only. Numbers are those of notes heard.
typedef struct {
  TnHeld held;
  TnLatch latch;
  TnHeard heard;
  TnMeter meter;       // in which the last note was struck
  int64_t now;         // of the last message
  int64_t struck;      // when the last note was
  int64_t silent;      // since when, where no key is held
  int64_t phrase_from; // when its first note was struck
  uint64_t phrase;     // its first note
  uint64_t learned;    // the first note since learning began
  uint64_t stretch;    // the first note since the song went on elsewhere for the last time
  bool elsewhere;      // it did so, and no note was struck since
  uint64_t told;       // the first note that the network has not heard of
} TnEar;

void tn_ear_init(TnEar* ear);

// A message of the player's. Notes are struck on any channel, or on `in_channel` (1..16) alone
// where that is not 0; what lets go is heard on all, as the channel may have changed. A new phrase
// begins with the first note after a silence of a beat.
TnEarNews tn_ear_hear(TnEar* ear, const uint8_t* message, uint32_t size, int in_channel,
                      TnEarPlace place);

// All keys and pedals are let go: their messages may not come any more.
void tn_ear_let_go(TnEar* ear);

// The song stops, or goes on elsewhere, at `now`: what was played so far is no phrase any more.
// Keys that are down stay held.
void tn_ear_forget(TnEar* ear, int64_t now);

// Bit k: pitch class k is held, or is one of the last chord where that is latched. 0: none.
uint16_t tn_ear_chord(const TnEar* ear, bool latch, int64_t now);

// The phrase that is played, as tn_heard_prompt() has it. Returns whether there is one: it goes
// from `phrase_from` to `struck`, also where the prompt has less of it.
bool tn_ear_phrase(const TnEar* ear, TnPrompt* prompt);

// Begins to learn. What is learned is what was played since, as tn_heard_prompt() has it; where the
// song has stopped or gone elsewhere meanwhile, what was played since the last time that it did, or
// before where nothing was.
void tn_ear_begin_to_learn(TnEar* ear);
void tn_ear_learn(const TnEar* ear, int64_t now, TnPrompt* prompt);

// Whether there are notes that the network has not heard of.
bool tn_ear_has_news(const TnEar* ear);

// They count as heard of without being told.
void tn_ear_pass_over(TnEar* ear);

// Tells the first of them, at most `most`: from the highest pitch down, none twice, with the
// durations known so far, on onset 0. Returns how many.
int tn_ear_tell(TnEar* ear, int64_t now, TnNote* notes, int most);

#endif
