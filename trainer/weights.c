#include "trainer/weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char* name, const char* ending) {
  const size_t length = strlen(name);
  const size_t tail = strlen(ending);
  return length >= tail && strcmp(name + length - tail, ending) == 0;
}

static float spread_of(const TnTensor* tensor) {
  if (ends_with(tensor->name, "bias")) {
    return 0.0F;
  }
  if (ends_with(tensor->name, "embedding")) {
    return 1.0F;
  }
  if (ends_with(tensor->name, "condition")) {
    return 0.3F;
  }
  const float gain = ends_with(tensor->name, "output") ? 0.5F : 1.7F;
  return gain * sqrtf(1.0F / (float)tensor->rows);
}

void weights_initialise(const TnVocabulary* vocabulary, const TnSizes* sizes, Random* random,
                        float* weights) {
  const TnTensorList list = tn_tensors_list(vocabulary, sizes);
  for (int t = 0; t < list.count; ++t) {
    const TnTensor* tensor = &list.tensors[t];
    const float spread = spread_of(tensor);
    const size_t count = (size_t)tensor->rows * (size_t)tensor->columns;
    for (size_t i = 0; i < count; ++i) {
      weights[tensor->offset + i] = spread * (2.0F * random_unit(random) - 1.0F);
    }
  }
  const TnNetwork network = tn_network_bind(vocabulary, sizes, weights);
  for (int l = 0; l < sizes->layers; ++l) {
    for (int j = 0; j < sizes->hidden; ++j) {
      network.layers[l].bias[sizes->hidden + j] = 1.0F;
    }
  }
}

// What every class counts beyond how often it occurs. Times and velocities that were never seen do
// turn up in other pieces; pitches far from all that were seen do not.
static double unseen(TnField field) {
  return field == TN_PITCH ? 0.05 : 1.0;
}

static void count_event(const TnVocabulary* v, TnEvent event, double counts[][TN_MAX_CLASSES]) {
  if (event.kind != TN_EVENT_END || v->has_end) {
    counts[TN_DT][event.dt] += 1;
  }
  if (event.kind == TN_EVENT_NOTE) {
    counts[TN_PART][event.part] += 1;
    counts[TN_PITCH][tn_vocabulary_pitch_row(v, event.part, event.pitch)] += 1;
    counts[TN_DURATION][event.duration] += 1;
    counts[TN_VELOCITY][event.velocity] += 1;
    counts[TN_NUDGE][event.nudge] += 1;
  }
}

static bool count_piece(const Piece* piece, const TnVocabulary* v,
                        double counts[][TN_MAX_CLASSES]) {
  TnEvent* events = malloc(piece_event_capacity(piece, v) * sizeof *events);
  TnNote* scratch = malloc((piece->note_count + 1) * sizeof *scratch);
  const bool ok = events && scratch;
  const size_t count = ok ? piece_events(piece, v, 0, scratch, events) : 0;
  for (size_t i = 0; i < count; ++i) {
    count_event(v, events[i], counts);
  }
  free(events);
  free(scratch);
  return ok;
}

bool weights_expect_frequencies(const Corpus* corpus, TnNetwork* network) {
  double counts[TN_FIELDS][TN_MAX_CLASSES] = {{0}};
  for (size_t i = 0; i < corpus->count; ++i) {
    if (!count_piece(&corpus->pieces[i], &network->vocabulary, counts)) {
      return false;
    }
  }
  for (int f = 0; f < TN_FIELDS; ++f) {
    const TnHead* head = &network->heads[f];
    double total = 0;
    for (int k = 0; k < head->classes; ++k) {
      total += counts[f][k] + unseen((TnField)f);
    }
    for (int k = 0; head->output_bias && k < head->classes; ++k) {
      head->output_bias[k] = (float)log((counts[f][k] + unseen((TnField)f)) / total);
    }
  }
  return true;
}
