#include "trainer/reading.h"

#include "trainer/midi_clean.h"
#include "trainer/piece_bytes.h"
#include "trainer/rests.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REASON_BYTES = 256, LEAST_NOTES = 2 }; // of one there is nothing to learn

static bool has_music(const Piece* piece, char* reason, size_t reason_size) {
  snprintf(reason, reason_size, "too few notes");
  return piece->note_count >= LEAST_NOTES;
}

// Errors of the system, of memory too, set errno; what is wrong with the content does not.
bool reading_of_file(const char* path, int roll_ticks, Reading* reading) {
  char reason[REASON_BYTES];
  Score score;
  *reading = (Reading){0};
  errno = 0;
  bool usable = score_read(path, &score, reason, sizeof reason);
  if (usable) {
    reading->notes = score.note_count;
    usable = piece_from_score(&score, roll_ticks, path, &reading->piece, reason, sizeof reason) &&
             has_music(&reading->piece, reason, sizeof reason);
    score_free(&score);
  }
  if (usable && roll_ticks == 0) {
    rests_shorten(&reading->piece);
  }
  reading->lasting = usable || errno == 0;
  if (!usable) {
    piece_free(&reading->piece);
    reading->reason = strdup(reason);
  }
  return usable || reading->reason;
}

bool reading_of_reason(const char* reason, Reading* reading) {
  *reading = (Reading){.reason = strdup(reason)};
  return reading->reason != NULL;
}

bool reading_is_unfit(const Reading* reading) {
  return reading->reason && reading->notes > 0;
}

void reading_free(Reading* reading) {
  free(reading->reason);
  piece_free(&reading->piece);
  *reading = (Reading){0};
}

void reading_put(const Reading* reading, Sink* sink) {
  const size_t length = reading->reason ? strlen(reading->reason) : 0;
  sink_put_number(sink, reading->notes);
  sink_put_number(sink, length);
  if (length > 0) {
    sink_put(sink, (const uint8_t*)reading->reason, length);
  } else {
    piece_put(&reading->piece, sink);
  }
}

static bool is_printable(Span text) {
  for (; text.at < text.end; ++text.at) {
    if (*text.at < ' ' || *text.at > '~') {
      return false;
    }
  }
  return true;
}

static bool take_reason(Reading* reading, uint64_t length, Span* span) {
  Span text;
  if (!span_take(span, length, &text) || !is_printable(text)) {
    return false;
  }
  reading->reason = strndup((const char*)text.at, span_size(text));
  return reading->reason != NULL;
}

static bool take_piece(Reading* reading, const char* path, Span* span) {
  if (!piece_take(&reading->piece, span)) {
    return false;
  }
  reading->piece.path = strdup(path);
  return reading->piece.path && reading->piece.note_count > 0 && reading->notes > 0;
}

bool reading_take(Reading* reading, const char* path, Span* span) {
  uint64_t notes;
  uint64_t length;
  *reading = (Reading){.lasting = true};
  if (!span_take_number(span, 0, MIDI_CLEAN_MAX_EVENTS, &notes) ||
      !span_take_number(span, 0, REASON_BYTES - 1, &length)) {
    return false;
  }
  reading->notes = notes;
  if (length > 0 ? take_reason(reading, length, span) : take_piece(reading, path, span)) {
    return true;
  }
  reading_free(reading);
  return false;
}
