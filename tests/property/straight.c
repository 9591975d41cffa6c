#include "tests/property/straight.h"

#include "tests/host/host.h"
#include "tests/property/control_rules.h"

#include <stdio.h>
#include <stdlib.h>

enum { RATE = 48000, QUARTERS_A_MINUTE = 375, BLOCK = 8192 };

_Static_assert(RATE * 60 / QUARTERS_A_MINUTE / TIMELINE_TICKS_PER_QUARTER == STRAIGHT_FRAMES_A_TICK,
               "a tick is a whole number of frames");

struct Straight {
  const Bundles* bundles;
  const EditLog* edits_log;
  Host* host;
  HostPort ports[TN_PORT_COUNT];
  int style;      // StyleKind that it plays
  int edits;      // number of the state that it has
  uint16_t chord; // that is held
  NoteList notes;
  Situation situation; // of the notes
  int64_t first, end;  // their bars
};

Straight* straight_open(const Bundles* bundles, StyleKind begins_with, const EditLog* edits) {
  Straight* straight = calloc(1, sizeof *straight);
  if (!straight) {
    abort();
  }
  straight->bundles = bundles;
  straight->edits_log = edits;
  straight->style = (int)begins_with;
  straight->host = host_open(&(HostOptions){.bundle = bundles->paths[begins_with],
                                            .sample_rate = RATE,
                                            .midi_capacity = 1 << 17,
                                            .worker = HOST_WORKER_SYNCHRONOUS});
  if (!straight->host) {
    straight_close(straight);
    return NULL;
  }
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    host_port(straight->host, i, &straight->ports[i]);
  }
  return straight;
}

void straight_close(Straight* straight) {
  if (straight) {
    host_close(straight->host);
    note_list_free(&straight->notes);
    free(straight);
  }
}

static void set_controls(const Straight* straight, const Situation* situation) {
  for (int i = 0; i < TN_PORT_COUNT; i++) {
    const HostPort* port = &straight->ports[i];
    const bool is_music = CONTROL_RULES[i].moves == MOVED_MUSIC;
    if (port->control && port->input) {
      host_set(straight->host, port->symbol, is_music ? situation->controls[i] : port->initial);
    }
  }
  host_set(straight->host, "freewheel", 1);
}

// What is restored comes with the next block.
static void set_edits(Straight* straight, int edits) {
  if (straight->edits != edits) {
    straight->edits = edits;
    straight->style = STYLE_COUNT; // whatever that state has
    host_give_state(straight->host, straight->edits_log->states[edits]);
    host_run(straight->host, BLOCK);
  }
}

static void set_style(Straight* straight, int style) {
  if (straight->style != style) {
    straight->style = style;
    host_patch_set_style(straight->host, straight->bundles->styles[style]);
    host_run(straight->host, BLOCK); // the style comes with the block after
  }
}

// Keys that bind a chord are held while the song stands.
static void hold_chord(Straight* straight, uint16_t chord) {
  enum { MIDDLE_C = 60 };
  for (int class = 0; class < 12; class ++) {
    const int bit = chord >> class & 1;
    const uint8_t bytes[3] = {bit ? 0x90 : 0x80, (uint8_t)(MIDDLE_C + class), 64};
    if (bit != (straight->chord >> class & 1)) {
      host_send_midi(straight->host, 0, bytes, sizeof bytes);
    }
  }
  if (straight->chord != chord) {
    straight->chord = chord;
    host_run(straight->host, BLOCK);
  }
}

// Tempos count the beats of the meter.
static void set_meter(Host* host, TimelineMeter meter) {
  host_locate(host, 0, 0);
  host_set_meter(host, meter.numerator, meter.denominator);
  host_set_tempo(host, QUARTERS_A_MINUTE * (float)meter.denominator / 4);
}

static bool already_played(const Straight* straight, const Situation* situation, int64_t first,
                           int64_t end) {
  return straight->notes.count > 0 && straight->first == first && straight->end >= end &&
         situation_equal(&straight->situation, situation);
}

const NoteList* straight_play(Straight* straight, const Situation* situation, int64_t first,
                              int64_t end) {
  Host* host = straight->host;
  if (already_played(straight, situation, first, end)) {
    return &straight->notes;
  }
  set_edits(straight, situation->edits);
  set_controls(straight, situation);
  set_style(straight, situation->style);
  hold_chord(straight, situation->chord);
  set_meter(host, situation->meter);
  host_locate(host, first, 0);
  host_clear_events(host);
  host_play(host);
  const uint64_t start = host_frame(host);
  host_run_to(host, end, 0, BLOCK);
  host_stop(host);
  host_run(host, BLOCK);
  if (host_fault(host) || !host_check_notes(host)) {
    fprintf(stderr, "the straight play: %s\n", host_fault(host) ? host_fault(host) : "notes hang");
    return NULL;
  }
  size_t count = 0;
  const HostEvent* events = host_events(host, &count);
  note_list_pair(&straight->notes, events, count, start);
  straight->situation = *situation;
  straight->first = first;
  straight->end = end;
  return &straight->notes;
}
