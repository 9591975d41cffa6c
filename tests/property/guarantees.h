// What must be true of everything that leaves the plugin, whatever came before: checked message by
// message, from the controls of the block and the player's keys.
#ifndef TN_TESTS_PROPERTY_GUARANTEES_H
#define TN_TESTS_PROPERTY_GUARANTEES_H

#include "plugin/ports.h"
#include "tests/host/host_capture.h"
#include "tests/property/answers.h"
#include "tests/property/keys.h"

typedef struct {
  uint64_t first; // output frame
  uint32_t frames;
  const float* controls;      // [TN_PORT_COUNT]
  const Keys* keys;           // as the block begins
  const KeyMessage* messages; // of the player's, by frame
  size_t message_count;
  bool passes;    // the player's notes go out
  bool silences;  // what sounds when it begins must end on its first frame
  bool is_silent; // nothing may sound at its end
  bool has_drums; // the style may have, or a locked bar: on channel 10, where they are told apart
  AnswerBlock answers;
  const HostEvent* events;
  size_t event_count;
} HeardBlock;

enum { MOST_SOUNDING = 16 * 128, MOST_MESSAGES = 256 };

typedef struct {
  struct {
    uint8_t channel, pitch;
    bool is_old;      // it sounded when the block began
    bool is_composed; // a key that is down may hold it alone meanwhile
  } sounding[MOST_SOUNDING];
  int count;
  Answers answers;
  bool silences; // a block without frames has put it off
} Guarantees;

// Returns NULL, or what was broken, written into `why`.
const char* guarantees_check(Guarantees* guarantees, const HeardBlock* block, char* why,
                             size_t size);

#endif
