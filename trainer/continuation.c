#include "trainer/continuation.h"

#include "plugin/engine/generator.h"

#include <stdlib.h>

// A style in the midst of a piece.
typedef struct {
  const TnStyle* style;
  const Prompt* prompt;
  TnSettings settings;
  int32_t end; // ticks of the grid, as all here
  TnContext context;
  float* state;   // [L, 2, H]
  float* scratch; // tn_generator_scratch_floats()
  TnDraw draw;    // of the last event; bars count from the line after the phrase
  Recording* recording;
} Continuation;

static TnMeter last_meter(const Prompt* prompt) {
  return prompt->piece.meters[prompt->piece.meter_count - 1];
}

static int32_t end_tick(const Prompt* prompt, int bars) {
  return prompt->line + bars * tn_meter_bar_ticks(last_meter(prompt));
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
  const TnNetwork* network = &c->style->network;
  const Piece* piece = &c->prompt->piece;
  const TnVocabulary* v = &network->vocabulary;
  TnEvent* events = malloc(tn_codec_capacity(v, piece->notes, piece->note_count) * sizeof *events);
  if (!events) {
    return false;
  }
  const size_t count = tn_codec_encode(v, piece->notes, piece->note_count, events);
  tn_context_start(&c->context, v, piece->meters, piece->meter_count, c->end, key_of(c));
  for (size_t i = 0; i < count && events[i].kind != TN_EVENT_END; ++i) {
    tn_generator_follow(network, &c->context, c->state, events[i], c->scratch);
  }
  free(events);
  tn_context_wait(&c->context, c->prompt->entry);
  return true;
}

// Keyed as the composer keys its draws: by the bar in which the event before stands.
static TnEvent next_event(Continuation* c) {
  const int32_t bar_ticks = tn_meter_bar_ticks(last_meter(c->prompt));
  const int32_t into = c->context.tick - c->prompt->line;
  const int64_t bar = into < 0 ? -1 : into / bar_ticks;
  c->draw.event = bar == c->draw.bar ? c->draw.event + 1 : 0;
  c->draw.bar = bar;
  return tn_generator_next(&c->style->network, &c->context, c->state, c->settings.sampling, c->draw,
                           c->scratch);
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
  int32_t tick = c->context.tick;
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

bool continuation_make(const TnStyle* style, const Prompt* prompt, const RecordingOptions* options,
                       Recording* recording) {
  const TnSizes* sizes = &style->network.sizes;
  const TnSettings settings = tn_engine_settings(&options->controls);
  Continuation c = {.style = style,
                    .prompt = prompt,
                    .settings = settings,
                    .end = end_tick(prompt, options->bars),
                    .state = calloc(tn_network_state_floats(sizes), sizeof *c.state),
                    .scratch = malloc(tn_generator_scratch_floats(sizes) * sizeof *c.scratch),
                    .draw = {.seed = settings.seed, .bar = INT64_MIN},
                    .recording = recording};
  *recording = (Recording){0};
  const bool ok =
      c.state && c.scratch && copy_phrase(prompt, recording) && follow_phrase(&c) && play_on(&c);
  free(c.state);
  free(c.scratch);
  if (!ok) {
    recording_free(recording);
  }
  return ok;
}
