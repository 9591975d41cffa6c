#include "plugin/engine/triggers.h"

#include "plugin/engine/playhead.h"

static const uint8_t ALL_NOTES_OFF = 123;

static bool rises(float now, float before) {
  return now > 0.5F && before <= 0.5F;
}

// The bar of the song under the playhead, at the beginning of the block.
static int64_t bar_now(const TnEngine* e) {
  return tn_playhead_bar(e, tn_transport_position(tn_playhead_transport(e), e->block));
}

// A phrase that is repeated has its takes where it is at home.
static int64_t bar_rerolled(const TnEngine* e, int64_t bar) {
  const TnSettings* s = &e->settings;
  const int64_t first = tn_composer_first_bar(s, bar);
  return s->mode == TN_REPEAT ? s->offset + (bar - first) : bar;
}

// The first bar of the phrase that holds a bar: in TN_CONTINUE not that of the chain.
static int64_t phrase_bar(const TnEngine* e, int64_t bar) {
  const int64_t first = tn_composer_first_bar(&e->settings, bar);
  return bar - (bar - first) % e->settings.bars;
}

static void reroll(TnEngine* e, int64_t bar) {
  tn_edits_reroll_from(&e->edits, bar_rerolled(e, phrase_bar(e, bar)));
  tn_playhead_alter(e);
}

static void reroll_bar(TnEngine* e, int64_t bar) {
  tn_edits_reroll_bar(&e->edits, bar);
  tn_playhead_alter(e);
}

static void panic(TnEngine* e, TnMidiSink sink) {
  e->must_release = true;
  e->must_let_go = true;
  tn_ear_let_go(&e->ear);
  for (uint8_t channel = 0; e->frames > 0 && channel < TN_CHANNELS; ++channel) {
    const uint8_t message[3] = {(uint8_t)(0xb0 | channel), ALL_NOTES_OFF, 0};
    (void)sink.write(sink.handle, 0, message);
  }
}

void tn_triggers_act(TnEngine* e, const TnControls* now, TnMidiSink sink) {
  const TnControls* before = &e->controls;
  if (!e->knows_triggers) {
    e->knows_triggers = true;
    return;
  }
  const int64_t bar = bar_now(e);
  if (rises(now->reroll, before->reroll)) {
    reroll(e, bar);
  }
  if (rises(now->reroll_bar, before->reroll_bar)) {
    reroll_bar(e, bar);
  }
  if (rises(now->unlock, before->unlock)) {
    if (tn_edits_unlock(&e->edits, bar)) {
      tn_playhead_alter(e);
    }
  }
  if (rises(now->lock, before->lock)) {
    e->locks = true;
    e->lock_bar = bar;
  }
  if (rises(now->panic, before->panic)) {
    panic(e, sink);
  }
}

void tn_triggers_lock(TnEngine* e, int64_t first) {
  const TnPhrase* phrase = e->phrase;
  const int64_t bar = e->lock_bar - first;
  if (!e->locks || bar < 0 || bar >= phrase->bars) { // or the playhead has left it
    e->locks = false;
    return;
  }
  if (phrase->complete || tn_phrase_reach(phrase) >= tn_phrase_line(phrase, (int)bar + 1)) {
    tn_triggers_keep(e, phrase, (int)bar, e->lock_bar);
    e->locks = false;
  }
}

void tn_triggers_keep(TnEngine* e, const TnPhrase* phrase, int index, int64_t bar) {
  TnNote notes[TN_LOCK_NOTES];
  const int32_t line = tn_phrase_line(phrase, index);
  const int32_t end = tn_phrase_line(phrase, index + 1);
  const int begin = tn_phrase_find(phrase, line);
  const int count = tn_phrase_find(phrase, end) - begin;
  for (int i = 0; i < count && i < TN_LOCK_NOTES; ++i) {
    notes[i] = phrase->notes[begin + i];
    notes[i].onset -= line;
  }
  tn_edits_lock(&e->edits, bar, notes, count < TN_LOCK_NOTES ? count : TN_LOCK_NOTES,
                e->composer->model->vocabulary.drum_part);
}
