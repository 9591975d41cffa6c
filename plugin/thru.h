// What the player plays and the plugin passes on from its input to its output: all but notes, which
// are the engine's, as it must know what sounds. For the audio thread.
#ifndef TN_THRU_H
#define TN_THRU_H

#include "plugin/output.h"

enum { THRU_PEDALS = 2 };

// Begins as zeros.
typedef struct {
  bool passes;
  bool must_lift;             // pedals that were passed down hold notes that nobody ends
  uint16_t down[THRU_PEDALS]; // bit k: passed down on channel k
} Thru;

// Begins a block, in which messages pass or not. Where that changes, pedals that are down are
// lifted, in a later block if there is no room.
void thru_begin(Thru* thru, bool passes, Output* output);

// Passes the message on at `frame` if messages pass, it is no note, and it is whole.
void thru_pass(Thru* thru, Output* output, uint32_t frame, const uint8_t* message, uint32_t size);

#endif
