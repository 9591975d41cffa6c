// How likely the network finds events, read one after the other as in play, in single precision.
#ifndef TN_TESTS_ENGINE_NATS_H
#define TN_TESTS_ENGINE_NATS_H

#include "plugin/engine/context.h"
#include "tests/unit/reference_network.h"

#include <math.h>

static inline int engine_class(const TnVocabulary* v, TnEvent event, TnField field) {
  switch (field) {
  case TN_DT:
    return event.dt;
  case TN_PART:
    return event.part;
  case TN_PITCH:
    return tn_vocabulary_pitch_row(v, event.part, event.pitch);
  case TN_DURATION:
    return event.duration;
  case TN_VELOCITY:
    return event.velocity;
  default:
    return event.nudge;
  }
}

// -ln p of one field.
static inline double engine_nats_of_field(const TnNetwork* n, const TnContext* c,
                                          const float* state, TnField field, TnEvent event,
                                          float* scratch) {
  float logits[TN_MAX_CLASSES];
  uint8_t allowed[TN_MAX_CLASSES];
  uint16_t rows[TN_MAX_ROWS];
  const TnHead* head = &n->heads[field];
  const int count = tn_context_condition_rows(c, &head->table, field, event, rows);
  tn_context_allowed(c, field, event, allowed);
  reference_head(n, field, state, rows, count, scratch, logits);
  reference_softmax(logits, allowed, head->classes);
  if (event.kind != TN_EVENT_END || n->vocabulary.has_end) {
    return -log((double)logits[engine_class(&n->vocabulary, event, field)]);
  }
  double longer = 0; // the silence at the end is only known to be longer than dt
  for (int k = event.dt + 1; k < head->classes; ++k) {
    longer += (double)logits[k];
  }
  return -log(longer);
}

// Takes `event` in: advances state and context, and writes -ln p of each field; 0 where the event
// has no such field. `scratch` holds reference_scratch_floats().
static inline void engine_nats(const TnNetwork* n, TnContext* c, float* state, TnEvent event,
                               float* scratch, double nats[TN_FIELDS]) {
  uint16_t rows[TN_MAX_ROWS];
  const int count = tn_context_input_rows(c, &n->input_table, rows);
  reference_step(n, state, rows, count, scratch);
  for (int f = 0; f < TN_FIELDS; ++f) {
    const bool has_field = f == TN_DT || event.kind == TN_EVENT_NOTE;
    nats[f] = has_field ? engine_nats_of_field(n, c, state, (TnField)f, event, scratch) : 0;
  }
  tn_context_advance(c, event);
}

#endif
