// When an answer may sound: from the bar line on that follows a beat of the player's silence.
#ifndef TN_TESTS_PROPERTY_ANSWERS_H
#define TN_TESTS_PROPERTY_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

// Places are units of the timeline, as in passes.h.
typedef struct {
  bool are_checked; // in that mode, where nothing else may sound
  bool jumped;      // as the block begins: what was played before is not answered any more
  bool is_unknown;  // an answer of before may sound now
  int64_t place;    // of the block's first frame
  int64_t advance;  // a frame
  int64_t bar, beat;
} AnswerBlock;

// For reading only. It begins as zeros.
typedef struct {
  int64_t from; // the place; INT64_MAX: there is none
} Answers;

void answers_begin(Answers* answers, const AnswerBlock* block);

// The player strikes a key, or lets go of the last one, on a frame of the block.
void answers_interrupt(Answers* answers);
void answers_await(Answers* answers, const AnswerBlock* block, int64_t frame);

// Whether a composed note may be struck.
bool answers_allow(const Answers* answers, const AnswerBlock* block, int64_t frame);

#endif
