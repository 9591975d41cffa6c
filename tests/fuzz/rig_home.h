// What all instances of a rig have in common, made when it is first asked for, and never changed: a
// folder that is removed at the end of the process, with two styles in it, and the URIs.
#ifndef TN_TESTS_FUZZ_RIG_HOME_H
#define TN_TESTS_FUZZ_RIG_HOME_H

#include "plugin/urids.h"

#include <lv2/atom/forge.h>
#include <lv2/urid/urid.h>
#include <stdbool.h>

LV2_URID_Map* rig_map(void);
const Urids* rig_urids(void);
const LV2_Atom_Forge* rig_forge(void); // to be copied: to make one asks for all its URIs

const char* rig_folder(void);      // the bundle
const char* rig_style(bool other); // path of the style that an instance comes up with, or another's

#endif
