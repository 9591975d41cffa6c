// What sounds: voices, which are composed notes, and the keys that the player holds and that pass
// through. Every note that was struck is released, whatever happens.
//
// A pitch on a channel sounds once, whoever holds it, a voice, a key or both. Where it is struck
// while it sounds, it is released first, on the same frame; its last note-off goes out once, when
// the last that holds it lets it go.
#ifndef TN_ENGINE_PLAYER_H
#define TN_ENGINE_PLAYER_H

#include "plugin/engine/limits.h"

enum { TN_MAX_VOICES = 64, TN_CHANNELS = 16 };

// Where MIDI goes. `frame` counts from the start of the block. Returns false where there is no
// room: the message is lost then.
typedef struct {
  bool (*write)(void* handle, uint32_t frame, const uint8_t message[3]);
  void* handle;
} TnMidiSink;

typedef struct {
  int64_t struck; // song position (units, see transport.h) of its onset on the grid, which swings
  int64_t end;    // song position of its release
  int64_t over;   // from which on it gives way to others, where there are too many
  uint8_t channel;
  uint8_t pitch; // that leaves the plugin
  uint8_t part;  // 0..7
  bool pitched;  // false: drums
} TnVoice;

typedef enum {
  TN_KEY_UP,
  TN_KEY_DOWN, // it has passed through, and holds its pitch
  TN_KEY_OWES  // up again, but there was no room for its note-off; no voice holds its pitch
} TnKeyState;

typedef struct {
  int count;
  TnVoice voices[TN_MAX_VOICES];
  uint8_t keys[TN_CHANNELS * TN_MAX_PITCHES]; // TnKeyState of each pitch, channel by channel
} TnPlayer;

// Strikes a note. Where a voice of the same channel and pitch was struck at the same place of the
// grid, the one note sounds on for the longer of the two, however they were nudged; an earlier one
// ends. Of pitched voices there are at most `polyphony`: where there are, one that is over where
// the note belongs on the grid gives way; without such a one the note is not struck. Nor is a note
// for which there is no room in the output.
void tn_player_strike(TnPlayer* player, TnMidiSink sink, uint32_t frame, TnVoice voice,
                      uint8_t velocity, int polyphony);

// The index of the voice that ends first, or -1 where nothing sounds.
int tn_player_next_end(const TnPlayer* player);

// Releases one voice. False where there was no room: it sounds on, to be released later.
bool tn_player_release(TnPlayer* player, TnMidiSink sink, uint32_t frame, int voice);

// Releases all voices; those for which there is no room stay. Keys that are down sound on.
void tn_player_release_all(TnPlayer* player, TnMidiSink sink, uint32_t frame);

// Releases the voices that may sound no longer: pitched ones that are outside the limits, those of
// parts that are not among `parts` (bit k: part k), and, of the pitched ones beyond `polyphony`,
// those that were struck first. Keys that owe their note-off are released too. To be called in
// every block: what there is no room for stays.
void tn_player_fit(TnPlayer* player, TnMidiSink sink, uint32_t frame, const TnLimits* limits,
                   int polyphony, uint16_t parts);

// Passes a note-on or a note-off of the player's through. All notes off and all sound off (123,
// 120) let go of the channel's keys: no note-offs may follow. Other messages are nothing to it. A
// key that is struck twice is released by the first note-off, and one that is not down by none. A
// note-on for which there is no room is not struck.
void tn_player_key(TnPlayer* player, TnMidiSink sink, uint32_t frame, const uint8_t message[3]);

// Lets go of all keys, as if their note-offs came.
void tn_player_let_go_keys(TnPlayer* player, TnMidiSink sink, uint32_t frame);

// Lets no voice sound beyond `position`: its end is there at the latest.
void tn_player_cut(TnPlayer* player, int64_t position);

// Moves all ends: the song position was corrected by `shift` units. The places of the grid that
// were struck are moved too where the notes to come are `elsewhere`; otherwise a unison still to be
// completed has its place where it was.
void tn_player_shift(TnPlayer* player, int64_t shift, bool elsewhere);

#endif
