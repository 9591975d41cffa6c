// What one machine reads, the others get whole.
#include "tests/unit/small_music.h"
#include "trainer/corpus_share.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PIECES = 5, NOTES = 9 };

// With a piece that has no meter and one that has no note.
static Corpus corpus_to_share(void) {
  Corpus corpus = random_corpus(PIECES, NOTES);
  assert_int_equal(corpus.count, PIECES);
  for (size_t i = 0; i < PIECES; ++i) {
    corpus.pieces[i].path = calloc(1, 16);
    assert_non_null(corpus.pieces[i].path);
    memset(corpus.pieces[i].path, 'a' + (int)i, i);
    corpus.pieces[i].hash = UINT64_MAX - i;
  }
  corpus.pieces[1].meter_count = 0;
  corpus.pieces[3].note_count = 0;
  return corpus;
}

static void assert_same_piece(const Piece* a, const Piece* b) {
  assert_string_equal(a->path, b->path);
  assert_int_equal(a->note_count, b->note_count);
  assert_memory_equal(a->notes, b->notes, a->note_count * sizeof *a->notes);
  assert_int_equal(a->meter_count, b->meter_count);
  for (int i = 0; i < a->meter_count; ++i) {
    assert_int_equal(a->meters[i].tick, b->meters[i].tick);
    assert_int_equal(a->meters[i].numerator, b->meters[i].numerator);
    assert_int_equal(a->meters[i].denominator, b->meters[i].denominator);
  }
  assert_int_equal(a->end, b->end);
  assert_true(a->bpm == b->bpm);
  assert_int_equal(a->key, b->key);
  assert_true(a->hash == b->hash);
}

static void a_corpus_comes_back_as_it_was(void** state) {
  (void)state;
  Corpus sent = corpus_to_share();
  Corpus got = {0};
  Sink sink = {0};
  corpus_put(&sent, &sink);
  assert_false(sink.failed);
  assert_true(corpus_take(&got, (Span){sink.bytes, sink.bytes + sink.size}));
  free(sink.bytes); // nothing of it is kept
  assert_int_equal(got.count, PIECES);
  for (size_t i = 0; i < PIECES; ++i) {
    assert_ptr_not_equal(got.pieces[i].notes, sent.pieces[i].notes);
    assert_same_piece(&got.pieces[i], &sent.pieces[i]);
  }
  corpus_free(&got);
  corpus_free(&sent);
}

static void an_empty_corpus_comes_back_empty(void** state) {
  (void)state;
  const Corpus sent = {0};
  Corpus got = {0};
  Sink sink = {0};
  corpus_put(&sent, &sink);
  assert_true(corpus_take(&got, (Span){sink.bytes, sink.bytes + sink.size}));
  assert_int_equal(got.count, 0);
  free(sink.bytes);
  corpus_free(&got);
}

// Copied to memory of their own length, so that a sanitizer sees what is read beyond them.
static void bytes_that_are_cut_are_refused(void** state) {
  (void)state;
  Corpus sent = corpus_to_share();
  Sink sink = {0};
  corpus_put(&sent, &sink);
  for (size_t size = 0; size < sink.size; ++size) {
    Corpus got = {0};
    uint8_t* cut = malloc(size + 1);
    assert_non_null(cut);
    memcpy(cut, sink.bytes, size);
    assert_false(corpus_take(&got, (Span){cut, cut + size}));
    corpus_free(&got);
    free(cut);
  }
  free(sink.bytes);
  corpus_free(&sent);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_corpus_comes_back_as_it_was),
      cmocka_unit_test(an_empty_corpus_comes_back_empty),
      cmocka_unit_test(bytes_that_are_cut_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
