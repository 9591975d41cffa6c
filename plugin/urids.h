// The URIs that the plugin uses, mapped to numbers by the host.
#ifndef TN_URIDS_H
#define TN_URIDS_H

#include <lv2/urid/urid.h>

typedef struct {
  LV2_URID atom_blank;
  LV2_URID atom_object;
  LV2_URID atom_path;
  LV2_URID atom_resource;
  LV2_URID atom_sequence;
  LV2_URID atom_string;
  LV2_URID atom_urid;
  LV2_URID atom_vector;
  LV2_URID atom_double;
  LV2_URID atom_float;
  LV2_URID atom_int;
  LV2_URID atom_long;
  LV2_URID midi_event;
  LV2_URID patch_get;
  LV2_URID patch_property;
  LV2_URID patch_set;
  LV2_URID patch_value;
  LV2_URID time_position;
  LV2_URID time_bar;
  LV2_URID time_bar_beat;
  LV2_URID time_beat_unit;
  LV2_URID time_beats_per_bar;
  LV2_URID time_beats_per_minute;
  LV2_URID time_frame;
  LV2_URID time_speed;
  LV2_URID style;
  LV2_URID message;
  LV2_URID notes;
  LV2_URID playhead;
  LV2_URID locks;
  LV2_URID number;
  LV2_URID kept;
  LV2_URID queued;
  LV2_URID odds;
  LV2_URID lock;
  LV2_URID unlock;
  LV2_URID reroll;
  LV2_URID audition;
  LV2_URID undo;
  LV2_URID redo;
  LV2_URID style_hash;
  LV2_URID kept_takes;
  LV2_URID kept_locks;
  LV2_URID kept_prompt;
} Urids;

// Not for the audio thread.
void urids_map(Urids* urids, LV2_URID_Map* map);

#endif
