#include "plugin/engine/feel.h"

#include "plugin/engine/random.h"
#include "plugin/engine/vocabulary.h"

enum {
  ONE = 1 << 16,                     // a control of 1, as a whole number
  LEAST_LENGTH = TN_FINE_A_TICK / 4, // fine
  MOST_DELAY = 2 * TN_FINE_A_TICK,   // fine
  MOST_TOUCH = 12                    // of velocity, either way
};

// What is drawn for a note. Beyond the fields of events, which are drawn by the same keys.
typedef enum { DELAY = 1 << 16, TOUCH = 2 << 16 } Drawn;

// Exact but for what is rounded off, towards 0: ONE is a power of two.
static int32_t whole(float control) {
  return (int32_t)(control * (float)ONE);
}

// A random number from 0 to `most` of the note's own.
static int32_t draw(const TnFeel* feel, const TnNote* note, int32_t bar, int64_t number, Drawn what,
                    int32_t most) {
  const TnDraw key = {.seed = feel->seed,
                      .bar = number,
                      .event = (uint32_t)(note->onset * TN_FINE_A_TICK % bar),
                      .field = (uint32_t)what | (uint32_t)note->part << 7 | note->pitch};
  return (int32_t)((tn_random_bits(&key) >> 32) * (uint64_t)(most + 1) >> 32);
}

// Straight in each step, so that what is between is kept.
int32_t tn_feel_swung(const TnFeel* feel, int32_t bar, int32_t time) {
  const int32_t step = feel->swing_ticks * TN_FINE_A_TICK;
  const int32_t later = step * whole(feel->swing) / ONE;
  const int32_t into = (time % bar + bar) % bar; // a nudge may take the first onset below 0
  if (step == 0 || into - into % (2 * step) + 2 * step > bar) {
    return time;
  }
  const int32_t at = into % (2 * step);
  const int32_t swung =
      at < step ? at * (step + later) / step : step + later + (at - step) * (step - later) / step;
  return time - at + swung;
}

// The onset, swung already, as it comes by humanize.
static int32_t delay(const TnFeel* feel, const TnNote* note, int32_t bar, int64_t number,
                     int32_t onset) {
  const int32_t next_bar = (note->onset * TN_FINE_A_TICK / bar + 1) * bar;
  const int32_t latest = next_bar - LEAST_LENGTH;
  const int32_t most = MOST_DELAY * whole(feel->humanize) / ONE;
  const int32_t delayed = onset + draw(feel, note, bar, number, DELAY, most);
  if (delayed <= latest) {
    return delayed;
  }
  return onset > latest ? onset : latest;
}

bool tn_feel_equal(const TnFeel* a, const TnFeel* b) {
  return a->gate == b->gate && a->swing == b->swing && a->humanize == b->humanize &&
         a->swing_ticks == b->swing_ticks && a->seed == b->seed;
}

TnSpan tn_feel_span(const TnFeel* feel, const TnNote* note, int32_t bar, int64_t number) {
  const int32_t composed = note->onset * TN_FINE_A_TICK + note->nudge * TN_FINE_A_NUDGE;
  const int64_t duration = (int64_t)note->duration * TN_FINE_A_TICK;
  const int32_t length = (int32_t)(duration * whole(feel->gate) / ONE);
  const int32_t onset = delay(feel, note, bar, number, tn_feel_swung(feel, bar, composed));
  const int32_t end = tn_feel_swung(feel, bar, composed + length);
  const int32_t soonest = onset + LEAST_LENGTH;
  return (TnSpan){onset, end > soonest ? end : soonest};
}

uint8_t tn_touch_velocity(const TnTouch* touch, const TnFeel* feel, const TnNote* note, int32_t bar,
                          int64_t number) {
  const int32_t scaled = (note->velocity * whole(touch->scale) + ONE / 2) / ONE;
  const int32_t away = MOST_TOUCH * whole(feel->humanize) / ONE;
  const int32_t struck = scaled - away + draw(feel, note, bar, number, TOUCH, 2 * away);
  const int32_t raised = struck > touch->least ? struck : touch->least;
  return (uint8_t)(raised < touch->most ? raised : touch->most);
}
