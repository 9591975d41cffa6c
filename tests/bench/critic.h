// How likely a network finds music after other music.
#ifndef TN_TESTS_BENCH_CRITIC_H
#define TN_TESTS_BENCH_CRITIC_H

#include "plugin/engine/given.h"
#include "plugin/engine/opening.h"
#include "plugin/engine/style.h"
#include "tests/bench/follower.h"
#include "tests/unit/engine_nats.h"

// It judges by -ln p. Its composer knows no key of the style, and so moves no prompt to it.
typedef struct {
  const TnNetwork* network;
  TnComposer* composer;
  void* block;
  TnStep step;
} Critic;

static inline double critic_nats_of_field(Follower* f, TnField field, TnEvent event) {
  const TnVocabulary* v = &f->network->vocabulary;
  const int classes = f->network->heads[field].classes;
  float p[TN_MAX_CLASSES];
  uint8_t allowed[TN_MAX_CLASSES];
  memcpy(p, follower_ask(f, field, event), (size_t)classes * sizeof *p);
  tn_context_allowed(&f->context, field, event, allowed);
  for (int dt = 0; field == TN_DT && dt < classes; ++dt) {
    allowed[dt] = allowed[dt] && !tn_context_is_early(&f->context, dt);
  }
  reference_softmax(p, allowed, classes);
  return -log((double)p[engine_class(v, event, field)] + 1e-30); // of single precision it may be 0
}

static inline double critic_nats_of_event(Follower* f, TnEvent event) {
  double nats = 0;
  follower_step(f);
  for (int field = TN_DT; field < TN_FIELDS && (field == TN_DT || event.kind == TN_EVENT_NOTE);
       ++field) {
    if (f->network->heads[field].classes > 1) {
      nats += critic_nats_of_field(f, (TnField)field, event);
    }
  }
  tn_context_advance(&f->context, event);
  return nats;
}

// Of the notes of a phrase of `bars` bars that follows the prompt. `key`: told to the network; 0:
// that of the prompt.
static inline double critic_nats_after(Critic* critic, TnMeter meter, int bars, const TnNote* notes,
                                       int count, const TnPrompt* prompt, uint8_t key) {
  const TnBrief brief = {.settings = {.bars = bars, .key = key}, .prompt = prompt};
  int64_t unbounded = INT64_MAX;
  TnPhrase* phrase = tn_composer_phrase(critic->composer, 0, meter, &brief);
  while (tn_opening_hears(phrase, &phrase->front)) {
    (void)tn_opening_hear(critic->composer, phrase, &phrase->front, &unbounded);
  }
  tn_step_copy(&critic->step, &phrase->front.generator.step);
  Follower f = {.context = phrase->front.generator.context,
                .network = critic->network,
                .step = &critic->step};
  double nats = 0;
  for (int i = 0; i < count;) {
    TnNote note = notes[i];
    note.onset += phrase->lead;
    const TnEvent event = tn_given_event(&f.context, &note);
    nats += critic_nats_of_event(&f, event);
    i += event.kind == TN_EVENT_NOTE;
  }
  return nats;
}

static inline bool critic_init(Critic* critic, const TnStyle* style) {
  const TnNetwork* network = &style->network;
  *critic = (Critic){.network = network,
                     .composer = tn_composer_new(network, 0, tn_kernel_fastest()),
                     .block = malloc(tn_step_bytes(&network->sizes))};
  if (!critic->composer || !critic->block) {
    return false;
  }
  tn_step_init(&critic->step, critic->composer->model, critic->block);
  return true;
}

static inline void critic_free(Critic* critic) {
  tn_composer_free(critic->composer);
  free(critic->block);
}

#endif
