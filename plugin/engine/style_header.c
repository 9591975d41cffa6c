#include "plugin/engine/style_header.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char METADATA[] = "__metadata__";

static TnStatus refuse(TnStatus status, const char* what, char* reason, size_t reason_size) {
  snprintf(reason, reason_size, "%s", what);
  return status;
}

static char* copy_of(const char* text) {
  const size_t size = strlen(text) + 1;
  char* copy = malloc(size);
  return copy ? memcpy(copy, text, size) : NULL;
}

bool tn_style_header_add(TnStyleHeader* header, const char* key, const char* value) {
  if (header->metadata_count == TN_MAX_METADATA) {
    return false;
  }
  TnMetadata* pair = &header->metadata[header->metadata_count++];
  *pair = (TnMetadata){copy_of(key), copy_of(value)};
  return pair->key && pair->value;
}

bool tn_style_header_set(TnStyleHeader* header, const char* key, const char* value) {
  for (int i = 0; i < header->metadata_count; ++i) {
    TnMetadata* pair = &header->metadata[i];
    if (strcmp(pair->key, key) == 0) {
      free(pair->value);
      pair->value = copy_of(value);
      return pair->value != NULL;
    }
  }
  return tn_style_header_add(header, key, value);
}

const char* tn_style_header_get(const TnStyleHeader* header, const char* key) {
  for (int i = 0; i < header->metadata_count; ++i) {
    if (strcmp(header->metadata[i].key, key) == 0) {
      return header->metadata[i].value;
    }
  }
  return NULL;
}

void tn_style_header_free(TnStyleHeader* header) {
  for (int i = 0; i < header->metadata_count; ++i) {
    free(header->metadata[i].key);
    free(header->metadata[i].value);
  }
  header->metadata_count = 0;
  header->tensor_count = 0;
}

static TnStatus parse_metadata(const cJSON* object, TnStyleHeader* header, char* reason,
                               size_t reason_size) {
  if (!cJSON_IsObject(object)) {
    return refuse(TN_NOT_A_STYLE, "it has no metadata", reason, reason_size);
  }
  for (const cJSON* item = object->child; item; item = item->next) {
    if (!cJSON_IsString(item) || strlen(item->valuestring) > TN_MAX_METADATA_VALUE ||
        tn_style_header_get(header, item->string) || header->metadata_count == TN_MAX_METADATA) {
      return refuse(TN_BAD_STYLE, "its metadata are damaged", reason, reason_size);
    }
    if (!tn_style_header_add(header, item->string, item->valuestring)) {
      return refuse(TN_NO_MEMORY, "out of memory", reason, reason_size);
    }
  }
  return TN_OK;
}

// A whole number of 0..2^53.
static bool read_whole(const cJSON* item, uint64_t* value) {
  if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0) ||
      item->valuedouble > 9007199254740992.0) {
    return false;
  }
  *value = (uint64_t)item->valuedouble;
  return (double)*value == item->valuedouble;
}

static bool parse_shape(const cJSON* shape, TnStoredTensor* tensor) {
  const int dimensions = cJSON_IsArray(shape) ? cJSON_GetArraySize(shape) : 0;
  uint64_t sizes[2] = {1, 1};
  if (dimensions != 1 && dimensions != 2) {
    return false;
  }
  for (int d = 0; d < dimensions; ++d) {
    uint64_t* size = &sizes[d + 2 - dimensions];
    if (!read_whole(cJSON_GetArrayItem(shape, d), size) || *size > INT32_MAX) {
      return false;
    }
  }
  tensor->rows = (int)sizes[0];
  tensor->columns = (int)sizes[1];
  return true;
}

static bool parse_dtype(const cJSON* dtype, TnStoredTensor* tensor) {
  if (!cJSON_IsString(dtype)) {
    return false;
  }
  tensor->dtype = strcmp(dtype->valuestring, "F32") == 0 ? TN_F32 : TN_F16;
  return tensor->dtype == TN_F32 || strcmp(dtype->valuestring, "F16") == 0;
}

static bool parse_tensor(const cJSON* item, TnStoredTensor* tensor) {
  const cJSON* offsets = cJSON_GetObjectItemCaseSensitive(item, "data_offsets");
  if (!cJSON_IsObject(item) || strlen(item->string) >= sizeof tensor->name ||
      !cJSON_IsArray(offsets) || cJSON_GetArraySize(offsets) != 2) {
    return false;
  }
  snprintf(tensor->name, sizeof tensor->name, "%s", item->string);
  return parse_dtype(cJSON_GetObjectItemCaseSensitive(item, "dtype"), tensor) &&
         parse_shape(cJSON_GetObjectItemCaseSensitive(item, "shape"), tensor) &&
         read_whole(cJSON_GetArrayItem(offsets, 0), &tensor->begin) &&
         read_whole(cJSON_GetArrayItem(offsets, 1), &tensor->end);
}

static TnStatus parse_tensors(const cJSON* root, TnStyleHeader* header, char* reason,
                              size_t reason_size) {
  const cJSON* metadata = cJSON_GetObjectItemCaseSensitive(root, METADATA);
  for (const cJSON* item = root->child; item; item = item->next) {
    if (item == metadata) { // a second one of the name is no tensor
      continue;
    }
    if (header->tensor_count == TN_MAX_TENSORS ||
        !parse_tensor(item, &header->tensors[header->tensor_count++])) {
      return refuse(TN_BAD_STYLE, "its list of tensors is damaged", reason, reason_size);
    }
  }
  return TN_OK;
}

TnStatus tn_style_header_parse(const char* json, size_t size, TnStyleHeader* header, char* reason,
                               size_t reason_size) {
  *header = (TnStyleHeader){.metadata_count = 0};
  cJSON* root = cJSON_ParseWithLength(json, size);
  if (!cJSON_IsObject(root)) {
    cJSON_Delete(root);
    return refuse(TN_NOT_A_STYLE, "its header is not JSON", reason, reason_size);
  }
  TnStatus status =
      parse_metadata(cJSON_GetObjectItemCaseSensitive(root, METADATA), header, reason, reason_size);
  if (status == TN_OK) {
    status = parse_tensors(root, header, reason, reason_size);
  }
  cJSON_Delete(root);
  if (status != TN_OK) {
    tn_style_header_free(header);
  }
  return status;
}

static bool print_tensor(cJSON* root, const TnStoredTensor* tensor) {
  cJSON* item = cJSON_AddObjectToObject(root, tensor->name);
  const int shape[2] = {tensor->rows, tensor->columns};
  const double offsets[2] = {(double)tensor->begin, (double)tensor->end};
  const bool vector = tensor->rows == 1;
  return item && cJSON_AddStringToObject(item, "dtype", tensor->dtype == TN_F16 ? "F16" : "F32") &&
         cJSON_AddItemToObject(item, "shape",
                               cJSON_CreateIntArray(vector ? shape + 1 : shape, vector ? 1 : 2)) &&
         cJSON_AddItemToObject(item, "data_offsets", cJSON_CreateDoubleArray(offsets, 2));
}

char* tn_style_header_print(const TnStyleHeader* header) {
  cJSON* root = cJSON_CreateObject();
  cJSON* metadata = cJSON_AddObjectToObject(root, METADATA);
  bool ok = metadata != NULL;
  for (int i = 0; ok && i < header->metadata_count; ++i) {
    const TnMetadata* pair = &header->metadata[i];
    ok = cJSON_AddStringToObject(metadata, pair->key, pair->value) != NULL;
  }
  for (int i = 0; ok && i < header->tensor_count; ++i) {
    ok = print_tensor(root, &header->tensors[i]);
  }
  char* json = ok ? cJSON_PrintUnformatted(root) : NULL;
  cJSON_Delete(root);
  return json;
}
