#include "trainer/weights_adopt.h"

#include <assert.h>
#include <math.h>
#include <string.h>

// The part of `base` that has a name and no drums, or -1; "" is no name.
static int part_of_name(const TnVocabulary* base, const char* name) {
  for (int part = 0; name[0] && part < base->parts; ++part) {
    if (part != base->drum_part && strcmp(base->part_names[part], name) == 0) {
      return part;
    }
  }
  return -1;
}

// The part of `base` that `part` of `v` takes after, or -1.
static int base_part(const TnVocabulary* base, const TnVocabulary* v, int part) {
  if (part == v->drum_part) {
    return base->drum_part;
  }
  const int namesake = part_of_name(base, v->part_names[part]);
  if (namesake >= 0) {
    return namesake;
  }
  const bool follows_drums = v->drum_part >= 0 && part > v->drum_part;
  return tn_vocabulary_pitched_part(base, follows_drums ? part - 1 : part);
}

// The same pitch, of pitched rows or of drums.
static int base_pitch_row(const TnVocabulary* base, const TnVocabulary* v, int row) {
  if (row < v->pitch_count) {
    const int base_row = v->pitch_low + row - base->pitch_low;
    return base_row >= 0 && base_row < base->pitch_count ? base_row : -1;
  }
  const int drum = row - v->pitch_count;
  return drum < base->drum_count ? base->pitch_count + drum : -1;
}

static int base_dt(const TnVocabulary* base, const TnVocabulary* v, int dt) {
  if (dt == tn_vocabulary_rest(v)) {
    return tn_vocabulary_rest(base);
  }
  if (dt > tn_vocabulary_rest(v)) {
    return base->has_end ? tn_vocabulary_end(base) : -1;
  }
  return dt < base->dt_values ? dt : -1;
}

// The class of `base` that class `k` of `v` takes after, or -1.
static int base_class(const TnVocabulary* base, const TnVocabulary* v, TnField field, int k) {
  switch (field) {
  case TN_DT:
    return base_dt(base, v, k);
  case TN_PART:
    return base_part(base, v, k);
  case TN_PITCH:
    return base_pitch_row(base, v, k);
  case TN_DURATION:
    return tn_vocabulary_duration_class(base, v->durations[k]);
  case TN_VELOCITY:
    return tn_vocabulary_velocity_class(base, v->velocities[k]);
  default:
    return tn_vocabulary_nudge_class(base, v->nudges[k]);
  }
}

// The base's lookback of the same distance as lookback `k`, or -1.
static int base_lookback(const TnVocabulary* base, const TnVocabulary* v, int k) {
  for (int i = 0; i < base->lookback_count; ++i) {
    if (base->lookbacks[i] == v->lookbacks[k]) {
      return i;
    }
  }
  return -1;
}

// The same for a row of those that a feature has for each lookback.
static int base_inner_row(const TnVocabulary* base, const TnVocabulary* v, TnFeature feature,
                          int r) {
  if (feature == TN_FEATURE_AGO) {
    return base_pitch_row(base, v, r);
  }
  if (feature == TN_FEATURE_NEXT_AGO) {
    return r < tn_feature_lookback_rows(base, feature) ? r : -1;
  }
  return r ? 1 + tn_vocabulary_duration_class(base, v->durations[r - 1]) : 0;
}

static int base_ago_row(const TnVocabulary* base, const TnVocabulary* v, TnFeature feature, int r) {
  const int rows = tn_feature_lookback_rows(v, feature);
  const int k = base_lookback(base, v, r / rows);
  const int inner = base_inner_row(base, v, feature, r % rows);
  return k < 0 || inner < 0 ? -1 : k * tn_feature_lookback_rows(base, feature) + inner;
}

// The row of a feature that row `r` takes after; -1, or one beyond the base's last, where it has
// none. Features that are no field of an event mean the same in every vocabulary.
static int base_row(const TnVocabulary* base, const TnVocabulary* v, TnFeature feature, int r) {
  switch (feature) {
  case TN_FEATURE_DT:
    return base_class(base, v, TN_DT, r);
  case TN_FEATURE_PART:
    return base_class(base, v, TN_PART, r);
  case TN_FEATURE_PITCH:
  case TN_FEATURE_SOUNDING:
  case TN_FEATURE_STRUCK:
    return base_class(base, v, TN_PITCH, r);
  case TN_FEATURE_DURATION:
    return base_class(base, v, TN_DURATION, r);
  case TN_FEATURE_VELOCITY:
    return base_class(base, v, TN_VELOCITY, r);
  case TN_FEATURE_NUDGE:
    return base_class(base, v, TN_NUDGE, r);
  default:
    return tn_feature_lookback_rows(v, feature) > 0 ? base_ago_row(base, v, feature, r) : r;
  }
}

static void copy(const float* from, int rows, int columns, float* to) {
  memcpy(to, from, (size_t)rows * (size_t)columns * sizeof *to);
}

// Where the feature after `feature` begins, of those that the table has.
static int end_of(const TnTable* table, TnFeature feature) {
  for (int f = (int)feature + 1; f < TN_FEATURES; ++f) {
    if (table->first[f] >= 0) {
      return table->first[f];
    }
  }
  return table->rows;
}

// The rows of a table, [rows of `table`, width].
static void adopt_rows(const TnNetwork* base, const TnTable* base_table, const float* base_rows,
                       const TnVocabulary* v, const TnTable* table, int width, float* rows) {
  for (int f = 0; f < TN_FEATURES; ++f) {
    const TnFeature feature = (TnFeature)f;
    if (table->first[f] < 0) {
      continue;
    }
    const int count = end_of(table, feature) - table->first[f];
    // How far a base does not look it learns from nothing, not from noise.
    if (tn_feature_lookback_rows(v, feature) > 0) {
      memset(rows + (ptrdiff_t)table->first[f] * width, 0,
             (size_t)count * (size_t)width * sizeof *rows);
    }
    if (base_table->first[f] < 0) {
      continue;
    }
    const int base_count = end_of(base_table, feature) - base_table->first[f];
    for (int r = 0; r < count; ++r) {
      const int from = base_row(&base->vocabulary, v, feature, r);
      if (from >= 0 && from < base_count) {
        copy(base_rows + (ptrdiff_t)(base_table->first[f] + from) * width, 1, width,
             rows + (ptrdiff_t)(table->first[f] + r) * width);
      }
    }
  }
}

static void copy_column(const float* from, int from_classes, int from_class, float* to, int classes,
                        int k, int units) {
  for (int j = 0; j < units; ++j) {
    to[(ptrdiff_t)j * classes + k] = from[(ptrdiff_t)j * from_classes + from_class];
  }
}

// logit_k = logit of the class it takes after + ln of its share in that class, so that the base's
// probability is split up, not multiplied. The shares come from the frequencies that the biases
// hold: exp(bias_k) / sum of exp(bias) over those that take after the same; 1 for a class alone.
static void adopt_classes(const TnHead* from, const int* sources, int units, TnHead* head) {
  double sums[TN_MAX_CLASSES] = {0};
  for (int k = 0; k < head->classes; ++k) {
    if (sources[k] >= 0) {
      sums[sources[k]] += exp((double)head->output_bias[k]);
    }
  }
  for (int k = 0; k < head->classes; ++k) {
    const int source = sources[k];
    if (source >= 0) {
      const double share = exp((double)head->output_bias[k]) / sums[source];
      head->output_bias[k] = from->output_bias[source] + (float)log(share);
      copy_column(from->output, from->classes, source, head->output, head->classes, k, units);
    }
  }
}

static void adopt_head(const TnNetwork* base, TnNetwork* network, TnField field) {
  const TnHead* from = &base->heads[field];
  TnHead* head = &network->heads[field];
  if (from->classes < 2 || head->classes < 2) {
    return;
  }
  const TnSizes* s = &network->sizes;
  copy(from->hidden, s->hidden, s->head, head->hidden);
  copy(from->bias, 1, s->head, head->bias);
  adopt_rows(base, &from->table, from->condition, &network->vocabulary, &head->table, s->head,
             head->condition);
  int sources[TN_MAX_CLASSES];
  for (int k = 0; k < head->classes; ++k) {
    sources[k] = base_class(&base->vocabulary, &network->vocabulary, field, k);
  }
  adopt_classes(from, sources, s->head, head);
}

void weights_adopt(const TnNetwork* base, TnNetwork* network) {
  const TnSizes* s = &network->sizes;
  assert(memcmp(&base->sizes, s, sizeof *s) == 0);
  adopt_rows(base, &base->input_table, base->embedding, &network->vocabulary, &network->input_table,
             s->embedding, network->embedding);
  for (int l = 0; l < s->layers; ++l) {
    const TnLayer* from = &base->layers[l];
    TnLayer* layer = &network->layers[l];
    copy(from->input, layer->inputs, 4 * s->hidden, layer->input);
    copy(from->recurrent, s->hidden, 4 * s->hidden, layer->recurrent);
    copy(from->bias, 1, 4 * s->hidden, layer->bias);
  }
  for (int f = 0; f < TN_FIELDS; ++f) {
    adopt_head(base, network, (TnField)f);
  }
}
