// What goes out on the notify port, in the form that uris.h describes.
//
// What finds no room waits for the next block. What can never have any is left out. All of it is
// the audio thread's, and a block's share is bounded.
#ifndef TN_NOTIFIER_H
#define TN_NOTIFIER_H

#include "plugin/engine/ahead.h"
#include "plugin/engine/kept_list.h"
#include "plugin/output.h"
#include "plugin/uris.h"

// What there is to tell, as it is in this block.
typedef struct {
  const char* style; // path; NULL: another one is on its way, to be told when it is there
  const char* message;
  int32_t playhead[TN_PLAYHEAD_INTS];
  uint64_t locks_version; // changes with every change of the locked bars
  int lock_count;
  const int32_t* locks; // [lock_count] bars of the song
  const TnPlayed* played;
  const TnEngine* engine; // whose notes ahead are told; NULL: there are none
  const TnOdds* odds;
} News;

// Begins as zeros: then nothing is to be told.
typedef struct {
  bool must_tell_style;
  bool must_tell_message;

  bool has_window; // that has asked: the rest is for it
  bool must_tell_playhead;
  bool must_tell_locks;
  int64_t number;                     // of the last message, but of notes
  int32_t playhead[TN_PLAYHEAD_INTS]; // as told last
  uint32_t playhead_age;              // frames since
  uint64_t locks_version;             // as told last, or being told
  int locks_told;                     // of that version
  bool must_tell_kept;                // the notes of the locks
  int kept_told;                      // of them
  uint32_t ahead_age;                 // frames since the notes ahead and the odds were looked at
  int ahead_count;                    // as told last, or being told
  int ahead_told;                     // of them
  TnAheadNote ahead[TN_AHEAD];
  bool must_tell_ahead;
  bool must_tell_odds;
  uint32_t odds_version; // as told last
  uint64_t next_note;    // number of the note to tell next
  bool misfits;          // something could never be told
} Notifier;

// A window asks for everything, and for the notes from `number` on.
void notifier_ask(Notifier* notifier, int64_t number);

// Tells what is new in a block of `frames` frames, at `rate` frames a second.
void notifier_run(Notifier* notifier, Output* output, const News* news, uint32_t frames,
                  uint32_t rate);

#endif
