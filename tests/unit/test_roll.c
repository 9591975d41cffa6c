// The frame likelihood of `tiento eval --roll`: that it is a probability, and that the frames are
// those of the benchmark's text. The benchmark lies outside the repository, in ../shared or where
// TIENTO_SHARED says: without it that part skips.
#include "tests/unit/small_network.h"
#include "trainer/learner.h"
#include "trainer/matrix.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LOW = 60, PITCHES = 5, FRAME_SETS = 1 << PITCHES, MAX_FRAMES = 80 };

// A roll of 5 pitches: bit p of a frame is pitch LOW + p.
typedef struct {
  int count;
  uint8_t frames[MAX_FRAMES];
} Roll;

// -ln P(roll), by the code that `tiento eval --roll` uses.
static double nats_of(const TnNetwork* network, const Roll* roll) {
  TnNote notes[MAX_FRAMES * PITCHES];
  Piece piece = {.notes = notes, .end = roll->count};
  for (int t = 0; t < roll->count; ++t) {
    for (int p = PITCHES - 1; p >= 0; --p) { // from the highest pitch down
      if (roll->frames[t] >> p & 1) {
        notes[piece.note_count++] = (TnNote){t, 1, 0, (uint8_t)(LOW + p), 80, 0};
      }
    }
  }
  Corpus corpus = {.pieces = &piece, .count = 1};
  Measure measure;
  corpus_fit(&corpus, &network->vocabulary);
  assert_true(learner_measure(network, &corpus, 1, &measure));
  return measure_nats(&measure);
}

// The probability of each next frame is that of the longer roll over that of the roll so far. No
// probability has been given yet to an empty past.
static double sum_over_next_frames(const TnNetwork* network, const Roll* past) {
  const double nats_past = past->count > 0 ? nats_of(network, past) : 0.0;
  double sum = 0;
  for (int set = 0; set < FRAME_SETS; ++set) {
    Roll roll = *past;
    roll.frames[roll.count++] = (uint8_t)set;
    sum += exp(nats_past - nats_of(network, &roll));
  }
  return sum;
}

static void check_sum(const Roll* past) {
  SmallNetwork small =
      small_network_new(tn_vocabulary_for_roll(LOW, PITCHES),
                        (TnSizes){.embedding = 6, .layers = 2, .hidden = 8, .head = 7}, 3);
  assert_non_null(small.weights);
  const double sum = sum_over_next_frames(&small.network, past);
  if (fabs(sum - 1.0) > 1e-6) {
    print_error("after %d frames the sum is 1 + %g\n", past->count, sum - 1.0);
    fail();
  }
  small_network_free(&small);
}

static Roll busy_roll(int frames) {
  Random random = {5};
  Roll roll = {.count = frames};
  for (int t = 0; t < frames; ++t) {
    roll.frames[t] = (uint8_t)random_below(&random, FRAME_SETS);
  }
  return roll;
}

static void add_silence(Roll* roll, int frames) {
  memset(roll->frames + roll->count, 0, (size_t)frames);
  roll->count += frames;
}

static void the_first_frame_has_probability_1_in_all(void** state) {
  (void)state;
  check_sum(&(Roll){.count = 0});
}

static void a_frame_inside_a_piece_has_probability_1_in_all(void** state) {
  (void)state;
  for (int frames = 1; frames <= 9; frames += 2) {
    const Roll roll = busy_roll(frames);
    check_sum(&roll);
  }
}

static void a_frame_after_a_full_or_a_lowest_chord_has_probability_1_in_all(void** state) {
  (void)state;
  check_sum(&(Roll){.count = 2, .frames = {FRAME_SETS - 1, FRAME_SETS - 1}});
  check_sum(&(Roll){.count = 2, .frames = {2, 1}});
}

// 16 frames are a rest; silence goes on from there.
static void a_frame_after_silence_has_probability_1_in_all(void** state) {
  (void)state;
  static const int LENGTHS[] = {1, 15, 16, 17, 33};
  for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; ++i) {
    Roll roll = busy_roll(6);
    roll.frames[5] = 9;
    add_silence(&roll, LENGTHS[i]);
    check_sum(&roll);
  }
}

static void a_frame_after_silence_at_the_start_has_probability_1_in_all(void** state) {
  (void)state;
  static const int LENGTHS[] = {1, 16, 17};
  for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; ++i) {
    Roll roll = {.count = 0};
    add_silence(&roll, LENGTHS[i]);
    check_sum(&roll);
  }
}

static void a_frame_after_a_note_that_follows_long_silence_has_probability_1_in_all(void** state) {
  (void)state;
  Roll roll = busy_roll(3);
  add_silence(&roll, 20);
  roll.frames[roll.count++] = 22;
  check_sum(&roll);
}

// The sums above would also be 1 for a network that hears nothing.
static void the_rolls_change_the_probability(void** state) {
  (void)state;
  SmallNetwork small =
      small_network_new(tn_vocabulary_for_roll(LOW, PITCHES),
                        (TnSizes){.embedding = 6, .layers = 1, .hidden = 8, .head = 7}, 4);
  assert_non_null(small.weights);
  const Roll roll = busy_roll(8);
  const double nats = nats_of(&small.network, &roll);
  const TnFeature rolls[] = {TN_FEATURE_SOUNDING, TN_FEATURE_STRUCK};
  for (int i = 0; i < 2; ++i) {
    const int first = small.network.input_table.first[rolls[i]];
    assert_true(first >= 0);
    memset(small.network.embedding + 6 * first, 0, 6 * PITCHES * sizeof(float));
    assert_true(fabs(nats_of(&small.network, &roll) - nats) > 1e-3);
  }
  small_network_free(&small);
}

// One set of the benchmark: how many file ticks a frame has, and its three parts.
typedef struct {
  const char* name;
  int frame;
} Set;

// Frame t of `piece` as 128 bits; `next` is its first note from frame t on.
static void read_frame(const Piece* piece, int32_t t, size_t* next, bool sounds[128]) {
  memset(sounds, 0, 128 * sizeof *sounds);
  for (; *next < piece->note_count && piece->notes[*next].onset == t; ++*next) {
    sounds[piece->notes[*next].pitch] = true;
  }
}

// Frame t of a line of text, "60,64,67 - 62": moves `text` past it.
static bool parse_frame(char** text, bool sounds[128], size_t* cells) {
  memset(sounds, 0, 128 * sizeof *sounds);
  if (**text == '-') {
    ++*text;
  }
  while (**text >= '0' && **text <= '9') {
    const long pitch = strtol(*text, text, 10);
    if (pitch > 127) {
      return false;
    }
    sounds[pitch] = true;
    ++*cells;
    *text += **text == ',';
  }
  *text += **text == ' ';
  return true;
}

// Every cell of the piece and no other stands in the line.
static void check_piece(const Piece* piece, char* line, size_t* frames, size_t* cells) {
  size_t next = 0;
  int32_t t = 0;
  for (char* text = line; *text && *text != '\n'; ++t) {
    bool wanted[128];
    bool sounds[128];
    assert_true(parse_frame(&text, wanted, cells));
    read_frame(piece, t, &next, sounds);
    if (memcmp(wanted, sounds, sizeof sounds) != 0) {
      print_error("%s: frame %d differs\n", piece->path, (int)t);
      fail();
    }
  }
  assert_int_equal(t, piece->end);
  assert_int_equal(next, piece->note_count);
  *frames += (size_t)t;
}

static void check_split(const char* folder, Set set, const char* split, FILE* text) {
  static char line[1 << 20];
  char path[1024];
  char* paths[] = {path};
  Corpus corpus;
  SkipList skips = {0};
  size_t frames = 0;
  size_t cells = 0;
  snprintf(path, sizeof path, "%s/%s/%s", folder, set.name, split);
  assert_true(corpus_read(&corpus, paths, 1, &(ReadOptions){.roll_ticks = set.frame}, &skips));
  for (size_t i = 0; i < corpus.count; ++i) {
    assert_non_null(fgets(line, sizeof line, text));
    check_piece(&corpus.pieces[i], line, &frames, &cells);
  }
  assert_null(fgets(line, sizeof line, text));
  assert_int_equal(skips.count, 0);
  assert_int_equal(corpus_frames(&corpus), frames);
  assert_int_equal(corpus_notes(&corpus), cells);
  const TnVocabulary vocabulary = tn_vocabulary_for_roll(21, 88);
  corpus_fit(&corpus, &vocabulary);
  assert_int_equal(corpus_notes(&corpus), cells);
  corpus_free(&corpus);
}

static void check_set(Set set) {
  static const char* const SPLITS[] = {"train", "valid", "test"};
  const char* shared = getenv("TIENTO_SHARED");
  char folder[512];
  snprintf(folder, sizeof folder, "%s/benchmark", shared ? shared : "../shared");
  for (int i = 0; i < 3; ++i) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s/%s.frames.txt", folder, set.name, SPLITS[i]);
    FILE* text = fopen(path, "r");
    if (!text) {
      print_message("SKIP: no benchmark at %s\n", folder);
      skip();
    }
    check_split(folder, set, SPLITS[i], text);
    fclose(text);
  }
}

static void the_roll_of_the_jsb_chorales_is_that_of_the_text(void** state) {
  (void)state;
  check_set((Set){"jsb", 480});
}

static void the_roll_of_nottingham_is_that_of_the_text(void** state) {
  (void)state;
  check_set((Set){"nottingham", 240});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_first_frame_has_probability_1_in_all),
      cmocka_unit_test(a_frame_inside_a_piece_has_probability_1_in_all),
      cmocka_unit_test(a_frame_after_a_full_or_a_lowest_chord_has_probability_1_in_all),
      cmocka_unit_test(a_frame_after_silence_has_probability_1_in_all),
      cmocka_unit_test(a_frame_after_silence_at_the_start_has_probability_1_in_all),
      cmocka_unit_test(a_frame_after_a_note_that_follows_long_silence_has_probability_1_in_all),
      cmocka_unit_test(the_rolls_change_the_probability),
      cmocka_unit_test(the_roll_of_the_jsb_chorales_is_that_of_the_text),
      cmocka_unit_test(the_roll_of_nottingham_is_that_of_the_text),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
