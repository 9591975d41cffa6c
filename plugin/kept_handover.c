// The audio thread's half of kept_slot.h: it copies, and exchanges an index.
#include "plugin/kept_slot.h"

bool kept_slot_receive(KeptSlot* slot, TnEdits* edits, TnPrompt* prompt) {
  if (triple_waiting(&slot->to_run) == 0) {
    return false;
  }
  triple_take(&slot->to_run);
  const Kept* kept = &slot->restored[slot->to_run.front];
  if (kept->new_edits) {
    tn_edits_adopt(edits, &kept->edits);
    slot->edits_taken = tn_edits_version(edits);
  }
  if (kept->new_prompt) {
    *prompt = kept->prompt;
    slot->prompt_taken = prompt->print;
  }
  slot->taken = kept->restore;
  slot->must_tell = true;
  return true;
}

void kept_slot_tell(KeptSlot* slot, const TnEdits* edits, const TnPrompt* prompt) {
  const uint64_t version = tn_edits_version(edits);
  if (!slot->must_tell && version == slot->edits_told && prompt->print == slot->prompt_told) {
    return;
  }
  Kept* kept = &slot->present[slot->from_run.back];
  kept->restore = slot->taken;
  kept->new_edits = version != slot->edits_taken;
  kept->new_prompt = prompt->print != slot->prompt_taken;
  tn_edits_adopt(&kept->edits, edits);
  kept->prompt = *prompt;
  slot->must_tell = false;
  slot->edits_told = version;
  slot->prompt_told = prompt->print;
  triple_give(&slot->from_run, kept->restore);
}
