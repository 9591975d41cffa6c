#include "tests/host/guarded_buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PATTERN       0xA5
#define PATTERN_BYTES 64

bool guarded_buffer_init(GuardedBuffer* buffer, size_t size) {
  assert(size > 0 && size % 8 == 0);
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t body = (size + PATTERN_BYTES + page - 1) / page * page;
  *buffer = (GuardedBuffer){.size = size, .page_bytes = body + page};
  if (posix_memalign(&buffer->pages, page, buffer->page_bytes)) {
    buffer->pages = NULL;
    return false;
  }
  uint8_t* first = buffer->pages;
  buffer->data = first + body - size;
  memset(first, PATTERN, body);
  return mprotect(first + body, page, PROT_NONE) == 0;
}

void guarded_buffer_free(GuardedBuffer* buffer) {
  if (buffer->pages) {
    mprotect(buffer->pages, buffer->page_bytes, PROT_READ | PROT_WRITE);
  }
  free(buffer->pages);
  *buffer = (GuardedBuffer){0};
}

bool guarded_buffer_intact(const GuardedBuffer* buffer) {
  for (int i = 1; i <= PATTERN_BYTES; i++) {
    if (buffer->data[-i] != PATTERN) {
      return false;
    }
  }
  return true;
}
