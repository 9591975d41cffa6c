// What must be true of everything that leaves the plugin, whatever came before: checked message by
// message, from the controls of the block alone.
#ifndef TN_TESTS_PROPERTY_GUARANTEES_H
#define TN_TESTS_PROPERTY_GUARANTEES_H

#include "plugin/ports.h"
#include "tests/host/host_capture.h"

typedef struct {
  uint64_t first; // output frame
  uint32_t frames;
  const float* controls; // [TN_PORT_COUNT]
  uint16_t chord;        // bit k: pitch class k is held, and no other may sound; 0: any may
  bool silences;         // what sounds when it begins must end on its first frame
  bool is_silent;        // nothing may sound at its end
  bool has_drums; // the style may have, or a locked bar: on channel 10, where they are told apart
  const HostEvent* events;
  size_t event_count;
} HeardBlock;

enum { MOST_SOUNDING = 16 * 128 };

typedef struct {
  struct {
    uint8_t channel, pitch;
    bool is_old; // it sounded when the block began
  } sounding[MOST_SOUNDING];
  int count;
  bool silences; // a block without frames has put it off
} Guarantees;

// Returns NULL, or what was broken, written into `why`.
const char* guarantees_check(Guarantees* guarantees, const HeardBlock* block, char* why,
                             size_t size);

#endif
