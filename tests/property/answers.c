#include "tests/property/answers.h"

enum { DRIFT_PARTS = 12 }; // of a beat: by less the plugin may take the host's place for drift

void answers_begin(Answers* answers, const AnswerBlock* block) {
  if (block->is_unknown) {
    answers->from = INT64_MIN;
  } else if (block->jumped || !block->are_checked) {
    answers->from = INT64_MAX;
  }
}

void answers_interrupt(Answers* answers) {
  answers->from = INT64_MAX;
}

void answers_await(Answers* answers, const AnswerBlock* block, int64_t frame) {
  if (!block->are_checked) {
    return;
  }
  const int64_t soonest = block->place + frame * block->advance + block->beat;
  const int64_t into = (soonest % block->bar + block->bar) % block->bar;
  answers->from = into == 0 ? soonest : soonest - into + block->bar;
}

bool answers_allow(const Answers* answers, const AnswerBlock* block, int64_t frame) {
  const int64_t place = block->place + frame * block->advance;
  return !block->are_checked || answers->from == INT64_MIN ||
         (answers->from < INT64_MAX && place >= answers->from - block->beat / DRIFT_PARTS);
}
