#include "plugin/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_DIGITS = 16 };

static void* find_feature(const LV2_Feature* const* features, const char* uri) {
  for (int i = 0; features && features[i]; ++i) {
    if (strcmp(features[i]->URI, uri) == 0) {
      return features[i]->data;
    }
  }
  return NULL;
}

// Frees a path that the host's map_path made: by the host's function where it has one.
static void free_mapped(const LV2_Feature* const* features, char* path) {
  const LV2_State_Free_Path* freer = find_feature(features, LV2_STATE__freePath);
  if (freer) {
    freer->free_path(freer->handle, path);
  } else {
    free(path);
  }
}

// Where states are put, and got from.
typedef struct {
  LV2_State_Store_Function store;
  LV2_State_Handle handle;
  const Urids* urids;
} Target;

typedef struct {
  LV2_State_Retrieve_Function retrieve;
  LV2_State_Handle handle;
  const Urids* urids;
} Source;

// ---- saving ----

static LV2_State_Status store_string(const Target* t, LV2_URID key, const char* text) {
  return t->store(t->handle, key, text, strlen(text) + 1, t->urids->atom_string,
                  LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
}

static LV2_State_Status store_path(const Target* t, const char* path,
                                   const LV2_Feature* const* features) {
  const LV2_State_Map_Path* mapper = find_feature(features, LV2_STATE__mapPath);
  char* mapped = mapper ? mapper->abstract_path(mapper->handle, path) : NULL;
  const char* stored = mapped ? mapped : path;
  const LV2_State_Status status =
      t->store(t->handle, t->urids->style, stored, strlen(stored) + 1, t->urids->atom_path,
               LV2_STATE_IS_POD | (mapped ? (uint32_t)LV2_STATE_IS_PORTABLE : 0U));
  if (mapped) {
    free_mapped(features, mapped);
  }
  return status;
}

static LV2_State_Status store_style(const Target* t, const SavedStyle* saved,
                                    const LV2_Feature* const* features) {
  char content[HASH_DIGITS + 1];
  const LV2_State_Status status = store_path(t, saved->path, features);
  if (status != LV2_STATE_SUCCESS || saved->content == 0) {
    return status;
  }
  snprintf(content, sizeof content, "%016" PRIx64, saved->content);
  return store_string(t, t->urids->style_hash, content);
}

static LV2_URID kept_key(const Urids* urids, KeptText which) {
  const LV2_URID keys[KEPT_TEXTS] = {urids->kept_takes, urids->kept_locks, urids->kept_prompt};
  return keys[which];
}

static LV2_State_Status store_kept(const Target* t, KeptSlot* kept) {
  char* texts[KEPT_TEXTS];
  if (!kept_slot_save(kept, texts)) {
    return LV2_STATE_ERR_UNKNOWN; // memory is short
  }
  LV2_State_Status status = LV2_STATE_SUCCESS;
  for (int i = 0; i < KEPT_TEXTS; ++i) {
    if (status == LV2_STATE_SUCCESS) {
      status = store_string(t, kept_key(t->urids, (KeptText)i), texts[i]);
    }
    free(texts[i]);
  }
  return status;
}

LV2_State_Status state_save(const State* state, LV2_State_Store_Function store,
                            LV2_State_Handle handle, const LV2_Feature* const* features) {
  const Target target = {store, handle, state->urids};
  SavedStyle saved;
  style_slot_saved(state->style, &saved);
  const LV2_State_Status status = store_style(&target, &saved, features);
  return status == LV2_STATE_SUCCESS ? store_kept(&target, state->kept) : status;
}

// ---- restoring ----

// What a state has, NULL where it has it not, and lengths.
typedef struct {
  const char* style;
  const char* content;
  const char* kept[KEPT_TEXTS];
  size_t style_length;
  size_t content_length;
  size_t kept_lengths[KEPT_TEXTS];
} Found;

// False where what is there is not a text.
static bool find_text(const Source* s, LV2_URID key, const char** text, size_t* length) {
  size_t size = 0;
  uint32_t type = 0;
  uint32_t flags = 0;
  *text = s->retrieve(s->handle, key, &size, &type, &flags);
  *length = *text && size > 0 ? size - 1 : 0;
  return !*text || (size > 0 && (*text)[size - 1] == '\0' &&
                    (type == s->urids->atom_string || type == s->urids->atom_path));
}

static bool find_all(const Source* s, Found* found) {
  bool ok = find_text(s, s->urids->style, &found->style, &found->style_length) &&
            found->style_length < STYLE_PATH_BYTES &&
            find_text(s, s->urids->style_hash, &found->content, &found->content_length);
  for (int i = 0; i < KEPT_TEXTS && ok; ++i) {
    ok = find_text(s, kept_key(s->urids, (KeptText)i), &found->kept[i], &found->kept_lengths[i]);
  }
  return ok;
}

static uint64_t read_hash(const char* text, size_t length) {
  const bool is_hash =
      text && length == HASH_DIGITS && strspn(text, "0123456789abcdef") == HASH_DIGITS;
  return is_hash ? strtoull(text, NULL, 16) : 0;
}

static void restore_style(StyleSlot* slot, const char* stored, uint64_t content, const char* remark,
                          const LV2_Feature* const* features) {
  const LV2_State_Map_Path* mapper = find_feature(features, LV2_STATE__mapPath);
  char* mapped = mapper ? mapper->absolute_path(mapper->handle, stored) : NULL;
  SavedStyle saved = {.content = content};
  snprintf(saved.path, sizeof saved.path, "%s", mapped ? mapped : stored);
  style_slot_restore(slot, &saved, remark);
  if (mapped) {
    free_mapped(features, mapped);
  }
}

LV2_State_Status state_restore(const State* state, LV2_State_Retrieve_Function retrieve,
                               LV2_State_Handle handle, const LV2_Feature* const* features,
                               bool* has_style) {
  const Source source = {retrieve, handle, state->urids};
  Found found;
  char remark[STYLE_MESSAGE_BYTES];
  *has_style = false;
  if (!find_all(&source, &found)) {
    return LV2_STATE_ERR_BAD_TYPE;
  }
  *has_style = found.style != NULL;
  if (*has_style) {
    style_slot_expect(state->style); // so that these locks and takes meet no other style
  }
  kept_slot_restore(state->kept, found.kept, found.kept_lengths, remark, sizeof remark);
  if (*has_style) {
    const uint64_t content = read_hash(found.content, found.content_length);
    restore_style(state->style, found.style, content, remark, features);
  } else if (remark[0] != '\0') {
    style_slot_tell(state->style, remark);
  }
  return LV2_STATE_SUCCESS;
}
