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
  Host* host;
  int style; // StyleKind that it plays
  NoteList notes;
  Situation situation; // of the notes
  int64_t first, end;  // their bars
};

Straight* straight_open(const Bundles* bundles, StyleKind begins_with) {
  Straight* straight = calloc(1, sizeof *straight);
  if (!straight) {
    abort();
  }
  straight->bundles = bundles;
  straight->style = begins_with;
  straight->host = host_open(&(HostOptions){.bundle = bundles->paths[begins_with],
                                            .sample_rate = RATE,
                                            .midi_capacity = 1 << 17,
                                            .worker = HOST_WORKER_SYNCHRONOUS});
  if (!straight->host) {
    straight_close(straight);
    return NULL;
  }
  host_set(straight->host, "freewheel", 1);
  return straight;
}

void straight_close(Straight* straight) {
  if (straight) {
    host_close(straight->host);
    note_list_free(&straight->notes);
    free(straight);
  }
}

static void set_controls(Host* host, const Situation* situation) {
  for (int i = 0; i < TN_PORT_COUNT; i++) {
    if (CONTROL_RULES[i].moves == MOVED_MUSIC) {
      host_set(host, CONTROL_RULES[i].symbol, situation->controls[i]);
    }
  }
}

static void set_style(Straight* straight, int style) {
  if (straight->style != style) {
    straight->style = style;
    host_patch_set_style(straight->host, straight->bundles->styles[style]);
    host_run(straight->host, BLOCK); // the style comes with the block after
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
  set_controls(host, situation);
  set_style(straight, situation->style);
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
