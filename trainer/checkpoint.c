#include "trainer/checkpoint.h"

#include "plugin/atomic_file.h"
#include "trainer/whole_file.h"

#include <stdio.h>
#include <string.h>

// The version changes with whatever is put into the state, and with what the trainer makes of it.
static const char MAGIC[16] = "tiento run 2\n";

// What the magic of every version begins with.
static const char ANY_MAGIC[] = {'t', 'i', 'e', 'n', 't', 'o', ' ', 'r', 'u', 'n', ' '};

enum { MOST_MIB = 1 << 20 };

// At the start of the file, before the state; after that comes the hash of all before.
typedef struct {
  char magic[sizeof MAGIC];
  uint64_t size; // of the file
  Fingerprint fingerprint;
} Head;

static bool fail(char* reason, size_t reason_size, const char* why) {
  snprintf(reason, reason_size, "%s", why);
  return false;
}

void checkpoint_begin(Sink* file, const Fingerprint* fingerprint) {
  Head head = {.size = 0, .fingerprint = *fingerprint};
  memcpy(head.magic, MAGIC, sizeof MAGIC);
  sink_put(file, &head, sizeof head);
}

bool checkpoint_write(const char* path, Sink* file, char* reason, size_t reason_size) {
  const uint64_t size = file->size + sizeof(uint64_t);
  if (file->failed) {
    return fail(reason, reason_size, "out of memory");
  }
  memcpy(file->bytes + offsetof(Head, size), &size, sizeof size);
  const uint64_t hash = bytes_hash(BYTES_HASH, file->bytes, file->size);
  sink_put(file, &hash, sizeof hash);
  return file->failed ? fail(reason, reason_size, "out of memory")
                      : atomic_file_write(path, file->bytes, file->size, reason, reason_size);
}

bool checkpoint_read(const char* path, Sink* file, char* reason, size_t reason_size) {
  file->bytes = whole_file_read(path, MOST_MIB, &file->size, reason, reason_size);
  file->capacity = file->size;
  return file->bytes != NULL;
}

bool checkpoint_is_one(const char* path) {
  char begins[sizeof ANY_MAGIC];
  return whole_file_begin(path, begins, sizeof begins) == sizeof begins &&
         memcmp(begins, ANY_MAGIC, sizeof begins) == 0;
}

bool checkpoint_open(Span file, const Fingerprint* fingerprint, Span* state, char* reason,
                     size_t reason_size) {
  Head head;
  uint64_t hash;
  const size_t size = span_size(file);
  Span rest = file;
  if (size < sizeof MAGIC || memcmp(file.at, MAGIC, sizeof MAGIC) != 0) {
    return fail(reason, reason_size, "it is no checkpoint of this version of Tiento");
  }
  if (!span_copy(&rest, &head, sizeof head) || span_size(rest) < sizeof hash || head.size != size) {
    return fail(reason, reason_size, "it is cut short or damaged");
  }
  memcpy(&hash, file.end - sizeof hash, sizeof hash);
  if (hash != bytes_hash(BYTES_HASH, file.at, size - sizeof hash)) {
    return fail(reason, reason_size, "it is damaged");
  }
  *state = (Span){rest.at, file.end - sizeof hash};
  return fingerprint_equals(fingerprint, &head.fingerprint, reason, reason_size);
}
