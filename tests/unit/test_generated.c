// Music that a style makes up, cut into passages.
#include "tests/unit/small_network.h"
#include "trainer/generated.h"
#include "trainer/recording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PIECES = 5, BARS = 16, BAR = 72, TICKS = BARS * BAR };

typedef struct {
  SmallNetwork small;
  TnStyle style;
} Fixture;

// A note every six ticks or so, in a pitched part and a drum part, in 3/4.
static void fixture_init(Fixture* f) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  f->small =
      small_network_new(v, (TnSizes){.embedding = 8, .layers = 1, .hidden = 12, .head = 8}, 5);
  assert_non_null(f->small.weights);
  f->small.network.heads[TN_DT].output_bias[6] += 8.0F;
  f->style = (TnStyle){.network = f->small.network,
                       .weights = f->small.weights,
                       .key = 3,
                       .meter = {0, 3, 4},
                       .bpm = 90,
                       .manner = tn_style_manner()};
}

static void passages_are_as_many_and_as_long_as_asked_for(void** state) {
  (void)state;
  Fixture f;
  Corpus corpus;
  fixture_init(&f);
  assert_true(generated_corpus(&f.style, PIECES, BARS, &corpus));
  assert_int_equal(corpus.count, PIECES);
  for (size_t i = 0; i < corpus.count; ++i) {
    const Piece* piece = &corpus.pieces[i];
    assert_int_equal(piece->end, TICKS);
    assert_int_equal(piece->key, 3);
    assert_int_equal(piece->meter_count, 1);
    assert_int_equal(piece->meters[0].numerator, 3);
    assert_true(piece->note_count > 50);
    for (size_t n = 0; n < piece->note_count; ++n) {
      const TnNote* note = &piece->notes[n];
      assert_in_range(note->onset, 0, TICKS - 1);
      assert_in_range(note->duration, 1, TICKS - note->onset);
      assert_true(note->part == 0 || note->part == VOICE_DRUMS);
      assert_true(n == 0 || tn_codec_compare(note - 1, note) < 0);
    }
  }
  corpus_free(&corpus);
  small_network_free(&f.small);
}

// Every note that the engine plays is in one of them.
static void together_they_are_what_the_engine_plays(void** state) {
  (void)state;
  Fixture f;
  Corpus corpus;
  Recording recording;
  fixture_init(&f);
  const RecordingOptions options = {
      .controls = generated_controls(&f.style), .meter = f.style.meter, .bars = PIECES * BARS};
  assert_true(recording_make(&f.style, &options, &recording));
  assert_true(generated_corpus(&f.style, PIECES, BARS, &corpus));
  assert_int_equal(corpus_notes(&corpus), recording.count);
  for (size_t n = 0; n < recording.count; ++n) {
    const MidiFileNote* note = &recording.notes[n];
    const int32_t onset = (note->onset + 2) / 5; // a nudge is up to two fifths of a tick
    const Piece* piece = &corpus.pieces[onset / TICKS];
    size_t found = 0;
    for (size_t i = 0; i < piece->note_count; ++i) {
      const TnNote* other = &piece->notes[i];
      found += other->onset == onset % TICKS && other->pitch == note->pitch &&
               other->duration == (note->duration + 2) / 5 &&
               (other->part == VOICE_DRUMS) == (note->channel == 9);
    }
    assert_int_equal(found, 1);
  }
  recording_free(&recording);
  corpus_free(&corpus);
  small_network_free(&f.small);
}

static bool pieces_equal(const Piece* a, const Piece* b) {
  bool equal = a->note_count == b->note_count;
  for (size_t n = 0; equal && n < a->note_count; ++n) {
    equal = tn_codec_compare(&a->notes[n], &b->notes[n]) == 0 &&
            a->notes[n].duration == b->notes[n].duration;
  }
  return equal;
}

static void every_passage_is_another_and_the_same_each_time(void** state) {
  (void)state;
  Fixture f;
  Corpus one;
  Corpus two;
  fixture_init(&f);
  assert_true(generated_corpus(&f.style, PIECES, BARS, &one));
  assert_true(generated_corpus(&f.style, PIECES, BARS, &two));
  for (size_t i = 0; i < PIECES; ++i) {
    assert_true(pieces_equal(&one.pieces[i], &two.pieces[i]));
    assert_true(i == 0 || !pieces_equal(&one.pieces[i], &one.pieces[i - 1]));
  }
  corpus_free(&one);
  corpus_free(&two);
  small_network_free(&f.small);
}

static const TnNote* find_note(const Piece* piece, const MidiFileNote* note) {
  for (size_t n = 0; n < piece->note_count; ++n) {
    const TnNote* other = &piece->notes[n];
    if (5 * other->onset + other->nudge == note->onset && other->pitch == note->pitch &&
        (other->part == 1) == (note->channel == 9)) {
      return other;
    }
  }
  return NULL;
}

static void a_phrase_is_what_its_seed_plays_first(void** state) {
  (void)state;
  Fixture f;
  Piece phrase;
  Piece other;
  Recording recording;
  fixture_init(&f);
  RecordingOptions options = {.controls = generated_controls(&f.style),
                              .meter = f.style.meter,
                              .bars = GENERATED_PHRASE_BARS};
  options.controls.seed = 7;
  assert_true(recording_make(&f.style, &options, &recording));
  assert_true(generated_phrase(&f.style, 7, &phrase));
  assert_true(generated_phrase(&f.style, 8, &other));
  assert_int_equal(phrase.end, GENERATED_PHRASE_BARS * BAR);
  assert_true(recording.count > 50);
  for (size_t n = 0; n < recording.count; ++n) {
    const TnNote* note = find_note(&phrase, &recording.notes[n]);
    assert_non_null(note);
    assert_int_equal(note->velocity, recording.notes[n].velocity);
  }
  assert_false(pieces_equal(&phrase, &other));
  recording_free(&recording);
  piece_free(&phrase);
  piece_free(&other);
  small_network_free(&f.small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(passages_are_as_many_and_as_long_as_asked_for),
      cmocka_unit_test(together_they_are_what_the_engine_plays),
      cmocka_unit_test(every_passage_is_another_and_the_same_each_time),
      cmocka_unit_test(a_phrase_is_what_its_seed_plays_first),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
