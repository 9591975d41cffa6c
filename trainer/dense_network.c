#include "trainer/dense_network.h"

static bool init_layer(DenseNetwork* dense, int l, const ProductKernel* recurrent) {
  const TnLayer* layer = &dense->network->layers[l];
  const size_t hidden = (size_t)dense->network->sizes.hidden;
  return dense_init(&dense->input[l], dense->kernel, (size_t)layer->inputs, 4 * hidden,
                    layer->input) &&
         dense_init(&dense->recurrent[l], recurrent, hidden, 4 * hidden, layer->recurrent);
}

static bool init_head(DenseNetwork* dense, int field) {
  const TnHead* head = &dense->network->heads[field];
  const size_t hidden = (size_t)dense->network->sizes.hidden;
  const size_t units = (size_t)dense->network->sizes.head;
  return head->classes < 2 ||
         (dense_init(&dense->head_hidden[field], dense->kernel, hidden, units, head->hidden) &&
          dense_init(&dense->head_output[field], dense->kernel, units, (size_t)head->classes,
                     head->output));
}

bool dense_network_init(DenseNetwork* dense, const TnNetwork* network, Precision precision) {
  const ProductKernel* recurrent = product_kernel(precision);
  *dense = (DenseNetwork){.network = network,
                          .kernel = recurrent && recurrent->beats_blas ? recurrent : NULL};
  bool ok = recurrent != NULL;
  for (int l = 0; ok && l < network->sizes.layers; ++l) {
    ok = init_layer(dense, l, recurrent);
  }
  for (int f = 0; ok && f < TN_FIELDS; ++f) {
    ok = init_head(dense, f);
  }
  return ok;
}

void dense_network_free(DenseNetwork* dense) {
  for (int l = 0; l < TN_MAX_LAYERS; ++l) {
    dense_free(&dense->input[l]);
    dense_free(&dense->recurrent[l]);
  }
  for (int f = 0; f < TN_FIELDS; ++f) {
    dense_free(&dense->head_hidden[f]);
    dense_free(&dense->head_output[f]);
  }
}

void dense_network_pack(DenseNetwork* dense, int w, int workers) {
  for (int l = 0; l < dense->network->sizes.layers; ++l) {
    dense_pack(&dense->input[l], w, workers);
    dense_pack(&dense->recurrent[l], w, workers);
  }
  for (int f = 0; f < TN_FIELDS; ++f) {
    dense_pack(&dense->head_hidden[f], w, workers);
    dense_pack(&dense->head_output[f], w, workers);
  }
}

static size_t larger(size_t a, size_t b) {
  return a > b ? a : b;
}

bool dense_network_scratch(const DenseNetwork* dense, size_t n, DenseScratch* scratch) {
  const TnSizes* sizes = &dense->network->sizes;
  const size_t hidden = (size_t)sizes->hidden;
  const size_t inputs = larger(hidden, larger((size_t)sizes->embedding, (size_t)sizes->head));
  const size_t outputs = larger(4 * hidden, larger(TN_MAX_CLASSES, (size_t)sizes->head));
  return dense_scratch_init(scratch, dense->kernel, n, inputs, outputs);
}
