// The transport of the test host: an exact tempo map, kept without rounding, by which a test
// computes on its own on which frame a tick of the song must sound.
//
// Two clocks: *output frames* count what the host has run since it was opened (also while stopped);
// the *song position* moves only while rolling. The position is a rational number, kept as an
// integer count of *units*, 1 / (60 * rate * 2^24) of a quarter note. A frame at `bpm` quarters a
// minute is bpm / (60 * rate) quarters, so it is exactly bpm * 2^24 units: an integer, as `bpm` is
// a float of at least 8, whose last binary place is worth 2^-20 or more. (The other four bits take
// beats down to a 64th note.) No sum is ever rounded. All functions are for one thread.
#ifndef TN_TESTS_TIMELINE_H
#define TN_TESTS_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIMELINE_TICKS_PER_QUARTER 24
#define TIMELINE_NO_FRAME          UINT64_MAX

typedef struct {
  int numerator;   // beats a bar
  int denominator; // the note that is a beat: 1, 2, 4 ... 64
} TimelineMeter;

// A place in bars, of a meter map whose first bar has number 0.
typedef struct {
  int64_t bar;
  int64_t in_bar; // units since the bar line
  TimelineMeter meter;
} TimelineBar;

// A stretch of output frames with one tempo, one meter and no jump.
typedef struct {
  uint64_t first_frame; // output frame
  uint64_t end_frame;   // output frame, one past the last; grows while this is the newest segment
  int64_t position;     // units, exact, at first_frame
  int64_t advance;      // units a frame; 0 while stopped
  float bpm;
  bool rolling;
  bool continues;  // rolls on from the segment before: a change of tempo or meter, not a jump
  TimelineBar bar; // at first_frame
} TimelineSegment;

typedef struct {
  int64_t bar;
  int64_t position; // units, of the bar's line
  TimelineMeter meter;
} TimelineMeterChange;

typedef struct {
  uint32_t rate;      // frames a second
  int tempo_note;     // value of the note that `bpm` counts; 0: the meter's beat
  uint64_t frame;     // output frame that comes next
  int64_t song_frame; // time:frame of the position
  int64_t position;   // units
  float bpm;
  bool rolling;
  bool jumped; // located since the last block
  bool looping;
  int64_t loop_start;          // units
  int64_t loop_end;            // units
  TimelineMeterChange* meters; // sorted; owned
  size_t meter_count;
  TimelineSegment* segments; // sorted by frame; owned
  size_t segment_count;
  size_t segment_capacity;
} Timeline;

// Stopped at bar 0, 120 bpm, 4/4. Aborts where memory ends (as all of these do: this is test code).
void timeline_init(Timeline* timeline, uint32_t rate, int tempo_note);
void timeline_free(Timeline* timeline);

// Changes; each takes effect with the next block.
void timeline_set_rolling(Timeline* timeline, bool rolling);
void timeline_set_tempo(Timeline* timeline, float bpm); // 8 to 1000
// A new meter holds from the playhead on, which becomes a bar line; the bars before it keep theirs
// and changes after it are forgotten. Bars count on.
void timeline_set_meter(Timeline* timeline, TimelineMeter meter);
// `beat` counts the meter's beats from the line of `bar`; exact where it is a multiple of 1/1920.
void timeline_locate(Timeline* timeline, int64_t bar, double beat);
// From the first frame at or after `end_quarter` the song goes on at exactly `start_quarter`. Both
// count quarter notes from the start of the song.
void timeline_set_loop(Timeline* timeline, double start_quarter, double end_quarter);
// The same between two places in bars, as timeline_locate has them: the first before the second.
void timeline_set_bar_loop(Timeline* timeline, int64_t bar, double beat, int64_t end_bar,
                           double end_beat);
void timeline_clear_loop(Timeline* timeline);

// Opens a block of up to `frames` frames at the playhead: jumps if the loop's end is reached, notes
// a segment if something has changed, and returns how many of the frames come before the next jump
// (the rest is another block, as Ardour splits them). `changed` says whether an on-change host
// would send a position.
uint32_t timeline_begin(Timeline* timeline, uint32_t frames, bool* changed);
// The frames of the block have been run.
void timeline_advance(Timeline* timeline, uint32_t frames);

int64_t timeline_units_per_quarter(const Timeline* timeline);
int64_t timeline_units_per_beat(const Timeline* timeline, TimelineMeter meter);
int64_t timeline_units_of_tick(const Timeline* timeline, int64_t tick);
int64_t timeline_units_of_quarters(const Timeline* timeline, double quarters);
TimelineBar timeline_bar_at(const Timeline* timeline, int64_t position);
int64_t timeline_position_of_bar(const Timeline* timeline, int64_t bar, double beat);
// Frames from the playhead to the first frame at or after `position`, at the tempo of now; 0 if it
// is here or past, or if nothing rolls.
uint64_t timeline_frames_until(const Timeline* timeline, int64_t position);

// The segment of an output frame that has been run, or NULL.
const TimelineSegment* timeline_segment_at(const Timeline* timeline, uint64_t frame);
// Units, exact, at an output frame of `segment`.
int64_t timeline_position_in(const TimelineSegment* segment, uint64_t frame);

// The first output frame at or after the exact time of `position`, among the frames from `from` on
// that have been run rolling: in a segment that holds position P at frame F and advances by A units
// a frame,
//   frame = F + ceil((position - P) / A)
// in integers. A frame that falls on a segment's end belongs to the next segment where that one
// continues; where the song jumps or stops there instead, the position does not sound. A position
// comes by again after a loop or a locate: pass the frame after the last answer as `from` to find
// the next time. TIMELINE_NO_FRAME where there is none.
uint64_t timeline_frame_of(const Timeline* timeline, uint64_t from, int64_t position);

#endif
