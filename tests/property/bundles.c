#include "tests/property/bundles.h"

#include "tests/host/paths.h"
#include "tests/host/small_style.h"
#include "tests/unit/small_band.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static TnVocabulary vocabulary_of(StyleKind kind) {
  TnVocabulary vocabulary = band_vocabulary();
  if (kind == STYLE_PITCHED) {
    vocabulary.drum_part = -1;
    vocabulary.drum_count = 0;
    vocabulary.pitch_low = 36;
    vocabulary.pitch_count = 60;
  } else if (kind == STYLE_NUDGED) {
    tn_vocabulary_add_nudges(&vocabulary);
  }
  return vocabulary;
}

// Where the bundle has the style with which it begins.
static void name_style(Bundles* bundles, StyleKind kind) {
  char bundle[sizeof bundles->paths[0]]; // a copy: compilers take both texts for one object
  memcpy(bundle, bundles->paths[kind], sizeof bundle);
  snprintf(bundles->styles[kind], sizeof bundles->styles[kind], "%s/styles/hymns.safetensors",
           bundle);
}

static bool make_bundle(Bundles* bundles, StyleKind kind) {
  static const char* const files[] = {"manifest.ttl", "tiento.ttl", "presets.ttl", "tiento.so"};
  char folder[sizeof bundles->folder]; // a copy, as above
  memcpy(folder, bundles->folder, sizeof folder);
  char* bundle = bundles->paths[kind];
  snprintf(bundle, sizeof bundles->paths[kind], "%s/%d.lv2", folder, (int)kind);
  name_style(bundles, kind);
  char from[4096];
  char to[4096];
  snprintf(to, sizeof to, "%s/styles", bundle);
  bool made = mkdir(bundle, 0700) == 0 && mkdir(to, 0700) == 0;
  for (size_t i = 0; made && i < sizeof files / sizeof files[0]; i++) {
    snprintf(from, sizeof from, "%s/%s", bundles->paths[STYLE_SHIPPED], files[i]);
    snprintf(to, sizeof to, "%s/%s", bundle, files[i]);
    made = paths_copy(from, to);
  }
  const TnVocabulary vocabulary = vocabulary_of(kind);
  return made && small_style_write(bundles->styles[kind], &vocabulary);
}

bool bundles_make(Bundles* bundles) {
  const char* original = getenv("TIENTO_BUNDLE");
  char* shipped = bundles->paths[STYLE_SHIPPED];
  bool made = original && paths_absolute(original, shipped, sizeof bundles->paths[0]) &&
              paths_make_folder(bundles->folder, sizeof bundles->folder);
  for (int kind = 0; made && kind < STYLE_COUNT; kind++) {
    if (kind == STYLE_SHIPPED) {
      name_style(bundles, STYLE_SHIPPED);
    } else {
      made = make_bundle(bundles, (StyleKind)kind);
    }
  }
  if (!made) {
    fprintf(stderr, "no bundles can be made from %s\n", original ? original : "TIENTO_BUNDLE");
  }
  return made;
}

void bundles_remove(const Bundles* bundles) {
  paths_remove(bundles->folder);
}

int bundles_set_up(void** state) {
  Bundles* bundles = calloc(1, sizeof *bundles);
  *state = bundles;
  return bundles && bundles_make(bundles) ? 0 : -1;
}

int bundles_tear_down(void** state) {
  bundles_remove(*state);
  free(*state);
  return 0;
}

StyleKind bundles_style_at(const Bundles* bundles, const char* path) {
  int kind = 0;
  while (kind < STYLE_COUNT && !paths_same_file(bundles->styles[kind], path)) {
    kind++;
  }
  return (StyleKind)kind;
}
