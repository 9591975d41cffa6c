#include "plugin/engine/composer.h"

#include "plugin/engine/codec.h"

#include <stddef.h>
#include <string.h>

static size_t align(size_t bytes) {
  const size_t unit = _Alignof(max_align_t);
  return (bytes + unit - 1) / unit * unit;
}

size_t tn_composer_bytes(const TnSizes* sizes) {
  const size_t phrase = align(TN_PHRASE_NOTES * sizeof(TnNote)) +
                        align(tn_network_state_floats(sizes) * sizeof(float));
  return align(sizeof(TnComposer)) + align(tn_generator_scratch_floats(sizes) * sizeof(float)) +
         TN_PHRASES * phrase;
}

static void* take(uint8_t** next, size_t bytes) {
  void* piece = *next;
  *next += align(bytes);
  return piece;
}

TnComposer* tn_composer_init(void* block, const TnNetwork* network, uint8_t key) {
  // Also so that the audio thread is not the first to touch a page.
  memset(block, 0, tn_composer_bytes(&network->sizes));
  uint8_t* next = block;
  TnComposer* composer = take(&next, sizeof *composer);
  composer->network = network;
  composer->key = key;
  composer->scratch = take(&next, tn_generator_scratch_floats(&network->sizes) * sizeof(float));
  for (int i = 0; i < TN_PHRASES; ++i) {
    TnPhrase* phrase = &composer->phrases[i];
    phrase->notes = take(&next, TN_PHRASE_NOTES * sizeof(TnNote));
    phrase->state = take(&next, tn_network_state_floats(&network->sizes) * sizeof(float));
  }
  return composer;
}

static bool settings_equal(TnSettings a, TnSettings b) {
  return a.sampling.temperature == b.sampling.temperature && a.sampling.top_p == b.sampling.top_p &&
         a.seed == b.seed && a.bars == b.bars && a.key == b.key;
}

static bool meters_equal(TnMeter a, TnMeter b) {
  return a.numerator == b.numerator && a.denominator == b.denominator;
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
  phrase->draw_bar = bar - 1; // nothing is drawn yet
  phrase->in_bar = 0;
  memset(phrase->state, 0, tn_network_state_floats(&composer->network->sizes) * sizeof(float));
  tn_context_start(&phrase->context, &composer->network->vocabulary, &phrase->meter, 1, phrase->end,
                   settings.key ? settings.key : composer->key);
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

void tn_composer_step(TnComposer* composer, TnPhrase* phrase, TnSettings settings) {
  phrase->pure = phrase->pure && settings_equal(settings, phrase->settings);
  const int64_t bar = phrase->bar + phrase->context.tick / tn_meter_bar_ticks(phrase->meter);
  phrase->in_bar = bar == phrase->draw_bar ? phrase->in_bar + 1 : 0;
  phrase->draw_bar = bar;
  const TnDraw draw = {.seed = settings.seed, .bar = bar, .event = phrase->in_bar};
  int32_t tick = phrase->context.tick;
  const TnEvent event = tn_generator_next(composer->network, &phrase->context, phrase->state,
                                          settings.sampling, draw, composer->scratch);
  TnNote note;
  const bool is_note = tn_codec_decode(&composer->network->vocabulary, event, &tick, &note);
  if (event.kind == TN_EVENT_END || tick >= phrase->end || phrase->count == TN_PHRASE_NOTES) {
    phrase->complete = true;
    return;
  }
  if (is_note) {
    const int32_t left = phrase->end - note.onset;
    note.duration = note.duration < left ? note.duration : left;     // the next phrase begins clean
    note.nudge = note.onset == 0 && note.nudge < 0 ? 0 : note.nudge; // and the last ends so
    phrase->notes[phrase->count++] = note;
  }
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
  return phrase->complete ? phrase->end : phrase->context.tick;
}
