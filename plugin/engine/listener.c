// The second network, which hears a phrase as it is played.
#include "plugin/engine/composing.h"
#include "plugin/engine/given.h"
#include "plugin/engine/opening.h"

#include <stddef.h>

// Of the phrase: the bar that the listener's last event stands in.
static void count_event(const TnPhrase* phrase, TnFront* front) {
  const int32_t tick = front->generator.context.tick - phrase->lead;
  const int bar = tn_phrase_bar_at(phrase, tick > 0 ? tick : 0);
  front->in_bar = bar == front->bar ? front->in_bar + 1 : 1;
  front->bar = bar;
  tn_phrase_tell_section(phrase, bar, &front->generator.context);
}

bool tn_composer_hear(TnComposer* composer, TnPhrase* phrase, int32_t tick, int64_t* work) {
  TnListener* listener = &composer->listener;
  TnFront* front = &listener->front;
  const bool is_beyond =
      listener->events > 0 && front->generator.context.tick - phrase->lead > tick;
  if (listener->phrase != phrase || is_beyond) { // or the playhead has gone back
    listener->phrase = phrase;
    listener->events = 0;
    tn_opening_start(composer, phrase, front);
  }
  while (tn_opening_hears(phrase, front)) {
    if (!tn_opening_hear(composer, phrase, front, work)) {
      return false;
    }
  }
  while (listener->events < phrase->event_count) {
    const TnEvent event = phrase->events[listener->events];
    if (front->generator.context.tick + event.dt - phrase->lead > tick) {
      return true;
    }
    if (!tn_generator_follow(&front->generator, event, work)) {
      return false;
    }
    count_event(phrase, front);
    ++listener->events;
  }
  return true;
}

static void forget_notes(TnPhrase* phrase, int32_t tick) {
  phrase->count = tn_phrase_find(phrase, tick + 1);
  phrase->live_count = 0;
  phrase->live_heard = 0;
  phrase->complete = tick + 1 >= phrase->end; // nothing can follow
  phrase->pure = false; // even under its own settings: what waits is drawn otherwise
}

void tn_composer_forget_after(TnComposer* composer, TnPhrase* phrase, int32_t tick,
                              const TnBrief* brief) {
  TnListener* listener = &composer->listener;
  TnFront* front = &phrase->front;
  TnContext* context = &front->generator.context;
  const int bar = tn_phrase_bar_at(phrase, tick);
  forget_notes(phrase, tick);
  phrase->event_count = listener->events;
  listener->front.generator.context.key = tn_opening_key(composer, phrase, &brief->settings);
  tn_generator_copy(&front->generator, &listener->front.generator);
  front->heard = listener->front.heard;
  front->in_bar = bar == listener->front.bar ? listener->front.in_bar : 0;
  front->bar = bar;
  front->given = 0;
  front->rests_to = 0;
  phrase->looked_from = -1;
  tn_phrase_tell_section(phrase, bar, context);
  tn_context_wait(context, phrase->lead + tick + 1);
  tn_composing_count_voices(composer, phrase, brief);
}

void tn_composer_tell(TnPhrase* phrase, const TnNote* notes, int count) {
  phrase->live_count = count < TN_LIVE_NOTES ? count : TN_LIVE_NOTES;
  phrase->live_heard = 0;
  for (int i = 0; i < phrase->live_count; ++i) {
    phrase->live[i] = notes[i];
  }
}

static int row_of(const TnPhrase* phrase, const TnVocabulary* v, const TnNote* note) {
  const TnNote heard = tn_given_moved(v, *note, phrase->shift);
  return tn_given_is_heard(v, &heard) ? tn_vocabulary_pitch_row(v, heard.part, heard.pitch) : -1;
}

void tn_composer_hold(TnComposer* composer, TnPhrase* phrase, const TnNote* notes, int count) {
  int16_t rows[TN_LIVE_NOTES];
  int held = 0;
  for (int i = 0; i < count; ++i) {
    const int row = row_of(phrase, &composer->model->vocabulary, &notes[i]);
    rows[held] = (int16_t)row;
    held += row >= 0;
  }
  tn_context_hold(&composer->listener.front.generator.context, rows, held);
  tn_context_hold(&phrase->front.generator.context, rows, held);
}

void tn_composer_complete(TnComposer* composer, TnPhrase* phrase, const TnNote* note) {
  const TnVocabulary* v = &composer->model->vocabulary;
  const int row = row_of(phrase, v, note);
  const int32_t tick = phrase->lead + note->onset;
  const uint8_t duration = (uint8_t)tn_vocabulary_duration_class(v, note->duration);
  tn_history_complete(&composer->listener.front.generator.context.history, tick, row, duration);
  tn_history_complete(&phrase->front.generator.context.history, tick, row, duration);
}
