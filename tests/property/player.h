// Who plays a scenario: draws at random, and lets the song run on.
#ifndef TN_TESTS_PROPERTY_PLAYER_H
#define TN_TESTS_PROPERTY_PLAYER_H

#include "tests/property/stage.h"
#include "trainer/random.h"

typedef struct {
  Random random;
  Stage stage;
  uint32_t rate;
  double bars;      // of the song that were played
  int beats;        // between two moves, at most
  bool plays_keys;  // and not the transport and the controls alone
  bool edits;       // takes, locks and the prompt
  bool tells;       // each move, on stdout
  bool has_saved;   // a state, in the folder
  char folder[600]; // for a state
} Player;

int player_below(Player* player, int count);
bool player_one_in(Player* player, int count);
double player_between(Player* player, double low, double high);

const Timeline* player_timeline(const Player* player);
TimelineBar player_place(const Player* player);

void player_set_tempo(Player* player, double quarters_a_minute);
float player_choose_value(Player* player, TnPort port);
// One of those that may move.
void player_move_control(Player* player);

// What changes with every block.
typedef enum { STEADY, RAMP_TEMPO, AUTOMATE } Change;

void player_run_block(Player* player, uint32_t frames);
// Runs for up to `beats` quarters of the present tempo, or a second where it stands.
void player_run_on(Player* player, Change change);

#endif
