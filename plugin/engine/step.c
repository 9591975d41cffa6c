#include "plugin/engine/step.h"

#include <assert.h>
#include <string.h>

// Of a cell and a unit: what their functions cost beside the multiply-adds of a kernel.
enum { CELL_WORK = 64, UNIT_WORK = 16 };

static_assert(CELL_WORK * TN_MAX_HIDDEN <= TN_STEP_WORK, "the cells of a layer are one piece");
static_assert(4 * TN_MAX_HIDDEN <= TN_STEP_WORK, "so is a row");

// Places of TnStep.at after the layers.
static int units_of(TnField field) {
  return TN_MAX_LAYERS + 2 * (int)field;
}

enum { DONE = TN_MAX_LAYERS + 2 * TN_FIELDS };

// Bytes of so many values, and the values in them.
static size_t values_bytes(int count) {
  return (size_t)count * (sizeof(int16_t) + 2);
}

static TnValues values_at(void* memory, int count) {
  int16_t* value = memory;
  uint8_t* high = (uint8_t*)(value + count);
  return (TnValues){value, high, high + count};
}

static int cells_of(const TnSizes* s) {
  return tn_padded(s->hidden, TN_PANEL_CELLS);
}

static size_t layer_bytes(const TnSizes* s) {
  return values_bytes(cells_of(s)) + (size_t)cells_of(s) * sizeof(float);
}

static int most_outputs(const TnSizes* s) {
  const int gates = cells_of(s) / TN_PANEL_CELLS * TN_PANEL;
  const int units = tn_padded(s->head, TN_PANEL);
  const int classes = tn_padded(TN_MAX_CLASSES, TN_PANEL);
  const int most = gates > units ? gates : units;
  return most > classes ? most : classes;
}

size_t tn_step_memory_bytes(const TnSizes* s) {
  return (size_t)s->layers * layer_bytes(s);
}

size_t tn_step_bytes(const TnSizes* s) {
  return tn_step_memory_bytes(s) + (size_t)most_outputs(s) * (sizeof(float) + sizeof(int32_t)) +
         values_bytes(tn_padded(s->head, TN_PANEL));
}

TnValues tn_step_hidden(const TnStep* step, int layer) {
  const TnSizes* s = &step->model->sizes;
  return values_at(step->memory + (size_t)layer * layer_bytes(s), cells_of(s));
}

static float* cells_at(const TnStep* step, int layer) {
  const TnSizes* s = &step->model->sizes;
  const size_t from = (size_t)layer * layer_bytes(s) + values_bytes(cells_of(s));
  return (float*)(void*)(step->memory + from);
}

void tn_step_init(TnStep* step, const TnModel* model, void* block) {
  const TnSizes* s = &model->sizes;
  uint8_t* memory = block;
  float* y = (float*)(void*)(memory + tn_step_memory_bytes(s));
  int32_t* told = (int32_t*)(void*)(y + most_outputs(s));
  *step = (TnStep){.model = model,
                   .memory = memory,
                   .y = y,
                   .told = told,
                   .units = values_at(told + most_outputs(s), tn_padded(s->head, TN_PANEL))};
  tn_step_clear(step);
}

void tn_step_clear(TnStep* step) {
  const TnSizes* s = &step->model->sizes;
  memset(step->memory, 0, tn_step_memory_bytes(s));
  for (int l = 0; l < s->layers; ++l) {
    const TnValues h = tn_step_hidden(step, l);
    memset(h.high, TN_ONE >> 7, (size_t)cells_of(s)); // the digits of a value of 0
    memset(h.low, TN_ONE & 127, (size_t)cells_of(s));
  }
  step->at = DONE;
}

void tn_step_copy(TnStep* to, const TnStep* from) {
  memcpy(to->memory, from->memory, tn_step_bytes(&from->model->sizes));
  to->at = from->at;
  to->row = from->row;
  to->panel = from->panel;
  to->row_count = from->row_count;
  memcpy(to->rows, from->rows, sizeof to->rows);
}

static void go_to(TnStep* step, int at) {
  step->at = at;
  step->row = 0;
  step->panel = 0;
}

void tn_step_begin(TnStep* step) {
  go_to(step, 0);
}

void tn_step_begin_head(TnStep* step, TnField field) {
  go_to(step, units_of(field));
}

static bool is_layer(const TnStep* step) {
  return step->at < TN_MAX_LAYERS;
}

static bool is_units(const TnStep* step) {
  return !is_layer(step) && (step->at - TN_MAX_LAYERS) % 2 == 0;
}

static const TnAffine* affine_of(const TnStep* step) {
  if (is_layer(step)) {
    return &step->model->layers[step->at];
  }
  const TnPlayedHead* head = &step->model->heads[(step->at - TN_MAX_LAYERS) / 2];
  return is_units(step) ? &head->hidden : &head->output;
}

static void find_inputs(const TnStep* step, TnValues x[2]) {
  const int top = step->model->sizes.layers - 1;
  x[0] = is_layer(step)   ? tn_step_hidden(step, step->at > 0 ? step->at - 1 : 0)
         : is_units(step) ? tn_step_hidden(step, top)
                          : step->units;
  x[1] = is_layer(step) ? tn_step_hidden(step, step->at) : x[0];
}

static bool tell(TnStep* step, const TnAffine* affine, int64_t* work) {
  const int outputs = affine->panels * TN_PANEL;
  int count = 0;
  if (step->row == 0) {
    memset(step->told, 0, (size_t)outputs * sizeof *step->told);
  }
  while (step->row + count < step->row_count && tn_step_pay(work, outputs)) {
    ++count;
  }
  step->model->kernel->tell(affine->table, step->rows + step->row, count, outputs, step->told);
  step->row += count;
  return step->row == step->row_count;
}

static bool multiply(TnStep* step, const TnAffine* affine, int64_t* work) {
  const int inputs = affine->matrix[0].inputs + affine->matrix[1].inputs;
  TnValues x[2];
  find_inputs(step, x);
  for (; step->panel < affine->panels; ++step->panel) {
    if (!tn_step_pay(work, (int64_t)inputs * TN_PANEL)) {
      return false;
    }
    float* y = step->y + (size_t)step->panel * TN_PANEL;
    step->model->kernel->affine(affine, step->panel, x, step->told, y);
  }
  return true;
}

// Turns y into what the next place needs. A head's logits are left as they are.
static bool finish(TnStep* step, const TnAffine* affine, int64_t* work) {
  const TnKernel* kernel = step->model->kernel;
  if (is_layer(step)) {
    if (!tn_step_pay(work, (int64_t)affine->panels * TN_PANEL_CELLS * CELL_WORK)) {
      return false;
    }
    kernel->cells(step->y, affine->panels, cells_at(step, step->at),
                  tn_step_hidden(step, step->at));
  } else if (is_units(step)) {
    if (!tn_step_pay(work, (int64_t)affine->panels * TN_PANEL * UNIT_WORK)) {
      return false;
    }
    kernel->units(step->y, affine->panels * TN_PANEL, step->units);
  }
  return true;
}

static int place_after(const TnStep* step) {
  if (is_layer(step)) {
    return step->at + 1 < step->model->sizes.layers ? step->at + 1 : DONE;
  }
  return is_units(step) ? step->at + 1 : DONE;
}

bool tn_step_work(TnStep* step, int64_t* work) {
  while (step->at != DONE) {
    const TnAffine* affine = affine_of(step);
    if ((affine->table && !tell(step, affine, work)) || !multiply(step, affine, work) ||
        !finish(step, affine, work)) {
      return false;
    }
    go_to(step, place_after(step));
  }
  return true;
}
