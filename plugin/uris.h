// The URIs by which hosts, presets, states and the window know Tiento, and the form of what goes to
// and from the window. They never change: a session saved today names the plugin and its style by
// them.
#ifndef TN_URIS_H
#define TN_URIS_H

#define TN_URI_PLUGIN "urn:tiento:plugin"
#define TN_URI_UI     "urn:tiento:ui"

// Properties, in patch messages and in the state.
#define TN_URI_STYLE "urn:tiento:style" // atom:Path, patch:writable: the style file
#define TN_URI_MESSAGE                                                                             \
  "urn:tiento:message" // atom:String, patch:readable: what went wrong last, or ""

// What a window is told besides, on `notify`, each by a patch:Set of one property: an atom:Vector
// of atom:Int, whose places are named below. Places of the song are in fine, of which 1920 are a
// quarter note, from bar 0 on, as if the meter had never changed.
//
// A patch:Get on `control` is answered by the style and the message. One that holds TN_URI_NUMBER,
// an atom:Long, comes from a window: it is answered by the locks, the playhead, what is queued and
// the odds too, and by the notes from that number on; those older than 64 bars may be forgotten.
// From then on, whatever changes is told.
//
// Every message holds TN_URI_NUMBER. That of notes is the number of its first note: the next
// message of notes goes on where it ends. That of all other messages counts them, those of every
// kind together. So a window that has missed one knows, and asks anew. A message has at most
// TN_MESSAGE_BYTES, but for one with a path.
#define TN_URI_NOTES    "urn:tiento:notes"    // struck and released: TnNoteInt for each
#define TN_URI_PLAYHEAD "urn:tiento:playhead" // TnPlayheadInt
#define TN_URI_LOCKS    "urn:tiento:locks"    // TnListInt, and then bars of the song from 0
#define TN_URI_KEPT     "urn:tiento:kept"     // TnListInt, and then TnKeptNoteInt for each
#define TN_URI_QUEUED   "urn:tiento:queued"   // TnListInt, and then TnQueuedNoteInt for each
#define TN_URI_ODDS     "urn:tiento:odds"     // TnOddsInt
#define TN_URI_NUMBER   "urn:tiento:number"

enum { TN_MESSAGE_BYTES = 512 };

typedef enum {
  TN_NOTE_PLACE,
  TN_NOTE_VELOCITY, // 1..127: struck; 0: released
  TN_NOTE_PART,     // 0..7; 8: the player's own, which is passed on
  TN_NOTE_PITCH,
  TN_NOTE_CHANNEL, // 0..15
  TN_NOTE_INTS
} TnNoteInt;

// Told 20 times a second while it moves, and as it starts, stops, or comes into another meter.
typedef enum {
  TN_PLAYHEAD_PLACE,
  TN_PLAYHEAD_TEMPO,     // thousandths of a quarter note a minute; 0: it stands
  TN_PLAYHEAD_BEATS,     // of a bar
  TN_PLAYHEAD_BEAT_NOTE, // note value of a beat
  TN_PLAYHEAD_INTS
} TnPlayheadInt;

// A list, of locked bars or of notes, may come in several messages. Each begins so.
typedef enum {
  TN_LIST_COUNT,  // of all that are in the list
  TN_LIST_BEFORE, // of those that came in the messages before this one
  TN_LIST_INTS
} TnListInt;

// The notes of the locked bars, as they would be played: told after the locks.
typedef enum {
  TN_KEPT_PLACE,
  TN_KEPT_LENGTH,
  TN_KEPT_PART, // 0..7
  TN_KEPT_PITCH,
  TN_KEPT_VELOCITY,
  TN_KEPT_NOTE_INTS
} TnKeptNoteInt;

// What is composed and not played yet, of the next notes: told 10 times a second where it has
// changed.
typedef enum {
  TN_QUEUED_PLACE,
  TN_QUEUED_LENGTH,
  TN_QUEUED_PART, // 0..7
  TN_QUEUED_PITCH,
  TN_QUEUED_NOTE_INTS
} TnQueuedNoteInt;

// How likely each pitch was when the last note was drawn, after temperature, top-p and limits: told
// 10 times a second where another one was drawn. The shares are of 65535, two in each of the last
// ints: of an even pitch in the lower half, of the one above it in the upper half.
typedef enum {
  TN_ODDS_PART,
  TN_ODDS_PITCH, // that was drawn
  TN_ODDS_SHARES,
  TN_ODDS_INTS = TN_ODDS_SHARES + 64
} TnOddsInt;

// What the player asks for in a bar of the song: patch:Set of one of these on `control`, of its
// number from 0 as an atom:Int. A bar is locked as soon as its notes are known: as they were played
// last, or else as they are composed. One that is locked is not composed anew. No parameters.
#define TN_URI_LOCK   "urn:tiento:lock"
#define TN_URI_UNLOCK "urn:tiento:unlock"
#define TN_URI_REROLL "urn:tiento:reroll"

// patch:Set of so many bars, an atom:Int: while the transport stands they play from bar 0 on, and
// then there is silence. 0 ends it. No parameter.
#define TN_URI_AUDITION "urn:tiento:audition"

// The player's changes of single bars, taken back and made again: patch:Set of one of these on
// `control`, with any value. They are no parameters: nothing is written that could be read.
#define TN_URI_UNDO "urn:tiento:undo"
#define TN_URI_REDO "urn:tiento:redo"

// In the state only, beside the style; each an atom:String. A state without one of the last three
// leaves what there is; takes and locks count as one.
#define TN_URI_STYLE_HASH  "urn:tiento:style-hash" // FNV-1a of the style's file: 16 hex digits
#define TN_URI_KEPT_TAKES  "urn:tiento:kept-takes" // these in the forms of kept_text.h
#define TN_URI_KEPT_LOCKS  "urn:tiento:kept-locks"
#define TN_URI_KEPT_PROMPT "urn:tiento:kept-prompt"

#endif
