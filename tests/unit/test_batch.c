#include "tests/unit/small_music.h"
#include "trainer/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PIECES = 7, NOTES = 4, MAX_EVENTS = 1000, STEPS = 14, OVERLAP = 4 };

typedef struct {
  Corpus corpus;
  TnVocabulary vocabulary;
  Deck deck;
  Batch batch;
} ReadStreams;

// Pieces shorter and longer than a sequence and than the overlap.
static void streams_init(ReadStreams* r, int streams, int steps, int overlap, bool endless) {
  r->corpus = random_corpus(PIECES, NOTES);
  assert_int_equal(r->corpus.count, PIECES);
  r->corpus.pieces[2].note_count = 1;
  r->vocabulary = corpus_vocabulary(&r->corpus);
  corpus_fit(&r->corpus, &r->vocabulary);
  r->deck = deck_new(&r->corpus, &r->vocabulary, 3, endless);
  assert_true(batch_init(&r->batch, &r->deck, streams, steps, overlap));
}

static void streams_free(ReadStreams* r) {
  batch_free(&r->batch);
  corpus_free(&r->corpus);
}

// The events of all pieces, one after the other.
static size_t all_events(const ReadStreams* r, TnEvent* events) {
  TnNote scratch[MAX_EVENTS];
  size_t count = 0;
  for (size_t i = 0; i < r->corpus.count; ++i) {
    const Piece* piece = &r->corpus.pieces[i];
    assert_true(count + piece_event_capacity(piece, &r->vocabulary) <= MAX_EVENTS);
    count += piece_events(piece, &r->vocabulary, 0, scratch, events + count);
  }
  return count;
}

static int compare_events(const void* a, const void* b) {
  return memcmp(a, b, sizeof(TnEvent));
}

// Whether the network hears at step n that a piece begins.
static bool hears_a_start(const ReadStreams* r, size_t n) {
  const TnTable table = tn_feature_table(&r->vocabulary, TN_INPUT_TABLE);
  const uint16_t start = (uint16_t)(table.first[TN_FEATURE_KIND] + TN_EVENT_START);
  return r->batch.input.count[n] > 0 && r->batch.input.rows[n * TN_MAX_ROWS] == start;
}

static void check_each_event_counts_once(int streams, int steps, int overlap) {
  ReadStreams r;
  streams_init(&r, streams, steps, overlap, false);
  TnEvent wanted[MAX_EVENTS];
  TnEvent counted[MAX_EVENTS];
  size_t count = 0;
  const size_t all = all_events(&r, wanted);
  for (batch_fill(&r.batch, &r.deck); !r.batch.exhausted; batch_fill(&r.batch, &r.deck)) {
    for (size_t n = 0; n < (size_t)streams * (size_t)steps; ++n) {
      if (r.batch.counts[n]) {
        assert_true(count < all);
        counted[count++] = r.batch.targets[n];
      }
    }
  }
  assert_int_equal(count, all);
  if (streams > 1) { // they read side by side
    qsort(wanted, all, sizeof *wanted, compare_events);
    qsort(counted, all, sizeof *counted, compare_events);
  }
  assert_memory_equal(wanted, counted, all * sizeof *wanted);
  streams_free(&r);
}

static void each_event_of_each_piece_counts_once_a_round(void** state) {
  (void)state;
  for (int streams = 1; streams <= 3; ++streams) {
    check_each_event_counts_once(streams, STEPS, 0);
    check_each_event_counts_once(streams, STEPS, OVERLAP);
    check_each_event_counts_once(streams, STEPS, STEPS - 1);
    check_each_event_counts_once(streams, 2, 1);
    check_each_event_counts_once(streams, 200, 8);
  }
}

static void the_state_is_reset_where_a_piece_begins_and_only_there(void** state) {
  (void)state;
  ReadStreams r;
  streams_init(&r, 3, STEPS, OVERLAP, true);
  int resets = 0;
  for (int i = 0; i < 50; ++i) {
    batch_fill(&r.batch, &r.deck);
    for (size_t n = 0; n < 3 * STEPS; ++n) {
      assert_int_equal(r.batch.reset[n], hears_a_start(&r, n));
      resets += r.batch.reset[n];
    }
  }
  assert_true(resets > 20);
  streams_free(&r);
}

// What a stream reads at one step.
typedef struct {
  TnEvent target;
  uint8_t rows;
  uint16_t row[TN_MAX_ROWS];
} Step;

static Step step_at(const Batch* batch, int t, int stream) {
  const size_t n = (size_t)t * (size_t)batch->streams + (size_t)stream;
  Step step;
  memset(&step, 0, sizeof step); // its padding too: steps are compared as bytes
  step.target = batch->targets[n];
  step.rows = batch->input.count[n];
  memcpy(step.row, batch->input.rows + n * TN_MAX_ROWS, step.rows * sizeof *step.row);
  return step;
}

// A sequence begins where the one before says that its state is carried from, and goes over the
// same events up to where that one ended.
static void successive_sequences_overlap(void** state) {
  (void)state;
  ReadStreams r;
  streams_init(&r, 2, STEPS, OVERLAP, true);
  int whole = 0;
  batch_fill(&r.batch, &r.deck);
  for (int i = 0; i < 60; ++i) {
    Step before[2][STEPS];
    int carry[2];
    for (int s = 0; s < 2; ++s) {
      carry[s] = r.batch.carry[s];
      assert_in_range(carry[s], STEPS - OVERLAP, STEPS - 1);
      whole += carry[s] == STEPS - OVERLAP;
      for (int t = 0; t < STEPS; ++t) {
        before[s][t] = step_at(&r.batch, t, s);
      }
    }
    batch_fill(&r.batch, &r.deck);
    for (int s = 0; s < 2; ++s) {
      for (int t = carry[s]; t < STEPS; ++t) {
        const Step again = step_at(&r.batch, t - carry[s], s);
        assert_memory_equal(&again, &before[s][t], sizeof again);
        assert_int_equal(r.batch.counts[(t - carry[s]) * 2 + s], 0);
      }
      assert_int_equal(r.batch.counts[(STEPS - carry[s]) * 2 + s], 1);
    }
  }
  assert_true(whole > 30);
  streams_free(&r);
}

// Two and three streams that take turns, and five of one batch.
static void batches_that_take_turns_read_what_one_would(void** state) {
  (void)state;
  enum { STREAMS = 5, FIRST = 2 };
  ReadStreams r;
  Batch batches[2];
  streams_init(&r, STREAMS, STEPS, OVERLAP, true);
  assert_true(batch_init(&batches[0], &r.deck, FIRST, STEPS, OVERLAP));
  assert_true(batch_init(&batches[1], &r.deck, STREAMS - FIRST, STEPS, OVERLAP));
  batch_take_turns(&batches[0], 0, STREAMS);
  batch_take_turns(&batches[1], FIRST, STREAMS);
  for (int i = 0; i < 30; ++i) {
    batch_fill(&r.batch, &r.deck);
    batch_fill(&batches[1], &r.deck);
    batch_fill(&batches[0], &r.deck);
    for (int s = 0; s < STREAMS; ++s) {
      for (int t = 0; t < STEPS; ++t) {
        const Step alone = step_at(&r.batch, t, s);
        const Step shared = step_at(&batches[s >= FIRST], t, s < FIRST ? s : s - FIRST);
        assert_memory_equal(&alone, &shared, sizeof alone);
      }
    }
  }
  batch_free(&batches[0]);
  batch_free(&batches[1]);
  streams_free(&r);
}

static void without_overlap_the_state_is_carried_from_the_end(void** state) {
  (void)state;
  ReadStreams r;
  streams_init(&r, 2, STEPS, 0, true);
  for (int i = 0; i < 10; ++i) {
    batch_fill(&r.batch, &r.deck);
    assert_int_equal(r.batch.carry[0], STEPS);
    assert_int_equal(r.batch.carry[1], STEPS);
    for (size_t n = 0; n < 2 * STEPS; ++n) {
      assert_int_equal(r.batch.counts[n], 1);
    }
  }
  streams_free(&r);
}

static void every_target_is_among_the_allowed(void** state) {
  (void)state;
  ReadStreams r;
  streams_init(&r, 2, STEPS, OVERLAP, true);
  r.deck.transpose = 6;
  const int pitches = tn_vocabulary_classes(&r.vocabulary, TN_PITCH);
  const int parts = tn_vocabulary_classes(&r.vocabulary, TN_PART);
  const int dts = tn_vocabulary_classes(&r.vocabulary, TN_DT);
  for (int i = 0; i < 50; ++i) {
    batch_fill(&r.batch, &r.deck);
    for (int n = 0; n < 2 * STEPS; ++n) {
      const TnEvent e = r.batch.targets[n];
      assert_true(r.batch.allowed[TN_DT][n * dts + e.dt]);
      if (e.kind == TN_EVENT_NOTE) {
        const int row = tn_vocabulary_pitch_row(&r.vocabulary, e.part, e.pitch);
        assert_true(r.batch.allowed[TN_PART][n * parts + e.part]);
        assert_true(r.batch.allowed[TN_PITCH][n * pitches + row]);
      }
    }
  }
  streams_free(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_event_of_each_piece_counts_once_a_round),
      cmocka_unit_test(the_state_is_reset_where_a_piece_begins_and_only_there),
      cmocka_unit_test(successive_sequences_overlap),
      cmocka_unit_test(batches_that_take_turns_read_what_one_would),
      cmocka_unit_test(without_overlap_the_state_is_carried_from_the_end),
      cmocka_unit_test(every_target_is_among_the_allowed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
