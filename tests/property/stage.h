// The plugin in a host, with what a test knows of every block that it runs.
#ifndef TN_TESTS_PROPERTY_STAGE_H
#define TN_TESTS_PROPERTY_STAGE_H

#include "tests/host/host.h"
#include "tests/property/guarantees.h"
#include "tests/property/keys.h"
#include "tests/property/passes.h"

enum { CRAMPED_BYTES = 256 }; // no output is larger that is called cramped

typedef struct {
  const Bundles* bundles;
  Host* host;
  HostPort ports[TN_PORT_COUNT];
  float controls[TN_PORT_COUNT];
  int style;            // StyleKind that plays
  bool awaits_style;    // another one was asked for, or the same again
  bool will_cut;        // with the next block
  bool is_cramped;      // the output is too small for the guarantees to hold in time
  bool passes_keys;     // the output may hold notes of the player's: the guarantees are not theirs
  bool plays_keys;      // the player's keys may bear on the notes
  bool lets_go_of_keys; // the host does as it stops
  Keys keys;
  Passes passes;
  Guarantees guarantees;
  char why[256]; // what was broken first, or ""
} Stage;

// Opens the plugin with that style. False, and a line on stderr, where that fails.
bool stage_open(Stage* stage, const Bundles* bundles, StyleKind style, HostOptions options);
void stage_close(Stage* stage);

void stage_set(Stage* stage, TnPort port, float value);
void stage_set_style(Stage* stage, StyleKind style);

// What sounds is to end on the next block's first frame, by a panic or a request for silence.
void stage_cut(Stage* stage);

// Stops the transport, with which some hosts let go of all keys.
void stage_stop(Stage* stage);

// Deactivates and activates.
void stage_cycle(Stage* stage);

// Saves the state into the folder `dir` and restores it, or one that was saved before.
bool stage_save(Stage* stage, const char* dir);
bool stage_restore(Stage* stage, const char* dir);

// One block, with all checks but the promise.
void stage_run(Stage* stage, uint32_t frames);

#endif
