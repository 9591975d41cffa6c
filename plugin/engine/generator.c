#include "plugin/engine/generator.h"

size_t tn_generator_scratch_floats(const TnSizes* sizes) {
  return tn_network_scratch_floats(sizes) + TN_MAX_CLASSES;
}

typedef struct {
  const TnNetwork* network;
  const TnContext* context;
  const float* state;
  TnSampling sampling;
  TnDraw draw;
  float* scratch;
} Step;

// A piece ends once only, so a network hears of too few ends to believe that one is due: it is
// urged. In nats, at the beginning and at the end of the time in which the piece may end. Tried on
// seven styles, see trainer/TRIALS.md.
static const float FIRST_URGE = 3.0F;
static const float LAST_URGE = 5.0F;

// Whether the piece can end here, and how much likelier that is than the network says.
static void consider_end(const TnContext* c, float* logit, uint8_t* allowed) {
  const int32_t from = tn_context_ending(c);
  *allowed = *allowed && from >= 0 && c->tick >= from && c->previous.kind != TN_EVENT_START;
  if (*allowed && c->tick < c->end) {
    const float left = (float)(c->end - c->tick) / (float)(c->end - from);
    *logit += LAST_URGE - (LAST_URGE - FIRST_URGE) * left;
  }
}

static uint8_t draw_field(const Step* step, TnField field, TnEvent next) {
  const TnVocabulary* v = &step->network->vocabulary;
  const int classes = tn_vocabulary_classes(v, field);
  if (classes < 2) {
    return 0;
  }
  float* logits = step->scratch;
  uint8_t allowed[TN_MAX_CLASSES];
  uint16_t rows[TN_MAX_ROWS];
  tn_context_allowed(step->context, field, next, allowed);
  const int count = tn_context_condition_rows(step->context, &step->network->heads[field].table,
                                              field, next, rows);
  tn_network_head(step->network, field, step->state, rows, count, logits + TN_MAX_CLASSES, logits);
  if (field == TN_DT && v->has_end) {
    consider_end(step->context, &logits[tn_vocabulary_end(v)], &allowed[tn_vocabulary_end(v)]);
  }
  TnDraw draw = step->draw;
  draw.field = (uint32_t)field;
  return (uint8_t)tn_sampler_draw(logits, allowed, classes, step->sampling, tn_random_bits(&draw));
}

static uint8_t pitch_of_row(const TnVocabulary* v, int part, int row) {
  const TnPitchRange range = tn_vocabulary_pitch_range(v, part);
  return (uint8_t)(range.low + row - range.first);
}

static TnEvent draw_event(const Step* step) {
  const TnVocabulary* v = &step->network->vocabulary;
  TnEvent next = {.kind = TN_EVENT_NOTE};
  next.dt = draw_field(step, TN_DT, next);
  if (v->has_end && next.dt == tn_vocabulary_end(v)) {
    next.kind = TN_EVENT_END;
    return next;
  }
  if (next.dt == tn_vocabulary_rest(v)) {
    next.kind = TN_EVENT_REST;
    return next;
  }
  next.part = draw_field(step, TN_PART, next);
  next.pitch = pitch_of_row(v, next.part, draw_field(step, TN_PITCH, next));
  next.duration = draw_field(step, TN_DURATION, next);
  next.velocity = draw_field(step, TN_VELOCITY, next);
  next.nudge = draw_field(step, TN_NUDGE, next);
  return next;
}

static void step_network(const TnNetwork* network, const TnContext* context, float* state,
                         float* scratch) {
  uint16_t rows[TN_MAX_ROWS];
  const int count = tn_context_input_rows(context, &network->input_table, rows);
  tn_network_step(network, state, rows, count, scratch);
}

TnEvent tn_generator_next(const TnNetwork* network, TnContext* context, float* state,
                          TnSampling sampling, TnDraw draw, float* scratch) {
  step_network(network, context, state, scratch);
  const Step step = {network, context, state, sampling, draw, scratch};
  const TnEvent next = draw_event(&step);
  tn_context_advance(context, next);
  return next;
}

void tn_generator_follow(const TnNetwork* network, TnContext* context, float* state, TnEvent event,
                         float* scratch) {
  step_network(network, context, state, scratch);
  tn_context_advance(context, event);
}
