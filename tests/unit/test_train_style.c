// What a training run tells of itself in the style that it leaves.
#include "trainer/train_style.h"

#include "tests/unit/small_music.h"
#include "tests/unit/small_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  char folder[64];
  char path[96];
  SmallNetwork small;
  Corpus music[SPLIT_PARTS];
  TrainOptions options;
  TrainSession session;
} Fixture;

static int make_fixture(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  *state = f;
  if (!f) {
    return -1;
  }
  strcpy(f->folder, "/tmp/test_train_style.XXXXXX");
  if (!mkdtemp(f->folder)) {
    return -1;
  }
  snprintf(f->path, sizeof f->path, "%s/some.style.safetensors", f->folder);
  f->options = train_options_default();
  f->options.output = f->path;
  f->options.training.sizes = (TnSizes){.embedding = 4, .layers = 1, .hidden = 4, .head = 4};
  f->small = small_network_new(tn_vocabulary_for_grid(), f->options.training.sizes, 1);
  f->music[SPLIT_TRAIN] = random_corpus(3, 20);
  f->session = (TrainSession){
      .options = &f->options, .vocabulary = &f->small.network.vocabulary, .music = f->music};
  return f->small.weights ? 0 : -1;
}

static int free_fixture(void** state) {
  Fixture* f = *state;
  unlink(f->path);
  rmdir(f->folder);
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&f->music[p]);
  }
  small_network_free(&f->small);
  free(f);
  return 0;
}

static TnStyle written(const Fixture* f) {
  char reason[256];
  const TrainingReport report = {.epochs = 7, .best_epoch = 5};
  TnStyle style;
  assert_true(train_style_write(&f->session, f->small.weights, &report, reason, sizeof reason));
  assert_int_equal(tn_style_read(f->path, &style, reason, sizeof reason), TN_OK);
  return style;
}

static void assert_told(const TnStyle* style, const char* key, const char* value) {
  const char* got = tn_style_header_get(&style->header, key);
  if (value) {
    assert_non_null(got);
    assert_string_equal(got, value);
  } else {
    assert_null(got);
  }
}

static void it_is_called_after_its_file(void** state) {
  Fixture* f = *state;
  TnStyle style = written(f);
  assert_told(&style, "style.name", "some.style");
  assert_told(&style, "style.licence", NULL);
  tn_style_free(&style);
  f->options.text[TRAIN_NAME] = "Another";
  f->options.text[TRAIN_LICENCE] = "CC0";
  style = written(f);
  assert_told(&style, "style.name", "Another");
  assert_told(&style, "style.licence", "CC0");
  tn_style_free(&style);
}

static void a_name_of_odd_bytes_is_mended(void** state) {
  Fixture* f = *state;
  char name[TRAIN_STYLE_NAME];
  f->options.output = "folder/caf\xe9.safetensors";
  train_style_name(&f->options, name);
  assert_string_equal(name, "caf_");
}

static void what_a_base_says_is_mended(void** state) {
  Fixture* f = *state;
  TnStyle base = {.weights = NULL};
  assert_true(tn_style_header_add(&base.header, "style.name", "caf\xe9"));
  assert_true(tn_style_header_add(&base.header, "style.attribution", "\xff\nA. Fiddler"));
  f->options.base = &base;
  TnStyle style = written(f);
  assert_told(&style, "style.base", "caf_");
  assert_told(&style, "base.attribution", "_\nA. Fiddler");
  tn_style_free(&style);
  tn_style_header_free(&base.header);
}

static void only_what_was_measured_is_told(void** state) {
  const Fixture* f = *state;
  TnStyle style = written(f);
  assert_told(&style, "training.pieces", "3");
  assert_told(&style, "training.epochs", "7");
  assert_told(&style, "training.best_epoch", "5");
  assert_told(&style, "training.valid_pieces", "0");
  assert_told(&style, "training.valid_nats_a_note", NULL);
  assert_told(&style, "training.test_nats_a_note", NULL);
  assert_told(&style, "training.copies_16_generated", NULL);
  assert_told(&style, "style.base", NULL);
  tn_style_free(&style);
}

static void tests_and_copies_are_told_once_they_are_known(void** state) {
  Fixture* f = *state;
  f->session.test.notes = 4;
  f->session.knows_copies = true;
  f->session.copies.generated[COPY_WINDOWS - 1][1] = 0.25;
  f->session.copies.held_out[COPY_WINDOWS - 1][1] = 0.125;
  TnStyle style = written(f);
  assert_told(&style, "training.test_nats_a_note", "0.0000");
  assert_told(&style, "training.copies_16_generated", "0.2500");
  assert_told(&style, "training.copies_16_held_out", NULL); // with nothing held out to compare
  tn_style_free(&style);
  f->session.copies.compares = true;
  style = written(f);
  assert_told(&style, "training.copies_16_held_out", "0.1250");
  tn_style_free(&style);
}

// A base whose own bases fill the metadata: what must be told of them is not left out.
static void a_base_with_too_much_to_tell_leaves_no_file(void** state) {
  Fixture* f = *state;
  char reason[256];
  const TrainingReport report = {.epochs = 1};
  TnStyle base = {.weights = NULL};
  for (int i = 0; i < TN_MAX_METADATA; ++i) {
    char key[32];
    snprintf(key, sizeof key, "base.%d", i);
    assert_true(tn_style_header_add(&base.header, key, "told"));
  }
  f->options.base = &base;
  assert_false(train_style_write(&f->session, f->small.weights, &report, reason, sizeof reason));
  assert_string_equal(reason, "no room for its metadata");
  assert_int_equal(access(f->path, F_OK), -1);
  tn_style_header_free(&base.header);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_fixture, free_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(it_is_called_after_its_file),
      TEST(a_name_of_odd_bytes_is_mended),
      TEST(what_a_base_says_is_mended),
      TEST(only_what_was_measured_is_told),
      TEST(tests_and_copies_are_told_once_they_are_known),
      TEST(a_base_with_too_much_to_tell_leaves_no_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
