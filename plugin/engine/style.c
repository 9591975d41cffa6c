#include "plugin/engine/style.h"

#include "plugin/engine/half.h"
#include "plugin/engine/part_names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREFIX_BYTES = 8, MAX_FILE_BYTES = 1 << 28 };

// No trained weight comes near it; with it every sum of the network stays finite.
static const float MAX_WEIGHT = 1000.0F;

typedef struct {
  char* text;
  size_t size;
} Reason;

static TnStatus refuse(TnStatus status, Reason reason, const char* what) {
  snprintf(reason.text, reason.size, "%s", what);
  return status;
}

// Reads whole numbers of low..high separated by single spaces. Returns how many, or -1.
static int read_list(const char* text, long low, long high, long* values, int capacity) {
  int count = 0;
  while (text && count < capacity) {
    char* end;
    errno = 0;
    const long value = strtol(text, &end, 10);
    if (end == text || errno || value < low || value > high || (*end && *end != ' ')) {
      return -1;
    }
    values[count++] = value;
    if (!*end) {
      return count;
    }
    text = end + 1;
  }
  return -1;
}

static bool read_number(const TnStyleHeader* header, const char* key, int* value) {
  long number;
  if (read_list(tn_style_header_get(header, key), -1, 1 << 20, &number, 1) != 1) {
    return false;
  }
  *value = (int)number;
  return true;
}

static bool read_flag(const TnStyleHeader* header, const char* key, bool* value) {
  int number = 0;
  const bool ok = read_number(header, key, &number) && (number == 0 || number == 1);
  *value = number == 1;
  return ok;
}

static bool read_sizes(const TnStyleHeader* h, TnSizes* s) {
  return read_number(h, "network.embedding", &s->embedding) &&
         read_number(h, "network.layers", &s->layers) &&
         read_number(h, "network.hidden", &s->hidden) && read_number(h, "network.head", &s->head) &&
         tn_sizes_are_valid(s);
}

// Left out: all on the grid.
static void read_nudges(const TnStyleHeader* h, TnVocabulary* v) {
  const char* text = tn_style_header_get(h, "vocabulary.nudges");
  long list[TN_MAX_NUDGES];
  v->nudge_count = read_list(text ? text : "0", -TN_MAX_NUDGE, TN_MAX_NUDGE, list, TN_MAX_NUDGES);
  for (int i = 0; i < v->nudge_count; ++i) {
    v->nudges[i] = (int8_t)list[i];
  }
}

// Left out: numbers.
static bool read_part_names(const TnStyleHeader* h, TnVocabulary* v) {
  const char* list = tn_style_header_get(h, "vocabulary.part_names");
  if (list) {
    return tn_part_names_read(list, v);
  }
  tn_part_names_number(v);
  return true;
}

// Left out: none.
static void read_lookbacks(const TnStyleHeader* h, TnVocabulary* v) {
  const char* text = tn_style_header_get(h, "vocabulary.lookbacks");
  long list[TN_MAX_LOOKBACKS];
  v->lookback_count = text ? read_list(text, 1, TN_MAX_LOOKBACK, list, TN_MAX_LOOKBACKS) : 0;
  for (int i = 0; i < v->lookback_count; ++i) {
    v->lookbacks[i] = (int16_t)list[i];
  }
}

static bool read_vocabulary(const TnStyleHeader* h, TnVocabulary* v) {
  *v = (TnVocabulary){.parts = 0};
  long list[TN_MAX_DURATIONS];
  v->duration_count = read_list(tn_style_header_get(h, "vocabulary.durations"), 1, INT16_MAX, list,
                                TN_MAX_DURATIONS);
  for (int i = 0; i < v->duration_count; ++i) {
    v->durations[i] = (int16_t)list[i];
  }
  v->velocity_count =
      read_list(tn_style_header_get(h, "vocabulary.velocities"), 1, 127, list, TN_MAX_VELOCITIES);
  for (int i = 0; i < v->velocity_count; ++i) {
    v->velocities[i] = (uint8_t)list[i];
  }
  read_nudges(h, v);
  read_lookbacks(h, v);
  const bool ok = read_number(h, "vocabulary.dt_values", &v->dt_values) &&
                  read_flag(h, "vocabulary.has_end", &v->has_end) &&
                  read_flag(h, "vocabulary.has_grid", &v->has_grid) &&
                  read_number(h, "vocabulary.parts", &v->parts) &&
                  read_number(h, "vocabulary.drum_part", &v->drum_part) &&
                  read_number(h, "vocabulary.pitch_low", &v->pitch_low) &&
                  read_number(h, "vocabulary.pitch_count", &v->pitch_count);
  v->drum_count = v->drum_part >= 0 ? TN_MAX_PITCHES : 0;
  return ok && tn_vocabulary_is_valid(v) && read_part_names(h, v);
}

static int read_or(const TnStyleHeader* h, const char* key, long low, long high, int otherwise) {
  long value;
  return read_list(tn_style_header_get(h, key), low, high, &value, 1) == 1 ? (int)value : otherwise;
}

enum { TEMPERATURE = 90, TOP_P = 95, LENGTH = 8, LOOPS = 8 }; // hundredths, bars, times

static TnSampling sampling_of(int temperature, int top_p) {
  return (TnSampling){(float)temperature / 100.0F, (float)top_p / 100.0F};
}

TnManner tn_style_manner(void) {
  return (TnManner){.sampling = sampling_of(TEMPERATURE, TOP_P), .length = LENGTH, .loops = LOOPS};
}

static void read_manner(TnStyle* style) {
  const TnStyleHeader* h = &style->header;
  long pitch[2];
  style->manner.sampling = sampling_of(read_or(h, "play.temperature", 1, 200, TEMPERATURE),
                                       read_or(h, "play.top_p", 5, 100, TOP_P));
  style->manner.rhythm = (float)read_or(h, "play.rhythm", 0, 1000, 0) / 100.0F;
  style->manner.length = read_or(h, "play.length", 1, 64, LENGTH);
  style->manner.loops = read_or(h, "play.loops", 2, 64, LOOPS);
  if (read_list(tn_style_header_get(h, "play.pitch"), 1, TN_MAX_PITCHES - 1, pitch, 2) == 2 &&
      pitch[0] <= pitch[1]) {
    style->manner.pitch = (TnRegister){(int)pitch[0], (int)pitch[1]};
  }
}

// What helps to play but is not needed.
static void read_music(TnStyle* style) {
  const TnStyleHeader* h = &style->header;
  long list[2];
  style->meter = (TnMeter){0, 4, 4};
  style->key = (uint8_t)read_or(h, "music.key", 0, TN_KEYS - 1, 0);
  if (read_list(tn_style_header_get(h, "music.meter"), 1, 32, list, 2) == 2 &&
      (list[1] & (list[1] - 1)) == 0) {
    style->meter = (TnMeter){0, (uint8_t)list[0], (uint8_t)list[1]};
  }
  style->bpm = (double)read_or(h, "music.bpm", 20, 300, 120);
}

static bool add_number(TnStyleHeader* header, const char* key, int value) {
  char text[16];
  snprintf(text, sizeof text, "%d", value);
  return tn_style_header_add(header, key, text);
}

static bool add_list(TnStyleHeader* header, const char* key, const int* values, int count) {
  char text[TN_MAX_DURATIONS * 8];
  size_t length = 0;
  for (int i = 0; i < count; ++i) {
    length += (size_t)snprintf(text + length, sizeof text - length, i ? " %d" : "%d", values[i]);
  }
  return tn_style_header_add(header, key, text);
}

// Nothing where it would say what no word about it says too.
static bool add_nudges(TnStyleHeader* header, const TnVocabulary* v) {
  int nudges[TN_MAX_NUDGES];
  for (int i = 0; i < v->nudge_count; ++i) {
    nudges[i] = (int)v->nudges[i];
  }
  const bool on_grid = v->nudge_count == 1 && nudges[0] == 0;
  return on_grid || add_list(header, "vocabulary.nudges", nudges, v->nudge_count);
}

static bool add_part_names(TnStyleHeader* header, const TnVocabulary* v) {
  char list[TN_PART_NAMES_TEXT];
  tn_part_names_write(v, list);
  return !list[0] || tn_style_header_add(header, "vocabulary.part_names", list);
}

static bool add_lookbacks(TnStyleHeader* header, const TnVocabulary* v) {
  int lookbacks[TN_MAX_LOOKBACKS];
  for (int i = 0; i < v->lookback_count; ++i) {
    lookbacks[i] = v->lookbacks[i];
  }
  return v->lookback_count == 0 ||
         add_list(header, "vocabulary.lookbacks", lookbacks, v->lookback_count);
}

bool tn_style_describe(TnStyleHeader* h, const TnVocabulary* v, const TnSizes* s) {
  int durations[TN_MAX_DURATIONS];
  int velocities[TN_MAX_VELOCITIES];
  for (int i = 0; i < v->duration_count; ++i) {
    durations[i] = v->durations[i];
  }
  for (int i = 0; i < v->velocity_count; ++i) {
    velocities[i] = v->velocities[i];
  }
  return tn_style_header_add(h, "tiento.format", TN_STYLE_FORMAT) &&
         add_number(h, "network.embedding", s->embedding) &&
         add_number(h, "network.layers", s->layers) && add_number(h, "network.hidden", s->hidden) &&
         add_number(h, "network.head", s->head) &&
         add_number(h, "vocabulary.dt_values", v->dt_values) &&
         add_number(h, "vocabulary.has_end", v->has_end) &&
         add_number(h, "vocabulary.has_grid", v->has_grid) &&
         add_number(h, "vocabulary.parts", v->parts) &&
         add_number(h, "vocabulary.drum_part", v->drum_part) && add_part_names(h, v) &&
         add_number(h, "vocabulary.pitch_low", v->pitch_low) &&
         add_number(h, "vocabulary.pitch_count", v->pitch_count) &&
         add_list(h, "vocabulary.durations", durations, v->duration_count) &&
         add_list(h, "vocabulary.velocities", velocities, v->velocity_count) && add_nudges(h, v) &&
         add_lookbacks(h, v);
}

static const TnStoredTensor* find_tensor(const TnStyleHeader* header, const TnTensor* wanted) {
  for (int i = 0; i < header->tensor_count; ++i) {
    const TnStoredTensor* stored = &header->tensors[i];
    if (strcmp(stored->name, wanted->name) == 0) {
      return stored->rows == wanted->rows && stored->columns == wanted->columns ? stored : NULL;
    }
  }
  return NULL;
}

static uint64_t value_bytes(const TnStoredTensor* tensor) {
  return tensor->dtype == TN_F16 ? 2 : 4;
}

// The tensors lie inside the data, each as long as its shape says, none on another, nothing beside.
static bool layout_is_sound(const TnStyleHeader* header, uint64_t data_size) {
  uint64_t covered = 0;
  for (int i = 0; i < header->tensor_count; ++i) {
    const TnStoredTensor* a = &header->tensors[i];
    const uint64_t values = (uint64_t)a->rows * (uint64_t)a->columns;
    if (a->begin > a->end || a->end > data_size || a->end - a->begin != values * value_bytes(a)) {
      return false;
    }
    covered += a->end - a->begin;
    for (int j = 0; j < i; ++j) {
      const TnStoredTensor* b = &header->tensors[j];
      if (a->begin < b->end && b->begin < a->end) {
        return false;
      }
    }
  }
  return covered == data_size;
}

// Little-endian, at any alignment.
static float read_value(const uint8_t* bytes, TnDtype dtype) {
  if (dtype == TN_F16) {
    return tn_half_to_float((uint16_t)(bytes[0] | bytes[1] << 8));
  }
  const uint32_t bits = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                        (uint32_t)bytes[3] << 24;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static bool read_tensor(const TnStoredTensor* stored, const uint8_t* data, float* weights) {
  const size_t count = (size_t)stored->rows * (size_t)stored->columns;
  const size_t step = (size_t)value_bytes(stored);
  const uint8_t* bytes = data + stored->begin;
  for (size_t i = 0; i < count; ++i) {
    const float value = read_value(bytes + i * step, stored->dtype);
    if (!(value >= -MAX_WEIGHT && value <= MAX_WEIGHT)) { // also where it is not a number
      return false;
    }
    weights[i] = value;
  }
  return true;
}

static TnStatus read_weights(TnStyle* style, const TnVocabulary* v, const TnSizes* s,
                             const uint8_t* data, size_t data_size, Reason reason) {
  const TnTensorList list = tn_tensors_list(v, s);
  if (style->header.tensor_count != list.count || !layout_is_sound(&style->header, data_size)) {
    return refuse(TN_BAD_STYLE, reason, "its tensors are not where its header says");
  }
  for (int t = 0; t < list.count; ++t) {
    if (!find_tensor(&style->header, &list.tensors[t])) {
      return refuse(TN_BAD_STYLE, reason, "a tensor is missing or has the wrong shape");
    }
  }
  style->weights = malloc(list.total * sizeof *style->weights);
  if (!style->weights) {
    return refuse(TN_NO_MEMORY, reason, "out of memory");
  }
  for (int t = 0; t < list.count; ++t) {
    const TnStoredTensor* stored = find_tensor(&style->header, &list.tensors[t]);
    if (!read_tensor(stored, data, style->weights + list.tensors[t].offset)) {
      return refuse(TN_BAD_STYLE, reason, "a weight is not a number or far too large");
    }
  }
  style->network = tn_network_bind(v, s, style->weights);
  return TN_OK;
}

static TnStatus parse_body(TnStyle* style, const uint8_t* data, size_t size, Reason reason) {
  const char* format = tn_style_header_get(&style->header, "tiento.format");
  TnVocabulary vocabulary;
  TnSizes sizes;
  if (!format) {
    return refuse(TN_NOT_A_STYLE, reason, "a safetensors file, but not a style of Tiento");
  }
  if (strcmp(format, TN_STYLE_FORMAT) != 0) {
    return refuse(TN_BAD_STYLE, reason, "a style of another version of Tiento");
  }
  if (!read_sizes(&style->header, &sizes) || !read_vocabulary(&style->header, &vocabulary)) {
    return refuse(TN_BAD_STYLE, reason, "its metadata are damaged");
  }
  read_music(style);
  read_manner(style);
  return read_weights(style, &vocabulary, &sizes, data, size, reason);
}

// FNV-1a, 64 bits wide.
static uint64_t hash(const uint8_t* data, size_t size) {
  uint64_t sum = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < size; ++i) {
    sum = (sum ^ data[i]) * UINT64_C(0x100000001b3);
  }
  return sum ? sum : 1;
}

TnStatus tn_style_parse(const uint8_t* data, size_t size, TnStyle* style, char* reason_text,
                        size_t reason_size) {
  const Reason reason = {reason_text, reason_size};
  *style = (TnStyle){.weights = NULL};
  if (size < PREFIX_BYTES) {
    return refuse(TN_NOT_A_STYLE, reason, "too short to be a style");
  }
  uint64_t header_size = 0;
  for (int i = PREFIX_BYTES; i-- > 0;) {
    header_size = header_size << 8 | data[i];
  }
  if (header_size > TN_MAX_HEADER_BYTES || header_size > size - PREFIX_BYTES) {
    return refuse(TN_NOT_A_STYLE, reason, "not a style file, or cut off");
  }
  TnStatus status = tn_style_header_parse((const char*)data + PREFIX_BYTES, (size_t)header_size,
                                          &style->header, reason_text, reason_size);
  if (status != TN_OK) {
    return status;
  }
  const size_t skipped = PREFIX_BYTES + (size_t)header_size;
  status = parse_body(style, data + skipped, size - skipped, reason);
  if (status != TN_OK) {
    tn_style_free(style);
    return status;
  }
  style->content = hash(data, size);
  return status;
}

// The whole file in memory of its own, or NULL with a reason.
static uint8_t* read_file(const char* path, size_t* size, Reason reason) {
  FILE* file = fopen(path, "rb");
  if (!file) {
    refuse(TN_CANNOT_READ, reason, strerror(errno));
    return NULL;
  }
  if (getc(file) == EOF && ferror(file)) { // a folder, for one: it opens all the same
    refuse(TN_CANNOT_READ, reason, strerror(errno));
    fclose(file);
    return NULL;
  }
  uint8_t* data = NULL;
  long length = -1;
  if (fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) >= 0 && length <= MAX_FILE_BYTES &&
      fseek(file, 0, SEEK_SET) == 0) {
    data = malloc((size_t)length + 1);
  }
  if (!data) {
    refuse(TN_CANNOT_READ, reason, length > MAX_FILE_BYTES ? "too large" : "cannot be read");
  } else if (fread(data, 1, (size_t)length, file) != (size_t)length) {
    refuse(TN_CANNOT_READ, reason, "cannot be read");
    free(data);
    data = NULL;
  }
  fclose(file);
  *size = (size_t)length;
  return data;
}

TnStatus tn_style_read(const char* path, TnStyle* style, char* reason, size_t reason_size) {
  *style = (TnStyle){.weights = NULL};
  size_t size = 0;
  uint8_t* data = read_file(path, &size, (Reason){reason, reason_size});
  if (!data) {
    return TN_CANNOT_READ;
  }
  const TnStatus status = tn_style_parse(data, size, style, reason, reason_size);
  free(data);
  return status;
}

void tn_style_free(TnStyle* style) {
  tn_style_header_free(&style->header);
  free(style->weights);
  *style = (TnStyle){.weights = NULL};
}
