// What a voice of a file is to the music: the hand of a keyboard, a voice of a choir, an
// instrument. The names of roles are the names of a style's parts: through them a style knows, of
// any file, which voice belongs to which of its parts.
#ifndef TN_TRAINER_ROLE_H
#define TN_TRAINER_ROLE_H

#include <stdbool.h>

enum { ROLE_FAMILIES = 16, ROLE_PROGRAMS = 8 }; // of General MIDI; programs in a family

// In the order in which parts are numbered: that of scores, singers above keyboards.
typedef enum {
  ROLE_SOPRANO, // the voices of three or more that share an instrument
  ROLE_ALTO,
  ROLE_TENOR,
  ROLE_FIFTH,
  ROLE_SIXTH,
  ROLE_SEVENTH,
  ROLE_FAMILY,                              // and on: the families of instruments, in their order
  ROLE_BASS = ROLE_FAMILY + 4,              // of a choir or a band
  ROLE_UPPER = ROLE_FAMILY + ROLE_FAMILIES, // of two voices that are no keyboard's
  ROLE_LOWER,
  ROLE_RIGHT_HAND,
  ROLE_LEFT_HAND,
  ROLE_COUNT,
  ROLE_NONE = ROLE_COUNT
} Role;

// The role of voice `index` of the `count` that share `family` in a file. `alone`: the file holds
// no other family (drums are none).
Role role_in_family(int family, int index, int count, bool alone);

// A few plain words, no two roles the same.
const char* role_name(Role role);

// The role of that name, or ROLE_NONE.
Role role_find(const char* name);

// The family whose instrument plays it, or -1 where any may: a bass line is one on any.
int role_family(Role role);

// The MIDI pitch around which it usually moves.
int role_register(Role role);

// The role that is the same thing by another name, or `role` itself.
Role role_sibling(Role role);

#endif
