#include "trainer/role.h"

#include <string.h>

enum {
  PIANO = 0, // the families of keyboards are 0 to 2
  ORGAN = 2,
  NO_FAMILY = -1,
  CHOIR = 7 // voices; more tracks of one instrument are no choir but, say, movements
};

typedef struct {
  const char* name;
  int family;
  int usual_pitch; // the means of files of these roles, rounded
} RoleFacts;

static const RoleFacts FACTS[ROLE_COUNT] = {
    [ROLE_SOPRANO] = {"soprano", NO_FAMILY, 69},
    [ROLE_ALTO] = {"alto", NO_FAMILY, 64},
    [ROLE_TENOR] = {"tenor", NO_FAMILY, 58},
    [ROLE_FIFTH] = {"fifth voice", NO_FAMILY, 57},
    [ROLE_SIXTH] = {"sixth voice", NO_FAMILY, 56},
    [ROLE_SEVENTH] = {"seventh voice", NO_FAMILY, 55},
    [ROLE_FAMILY + 0] = {"piano", 0, 62},
    [ROLE_FAMILY + 1] = {"chromatic percussion", 1, 72},
    [ROLE_FAMILY + 2] = {"organ", 2, 62},
    [ROLE_FAMILY + 3] = {"guitar", 3, 55},
    [ROLE_FAMILY + 4] = {"bass", NO_FAMILY, 46},
    [ROLE_FAMILY + 5] = {"strings", 5, 61},
    [ROLE_FAMILY + 6] = {"ensemble", 6, 61},
    [ROLE_FAMILY + 7] = {"brass", 7, 64},
    [ROLE_FAMILY + 8] = {"reed", 8, 68},
    [ROLE_FAMILY + 9] = {"pipe", 9, 71},
    [ROLE_FAMILY + 10] = {"synth lead", 10, 63},
    [ROLE_FAMILY + 11] = {"synth pad", 11, 60},
    [ROLE_FAMILY + 12] = {"synth effects", 12, 66},
    [ROLE_FAMILY + 13] = {"folk instrument", 13, 67},
    [ROLE_FAMILY + 14] = {"percussion", 14, 59},
    [ROLE_FAMILY + 15] = {"sound effects", 15, 60},
    [ROLE_UPPER] = {"upper voice", NO_FAMILY, 70},
    [ROLE_LOWER] = {"lower voice", NO_FAMILY, 54},
    [ROLE_RIGHT_HAND] = {"right hand", PIANO, 71},
    [ROLE_LEFT_HAND] = {"left hand", PIANO, 53},
};

// Of three voices the last is the bass, as it is of four; more follow the bass in order.
static Role in_choir(int index, int count) {
  static const Role VOICES[CHOIR] = {ROLE_SOPRANO, ROLE_ALTO,  ROLE_TENOR,  ROLE_BASS,
                                     ROLE_FIFTH,   ROLE_SIXTH, ROLE_SEVENTH};
  return count == 3 && index == 2 ? ROLE_BASS : VOICES[index];
}

Role role_in_family(int family, int index, int count, bool alone) {
  const bool keyboard = family <= ORGAN;
  if (count == 2 && keyboard) {
    return index == 0 ? ROLE_RIGHT_HAND : ROLE_LEFT_HAND;
  }
  if (count == 2 && alone) {
    return index == 0 ? ROLE_UPPER : ROLE_LOWER;
  }
  if (count > 2 && count <= CHOIR && alone) {
    return in_choir(index, count);
  }
  return (Role)(ROLE_FAMILY + family);
}

const char* role_name(Role role) {
  return FACTS[role].name;
}

Role role_find(const char* name) {
  for (int role = 0; role < ROLE_COUNT; ++role) {
    if (strcmp(FACTS[role].name, name) == 0) {
      return (Role)role;
    }
  }
  return ROLE_NONE;
}

int role_family(Role role) {
  return FACTS[role].family;
}

int role_register(Role role) {
  return FACTS[role].usual_pitch;
}

// Two staves are two hands on a keyboard and two voices elsewhere.
Role role_sibling(Role role) {
  switch (role) {
  case ROLE_RIGHT_HAND:
    return ROLE_UPPER;
  case ROLE_LEFT_HAND:
    return ROLE_LOWER;
  case ROLE_UPPER:
    return ROLE_RIGHT_HAND;
  case ROLE_LOWER:
    return ROLE_LEFT_HAND;
  default:
    return role;
  }
}
