// A style: a network with its vocabulary and what is told about it, read from one file.
//
// The metadata of format 2 (all values are text; lists are separated by spaces):
//   tiento.format              2
//   network.embedding .layers .hidden .head
//   vocabulary.dt_values .has_end .has_grid .parts .drum_part .pitch_low .pitch_count
//   vocabulary.durations .velocities
//   vocabulary.nudges          fifths of a tick (optional: 0, all notes on the grid)
//   vocabulary.lookbacks       bars, or frames of a roll (optional: none)
//   vocabulary.part_names      separated by commas (optional: "part 1,part 2" ...)
//   style.name .source .licence .attribution     free text
//   style.base   the name of the style whose weights it went on from (optional)
//   base.source .licence .attribution .base      of that style, base.base.* of its base (optional)
//   music.key    the most frequent key, as a row of TN_FEATURE_KEY (optional: unknown)
//   music.meter  the most frequent meter, as "3 4" (optional: 4 4)
//   music.bpm    the median tempo, in quarters a minute (optional: 120)
//   play.temperature .top_p  hundredths: at which it plays best (optional: 90, 95)
//   play.rhythm  hundredths, up to 1000: TnManner.rhythm (optional: 0)
//   play.length  bars of a phrase, the same (optional: 8)
//   play.pitch   between what the mean pitch of its music lies, as "58 66" (optional: not known)
//   play.loops   times in a row that its music plays a bar or two (optional: 8)
//   training.pieces .notes                       what was learned
//   training.valid_pieces .valid_nats_a_note .valid_accuracy     of the part to stop by
//   training.test_pieces .test_nats_a_note       of the part that decided nothing
//   training.copies_16_generated .copies_16_held_out     shares of windows of 16 notes, transposed
//                or not, that the learned pieces hold: of what the style plays, and of valid pieces
//   training.epochs .best_epoch .seed            of the run
// The reader of a style needs nothing of training.*; each is there where the run has told it.
// The tensors are those of tn_tensors_list(), each F16 or F32, row-major.
#ifndef TN_ENGINE_STYLE_H
#define TN_ENGINE_STYLE_H

#include "plugin/engine/sampler.h"
#include "plugin/engine/style_header.h"

#define TN_STYLE_FORMAT "2"

// Between what the mean pitch of some bars lies; high 0: not known.
typedef struct {
  int low;
  int high;
} TnRegister;

// How to play.
typedef struct {
  TnSampling sampling;
  float rhythm; // times the temperature at which time steps, rests and the end among them, are
                // drawn, without top-p; 0: they are drawn as all else
  int length;   // bars of a phrase
  int loops;    // times that a bar or two may be played in a row: see loop.h
  TnRegister pitch;
} TnManner;

// The one of styles that name none.
TnManner tn_style_manner(void);

typedef struct {
  TnNetwork network;    // bound to `weights`
  float* weights;       // owned
  TnStyleHeader header; // owned
  uint8_t key;          // to tell the network where nobody says otherwise
  TnMeter meter;        // to play in where no host says otherwise
  double bpm;           // quarters a minute, the same
  TnManner manner;      // in which it plays best
  uint64_t content;     // a hash of the file, FNV-1a; not 0
} TnStyle;

// Reads a style file. It trusts nothing: every length, shape, type, offset and value is checked
// before it is used. On failure writes one line into `reason`, leaves nothing to free and leaves
// `style` empty. Takes memory and reads a file: never on the audio thread.
TnStatus tn_style_read(const char* path, TnStyle* style, char* reason, size_t reason_size);

// The same from memory, which is only read.
TnStatus tn_style_parse(const uint8_t* data, size_t size, TnStyle* style, char* reason,
                        size_t reason_size);

void tn_style_free(TnStyle* style);

// Adds the metadata that tn_style_read() needs. False where there is no room.
bool tn_style_describe(TnStyleHeader* header, const TnVocabulary* vocabulary, const TnSizes* sizes);

#endif
