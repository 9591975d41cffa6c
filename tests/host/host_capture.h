// What the test host keeps of a plugin's output, and the checks made on all of it.
#ifndef TN_TESTS_HOST_CAPTURE_H
#define TN_TESTS_HOST_CAPTURE_H

#include "plugin/uris.h"
#include "tests/host/timeline.h"

#include <lv2/atom/atom.h>
#include <lv2/urid/urid.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct UridMap;

// One MIDI message of the plugin.
typedef struct {
  uint64_t frame;    // output frame: counts what was run since the host was opened
  int64_t position;  // song position, in units of the timeline, exact; where it stood if stopped
  long double beats; // the same in quarter notes, rounded to a long double
  bool rolling;
  uint8_t size;     // bytes of the message; of a longer one the first 3 are kept
  uint8_t bytes[3]; // unused ones are 0
} HostEvent;

// What came on `notify` so far.
typedef struct {
  char style[4096];   // path of the last message about the style, "" before one
  char message[1024]; // last error message, "" before one or where it was taken back
  unsigned style_count;
  unsigned message_count; // of messages that were not empty
  unsigned event_count;   // all events
  int32_t playhead[TN_PLAYHEAD_INTS];
  unsigned playhead_count;
  unsigned locks_count; // of messages
  int32_t locks[256];   // bars, as told last
  int lock_count;
  int32_t kept[512 * TN_KEPT_NOTE_INTS]; // locked notes, as told last or being told
  int kept_count;
  int32_t queued[64 * TN_QUEUED_NOTE_INTS]; // notes, as told last or being told
  int queued_count;
  unsigned queued_lists; // told to their end
  int32_t odds[TN_ODDS_INTS];
  unsigned odds_count;
  uint64_t note_count;        // struck and released
  int32_t note[TN_NOTE_INTS]; // the last
  int64_t next_note;          // the number that the next one should have; 0: any
  int64_t next_number;        // the same for the messages that are not of notes
} HostNotify;

// Notes that break the rule "every note-on has one note-off": counted over everything since the
// host was opened. All-notes-off controllers do not count as note-offs.
typedef struct {
  unsigned hung;        // sound right now
  unsigned orphan_offs; // note-offs of notes that did not sound
  unsigned doubled_ons; // note-ons of notes that sounded already
  unsigned note_ons;    // all of them
} HostNotes;

typedef struct {
  struct {
    LV2_URID sequence, midi_event, path, string, object, blank, resource, urid;
    LV2_URID patch_set, patch_put, patch_property, patch_value, patch_body, style, message;
    LV2_URID vector, atom_long, notes, playhead, locks, kept, queued, odds, number;
  } urids;
  HostEvent* events; // owned
  size_t event_count;
  size_t event_capacity;
  HostNotify notify;
  HostNotes notes;
  uint8_t sounding[16][128]; // note-ons without a note-off
  unsigned fault_count;
  char first_fault[256];
} HostCapture;

void host_capture_init(HostCapture* capture, struct UridMap* urids);
void host_capture_free(HostCapture* capture);

// Notes something that must not happen.
void host_capture_fault(HostCapture* capture, const char* format, ...)
    __attribute__((format(printf, 2, 3)));

// Takes in what a plugin wrote into a sequence port of `capacity` bytes in a block of `frames`
// frames that `segment` holds and that began at output frame `start`.
void host_capture_midi(HostCapture* capture, const LV2_Atom_Sequence* sequence, size_t capacity,
                       uint32_t frames, const Timeline* timeline, uint64_t start);
void host_capture_notify(HostCapture* capture, const LV2_Atom_Sequence* sequence, size_t capacity,
                         uint32_t frames);
// One event of it, that lies in the sequence whole.
void host_capture_patch(HostCapture* capture, const LV2_Atom* atom);

#endif
