// One step of the network, batch of one, as it runs in the audio thread: in pieces of bounded work,
// so that it can stop at any place and go on in the next block.
//
// Work is counted in multiply-adds. No piece takes more than TN_STEP_WORK.
#ifndef TN_ENGINE_STEP_H
#define TN_ENGINE_STEP_H

#include "plugin/engine/model.h"

enum { TN_STEP_WORK = 2 * TN_MAX_HIDDEN * TN_PANEL };

// Takes the cost of a piece of work off what is left, where that is enough. Returns whether it was.
static inline bool tn_step_pay(int64_t* work, int64_t cost) {
  if (*work < cost) {
    return false;
  }
  *work -= cost;
  return true;
}

// What the network remembers, h and c of each layer, and what it is doing. Plain memory of the
// caller's, but for what it points at.
typedef struct {
  const TnModel* model;
  uint8_t* memory; // [L] of h and c; tn_step_memory_bytes()
  float* y;        // [P] of the layer, or of the head's units or logits
  int32_t* told;   // [P]
  TnValues units;  // of the head

  int at;  // what is to be done: layer `at`, or units and logits of a head
  int row; // of the table, to be told next
  int panel;
  int row_count;
  uint16_t rows[TN_MAX_ROWS];
} TnStep;

// Bytes of the memory that tn_step_init() takes, aligned as malloc aligns. Of these the first
// tn_step_memory_bytes() are what the network remembers: copy them, between steps, to keep a place
// to come back to.
size_t tn_step_bytes(const TnSizes* sizes);
size_t tn_step_memory_bytes(const TnSizes* sizes);

// `model` and `block`, both the caller's, outlive the step. It begins with a clear memory.
void tn_step_init(TnStep* step, const TnModel* model, void* block);

// Forgets everything.
void tn_step_clear(TnStep* step);

// Brings `to`, of the same model, to where `from` is, in the midst of a step too.
void tn_step_copy(TnStep* to, const TnStep* from);

// Begins a step, told the `row_count` rows of the input table that stand in `rows`.
void tn_step_begin(TnStep* step);

// Begins the head of `field`, told rows of its condition table, after a step is done. The field has
// two classes or more.
void tn_step_begin_head(TnStep* step, TnField field);

// Goes on with what was begun as long as `work` lasts, and takes off it what was done. Returns
// whether all is done; of a head y [classes] are the logits then.
bool tn_step_work(TnStep* step, int64_t* work);

// h [H, padded] of a layer.
TnValues tn_step_hidden(const TnStep* step, int layer);

#endif
