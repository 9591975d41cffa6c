#include "plugin/engine/generator.h"

#include <assert.h>
#include <string.h>

// What it costs to find out what the network is told and what is allowed, within bounds too, and to
// draw.
enum { FIELD_WORK = 8192, BOUNDS_WORK = 8192, CLASS_WORK = 16 };

static_assert(FIELD_WORK + BOUNDS_WORK + CLASS_WORK * TN_MAX_CLASSES <= TN_STEP_WORK,
              "a field is one piece");

size_t tn_generator_bytes(const TnSizes* sizes) {
  return tn_step_bytes(sizes);
}

void tn_generator_init(TnGenerator* g, const TnModel* model, void* block) {
  tn_step_init(&g->step, model, block);
}

void tn_generator_start(TnGenerator* g, const TnMeter* meters, int meter_count, int32_t end,
                        uint8_t key) {
  tn_step_clear(&g->step);
  tn_context_start(&g->context, &g->step.model->vocabulary, meters, meter_count, end, key);
  g->field = TN_FIELDS;
}

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

// Begins to draw the event from its first field on.
static void begin_fields(TnGenerator* g) {
  g->next = (TnEvent){.kind = TN_EVENT_NOTE};
  g->field = TN_DT;
  g->asked = false;
}

// Lets the network take in the event before.
static bool step(TnGenerator* g, int64_t* work) {
  if (g->field == TN_FIELDS) {
    if (!tn_step_pay(work, FIELD_WORK)) {
      return false;
    }
    const TnTable* table = &g->step.model->input_table;
    g->step.row_count = tn_context_input_rows(&g->context, table, g->step.rows);
    g->stepped = false;
    begin_fields(g);
    tn_step_begin(&g->step);
  }
  g->stepped = g->stepped || tn_step_work(&g->step, work);
  return g->stepped;
}

// Lets the head of a field say how likely each of its classes is.
static bool ask(TnGenerator* g, TnField field, int64_t* work) {
  if (!g->asked) {
    if (!tn_step_pay(work, FIELD_WORK)) {
      return false;
    }
    const TnTable* table = &g->step.model->heads[field].table;
    g->step.row_count = tn_context_condition_rows(&g->context, table, field, g->next, g->step.rows);
    g->asked = true;
    tn_step_begin_head(&g->step, field);
  }
  return tn_step_work(&g->step, work);
}

// What of a field can be drawn, and how likely it is.
static void weigh(TnGenerator* g, TnField field, const TnBounds* bounds, uint8_t* allowed) {
  const TnVocabulary* v = &g->step.model->vocabulary;
  tn_context_allowed(&g->context, field, g->next, allowed);
  if (field == TN_DT && v->has_end) {
    const int end = tn_vocabulary_end(v);
    consider_end(&g->context, &g->step.y[end], &allowed[end]);
  }
  if (bounds) {
    tn_bounds_narrow(bounds, &g->context, field, g->next, allowed);
    tn_bounds_tilt(bounds, v, field, g->next, g->step.y);
  }
}

// A time step into the wait is drawn again, of those beyond. So where the network would have struck
// nothing before, it goes on as if there were no wait. Bits that led into the wait are not any
// bits: the second draw mixes them anew.
static int draw_time(const TnGenerator* g, uint8_t* allowed, int classes, TnSampling sampling,
                     uint64_t bits) {
  const int class = tn_sampler_draw(g->step.y, allowed, classes, sampling, bits);
  if (!tn_context_is_early(&g->context, class)) {
    return class;
  }
  for (int dt = 0; dt < classes; ++dt) {
    allowed[dt] = allowed[dt] && !tn_context_is_early(&g->context, dt);
  }
  return tn_sampler_draw(g->step.y, allowed, classes, sampling, tn_random_mix(bits));
}

enum { NO_CLASS = -1 };

static uint8_t pitch_of_row(const TnVocabulary* v, int part, int row) {
  const TnPitchRange range = tn_vocabulary_pitch_range(v, part);
  return (uint8_t)(range.low + row - range.first);
}

// Tells what a pitch is drawn from. Not paid for as work: when notes are composed does not depend
// on whether somebody looks.
static void tell_odds(const TnGenerator* g, const uint8_t* allowed, int classes,
                      TnSampling sampling, TnOdds* odds) {
  const TnVocabulary* v = &g->step.model->vocabulary;
  uint32_t weights[TN_MAX_CLASSES];
  const uint64_t sum = tn_sampler_shares(g->step.y, allowed, classes, sampling, weights);
  const TnPitchRange range = tn_vocabulary_pitch_range(v, g->next.part);
  ++odds->version;
  odds->part = g->next.part;
  odds->drums = g->next.part == v->drum_part;
  odds->shift = odds->drums ? 0 : odds->shift;
  memset(odds->shares, 0, sizeof odds->shares);
  for (int row = range.first; sum > 0 && row < classes && row < range.last; ++row) {
    const uint64_t share = (uint64_t)weights[row] * TN_WHOLE_SHARE / sum;
    odds->shares[pitch_of_row(v, g->next.part, row) % TN_MAX_PITCHES] = (uint16_t)share;
  }
}

// Time steps, rests and the end among them, are drawn in a manner of their own where the style has
// one. trainer/QUALITY.md tells why.
static TnSampling sampling_of(TnField field, TnSampling sampling, const TnBounds* bounds) {
  const bool apart = field == TN_DT && bounds && bounds->rhythm > 0.0F;
  return apart ? (TnSampling){sampling.temperature * bounds->rhythm, 1.0F} : sampling;
}

// Draws a field of the event: NO_CLASS where the bounds leave nothing. False where the work that is
// left does not do.
static bool draw_field(TnGenerator* g, TnField field, TnSampling sampling, TnDraw draw,
                       const TnBounds* bounds, int64_t* work, int* class) {
  const int classes = tn_vocabulary_classes(&g->step.model->vocabulary, field);
  *class = 0;
  if (classes < 2) {
    return true;
  }
  const int64_t cost = FIELD_WORK + (bounds ? BOUNDS_WORK : 0) + (int64_t)CLASS_WORK * classes;
  if (!ask(g, field, work) || !tn_step_pay(work, cost)) {
    return false;
  }
  uint8_t allowed[TN_MAX_CLASSES];
  weigh(g, field, bounds, allowed);
  sampling = sampling_of(field, sampling, bounds);
  draw.field = (uint32_t)field;
  const uint64_t bits = tn_random_bits(&draw);
  if (field == TN_DT) {
    *class = draw_time(g, allowed, classes, sampling, bits);
  } else if (memchr(allowed, 1, (size_t)classes)) {
    *class = tn_sampler_draw(g->step.y, allowed, classes, sampling, bits);
  } else {
    *class = NO_CLASS;
  }
  if (field == TN_PITCH && bounds && bounds->odds && *class != NO_CLASS) {
    tell_odds(g, allowed, classes, sampling, bounds->odds);
    bounds->odds->pitch = pitch_of_row(&g->step.model->vocabulary, g->next.part, *class);
  }
  return true;
}

static void set_field(TnGenerator* g, TnField field, int class) {
  const TnVocabulary* v = &g->step.model->vocabulary;
  uint8_t* const fields[TN_FIELDS] = {&g->next.dt,       &g->next.part,     &g->next.pitch,
                                      &g->next.duration, &g->next.velocity, &g->next.nudge};
  *fields[field] = field == TN_PITCH ? pitch_of_row(v, g->next.part, class) : (uint8_t) class;
  if (field == TN_DT && v->has_end && class == tn_vocabulary_end(v)) {
    g->next.kind = TN_EVENT_END;
  } else if (field == TN_DT && class == tn_vocabulary_rest(v)) {
    g->next.kind = TN_EVENT_REST;
  }
}

// Goes on to the next field, if the event has one.
static void take_class(TnGenerator* g, int class) {
  set_field(g, (TnField)g->field, class);
  g->asked = false;
  g->field = g->next.kind == TN_EVENT_NOTE ? g->field + 1 : TN_FIELDS;
}

bool tn_generator_follow(TnGenerator* g, TnEvent event, int64_t* work) {
  if (!step(g, work)) {
    return false;
  }
  g->field = TN_FIELDS;
  tn_context_advance(&g->context, event);
  return true;
}

// Whether the note that is complete was begun under other bounds and is outside these.
static bool is_outside(const TnGenerator* g, const TnBounds* bounds) {
  return bounds && g->field == TN_FIELDS && g->next.kind == TN_EVENT_NOTE &&
         !tn_bounds_hold(bounds, &g->step.model->vocabulary, g->next);
}

TnDrawn tn_generator_next(TnGenerator* g, TnSampling sampling, TnDraw draw, const TnBounds* bounds,
                          int64_t* work, TnEvent* event) {
  if (!step(g, work)) {
    return TN_DRAWING;
  }
  while (g->field < TN_FIELDS) {
    int class;
    if (!draw_field(g, (TnField)g->field, sampling, draw, bounds, work, &class)) {
      return TN_DRAWING;
    }
    if (class != NO_CLASS) {
      take_class(g, class);
    }
    const bool reached = bounds && tn_bounds_reached(bounds, &g->context, g->next);
    const bool ends = g->next.kind == TN_EVENT_END;
    if (class == NO_CLASS || reached || is_outside(g, bounds)) {
      begin_fields(g);
    }
    if (reached) {
      return ends ? TN_AT_END : TN_AT_LIMIT;
    }
  }
  tn_context_advance(&g->context, g->next);
  *event = g->next;
  return TN_DRAWN;
}

void tn_generator_copy(TnGenerator* to, const TnGenerator* from) {
  tn_step_copy(&to->step, &from->step);
  to->context = from->context;
  to->field = from->field;
  to->stepped = from->stepped;
  to->asked = from->asked;
  to->next = from->next;
}
