#include "plugin/engine/composer.h"

#include <stdlib.h>
#include <string.h>

static size_t align(size_t bytes) {
  const size_t unit = _Alignof(max_align_t);
  return (bytes + unit - 1) / unit * unit;
}

static void* take(uint8_t** next, size_t bytes) {
  void* piece = *next;
  *next += align(bytes);
  return piece;
}

static size_t bytes_of(const TnSizes* sizes) {
  const size_t front = align(tn_generator_bytes(sizes));
  const size_t phrase =
      align(TN_PHRASE_NOTES * sizeof(TnNote)) + align(TN_PHRASE_EVENTS * sizeof(TnEvent)) + front;
  return align(sizeof(TnComposer)) + TN_PHRASES * phrase + 2 * front;
}

static void init_front(TnFront* front, TnModel* model, uint8_t** block) {
  tn_generator_init(&front->generator, model, take(block, tn_generator_bytes(&model->sizes)));
}

// Every byte is written, so that the audio thread is not the first to touch a page.
static TnComposer* build(uint8_t* block, TnModel* model, uint8_t key) {
  const size_t bytes = bytes_of(&model->sizes);
  memset(block, 0, bytes);
  TnComposer* composer = take(&block, sizeof *composer);
  composer->model = model;
  composer->bytes = bytes;
  composer->key = key;
  init_front(&composer->listener.front, model, &block);
  init_front(&composer->opening.front, model, &block);
  for (int i = 0; i < TN_PHRASES; ++i) {
    TnPhrase* phrase = &composer->phrases[i];
    phrase->notes = take(&block, TN_PHRASE_NOTES * sizeof(TnNote));
    phrase->events = take(&block, TN_PHRASE_EVENTS * sizeof(TnEvent));
    init_front(&phrase->front, model, &block);
  }
  return composer;
}

TnComposer* tn_composer_new(const TnNetwork* network, uint8_t key, const TnKernel* kernel) {
  TnModel* model = tn_model_new(network, kernel);
  uint8_t* block = model ? malloc(bytes_of(&model->sizes)) : NULL;
  if (!block) {
    tn_model_free(model);
    return NULL;
  }
  return build(block, model, key);
}

TnComposer* tn_composer_new_for(const TnStyle* style, const TnKernel* kernel) {
  TnComposer* composer = tn_composer_new(&style->network, style->key, kernel);
  if (composer) {
    composer->manner = style->manner;
  }
  return composer;
}

// Of the smallest network there is, which nobody asks anything.
TnComposer* tn_composer_new_silent(const TnKernel* kernel) {
  static const TnSizes SIZES = {.embedding = 1, .layers = 1, .hidden = 1, .head = 1};
  const TnVocabulary vocabulary = tn_vocabulary_for_grid();
  float* weights = calloc(tn_tensors_list(&vocabulary, &SIZES).total, sizeof *weights);
  if (!weights) {
    return NULL;
  }
  const TnNetwork network = tn_network_bind(&vocabulary, &SIZES, weights);
  TnComposer* composer = tn_composer_new(&network, 0, kernel);
  if (composer) {
    composer->silent = true;
  }
  free(weights);
  return composer;
}

void tn_composer_free(TnComposer* composer) {
  if (composer) {
    tn_model_free(composer->model);
    free(composer);
  }
}
