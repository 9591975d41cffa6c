#include "tests/fuzz/rig_home.h"

#include "tests/fuzz/rig_demand.h"
#include "tests/host/small_style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_URIS = 128 };

static struct {
  bool made;
  char folder[64];
  char styles[80];
  char style[128], other[128];
  size_t uri_count;
  const char* uris[MOST_URIS];
  Urids urids;
  LV2_Atom_Forge forge;
} common;

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char* uri) {
  (void)handle;
  for (size_t i = 0; i < common.uri_count; ++i) {
    if (strcmp(common.uris[i], uri) == 0) {
      return (LV2_URID)(i + 1);
    }
  }
  rig_demand(common.uri_count < MOST_URIS, "few URIs");
  common.uris[common.uri_count++] = uri; // all are literals
  return (LV2_URID)common.uri_count;
}

LV2_URID_Map* rig_map(void) {
  static LV2_URID_Map map = {NULL, map_uri};
  return &map;
}

static void remove_folder(void) {
  (void)unlink(common.style);
  (void)unlink(common.other);
  (void)rmdir(common.styles);
  (void)rmdir(common.folder);
}

// As small as a style gets that plays, and of few notes: they are read often, and to compose takes
// longer than all else that a block does.
static bool write_style(const char* path, const TnVocabulary* vocabulary) {
  static const int OFTEN[] = {48};
  const TnSizes sizes = {.embedding = 2, .layers = 1, .hidden = 2, .head = 2};
  return small_style_write_often(path, vocabulary, sizes, OFTEN, sizeof OFTEN / sizeof OFTEN[0]);
}

static void make_common(void) {
  snprintf(common.folder, sizeof common.folder, "/tmp/tiento-fuzz.XXXXXX");
  rig_demand(mkdtemp(common.folder) != NULL, "a folder");
  snprintf(common.styles, sizeof common.styles, "%s/styles", common.folder);
  snprintf(common.style, sizeof common.style, "%s/hymns.safetensors", common.styles);
  snprintf(common.other, sizeof common.other, "%s/other.safetensors", common.folder);
  TnVocabulary vocabulary = tn_vocabulary_for_grid();
  vocabulary.dt_values = 49;
  vocabulary.pitch_low = 48;
  vocabulary.pitch_count = 5;
  vocabulary.duration_count = 2;
  rig_demand(mkdir(common.styles, 0777) == 0 && write_style(common.style, &vocabulary), "a style");
  vocabulary.parts = 2;
  vocabulary.drum_part = 1;
  vocabulary.drum_count = TN_MAX_PITCHES;
  rig_demand(write_style(common.other, &vocabulary), "another style");
  (void)atexit(remove_folder);
  urids_map(&common.urids, rig_map());
  lv2_atom_forge_init(&common.forge, rig_map());
  common.made = true;
}

const Urids* rig_urids(void) {
  if (!common.made) {
    make_common();
  }
  return &common.urids;
}

const char* rig_style(bool other) {
  (void)rig_urids();
  return other ? common.other : common.style;
}

const LV2_Atom_Forge* rig_forge(void) {
  (void)rig_urids();
  return &common.forge;
}

const char* rig_folder(void) {
  (void)rig_urids();
  return common.folder;
}
