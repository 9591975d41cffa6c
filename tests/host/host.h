// A small LV2 host for tests, built on lilv: it runs one plugin, faster than real time, in the
// manner of the hosts that people use, and checks everything that the plugin puts out.
//
// The plugin is found through LV2_PATH, as by any host, or in the one bundle that the options or
// the environment's TIENTO_BUNDLE name. It needs the ports of plugin/ports.h. The thread that opens
// a Host makes all calls; a threaded worker runs beside it, so a test whose result must not depend
// on when a style arrives calls host_wait_worker.
//
// What a test does: host_open, then host_play, host_set ..., host_run block by block, then look at
// host_events, host_notes, host_fault and host_notify; host_close. Changes of transport and
// controls, and what is sent, take effect with the next block. Memory running out aborts.
#ifndef TN_TESTS_HOST_H
#define TN_TESTS_HOST_H

#include "tests/host/host_capture.h"
#include "tests/host/timeline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How the host tells its position, with time:Position at frame 0 of a block.
typedef enum {
  // As jalv: when something has changed; to both event inputs, patch messages as well.
  HOST_ON_CHANGE,
  // As Ardour: in every block while rolling and on change, to `control` only; the position is
  // rounded to 1/1920 beat. A stop also sends controllers 64, 123 and 121 on every channel to
  // midi_in. (Set tempo_note to 4 for its tempo in other meters than x/4.)
  HOST_EVERY_BLOCK_ROUNDED,
  // As Carla: in every block, as the deprecated atom:Blank, with a time:beat that counts in the
  // bar.
  HOST_BLANK,
  // A bare host: never; no feature but urid:map, no worker, no default state.
  HOST_BARE
} HostPositions;

typedef enum {
  HOST_WORKER_THREADED,    // a thread of its own; responses come after the run() they are ready for
  HOST_WORKER_SYNCHRONOUS, // work and its response inside schedule_work, as Ardour's freewheeling
  HOST_WORKER_NONE         // the feature is not there
} HostWorkerKind;

// Zero in every field means the default that is named.
typedef struct {
  const char* plugin_uri; // default: Tiento's
  const char* bundle;     // folder of the bundle; default: TIENTO_BUNDLE, and LV2_PATH without it
  uint32_t sample_rate;   // frames a second; default 48000
  uint32_t max_block;     // frames; default 8192
  HostPositions positions;
  HostWorkerKind worker;
  int tempo_note;         // note value that time:beatsPerMinute counts; default the meter's beat
  uint32_t midi_capacity; // bytes of midi_out's buffer, a multiple of 8; default 8192. A page that
  uint32_t notify_capacity; // cannot be touched lies behind each buffer. The same for notify.
  const char* restore_dir;  // a saved state to start from instead of the default one, or NULL
} HostOptions;

typedef struct Host Host;
typedef struct LilvStateImpl HostState;

// Loads, instantiates, restores the default state, activates. On failure prints one line to stderr
// and returns NULL. Free with host_close, which deactivates; notes may sound then (no host can hear
// them end).
Host* host_open(const HostOptions* options);
void host_close(Host* host);

// ---- controls, by port symbol ----

// Any value, also NaN. False (and a fault) for an unknown symbol.
bool host_set(Host* host, const char* symbol, float value);
float host_get(const Host* host, const char* symbol); // NaN for an unknown symbol

// ---- transport (timeline.h has the exact meaning of each) ----

void host_play(Host* host);
void host_stop(Host* host);
void host_locate(Host* host, int64_t bar, double beat); // bars and beats from 0
void host_set_tempo(Host* host, float bpm);             // 8 to 1000
void host_set_meter(Host* host, int numerator, int denominator);
void host_set_loop(Host* host, double start_quarter, double end_quarter); // from the song's start
void host_set_bar_loop(Host* host, int64_t bar, double beat, int64_t end_bar, double end_beat);
void host_clear_loop(Host* host);
// Without, positions hold only frame and speed, as before a JACK timebase master is there.
void host_send_bars(Host* host, bool send);

// ---- running ----

// One block of 0 to max_block frames; split where a loop ends, as Ardour does, so that the plugin
// may be run twice.
void host_run(Host* host, uint32_t frames);
// Blocks of `block` frames, and a last shorter one where needed, `frames` in all.
void host_run_frames(Host* host, uint64_t frames, uint32_t block);
// The same up to the first frame at or after that place in the song, which the next block then
// begins on. Returns at once if the transport stands, or the place is not ahead. Loops must be off.
void host_run_to(Host* host, int64_t bar, double beat, uint32_t block);
uint64_t host_frame(const Host* host); // output frames run so far: the next block's first

// Plugin deactivated and activated again.
void host_cycle(Host* host);

// ---- messages ----

// Puts a MIDI message of 1 to 3 bytes on midi_in, `frame` frames into the next block (any value, in
// any order: sent as it is). At most 256 a block.
void host_send_midi(Host* host, uint32_t frame, const uint8_t* bytes, uint32_t size);

// Puts a patch:Set of the style, or a patch:Get of everything, on `control` at frame 0 of the next
// block. At most 16 a block; paths of up to 4000 bytes.
void host_patch_set_style(Host* host, const char* path);
// The same of any property, of which the value does not count.
void host_patch_set(Host* host, const char* property);
// The same with a number for its value.
void host_patch_set_number(Host* host, const char* property, int32_t number);
void host_patch_get(Host* host);
// The same of any object, which is copied.
void host_send_atom(Host* host, const LV2_Atom* atom);
// From now on patch messages come at the block's end, one frame too late, as those of windows may.
void host_patch_late(Host* host, bool late);
// The same as a window asks: with the number of the first note that it wants. Once a block.
void host_patch_get_notes(Host* host, int64_t number);

// Hands each event on notify to `watcher` as well, within host_run(); NULL: no more. The atom is
// valid during the call.
typedef void (*HostWatcher)(void* handle, const LV2_Atom* atom);
void host_watch(Host* host, HostWatcher watcher, void* handle);

// How the host numbers URIs; valid until it is closed.
LV2_URID_Map* host_uri_map(Host* host);

// Waits until the worker has nothing left to do. Its responses come with the next block. A worker
// that takes 10 s is a fault.
void host_wait_worker(Host* host);
// The next `count` calls of schedule_work are refused.
void host_refuse_work(Host* host, int count);
// As Qtractor does: they are lost, and the plugin is told that they were taken.
void host_lose_work(Host* host, int count);
// As Qtractor does: what is scheduled goes to the plugin of the other host as well, which must stay
// open until this is taken back with NULL.
void host_share_work(Host* host, const Host* other);

// ---- state and presets ----

// Saves ports and properties into the folder `dir`, which is made, as jalv does: files are linked
// there.
bool host_save_state(Host* host, const char* dir);
// Restores on the active instance, as Ardour does.
bool host_restore_state(Host* host, const char* dir);
// The same in memory, and given without the values of its ports. It may be given to any host that
// was opened with the same features: they have numbered all URIs of a state alike. To be freed
// before the host that it comes from is closed.
HostState* host_take_state(Host* host);
void host_give_state(Host* host, const HostState* state);
void host_free_state(HostState* state);

size_t host_preset_count(Host* host);
// URI and rdfs:label of preset `index` into two texts. False if there is none, or it has no label.
bool host_preset(Host* host, size_t index, char* uri, char* label, size_t size);
bool host_load_preset(Host* host, const char* uri);
// The value of a property of any resource that the bundles describe, as text. False if it has none.
bool host_value(Host* host, const char* uri, const char* property, char* text, size_t size);

// What the plugin's description says of a port.
typedef struct {
  char symbol[64];
  char name[64];
  bool input;
  bool control;                    // lv2:ControlPort; otherwise an atom port
  float minimum, maximum, initial; // NaN where not given
} HostPort;

uint32_t host_port_count(const Host* host);
bool host_port(const Host* host, uint32_t index, HostPort* port);
bool host_port_is(const Host* host, uint32_t index, const char* property); // a lv2:portProperty
bool host_port_value(const Host* host, uint32_t index, const char* property, char* text,
                     size_t size);
unsigned host_port_scale_points(const Host* host, uint32_t index);
const char* host_plugin_name(const Host* host);
const char* host_bundle_path(const Host* host); // ends with a slash

// ---- what came out ----

// Events since the host was opened or cleared; valid until the next call that runs or clears.
const HostEvent* host_events(const Host* host, size_t* count);
void host_clear_events(Host* host);

const HostNotify* host_notify(const Host* host);

// Pairing of all notes so far. host_check_notes returns true if none hangs, none was doubled and
// none ended that did not sound, and otherwise prints one line to stderr.
HostNotes host_notes(const Host* host);
bool host_check_notes(const Host* host);

// The first thing that went against LV2 or MIDI (unsorted events, events outside the block, broken
// messages, an overrun buffer, an unknown port in a state ...), or NULL.
const char* host_fault(const Host* host);

// ---- exact time ----

const Timeline* host_timeline(const Host* host);

// The first output frame from `from` on at which the song tick `tick` (24 a quarter note, from the
// song's start) must sound: the first frame at or after its exact time, by timeline_frame_of.
// TIMELINE_NO_FRAME if the song did not pass there.
uint64_t host_frame_of_tick(const Host* host, uint64_t from, int64_t tick);

#endif
