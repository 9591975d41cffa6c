// A batch: equally long sequences of events, one a stream, as the network's inputs and targets.
//
// Each stream reads piece after piece. Its successive sequences overlap: a sequence begins a few
// events before the last one ended, with the hidden state of that place, so that every event has
// some history to send its gradient to; an event counts in the loss only once.
#ifndef TN_TRAINER_BATCH_H
#define TN_TRAINER_BATCH_H

#include "trainer/bytes.h"
#include "trainer/deck.h"

// The active rows of one table at each step n.
typedef struct {
  uint8_t* count; // [N]
  uint16_t* rows; // [N, TN_MAX_ROWS]
} RowLists;

// What one stream is reading.
typedef struct {
  DealtPiece dealt;
  uint64_t position; // of the next piece, in the deck
  bool reading;      // false: needs a piece
  size_t next;       // event to predict
  size_t counted;    // events before this one have counted in the loss
  TnContext context;
} Stream;

// N = steps * streams; step t of stream s is at n = t * streams + s.
typedef struct {
  int streams;
  int steps;
  int overlap;      // steps of the next sequence that this one already had
  int dealing;      // streams that deal from the deck, those of other batches too
  Stream* reading;  // [streams]
  uint8_t* reset;   // [N] the state is zeroed before this step: a piece begins
  uint8_t* counts;  // [N] the target counts in the loss
  TnEvent* targets; // [N]
  RowLists input;
  RowLists conditions[TN_FIELDS]; // filled for fields of more than one class
  uint8_t* allowed[TN_FIELDS];    // [N, classes]; NULL where every class always is
  int* carry; // [streams] the step before which the next sequence's state stands; steps: the end
  bool exhausted; // nothing counted: the deck is empty
} Batch;

// Streams that deal by turns: the first takes the first piece of the deck.
bool batch_init(Batch* batch, const Deck* deck, int streams, int steps, int overlap);
void batch_free(Batch* batch);

// Before it is first filled: its streams are those from `first` on of `dealing` streams, which
// other batches share, so that all together read what the streams of a single batch would.
void batch_take_turns(Batch* batch, int first, int dealing);

// What its streams are reading, as bytes; takes those of a batch of as many streams from a deck of
// the same music. False where they are too few, or those of none.
void batch_put(const Batch* batch, Sink* sink);
bool batch_take(Batch* batch, const Deck* deck, Span* bytes);

// Reads on: fills the batch with the next sequences. Other threads may fill others meanwhile.
void batch_fill(Batch* batch, const Deck* deck);

// Whether `target` has a value of `field`.
bool batch_has_field(TnEvent target, TnField field);

#endif
