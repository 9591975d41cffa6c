// What sounds: every note that was struck is released, whatever happens.
#ifndef TN_ENGINE_PLAYER_H
#define TN_ENGINE_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

enum { TN_MAX_VOICES = 64 };

// Where MIDI goes. `frame` counts from the start of the block. Returns false where there is no
// room: the message is lost then.
typedef struct {
  bool (*write)(void* handle, uint32_t frame, const uint8_t message[3]);
  void* handle;
} TnMidiSink;

typedef struct {
  int64_t struck; // song position (units, see transport.h) of its onset on the grid
  int64_t end;    // song position of its release
  uint8_t channel;
  uint8_t pitch;
} TnVoice;

typedef struct {
  int count;
  TnVoice voices[TN_MAX_VOICES];
} TnPlayer;

// Strikes a note. Where its pitch and channel sound already, they are released in the same frame
// first; where they were struck at the same place of the grid, the one note sounds on for the
// longer of the two, however they were nudged. A note for which there is no room in the output is
// not struck.
void tn_player_strike(TnPlayer* player, TnMidiSink sink, uint32_t frame, TnVoice voice,
                      uint8_t velocity);

// The index of the voice that ends first, or -1 where nothing sounds.
int tn_player_next_end(const TnPlayer* player);

// Releases one voice. False where there was no room: it sounds on, to be released later.
bool tn_player_release(TnPlayer* player, TnMidiSink sink, uint32_t frame, int voice);

// Releases all voices; those for which there is no room stay.
void tn_player_release_all(TnPlayer* player, TnMidiSink sink, uint32_t frame);

// Moves all ends: the song position was corrected by `shift` units. The places of the grid that
// were struck are moved too where the notes to come are `elsewhere`; otherwise a unison still to be
// completed has its place where it was.
void tn_player_shift(TnPlayer* player, int64_t shift, bool elsewhere);

#endif
