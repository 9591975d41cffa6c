// The engine as the plugin runs it: controls, positions and the player's notes in, notes out, block
// by block.
//
// The audio thread's work is bounded: a block composes at most tn_engine_work() multiply-adds of
// the network, whatever the music and however large the network, and plays what is due. Nothing
// here takes memory, locks or calls the system.
//
// Its halves: engine.c is the block and what changes in it, playhead.c the phrase that is played.
#ifndef TN_ENGINE_ENGINE_H
#define TN_ENGINE_ENGINE_H

#include "plugin/engine/answer.h"
#include "plugin/engine/ear.h"
#include "plugin/engine/live.h"
#include "plugin/engine/played.h"
#include "plugin/engine/player.h"
#include "plugin/engine/transport.h"

// What a block may compose, in the multiply-adds of step.h: any piece of a step fits in, and a
// network of 2 layers of 256 draws 5 events in 64 frames, and within the 256 that a start may take
// a chord of as many notes as the polyphony lets sound.
enum { TN_BLOCK_WORK = 2 * TN_STEP_WORK, TN_FRAME_WORK = 3 << 15 };

enum { TN_WISHES = 16 }; // locks that may wait

// For reading only, but for `edits` and `prompt`, which tn_engine_adopt() follows. Plain memory of
// the caller's; no pointer into itself.
typedef struct {
  TnComposer* composer; // of the present style, or NULL: silence
  TnTransport host;
  TnTransport free;
  TnPlayer player;
  TnPlayed log;         // of what was played, by the player too
  uint8_t part;         // of the note that is struck; TN_MAX_PARTS: the player's own
  uint32_t notes;       // struck in the second that runs
  uint32_t second;      // frames of it that are over
  float notes_a_second; // in the one before
  TnControls controls;  // of the block
  TnSettings settings;
  TnPerformance performance;
  double tempo;
  bool enabled;
  bool freewheels;
  bool runs_free;
  bool passes;       // what the player plays goes out again
  bool located;      // by the host, and not played since: the place may be rounded
  bool must_release; // there was no room for a note-off that must not wait for its end
  bool must_let_go;  // of the player's keys, which pass no more

  TnEdits edits;      // what was rerolled and locked
  TnPrompt prompt;    // what was learned
  TnPrompt learned;   // and will be the prompt
  bool has_learned;   // there is that
  int64_t learned_in; // origin of the phrase in which learning ended
  TnEar ear;          // what the player plays
  TnAnswer answer;
  bool knows_triggers; // how they stood in the block before
  bool locks;          // the bar `lock_bar`, as soon as it is composed
  int64_t lock_bar;    // of the song
  int wish_count;
  int64_t wishes[TN_WISHES]; // bars of the song that are to be locked: see wishes.h

  int audition_bars;    // that play freely while the host stands: see audition.h; 0: none do
  bool audition_begins; // with this block
  TnOdds* odds;         // the caller's, of what is drawn; NULL: nobody wants to know

  uint64_t block; // frame on which the block begins; frames count from the first block
  uint32_t frames;
  uint32_t played; // frames of the block that are done
  int64_t work;    // multiply-adds that this block may still compose

  TnPhrase* phrase; // under the playhead, or NULL: not looked up
  bool changed;     // the brief, and what is composed is not changed yet
  bool holds;       // the change back, for a note that is due at once: see playhead.c
  uint64_t holding; // the frame since which it does
  uint64_t altered; // the frame on which the brief of what comes changed last
  int32_t told;     // tick of the phrase up to which the network has heard the player
  TnLive live;      // and what of it is held
  int32_t struck;   // latest onset of the notes that were struck; -1: none
  int64_t origin;   // song position of its beginning, in units
  int64_t entered;  // song position at which the playhead came to it
  uint64_t left;    // and the frame on which it went on from there
  int64_t retimed;  // and at which its notes were last given other times
  int32_t from;     // fine, in the phrase: notes before it are not played
  int next;         // the first note of the phrase that is still to be played
  uint64_t done;    // bit k: so is the k-th note from there on not; it was played
  bool joining;     // the playhead has jumped here, and the phrase is not composed up to it
  uint32_t late;    // notes that could not be ready in time, but after a jump
} TnEngine;

// The most that a block of so many frames composes, but where the host freewheels: then there is no
// bound.
int64_t tn_engine_work(uint32_t frames);

void tn_engine_init(TnEngine* engine, uint32_t rate);

// Begins a block of `frames` frames.
void tn_engine_begin(TnEngine* engine, const TnControls* controls, uint32_t frames,
                     TnMidiSink sink);

// The host tells its position, which holds from `frame` of the block on. Plays up to there first.
// Frames must not go back; one beyond the block counts as its last.
void tn_engine_locate(TnEngine* engine, uint32_t frame, const TnPosition* position,
                      TnMidiSink sink);

// A message of the player's of `size` bytes, at `frame` of the block. Plays up to there first. A
// note goes out again where the controls have it so.
void tn_engine_hear(TnEngine* engine, uint32_t frame, const uint8_t* message, uint32_t size,
                    TnMidiSink sink);

// The frame of the block that is reached: whatever goes out now has no earlier one.

// Releases all that sounds, at `frame` of the block; keys that the player holds down and that have
// gone out sound on.
void tn_engine_release(TnEngine* engine, uint32_t frame, TnMidiSink sink);

// The frame of the block that is reached: whatever goes out now has no earlier one.
uint32_t tn_engine_frame(const TnEngine* engine);

// Plays the rest of the block.
void tn_engine_end(TnEngine* engine, TnMidiSink sink);

// Another style, or none (NULL). Between blocks. What sounds is released with the next block.
void tn_engine_set_composer(TnEngine* engine, TnComposer* composer);

// The edits and the prompt were replaced by those of a session. Between blocks. Triggers that rise
// with it do not act.
void tn_engine_adopt(TnEngine* engine);

// Takes back the last change of takes and locks, or makes it again. Returns whether there was one.
bool tn_engine_undo(TnEngine* engine);
bool tn_engine_redo(TnEngine* engine);

// What composing is asked to do now.
TnBrief tn_engine_brief(const TnEngine* engine);

// Where the playhead is: the bar of its phrase, from 1, and that of the song, from 0. False where
// nothing is played.
bool tn_engine_place(const TnEngine* engine, int* bar_of_phrase, int64_t* bar_of_song);

#endif
