// The notes of a MIDI file, counted from its bytes by a walk that shares nothing with the reader's:
// what the reader keeps must be as many.
#ifndef TN_TESTS_RAW_NOTES_H
#define TN_TESTS_RAW_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Counts the note-ons with a velocity in the tracks of `size` bytes that midi_clean() can read. Of
// a track that the file's end cuts off, whole events count.
size_t raw_notes(const uint8_t* bytes, size_t size);

#endif
