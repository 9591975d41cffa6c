// The plugin in a host, with what a test knows of every block that it runs.
#ifndef TN_TESTS_PROPERTY_STAGE_H
#define TN_TESTS_PROPERTY_STAGE_H

#include "tests/host/host.h"
#include "tests/property/edit_log.h"
#include "tests/property/guarantees.h"
#include "tests/property/passes.h"

enum { CRAMPED_BYTES = 256 }; // no output is larger that is called cramped

typedef struct {
  const Bundles* bundles;
  Host* host;
  HostPort ports[TN_PORT_COUNT];
  float controls[TN_PORT_COUNT];
  float before[TN_PORT_COUNT]; // in the last block
  int style;                   // StyleKind that plays
  bool awaits_style;           // another one was asked for, or the same again
  bool will_cut;               // with the next block
  bool will_let_go;            // so will the player's notes that went out
  bool is_cramped;             // the output is too small for the guarantees to hold in time
  bool knows_triggers;         // one that is down has risen
  bool passes_keys;            // in the last block the player's notes went out
  bool has_keys;               // some were played

  HostPositions manner; // of the host
  bool will_stop_keys;  // with the next block, as some hosts do where they stop
  Keys keys;
  KeyMessage messages[MOST_MESSAGES]; // for the next block
  size_t message_count;
  EditLog edits;
  Passes passes;
  Guarantees guarantees;
  char why[256]; // what was broken first, or ""
} Stage;

// Opens the plugin with that style. False, and a line on stderr, where that fails.
bool stage_open(Stage* stage, const Bundles* bundles, StyleKind style, HostOptions options);
void stage_close(Stage* stage);

void stage_set(Stage* stage, TnPort port, float value);
void stage_set_style(Stage* stage, StyleKind style);

// What sounds is to end on the next block's first frame, by a request for silence.
void stage_cut(Stage* stage);

// Stops the transport, with which some hosts let go of all keys.
void stage_stop(Stage* stage);

// A message of the player's in the next block, at most on its last frame. What is too much for one
// block is left out.
void stage_send(Stage* stage, uint32_t frame, const uint8_t bytes[3]);

// Asks for a lock or a take of a bar by a message.
void stage_wish(Stage* stage, const char* property, int32_t bar);

// Takes back or makes again the last edit.
void stage_undo(Stage* stage, bool redo);

// Deactivates and activates.
void stage_cycle(Stage* stage);

// Saves the state into the folder `dir` and restores it, or one that was saved before.
bool stage_save(Stage* stage, const char* dir);
bool stage_restore(Stage* stage, const char* dir);

// One block, with all checks but the promise.
void stage_run(Stage* stage, uint32_t frames);

#endif
