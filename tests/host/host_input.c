// What the host writes into the plugin's event inputs: positions, patch messages, MIDI.
#include "tests/host/host_internal.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDED_PARTS 1920 // of a beat, Ardour's

static void key_int(LV2_Atom_Forge* forge, LV2_URID key, int value) {
  lv2_atom_forge_key(forge, key);
  lv2_atom_forge_int(forge, value);
}

static void key_long(LV2_Atom_Forge* forge, LV2_URID key, int64_t value) {
  lv2_atom_forge_key(forge, key);
  lv2_atom_forge_long(forge, value);
}

static void key_float(LV2_Atom_Forge* forge, LV2_URID key, float value) {
  lv2_atom_forge_key(forge, key);
  lv2_atom_forge_float(forge, value);
}

// Rounds to the nearest 1/1920 beat; a place rounded up to the next bar line is in the next bar.
static TimelineBar round_bar(TimelineBar place, int64_t beat_units) {
  const long double part = (long double)beat_units / ROUNDED_PARTS;
  const int64_t parts = (int64_t)llroundl((long double)place.in_bar / part);
  const int64_t bar_parts = (int64_t)ROUNDED_PARTS * place.meter.numerator;
  place.bar += parts / bar_parts;
  place.in_bar = (int64_t)llroundl((long double)(parts % bar_parts) * part);
  return place;
}

static void write_bars(const Host* host, LV2_Atom_Forge* forge) {
  const Timeline* timeline = &host->timeline;
  const HostUrids* urids = &host->urids;
  TimelineBar place = timeline_bar_at(timeline, timeline->position);
  const int64_t beat_units = timeline_units_per_beat(timeline, place.meter);
  if (host->options.positions == HOST_EVERY_BLOCK_ROUNDED) {
    place = round_bar(place, beat_units);
  }
  key_long(forge, urids->bar, place.bar);
  key_float(forge, urids->bar_beat, (float)((long double)place.in_bar / (long double)beat_units));
  if (host->options.positions == HOST_BLANK) {
    lv2_atom_forge_key(forge, urids->beat);
    const int64_t whole_beats = place.in_bar / beat_units;
    lv2_atom_forge_double(forge, (double)whole_beats);
  }
  key_int(forge, urids->beat_unit, place.meter.denominator);
  key_float(forge, urids->beats_per_bar, (float)place.meter.numerator);
  key_float(forge, urids->bpm, timeline->bpm);
}

static void write_position(const Host* host, LV2_Atom_Forge* forge) {
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_frame_time(forge, 0);
  const LV2_Atom_Forge_Ref ref = lv2_atom_forge_object(forge, &object, 0, host->urids.position);
  if (host->options.positions == HOST_BLANK) {
    lv2_atom_forge_deref(forge, ref)->type = host->urids.atom_blank;
  }
  key_long(forge, host->urids.frame, host->timeline.song_frame);
  key_float(forge, host->urids.speed, host->timeline.rolling ? 1.0f : 0.0f);
  if (host->sends_bars) {
    write_bars(host, forge);
  }
  lv2_atom_forge_pop(forge, &object);
}

static void write_patch(const Host* host, LV2_Atom_Forge* forge, const HostPatch* patch,
                        uint32_t frame) {
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_frame_time(forge, frame);
  if (patch->atom) {
    lv2_atom_forge_write(forge, patch->atom, lv2_atom_total_size(patch->atom));
    return;
  }
  if (patch->property == 0) {
    lv2_atom_forge_object(forge, &object, 0, host->urids.patch_get);
  } else {
    lv2_atom_forge_object(forge, &object, 0, host->urids.patch_set);
    lv2_atom_forge_key(forge, host->urids.patch_property);
    lv2_atom_forge_urid(forge, patch->property);
    lv2_atom_forge_key(forge, host->urids.patch_value);
    lv2_atom_forge_path(forge, patch->path, (uint32_t)strlen(patch->path));
  }
  lv2_atom_forge_pop(forge, &object);
}

static void write_get_notes(const Host* host, LV2_Atom_Forge* forge) {
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_frame_time(forge, 0);
  lv2_atom_forge_object(forge, &object, 0, host->urids.patch_get);
  key_long(forge, host->urids.number, host->note_number);
  lv2_atom_forge_pop(forge, &object);
}

// Sends what falls before the block's end (in the last block: all) and keeps the rest.
static void write_midi(Host* host, LV2_Atom_Forge* forge, uint32_t offset, uint32_t frames,
                       bool last) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < host->midi_count; i++) {
    const HostMidi* midi = &host->midi[i];
    if (!last && midi->frame >= offset + frames) {
      host->midi[kept++] = *midi;
      continue;
    }
    lv2_atom_forge_frame_time(forge, midi->frame > offset ? midi->frame - offset : 0);
    lv2_atom_forge_atom(forge, midi->size, host->urids.midi_event);
    lv2_atom_forge_write(forge, midi->bytes, midi->size);
  }
  host->midi_count = kept;
}

static bool position_due(const Host* host, bool changed) {
  switch (host->options.positions) {
  case HOST_ON_CHANGE:
    return changed;
  case HOST_EVERY_BLOCK_ROUNDED:
    return changed || host->timeline.rolling;
  case HOST_BLANK:
    return true;
  case HOST_BARE:
    break;
  }
  return false;
}

typedef struct {
  uint32_t offset, frames; // of the block
  bool position, patches, midi, last;
} InputPlan;

static void write_input(Host* host, LV2_Atom_Sequence* input, InputPlan plan) {
  LV2_Atom_Forge* forge = &host->forge;
  LV2_Atom_Forge_Frame sequence;
  lv2_atom_forge_set_buffer(forge, (uint8_t*)input, HOST_INPUT_BYTES);
  lv2_atom_forge_sequence_head(forge, &sequence, 0);
  if (plan.position) {
    write_position(host, forge);
  }
  for (uint32_t i = 0; plan.patches && i < host->patch_count; i++) {
    write_patch(host, forge, &host->patches[i], host->patches_late ? plan.frames : 0);
  }
  if (plan.patches && host->asks_notes) {
    write_get_notes(host, forge);
  }
  if (plan.midi) {
    write_midi(host, forge, plan.offset, plan.frames, plan.last);
  }
  lv2_atom_forge_pop(forge, &sequence);
}

void host_write_inputs(Host* host, uint32_t offset, uint32_t frames, bool changed, bool last) {
  InputPlan plan = {.offset = offset,
                    .frames = frames,
                    .position = position_due(host, changed || host->tell_position),
                    .patches = offset == 0,
                    .midi = false,
                    .last = last};
  write_input(host, host->control, plan);
  if (host->options.positions != HOST_ON_CHANGE) {
    plan.position = false;
    plan.patches = false;
  }
  plan.midi = true;
  write_input(host, host->midi_in, plan);
  host->tell_position = false;
}

void host_clear_inputs(Host* host) {
  for (uint32_t i = 0; i < host->patch_count; i++) {
    free(host->patches[i].path);
    free(host->patches[i].atom);
  }
  host->patch_count = 0;
  host->asks_notes = false;
}

static void add_patch(Host* host, LV2_URID property, const char* path) {
  if (host->patch_count == HOST_MAX_PATCHES || strlen(path) > 4000) {
    host_capture_fault(&host->capture, "the test sends too many patch messages a block");
    return;
  }
  char* copy = strdup(path);
  if (!copy) {
    abort();
  }
  host->patches[host->patch_count++] = (HostPatch){.property = property, .path = copy};
}

void host_send_atom(Host* host, const LV2_Atom* atom) {
  if (host->patch_count == HOST_MAX_PATCHES) {
    host_capture_fault(&host->capture, "the test sends too many patch messages a block");
    return;
  }
  const uint32_t size = lv2_atom_total_size(atom);
  LV2_Atom* copy = malloc(size);
  if (!copy) {
    abort();
  }
  memcpy(copy, atom, size);
  if (((const LV2_Atom_Object*)atom)->body.otype == host->urids.patch_get) {
    host->capture.notify.next_note = 0; // any number may be asked for
  }
  host->patches[host->patch_count++] = (HostPatch){.atom = copy};
}

void host_patch_set_number(Host* host, const char* property, int32_t number) {
  _Alignas(8) uint8_t buffer[128];
  LV2_Atom_Forge forge = host->forge;
  LV2_Atom_Forge_Frame object;
  lv2_atom_forge_set_buffer(&forge, buffer, sizeof buffer);
  lv2_atom_forge_object(&forge, &object, 0, host->urids.patch_set);
  lv2_atom_forge_key(&forge, host->urids.patch_property);
  lv2_atom_forge_urid(&forge, urid_map_uri(host->urid_map, property));
  key_int(&forge, host->urids.patch_value, number);
  lv2_atom_forge_pop(&forge, &object);
  host_send_atom(host, (const LV2_Atom*)(const void*)buffer);
}

void host_patch_set_style(Host* host, const char* path) {
  add_patch(host, host->urids.style, path);
}

void host_patch_set(Host* host, const char* property) {
  add_patch(host, urid_map_uri(host->urid_map, property), "");
}

void host_patch_late(Host* host, bool late) {
  host->patches_late = late;
}

void host_patch_get(Host* host) {
  add_patch(host, 0, "");
}

void host_patch_get_notes(Host* host, int64_t number) {
  host->asks_notes = true;
  host->note_number = number;
  host->capture.notify.next_note = 0;
}

void host_send_midi(Host* host, uint32_t frame, const uint8_t* bytes, uint32_t size) {
  if (host->midi_count == HOST_MAX_MIDI || size < 1 || size > 3) {
    host_capture_fault(&host->capture, "the test sends too much MIDI a block");
    return;
  }
  HostMidi* midi = &host->midi[host->midi_count++];
  *midi = (HostMidi){.frame = frame, .size = size};
  memcpy(midi->bytes, bytes, size);
}
