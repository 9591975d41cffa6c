#include "trainer/head_pass.h"

#include "trainer/loops.h"

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

double measure_field_nats_a_note(const Measure* measure, TnField field) {
  return measure->notes > 0 ? measure->nats[field] / measure->notes : 0;
}

double measure_field_accuracy(const Measure* measure, TnField field) {
  const double fields = measure->fields[field];
  return fields > 0 ? measure->right[field] / fields : 1;
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

// One field's head at work on the selected steps.
typedef struct {
  HeadPass* pass;
  const DenseNetwork* dense;
  DenseScratch* scratch;
  const TnHead* head;
  const RowLists* conditions;
  TnField field;
  size_t count; // selected steps
  size_t hidden;
  size_t units;
} HeadRun;

static void add_conditions(const HeadRun* run, size_t m) {
  const size_t step = run->pass->steps[m];
  const uint16_t* rows = run->conditions->rows + step * TN_MAX_ROWS;
  for (int r = 0; r < run->conditions->count[step]; ++r) {
    loops()->add(run->pass->units + m * run->units,
                 run->head->condition + (size_t)rows[r] * run->units, run->units);
  }
}

// units = tanh(top hidden + condition rows + bias), logits = units output + output_bias
static void forward(const HeadRun* run) {
  HeadPass* pass = run->pass;
  const TnHead* head = run->head;
  const size_t classes = (size_t)head->classes;
  for (size_t m = 0; m < run->count; ++m) {
    memcpy(pass->units + m * run->units, head->bias, run->units * sizeof(float));
    memcpy(pass->logits + m * classes, head->output_bias, classes * sizeof(float));
    add_conditions(run, m);
  }
  dense_forward(&run->dense->head_hidden[run->field], run->scratch, run->count, pass->top,
                pass->units);
  loops()->tanh(pass->units, run->count * run->units);
  dense_forward(&run->dense->head_output[run->field], run->scratch, run->count, pass->units,
                pass->logits);
}

Target head_target(TnEvent event, TnField field, const TnVocabulary* v) {
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
  case TN_VELOCITY:
    value = event.velocity;
    break;
  default:
    value = event.nudge;
    break;
  }
  return (Target){value, value + 1};
}

// -ln of the probability of the target; the logits become scale * d loss / d logits.
static double cross_entropy(float* logits, const uint8_t* allowed, int classes, Target target,
                            float scale, bool* right) {
  const int best = loops()->softmax(logits, allowed, classes);
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
    loops()->add(sums, rows + m * width, width);
  }
}

// The gradient of one selected step's condition rows, and of the top layer's output there.
static void scatter(const HeadRun* run, size_t m, TnHead* gradient, float* d_top) {
  const HeadPass* pass = run->pass;
  const size_t step = pass->steps[m];
  const uint16_t* rows = run->conditions->rows + step * TN_MAX_ROWS;
  for (int r = 0; r < run->conditions->count[step]; ++r) {
    loops()->add(gradient->condition + (size_t)rows[r] * run->units, pass->d_units + m * run->units,
                 run->units);
  }
  loops()->add(d_top + step * run->hidden, pass->d_top + m * run->hidden, run->hidden);
}

static void backward(const HeadRun* run, TnHead* gradient, float* d_top) {
  HeadPass* pass = run->pass;
  const size_t count = run->count;
  const size_t classes = (size_t)run->head->classes;
  dense_hold(run->scratch, count, classes, pass->logits);
  dense_gradient(run->scratch, run->units, pass->units, gradient->output);
  add_columns(pass->logits, count, classes, gradient->output_bias);
  dense_backward(&run->dense->head_output[run->field], run->scratch, count, pass->logits,
                 pass->d_units);
  loops()->tanh_backward(pass->d_units, pass->units, count * run->units);
  dense_hold(run->scratch, count, run->units, pass->d_units);
  dense_gradient(run->scratch, run->hidden, pass->top, gradient->hidden);
  add_columns(pass->d_units, count, run->units, gradient->bias);
  dense_backward(&run->dense->head_hidden[run->field], run->scratch, count, pass->d_units,
                 pass->d_top);
  for (size_t m = 0; m < count; ++m) {
    scatter(run, m, gradient, d_top);
  }
}

// Turns the logits into their gradient, times `scale`.
static void measure_head(const HeadRun* run, const Batch* batch, float scale, Measure* measure) {
  HeadPass* pass = run->pass;
  const TnField field = run->field;
  const size_t classes = (size_t)run->head->classes;
  for (size_t m = 0; m < run->count; ++m) {
    const size_t step = pass->steps[m];
    const uint8_t* allowed = batch->allowed[field] ? batch->allowed[field] + step * classes : NULL;
    const Target target =
        head_target(batch->targets[step], field, &run->dense->network->vocabulary);
    bool right;
    measure->nats[field] += cross_entropy(pass->logits + m * classes, allowed, run->head->classes,
                                          target, scale, &right);
    measure->right[field] += right;
    measure->fields[field] += 1;
  }
}

static void run_head(HeadRun* run, const Batch* batch, const float* top, float scale,
                     TnNetwork* gradient, float* d_top, Measure* measure) {
  HeadPass* pass = run->pass;
  run->head = &run->dense->network->heads[run->field];
  run->conditions = &batch->conditions[run->field];
  run->count = select_steps(pass, batch, run->field);
  if (run->head->classes < 2 || run->count == 0) {
    return;
  }
  for (size_t m = 0; m < run->count; ++m) {
    memcpy(pass->top + m * run->hidden, top + pass->steps[m] * run->hidden,
           run->hidden * sizeof *top);
  }
  forward(run);
  measure_head(run, batch, scale, measure);
  if (gradient) {
    backward(run, &gradient->heads[run->field], d_top);
  }
}

Measure head_pass_run(HeadPass* pass, const DenseNetwork* dense, DenseScratch* scratch,
                      const Batch* batch, const float* top, float scale, TnNetwork* gradient,
                      float* d_top) {
  Measure measure = {.events = 0};
  const size_t n = (size_t)batch->streams * (size_t)batch->steps;
  for (size_t i = 0; i < n; ++i) {
    measure.events += batch->counts[i];
    measure.notes += batch->counts[i] && batch->targets[i].kind == TN_EVENT_NOTE;
  }
  HeadRun run = {.pass = pass,
                 .dense = dense,
                 .scratch = scratch,
                 .hidden = (size_t)dense->network->sizes.hidden,
                 .units = (size_t)dense->network->sizes.head};
  for (int f = 0; f < TN_FIELDS; ++f) {
    run.field = (TnField)f;
    run_head(&run, batch, top, scale, gradient, d_top, &measure);
  }
  return measure;
}
