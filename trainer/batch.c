#include "trainer/batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool row_lists_init(RowLists* lists, size_t steps) {
  static_assert(TN_MAX_ROWS <= UINT8_MAX, "a count is a byte");
  lists->count = calloc(steps, sizeof *lists->count);
  lists->rows = calloc(steps * TN_MAX_ROWS, sizeof *lists->rows);
  return lists->count && lists->rows;
}

static void row_lists_free(RowLists* lists) {
  free(lists->count);
  free(lists->rows);
}

static bool field_init(Batch* b, const TnVocabulary* v, TnField field, size_t n) {
  const bool masked = field <= TN_PITCH;
  if (masked) {
    b->allowed[field] = calloc(n, (size_t)tn_vocabulary_classes(v, field));
  }
  return row_lists_init(&b->conditions[field], n) && (!masked || b->allowed[field]);
}

bool batch_init(Batch* b, const Deck* deck, int streams, int steps, int overlap) {
  const size_t n = (size_t)streams * (size_t)steps;
  *b = (Batch){.streams = streams,
               .steps = steps,
               .overlap = overlap,
               .reading = calloc((size_t)streams, sizeof(Stream)),
               .reset = calloc(n, 1),
               .counts = calloc(n, 1),
               .targets = calloc(n, sizeof(TnEvent)),
               .carry = calloc((size_t)streams, sizeof(int))};
  bool ok =
      b->reading && b->reset && b->counts && b->targets && b->carry && row_lists_init(&b->input, n);
  for (int f = 0; f < TN_FIELDS; ++f) {
    ok = ok && field_init(b, deck->vocabulary, (TnField)f, n);
  }
  for (int s = 0; ok && s < streams; ++s) {
    ok = dealt_piece_init(&b->reading[s].dealt, deck);
  }
  if (ok) {
    batch_take_turns(b, 0, streams);
  }
  return ok;
}

void batch_take_turns(Batch* b, int first, int dealing) {
  b->dealing = dealing;
  for (int s = 0; s < b->streams; ++s) {
    b->reading[s].position = (uint64_t)first + (uint64_t)s;
  }
}

// Enough of a stream to deal its piece again and to read up to the same place.
typedef struct {
  uint64_t position; // of the next piece
  uint64_t next;
  uint64_t counted;
  int32_t transpose; // the deck's, when it dealt the piece
  int32_t reading;
} StreamPlace;

void batch_put(const Batch* b, Sink* sink) {
  for (int s = 0; s < b->streams; ++s) {
    const Stream* stream = &b->reading[s];
    const StreamPlace place = {.position = stream->position,
                               .next = stream->next,
                               .counted = stream->counted,
                               .transpose = stream->dealt.transpose,
                               .reading = stream->reading};
    sink_put(sink, &place, sizeof place);
  }
}

static bool take_stream(Stream* stream, Deck deck, int dealing, Span* bytes) {
  StreamPlace place;
  if (!span_copy(bytes, &place, sizeof place) || place.transpose < 0) {
    return false;
  }
  deck.transpose = place.transpose;
  stream->position = place.position;
  stream->reading = place.reading != 0;
  if (!stream->reading) {
    return true;
  }
  if (!deck_deal(&deck, place.position - (uint64_t)dealing, &stream->dealt) ||
      place.next > stream->dealt.count) {
    return false;
  }
  stream->counted = place.counted;
  stream->context = stream->dealt.start;
  for (stream->next = 0; stream->next < place.next; ++stream->next) {
    tn_context_advance(&stream->context, stream->dealt.events[stream->next]);
  }
  return true;
}

bool batch_take(Batch* b, const Deck* deck, Span* bytes) {
  bool ok = true;
  for (int s = 0; ok && s < b->streams; ++s) {
    ok = take_stream(&b->reading[s], *deck, b->dealing, bytes);
  }
  return ok;
}

void batch_free(Batch* b) {
  for (int s = 0; b->reading && s < b->streams; ++s) {
    dealt_piece_free(&b->reading[s].dealt);
  }
  for (int f = 0; f < TN_FIELDS; ++f) {
    row_lists_free(&b->conditions[f]);
    free(b->allowed[f]);
  }
  row_lists_free(&b->input);
  free(b->reading);
  free(b->reset);
  free(b->counts);
  free(b->targets);
  free(b->carry);
  *b = (Batch){0};
}

bool batch_has_field(TnEvent target, TnField field) {
  return field == TN_DT || target.kind == TN_EVENT_NOTE;
}

static bool take_piece(Stream* stream, const Deck* deck, int dealing) {
  stream->reading = deck_deal(deck, stream->position, &stream->dealt);
  stream->position += (uint64_t)dealing;
  stream->context = stream->dealt.start;
  stream->next = 0;
  stream->counted = 0;
  return stream->reading;
}

// A step of a stream that has nothing left to read.
static void fill_idle(Batch* b, size_t n) {
  b->reset[n] = 1;
  b->counts[n] = 0;
  b->targets[n] = (TnEvent){.kind = TN_EVENT_END};
  b->input.count[n] = 0;
}

static void fill_step(Batch* b, const TnVocabulary* v, const TnTable* tables, size_t n,
                      Stream* stream) {
  const TnContext* context = &stream->context;
  const TnEvent target = stream->dealt.events[stream->next];
  const size_t place = n * TN_MAX_ROWS;
  b->targets[n] = target;
  b->reset[n] = stream->next == 0;
  b->counts[n] = stream->next >= stream->counted;
  b->input.count[n] =
      (uint8_t)tn_context_input_rows(context, &tables[TN_INPUT_TABLE], b->input.rows + place);
  for (int f = 0; f < TN_FIELDS; ++f) {
    RowLists* lists = &b->conditions[f];
    const TnField field = (TnField)f;
    if (!batch_has_field(target, field)) {
      break;
    }
    if (tn_vocabulary_classes(v, field) < 2) {
      continue; // it has no head that would ask
    }
    lists->count[n] =
        (uint8_t)tn_context_condition_rows(context, &tables[f], field, target, lists->rows + place);
    if (b->allowed[f]) {
      const size_t classes = (size_t)tn_vocabulary_classes(v, field);
      tn_context_allowed(context, field, target, b->allowed[f] + n * classes);
    }
  }
  tn_context_advance(&stream->context, target);
  ++stream->next;
}

static void fill_stream(Batch* b, const Deck* deck, const TnTable* tables, int s) {
  Stream* stream = &b->reading[s];
  const int resume = b->steps - b->overlap;
  TnContext resume_context = stream->context;
  size_t resume_next = stream->next;
  b->carry[s] = b->steps;
  for (int t = 0; t < b->steps; ++t) {
    const size_t n = (size_t)t * (size_t)b->streams + (size_t)s;
    const bool at_end = !stream->reading || stream->next == stream->dealt.count;
    if (at_end && !take_piece(stream, deck, b->dealing)) {
      fill_idle(b, n);
      continue;
    }
    if (t == resume || (t > resume && stream->next == 0)) {
      resume_context = stream->context;
      resume_next = stream->next;
      b->carry[s] = t;
    }
    fill_step(b, deck->vocabulary, tables, n, stream);
    b->exhausted = false;
  }
  if (b->carry[s] < b->steps) {
    stream->counted = stream->next;
    stream->context = resume_context;
    stream->next = resume_next;
  }
}

void batch_fill(Batch* b, const Deck* deck) {
  TnTable tables[TN_FIELDS + 1];
  for (int f = 0; f <= TN_FIELDS; ++f) {
    tables[f] = tn_feature_table(deck->vocabulary, f);
  }
  b->exhausted = true;
  for (int s = 0; s < b->streams; ++s) {
    fill_stream(b, deck, tables, s);
  }
}
