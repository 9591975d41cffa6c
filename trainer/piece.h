// A piece of music on the grid, ready to become events.
#ifndef TN_TRAINER_PIECE_H
#define TN_TRAINER_PIECE_H

#include "plugin/engine/codec.h"
#include "trainer/voices.h"

// Times in ticks of the grid (24 a quarter), or in frames for a piano roll. piece_bytes.c writes
// and reads all of it.
typedef struct {
  char* path;
  TnNote* notes; // in the order of events; no pitch twice in a part and onset. Until corpus_fit()
                 // knows the parts of the style, a note's part is its voice in the file
  size_t note_count;
  TnMeter* meters; // the first at tick 0; empty where the file names none
  int meter_count;
  int32_t end;
  double bpm;    // at the start; 120 where the file names none
  uint8_t key;   // 1..24, or 0 where it has no pitched note
  uint64_t hash; // of the intervals and times of its opening: equal for transposed copies
  uint8_t roles[VOICES_MAX]; // of the voices
} Piece;

// Quantises a score to the grid, what is left of each onset becoming its nudge; with roll_ticks > 0
// makes a piano roll of frames of so many file ticks instead, in which a held note is struck again
// in every frame. Takes no memory of `score`. False with a one-line reason where no note is left,
// or a roll would be too large.
bool piece_from_score(const Score* score, int roll_ticks, const char* path, Piece* piece,
                      char* reason, size_t reason_size);

void piece_free(Piece* piece);

// Puts the notes into the order of events, merges those that fall together and cuts a note at the
// next one of its pitch and part: after notes were moved to other parts.
void piece_tidy(Piece* piece);

// How many events piece_events() writes at most.
size_t piece_event_capacity(const Piece* piece, const TnVocabulary* vocabulary);

// The largest number of semitones up (or down) that pitched notes of the piece can move within the
// vocabulary, at most `limit`.
int piece_room_up(const Piece* piece, const TnVocabulary* vocabulary, int limit);
int piece_room_down(const Piece* piece, const TnVocabulary* vocabulary, int limit);

// Encodes the piece, its pitched notes moved by `semitones`. Where the vocabulary has no end, the
// last event has kind TN_EVENT_END and its dt says how many ticks are silent for certain: the next
// onset, if there were one, would be more than dt ticks after the event before.
// `scratch` has room for the notes. Returns the number of events.
size_t piece_events(const Piece* piece, const TnVocabulary* vocabulary, int semitones,
                    TnNote* scratch, TnEvent* events);

#endif
