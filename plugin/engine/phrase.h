// A phrase: a number of whole bars of the song, composed bar by bar from the first to the last.
//
// A bar is drawn by the network, or its notes are given (it is locked, or one of a phrase that is
// repeated) and the network only hears them, or it is left empty.
#ifndef TN_ENGINE_PHRASE_H
#define TN_ENGINE_PHRASE_H

#include "plugin/engine/generator.h"
#include "plugin/engine/prompt.h"
#include "plugin/engine/settings.h"

enum {
  TN_PHRASE_NOTES = 8192,                    // of one phrase at most; it is silent after
  TN_PHRASE_EVENTS = TN_PHRASE_NOTES + 2048, // the same, rests included
  TN_MAX_SHIFT = 12,                         // semitones
  TN_LIVE_NOTES = 16                         // of the player's, told to the network at a time
};

// A pitched note that may sound still. The same one struck again takes its place.
typedef struct {
  int32_t end; // fine; INT32_MIN: there is none
  uint8_t part;
  uint8_t pitch;
} TnVoiceEnd;

// Where in a phrase the network stands. It may have all pitches otherwise than they are played.
typedef struct {
  TnGenerator generator;
  int bar;         // of the phrase, that is being composed
  uint32_t in_bar; // index in that bar of the event that comes next
  int given;       // so many of the bar's given notes are taken in
  int rests_to;    // bar up to which nothing more is drawn: the music has come to its close
  int heard;       // events of the prompt that the network has heard
  TnVoiceEnd ends[TN_MAX_POLYPHONY];
} TnFront;

// For reading only.
typedef struct {
  bool used;
  bool pure;      // composed under `settings` and `edition` from its first note to its last
  bool complete;  // no note follows
  uint64_t visit; // when it was last asked for
  int64_t bar;    // of the song, on which it begins
  TnMeter meter;
  TnSettings settings;
  uint64_t edition;       // of takes, locks and prompt
  uint64_t version;       // of the edits, when they were last of that edition
  const TnPrompt* prompt; // that is heard before; NULL: none. The caller's: the print tells whether
  uint64_t prompt_print;  // it is the same still
  int bars;               // of the song
  int shift; // semitones from the pitch of a note, but of drums, up to that which the network has
  int32_t lead; // music ticks of the prompt before its beginning, which the network counts too
  int32_t end;  // music ticks from its beginning
  int count;
  TnNote* notes; // [TN_PHRASE_NOTES] onsets in music ticks from its beginning; rising
  int event_count;
  TnEvent* events; // [TN_PHRASE_EVENTS] that the network has drawn or heard since its beginning
  TnFront front;   // after the last event
  int looked_from; // the bar from which was looked back for the next two; -1: none
  int loop_times;  // how many times in a row what is before it was played: see loop.h
  float tilt;      // of pitches in it: see register.h
  int live_count;
  int live_heard;
  TnNote live[TN_LIVE_NOTES]; // that the player has played, for the network to hear next
} TnPhrase;

// How far the phrase is composed: every note with an onset below is there. Music ticks from its
// beginning.
int32_t tn_phrase_reach(const TnPhrase* phrase);

// The line on which a bar of the phrase begins, and the bar that holds a tick.
int32_t tn_phrase_line(const TnPhrase* phrase, int bar);
int tn_phrase_bar_at(const TnPhrase* phrase, int32_t tick);

// Where a tick of the phrase comes to be by swing, in fine from its beginning.
int32_t tn_phrase_swung(const TnPhrase* phrase, const TnFeel* feel, int32_t tick);

// When a note of the phrase sounds, in fine from its beginning.
TnSpan tn_phrase_span(const TnPhrase* phrase, const TnFeel* feel, const TnNote* note);

// How hard it is struck.
uint8_t tn_phrase_velocity(const TnPhrase* phrase, const TnTouch* touch, const TnFeel* feel,
                           const TnNote* note);

// The bar after the last of the section that holds `bar`: in it the music comes to its close, and
// TN_CONTINUE has several of them.
int tn_phrase_section_end(const TnPhrase* phrase, int bar);

// Tells the network the section that holds `bar`.
void tn_phrase_tell_section(const TnPhrase* phrase, int bar, TnContext* context);

// The number of the first note with an onset at `tick` or after.
int tn_phrase_find(const TnPhrase* phrase, int32_t tick);

// Adds a note, cut at the end. Where there is no room the phrase is complete.
void tn_phrase_add_note(TnPhrase* phrase, TnNote note);

#endif
