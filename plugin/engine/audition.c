#include "plugin/engine/audition.h"

#include "plugin/engine/playhead.h"

void tn_audition_start(TnEngine* e, int bars) {
  const bool plays = tn_playhead_is_playing(e) && e->audition_bars == 0;
  if (plays || e->controls.sync > 0.5F || !e->enabled) {
    return;
  }
  e->audition_bars = bars < 0 ? 0 : bars > TN_AUDITION_BARS ? TN_AUDITION_BARS : bars;
  e->audition_begins = e->audition_bars > 0;
}

bool tn_audition_goes_on(TnEngine* e) {
  const TnTransport* t = &e->free;
  const int64_t bar = tn_meter_bar_ticks(t->meter) * tn_transport_units_a_tick(t);
  const bool is_over = e->runs_free && t->rolling && !e->audition_begins &&
                       tn_transport_position(t, e->block + e->frames) > e->audition_bars * bar;
  if (is_over || e->host.rolling || e->controls.sync > 0.5F || !e->enabled) {
    e->audition_bars = 0;
  }
  return e->audition_bars > 0;
}

double tn_audition_tempo(const TnEngine* e) {
  const double units_a_quarter_a_minute = 1048576; // see transport.h
  return e->host.told_bpm && e->host.advance > 0
             ? (double)e->host.advance / units_a_quarter_a_minute
             : e->tempo;
}
