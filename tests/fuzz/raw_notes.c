#include "tests/fuzz/raw_notes.h"

#include <string.h>

// A place in the bytes. Reading past the end gives zeros and says so.
typedef struct {
  const uint8_t* bytes;
  size_t at;
  size_t end;
  bool past;
} Cursor;

static unsigned take(Cursor* c) {
  c->past = c->past || c->at >= c->end;
  return c->past ? 0 : c->bytes[c->at++];
}

static size_t take_fixed(Cursor* c, int count, bool little) {
  size_t value = 0;
  for (int i = 0; i < count; ++i) {
    const size_t byte = take(c);
    value = little ? value | byte << (8 * i) : value << 8 | byte;
  }
  return value;
}

static size_t take_varlen(Cursor* c) {
  size_t value = 0;
  unsigned byte;
  do {
    byte = take(c);
    value = value << 7 | (byte & 0x7F);
  } while (byte >= 0x80);
  return value;
}

static void step_over(Cursor* c, size_t count) {
  c->past = c->past || count > c->end - c->at;
  c->at = c->past ? c->end : c->at + count;
}

// Returns whether the event was an End of Track.
static bool take_event(Cursor* c, unsigned* status, size_t* notes) {
  static const uint8_t DATA[] = {2, 2, 2, 2, 1, 1, 2}; // bytes, by the status' high nibble, from 8
  take_varlen(c);
  unsigned now = *status;
  if (c->at < c->end && c->bytes[c->at] >= 0x80) {
    now = take(c);
  }
  if (now < 0xF0) {
    *status = now;
    take(c);
    const unsigned velocity = DATA[(now >> 4) - 8] == 2 ? take(c) : 0;
    *notes += now >> 4 == 9 && velocity > 0 && !c->past;
    return false;
  }
  if (now == 0xFF || now == 0xF0 || now == 0xF7) {
    const unsigned type = now == 0xFF ? take(c) : 0;
    step_over(c, take_varlen(c));
    return type == 0x2F && !c->past;
  }
  step_over(c, now == 0xF2 ? 2 : now == 0xF1 || now == 0xF3 ? 1 : 0);
  return false;
}

static size_t track_notes(Cursor* c) {
  size_t notes = 0;
  unsigned status = 0x80;
  while (c->at < c->end && !take_event(c, &status, &notes)) {
  }
  return notes;
}

// The place of the file's header, in a container or behind a prefix. A RIFF container also says
// where the file ends.
static Cursor find_header(const uint8_t* bytes, size_t size) {
  Cursor c = {.bytes = bytes, .end = size};
  if (size >= 12 && memcmp(bytes, "RIFF", 4) == 0) {
    c.at = 12;
    bool found = false;
    while (!found && !c.past) {
      const char* letters = (const char*)bytes + c.at;
      found = c.end - c.at >= 8 && memcmp(letters, "data", 4) == 0;
      step_over(&c, 4);
      const size_t length = take_fixed(&c, 4, true);
      if (found) {
        c.end = length < c.end - c.at ? c.at + length : c.end;
      } else {
        step_over(&c, length + (length & 1));
      }
    }
    return c;
  }
  while (size - c.at >= 4 && memcmp(bytes + c.at, "MThd", 4) != 0) {
    ++c.at;
  }
  return c;
}

size_t raw_notes(const uint8_t* bytes, size_t size) {
  Cursor file = find_header(bytes, size);
  size_t notes = 0;
  step_over(&file, 4);
  step_over(&file, take_fixed(&file, 4, false));
  while (file.end - file.at >= 8) {
    const bool is_track = memcmp(bytes + file.at, "MTrk", 4) == 0;
    step_over(&file, 4);
    const size_t length = take_fixed(&file, 4, false);
    const bool cut = length > file.end - file.at;
    if (!is_track && cut) {
      break;
    }
    Cursor track = {.bytes = bytes, .at = file.at, .end = cut ? file.end : file.at + length};
    notes += is_track ? track_notes(&track) : 0;
    file.at = is_track && cut ? track.at : track.end;
  }
  return notes;
}
