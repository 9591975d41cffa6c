#include "trainer/head_pass.h"

#include "plugin/engine/activation.h"
#include "plugin/engine/linear.h"
#include "trainer/matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void measure_add(Measure* sum, const Measure* more) {
  for (int f = 0; f < TN_FIELDS; ++f) {
    sum->nats[f] += more->nats[f];
    sum->right[f] += more->right[f];
    sum->fields[f] += more->fields[f];
  }
  sum->events += more->events;
  sum->notes += more->notes;
}

double measure_nats(const Measure* measure) {
  double nats = 0;
  for (int f = 0; f < TN_FIELDS; ++f) {
    nats += measure->nats[f];
  }
  return nats;
}

double measure_nats_a_note(const Measure* measure) {
  return measure->notes > 0 ? measure_nats(measure) / measure->notes : 0;
}

double measure_accuracy(const Measure* measure) {
  double right = 0;
  double fields = 0;
  for (int f = 0; f < TN_FIELDS; ++f) {
    right += measure->right[f];
    fields += measure->fields[f];
  }
  return fields > 0 ? right / fields : 0;
}

bool head_pass_init(HeadPass* pass, const TnVocabulary* v, const TnSizes* sizes, size_t n) {
  int classes = 1;
  for (int f = 0; f < TN_FIELDS; ++f) {
    const int of_field = tn_vocabulary_classes(v, (TnField)f);
    classes = of_field > classes ? of_field : classes;
  }
  *pass = (HeadPass){.steps = malloc(n * sizeof *pass->steps),
                     .top = calloc(n * (size_t)sizes->hidden, sizeof(float)),
                     .units = calloc(n * (size_t)sizes->head, sizeof(float)),
                     .logits = calloc(n * (size_t)classes, sizeof(float)),
                     .d_units = calloc(n * (size_t)sizes->head, sizeof(float)),
                     .d_top = calloc(n * (size_t)sizes->hidden, sizeof(float))};
  return pass->steps && pass->top && pass->units && pass->logits && pass->d_units && pass->d_top;
}

void head_pass_free(HeadPass* pass) {
  free(pass->steps);
  free(pass->top);
  free(pass->units);
  free(pass->logits);
  free(pass->d_units);
  free(pass->d_top);
  *pass = (HeadPass){0};
}

static size_t select_steps(HeadPass* pass, const Batch* batch, TnField field) {
  const size_t n = (size_t)batch->streams * (size_t)batch->steps;
  size_t selected = 0;
  for (size_t i = 0; i < n; ++i) {
    if (batch->counts[i] && batch_has_field(batch->targets[i], field)) {
      pass->steps[selected++] = (uint32_t)i;
    }
  }
  return selected;
}

// units = tanh(top hidden + condition rows + bias), logits = units output + output_bias
static void forward(HeadPass* pass, const TnHead* head, const RowLists* conditions, size_t count,
                    size_t hidden, size_t units) {
  for (size_t m = 0; m < count; ++m) {
    memcpy(pass->units + m * units, head->bias, units * sizeof(float));
    memcpy(pass->logits + m * (size_t)head->classes, head->output_bias,
           (size_t)head->classes * sizeof(float));
    if (head->condition) {
      const size_t step = pass->steps[m];
      tn_linear_add_rows(conditions->rows + step * TN_MAX_ROWS, conditions->count[step],
                         head->condition, (int)units, pass->units + m * units);
    }
  }
  matrix_product(1.0F, count, hidden, units, pass->top, head->hidden, pass->units);
  for (size_t i = 0; i < count * units; ++i) {
    pass->units[i] = tn_tanh(pass->units[i]);
  }
  matrix_product(1.0F, count, units, (size_t)head->classes, pass->units, head->output,
                 pass->logits);
}

// The classes that would be right, [first, last): one, but for the silence at the end of a piano
// roll, of which only is known that it is longer than so many ticks.
typedef struct {
  int first;
  int last;
} Target;

static Target target_of(TnEvent event, TnField field, const TnVocabulary* v) {
  int value = 0;
  switch (field) {
  case TN_DT:
    if (event.kind == TN_EVENT_END && !v->has_end) {
      return (Target){event.dt + 1, v->dt_values + 1};
    }
    value = event.dt;
    break;
  case TN_PART:
    value = event.part;
    break;
  case TN_PITCH:
    value = tn_vocabulary_pitch_row(v, event.part, event.pitch);
    break;
  case TN_DURATION:
    value = event.duration;
    break;
  default:
    value = event.velocity;
    break;
  }
  return (Target){value, value + 1};
}

// Turns logits into probabilities of the allowed classes, in place. Returns the likeliest class.
static int softmax(float* logits, const uint8_t* allowed, int classes) {
  int best = -1;
  for (int k = 0; k < classes; ++k) {
    if ((!allowed || allowed[k]) && (best < 0 || logits[k] > logits[best])) {
      best = k;
    }
  }
  const float highest = logits[best];
  float sum = 0.0F;
  for (int k = 0; k < classes; ++k) {
    logits[k] = !allowed || allowed[k] ? tn_exp(logits[k] - highest) : 0.0F;
    sum += logits[k];
  }
  for (int k = 0; k < classes; ++k) {
    logits[k] /= sum;
  }
  return best;
}

// -ln of the probability of the target; the logits become scale * d loss / d logits.
static double cross_entropy(float* logits, const uint8_t* allowed, int classes, Target target,
                            float scale, bool* right) {
  const int best = softmax(logits, allowed, classes);
  *right = best >= target.first && best < target.last;
  double p = 0;
  for (int k = target.first; k < target.last; ++k) {
    p += (double)logits[k];
  }
  p = p > 1e-30 ? p : 1e-30;
  for (int k = 0; k < classes; ++k) {
    const float share =
        k >= target.first && k < target.last ? (float)((double)logits[k] / p) : 0.0F;
    logits[k] = scale * (logits[k] - share);
  }
  return -log(p);
}

static void add_columns(const float* rows, size_t count, size_t width, float* sums) {
  for (size_t m = 0; m < count; ++m) {
    for (size_t j = 0; j < width; ++j) {
      sums[j] += rows[m * width + j];
    }
  }
}

static void backward(HeadPass* pass, const TnHead* head, const RowLists* conditions, size_t count,
                     size_t hidden, size_t units, TnHead* gradient, float* d_top) {
  const size_t classes = (size_t)head->classes;
  matrix_product_at(1.0F, units, count, classes, pass->units, pass->logits, gradient->output);
  add_columns(pass->logits, count, classes, gradient->output_bias);
  matrix_product_bt(0.0F, count, classes, units, pass->logits, head->output, pass->d_units);
  for (size_t i = 0; i < count * units; ++i) {
    pass->d_units[i] *= 1.0F - pass->units[i] * pass->units[i];
  }
  matrix_product_at(1.0F, hidden, count, units, pass->top, pass->d_units, gradient->hidden);
  add_columns(pass->d_units, count, units, gradient->bias);
  matrix_product_bt(0.0F, count, units, hidden, pass->d_units, head->hidden, pass->d_top);
  for (size_t m = 0; m < count; ++m) {
    const size_t step = pass->steps[m];
    const uint16_t* rows = conditions->rows + step * TN_MAX_ROWS;
    const float* d_units = pass->d_units + m * units;
    for (int r = 0; head->condition && r < conditions->count[step]; ++r) {
      float* row = gradient->condition + (size_t)rows[r] * units;
      for (size_t j = 0; j < units; ++j) {
        row[j] += d_units[j];
      }
    }
    for (size_t j = 0; j < hidden; ++j) {
      d_top[step * hidden + j] += pass->d_top[m * hidden + j];
    }
  }
}

static void run_head(HeadPass* pass, const TnNetwork* network, const Batch* batch, TnField field,
                     const float* top, float scale, TnNetwork* gradient, float* d_top,
                     Measure* measure) {
  const TnHead* head = &network->heads[field];
  const size_t hidden = (size_t)network->sizes.hidden;
  const size_t units = (size_t)network->sizes.head;
  const size_t count = select_steps(pass, batch, field);
  if (head->classes < 2 || count == 0) {
    return;
  }
  for (size_t m = 0; m < count; ++m) {
    memcpy(pass->top + m * hidden, top + pass->steps[m] * hidden, hidden * sizeof *top);
  }
  forward(pass, head, &batch->conditions[field], count, hidden, units);
  const size_t classes = (size_t)head->classes;
  for (size_t m = 0; m < count; ++m) {
    const size_t step = pass->steps[m];
    const uint8_t* allowed = batch->allowed[field] ? batch->allowed[field] + step * classes : NULL;
    const Target target = target_of(batch->targets[step], field, &network->vocabulary);
    bool right;
    measure->nats[field] +=
        cross_entropy(pass->logits + m * classes, allowed, head->classes, target, scale, &right);
    measure->right[field] += right;
    measure->fields[field] += 1;
  }
  if (gradient) {
    backward(pass, head, &batch->conditions[field], count, hidden, units, &gradient->heads[field],
             d_top);
  }
}

Measure head_pass_run(HeadPass* pass, const TnNetwork* network, const Batch* batch,
                      const float* top, float scale, TnNetwork* gradient, float* d_top) {
  Measure measure = {.events = 0};
  const size_t n = (size_t)batch->streams * (size_t)batch->steps;
  for (size_t i = 0; i < n; ++i) {
    measure.events += batch->counts[i];
    measure.notes += batch->counts[i] && batch->targets[i].kind == TN_EVENT_NOTE;
  }
  for (int f = 0; f < TN_FIELDS; ++f) {
    run_head(pass, network, batch, (TnField)f, top, scale, gradient, d_top, &measure);
  }
  return measure;
}
