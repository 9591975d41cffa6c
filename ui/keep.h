// Keeping what was played: where files go, and the file that is dragged. For the window's thread:
// it writes files.
#ifndef TN_UI_KEEP_H
#define TN_UI_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/model.h"

enum { KEEP_PATH = 4096 };

// Begins as zeros.
typedef struct {
  char folder[KEEP_PATH];    // for files that are dragged; "": there is none yet
  char dragged[KEEP_PATH];   // the last of them, or ""
  char asked[UI_ENTRY_SIZE]; // a file that is there, and whose user was asked whether to replace it
} Keep;

// A path where nothing is yet, in the user's folder of music or at home, named after the style.
void keep_propose(const UiModel* model, char path[UI_ENTRY_SIZE]);

// Writes the bars that the model's save sheet has chosen to the path that is typed there, and says
// so in the model's message, or why not. A file that is there already is only replaced when it is
// asked for a second time. Returns whether it was written.
bool keep_save(Keep* keep, UiModel* model);

// Writes the bars that a drag takes to a file of their own: the locked ones that are seen, or else
// those of the last phrase. `uri` is the file's. False where there are none or it cannot be
// written: the model's message says so.
bool keep_for_drag(Keep* keep, UiModel* model, char* uri, size_t size);

// Removes the files that were dragged.
void keep_tidy(Keep* keep);

#endif
