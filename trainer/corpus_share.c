#include "trainer/corpus_share.h"

#include "trainer/cluster.h"
#include "trainer/cluster_bytes.h"
#include "trainer/piece_bytes.h"

#include <stdlib.h>
#include <string.h>

void corpus_put(const Corpus* corpus, Sink* sink) {
  sink_put_number(sink, corpus->count);
  for (size_t i = 0; i < corpus->count; ++i) {
    const char* path = corpus->pieces[i].path;
    sink_put(sink, path, strlen(path) + 1);
    piece_put(&corpus->pieces[i], sink);
  }
}

// A copy of the text at the front of the span, up to its zero.
static char* take_text(Span* span) {
  const uint8_t* end = memchr(span->at, 0, span_size(*span));
  char* text = end ? strdup((const char*)span->at) : NULL;
  span->at = text ? end + 1 : span->at;
  return text;
}

static bool take_piece(Span* span, Piece* piece) {
  char* path = take_text(span);
  if (!path || !piece_take(piece, span)) {
    free(path);
    return false;
  }
  piece->path = path;
  return true;
}

// A piece has a byte for the role of each voice, and more.
bool corpus_take(Corpus* corpus, Span bytes) {
  uint64_t count;
  *corpus = (Corpus){0};
  if (!span_take_number(&bytes, 0, span_size(bytes) / VOICES_MAX, &count)) {
    return false;
  }
  corpus->pieces = calloc(count + 1, sizeof *corpus->pieces);
  while (corpus->pieces && corpus->count < count) {
    if (!take_piece(&bytes, &corpus->pieces[corpus->count])) {
      return false;
    }
    ++corpus->count;
  }
  return corpus->pieces != NULL;
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
  const bool ok =
      cluster_share(&sink) &&
      cluster_all(first || corpus_take(corpus, (Span){sink.bytes, sink.bytes + sink.size}));
  free(sink.bytes);
  return ok;
}
