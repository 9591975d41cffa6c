#include "plugin/engine/event.h"

#include "plugin/engine/vocabulary.h"

int32_t tn_meter_beat_ticks(TnMeter meter) {
  const int32_t ticks = 4 * TN_TICKS_PER_QUARTER / meter.denominator;
  return ticks > 0 ? ticks : 1;
}

int32_t tn_meter_bar_ticks(TnMeter meter) {
  return meter.numerator * tn_meter_beat_ticks(meter);
}

TnMeter tn_meter_at(const TnMeter* meters, int count, int32_t tick) {
  if (count == 0) {
    return (TnMeter){0, 0, 0};
  }
  int holds = 0;
  int later = count; // the first that is known to come after `tick`
  while (later - holds > 1) {
    const int middle = holds + (later - holds) / 2;
    if (meters[middle].tick <= tick) {
      holds = middle;
    } else {
      later = middle;
    }
  }
  return meters[holds];
}

int32_t tn_meter_bar_ticks_at(const TnMeter* meters, int count, int32_t tick) {
  const TnMeter meter = tn_meter_at(meters, count, tick);
  return meter.numerator > 0 ? tn_meter_bar_ticks(meter) : 4 * TN_TICKS_PER_QUARTER;
}
