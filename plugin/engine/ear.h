// What the player plays: the chord that is held, the phrase that is played, and the notes that the
// network has not heard of yet. Plain memory; for the audio thread.
//
// Times are in fifths of a music tick since bar 0 of the song.
#ifndef TN_ENGINE_EAR_H
#define TN_ENGINE_EAR_H

#include "plugin/engine/held.h"
#include "plugin/engine/prompt.h"

enum { TN_EAR_NOTES = TN_PROMPT_NOTES }; // kept; a power of two

typedef struct {
  int64_t onset;
  int64_t end; // INT64_MAX while it is held
  uint8_t channel;
  uint8_t pitch;
  uint8_t velocity;
} TnEarNote;

typedef struct {
  TnHeld held;
  int64_t now;      // of the last message
  int64_t released; // when the last key was let go
  uint64_t count;   // notes ever played; the last TN_EAR_NOTES of them are kept
  uint64_t phrase;  // number of the first note of the phrase that is played
  uint64_t learned; // of the first note since learning began
  uint64_t told;    // of the first note that the network has not heard of
  TnEarNote notes[TN_EAR_NOTES];
} TnEar;

void tn_ear_init(TnEar* ear);

// A message of the player's on any channel, or on `in_channel` (1..16) alone where that is not 0.
// Notes belong to a phrase where the song `rolls`. A phrase is over after a silence of `beat`.
void tn_ear_hear(TnEar* ear, const uint8_t* message, uint32_t size, int in_channel, int64_t now,
                 int64_t beat, bool rolls);

// The song goes on elsewhere: what was played so far is no phrase any more. Keys stay held.
void tn_ear_forget(TnEar* ear);

// Whether no key is held, and the player has played a phrase.
bool tn_ear_is_silent(const TnEar* ear);

// The phrase that was played last, quantised as a corpus is and put between bar lines of the meter:
// its last 16 bars, where there are more. Returns how many bars it took; 0: there is none.
int tn_ear_phrase(const TnEar* ear, TnMeter meter, TnPrompt* prompt);

// Begins to learn, and what was learned since; no notes where none was played.
void tn_ear_begin_to_learn(TnEar* ear);
void tn_ear_learn(const TnEar* ear, TnMeter meter, TnPrompt* prompt);

// Whether there are notes that the network has not heard of.
bool tn_ear_has_news(const TnEar* ear);

// They count as heard of without being told.
void tn_ear_pass_over(TnEar* ear);

// The first of them, at most `most`, from the highest pitch down, with the durations known so far,
// at least a tick, and an onset of 0. Returns how many.
int tn_ear_tell(TnEar* ear, int64_t now, TnNote* notes, int most);

#endif
