// A buffer whose end is the end of mapped memory: a write of one byte past it ends the program.
#ifndef TN_TESTS_GUARDED_BUFFER_H
#define TN_TESTS_GUARDED_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint8_t* data; // `size` bytes, aligned to 8, right before a page that cannot be touched
  size_t size;
  void* pages;
  size_t page_bytes; // of all pages, the guard included
} GuardedBuffer;

// `size` is a multiple of 8. Returns false where memory ends. Free with guarded_buffer_free.
bool guarded_buffer_init(GuardedBuffer* buffer, size_t size);
void guarded_buffer_free(GuardedBuffer* buffer);

// Some bytes before the data hold a pattern: false if it was written over.
bool guarded_buffer_intact(const GuardedBuffer* buffer);

#endif
