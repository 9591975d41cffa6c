// A MIDI file with something of everything that the bounded pass knows.
#ifndef TN_TESTS_RICH_SMF_H
#define TN_TESTS_RICH_SMF_H

#include "tests/unit/smf_bytes.h"

static inline SmfBytes rich_file(void) {
  SmfBytes file = smf_begin();
  smf_put_track(&file,
                BYTES(0, 0xFF, 0x58, 4, 3, 2, 24, 8, 0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0, 0xFF, 0x03,
                      2, 'h', 'i', 0x83, 0, 0xFF, 0x51, 3, 6, 0, 0, END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0xC0, 5, 0, 0xB0, 7, 100, 0, 0x90, 60, 90, 0, 64, 90, 48, 60, 0, 0,
                             62, 80, 0, 0xF0, 3, 1, 2, 0xF7, 24, 0x80, 62, 0, 24, 64, 64, 0, 0xE0,
                             0, 64, 0x81, 0, 0x99, 36, 100, 96, 36, 0, 0, 0xD0, 1, END_OF_TRACK));
  smf_put_chunk_head(&file, "XFIH", 2);
  smf_put(&file, BYTES(1, 2));
  smf_put_track(&file, BYTES(0, 0x91, 40, 1, 96, 40, 2, 96, 40, 0, 0, 0xFF, 0x2F, 0));
  return file;
}

#endif
