// Takes, locks and the prompt as the text of a state: whole numbers in decimal, each followed by a
// space, and "end". The first number is the version of the form, 1. A count says how many of what
// follows it there are.
//
//   takes   1 LAST COUNT, then for each entry: BAR FROM OWN
//           LAST: the newest take ever given. Bar BAR has take OWN, those after it have FROM up to
//           the next entry; bars rise.
//   locks   1 COUNT, then for each locked bar: BAR NOTES, then for each of its notes:
//           ONSET DURATION PART PITCH VELOCITY NUDGE DRUMS
//           Bars rise. ONSET and DURATION in 24ths of a quarter note of the music, ONSET from the
//           bar line; NUDGE in fifths of these; DRUMS 0 or 1.
//   prompt  1 TICKS NUMERATOR DENOMINATOR KEY COUNT, then for each note:
//           ONSET DURATION PART PITCH VELOCITY NUDGE
//           TICKS: its whole length. Without a note all of these are 0.
#ifndef TN_KEPT_TEXT_H
#define TN_KEPT_TEXT_H

#include "plugin/engine/edits.h"
#include "plugin/engine/prompt.h"

#include <stddef.h>

// Owned by the caller. NULL where memory is short. Not for the audio thread, as the next.
char* kept_text_write_takes(const TnEdits* edits);
char* kept_text_write_locks(const TnEdits* edits);
char* kept_text_write_prompt(const TnPrompt* prompt);

// Reads the `size` bytes that one of the above wrote. Nothing else is accepted: no other spaces, no
// zeros in front, no number out of its bounds. `edits` and `prompt` must have nothing of the kind
// yet; on failure they have nothing of it either, and `reason` tells why: a constant.
bool kept_text_read_takes(const char* text, size_t size, TnEdits* edits, const char** reason);
bool kept_text_read_locks(const char* text, size_t size, TnEdits* edits, const char** reason);
bool kept_text_read_prompt(const char* text, size_t size, TnPrompt* prompt, const char** reason);

#endif
