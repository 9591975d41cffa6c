// Port indices. They only ever grow at the end: sessions and automation refer to them.
// ttl/tiento.ttl.in describes the same ports; a test holds the two together.
#ifndef TN_PORTS_H
#define TN_PORTS_H

typedef enum {
  TN_PORT_MIDI_IN,     // atom:Sequence in: what the player plays
  TN_PORT_CONTROL,     // atom:Sequence in: time:Position and patch:Message
  TN_PORT_MIDI_OUT,    // atom:Sequence out: the notes
  TN_PORT_NOTIFY,      // atom:Sequence out: patch messages to the window
  TN_PORT_ENABLED,     // 0 or 1
  TN_PORT_FREEWHEEL,   // 0 or 1
  TN_PORT_TEMPERATURE, // 0..2
  TN_PORT_TOP_P,       // 0.05..1
  TN_PORT_LENGTH,      // phrase length in bars, 1..64
  TN_PORT_TEMPO,       // BPM for free running, 20..300
  TN_PORT_SYNC,        // 0 host, 1 free
  TN_PORT_SEED,        // integer 0..9999
  TN_PORT_KEY,         // 0 auto, 1..12 C to B major, 13..24 C to B minor
  TN_PORT_LATE,        // out: notes that could not be ready in time, since the plugin was made
  TN_PORT_COUNT
} TnPort;

#endif
