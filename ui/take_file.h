// Bars of the roll as a Standard MIDI File, to keep or to drag somewhere. For the window's thread:
// it writes files.
#ifndef TN_UI_TAKE_FILE_H
#define TN_UI_TAKE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/roll.h"
#include "ui/style_info.h"

enum { TAKE_REMEMBERED_BARS = 64 };

// Which bars: those from `first` to before `end`, or only the locked ones of them.
typedef struct {
  int32_t first;
  int32_t end;
  bool locked_only;
} TakeBars;

// The last `bars` whole bars that were played, up to the playhead's; the bar under a playhead that
// moves counts where it is all there is.
TakeBars take_last_bars(const UiRoll* roll, int bars);
// All locked bars, also those that were not played here.
TakeBars take_locked_bars(const UiRoll* roll);

// How many notes of the plugin's lie in these bars; the player's own do not count.
size_t take_count(const UiRoll* roll, TakeBars bars);

// Writes them to `path`, from the first bar on, with the song's tempo and meter; each part to a
// track of its own, named as the style names it (`info`, or NULL). Locked bars follow each other
// without what lies between them. False, and a line in `reason`, where there are no notes or the
// file cannot be written.
bool take_write(const UiRoll* roll, TakeBars bars, const char* title, const UiStyleInfo* info,
                const char* path, char* reason, size_t reason_size);

#endif
