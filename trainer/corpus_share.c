#include "trainer/corpus_share.h"

#include "trainer/cluster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void put(Sink* sink, const void* bytes, size_t count) {
  if (count > 0) {
    sink_put(sink, bytes, count);
  }
}

// The plain members as they lie in memory, then all that they point at.
static void put_piece(Sink* sink, const Piece* piece) {
  const size_t path = strlen(piece->path) + 1;
  put(sink, piece, sizeof *piece);
  put(sink, &path, sizeof path);
  put(sink, piece->path, path);
  put(sink, piece->notes, piece->note_count * sizeof *piece->notes);
  put(sink, piece->meters, (size_t)piece->meter_count * sizeof *piece->meters);
}

void corpus_put(const Corpus* corpus, Sink* sink) {
  put(sink, corpus, sizeof *corpus);
  for (size_t i = 0; i < corpus->count; ++i) {
    put_piece(sink, &corpus->pieces[i]);
  }
}

static bool take(Span* span, void* bytes, size_t count) {
  if (span_size(*span) < count) {
    return false;
  }
  memcpy(bytes, span->at, count);
  span->at += count;
  return true;
}

// A copy of the next bytes, one at least, for the caller to free; NULL where they are too few.
static void* take_array(Span* span, size_t count) {
  void* array = span_size(*span) < count ? NULL : malloc(count + 1);
  if (array) {
    take(span, array, count);
  }
  return array;
}

static bool take_piece(Span* span, Piece* piece) {
  size_t path;
  Piece copy;
  if (!take(span, &copy, sizeof copy) || !take(span, &path, sizeof path)) {
    return false;
  }
  copy.path = take_array(span, path);
  copy.notes = take_array(span, copy.note_count * sizeof *copy.notes);
  copy.meters = take_array(span, (size_t)copy.meter_count * sizeof *copy.meters);
  *piece = copy;
  return copy.path && copy.notes && copy.meters;
}

bool corpus_take(Corpus* corpus, Span bytes) {
  Corpus copy;
  if (!take(&bytes, &copy, sizeof copy)) {
    return false;
  }
  const size_t count = copy.count;
  copy.count = 0;
  copy.pieces = calloc(count + 1, sizeof *copy.pieces);
  bool ok = copy.pieces != NULL;
  while (ok && copy.count < count) {
    ok = take_piece(&bytes, &copy.pieces[copy.count++]);
  }
  *corpus = copy;
  return ok;
}

bool corpus_share(Corpus* corpus) {
  if (cluster_size() == 1) {
    return true;
  }
  const bool first = cluster_rank() == 0;
  Sink sink = {0};
  if (first) {
    corpus_put(corpus, &sink);
  }
  cluster_broadcast(&sink.size, sizeof sink.size);
  if (!first) {
    sink.bytes = malloc(sink.size + 1);
  }
  bool ok = cluster_all(sink.bytes && !sink.failed);
  if (ok) {
    assert(sink.bytes); // as in all ranks
    cluster_broadcast(sink.bytes, sink.size);
    ok = cluster_all(first || corpus_take(corpus, (Span){sink.bytes, sink.bytes + sink.size}));
  }
  free(sink.bytes);
  return ok;
}
