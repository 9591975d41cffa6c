#include "trainer/continuation.h"

#include "plugin/engine/generator.h"
#include "plugin/kernel_choice.h"

#include <stdlib.h>

// A style in the midst of a piece.
typedef struct {
  const TnStyle* style;
  const Prompt* prompt;
  TnSettings settings;
  int32_t end; // ticks of the grid, as all here
  TnModel* model;
  void* block; // the generator's memory
  TnGenerator generator;
  TnDraw draw; // of the last event; bars count from the line after the phrase
  Recording* recording;
} Continuation;

TnMeter continuation_meter(const Prompt* prompt) {
  return prompt->piece.meters[prompt->piece.meter_count - 1];
}

static int32_t end_tick(const Prompt* prompt, int bars) {
  return prompt->line + bars * tn_meter_bar_ticks(continuation_meter(prompt));
}

int32_t continuation_end(const Prompt* prompt, const RecordingOptions* options) {
  return end_tick(prompt, options->bars) * TN_NUDGES_A_TICK;
}

static uint8_t key_of(const Continuation* c) {
  const uint8_t heard = c->prompt->piece.key ? c->prompt->piece.key : c->style->key;
  return c->settings.key ? c->settings.key : heard;
}

// The phrase, without an end.
static bool follow_phrase(Continuation* c) {
  const Piece* piece = &c->prompt->piece;
  const TnVocabulary* v = &c->style->network.vocabulary;
  int64_t unbounded = INT64_MAX;
  TnEvent* events = malloc(tn_codec_capacity(v, piece->notes, piece->note_count) * sizeof *events);
  if (!events) {
    return false;
  }
  const size_t count = tn_codec_encode(v, piece->notes, piece->note_count, events);
  tn_generator_start(&c->generator, piece->meters, piece->meter_count, c->end, key_of(c));
  for (size_t i = 0; i < count && events[i].kind != TN_EVENT_END; ++i) {
    (void)tn_generator_follow(&c->generator, events[i], &unbounded);
  }
  free(events);
  tn_context_wait(&c->generator.context, c->prompt->entry);
  return true;
}

// Keyed as the composer keys its draws: by the bar in which the event before stands.
static TnEvent next_event(Continuation* c) {
  const int32_t bar_ticks = tn_meter_bar_ticks(continuation_meter(c->prompt));
  const int32_t into = c->generator.context.tick - c->prompt->line;
  const int64_t bar = into < 0 ? -1 : into / bar_ticks;
  c->draw.event = bar == c->draw.bar ? c->draw.event + 1 : 0;
  c->draw.bar = bar;
  int64_t unbounded = INT64_MAX;
  TnEvent event;
  (void)tn_generator_next(&c->generator, c->settings.sampling, c->draw, NULL, &unbounded, &event);
  return event;
}

static int32_t to_grid(int32_t tick) {
  return (tick + TN_MAX_NUDGE) / TN_NUDGES_A_TICK;
}

// As it sounds, cut at the end.
static MidiFileNote sounding(const Continuation* c, const TnNote* note) {
  const int32_t onset = note->onset * TN_NUDGES_A_TICK + note->nudge;
  const int32_t left = c->end * TN_NUDGES_A_TICK - onset;
  const int32_t duration = note->duration * TN_NUDGES_A_TICK;
  const bool drums = note->part == c->style->network.vocabulary.drum_part;
  return (MidiFileNote){.onset = onset,
                        .duration = duration < left ? duration : left,
                        .track = drums ? RECORDING_DRUMS : RECORDING_PITCHED,
                        .channel = drums ? TN_DRUM_CHANNEL : 0,
                        .pitch = note->pitch,
                        .velocity = note->velocity};
}

// Two parts that meet are one key on a keyboard, as in the player: struck by the first of them and
// held by the longer. They follow each other in the order of events.
static bool joins_unison(Continuation* c, const MidiFileNote* note) {
  MidiFileNote* before = &c->recording->notes[c->recording->count - 1];
  if (before->track != note->track || before->pitch != note->pitch ||
      to_grid(before->onset) != to_grid(note->onset)) {
    return false;
  }
  const int32_t end = before->onset + before->duration;
  const int32_t other_end = note->onset + note->duration;
  before->onset = note->onset < before->onset ? note->onset : before->onset;
  before->duration = (other_end > end ? other_end : end) - before->onset;
  return true;
}

static bool record(Continuation* c, const TnNote* note) {
  const MidiFileNote heard = sounding(c, note);
  return joins_unison(c, &heard) || recording_add(c->recording, heard);
}

static bool play_on(Continuation* c) {
  int32_t tick = c->generator.context.tick;
  for (;;) {
    const TnEvent event = next_event(c);
    TnNote note;
    const bool is_note = tn_codec_decode(&c->style->network.vocabulary, event, &tick, &note);
    if (event.kind == TN_EVENT_END || tick >= c->end) {
      return true;
    }
    if (is_note && !record(c, &note)) {
      return false;
    }
  }
}

static bool copy_phrase(const Prompt* prompt, Recording* recording) {
  for (size_t i = 0; i < prompt->note_count; ++i) {
    if (!recording_add(recording, prompt->notes[i])) {
      return false;
    }
  }
  return true;
}

static bool get_ready(Continuation* c) {
  c->model = tn_model_new(&c->style->network, kernel_choice());
  c->block = malloc(tn_generator_bytes(&c->style->network.sizes));
  if (!c->model || !c->block) {
    return false;
  }
  tn_generator_init(&c->generator, c->model, c->block);
  return true;
}

bool continuation_make(const TnStyle* style, const Prompt* prompt, const RecordingOptions* options,
                       Recording* recording) {
  const TnSettings settings = tn_settings_from(&options->controls, 0, &style->network.vocabulary);
  Continuation c = {.style = style,
                    .prompt = prompt,
                    .settings = settings,
                    .end = end_tick(prompt, options->bars),
                    .draw = {.seed = settings.seed, .bar = INT64_MIN},
                    .recording = recording};
  *recording = (Recording){0};
  const bool ok =
      get_ready(&c) && copy_phrase(prompt, recording) && follow_phrase(&c) && play_on(&c);
  tn_model_free(c.model);
  free(c.block);
  if (!ok) {
    recording_free(recording);
  }
  return ok;
}
