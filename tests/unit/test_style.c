// Style files are read back as they were written; what could not be is not written.
#include "plugin/engine/half.h"
#include "tests/unit/style_file.h"

static void assert_vocabularies_equal(const TnVocabulary* a, const TnVocabulary* b) {
  assert_int_equal(a->dt_values, b->dt_values);
  assert_int_equal(a->has_end, b->has_end);
  assert_int_equal(a->has_grid, b->has_grid);
  assert_int_equal(a->parts, b->parts);
  assert_int_equal(a->drum_part, b->drum_part);
  assert_int_equal(a->pitch_low, b->pitch_low);
  assert_int_equal(a->pitch_count, b->pitch_count);
  assert_int_equal(a->drum_count, b->drum_count);
  assert_int_equal(a->duration_count, b->duration_count);
  assert_memory_equal(a->durations, b->durations,
                      (size_t)a->duration_count * sizeof a->durations[0]);
  assert_int_equal(a->velocity_count, b->velocity_count);
  assert_memory_equal(a->velocities, b->velocities, (size_t)a->velocity_count);
  assert_int_equal(a->nudge_count, b->nudge_count);
  assert_memory_equal(a->nudges, b->nudges, (size_t)a->nudge_count);
}

static void a_style_comes_back_as_it_was_written(void** state) {
  const Fixture* f = *state;
  TnStyle style;
  char reason[160];
  assert_int_equal(tn_style_read(f->path, &style, reason, sizeof reason), TN_OK);
  assert_vocabularies_equal(&style.network.vocabulary, &f->vocabulary);
  assert_memory_equal(&style.network.sizes, &f->sizes, sizeof f->sizes);
  assert_memory_equal(style.weights, f->weights, f->list.total * sizeof(float));
  assert_ptr_equal(style.network.embedding, style.weights);
  assert_string_equal(tn_style_header_get(&style.header, "style.name"),
                      "Quiet \"test\" \xc3\xa9tude");
  assert_null(tn_style_header_get(&style.header, "style.source"));
  assert_null(tn_style_header_get(&style.header, "vocabulary.nudges")); // as in older files
  assert_int_equal(style.key, 13);
  assert_int_equal(style.meter.numerator, 6);
  assert_int_equal(style.meter.denominator, 8);
  assert_true(style.bpm == 96.0);
  assert_true(style.manner.sampling.temperature == 0.85F);
  assert_true(style.manner.sampling.top_p == 0.97F);
  assert_true(style.manner.rhythm == 1.25F);
  assert_int_equal(style.manner.length, 16);
  assert_int_equal(style.manner.loops, 5);
  assert_int_equal(style.manner.pitch.low, 58);
  assert_int_equal(style.manner.pitch.high, 66);
  assert_plays(&style);
  tn_style_free(&style);
}

static void the_bars_that_are_looked_back_at_come_back(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.lookback_count = 2;
  v.lookbacks[0] = 1;
  v.lookbacks[1] = 8;
  Fixture f;
  TnStyle style;
  char reason[160];
  fixture_init(&f, v, (TnSizes){1, 1, 1, 1});
  assert_int_equal(tn_style_read(f.path, &style, reason, sizeof reason), TN_OK);
  assert_int_equal(style.network.vocabulary.lookback_count, 2);
  assert_int_equal(style.network.vocabulary.lookbacks[0], 1);
  assert_int_equal(style.network.vocabulary.lookbacks[1], 8);
  assert_memory_equal(style.weights, f.weights, f.list.total * sizeof(float));
  assert_plays(&style);
  tn_style_free(&style);
  (void)unlink(f.path);
  (void)rmdir(f.folder);
  free(f.file.data);
  free(f.weights);
}

static void any_vocabulary_and_weights_come_back_as_f16_holds_them(void** state) {
  (void)state;
  Random random = {92};
  for (int round = 0; round < 30; ++round) {
    Fixture f;
    TnStyle style;
    char reason[160];
    fixture_init(&f, random_vocabulary(&random),
                 (TnSizes){random_within(&random, 1, 4), random_within(&random, 1, 4),
                           random_within(&random, 1, 4), random_within(&random, 1, 4)});
    for (size_t i = 0; i < f.list.total; ++i) {
      f.weights[i] = 3.0F * (random_unit(&random) - 0.5F);
    }
    write_style(&f);
    assert_int_equal(tn_style_read(f.path, &style, reason, sizeof reason), TN_OK);
    assert_vocabularies_equal(&style.network.vocabulary, &f.vocabulary);
    for (size_t i = 0; i < f.list.total; ++i) {
      assert_true(style.weights[i] == tn_half_to_float(tn_half_from_float(f.weights[i])));
    }
    tn_style_free(&style);
    (void)unlink(f.path);
    (void)rmdir(f.folder);
    free(f.file.data);
    free(f.weights);
  }
}

static void f32_tensors_in_another_order_are_accepted(void** state) {
  const Fixture* f = *state;
  const size_t data_size = f->list.total * sizeof(float);
  float* weights = malloc(data_size);
  uint8_t* data = malloc(data_size);
  for (size_t i = 0; i < f->list.total; ++i) {
    weights[i] = f->weights[i] + 1e-6F; // more than F16 could hold
  }
  for (int vectors = 0; vectors < 2; ++vectors) {
    char* json = foreign_header(f, weights, data, vectors);
    const Bytes file = file_of(json, data, data_size);
    TnStyle style;
    char reason[160];
    assert_int_equal(parse(file, &style, reason, sizeof reason), TN_OK);
    assert_memory_equal(style.weights, weights, data_size);
    assert_int_equal(style.meter.numerator, 4); // no music.* there
    assert_true(style.bpm == 120.0 && style.key == 0);
    assert_true(style.manner.sampling.temperature == 0.9F); // nor play.*
    assert_true(style.manner.sampling.top_p == 0.95F && style.manner.length == 8);
    tn_style_free(&style);
    free(file.data);
    free(json);
  }
  free(weights);
  free(data);
}

static void what_is_written_is_aligned_and_names_vectors_by_one_size(void** state) {
  const Fixture* f = *state;
  char* json = header_of(f->file);
  assert_int_equal(header_size(f->file) % 8, 0);
  assert_int_equal(json[0], '{');
  assert_non_null(strstr(json, "\"lstm.0.bias\":{\"dtype\":\"F16\",\"shape\":[4],"));
  free(json);
}

static void music_that_makes_no_sense_is_as_if_it_were_not_there(void** state) {
  const Fixture* f = *state;
  static const char* const changes[][2] = {
      {"\"music.key\":\"13\"", "\"music.key\":\"25\""},
      {"\"music.key\":\"13\"", "\"music.key\":\"-1\""},
      {"\"music.meter\":\"6 8\"", "\"music.meter\":\"6 7\""},
      {"\"music.meter\":\"6 8\"", "\"music.meter\":\"0 4\""},
      {"\"music.meter\":\"6 8\"", "\"music.meter\":\"4 0\""},
      {"\"music.meter\":\"6 8\"", "\"music.meter\":\"33 64\""},
      {"\"music.meter\":\"6 8\"", "\"music.meter\":\"6\""},
      {"\"music.bpm\":\"96\"", "\"music.bpm\":\"0\""},
      {"\"music.bpm\":\"96\"", "\"music.bpm\":\"301\""},
      {"\"music.bpm\":\"96\"", "\"music.bpm\":\"fast\""},
      {"\"play.temperature\":\"85\"", "\"play.temperature\":\"0\""},
      {"\"play.temperature\":\"85\"", "\"play.temperature\":\"201\""},
      {"\"play.top_p\":\"97\"", "\"play.top_p\":\"4\""},
      {"\"play.rhythm\":\"125\"", "\"play.rhythm\":\"-1\""},
      {"\"play.rhythm\":\"125\"", "\"play.rhythm\":\"1001\""},
      {"\"play.length\":\"16\"", "\"play.length\":\"65\""},
      {"\"play.loops\":\"5\"", "\"play.loops\":\"1\""},
      {"\"play.pitch\":\"58 66\"", "\"play.pitch\":\"66 58\""},
      {"\"play.pitch\":\"58 66\"", "\"play.pitch\":\"58\""},
  };
  for (size_t i = 0; i < sizeof changes / sizeof changes[0]; ++i) {
    const Bytes file = with_header(f->file, changes[i][0], changes[i][1]);
    TnStyle style;
    char reason[160];
    assert_int_equal(parse(file, &style, reason, sizeof reason), TN_OK);
    const TnManner usual = tn_style_manner();
    const bool meter = style.meter.numerator == 4 && style.meter.denominator == 4;
    const bool temperature = style.manner.sampling.temperature == usual.sampling.temperature;
    const bool top_p = style.manner.sampling.top_p == usual.sampling.top_p;
    const bool rhythm = style.manner.rhythm == 0.0F;
    const bool length = style.manner.length == usual.length;
    const bool loops = style.manner.loops == usual.loops;
    const bool pitch = style.manner.pitch.high == 0;
    assert_int_equal((style.key == 0) + meter + (style.bpm == 120.0) + temperature + top_p +
                         rhythm + length + loops + pitch,
                     1); // the one that was wrong
    assert_plays(&style);
    tn_style_free(&style);
    free(file.data);
  }
}

static bool try_write(const Fixture* f, const char* path, const float* weights, char* reason,
                      size_t reason_size) {
  TnStyleHeader header = {.metadata_count = 0};
  assert_true(tn_style_describe(&header, &f->vocabulary, &f->sizes));
  const bool ok =
      style_write(path, &header, &f->vocabulary, &f->sizes, weights, reason, reason_size);
  tn_style_header_free(&header);
  return ok;
}

static void assert_cannot_read(const char* path, const char* why) {
  TnStyle style;
  char reason[160] = "";
  assert_int_equal(tn_style_read(path, &style, reason, sizeof reason), TN_CANNOT_READ);
  assert_string_equal(reason, why);
  assert_empty(&style);
}

static void what_cannot_be_read_as_a_file_is_refused(void** state) {
  const Fixture* f = *state;
  assert_cannot_read("/nowhere/none", "No such file or directory");
  assert_cannot_read(f->folder, "Is a directory");
  assert_int_equal(truncate(f->path, (1 << 28) + 1), 0);
  assert_cannot_read(f->path, "too large");
}

static void a_place_that_cannot_be_written_to_is_named(void** state) {
  const Fixture* f = *state;
  char path[128];
  char reason[160] = "";
  (void)snprintf(path, sizeof path, "%s/none/s.safetensors", f->folder);
  assert_false(try_write(f, path, f->weights, reason, sizeof reason));
  assert_says_why(reason);
}

// A training run that went astray: what could not be read back is not written over what was there.
static void weights_that_could_not_be_read_back_are_not_written(void** state) {
  const Fixture* f = *state;
  const float bad[] = {1e6F, -1e6F, 1001.0F};
  float* weights = malloc(f->list.total * sizeof *weights);
  for (int i = 0; i < 4; ++i) {
    char reason[160] = "";
    memcpy(weights, f->weights, f->list.total * sizeof *weights);
    const uint32_t nan = 0x7fc00000;
    memcpy(&weights[f->list.total / 2], i < 3 ? (const void*)&bad[i] : &nan, sizeof nan);
    assert_false(try_write(f, f->path, weights, reason, sizeof reason));
    assert_says_why(reason);
    const Bytes file = bytes_of_file(f->path);
    assert_accepted(f, file);
    free(file.data);
  }
  free(weights);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_style_comes_back_as_it_was_written),
      cmocka_unit_test(the_bars_that_are_looked_back_at_come_back),
      cmocka_unit_test(any_vocabulary_and_weights_come_back_as_f16_holds_them),
      TEST(f32_tensors_in_another_order_are_accepted),
      TEST(what_is_written_is_aligned_and_names_vectors_by_one_size),
      TEST(music_that_makes_no_sense_is_as_if_it_were_not_there),
      TEST(what_cannot_be_read_as_a_file_is_refused),
      TEST(a_place_that_cannot_be_written_to_is_named),
      TEST(weights_that_could_not_be_read_back_are_not_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
