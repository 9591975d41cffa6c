// The song position, frame by frame, from what hosts tell about it now and then.
//
// Positions are whole numbers of units, 1 / (60 * rate * 2^20) of a quarter note: a frame at `bpm`
// quarters a minute is then bpm * 2^20 units, a whole number for every tempo of at least 8 that
// fits a float, and a tick is rate * 2621440 units. So the frame of a tick is exact, whatever the
// block size, and no error adds up.
#ifndef TN_ENGINE_TRANSPORT_H
#define TN_ENGINE_TRANSPORT_H

#include "plugin/engine/event.h"

#include <stdbool.h>
#include <stdint.h>

// What a host may tell. Any key may be absent.
typedef struct {
  bool has_bar;
  bool has_bar_beat;
  bool has_beats_per_bar;
  bool has_beat_unit;
  bool has_bpm;
  bool has_speed;
  bool has_frame;
  int64_t bar;     // from 0
  double bar_beat; // beats since the bar line
  double beats_per_bar;
  int beat_unit; // note value of a beat
  double bpm;    // beats a minute
  double speed;  // 1: rolling; 0: stopped
  int64_t frame; // of the song
} TnPosition;

typedef enum {
  TN_CONTINUES, // goes on as foreseen, or a little corrected: what sounds sounds on
  TN_JUMPS,     // is somewhere else now, or has another meter
} TnMovement;

// All fields are for reading only. Times of frames count from the plugin's first.
typedef struct {
  uint32_t rate;
  bool rolling;
  TnMeter meter;
  uint64_t frame;   // of the anchor
  int64_t position; // units, at the anchor's frame, from bar 0 in this meter
  int64_t advance;  // units a frame while rolling
  int64_t step;     // units from the frame before up to the anchor's; after a jump `advance`
  double bpm;       // beats a minute as the host counts them
  double speed;
  int bpm_note; // note value that it is seen to count; 0: beats, as the LV2 specification says
  int suspected_note; // that it looked to count when it told its place last; 0: none
  bool counts_so;     // since the movement is even, the host has told a place that bears it out
  bool told;          // the host has told a position
  bool told_bpm;

  uint64_t even_frame;   // since which it moves evenly, small corrections apart
  int64_t even_position; // units, on that frame

  bool told_song_frame;
  int64_t song_frame;  // as the host told it last
  uint64_t told_frame; // on which it did
} TnTransport;

void tn_transport_init(TnTransport* transport, uint32_t rate);

int64_t tn_transport_units_a_tick(const TnTransport* transport);

// The position at `frame`, in units. It stays where it is when 63 bits are nearly used up, which
// takes days.
int64_t tn_transport_position(const TnTransport* transport, uint64_t frame);

// Units from the frame before up to `frame`, which is not before the anchor's: as the tempo was
// then.
int64_t tn_transport_step(const TnTransport* transport, uint64_t frame);

// The first frame, from the anchor's on, at or after the exact time of `position` (units); the
// anchor's own where that has passed. UINT64_MAX where the transport stands or it is out of reach.
uint64_t tn_transport_frame_of(const TnTransport* transport, int64_t position);

// Takes in what the host says holds from `frame` on. `free_bpm` serves where it never told a tempo.
// Where TN_CONTINUES, *shift is what was added to positions: 0 but for small corrections.
TnMovement tn_transport_update(TnTransport* transport, uint64_t frame, const TnPosition* told,
                               double free_bpm, int64_t* shift);

// Runs free, without a host: rolls from `frame` on at `bpm` quarters a minute. After some days it
// starts again from bar 0: TN_JUMPS then.
TnMovement tn_transport_run_free(TnTransport* transport, uint64_t frame, double bpm);

#endif
