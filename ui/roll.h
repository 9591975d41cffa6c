// What the piano roll knows: the notes that were played and those to come, the playhead, the locked
// bars, the odds of the next pitch. Without a display; places are in fine, 1920 a quarter note.
//
// Filled from the plugin's messages (plugin/uris.h). A message that does not follow on the one
// before tells that one was missed. For the window's thread; nothing allocates or fails.
#ifndef TN_UI_ROLL_H
#define TN_UI_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  UI_FINE_A_QUARTER = 1920,
  UI_ROLL_NOTES = 1 << 13, // kept
  UI_ROLL_LOCKS = 256,
  UI_ROLL_QUEUED = 64,
  UI_ROLL_KEPT = 4096, // notes of locked bars; those beyond are known when they are played
  UI_PLAYER_PART = 8,  // the player's own notes
  UI_PITCHES = 128
};

typedef struct {
  int32_t start;
  int32_t end; // of one that sounds: where it was seen last
  uint32_t pass;
  uint8_t part; // 0..7, or UI_PLAYER_PART
  uint8_t pitch;
  uint8_t velocity; // 0: the note is gone, others have taken its place
  uint8_t channel;
  bool sounds; // still
} UiRollNote;

typedef struct {
  UiRollNote notes[UI_ROLL_NOTES]; // a ring: the k-th ever is at k % UI_ROLL_NOTES
  uint64_t count;                  // ever
  int64_t next_number;             // that the next message of notes begins with; -1: any
  bool waits;                      // for notes that were missed and asked for
  double waits_since;              // seconds
  int32_t cursor;                  // place up to which this pass has come
  uint32_t pass;                   // grows where the playhead goes back

  int32_t place;      // of the playhead, as told
  int32_t tempo;      // thousandths of a quarter a minute; 0: it stands
  int32_t last_tempo; // that was not 0; 0: none yet
  int beats;          // of a bar
  int beat_note;
  double told_at; // seconds
  double shown;   // place that is drawn
  double shown_at;

  int32_t locks[UI_ROLL_LOCKS]; // rising
  int lock_count;
  int32_t coming_locks[UI_ROLL_LOCKS];
  UiRollNote kept[UI_ROLL_KEPT]; // of the locked bars, as they would be played
  int kept_count;
  UiRollNote queued[UI_ROLL_QUEUED];
  int queued_count;
  UiRollNote coming_queue[UI_ROLL_QUEUED];

  bool knows_odds;
  int odds_part;
  int odds_pitch;
  uint16_t odds[UI_PITCHES]; // of 65535
} UiRoll;

void ui_roll_init(UiRoll* roll);

// What came in a message: `count` ints as uris.h orders them, at the time `now` (seconds). Notes:
// false where some were missed, once: they are to be asked for from roll->next_number on.
bool ui_roll_take_notes(UiRoll* roll, int64_t number, const int32_t* ints, size_t count,
                        double now);
void ui_roll_take_playhead(UiRoll* roll, const int32_t* ints, size_t count, double now);
void ui_roll_take_locks(UiRoll* roll, const int32_t* ints, size_t count);
void ui_roll_take_kept(UiRoll* roll, const int32_t* ints, size_t count);
void ui_roll_take_queued(UiRoll* roll, const int32_t* ints, size_t count);
void ui_roll_take_odds(UiRoll* roll, const int32_t* ints, size_t count);

// Moves the place that is drawn on to the time `now` (seconds). Returns whether it has moved.
bool ui_roll_move(UiRoll* roll, double now);

static inline bool ui_roll_is_rolling(const UiRoll* roll) {
  return roll->tempo > 0;
}

int32_t ui_roll_bar_length(const UiRoll* roll); // fine
// The bar of the song, from 0 and maybe negative, that holds a place.
int32_t ui_roll_bar_at(const UiRoll* roll, double place);
bool ui_roll_is_locked(const UiRoll* roll, int32_t bar);

// Whether notes of the plugin's were played in a bar, and are known.
bool ui_roll_was_played(const UiRoll* roll, int32_t bar);

// The number, in the ring, of the oldest note that is kept.
uint64_t ui_roll_oldest(const UiRoll* roll);
static inline const UiRollNote* ui_roll_note(const UiRoll* roll, uint64_t number) {
  return &roll->notes[number % UI_ROLL_NOTES];
}

#endif
