#include "plugin/engine/tensors.h"

#include <stdio.h>

bool tn_sizes_are_valid(const TnSizes* s) {
  return s->embedding >= 1 && s->embedding <= TN_MAX_EMBEDDING && s->layers >= 1 &&
         s->layers <= TN_MAX_LAYERS && s->hidden >= 1 && s->hidden <= TN_MAX_HIDDEN &&
         s->head >= 1 && s->head <= TN_MAX_HEAD;
}

static void add_tensor(TnTensorList* list, const char* name, int rows, int columns) {
  TnTensor* tensor = &list->tensors[list->count++];
  snprintf(tensor->name, sizeof tensor->name, "%s", name);
  tensor->rows = rows;
  tensor->columns = columns;
  tensor->offset = list->total;
  list->total += (size_t)rows * (size_t)columns;
}

static void add_layer(TnTensorList* list, const TnSizes* s, int layer) {
  char name[TN_TENSOR_NAME];
  snprintf(name, sizeof name, "lstm.%d.input", layer);
  add_tensor(list, name, layer == 0 ? s->embedding : s->hidden, 4 * s->hidden);
  snprintf(name, sizeof name, "lstm.%d.recurrent", layer);
  add_tensor(list, name, s->hidden, 4 * s->hidden);
  snprintf(name, sizeof name, "lstm.%d.bias", layer);
  add_tensor(list, name, 1, 4 * s->hidden);
}

static void add_head(TnTensorList* list, const TnVocabulary* v, const TnSizes* s, TnField field) {
  const int classes = tn_vocabulary_classes(v, field);
  if (classes < 2) {
    return;
  }
  const char* field_name = tn_field_name(field);
  char name[TN_TENSOR_NAME];
  snprintf(name, sizeof name, "head.%s.hidden", field_name);
  add_tensor(list, name, s->hidden, s->head);
  snprintf(name, sizeof name, "head.%s.condition", field_name);
  add_tensor(list, name, tn_feature_table(v, (int)field).rows, s->head);
  snprintf(name, sizeof name, "head.%s.bias", field_name);
  add_tensor(list, name, 1, s->head);
  snprintf(name, sizeof name, "head.%s.output", field_name);
  add_tensor(list, name, s->head, classes);
  snprintf(name, sizeof name, "head.%s.output_bias", field_name);
  add_tensor(list, name, 1, classes);
}

TnTensorList tn_tensors_list(const TnVocabulary* v, const TnSizes* s) {
  TnTensorList list = {.count = 0};
  add_tensor(&list, "embedding", tn_feature_table(v, TN_INPUT_TABLE).rows, s->embedding);
  for (int layer = 0; layer < s->layers; ++layer) {
    add_layer(&list, s, layer);
  }
  for (int field = 0; field < TN_FIELDS; ++field) {
    add_head(&list, v, s, (TnField)field);
  }
  return list;
}

// Hands out consecutive pieces of the block, in the order of tn_tensors_list().
static float* take(float** next, int rows, int columns) {
  float* tensor = *next;
  *next += (size_t)rows * (size_t)columns;
  return tensor;
}

TnNetwork tn_network_bind(const TnVocabulary* v, const TnSizes* s, float* weights) {
  TnNetwork n = {.vocabulary = *v, .sizes = *s, .input_table = tn_feature_table(v, TN_INPUT_TABLE)};
  float* next = weights;
  n.embedding = take(&next, n.input_table.rows, s->embedding);
  for (int l = 0; l < s->layers; ++l) {
    TnLayer* layer = &n.layers[l];
    layer->inputs = l == 0 ? s->embedding : s->hidden;
    layer->input = take(&next, layer->inputs, 4 * s->hidden);
    layer->recurrent = take(&next, s->hidden, 4 * s->hidden);
    layer->bias = take(&next, 1, 4 * s->hidden);
  }
  for (int f = 0; f < TN_FIELDS; ++f) {
    TnHead* head = &n.heads[f];
    head->classes = tn_vocabulary_classes(v, (TnField)f);
    head->table = tn_feature_table(v, f);
    if (head->classes < 2) {
      continue;
    }
    head->hidden = take(&next, s->hidden, s->head);
    head->condition = take(&next, head->table.rows, s->head);
    head->bias = take(&next, 1, s->head);
    head->output = take(&next, s->head, head->classes);
    head->output_bias = take(&next, 1, head->classes);
  }
  return n;
}
