// What the parts of the test host share. Tests include host.h only.
#ifndef TN_TESTS_HOST_INTERNAL_H
#define TN_TESTS_HOST_INTERNAL_H

#include "tests/host/guarded_buffer.h"
#include "tests/host/host.h"
#include "tests/host/host_worker.h"
#include "tests/host/urid_map.h"

#include <lilv/lilv.h>
#include <lv2/atom/forge.h>
#include <lv2/options/options.h>

#define HOST_INPUT_BYTES  131072 // of each event input
#define HOST_MAX_MIDI     256    // messages waiting for a block
#define HOST_MAX_PATCHES  16     // patch messages waiting for a block
#define HOST_MAX_FEATURES 8

typedef struct {
  uint32_t frame; // in the next block
  uint32_t size;
  uint8_t bytes[3];
} HostMidi;

typedef struct {
  LV2_URID atom_float, atom_int, atom_long, atom_double, atom_chunk, atom_blank, midi_event;
  LV2_URID position, frame, speed, bar, bar_beat, beat, beat_unit, beats_per_bar, bpm;
  LV2_URID patch_set, patch_get, patch_property, patch_value, style, number;
} HostUrids;

// An atom as it is, or else a patch:Set, or a patch:Get where there is no property.
typedef struct {
  LV2_URID property;
  char* path;     // value, owned
  LV2_Atom* atom; // owned
} HostPatch;

struct Host {
  HostOptions options; // defaults filled in
  UridMap* urid_map;
  HostUrids urids;
  LilvWorld* world;
  const LilvPlugin* plugin;
  LilvInstance* instance;
  HostWorker* worker;
  char name[128];    // the plugin's
  char bundle[4096]; // path, ends with a slash

  LV2_Options_Option option_list[6];
  int32_t min_block, max_block, sequence_bytes; // what the options point to
  float sample_rate;
  LV2_Feature feature_store[HOST_MAX_FEATURES];
  const LV2_Feature* features[HOST_MAX_FEATURES + 1]; // ends with NULL

  float* controls; // one a port
  uint32_t port_count;
  LV2_Atom_Forge forge;       // for the inputs; made once, as it maps URIs
  LV2_Atom_Sequence* midi_in; // HOST_INPUT_BYTES
  LV2_Atom_Sequence* control; // HOST_INPUT_BYTES
  GuardedBuffer midi_out;
  GuardedBuffer notify;

  HostMidi midi[HOST_MAX_MIDI];
  uint32_t midi_count;
  HostPatch patches[HOST_MAX_PATCHES];
  uint32_t patch_count;
  bool patches_late; // at the block's end
  bool asks_notes;   // by a patch:Get that holds `note_number`
  int64_t note_number;

  HostWatcher watcher; // of what comes on notify; NULL: nobody
  void* watcher_handle;

  Timeline timeline;
  bool sends_bars;
  bool tell_position; // a position is due on change besides what the timeline says
  HostCapture capture;
  void* program; // handle by which the interposer's functions were looked up
  void (*rt_enter)(void);
  void (*rt_leave)(void);
};

// Writes both event inputs for a block of `frames` frames that begins `offset` frames into what the
// caller of host_run asked for: the position, the patch messages of the first block (offset 0), and
// the MIDI messages that fall into it; in the `last` one all that remain.
void host_write_inputs(Host* host, uint32_t offset, uint32_t frames, bool changed, bool last);

// Forgets what was sent.
void host_clear_inputs(Host* host);

// The port of that symbol, or NULL.
const LilvPort* host_find_port(const Host* host, const char* symbol);

// Restores `state` (not NULL) on the instance, ports included.
void host_apply_state(Host* host, const LilvState* state);

#endif
