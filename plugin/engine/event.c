#include "plugin/engine/event.h"

#include "plugin/engine/vocabulary.h"

int32_t tn_meter_beat_ticks(TnMeter meter) {
  const int32_t ticks = 4 * TN_TICKS_PER_QUARTER / meter.denominator;
  return ticks > 0 ? ticks : 1;
}

int32_t tn_meter_bar_ticks(TnMeter meter) {
  return meter.numerator * tn_meter_beat_ticks(meter);
}
