#include "plugin/engine/prompt.h"

#include "plugin/engine/codec.h"
#include "plugin/engine/features.h"
#include "plugin/engine/random.h"

#include <string.h>

static bool is_meter(TnMeter meter) {
  const uint8_t d = meter.denominator;
  return meter.numerator > 0 && d > 0 && d <= 32 && (d & (d - 1)) == 0;
}

static bool is_note(const TnNote* note, int32_t ticks) {
  return note->onset >= 0 && note->onset < ticks && note->duration > 0 &&
         note->duration <= TN_PROMPT_TICKS && note->part < TN_MAX_PARTS && note->pitch < 128 &&
         note->velocity > 0 && note->velocity < 128 && note->nudge >= -TN_MAX_NUDGE &&
         note->nudge <= TN_MAX_NUDGE;
}

static bool are_notes(const TnNote* notes, int count, int32_t ticks) {
  for (int i = 0; i < count; ++i) {
    if (!is_note(&notes[i], ticks) || (i > 0 && tn_codec_compare(&notes[i - 1], &notes[i]) >= 0)) {
      return false;
    }
  }
  return true;
}

static uint64_t add(uint64_t print, uint64_t value) {
  return tn_random_mix(print ^ value);
}

static uint64_t print_of(const TnPrompt* p) {
  uint64_t print = add((uint64_t)p->count, (uint64_t)p->ticks);
  print =
      add(print, (uint64_t)p->meter.numerator << 16 | (uint64_t)p->meter.denominator << 8 | p->key);
  for (int i = 0; i < p->count; ++i) {
    const TnNote* n = &p->notes[i];
    print = add(print, (uint64_t)n->onset << 32 | (uint64_t)n->duration);
    print = add(print, (uint64_t)n->part << 24 | (uint64_t)n->pitch << 16 |
                           (uint64_t)n->velocity << 8 | (uint8_t)n->nudge);
  }
  return print;
}

bool tn_prompt_set(TnPrompt* p, const TnNote* notes, int count, int32_t ticks, TnMeter meter,
                   uint8_t key) {
  if (count == 0) {
    *p = (TnPrompt){.count = 0};
    return true;
  }
  if (count < 0 || count > TN_PROMPT_NOTES || ticks <= 0 || ticks > TN_PROMPT_TICKS ||
      !is_meter(meter) || key >= TN_KEYS || !are_notes(notes, count, ticks)) {
    return false;
  }
  p->count = count;
  p->ticks = ticks;
  p->meter = (TnMeter){0, meter.numerator, meter.denominator};
  p->key = key;
  memmove(p->notes, notes, (size_t)count * sizeof notes[0]);
  p->print = print_of(p);
  return true;
}
