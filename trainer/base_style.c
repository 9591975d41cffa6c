#include "trainer/base_style.h"

#include "trainer/command.h"
#include "trainer/printable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// 0 is what the user left open.
static bool is_open_or(int asked, int size) {
  return asked == 0 || asked == size;
}

static bool has_sizes(const TnSizes* s, const TnSizes* asked) {
  return is_open_or(asked->layers, s->layers) && is_open_or(asked->hidden, s->hidden) &&
         is_open_or(asked->embedding, s->embedding) && is_open_or(asked->head, s->head);
}

int base_style_read(const TrainOptions* options, TnStyle* base) {
  char reason[256];
  if (tn_style_read(options->from, base, reason, sizeof reason) != TN_OK) {
    command_complain(options->from, reason);
    return COMMAND_FAILED;
  }
  int status = -1;
  const TnSizes* s = &base->network.sizes;
  if (!has_sizes(s, &options->training.sizes)) {
    printable_say(
        stderr,
        "tiento: --from takes the sizes of %s over: --layers %d --hidden %d --embedding %d "
        "--head %d",
        options->from, s->layers, s->hidden, s->embedding, s->head);
    status = COMMAND_USAGE;
  } else if (base->network.vocabulary.has_grid != (options->roll_ticks == 0)) {
    printable_say(stderr, "tiento: %s was %strained with --roll: it is no base for %s",
                  options->from, options->roll_ticks ? "not " : "",
                  options->roll_ticks ? "rolls" : "notes");
    status = COMMAND_FAILED;
  }
  if (status >= 0) {
    tn_style_free(base);
  }
  return status;
}

// The base may be of anybody's making, but what is written is UTF-8.
static bool add(TnStyleHeader* header, const char* key, const char* value) {
  char* mended = strdup(value);
  if (mended) {
    printable_mend(mended);
  }
  const bool ok = mended && tn_style_header_add(header, key, mended);
  free(mended);
  return ok;
}

// Adds the value of `key` in the base, where it has one, as base.`name`.
static bool inherit(const TnStyle* base, const char* key, const char* name, TnStyleHeader* header) {
  const char* value = tn_style_header_get(&base->header, key);
  const size_t size = sizeof "base." + strlen(name);
  char* new_key = value ? malloc(size) : NULL;
  if (!new_key) {
    return !value;
  }
  snprintf(new_key, size, "base.%s", name);
  printable_mend(new_key);
  const bool ok = add(header, new_key, value);
  free(new_key);
  return ok;
}

bool base_style_describe(const TnStyle* base, TnStyleHeader* header) {
  static const char* const OWN[] = {"source", "licence", "attribution", "base"};
  const char* name = tn_style_header_get(&base->header, "style.name");
  bool ok = add(header, "style.base", name ? name : "");
  for (unsigned i = 0; ok && i < sizeof OWN / sizeof OWN[0]; ++i) {
    char key[32];
    snprintf(key, sizeof key, "style.%s", OWN[i]);
    ok = inherit(base, key, OWN[i], header);
  }
  for (int i = 0; ok && i < base->header.metadata_count; ++i) {
    const char* key = base->header.metadata[i].key;
    ok = strncmp(key, "base.", strlen("base.")) != 0 || inherit(base, key, key, header);
  }
  return ok;
}
