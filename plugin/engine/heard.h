// The notes that the player has played, to be had as a corpus has them. Plain memory; for the audio
// thread.
//
// Times are in fifths of a music tick since bar 0 of the song.
#ifndef TN_ENGINE_HEARD_H
#define TN_ENGINE_HEARD_H

#include "plugin/engine/prompt.h"

enum {
  TN_HEARD_NOTES = TN_PROMPT_NOTES, // kept; a power of two
  TN_HEARD_BARS = 16                // of a prompt at most
};

typedef struct {
  int64_t onset;
  int64_t end; // INT64_MAX while it is held
  uint8_t channel;
  uint8_t pitch;
  uint8_t velocity;
} TnHeardNote;

// For reading only. It begins as zeros.
typedef struct {
  uint64_t count; // notes ever struck; the last TN_HEARD_NOTES of them are kept
  TnHeardNote notes[TN_HEARD_NOTES];
} TnHeard;

void tn_heard_strike(TnHeard* heard, uint8_t channel, uint8_t pitch, uint8_t velocity, int64_t now);

// Ends the note of a key, if there is one, or all notes.
void tn_heard_release(TnHeard* heard, uint8_t channel, uint8_t pitch, int64_t now);
void tn_heard_release_all(TnHeard* heard, int64_t now);

// The number of the first note from `number` on that is kept; heard->count where there is none.
uint64_t tn_heard_first(const TnHeard* heard, uint64_t number);

// Note `number`, which is kept, on the grid: the onset in ticks from tick `from` of the song; of
// drums where it was played on their channel. One that is held still lasts to `now`.
TnNote tn_heard_note(const TnHeard* heard, uint64_t number, int64_t from, int64_t now);

// Adds a note to the `count` notes, which are in the order of events. One that is there already is
// as long as the longer of the two. Returns how many there are.
int tn_heard_add(TnNote* notes, int count, TnNote note);

// Makes a prompt of the notes from `number` on that are kept: from the bar of the first to the end
// of the bar in which the last is struck, of these the last TN_HEARD_BARS. No note sounds beyond.
// Where there is no note it is none.
void tn_heard_prompt(const TnHeard* heard, uint64_t number, int64_t now, TnMeter meter,
                     TnPrompt* prompt);

#endif
