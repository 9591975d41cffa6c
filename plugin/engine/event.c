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
  int m = count - 1;
  while (m > 0 && meters[m].tick > tick) {
    --m;
  }
  return m < 0 ? (TnMeter){0, 0, 0} : meters[m];
}

int32_t tn_meter_bar_ticks_at(const TnMeter* meters, int count, int32_t tick) {
  const TnMeter meter = tn_meter_at(meters, count, tick);
  return meter.numerator > 0 ? tn_meter_bar_ticks(meter) : 4 * TN_TICKS_PER_QUARTER;
}
