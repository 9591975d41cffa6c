// The playhead: which phrase it is in, what of it is composed, and what is due next. A half of the
// engine's, which see.
#ifndef TN_ENGINE_PLAYHEAD_H
#define TN_ENGINE_PLAYHEAD_H

#include "plugin/engine/engine.h"

// The transport that counts.
static inline const TnTransport* tn_playhead_transport(const TnEngine* engine) {
  return engine->runs_free ? &engine->free : &engine->host;
}

static inline bool tn_playhead_is_playing(const TnEngine* engine) {
  return engine->composer && engine->enabled && tn_playhead_transport(engine)->rolling;
}

// The song position at the frame that is reached, in units.
static inline int64_t tn_playhead_position(const TnEngine* engine) {
  return tn_transport_position(tn_playhead_transport(engine), engine->block + engine->played);
}

// Units of a music tick.
int64_t tn_playhead_tick_units(const TnEngine* engine);

// A position in fifths of a music tick.
int64_t tn_playhead_fifths(const TnEngine* engine, int64_t position);

// The position at the frame that is reached as the ear has it: in fifths of a music tick.
static inline int64_t tn_playhead_time(const TnEngine* engine) {
  return tn_playhead_fifths(engine, tn_playhead_position(engine));
}

// Forgets where it is: the next thing played is looked up anew.
void tn_playhead_forget(TnEngine* engine);

// The brief is another one: what plays is composed anew from the next onset on, what was prepared
// is forgotten.
void tn_playhead_alter(TnEngine* engine);

// That of the phrases to come is: this one goes on, where it has begun.
void tn_playhead_alter_next(TnEngine* engine);

// Whether there is something to play from a standing start.
bool tn_playhead_is_prepared(const TnEngine* engine);

// Whether the phrase that is played is so near its end at `position` (units) that the next one is
// composed.
bool tn_playhead_composes_next(const TnEngine* engine, int64_t position);

// Gets ready what comes first, while the transport stands at `position` (units).
void tn_playhead_prepare(TnEngine* engine, int64_t position);

// Composes a phrase up to `tick` while the work of the block lasts.
void tn_playhead_compose_to(TnEngine* engine, TnPhrase* phrase, const TnBrief* brief, int32_t tick);

// Plays from frame `from` to before frame `to`, in which the transport moves evenly.
void tn_playhead_play(TnEngine* engine, uint64_t from, uint64_t to, TnMidiSink sink);

// The bar of the song that holds a position (units).
int64_t tn_playhead_bar(const TnEngine* engine, int64_t position);

#endif
