// make_session FOLDER: writes the session that this version of Tiento leaves to later ones into a
// new folder: style.safetensors, state/ and notes.txt. Once for each release;
// tests/upgrade/test_upgrade reads all of them.
#include "tests/host/paths.h"
#include "tests/host/small_style.h"
#include "tests/upgrade/session.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void press(Host* host, const char* symbol) {
  host_set(host, symbol, 1);
  host_run_frames(host, RATE / 4, BLOCK);
  host_set(host, symbol, 0);
  host_run_frames(host, RATE / 4, BLOCK);
}

// A theme of eight notes.
static void teach(Host* host) {
  static const uint8_t THEME[] = {60, 64, 67, 72, 71, 67, 64, 60};
  host_set(host, "learn", 1);
  host_locate(host, 8, 0);
  host_run_frames(host, RATE / 4, BLOCK);
  for (size_t i = 0; i < sizeof THEME; ++i) {
    const uint8_t on[] = {0x90, THEME[i], 80};
    const uint8_t off[] = {0x80, THEME[i], 0};
    host_send_midi(host, 0, on, 3);
    host_run_frames(host, RATE / 4, BLOCK);
    host_send_midi(host, 0, off, 3);
    host_run_frames(host, RATE / 4, BLOCK);
  }
  host_set(host, "learn", 0);
  host_run_frames(host, RATE, BLOCK);
}

// Something of everything that a state keeps.
static void prepare(Host* host) {
  host_set(host, "seed", 42);
  host_set(host, "length", 4);
  host_set(host, "temperature", 0.8F);
  host_set(host, "swing", 0.25F);
  host_set(host, "transpose", -2);
  host_play(host);
  teach(host);
  host_locate(host, 1, 0);
  press(host, "lock");
  host_locate(host, 2, 0);
  press(host, "reroll_bar");
  press(host, "lock");
  host_locate(host, 4, 0);
  press(host, "reroll");
}

int main(int argc, char** argv) {
  char path[4096];
  const char* folder = argc == 2 ? argv[1] : NULL;
  if (!folder || mkdir(folder, 0777) != 0 || !paths_absolute(folder, path, sizeof path)) {
    fprintf(stderr, "usage: make_session FOLDER, which is not there yet\n");
    return 2;
  }
  char style[4200];
  char state[4200];
  char notes[4200];
  snprintf(style, sizeof style, "%s/style.safetensors", path);
  snprintf(state, sizeof state, "%s/state", path);
  snprintf(notes, sizeof notes, "%s/notes.txt", path);
  TnVocabulary vocabulary = tn_vocabulary_for_grid();
  vocabulary.parts = 2;
  vocabulary.pitch_low = 40;
  vocabulary.pitch_count = 40;
  const TnSizes sizes = {.embedding = 4, .layers = 1, .hidden = 6, .head = 4};
  if (!small_style_write_sized(style, &vocabulary, sizes)) {
    return 1;
  }
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_set_style(host, style);
  settle(host);
  prepare(host);
  const bool ok = host_save_state(host, state) && session_play(host, notes);
  host_close(host);
  return ok ? 0 : 1;
}
