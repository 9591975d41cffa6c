#include "tests/host/host.h"

#include "tests/host/host_internal.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <stdio.h>

const char* host_plugin_name(const Host* host) {
  return host->name;
}

const char* host_bundle_path(const Host* host) {
  return host->bundle;
}

void host_cycle(Host* host) {
  lilv_instance_deactivate(host->instance);
  lilv_instance_activate(host->instance);
  host->tell_position = true;
}

// ---- controls ----

bool host_set(Host* host, const char* symbol, float value) {
  const LilvPort* port = host_find_port(host, symbol);
  if (!port) {
    host_capture_fault(&host->capture, "there is no port %s", symbol);
    return false;
  }
  host->controls[lilv_port_get_index(host->plugin, port)] = value;
  return true;
}

float host_get(const Host* host, const char* symbol) {
  const LilvPort* port = host_find_port(host, symbol);
  return port ? host->controls[lilv_port_get_index(host->plugin, port)] : NAN;
}

// ---- transport ----

void host_play(Host* host) {
  timeline_set_rolling(&host->timeline, true);
}

// As Ardour does to every MIDI plugin when it stops: sustain off, all notes off, controllers reset.
static void send_stop_messages(Host* host) {
  static const uint8_t controllers[] = {64, 123, 121};
  for (uint8_t channel = 0; channel < 16; channel++) {
    for (size_t i = 0; i < sizeof controllers; i++) {
      const uint8_t bytes[] = {(uint8_t)(0xb0 | channel), controllers[i], 0};
      host_send_midi(host, 0, bytes, sizeof bytes);
    }
  }
}

void host_stop(Host* host) {
  if (host->options.positions == HOST_EVERY_BLOCK_ROUNDED && host->timeline.rolling) {
    send_stop_messages(host);
  }
  timeline_set_rolling(&host->timeline, false);
}

void host_locate(Host* host, int64_t bar, double beat) {
  timeline_locate(&host->timeline, bar, beat);
}

void host_set_tempo(Host* host, float bpm) {
  timeline_set_tempo(&host->timeline, bpm);
}

void host_set_meter(Host* host, int numerator, int denominator) {
  timeline_set_meter(&host->timeline, (TimelineMeter){numerator, denominator});
}

void host_set_loop(Host* host, double start_quarter, double end_quarter) {
  timeline_set_loop(&host->timeline, start_quarter, end_quarter);
}

void host_set_bar_loop(Host* host, int64_t bar, double beat, int64_t end_bar, double end_beat) {
  timeline_set_bar_loop(&host->timeline, bar, beat, end_bar, end_beat);
}

void host_clear_loop(Host* host) {
  timeline_clear_loop(&host->timeline);
}

void host_send_bars(Host* host, bool send) {
  host->tell_position = host->tell_position || host->sends_bars != send;
  host->sends_bars = send;
}

// ---- running ----

// An output port holds a chunk of its whole size before run(), as LV2 asks of hosts.
static void empty_output(const Host* host, GuardedBuffer* buffer) {
  LV2_Atom* atom = (LV2_Atom*)(void*)buffer->data;
  atom->type = host->urids.atom_chunk;
  atom->size = (uint32_t)(buffer->size - sizeof *atom);
}

static void check_buffer(Host* host, const GuardedBuffer* buffer, const char* port) {
  if (!guarded_buffer_intact(buffer)) {
    host_capture_fault(&host->capture, "%s: written before the start of its buffer", port);
  }
}

static void show_watcher(Host* host) {
  const LV2_Atom_Sequence* sequence = (const LV2_Atom_Sequence*)(const void*)host->notify.data;
  if (!host->watcher || host_fault(host)) {
    return;
  }
  LV2_ATOM_SEQUENCE_FOREACH(sequence, event) {
    host->watcher(host->watcher_handle, &event->body);
  }
}

static void take_outputs(Host* host, uint32_t frames, uint64_t start) {
  check_buffer(host, &host->midi_out, "midi_out");
  check_buffer(host, &host->notify, "notify");
  host_capture_midi(&host->capture, (const LV2_Atom_Sequence*)(void*)host->midi_out.data,
                    host->midi_out.size, frames, &host->timeline, start);
  host_capture_notify(&host->capture, (const LV2_Atom_Sequence*)(void*)host->notify.data,
                      host->notify.size, frames);
  show_watcher(host);
}

static void run_plugin(Host* host, uint32_t frames) {
  empty_output(host, &host->midi_out);
  empty_output(host, &host->notify);
  if (host->rt_enter) {
    host->rt_enter();
  }
  lilv_instance_run(host->instance, frames);
  if (host->rt_leave) {
    host->rt_leave();
  }
  if (host->worker) {
    host_worker_deliver(host->worker);
  }
}

void host_run(Host* host, uint32_t frames) {
  if (frames > host->options.max_block) {
    host_capture_fault(&host->capture, "the test runs a block of %u frames", frames);
    return;
  }
  uint32_t done = 0;
  do {
    bool changed = false;
    const uint64_t start = host->timeline.frame;
    const uint32_t part = timeline_begin(&host->timeline, frames - done, &changed);
    host_write_inputs(host, done, part, changed, done + part == frames);
    run_plugin(host, part);
    take_outputs(host, part, start);
    timeline_advance(&host->timeline, part);
    done += part;
  } while (done < frames);
  host_clear_inputs(host);
}

void host_run_frames(Host* host, uint64_t frames, uint32_t block) {
  while (frames > 0 && block > 0) {
    const uint32_t part = frames < block ? (uint32_t)frames : block;
    host_run(host, part);
    frames -= part;
  }
}

void host_run_to(Host* host, int64_t bar, double beat, uint32_t block) {
  const int64_t position = timeline_position_of_bar(&host->timeline, bar, beat);
  uint64_t left = 0; // asked again each block: a meter change on the way may change the pace
  while ((left = timeline_frames_until(&host->timeline, position)) > 0 && block > 0) {
    host_run(host, left < block ? (uint32_t)left : block);
  }
}

uint64_t host_frame(const Host* host) {
  return host->timeline.frame;
}

void host_wait_worker(Host* host) {
  if (host->worker && !host_worker_wait(host->worker)) {
    host_capture_fault(&host->capture, "the worker takes too long");
  }
}

void host_watch(Host* host, HostWatcher watcher, void* handle) {
  host->watcher = watcher;
  host->watcher_handle = handle;
}

LV2_URID_Map* host_uri_map(Host* host) {
  return urid_map_feature(host->urid_map);
}

void host_refuse_work(Host* host, int count) {
  if (host->worker) {
    host_worker_refuse(host->worker, count, true);
  }
}

void host_lose_work(Host* host, int count) {
  if (host->worker) {
    host_worker_refuse(host->worker, count, false);
  }
}

void host_share_work(Host* host, const Host* other) {
  if (host->worker) {
    host_worker_share(host->worker, other ? lilv_instance_get_handle(other->instance) : NULL);
  }
}

// ---- what came out ----

const HostEvent* host_events(const Host* host, size_t* count) {
  *count = host->capture.event_count;
  return host->capture.events;
}

void host_clear_events(Host* host) {
  host->capture.event_count = 0;
}

const HostNotify* host_notify(const Host* host) {
  return &host->capture.notify;
}

HostNotes host_notes(const Host* host) {
  return host->capture.notes;
}

bool host_check_notes(const Host* host) {
  const HostNotes* notes = &host->capture.notes;
  if (!notes->hung && !notes->orphan_offs && !notes->doubled_ons) {
    return true;
  }
  fprintf(stderr, "host: of %u notes %u hang, %u were doubled; %u note-offs without a note\n",
          notes->note_ons, notes->hung, notes->doubled_ons, notes->orphan_offs);
  return false;
}

const char* host_fault(const Host* host) {
  return host->capture.fault_count ? host->capture.first_fault : NULL;
}

const Timeline* host_timeline(const Host* host) {
  return &host->timeline;
}

uint64_t host_frame_of_tick(const Host* host, uint64_t from, int64_t tick) {
  return timeline_frame_of(&host->timeline, from, timeline_units_of_tick(&host->timeline, tick));
}
