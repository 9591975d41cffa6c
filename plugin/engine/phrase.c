#include "plugin/engine/phrase.h"

int32_t tn_phrase_reach(const TnPhrase* p) {
  const TnContext* c = &p->front.generator.context;
  const int32_t reach = (c->tick > c->wait ? c->tick : c->wait) - p->lead;
  if (p->complete || reach > p->end) {
    return p->end;
  }
  return reach > 0 ? reach : 0;
}

int32_t tn_phrase_line(const TnPhrase* p, int bar) {
  return tn_settings_line(&p->settings, p->meter, bar);
}

int tn_phrase_bar_at(const TnPhrase* p, int32_t tick) {
  int32_t bar = tick / tn_meter_bar_ticks(p->meter);
  bar = p->settings.pace > 0 ? bar / 2 : p->settings.pace < 0 ? 2 * bar : bar;
  while (tn_phrase_line(p, bar + 1) <= tick) { // at half the pace a bar may hold half a tick
    ++bar;
  }
  return bar;
}

// The length of a bar in fine: at half the pace it may be a whole number of half ticks.
static int32_t bar_of(const TnPhrase* p) {
  return tn_phrase_line(p, 2) * (TN_FINE_A_TICK / 2);
}

static int64_t number_of(const TnPhrase* p, const TnNote* note) {
  return p->bar + tn_phrase_bar_at(p, note->onset);
}

int32_t tn_phrase_swung(const TnPhrase* p, const TnFeel* feel, int32_t tick) {
  return tn_feel_swung(feel, bar_of(p), tick * TN_FINE_A_TICK);
}

TnSpan tn_phrase_span(const TnPhrase* p, const TnFeel* feel, const TnNote* note) {
  return tn_feel_span(feel, note, bar_of(p), number_of(p, note));
}

uint8_t tn_phrase_velocity(const TnPhrase* p, const TnTouch* touch, const TnFeel* feel,
                           const TnNote* note) {
  return tn_touch_velocity(touch, feel, note, bar_of(p), number_of(p, note));
}

int tn_phrase_section_end(const TnPhrase* p, int bar) {
  const int end = (bar / p->settings.bars + 1) * p->settings.bars;
  return end < p->bars ? end : p->bars;
}

void tn_phrase_tell_section(const TnPhrase* p, int bar, TnContext* context) {
  const int first = bar / p->settings.bars * p->settings.bars;
  context->begin = p->lead + tn_phrase_line(p, first);
  context->end = p->lead + tn_phrase_line(p, tn_phrase_section_end(p, bar));
}

int tn_phrase_find(const TnPhrase* p, int32_t tick) {
  int low = 0;
  int high = p->count;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (p->notes[middle].onset < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void tn_phrase_add_note(TnPhrase* p, TnNote note) {
  if (p->count == TN_PHRASE_NOTES) {
    p->complete = true;
    return;
  }
  const int32_t left = p->end - note.onset;
  note.duration = note.duration < left ? note.duration : left;     // the next phrase begins clean
  note.nudge = note.onset == 0 && note.nudge < 0 ? 0 : note.nudge; // and the last ends so
  p->notes[p->count++] = note;
}
