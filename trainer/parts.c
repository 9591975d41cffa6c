#include "trainer/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  LEAST_ONE_IN = 20,   // pitched notes, for a role to get a part
  TAKEN_SEMITONES = 6, // by which a part that another voice plays counts as further off
  OTHER_SEMITONES = 6, // by which one of another instrument does
  NO_PART = -1
};

void parts_count(PartCensus* census, const Piece* piece) {
  for (size_t i = 0; i < piece->note_count; ++i) {
    const int voice = piece->notes[i].part;
    if (voice == VOICE_DRUMS) {
      ++census->drums;
    } else {
      ++census->notes[piece->roles[voice]];
    }
  }
}

// Two hands and two voices are one pair by two names: the more frequent one stands for both.
static void join_pairs(uint64_t* notes) {
  const bool hands =
      notes[ROLE_RIGHT_HAND] + notes[ROLE_LEFT_HAND] >= notes[ROLE_UPPER] + notes[ROLE_LOWER];
  static const Role PAIRS[2][2] = {{ROLE_UPPER, ROLE_LOWER}, {ROLE_RIGHT_HAND, ROLE_LEFT_HAND}};
  for (int i = 0; i < 2; ++i) {
    const Role kept = PAIRS[hands][i];
    const Role joined = role_sibling(kept);
    notes[kept] += notes[joined];
    notes[joined] = 0;
  }
}

static int most_frequent(const uint64_t* notes) {
  int best = 0;
  for (int role = 1; role < ROLE_COUNT; ++role) {
    best = notes[role] > notes[best] ? role : best;
  }
  return best;
}

// How many notes earn a part: where many roles have little each, half of what the first has is
// much.
static uint64_t least_notes(const uint64_t notes[ROLE_COUNT]) {
  const uint64_t most = notes[most_frequent(notes)];
  uint64_t total = 0;
  for (int role = 0; role < ROLE_COUNT; ++role) {
    total += notes[role];
  }
  return total / LEAST_ONE_IN < most / 2 ? total / LEAST_ONE_IN : most / 2;
}

// Marks the most frequent roles, at most `limit`.
static void pick_roles(uint64_t notes[ROLE_COUNT], int limit, bool picked[ROLE_COUNT]) {
  const uint64_t least = least_notes(notes);
  for (int count = 0; count < limit; ++count) {
    const int role = most_frequent(notes);
    if (notes[role] == 0 || notes[role] < least) {
      return;
    }
    picked[role] = true;
    notes[role] = 0;
  }
}

static void add_part(TnVocabulary* v, const char* name) {
  snprintf(v->part_names[v->parts], sizeof v->part_names[0], "%s", name);
  ++v->parts;
}

void parts_choose(const PartCensus* census, TnVocabulary* v) {
  uint64_t notes[ROLE_COUNT];
  bool picked[ROLE_COUNT] = {false};
  const bool drums = census->drums > 0;
  memcpy(notes, census->notes, sizeof notes);
  join_pairs(notes);
  pick_roles(notes, TN_MAX_PARTS - (drums ? 1 : 0), picked);
  v->parts = 0;
  for (int role = 0; role < ROLE_COUNT; ++role) {
    if (picked[role]) {
      add_part(v, role_name((Role)role));
    }
  }
  v->drum_part = drums ? v->parts : -1;
  v->drum_count = drums ? TN_MAX_PITCHES : 0;
  if (drums) {
    add_part(v, "drums");
  }
}

// The parts of a vocabulary by their roles: ROLE_NONE where a name means nothing here, or drums.
typedef struct {
  int count;
  int drum_part;
  Role roles[TN_MAX_PARTS];
  bool taken[TN_MAX_PARTS]; // by a voice of the piece
} PartList;

static PartList list_parts(const TnVocabulary* v) {
  PartList list = {.count = v->parts, .drum_part = v->drum_part};
  for (int part = 0; part < v->parts; ++part) {
    list.roles[part] = role_find(v->part_names[part]);
  }
  return list;
}

static bool names_mean_something(const PartList* list) {
  for (int part = 0; part < list->count; ++part) {
    if (part != list->drum_part && list->roles[part] != ROLE_NONE) {
      return true;
    }
  }
  return false;
}

static int part_of_role(const PartList* list, Role role) {
  for (int part = 0; part < list->count; ++part) {
    if (part != list->drum_part && list->roles[part] == role) {
      return part;
    }
  }
  return NO_PART;
}

// Semitones between what a voice plays on average and what the part usually does.
static int distance(const PartList* list, int part, int pitch) {
  const Role role = list->roles[part];
  return role == ROLE_NONE ? TN_MAX_PITCHES : abs(role_register(role) - pitch);
}

static int part_in_family(const PartList* list, Role role, int pitch) {
  const int family = role_family(role);
  int best = NO_PART;
  for (int part = 0; part < list->count; ++part) {
    const Role other = list->roles[part];
    if (family < 0 || part == list->drum_part || other == ROLE_NONE ||
        role_family(other) != family) {
      continue;
    }
    if (best < 0 || distance(list, part, pitch) < distance(list, best, pitch)) {
      best = part;
    }
  }
  return best;
}

static bool is_of_an_instrument(Role role) {
  return role != ROLE_NONE && role_family(role) >= 0;
}

// For a voice that has no part of its own instrument.
static int nearest_part(const PartList* list, int pitch) {
  int best = NO_PART;
  int least = 0;
  for (int part = 0; part < list->count; ++part) {
    const int far = distance(list, part, pitch) + (list->taken[part] ? TAKEN_SEMITONES : 0) +
                    (is_of_an_instrument(list->roles[part]) ? OTHER_SEMITONES : 0);
    if (part != list->drum_part && (best < 0 || far < least)) {
      best = part;
      least = far;
    }
  }
  return best;
}

static int related_part(const PartList* list, Role role, int pitch) {
  int part = part_of_role(list, role);
  part = part < 0 ? part_of_role(list, role_sibling(role)) : part;
  return part < 0 ? part_in_family(list, role, pitch) : part;
}

// The mean pitch of each voice, or -1 where it plays nothing.
static void mean_pitches(const Piece* piece, int pitches[VOICES_MAX]) {
  uint64_t sums[VOICES_MAX] = {0};
  uint64_t counts[VOICES_MAX] = {0};
  for (size_t i = 0; i < piece->note_count; ++i) {
    sums[piece->notes[i].part] += piece->notes[i].pitch;
    ++counts[piece->notes[i].part];
  }
  for (int voice = 0; voice < VOICES_MAX; ++voice) {
    pitches[voice] = counts[voice] ? (int)(sums[voice] / counts[voice]) : -1;
  }
}

static void find_by_role(PartList* list, const Piece* piece, int8_t parts[VOICES_MAX]) {
  int pitches[VOICES_MAX];
  mean_pitches(piece, pitches);
  for (int voice = 0; voice < VOICE_DRUMS; ++voice) {
    if (pitches[voice] >= 0) {
      parts[voice] = (int8_t)related_part(list, piece->roles[voice], pitches[voice]);
    }
    if (parts[voice] >= 0) {
      list->taken[parts[voice]] = true;
    }
  }
  for (int voice = 0; voice < VOICE_DRUMS; ++voice) {
    if (pitches[voice] >= 0 && parts[voice] < 0) {
      parts[voice] = (int8_t)nearest_part(list, pitches[voice]);
      list->taken[parts[voice]] = true;
    }
  }
}

void parts_of_voices(const TnVocabulary* v, const Piece* piece, int8_t parts[VOICES_MAX]) {
  PartList list = list_parts(v);
  const bool by_role = names_mean_something(&list);
  for (int voice = 0; voice < VOICE_DRUMS; ++voice) {
    parts[voice] = by_role ? NO_PART : (int8_t)tn_vocabulary_pitched_part(v, voice);
  }
  parts[VOICE_DRUMS] = (int8_t)v->drum_part;
  if (by_role) {
    find_by_role(&list, piece, parts);
  }
}
