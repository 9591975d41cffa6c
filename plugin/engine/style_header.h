// The JSON header of a style file: metadata, and where each tensor lies.
//
// A style is a safetensors file: 8 bytes with the header's length (little-endian), the header, the
// tensors' bytes. The metadata are strings; those the engine needs are named in style.h.
#ifndef TN_ENGINE_STYLE_HEADER_H
#define TN_ENGINE_STYLE_HEADER_H

#include "plugin/engine/status.h"
#include "plugin/engine/tensors.h"

enum { TN_MAX_METADATA = 96, TN_MAX_HEADER_BYTES = 1 << 18, TN_MAX_METADATA_VALUE = 1 << 14 };

typedef enum { TN_F16, TN_F32 } TnDtype;

typedef struct {
  char* key;   // owned
  char* value; // owned
} TnMetadata;

typedef struct {
  char name[TN_TENSOR_NAME];
  TnDtype dtype;
  int rows; // 1 for a tensor of one dimension
  int columns;
  uint64_t begin; // bytes from the end of the header
  uint64_t end;
} TnStoredTensor;

typedef struct {
  int metadata_count;
  TnMetadata metadata[TN_MAX_METADATA];
  int tensor_count;
  TnStoredTensor tensors[TN_MAX_TENSORS];
} TnStyleHeader;

// Parses `size` bytes of JSON. On failure writes one line into `reason` and leaves nothing to free.
TnStatus tn_style_header_parse(const char* json, size_t size, TnStyleHeader* header, char* reason,
                               size_t reason_size);

// The header as JSON, zero-terminated; the caller frees it. NULL where memory is short.
char* tn_style_header_print(const TnStyleHeader* header);

// Adds a copy of the pair. False where there is no room or no memory.
bool tn_style_header_add(TnStyleHeader* header, const char* key, const char* value);

// The same, in place of the value that the key has.
bool tn_style_header_set(TnStyleHeader* header, const char* key, const char* value);

// The value of `key`, or NULL. It belongs to the header.
const char* tn_style_header_get(const TnStyleHeader* header, const char* key);

void tn_style_header_free(TnStyleHeader* header);

#endif
