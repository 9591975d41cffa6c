#include "trainer/style_write.h"

#include "plugin/atomic_file.h"
#include "plugin/engine/half.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREFIX_BYTES = 8, ALIGNMENT = 8 };

static void list_tensors(TnStyleHeader* header, const TnTensorList* list) {
  header->tensor_count = list->count;
  for (int t = 0; t < list->count; ++t) {
    const TnTensor* tensor = &list->tensors[t];
    TnStoredTensor* stored = &header->tensors[t];
    const uint64_t values = (uint64_t)tensor->rows * (uint64_t)tensor->columns;
    memcpy(stored->name, tensor->name, sizeof stored->name);
    stored->dtype = TN_F16;
    stored->rows = tensor->rows;
    stored->columns = tensor->columns;
    stored->begin = 2 * (uint64_t)tensor->offset;
    stored->end = stored->begin + 2 * values;
  }
}

// The prefix, the JSON padded with spaces to the alignment of the data, room for the tensors.
static uint8_t* lay_out(const char* json, size_t data_size, size_t* header_size, size_t* size) {
  const size_t length = strlen(json);
  *header_size = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  *size = PREFIX_BYTES + *header_size + data_size;
  uint8_t* file = malloc(*size);
  if (!file) {
    return NULL;
  }
  for (int i = 0; i < PREFIX_BYTES; ++i) {
    file[i] = (uint8_t)((uint64_t)*header_size >> (8 * i));
  }
  // NOLINTNEXTLINE(bugprone-not-null-terminated-result): the format has no zero there.
  memcpy(file + PREFIX_BYTES, json, length);
  memset(file + PREFIX_BYTES + length, ' ', *header_size - length);
  return file;
}

// A training run that went astray, or a licence of many pages, must not end in a file that no
// player takes.
static bool can_be_read_back(const uint8_t* file, size_t size, char* reason, size_t reason_size) {
  TnStyle style;
  const TnStatus status = tn_style_parse(file, size, &style, reason, reason_size);
  if (status == TN_OK) {
    tn_style_free(&style);
  }
  return status == TN_OK;
}

bool style_write(const char* path, TnStyleHeader* header, const TnVocabulary* vocabulary,
                 const TnSizes* sizes, const float* weights, char* reason, size_t reason_size) {
  const TnTensorList list = tn_tensors_list(vocabulary, sizes);
  list_tensors(header, &list);
  char* json = tn_style_header_print(header);
  size_t header_size = 0;
  size_t size = 0;
  uint8_t* file = json ? lay_out(json, 2 * list.total, &header_size, &size) : NULL;
  free(json);
  if (!file) {
    snprintf(reason, reason_size, "out of memory");
    return false;
  }
  uint8_t* out = file + PREFIX_BYTES + header_size;
  for (size_t i = 0; i < list.total; ++i) {
    const uint16_t half = tn_half_from_float(weights[i]);
    out[2 * i] = (uint8_t)half;
    out[2 * i + 1] = (uint8_t)(half >> 8);
  }
  const bool written = can_be_read_back(file, size, reason, reason_size) &&
                       atomic_file_write(path, file, size, reason, reason_size);
  free(file);
  return written;
}
