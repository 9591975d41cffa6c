#include "tests/property/guarantees.h"

#include <stdio.h>

enum { DRUM_CHANNEL = 9 };

// ---- what a pitch must fit, by the requirement's words ----

// Pitch classes from the root, a bit each.
static const uint16_t SCALES[] = {
    0xfff, // off
    0xab5, // major
    0x5ad, // natural minor
    0x9ad, // harmonic minor
    0xaad, // melodic minor
    0x6ad, // dorian
    0x5ab, // phrygian
    0xad5, // lydian
    0x6b5, // mixolydian
    0x56b, // locrian
    0x295, // major pentatonic
    0x4a9, // minor pentatonic
    0x4e9, // blues
    0x555, // whole tone
    0xb6d, // octatonic, a whole tone first
};

static int whole(const HeardBlock* block, TnPort port, int least, int most) {
  const float value = block->controls[port];
  return value >= (float)least ? (value <= (float)most ? (int)value : most) : least;
}

static bool fits(const HeardBlock* block, int pitch) {
  const int scale = whole(block, TN_PORT_SCALE, 0, 14);
  const int root = whole(block, TN_PORT_SCALE_ROOT, 0, 11);
  return (block->chord == 0 || (block->chord >> pitch % 12 & 1) != 0) &&
         pitch >= whole(block, TN_PORT_LOW, 0, 127) &&
         pitch <= whole(block, TN_PORT_HIGH, 0, 127) &&
         (SCALES[scale] >> ((pitch + 12 - root) % 12) & 1) != 0;
}

// Whether the limits hold for a channel: drums have one of their own, but where all parts were put
// there.
static bool is_limited(const HeardBlock* block, int channel) {
  const bool shares = whole(block, TN_PORT_CHANNEL, 0, 16) - 1 == DRUM_CHANNEL;
  return !block->has_drums || (channel != DRUM_CHANNEL && !shares);
}

static int count_limited(const Guarantees* self, const HeardBlock* block) {
  int count = 0;
  for (int i = 0; i < self->count; i++) {
    count += is_limited(block, self->sounding[i].channel);
  }
  return count;
}

static bool is_beyond_polyphony(const Guarantees* self, const HeardBlock* block) {
  return count_limited(self, block) > whole(block, TN_PORT_POLYPHONY, 1, 16);
}

// ---- message by message ----

static const char* say(char* why, size_t size, const char* what, int channel, int pitch,
                       uint64_t frame) {
  snprintf(why, size, "%s: channel %d pitch %d on frame %llu", what, channel + 1, pitch,
           (unsigned long long)frame);
  return why;
}

// The limits on a note-on, which is among what sounds already.
static const char* check_struck(const Guarantees* self, const HeardBlock* block, int channel,
                                int pitch) {
  const int only = whole(block, TN_PORT_CHANNEL, 0, 16);
  if (is_limited(block, channel) && !fits(block, pitch)) {
    return "struck outside the limits";
  }
  if (is_limited(block, channel) && is_beyond_polyphony(self, block)) {
    return "struck beyond the polyphony";
  }
  const bool is_drum = block->has_drums && channel == DRUM_CHANNEL;
  return only > 0 && channel != only - 1 && !is_drum ? "struck on another channel" : NULL;
}

static void add(Guarantees* self, int channel, int pitch) {
  if (self->count < MOST_SOUNDING) {
    self->sounding[self->count].channel = (uint8_t)channel;
    self->sounding[self->count].pitch = (uint8_t)pitch;
    self->sounding[self->count++].is_old = false;
  }
}

static void take_away(Guarantees* self, int channel, int pitch) {
  for (int i = self->count; i-- > 0;) {
    if (self->sounding[i].channel == channel && self->sounding[i].pitch == pitch) {
      self->sounding[i] = self->sounding[--self->count];
      return;
    }
  }
}

// What is wrong with a note that still sounds at the block's end, or NULL.
static const char* check_left(const Guarantees* self, const HeardBlock* block, int i) {
  if (block->is_silent) {
    return "sounds where there must be silence";
  }
  if (!is_limited(block, self->sounding[i].channel)) {
    return NULL;
  }
  if (is_beyond_polyphony(self, block)) {
    return "sounds on beyond the polyphony";
  }
  return fits(block, self->sounding[i].pitch) ? NULL : "sounds on outside the limits";
}

// A note that sounded when the block began, or -1.
static int find_old(const Guarantees* self) {
  for (int i = 0; i < self->count; i++) {
    if (self->sounding[i].is_old) {
      return i;
    }
  }
  return -1;
}

static const char* check_silenced(const Guarantees* self, const HeardBlock* block, char* why,
                                  size_t size) {
  const int i = find_old(self);
  return i < 0 ? NULL
               : say(why, size, "sounds on after a silencing", self->sounding[i].channel,
                     self->sounding[i].pitch, block->first);
}

static const char* check_messages(Guarantees* self, const HeardBlock* block, bool silences,
                                  char* why, size_t size) {
  for (size_t i = 0; i < block->event_count; i++) {
    const HostEvent* event = &block->events[i];
    const int channel = event->bytes[0] & 0x0f;
    const int pitch = event->bytes[1];
    if (silences && event->frame > block->first && check_silenced(self, block, why, size)) {
      return why;
    }
    if ((event->bytes[0] & 0xf0) == 0x80) {
      take_away(self, channel, pitch);
    } else if ((event->bytes[0] & 0xf0) == 0x90) {
      add(self, channel, pitch);
      const char* broken = check_struck(self, block, channel, pitch);
      if (broken) {
        return say(why, size, broken, channel, pitch, event->frame);
      }
    }
  }
  return silences ? check_silenced(self, block, why, size) : NULL;
}

const char* guarantees_check(Guarantees* self, const HeardBlock* block, char* why, size_t size) {
  const bool silences = (self->silences || block->silences) && block->frames > 0;
  self->silences = (self->silences || block->silences) && block->frames == 0;
  for (int i = 0; i < self->count; i++) {
    self->sounding[i].is_old = true;
  }
  if (check_messages(self, block, silences, why, size)) {
    return why;
  }
  for (int i = 0; i < self->count && block->frames > 0; i++) {
    const char* broken = check_left(self, block, i);
    if (broken) {
      return say(why, size, broken, self->sounding[i].channel, self->sounding[i].pitch,
                 block->first);
    }
  }
  return NULL;
}
