#include "trainer/voices.h"

#include "plugin/engine/event.h"
#include "trainer/role.h"

#include <stdlib.h>
#include <string.h>

enum { CHANNELS = 16, SLOTS = CHANNELS * ROLE_FAMILIES, UNUSED = 0xff };

// Whether, and then as which voice, a track plays on a channel with a family.
typedef uint8_t TrackVoices[SLOTS];

static size_t track_count(const Score* score) {
  size_t tracks = 0;
  for (size_t i = 0; i < score->note_count; ++i) {
    tracks = score->notes[i].track >= tracks ? score->notes[i].track + 1U : tracks;
  }
  return tracks;
}

static uint8_t* slot_of(TrackVoices* tracks, const ScoreNote* note) {
  return &tracks[note->track][note->channel * ROLE_FAMILIES + note->program / ROLE_PROGRAMS];
}

// Numbers the used slots and notes the family of each voice. Returns how many pitched voices.
static int number_voices(TrackVoices* tracks, size_t count, uint8_t families[VOICES_MAX]) {
  int next = 0;
  for (size_t i = 0; i < count * SLOTS; ++i) {
    uint8_t* voice = &tracks[i / SLOTS][i % SLOTS];
    if (*voice == UNUSED) {
      continue;
    }
    if (i % SLOTS / ROLE_FAMILIES == TN_DRUM_CHANNEL) {
      *voice = VOICE_DRUMS;
    } else if (next == VOICE_DRUMS) {
      *voice = VOICE_DRUMS - 1;
    } else {
      families[next] = (uint8_t)(i % ROLE_FAMILIES);
      *voice = (uint8_t)next++;
    }
  }
  return next;
}

static void assign_roles(const uint8_t* families, int count, uint8_t* roles) {
  int in_family[ROLE_FAMILIES] = {0};
  int seen[ROLE_FAMILIES] = {0};
  for (int voice = 0; voice < count; ++voice) {
    ++in_family[families[voice]];
  }
  for (int voice = 0; voice < count; ++voice) {
    const int family = families[voice];
    roles[voice] = (uint8_t)role_in_family(family, seen[family]++, in_family[family],
                                           in_family[family] == count);
  }
}

bool voices_find(const Score* score, uint8_t* voices, uint8_t roles[VOICES_MAX]) {
  const size_t count = track_count(score);
  TrackVoices* tracks = malloc((count + 1) * sizeof *tracks);
  uint8_t families[VOICES_MAX];
  if (!tracks) {
    return false;
  }
  memset(tracks, UNUSED, count * sizeof *tracks);
  for (size_t i = 0; i < score->note_count; ++i) {
    *slot_of(tracks, &score->notes[i]) = 0;
  }
  const int pitched = number_voices(tracks, count, families);
  assign_roles(families, pitched, roles);
  for (size_t i = 0; i < score->note_count; ++i) {
    voices[i] = *slot_of(tracks, &score->notes[i]);
  }
  free(tracks);
  return true;
}
