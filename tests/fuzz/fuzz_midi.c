// A MIDI file of any bytes, by the whole way that the trainer takes it, for clang's libFuzzer.
//
// Broken promises end the process, and so does what a sanitizer finds. `make fuzz` runs it long.
#include "tests/fuzz/piece_promises.h"
#include "tests/fuzz/raw_notes.h"
#include "tests/unit/clean_smf.h"
#include "tests/unit/score_promises.h"
#include "trainer/frames.h"
#include "trainer/lookback.h"
#include "trainer/prompt.h"
#include "trainer/rests.h"

#include <stdlib.h>
#include <string.h>

// Long rolls cost much time and seldom show anything: one input in so many may be one.
enum { LONG_ONE_IN = 256, SHORT_FRAMES = 8, SHORT_NOTES = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

// The bytes that midi_clean() makes, which the caller frees, or NULL.
static uint8_t* clean_of(const uint8_t* bytes, size_t size, size_t* clean_size) {
  char reason[128] = "";
  uint8_t* clean;
  if (!midi_clean(bytes, size, &clean, clean_size, reason, sizeof reason)) {
    check_reason(reason);
    return NULL;
  }
  check_clean(clean, *clean_size);
  return clean;
}

// What was cleaned stays as it is, once it has lost the tempos and meters that only we read.
static void check_cleaning_again(const uint8_t* clean, size_t size) {
  size_t sizes[2];
  uint8_t* again = clean_of(clean, size, &sizes[0]);
  assert_non_null(again);
  uint8_t* thrice = clean_of(again, sizes[0], &sizes[1]);
  assert_non_null(thrice);
  assert_int_equal(sizes[0], sizes[1]);
  assert_memory_equal(again, thrice, sizes[0]);
  assert_int_equal(raw_notes(again, sizes[0]), raw_notes(clean, size));
  free(again);
  free(thrice);
}

// Returns whether there are notes in it.
static bool check_clean_pass(const uint8_t* bytes, size_t size, size_t* notes) {
  size_t clean_size;
  uint8_t* clean = clean_of(bytes, size, &clean_size);
  if (!clean) {
    return false;
  }
  *notes = raw_notes(bytes, size);
  assert_int_equal(raw_notes(clean, clean_size), *notes);
  check_cleaning_again(clean, clean_size);
  free(clean);
  return *notes > 0;
}

static void check_on_the_grid(const Score* score) {
  char reason[128] = "";
  Piece piece;
  if (!piece_from_score(score, 0, "fuzz.mid", &piece, reason, sizeof reason)) {
    check_reason(reason);
    return;
  }
  check_piece(&piece, score);
  rests_shorten(&piece);
  check_rests(&piece);
  const Corpus corpus = {.pieces = &piece, .count = 1};
  TnVocabulary vocabulary = corpus_vocabulary(&corpus);
  lookback_choose(&corpus, &vocabulary);
  check_events(&piece, &vocabulary, true);
  piece_free(&piece);
}

static void check_in_frames(const Score* score, int ticks) {
  char reason[128] = "";
  Piece piece;
  if (!piece_from_score(score, ticks, "fuzz.mid", &piece, reason, sizeof reason)) {
    check_reason(reason);
    return;
  }
  check_roll(&piece);
  if (piece.note_count < SHORT_NOTES) {
    const Corpus corpus = {.pieces = &piece, .count = 1};
    TnVocabulary vocabulary = tn_vocabulary_for_roll(FRAMES_PITCH_LOW, FRAMES_PITCH_COUNT);
    lookback_choose(&corpus, &vocabulary);
    check_events(&piece, &vocabulary, false);
  }
  piece_free(&piece);
}

static void check_as_phrase(const Score* score) {
  char reason[128] = "";
  const TnVocabulary vocabulary = tn_vocabulary_for_grid();
  Prompt prompt;
  if (!prompt_from_score(score, &vocabulary, (TnMeter){0, 0, 0}, &prompt, reason, sizeof reason)) {
    check_reason(reason);
    return;
  }
  assert_in_range(prompt.bars, 1, PROMPT_MAX_BARS);
  assert_true(prompt.note_count > 0 && prompt.entry <= prompt.line);
  assert_true(prompt.piece.notes[prompt.piece.note_count - 1].onset < prompt.line);
  prompt_free(&prompt);
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  char reason[128] = "";
  size_t notes = 0;
  Score score;
  const bool has_notes = check_clean_pass(bytes, size, &notes);
  assert_int_equal(score_parse(bytes, size, &score, reason, sizeof reason), has_notes);
  if (!has_notes) {
    check_reason(reason);
    assert_null(score.notes);
    return 0;
  }
  assert_int_equal(score.note_count, notes);
  check_score(&score);
  check_on_the_grid(&score);
  check_as_phrase(&score);
  check_in_frames(&score, size % LONG_ONE_IN == 1 ? 1 : (int)(1 + score.end / SHORT_FRAMES));
  score_free(&score);
  return 0;
}
