#include "plugin/engine/listening.h"

#include "plugin/engine/playhead.h"

// What was learned is taken up by the phrases that begin after, but for one that is being made
// ready already.
static void take_up_learned(TnEngine* e) {
  const bool is_turning = tn_playhead_is_playing(e) && e->phrase && e->origin == e->learned_in &&
                          tn_playhead_composes_next(e, tn_playhead_position(e));
  if (!e->has_learned || is_turning) {
    return;
  }
  e->has_learned = false;
  e->prompt = e->learned;
  if (!tn_playhead_is_playing(e)) {
    tn_playhead_forget(e);
  }
}

// Learning ends with what was played since it began.
void tn_listening_learn(TnEngine* e, const TnControls* controls) {
  const bool learns = controls->learn > 0.5F;
  const bool learned = e->controls.learn > 0.5F;
  if (learns && !learned) {
    tn_ear_begin_to_learn(&e->ear);
  }
  if (learned && !learns) {
    tn_ear_learn(&e->ear, tn_playhead_time(e), &e->learned);
    e->has_learned = true;
    e->learned_in = e->origin;
  }
  take_up_learned(e);
}

// What is played while the controls do not have it heard never reaches the network, nor what is
// held still.
void tn_listening_steer(TnEngine* e, const TnControls* controls) {
  if (controls->listen > 0.5F) {
    return;
  }
  tn_ear_pass_over(&e->ear);
  e->changed = e->changed || (e->phrase && e->live.count > 0);
  e->live.count = 0;
}

// The bar of the song in which a note is struck at a time of the ear's.
static int64_t bar_heard(const TnEngine* e, int64_t time) {
  const int64_t fifth_units = tn_playhead_tick_units(e) / TN_NUDGES_A_TICK;
  return tn_playhead_bar(e, (time + TN_MAX_NUDGE) * fifth_units);
}

// Plans the answer to what was played up to now, for when no more comes: from the bar line on that
// follows a beat of silence, for as many bars.
void tn_listening_plan_answer(TnEngine* e) {
  const TnTransport* t = tn_playhead_transport(e);
  const int64_t beat = tn_meter_beat_ticks(t->meter) * tn_transport_units_a_tick(t);
  const int64_t bar = tn_meter_bar_ticks(t->meter) * tn_transport_units_a_tick(t);
  if (tn_ear_phrase(&e->ear, &e->answer.prompt)) {
    const int64_t bars = bar_heard(e, e->ear.struck) - bar_heard(e, e->ear.phrase_from) + 1;
    e->answer.bars = (int)(bars < TN_MAX_PHRASE_BARS ? bars : TN_MAX_PHRASE_BARS);
    e->answer.bar = tn_playhead_bar(e, tn_playhead_position(e) + beat + bar - 1);
    tn_playhead_forget(e);
  }
}
