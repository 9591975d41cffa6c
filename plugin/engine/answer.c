#include "plugin/engine/answer.h"

#include <stddef.h>

static int64_t first_silent_bar(const TnAnswer* answer, TnSettings* settings, int64_t bar) {
  int64_t first = tn_composer_first_bar(settings, bar);
  int64_t end = first + settings->bars;
  const int64_t after = answer->bar + answer->bars;
  if (answer->bars > 0 && answer->bar > bar && answer->bar < end) {
    end = answer->bar;
  }
  if (answer->bars > 0 && after <= bar && after > first) {
    first = after;
  }
  settings->bars = (int)(end - first);
  settings->rest = 1.0F;
  return first;
}

bool tn_answer_has(const TnAnswer* answer, int64_t bar) {
  return answer->bars > 0 && bar >= answer->bar && bar < answer->bar + answer->bars;
}

int64_t tn_answer_first_bar(const TnAnswer* answer, TnBrief* brief, int64_t bar) {
  TnSettings* settings = &brief->settings;
  if (settings->mode != TN_ANSWER) {
    return tn_composer_first_bar(settings, bar);
  }
  if (tn_answer_has(answer, bar)) {
    settings->bars = answer->bars;
    brief->prompt = &answer->prompt;
    return answer->bar;
  }
  brief->prompt = NULL;
  return first_silent_bar(answer, settings, bar);
}
