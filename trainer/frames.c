#include "trainer/frames.h"

#include "trainer/learner.h"

#include <stdlib.h>
#include <string.h>

FrameRates frames_rates(const Corpus* corpus, const Measure* each, const Measure* first) {
  const double frames = (double)corpus_frames(corpus);
  const double pieces = (double)corpus->count;
  double nats = 0;
  double means = 0;
  for (size_t i = 0; i < corpus->count; ++i) {
    nats += measure_nats(&each[i]);
    means += measure_nats(&each[i]) / corpus->pieces[i].end;
  }
  const double later = frames - pieces;
  return (FrameRates){.all = frames > 0 ? nats / frames : 0,
                      .after_first = later > 0 ? (nats - measure_nats(first)) / later : 0,
                      .by_piece = pieces > 0 ? means / pieces : 0};
}

static bool cut(const Piece* piece, Piece* first) {
  size_t count = 0;
  while (count < piece->note_count && piece->notes[count].onset == 0) {
    ++count;
  }
  *first = (Piece){.notes = malloc((count + 1) * sizeof(TnNote)), .note_count = count, .end = 1};
  if (!first->notes) {
    return false;
  }
  memcpy(first->notes, piece->notes, count * sizeof(TnNote));
  return true;
}

bool frames_first(const Corpus* corpus, Corpus* first) {
  *first = (Corpus){.pieces = calloc(corpus->count + 1, sizeof(Piece))};
  bool ok = first->pieces != NULL;
  for (size_t i = 0; ok && i < corpus->count; ++i) {
    ok = cut(&corpus->pieces[i], &first->pieces[i]);
    first->count += ok;
  }
  if (!ok) {
    corpus_free(first);
  }
  return ok;
}

bool frames_measure_each(const TnNetwork* network, const Corpus* corpus, Measure* each) {
  bool ok = true;
  for (size_t i = 0; ok && i < corpus->count; ++i) {
    const Corpus alone = {.pieces = &corpus->pieces[i], .count = 1};
    ok = learner_measure(network, &alone, 1, &each[i]);
  }
  return ok;
}
