#include "plugin/engine/performance.h"

enum { SONG_EIGHTH = TN_TICKS_PER_QUARTER / 2, CHANNELS = 16 };

// Music ticks of a step of the song's grid.
static int swing_ticks(const TnControls* c) {
  const int step = tn_control_whole(c->swing_grid, 0, 1) ? SONG_EIGHTH / 2 : SONG_EIGHTH;
  const int pace = tn_controls_pace(c);
  return pace > 0 ? 2 * step : pace < 0 ? step / 2 : step;
}

static uint16_t parts_of(const TnControls* c) {
  uint16_t parts = 1 << TN_MAX_PARTS;
  for (int part = 0; part < TN_MAX_PARTS; ++part) {
    parts = (uint16_t)(parts | (c->part[part] > 0.5F ? 1 << part : 0));
  }
  return parts;
}

static TnLimits limits_of(const TnControls* c, uint16_t chord) {
  return (TnLimits){.low = (uint8_t)tn_control_whole(c->low, 0, TN_MAX_PITCHES - 1),
                    .high = (uint8_t)tn_control_whole(c->high, 0, TN_MAX_PITCHES - 1),
                    .root = (uint8_t)tn_control_whole(c->scale_root, 0, TN_PITCH_CLASSES - 1),
                    .scale = (uint8_t)tn_control_whole(c->scale, 0, TN_SCALES - 1),
                    .chord_mode = (uint8_t)tn_control_whole(c->chord, 0, TN_CHORD_FAVOURED),
                    .chord = chord,
                    .transpose = (int8_t)tn_control_whole(c->transpose, -24, 24)};
}

TnPerformance tn_performance_from(const TnControls* c, uint16_t chord) {
  return (TnPerformance){.feel = {.gate = tn_control_within(c->gate, 0.1F, 2.0F),
                                  .swing = tn_control_within(c->swing, 0.0F, 0.75F),
                                  .humanize = tn_control_within(c->humanize, 0.0F, 1.0F),
                                  .swing_ticks = swing_ticks(c),
                                  .seed = (uint32_t)tn_control_whole(c->seed, 0, 9999)},
                         .touch = {.scale = tn_control_within(c->velocity, 0.0F, 2.0F),
                                   .least = (uint8_t)tn_control_whole(c->velocity_min, 1, 127),
                                   .most = (uint8_t)tn_control_whole(c->velocity_max, 1, 127)},
                         .limits = limits_of(c, chord),
                         .polyphony = tn_control_whole(c->polyphony, 1, TN_MAX_POLYPHONY),
                         .channel = tn_control_whole(c->channel, 0, CHANNELS),
                         .parts = parts_of(c)};
}

uint8_t tn_performance_channel(const TnPerformance* p, int part, bool drums) {
  if (drums) {
    return TN_DRUM_CHANNEL;
  }
  return (uint8_t)(p->channel > 0 ? p->channel - 1 : part); // there are fewer parts than channels
}
