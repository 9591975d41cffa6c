#include "trainer/baseline.h"

#include "trainer/ngram.h"
#include "trainer/random.h"

#include <math.h>

enum { PREVIOUS = 4 };

// Where an event is to be predicted.
typedef struct {
  TnContext context;
  TnEvent previous[PREVIOUS]; // the latest first; starts before the first event
} Place;

// The model of one field.
typedef struct {
  const TnVocabulary* vocabulary;
  BaselineReading reading;
  TnField field;
  Ngram ngram;
} Model;

// A growing list of contexts, each by one symbol longer than the one before it.
typedef struct {
  uint64_t* contexts;
  int count;
} Contexts;

const char* baseline_name(BaselineReading reading) {
  static const char* const NAMES[] = {"events", "fields", "symbols", "unigram"};
  return NAMES[reading];
}

// Hashes of 64 bits: two contexts of a million hardly ever share one.
static uint64_t mix(uint64_t hash, uint64_t value) {
  Random random = {hash ^ value};
  return random_bits(&random);
}

static void lengthen(Contexts* list, uint64_t symbol) {
  list->contexts[list->count] = mix(list->contexts[list->count - 1], symbol);
  ++list->count;
}

// A number of its own for each value of each field, for its lack and for the start of a piece.
static uint64_t symbol_of(const TnVocabulary* v, TnEvent event, TnField field) {
  const bool has = event.kind != TN_EVENT_START && batch_has_field(event, field);
  const uint64_t value = has ? 1U + (uint64_t)head_target(event, field, v).first : 0U;
  return ((uint64_t)event.kind << 32) | ((uint64_t)field << 16) | value;
}

static uint64_t symbol_of_event(const TnVocabulary* v, TnEvent event) {
  uint64_t hash = 0;
  for (int f = 0; f < TN_FIELDS; ++f) {
    hash = mix(hash, symbol_of(v, event, (TnField)f));
  }
  return hash;
}

static bool is_decided(const TnVocabulary* v, TnEvent event, int field) {
  const bool has = event.kind == TN_EVENT_START || batch_has_field(event, (TnField)field);
  return has && tn_vocabulary_classes(v, (TnField)field) > 1;
}

// The fields of `event` before `end` that had a choice, the latest first, up to so many contexts.
static void add_fields(Contexts* list, const TnVocabulary* v, TnEvent event, int end, int most) {
  for (int f = end - 1; f >= 0 && list->count < most; --f) {
    if (is_decided(v, event, f)) {
      lengthen(list, symbol_of(v, event, (TnField)f));
    }
  }
}

// The contexts of the model's field, when the fields of `event` before it are decided, from none to
// the longest. Returns how many: the same at every place.
static int list_contexts(const Model* model, const Place* place, TnEvent event,
                         uint64_t contexts[NGRAM_MAX_LEVELS]) {
  const TnVocabulary* v = model->vocabulary;
  const bool symbols = model->reading == BASELINE_SYMBOLS;
  const int most = symbols ? 1 + PREVIOUS : NGRAM_MAX_LEVELS;
  Contexts list = {contexts, 1};
  contexts[0] = 0;
  if (model->reading == BASELINE_UNIGRAM) {
    return list.count;
  }
  event.kind = TN_EVENT_NOTE; // only a note has fields after another
  add_fields(&list, v, event, (int)model->field, most);
  for (int i = 0; i < PREVIOUS; ++i) {
    const TnEvent previous = place->previous[i];
    if (symbols) {
      add_fields(&list, v, previous, TN_FIELDS, most);
    } else {
      lengthen(&list, model->reading == BASELINE_EVENTS ? symbol_of_event(v, previous)
                                                        : symbol_of(v, previous, model->field));
    }
  }
  return list.count;
}

static Place place_at_start(const DealtPiece* dealt) {
  Place place = {.context = dealt->start};
  for (int i = 0; i < PREVIOUS; ++i) {
    place.previous[i] = (TnEvent){.kind = TN_EVENT_START};
  }
  return place;
}

static void advance(Place* place, TnEvent event) {
  for (int i = PREVIOUS - 1; i > 0; --i) {
    place->previous[i] = place->previous[i - 1];
  }
  place->previous[0] = event;
  tn_context_advance(&place->context, event);
}

// The silence after a roll, of which is only known how long it is at least, counts for no class.
static bool count_piece(Model* model, const DealtPiece* dealt) {
  uint64_t contexts[NGRAM_MAX_LEVELS];
  Place place = place_at_start(dealt);
  bool ok = true;
  for (size_t i = 0; ok && i < dealt->count; ++i) {
    const TnEvent event = dealt->events[i];
    if (batch_has_field(event, model->field)) {
      const Target target = head_target(event, model->field, model->vocabulary);
      list_contexts(model, &place, event, contexts);
      ok = target.last - target.first > 1 || ngram_add(&model->ngram, contexts, target.first);
    }
    advance(&place, event);
  }
  return ok;
}

// What is not allowed loses its probability to the rest, as in a network's head.
static void measure_event(const Model* model, const Place* place, TnEvent event, Measure* measure) {
  const TnField field = model->field;
  uint64_t contexts[NGRAM_MAX_LEVELS];
  double p[TN_MAX_CLASSES];
  uint8_t allowed[TN_MAX_CLASSES];
  list_contexts(model, place, event, contexts);
  ngram_predict(&model->ngram, contexts, p);
  tn_context_allowed(&place->context, field, event, allowed);
  const Target target = head_target(event, field, model->vocabulary);
  double all = 0;
  double right = 0;
  int best = -1;
  for (int k = 0; k < model->ngram.classes; ++k) {
    if (allowed[k]) {
      all += p[k];
      right += k >= target.first && k < target.last ? p[k] : 0;
      best = best < 0 || p[k] > p[best] ? k : best;
    }
  }
  measure->nats[field] -= log(right / all);
  measure->right[field] += best >= target.first && best < target.last;
  measure->fields[field] += 1;
}

static void measure_piece(const Model* model, const DealtPiece* dealt, Measure* measure) {
  Place place = place_at_start(dealt);
  for (size_t i = 0; i < dealt->count; ++i) {
    const TnEvent event = dealt->events[i];
    if (model->field == TN_DT) { // which every event has
      measure->events += 1;
      measure->notes += event.kind == TN_EVENT_NOTE;
    }
    if (batch_has_field(event, model->field)) {
      measure_event(model, &place, event, measure);
    }
    advance(&place, event);
  }
}

// Counts the pieces or, where `each` is not NULL, measures them.
static bool read_pieces(Model* model, const Corpus* corpus, Measure* each) {
  const Deck deck = deck_new(corpus, model->vocabulary, 0, false);
  DealtPiece dealt = {.count = 0};
  bool ok = dealt_piece_init(&dealt, &deck);
  for (size_t i = 0; ok && deck_deal(&deck, i, &dealt); ++i) {
    if (each) {
      measure_piece(model, &dealt, &each[i]);
    } else {
      ok = count_piece(model, &dealt);
    }
  }
  dealt_piece_free(&dealt);
  return ok;
}

// One field at a time: only its counts are in memory.
static bool measure_field(const Corpus* known, const Corpus* corpus, Model* model, Measure* each) {
  const TnVocabulary* v = model->vocabulary;
  const DealtPiece nothing = {.count = 0};
  const Place anywhere = place_at_start(&nothing);
  uint64_t contexts[NGRAM_MAX_LEVELS];
  const int levels =
      list_contexts(model, &anywhere, (TnEvent){.pitch = (uint8_t)v->pitch_low}, contexts);
  ngram_init(&model->ngram, tn_vocabulary_classes(v, model->field), levels);
  bool ok = read_pieces(model, known, NULL);
  if (ok) {
    ngram_finish(&model->ngram);
    ok = read_pieces(model, corpus, each);
  }
  ngram_free(&model->ngram);
  return ok;
}

bool baseline_measure(const Corpus* known, const Corpus* corpus, const TnVocabulary* vocabulary,
                      BaselineReading reading, Measure* each) {
  bool ok = true;
  for (size_t i = 0; i < corpus->count; ++i) {
    each[i] = (Measure){.events = 0};
  }
  for (int f = 0; ok && f < TN_FIELDS; ++f) {
    Model model = {.vocabulary = vocabulary, .reading = reading, .field = (TnField)f};
    if (tn_vocabulary_classes(vocabulary, model.field) > 1) {
      ok = measure_field(known, corpus, &model, each);
    }
  }
  return ok;
}
