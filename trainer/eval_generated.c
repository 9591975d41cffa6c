#include "trainer/eval_generated.h"

#include "trainer/copy_report.h"
#include "trainer/endings.h"
#include "trainer/generated.h"

#include <stdio.h>

static void print_endings(const Corpus* phrases, const Corpus* corpus, size_t most) {
  const EndingsShare own = endings_share(phrases, VOICE_DRUMS, most);
  const EndingsShare theirs = endings_share(corpus, VOICE_DRUMS, most);
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

static void print_shares(const char* whose, const double shares[COPY_WINDOWS][2]) {
  for (int w = 0; w < COPY_WINDOWS; ++w) {
    printf("copies_%d_exact_%s %.4f share\n", COPY_WINDOW_NOTES[w], whose, shares[w][0]);
    printf("copies_%d_transposed_%s %.4f share\n", COPY_WINDOW_NOTES[w], whose, shares[w][1]);
  }
}

static void print_report(const CopyReport* report) {
  print_shares("generated", report->generated);
  if (report->compares) {
    print_shares("held_out", report->held_out);
  }
}

bool eval_copies(const TnStyle* style, char* const* folders, int count) {
  Corpus corpus;
  Corpus parts[SPLIT_PARTS] = {{0}};
  CopyReport report;
  if (!corpus_read(&corpus, folders, count, 0)) {
    return false;
  }
  const bool ok =
      split_corpus(&corpus, parts) &&
      copy_report(style, &parts[SPLIT_TRAIN], &parts[SPLIT_VALID], VOICE_DRUMS, &report);
  if (ok) {
    print_report(&report);
  } else {
    fprintf(stderr, "tiento: out of memory\n");
  }
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&parts[p]);
  }
  corpus_free(&corpus);
  return ok;
}
