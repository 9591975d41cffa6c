#include "plugin/engine/composer.h"

#include "plugin/engine/codec.h"

#include <string.h>

static bool settings_equal(TnSettings a, TnSettings b) {
  return a.sampling.temperature == b.sampling.temperature && a.sampling.top_p == b.sampling.top_p &&
         a.seed == b.seed && a.bars == b.bars && a.key == b.key;
}

static bool meters_equal(TnMeter a, TnMeter b) {
  return a.numerator == b.numerator && a.denominator == b.denominator;
}

static uint8_t key_of(const TnComposer* composer, TnSettings settings) {
  return settings.key ? settings.key : composer->key;
}

static void start_front(const TnComposer* composer, const TnPhrase* phrase, TnFront* front) {
  front->drawing = false;
  front->draw_bar = phrase->bar - 1; // nothing is drawn yet
  front->in_bar = 0;
  tn_generator_start(&front->generator, &phrase->meter, 1, phrase->end,
                     key_of(composer, phrase->settings));
}

static void begin(TnComposer* composer, TnPhrase* phrase, int64_t bar, TnMeter meter,
                  TnSettings settings) {
  phrase->used = true;
  phrase->pure = true;
  phrase->complete = false;
  phrase->bar = bar;
  phrase->meter = (TnMeter){0, meter.numerator, meter.denominator};
  phrase->settings = settings;
  phrase->end = settings.bars * tn_meter_bar_ticks(meter);
  phrase->count = 0;
  phrase->event_count = 0;
  start_front(composer, phrase, &phrase->front);
  if (composer->listener.phrase == phrase) {
    composer->listener.phrase = NULL;
  }
}

void tn_composer_keep(TnComposer* composer, TnPhrase* phrase) {
  phrase->visit = ++composer->visits;
}

TnPhrase* tn_composer_phrase(TnComposer* composer, int64_t bar, TnMeter meter,
                             TnSettings settings) {
  TnPhrase* oldest = &composer->phrases[0];
  for (int i = 0; i < TN_PHRASES; ++i) {
    TnPhrase* phrase = &composer->phrases[i];
    if (phrase->used && phrase->pure && phrase->bar == bar && meters_equal(phrase->meter, meter) &&
        settings_equal(phrase->settings, settings)) {
      tn_composer_keep(composer, phrase);
      return phrase;
    }
    if (!phrase->used || (oldest->used && phrase->visit < oldest->visit)) {
      oldest = phrase;
    }
  }
  begin(composer, oldest, bar, meter, settings);
  tn_composer_keep(composer, oldest);
  return oldest;
}

// Counts the event that is to come, of those of its bar.
static void begin_event(const TnPhrase* phrase, TnFront* front) {
  const int32_t tick = front->generator.context.tick;
  const int64_t bar = phrase->bar + tick / tn_meter_bar_ticks(phrase->meter);
  if (!front->drawing) {
    front->in_bar = bar == front->draw_bar ? front->in_bar + 1 : 0;
    front->draw_bar = bar;
    front->drawing = true;
  }
}

static void add_event(TnPhrase* phrase, const TnVocabulary* vocabulary, int32_t tick,
                      TnEvent event) {
  TnNote note;
  const bool is_note = tn_codec_decode(vocabulary, event, &tick, &note);
  if (event.kind == TN_EVENT_END || tick >= phrase->end || phrase->count == TN_PHRASE_NOTES ||
      phrase->event_count == TN_PHRASE_EVENTS) {
    phrase->complete = true;
    return;
  }
  phrase->events[phrase->event_count++] = event;
  if (is_note) {
    const int32_t left = phrase->end - note.onset;
    note.duration = note.duration < left ? note.duration : left;     // the next phrase begins clean
    note.nudge = note.onset == 0 && note.nudge < 0 ? 0 : note.nudge; // and the last ends so
    phrase->notes[phrase->count++] = note;
  }
}

bool tn_composer_work(TnComposer* composer, TnPhrase* phrase, TnSettings settings, int64_t* work) {
  TnFront* front = &phrase->front;
  phrase->pure = phrase->pure && settings_equal(settings, phrase->settings);
  begin_event(phrase, front);
  const TnDraw draw = {.seed = settings.seed, .bar = front->draw_bar, .event = front->in_bar};
  const int32_t tick = front->generator.context.tick;
  TnEvent event;
  if (tn_generator_next(&front->generator, settings.sampling, draw, NULL, work, &event) !=
      TN_DRAWN) {
    return false;
  }
  front->drawing = false;
  add_event(phrase, &composer->model->vocabulary, tick, event);
  return true;
}

bool tn_composer_hear(TnComposer* composer, const TnPhrase* phrase, int32_t tick, int64_t* work) {
  TnListener* listener = &composer->listener;
  TnFront* front = &listener->front;
  if (listener->phrase != phrase) {
    listener->phrase = phrase;
    listener->events = 0;
    listener->notes = 0;
    start_front(composer, phrase, front);
  }
  while (listener->events < phrase->event_count) {
    const TnEvent event = phrase->events[listener->events];
    if (front->generator.context.tick + event.dt > tick) {
      return true;
    }
    begin_event(phrase, front);
    if (!tn_generator_follow(&front->generator, event, work)) {
      return false;
    }
    front->drawing = false;
    listener->notes += event.kind == TN_EVENT_NOTE;
    ++listener->events;
  }
  return true;
}

void tn_composer_forget_after(TnComposer* composer, TnPhrase* phrase, int32_t tick,
                              TnSettings settings) {
  TnListener* listener = &composer->listener;
  listener->front.generator.context.key = key_of(composer, settings);
  phrase->count = listener->notes;
  phrase->event_count = listener->events;
  phrase->complete = false;
  phrase->pure = false; // even under its own settings: what waits is drawn otherwise
  phrase->front.drawing = false;
  phrase->front.draw_bar = listener->front.draw_bar;
  phrase->front.in_bar = listener->front.in_bar;
  tn_generator_copy(&phrase->front.generator, &listener->front.generator);
  tn_context_wait(&phrase->front.generator.context, tick + 1);
}

void tn_composer_step(TnComposer* composer, TnPhrase* phrase, TnSettings settings) {
  int64_t unbounded = INT64_MAX;
  (void)tn_composer_work(composer, phrase, settings, &unbounded);
}

const TnNote* tn_composer_next_note(TnPhrase* phrase, int index) {
  if (index >= phrase->count) {
    return NULL;
  }
  TnNote* notes = phrase->notes;
  int first = index;
  for (int i = index; i < phrase->count && notes[i].onset == notes[index].onset; ++i) {
    first = notes[i].nudge < notes[first].nudge ? i : first;
  }
  const TnNote next = notes[first];
  memmove(notes + index + 1, notes + index, (size_t)(first - index) * sizeof *notes);
  notes[index] = next;
  return &notes[index];
}

int32_t tn_composer_reach(const TnPhrase* phrase) {
  return phrase->complete ? phrase->end : phrase->front.generator.context.tick;
}
