#include "trainer/eval_generated.h"

#include "trainer/endings.h"
#include "trainer/generated.h"

#include <stdio.h>

static void print_endings(const Corpus* phrases, const Corpus* corpus, size_t most) {
  const EndingsShare own = endings_share(phrases, PIECE_DRUM_PART, most);
  const EndingsShare theirs = endings_share(corpus, PIECE_DRUM_PART, most);
  printf("phrases %zu\nclosings_generated %.4f share\n", own.pieces, own.closed);
  printf("endings %zu\nclosings_corpus %.4f share\n", theirs.pieces, theirs.closed);
  if (theirs.closed > 0) {
    printf("closings_ratio %.4f ratio\n", own.closed / theirs.closed);
  }
}

bool eval_endings(const TnStyle* style, const EvalOptions* options, char* const* folders,
                  int count) {
  const size_t most = (size_t)options->phrases;
  Corpus corpus;
  Corpus phrases;
  if (!eval_read(options, folders, count, &corpus)) {
    return false;
  }
  const bool ok = generated_corpus(style, most, GENERATED_PHRASE_BARS, &phrases);
  if (ok) {
    print_endings(&phrases, &corpus, most);
    corpus_free(&phrases);
  } else {
    fprintf(stderr, "tiento: out of memory\n");
  }
  corpus_free(&corpus);
  return ok;
}
