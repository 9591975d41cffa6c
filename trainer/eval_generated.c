#include "trainer/eval_generated.h"

#include "trainer/command.h"
#include "trainer/copy_report.h"
#include "trainer/endings.h"
#include "trainer/generated.h"
#include "trainer/obedience.h"

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
    command_out_of_memory();
  }
  corpus_free(&corpus);
  return ok;
}

bool eval_copies(const TnStyle* style, const EvalOptions* options, char* const* folders,
                 int count) {
  Corpus corpus;
  Corpus parts[SPLIT_PARTS] = {{0}};
  Corpus passages = {0};
  CopyReport report;
  const ReadOptions reading = eval_reading(options);
  if (!corpus_read(&corpus, folders, count, &reading, NULL)) {
    return false;
  }
  const bool ok =
      split_corpus(&corpus, parts) && generated_passages(style, &passages) &&
      copy_report(&passages, &parts[SPLIT_TRAIN], &parts[SPLIT_VALID], VOICE_DRUMS, &report);
  if (ok) {
    copy_report_print_rates(&report, stdout);
  } else {
    command_out_of_memory();
  }
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&parts[p]);
  }
  corpus_free(&passages);
  corpus_free(&corpus);
  return ok;
}

// Tells the style each key in turn; the phrases are added to those of the key's mode.
static bool count_obedience(const TnStyle* style, size_t phrases, Obedience modes[2]) {
  for (int key = 1; key < TN_KEYS; ++key) {
    TnStyle told = *style; // the weights stay the style's
    Corpus corpus;
    told.key = (uint8_t)key;
    if (!generated_corpus(&told, phrases, GENERATED_PHRASE_BARS, &corpus)) {
      return false;
    }
    obedience_add(&modes[key > 12], &corpus, VOICE_DRUMS);
    corpus_free(&corpus);
  }
  return true;
}

static void print_obedience(const char* mode, const Obedience* obedience) {
  const double phrases = (double)obedience->phrases;
  printf("keys_obeyed%s %.4f share\n", mode, (double)obedience->obeyed / phrases);
  printf("keys_near%s %.4f share\n", mode, (double)obedience->near / phrases);
}

bool eval_keys(const TnStyle* style, int phrases) {
  Obedience modes[2] = {{0}};
  if (!count_obedience(style, (size_t)phrases, modes)) {
    return command_out_of_memory();
  }
  const Obedience both = {.phrases = modes[0].phrases + modes[1].phrases,
                          .obeyed = modes[0].obeyed + modes[1].obeyed,
                          .near = modes[0].near + modes[1].near};
  printf("phrases %zu\n", both.phrases);
  print_obedience("", &both);
  print_obedience("_major", &modes[0]);
  print_obedience("_minor", &modes[1]);
  return true;
}
