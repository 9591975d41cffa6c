// A small style file, changed in memory, and what reading it must do.
#ifndef TN_TESTS_STYLE_FILE_H
#define TN_TESTS_STYLE_FILE_H

#include "plugin/engine/composer.h"
#include "plugin/engine/kernel_sets.h"
#include "plugin/engine/style.h"
#include "tests/unit/engine_fixture.h"
#include "trainer/style_write.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

// ---- files in memory ----

typedef struct {
  size_t size;
  uint8_t* data; // in a block of exactly this size, so that sanitizers see a read beyond it
} Bytes;

enum { PREFIX = 8 };

static inline Bytes bytes_new(size_t size) {
  return (Bytes){size, malloc(size ? size : 1)};
}

static inline Bytes bytes_copy(const uint8_t* data, size_t size) {
  const Bytes copy = bytes_new(size);
  memcpy(copy.data, data, size);
  return copy;
}

static inline Bytes bytes_of_file(const char* path) {
  FILE* file = fopen(path, "rb");
  assert_non_null(file);
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  const Bytes bytes = bytes_new((size_t)info.st_size);
  assert_int_equal(fread(bytes.data, 1, bytes.size, file), bytes.size);
  (void)fclose(file);
  return bytes;
}

static inline size_t header_size(Bytes file) {
  return (size_t)file.data[0] | (size_t)file.data[1] << 8 | (size_t)file.data[2] << 16;
}

static const uint8_t* data_of(Bytes file) {
  return file.data + PREFIX + header_size(file);
}

// A file of this header and these bytes of tensors.
static inline Bytes file_of(const char* json, const uint8_t* data, size_t data_size) {
  const size_t length = strlen(json);
  const Bytes file = bytes_new(PREFIX + length + data_size);
  for (int i = 0; i < PREFIX; ++i) {
    file.data[i] = (uint8_t)((uint64_t)length >> 8 * i);
  }
  memcpy(file.data + PREFIX, json, length);
  if (data_size > 0) {
    memcpy(file.data + PREFIX + length, data, data_size);
  }
  return file;
}

// The header as text; the caller frees it.
static inline char* header_of(Bytes file) {
  const size_t length = header_size(file);
  char* json = malloc(length + 1);
  memcpy(json, file.data + PREFIX, length);
  json[length] = 0;
  return json;
}

// The file with the first `from` in its header replaced; the tensors stay.
static inline Bytes with_header(Bytes file, const char* from, const char* to) {
  char* json = header_of(file);
  char* place = strstr(json, from);
  if (!place) {
    print_error("no %s in %s\n", from, json);
    fail();
  }
  const size_t length = strlen(json) + strlen(to) + 1;
  char* changed = malloc(length);
  (void)snprintf(changed, length, "%.*s%s%s", (int)(place - json), json, to, place + strlen(from));
  const size_t head = PREFIX + header_size(file);
  const Bytes result = file_of(changed, data_of(file), file.size - head);
  free(json);
  free(changed);
  return result;
}

// ---- a small style ----

typedef struct {
  char folder[64];
  char path[96];
  TnVocabulary vocabulary;
  TnSizes sizes;
  TnTensorList list;
  float* weights; // each a value that F16 holds
  Bytes file;
} Fixture;

static inline TnVocabulary small_vocabulary(void) {
  TnVocabulary v = tn_vocabulary_for_roll(60, 3);
  v.dt_values = 4;
  strcpy(v.part_names[0], "upper voice");
  return v;
}

static inline void write_style(Fixture* f) {
  char reason[160];
  TnStyleHeader header = {.metadata_count = 0};
  assert_true(tn_style_describe(&header, &f->vocabulary, &f->sizes));
  assert_true(tn_style_header_add(&header, "style.name", "Quiet \"test\" \xc3\xa9tude"));
  assert_true(tn_style_header_add(&header, "music.key", "13"));
  assert_true(tn_style_header_add(&header, "music.meter", "6 8"));
  assert_true(tn_style_header_add(&header, "music.bpm", "96"));
  assert_true(tn_style_header_add(&header, "play.temperature", "85"));
  assert_true(tn_style_header_add(&header, "play.top_p", "97"));
  assert_true(tn_style_header_add(&header, "play.rhythm", "125"));
  assert_true(tn_style_header_add(&header, "play.length", "16"));
  assert_true(tn_style_header_add(&header, "play.loops", "5"));
  assert_true(tn_style_header_add(&header, "play.pitch", "58 66"));
  assert_true(
      style_write(f->path, &header, &f->vocabulary, &f->sizes, f->weights, reason, sizeof reason));
  tn_style_header_free(&header);
}

static inline void fixture_init(Fixture* f, TnVocabulary v, TnSizes sizes) {
  Random random = {91};
  strcpy(f->folder, "/tmp/test_style.XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  (void)snprintf(f->path, sizeof f->path, "%s/small.safetensors", f->folder);
  f->vocabulary = v;
  f->sizes = sizes;
  f->list = tn_tensors_list(&v, &sizes);
  f->weights = malloc(f->list.total * sizeof *f->weights);
  for (size_t i = 0; i < f->list.total; ++i) {
    f->weights[i] = (float)random_within(&random, -512, 512) / 256.0F;
  }
  write_style(f);
  f->file = bytes_of_file(f->path);
}

static inline int setup(void** state) {
  Fixture* f = malloc(sizeof *f);
  fixture_init(f, small_vocabulary(), (TnSizes){1, 1, 1, 1});
  *state = f;
  return 0;
}

static inline int teardown(void** state) {
  Fixture* f = *state;
  (void)unlink(f->path);
  assert_int_equal(rmdir(f->folder), 0);
  free(f->file.data);
  free(f->weights);
  free(f);
  return 0;
}

// ---- what reading must do ----

static inline TnStatus parse(Bytes file, TnStyle* style, char* reason, size_t reason_size) {
  memset(reason, 0, reason_size);
  return tn_style_parse(file.data, file.size, style, reason, reason_size);
}

// Nothing to free, nothing left: the sanitizer's leak check sees to the former.
static inline void assert_empty(const TnStyle* style) {
  assert_null(style->weights);
  assert_int_equal(style->header.metadata_count, 0);
  assert_int_equal(style->header.tensor_count, 0);
}

// One line of printable text.
static inline void assert_says_why(const char* reason) {
  assert_true(strlen(reason) > 0);
  for (const char* c = reason; *c; ++c) {
    assert_true(isprint((unsigned char)*c));
  }
}

static inline void assert_refused(Bytes file, TnStatus status) {
  TnStyle style;
  char reason[160];
  const TnStatus got = parse(file, &style, reason, sizeof reason);
  if (got != status) {
    char* json = header_of(file);
    print_error("status %d (%s), not %d: %s\n", (int)got, reason, (int)status, json);
    free(json);
    fail();
  }
  assert_empty(&style);
  assert_says_why(reason);
}

static inline void assert_header_refused(const Fixture* f, const char* from, const char* to,
                                         TnStatus status) {
  const Bytes file = with_header(f->file, from, to);
  assert_refused(file, status);
  free(file.data);
}

static inline void assert_accepted(const Fixture* f, Bytes file) {
  TnStyle style;
  char reason[160];
  const TnStatus status = parse(file, &style, reason, sizeof reason);
  if (status != TN_OK) {
    print_error("refused: %s\n", reason);
    fail();
  }
  assert_memory_equal(style.weights, f->weights, f->list.total * sizeof(float));
  tn_style_free(&style);
  assert_empty(&style);
}

static inline void assert_header_accepted(const Fixture* f, const char* from, const char* to) {
  const Bytes file = with_header(f->file, from, to);
  assert_accepted(f, file);
  free(file.data);
}

// Plays a few events: nothing that a style holds may lead the engine astray.
static inline void assert_plays(const TnStyle* style) {
  const TnNetwork* n = &style->network;
  assert_true(tn_vocabulary_is_valid(&n->vocabulary) && tn_sizes_are_valid(&n->sizes));
  assert_true(style->bpm >= 20 && style->bpm <= 300 && style->key < TN_KEYS);
  assert_true(style->meter.numerator > 0 && tn_meter_bar_ticks(style->meter) > 0);
  TnComposer* composer = tn_composer_new(n, style->key, tn_kernel_portable());
  const TnBrief brief = {.settings = {.sampling = {1.0F, 1.0F}, .bars = 2}};
  assert_non_null(composer);
  TnPhrase* phrase = tn_composer_phrase(composer, 0, style->meter, &brief);
  for (int i = 0; i < 4 && !phrase->complete; ++i) {
    tn_composer_step(composer, phrase, &brief);
  }
  tn_composer_free(composer);
}

// The same tensors as F32, their bytes in the opposite order, with matrices of one row and vectors
// listed as either [1, n] or [n]: as other programs write safetensors.
static inline char* foreign_header(const Fixture* f, const float* weights, uint8_t* data,
                                   bool vectors) {
  TnStyleHeader header = {.metadata_count = 0};
  size_t at = 0;
  assert_true(tn_style_describe(&header, &f->vocabulary, &f->sizes));
  char* json = malloc(16384);
  int length = snprintf(json, 16384, "{ \"__metadata__\" : {");
  for (int i = 0; i < header.metadata_count; ++i) {
    length += snprintf(json + length, 16384 - (size_t)length, "%s\"%s\": \"%s\"", i ? ",\n" : "",
                       header.metadata[i].key, header.metadata[i].value);
  }
  length += snprintf(json + length, 16384 - (size_t)length, "}");
  for (int t = f->list.count; t-- > 0;) {
    const TnTensor* tensor = &f->list.tensors[t];
    const size_t bytes = (size_t)tensor->rows * (size_t)tensor->columns * sizeof(float);
    char shape[32];
    if (tensor->rows == 1 && vectors) {
      (void)snprintf(shape, sizeof shape, "%d", tensor->columns);
    } else {
      (void)snprintf(shape, sizeof shape, "%d, %d", tensor->rows, tensor->columns);
    }
    length += snprintf(json + length, 16384 - (size_t)length,
                       ",\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%zu,%zu]}",
                       tensor->name, shape, at, at + bytes);
    memcpy(data + at, weights + tensor->offset, bytes); // the test machine is little-endian
    at += bytes;
  }
  (void)snprintf(json + length, 16384 - (size_t)length, "}");
  tn_style_header_free(&header);
  return json;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
