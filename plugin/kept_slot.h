// Takes, locks and the prompt, between run(), which has them, and the state, which keeps them.
//
// Neither waits for the other: what run() has changed goes to the state, and what was restored goes
// to run(), through three buffers each (triple.h). A save sees what run() had at the end of its
// last block; but what was restored for as long as run() has not taken that.
#ifndef TN_KEPT_SLOT_H
#define TN_KEPT_SLOT_H

#include "plugin/engine/edits.h"
#include "plugin/engine/prompt.h"
#include "plugin/triple.h"

#include <pthread.h>
#include <stddef.h>

// The texts of a state, in the forms of kept_text.h.
typedef enum { KEPT_TAKES, KEPT_LOCKS, KEPT_PROMPT, KEPT_TEXTS } KeptText;

// What one side hands to the other. A part that is not `new` is as the other side knows it: from
// run(), not changed since it was restored; to run(), not restored.
typedef struct {
  unsigned restore; // number of the last restore that it contains
  bool new_edits;
  bool new_prompt;
  TnEdits edits;
  TnPrompt prompt;
} Kept;

// 2.5 MB; half of it is never touched before a state is restored.
typedef struct {
  Triple from_run;
  Kept present[TRIPLE_BUFFERS];
  Triple to_run;
  Kept restored[TRIPLE_BUFFERS];

  // The audio thread only.
  unsigned taken;        // number of the restore it took last
  bool must_tell;        // that it took one
  uint64_t edits_taken;  // version of the edits then
  uint64_t edits_told;   // version handed over last
  uint64_t prompt_taken; // the same as hashes
  uint64_t prompt_told;

  // The state only.
  pthread_mutex_t lock;
  unsigned restores; // the number of the last one; the first state there is has 1
  bool gave_edits;   // to run(), with what it may not have taken yet
  bool gave_prompt;
  char* unread[KEPT_TEXTS]; // a text of that which nobody could read, owned; NULL: none
} KeptSlot;

// The slot's memory comes as zeros.
void kept_slot_init(KeptSlot* slot);
void kept_slot_free(KeptSlot* slot);

// Writes the texts that belong into a state, owned by the caller. False, and none, where memory is
// short. A text that could not be read is returned as it came, until run() changes what it is of.
// Not for the audio thread, as the next.
bool kept_slot_save(KeptSlot* slot, char* texts[KEPT_TEXTS]);

// Takes texts of a state, with a length each; a NULL one leaves what there is. Those that cannot be
// read count as empty; `message` gets a line about the first, or "".
void kept_slot_restore(KeptSlot* slot, const char* const texts[KEPT_TEXTS],
                       const size_t sizes[KEPT_TEXTS], char* message, size_t message_size);

// ---- for the audio thread: kept_handover.c ----

// Takes what was restored. Returns whether there was something: then `edits` or `prompt` are new.
bool kept_slot_receive(KeptSlot* slot, TnEdits* edits, TnPrompt* prompt);

// Hands over what is new since the last call.
void kept_slot_tell(KeptSlot* slot, const TnEdits* edits, const TnPrompt* prompt);

#endif
