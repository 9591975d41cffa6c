#include "plugin/urids.h"

#include "plugin/uris.h"

#include <lv2/atom/atom.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>
#include <lv2/time/time.h>

void urids_map(Urids* urids, LV2_URID_Map* map) {
  const struct {
    LV2_URID* urid;
    const char* uri;
  } all[] = {
      {&urids->atom_blank, LV2_ATOM__Blank},
      {&urids->atom_object, LV2_ATOM__Object},
      {&urids->atom_path, LV2_ATOM__Path},
      {&urids->atom_resource, LV2_ATOM__Resource},
      {&urids->atom_sequence, LV2_ATOM__Sequence},
      {&urids->atom_string, LV2_ATOM__String},
      {&urids->atom_urid, LV2_ATOM__URID},
      {&urids->atom_vector, LV2_ATOM__Vector},
      {&urids->atom_double, LV2_ATOM__Double},
      {&urids->atom_float, LV2_ATOM__Float},
      {&urids->atom_int, LV2_ATOM__Int},
      {&urids->atom_long, LV2_ATOM__Long},
      {&urids->midi_event, LV2_MIDI__MidiEvent},
      {&urids->patch_get, LV2_PATCH__Get},
      {&urids->patch_property, LV2_PATCH__property},
      {&urids->patch_set, LV2_PATCH__Set},
      {&urids->patch_value, LV2_PATCH__value},
      {&urids->time_position, LV2_TIME__Position},
      {&urids->time_bar, LV2_TIME__bar},
      {&urids->time_bar_beat, LV2_TIME__barBeat},
      {&urids->time_beat_unit, LV2_TIME__beatUnit},
      {&urids->time_beats_per_bar, LV2_TIME__beatsPerBar},
      {&urids->time_beats_per_minute, LV2_TIME__beatsPerMinute},
      {&urids->time_frame, LV2_TIME__frame},
      {&urids->time_speed, LV2_TIME__speed},
      {&urids->style, TN_URI_STYLE},
      {&urids->message, TN_URI_MESSAGE},
      {&urids->notes, TN_URI_NOTES},
      {&urids->playhead, TN_URI_PLAYHEAD},
      {&urids->locks, TN_URI_LOCKS},
      {&urids->number, TN_URI_NUMBER},
      {&urids->kept, TN_URI_KEPT},
      {&urids->queued, TN_URI_QUEUED},
      {&urids->odds, TN_URI_ODDS},
      {&urids->lock, TN_URI_LOCK},
      {&urids->unlock, TN_URI_UNLOCK},
      {&urids->reroll, TN_URI_REROLL},
      {&urids->audition, TN_URI_AUDITION},
      {&urids->undo, TN_URI_UNDO},
      {&urids->redo, TN_URI_REDO},
      {&urids->style_hash, TN_URI_STYLE_HASH},
      {&urids->kept_takes, TN_URI_KEPT_TAKES},
      {&urids->kept_locks, TN_URI_KEPT_LOCKS},
      {&urids->kept_prompt, TN_URI_KEPT_PROMPT},
  };
  for (unsigned i = 0; i < sizeof all / sizeof all[0]; ++i) {
    *all[i].urid = map->map(map->handle, all[i].uri);
  }
}
