// Port indices. They only ever grow at the end: sessions and automation refer to them.
// ttl/tiento.ttl.in describes the same ports; a test holds the two together.
#ifndef TN_PORTS_H
#define TN_PORTS_H

typedef enum {
  TN_PORT_MIDI_IN,      // atom:Sequence in: what the player plays
  TN_PORT_CONTROL,      // atom:Sequence in: time:Position and patch:Message
  TN_PORT_MIDI_OUT,     // atom:Sequence out: the notes
  TN_PORT_NOTIFY,       // atom:Sequence out: patch messages to the window
  TN_PORT_ENABLED,      // 0 or 1
  TN_PORT_FREEWHEEL,    // 0 or 1
  TN_PORT_TEMPERATURE,  // 0..2
  TN_PORT_TOP_P,        // 0.05..1
  TN_PORT_LENGTH,       // phrase length in bars, 1..64
  TN_PORT_TEMPO,        // BPM for free running, 20..300
  TN_PORT_SYNC,         // 0 host, 1 free
  TN_PORT_SEED,         // integer 0..9999
  TN_PORT_KEY,          // 0 auto, 1..12 C to B major, 13..24 C to B minor
  TN_PORT_LATE,         // out: notes that could not be ready in time, since the plugin was made
  TN_PORT_OFFSET,       // bars of the song before its first phrase, 0..63
  TN_PORT_RATE,         // 0 half time, 1 normal, 2 double time
  TN_PORT_MODE,         // 0 variations, 1 continue, 2 repeat, 3 answer
  TN_PORT_VARIATION,    // 0..1
  TN_PORT_DENSITY,      // -1..1
  TN_PORT_LOW,          // lowest pitch, 0..127
  TN_PORT_HIGH,         // highest pitch, 0..127
  TN_PORT_POLYPHONY,    // 1..16
  TN_PORT_SCALE_ROOT,   // 0..11, C to B
  TN_PORT_SCALE,        // 0 off, 1..14
  TN_PORT_CHORD,        // 0 off, 1 held pitch classes only, 2 favoured
  TN_PORT_LATCH,        // 0 or 1
  TN_PORT_REST,         // 0..1
  TN_PORT_VELOCITY,     // factor, 0..2
  TN_PORT_VELOCITY_MIN, // 1..127
  TN_PORT_VELOCITY_MAX, // 1..127
  TN_PORT_GATE,         // factor, 0.1..2
  TN_PORT_SWING,        // share of the grid, 0..0.75
  TN_PORT_SWING_GRID,   // 0 eighths, 1 sixteenths
  TN_PORT_HUMANIZE,     // 0..1
  TN_PORT_TRANSPOSE,    // semitones, -24..24
  TN_PORT_CHANNEL,      // 0 by part, 1..16 all on one
  TN_PORT_PART_1,       // 0 or 1, and so the seven after it
  TN_PORT_PART_2,
  TN_PORT_PART_3,
  TN_PORT_PART_4,
  TN_PORT_PART_5,
  TN_PORT_PART_6,
  TN_PORT_PART_7,
  TN_PORT_PART_8,
  TN_PORT_THRU,             // 0 or 1
  TN_PORT_IN_CHANNEL,       // 0 all, 1..16
  TN_PORT_LISTEN,           // 0 or 1
  TN_PORT_LEARN,            // 0 or 1
  TN_PORT_REROLL,           // trigger
  TN_PORT_REROLL_BAR,       // trigger
  TN_PORT_LOCK,             // trigger
  TN_PORT_UNLOCK,           // trigger
  TN_PORT_PANIC,            // trigger
  TN_PORT_BAR,              // out: bar of the phrase, from 1; 0 where nothing plays
  TN_PORT_NOTES_PER_SECOND, // out: notes struck in the last second
  TN_PORT_TAKE,             // out: take of the bar under the playhead
  TN_PORT_COUNT
} TnPort;

#endif
