// The texts of a state, of any bytes, for clang's libFuzzer: what one of its readers takes is
// written as it was read. The first byte says which text it is.
#include "plugin/kept_slot.h"
#include "plugin/kept_text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

static void demand(bool good) {
  if (!good) {
    abort();
  }
}

static bool read_text(KeptText which, const char* text, size_t size, TnEdits* edits,
                      TnPrompt* prompt) {
  const char* reason = NULL;
  bool ok = false;
  switch (which) {
  case KEPT_TAKES:
    ok = kept_text_read_takes(text, size, edits, &reason);
    break;
  case KEPT_LOCKS:
    ok = kept_text_read_locks(text, size, edits, &reason);
    break;
  default:
    ok = kept_text_read_prompt(text, size, prompt, &reason);
  }
  demand(ok || (reason && reason[0]));
  return ok;
}

static char* write_text(KeptText which, const TnEdits* edits, const TnPrompt* prompt) {
  switch (which) {
  case KEPT_TAKES:
    return kept_text_write_takes(edits);
  case KEPT_LOCKS:
    return kept_text_write_locks(edits);
  default:
    return kept_text_write_prompt(prompt);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static TnEdits edits; // a big one: not on the stack
  static TnPrompt prompt;
  if (size == 0) {
    return 0;
  }
  const KeptText which = (KeptText)(bytes[0] % KEPT_TEXTS);
  const size_t length = size - 1;
  char* text = malloc(length + 1); // as states hold them: behind the text stands a 0
  demand(text != NULL);
  memcpy(text, bytes + 1, length);
  text[length] = '\0';
  tn_edits_clear(&edits);
  prompt = (TnPrompt){.count = 0};
  if (read_text(which, text, length, &edits, &prompt)) {
    char* written = write_text(which, &edits, &prompt);
    demand(written && strlen(written) == length && memcmp(written, text, length) == 0);
    free(written);
  }
  free(text);
  return 0;
}
