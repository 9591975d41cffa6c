#include "tests/property/guarantees.h"

#include <stdio.h>
#include <string.h>

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

// The block, as far as its messages have been gone through.
typedef struct {
  Guarantees* self;
  const HeardBlock* block;
  Keys keys;
  size_t heard;                 // of the player's messages
  bool came_out[MOST_MESSAGES]; // of these
  const HostEvent* ended;       // the note-off right before, or NULL
  bool ended_composed;          // what it ended was
} Walk;

// The pitch classes that may sound; 0: all.
static uint16_t chord_of(const Walk* walk) {
  const HeardBlock* block = walk->block;
  const bool binds = whole(block, TN_PORT_CHORD, 0, 2) == 1;
  return binds ? keys_chord(&walk->keys, block->controls[TN_PORT_LATCH] > 0.5f) : 0;
}

static bool fits(const Walk* walk, int pitch) {
  const HeardBlock* block = walk->block;
  const uint16_t chord = chord_of(walk);
  const int scale = whole(block, TN_PORT_SCALE, 0, 14);
  const int root = whole(block, TN_PORT_SCALE_ROOT, 0, 11);
  return (chord == 0 || (chord >> pitch % 12 & 1) != 0) &&
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

// Whether a key that has gone out holds a note.
static bool is_passed(const Walk* walk, int i) {
  return walk->keys.passed[walk->self->sounding[i].channel][walk->self->sounding[i].pitch];
}

// Of the notes that a key holds nobody can tell whether they are composed as well.
static int count_limited(const Walk* walk) {
  int count = 0;
  for (int i = 0; i < walk->self->count; i++) {
    count += is_limited(walk->block, walk->self->sounding[i].channel) && !is_passed(walk, i);
  }
  return count;
}

static bool is_beyond_polyphony(const Walk* walk) {
  return count_limited(walk) > whole(walk->block, TN_PORT_POLYPHONY, 1, 16);
}

// Where the two limits leave nothing, neither is promised.
static bool is_too_loud_or_soft(const HeardBlock* block, int velocity) {
  const int least = whole(block, TN_PORT_VELOCITY_MIN, 1, 127);
  const int most = whole(block, TN_PORT_VELOCITY_MAX, 1, 127);
  return least <= most && (velocity < least || velocity > most);
}

// ---- message by message ----

static const char* say(char* why, size_t size, const char* what, int channel, int pitch,
                       uint64_t frame) {
  snprintf(why, size, "%s: channel %d pitch %d on frame %llu", what, channel + 1, pitch,
           (unsigned long long)frame);
  return why;
}

// The limits on a composed note-on, which is among what sounds already.
static const char* check_struck(const Walk* walk, const uint8_t* bytes) {
  const HeardBlock* block = walk->block;
  const int channel = bytes[0] & 0x0f;
  const int only = whole(block, TN_PORT_CHANNEL, 0, 16);
  if (is_limited(block, channel) && !fits(walk, bytes[1])) {
    return "struck outside the limits";
  }
  if (is_limited(block, channel) && is_beyond_polyphony(walk)) {
    return "struck beyond the polyphony";
  }
  if (is_too_loud_or_soft(block, bytes[2])) {
    return "struck outside the velocities";
  }
  const bool is_drum = block->has_drums && channel == DRUM_CHANNEL;
  return only > 0 && channel != only - 1 && !is_drum ? "struck on another channel" : NULL;
}

static void add(Guarantees* self, int channel, int pitch, bool is_composed) {
  if (self->count < MOST_SOUNDING) {
    self->sounding[self->count].channel = (uint8_t)channel;
    self->sounding[self->count].pitch = (uint8_t)pitch;
    self->sounding[self->count].is_composed = is_composed;
    self->sounding[self->count++].is_old = false;
  }
}

// Returns whether it was composed.
static bool take_away(Guarantees* self, int channel, int pitch) {
  for (int i = self->count; i-- > 0;) {
    if (self->sounding[i].channel == channel && self->sounding[i].pitch == pitch) {
      const bool was_composed = self->sounding[i].is_composed;
      self->sounding[i] = self->sounding[--self->count];
      return was_composed;
    }
  }
  return false;
}

// What is wrong with a note that still sounds at the block's end, or NULL.
static const char* check_left(const Walk* walk, int i) {
  if (is_passed(walk, i)) {
    return NULL;
  }
  if (!walk->self->sounding[i].is_composed) {
    return "sounds on though its key has ended";
  }
  if (walk->block->is_silent) {
    return "sounds where there must be silence";
  }
  if (!is_limited(walk->block, walk->self->sounding[i].channel)) {
    return NULL;
  }
  if (is_beyond_polyphony(walk)) {
    return "sounds on beyond the polyphony";
  }
  return fits(walk, walk->self->sounding[i].pitch) ? NULL : "sounds on outside the limits";
}

// A note that sounded when the block began and that no key holds, or -1.
static int find_old(const Walk* walk) {
  for (int i = 0; i < walk->self->count; i++) {
    if (walk->self->sounding[i].is_old && !is_passed(walk, i)) {
      return i;
    }
  }
  return -1;
}

static const char* check_silenced(const Walk* walk, char* why, size_t size) {
  const int i = find_old(walk);
  return i < 0 ? NULL
               : say(why, size, "sounds on after a silencing", walk->self->sounding[i].channel,
                     walk->self->sounding[i].pitch, walk->block->first);
}

static void hear_message(Walk* walk, const KeyMessage* message) {
  const HeardBlock* block = walk->block;
  const int in_channel = whole(block, TN_PORT_IN_CHANNEL, 0, 16);
  const int held = walk->keys.held;
  keys_hear(&walk->keys, message->bytes, block->first + message->frame, in_channel, block->passes);
  if (keys_strikes(message->bytes, in_channel)) {
    answers_interrupt(&walk->self->answers);
  } else if (held > 0 && walk->keys.held == 0) {
    answers_await(&walk->self->answers, &block->answers, message->frame);
  }
}

// Takes in the player's messages up to the one before `end`.
static void hear(Walk* walk, size_t end) {
  for (; walk->heard < end; walk->heard++) {
    hear_message(walk, &walk->block->messages[walk->heard]);
  }
}

static size_t count_before(const HeardBlock* block, uint64_t frame) {
  size_t count = 0;
  while (count < block->message_count && block->first + block->messages[count].frame < frame) {
    count++;
  }
  return count;
}

// Whether a note-on is a key's, which goes out on its frame; that is heard then.
static bool is_key(Walk* walk, const HostEvent* event) {
  const HeardBlock* block = walk->block;
  const size_t end = count_before(block, event->frame + 1);
  for (size_t i = count_before(block, event->frame); i < end && block->passes; i++) {
    if (!walk->came_out[i] && memcmp(block->messages[i].bytes, event->bytes, 3) == 0) {
      walk->came_out[i] = true;
      hear(walk, i + 1);
      return true;
    }
  }
  return false;
}

// Whether what a note-on strikes sounded up to its frame, and was composed.
static bool is_struck_anew(const Walk* walk, const HostEvent* event) {
  const HostEvent* ended = walk->ended;
  return walk->ended_composed && ended->frame == event->frame &&
         ended->bytes[1] == event->bytes[1] && (ended->bytes[0] & 0x0f) == (event->bytes[0] & 0x0f);
}

static const char* strike(Walk* walk, const HostEvent* event) {
  const int channel = event->bytes[0] & 0x0f;
  hear(walk, count_before(walk->block, event->frame));
  if (is_key(walk, event)) {
    add(walk->self, channel, event->bytes[1], is_struck_anew(walk, event));
    return NULL;
  }
  hear(walk, count_before(walk->block, event->frame + 1));
  add(walk->self, channel, event->bytes[1], true);
  const int64_t frame = (int64_t)(event->frame - walk->block->first);
  return answers_allow(&walk->self->answers, &walk->block->answers, frame)
             ? check_struck(walk, event->bytes)
             : "struck before its answer";
}

static const char* check_messages(Walk* walk, bool silences, char* why, size_t size) {
  for (size_t i = 0; i < walk->block->event_count; i++) {
    const HostEvent* event = &walk->block->events[i];
    const int channel = event->bytes[0] & 0x0f;
    const int kind = event->bytes[0] & 0xf0;
    if (silences && event->frame > walk->block->first && check_silenced(walk, why, size)) {
      return why;
    }
    const char* broken = kind == 0x90 ? strike(walk, event) : NULL;
    if (broken) {
      return say(why, size, broken, channel, event->bytes[1], event->frame);
    }
    walk->ended = kind == 0x80 ? event : NULL;
    walk->ended_composed = kind == 0x80 && take_away(walk->self, channel, event->bytes[1]);
  }
  hear(walk, walk->block->message_count);
  return silences ? check_silenced(walk, why, size) : NULL;
}

static void begin(Guarantees* self, bool silences) {
  for (int i = 0; i < self->count; i++) {
    self->sounding[i].is_old = true;
    self->sounding[i].is_composed = self->sounding[i].is_composed && !silences;
  }
}

const char* guarantees_check(Guarantees* self, const HeardBlock* block, char* why, size_t size) {
  const bool silences = (self->silences || block->silences) && block->frames > 0;
  Walk walk = {.self = self, .block = block, .keys = *block->keys};
  self->silences = (self->silences || block->silences) && block->frames == 0;
  begin(self, silences);
  answers_begin(&self->answers, &block->answers);
  if (check_messages(&walk, silences, why, size)) {
    return why;
  }
  for (int i = 0; i < self->count && block->frames > 0; i++) {
    const char* broken = check_left(&walk, i);
    if (broken) {
      return say(why, size, broken, self->sounding[i].channel, self->sounding[i].pitch,
                 block->first);
    }
    self->sounding[i].is_composed = self->sounding[i].is_composed && !block->is_silent;
  }
  return NULL;
}
