#include "plugin/engine/context.h"

#include <string.h>

void tn_context_start(TnContext* c, const TnVocabulary* v, const TnMeter* meters, int meter_count,
                      int32_t end, uint8_t key) {
  *c = (TnContext){.vocabulary = v,
                   .meters = meters,
                   .meter_count = meter_count,
                   .end = end,
                   .key = key,
                   .previous = {.kind = TN_EVENT_START}};
}

static int min_int(int a, int b) {
  return a < b ? a : b;
}

// A growing list of the active rows of one table.
typedef struct {
  const TnTable* table;
  uint16_t* rows;
  int count;
} RowList;

static void add_row(RowList* list, TnFeature feature, int row) {
  if (list->table->first[feature] >= 0) {
    list->rows[list->count++] = (uint16_t)(list->table->first[feature] + row);
  }
}

static int bars_left_bucket(int32_t bars) {
  static const int16_t FROM[] = {1, 2, 3, 4, 8, 16, 32};
  int bucket = 1;
  for (unsigned i = 0; i < sizeof FROM / sizeof FROM[0]; ++i) {
    bucket += bars >= FROM[i];
  }
  return bucket;
}

static int unit_row(int denominator) {
  int row = 1;
  while (row < TN_BEAT_UNIT_ROWS - 1 && (1 << (row - 1)) < denominator) {
    ++row;
  }
  return row;
}

static void add_position(const TnContext* c, RowList* list, int32_t tick) {
  const TnMeter meter = tn_meter_at(c->meters, c->meter_count, tick);
  const bool known = meter.numerator > 0;
  const int32_t beat_ticks = known ? tn_meter_beat_ticks(meter) : TN_TICKS_PER_QUARTER;
  const int32_t in_bar = known ? (tick - meter.tick) % tn_meter_bar_ticks(meter) : tick;
  const int beat = min_int(in_bar / beat_ticks, TN_BEAT_ROWS - 2);
  const bool has_place = c->vocabulary->has_grid;
  add_row(list, TN_FEATURE_BEAT, known ? 1 + beat : 0);
  add_row(list, TN_FEATURE_PLACE, has_place ? 1 + in_bar % beat_ticks : 0);
  add_row(list, TN_FEATURE_BAR_BEATS, known ? min_int(meter.numerator, TN_BAR_BEATS_ROWS - 1) : 0);
  add_row(list, TN_FEATURE_BEAT_UNIT, known ? unit_row(meter.denominator) : 0);
  add_row(list, TN_FEATURE_KEY, c->key);
  const bool end_known = known && c->end >= 0;
  const int32_t left = end_known ? (c->end - 1 - tick + in_bar) / tn_meter_bar_ticks(meter) : 0;
  add_row(list, TN_FEATURE_BARS_LEFT, end_known ? bars_left_bucket(left) : 0);
}

static void add_chord(RowList* list, const TnChord* chord) {
  for (int i = 0; i < chord->count; ++i) {
    add_row(list, TN_FEATURE_STRUCK, chord->rows[i]);
  }
}

// The pitch class of a row; -1: a drum.
static int row_class(const TnVocabulary* v, int row) {
  return row < v->pitch_count ? (v->pitch_low + row) % TN_PITCH_CLASSES : -1;
}

// The rolls hold a row and a class at most once, also where two parts sound one pitch.
static void add_sounding(const TnContext* c, RowList* list, int32_t tick) {
  uint8_t seen[TN_MAX_PITCH_ROWS] = {0};
  uint8_t seen_class[TN_PITCH_CLASSES] = {0};
  for (int i = 0; i < c->sounding_count; ++i) {
    const TnSounding* s = &c->sounding[i];
    if (s->end <= tick || seen[s->row]) {
      continue;
    }
    seen[s->row] = 1;
    add_row(list, TN_FEATURE_SOUNDING, s->row);
    const int class = row_class(c->vocabulary, s->row);
    if (class >= 0 && !seen_class[class]) {
      seen_class[class] = 1;
      add_row(list, TN_FEATURE_CLASSES_SOUNDING, class);
    }
  }
}

// The tick that lies lookback `k` before `tick`; negative: before the piece.
static int32_t tick_ago(const TnContext* c, int k, int32_t tick) {
  const bool in_bars = c->vocabulary->has_grid;
  const int32_t unit = in_bars ? tn_meter_bar_ticks_at(c->meters, c->meter_count, tick) : 1;
  return tick - c->vocabulary->lookbacks[k] * unit;
}

static void add_ago(const TnContext* c, RowList* list, int32_t tick) {
  const int rows = tn_feature_lookback_rows(c->vocabulary, TN_FEATURE_AGO);
  for (int k = 0; k < c->vocabulary->lookback_count; ++k) {
    const int32_t then = tick_ago(c, k, tick);
    uint32_t number = tn_history_find(&c->history, then);
    int before = -1; // notes of two parts on one pitch follow each other: one row
    for (int i = 0; i < TN_MAX_CHORD && number < c->history.count; ++i, ++number) {
      const TnStruckNote note = tn_history_note(&c->history, number);
      if (note.tick != then) {
        break;
      }
      if (note.row != before) {
        add_row(list, TN_FEATURE_AGO, k * rows + note.row);
      }
      before = note.row;
    }
  }
}

// How many notes were struck at the previous event's tick so far.
static int notes_struck_now(const TnContext* c) {
  return (int)(c->history.count - tn_history_find(&c->history, c->tick));
}

// What is left of the chord then counts as 0 ticks away.
static int next_row_ago(const TnContext* c, int32_t then) {
  if (then < 0 || tn_history_forgot(&c->history, then)) {
    return 0;
  }
  uint32_t number = tn_history_find(&c->history, then);
  for (int taken = notes_struck_now(c); number < c->history.count; ++number, --taken) {
    const TnStruckNote note = tn_history_note(&c->history, number);
    if (note.tick > then || taken <= 0) {
      return 1 + min_int(note.tick - then, c->vocabulary->dt_values);
    }
  }
  return 0;
}

static void add_next_ago(const TnContext* c, RowList* list) {
  const int rows = tn_feature_lookback_rows(c->vocabulary, TN_FEATURE_NEXT_AGO);
  for (int k = 0; k < c->vocabulary->lookback_count; ++k) {
    add_row(list, TN_FEATURE_NEXT_AGO, k * rows + next_row_ago(c, tick_ago(c, k, c->tick)));
  }
}

static void add_held_ago(const TnContext* c, RowList* list, int32_t tick, int row) {
  const int rows = tn_feature_lookback_rows(c->vocabulary, TN_FEATURE_HELD_AGO);
  for (int k = 0; k < c->vocabulary->lookback_count; ++k) {
    const int32_t then = tick_ago(c, k, tick);
    uint32_t number = tn_history_find(&c->history, then);
    int held = 0;
    for (int i = 0; held == 0 && i < TN_MAX_CHORD && number < c->history.count; ++i, ++number) {
      const TnStruckNote note = tn_history_note(&c->history, number);
      held = note.tick == then && note.row == row ? 1 + note.duration : 0;
    }
    add_row(list, TN_FEATURE_HELD_AGO, k * rows + held);
  }
}

static void add_pitch_class(const TnContext* c, RowList* list, TnEvent event) {
  if (event.part != c->vocabulary->drum_part) {
    add_row(list, TN_FEATURE_PITCH_CLASS, event.pitch % TN_PITCH_CLASSES);
    add_row(list, TN_FEATURE_OCTAVE, event.pitch / TN_PITCH_CLASSES);
  }
}

int tn_context_input_rows(const TnContext* c, const TnTable* table, uint16_t* rows) {
  RowList list = {table, rows, 0};
  const TnEvent e = c->previous;
  add_row(&list, TN_FEATURE_KIND, e.kind);
  if (e.kind != TN_EVENT_START) {
    add_row(&list, TN_FEATURE_DT, e.dt);
  }
  if (e.kind == TN_EVENT_NOTE) {
    add_row(&list, TN_FEATURE_PART, e.part);
    add_row(&list, TN_FEATURE_PITCH, tn_vocabulary_pitch_row(c->vocabulary, e.part, e.pitch));
    add_pitch_class(c, &list, e);
    add_row(&list, TN_FEATURE_DURATION, e.duration);
    add_row(&list, TN_FEATURE_VELOCITY, e.velocity);
    add_row(&list, TN_FEATURE_NUDGE, e.nudge);
  }
  add_position(c, &list, c->tick);
  add_sounding(c, &list, c->tick);
  add_chord(&list, &c->struck);
  add_ago(c, &list, c->tick);
  add_next_ago(c, &list);
  return list.count;
}

// Whether a note `dt` after the previous event would belong to the chord that is being struck.
static bool is_in_chord(const TnContext* c, int dt) {
  return dt == 0 && c->previous.kind == TN_EVENT_NOTE;
}

int tn_context_condition_rows(const TnContext* c, const TnTable* table, TnField field, TnEvent next,
                              uint16_t* rows) {
  RowList list = {table, rows, 0};
  if (field == TN_DT) {
    next.dt = 0; // what is to be told is about the moment where the previous event stands
  }
  const int32_t tick = c->tick + next.dt;
  const bool in_chord = is_in_chord(c, next.dt);
  add_row(&list, TN_FEATURE_DT, next.dt);
  if (field > TN_PART) {
    add_row(&list, TN_FEATURE_PART, next.part);
  }
  if (field > TN_PITCH) {
    add_row(&list, TN_FEATURE_PITCH, tn_vocabulary_pitch_row(c->vocabulary, next.part, next.pitch));
  }
  if (field > TN_DURATION) {
    add_row(&list, TN_FEATURE_DURATION, next.duration);
  }
  if (field > TN_VELOCITY) {
    add_row(&list, TN_FEATURE_VELOCITY, next.velocity);
  }
  add_position(c, &list, tick);
  if (table->first[TN_FEATURE_SOUNDING] >= 0) {
    add_sounding(c, &list, tick);
    add_chord(&list, in_chord || c->chord.count == 0 ? &c->struck : &c->chord);
    add_ago(c, &list, tick);
  }
  if (table->first[TN_FEATURE_NEXT_AGO] >= 0) {
    add_next_ago(c, &list);
  }
  if (table->first[TN_FEATURE_HELD_AGO] >= 0) {
    add_held_ago(c, &list, tick, tn_vocabulary_pitch_row(c->vocabulary, next.part, next.pitch));
  }
  return list.count;
}

TnPitchRange tn_context_pitch_range(const TnContext* c, int dt, int part) {
  TnPitchRange range = tn_vocabulary_pitch_range(c->vocabulary, part);
  if (!is_in_chord(c, dt)) {
    return range;
  }
  const int below = c->previous.pitch + (part > c->previous.part ? 1 : 0); // pitch < below
  const int last = range.first + below - range.low;
  if (last < range.last) {
    range.last = last > range.first ? last : range.first;
  }
  return range;
}

static bool part_can_follow(const TnContext* c, int dt, int part) {
  const TnPitchRange range = tn_context_pitch_range(c, dt, part);
  return range.first < range.last;
}

static bool can_follow_at_once(const TnContext* c) {
  for (int part = 0; part < c->vocabulary->parts; ++part) {
    if (part_can_follow(c, 0, part)) {
      return true;
    }
  }
  return false;
}

void tn_context_allowed(const TnContext* c, TnField field, TnEvent next, uint8_t* allowed) {
  const TnVocabulary* v = c->vocabulary;
  const int classes = tn_vocabulary_classes(v, field);
  memset(allowed, 1, (size_t)classes);
  if (field == TN_DT) {
    allowed[0] = can_follow_at_once(c);
  } else if (field == TN_PART) {
    for (int part = 0; part < classes; ++part) {
      allowed[part] = part_can_follow(c, next.dt, part);
    }
  } else if (field == TN_PITCH) {
    const TnPitchRange range = tn_context_pitch_range(c, next.dt, next.part);
    memset(allowed, 0, (size_t)classes);
    memset(allowed + range.first, 1, (size_t)(range.last - range.first));
  }
}

void tn_context_wait(TnContext* c, int32_t tick) {
  c->wait = tick;
}

bool tn_context_is_early(const TnContext* c, int dt) {
  const TnVocabulary* v = c->vocabulary;
  const bool ends = v->has_end && dt == tn_vocabulary_end(v);
  return dt != tn_vocabulary_rest(v) && c->tick + (ends ? 0 : dt) < c->wait;
}

int32_t tn_context_ending(const TnContext* c) {
  const TnMeter meter = tn_meter_at(c->meters, c->meter_count, c->tick);
  if (c->end < 0 || meter.numerator == 0) {
    return -1;
  }
  const int32_t two_bars = c->end - 2 * tn_meter_bar_ticks(meter);
  const int32_t half = c->begin + (c->end - c->begin) / 2;
  return two_bars > half ? two_bars : half;
}

static void forget_what_ended(TnContext* c) {
  int kept = 0;
  for (int i = 0; i < c->sounding_count; ++i) {
    if (c->sounding[i].end > c->tick) {
      c->sounding[kept++] = c->sounding[i];
    }
  }
  c->sounding_count = kept;
}

static void add_to_chord(TnChord* chord, int16_t row) {
  for (int i = 0; i < chord->count; ++i) {
    if (chord->rows[i] == row) {
      return;
    }
  }
  if (chord->count < TN_MAX_CHORD) {
    chord->rows[chord->count++] = row;
  }
}

// Where there is no room, the note that ends first makes it.
static void add_to_sounding(TnContext* c, TnSounding sounding) {
  int place = c->sounding_count;
  if (place == TN_MAX_SOUNDING) {
    place = 0;
    for (int i = 1; i < TN_MAX_SOUNDING; ++i) {
      place = c->sounding[i].end < c->sounding[place].end ? i : place;
    }
  } else {
    ++c->sounding_count;
  }
  c->sounding[place] = sounding;
}

static void begin_onset(TnContext* c, int32_t tick) {
  if (c->chord.count > 0) {
    c->struck = c->chord;
    c->chord.count = 0;
  }
  c->tick = tick;
  forget_what_ended(c);
}

void tn_context_advance(TnContext* c, TnEvent event) {
  if (!is_in_chord(c, event.dt)) {
    begin_onset(c, c->tick + (event.kind == TN_EVENT_END ? 0 : event.dt));
  }
  c->previous = event;
  if (event.kind != TN_EVENT_NOTE) {
    return;
  }
  const int row = tn_vocabulary_pitch_row(c->vocabulary, event.part, event.pitch);
  add_to_chord(&c->chord, (int16_t)row);
  tn_history_add(&c->history, (TnStruckNote){c->tick, (int16_t)row, event.duration});
  const int32_t end = c->tick + c->vocabulary->durations[event.duration];
  add_to_sounding(c, (TnSounding){end, (int16_t)row});
}

void tn_context_hold(TnContext* c, const int16_t* rows, int count) {
  int kept = 0;
  for (int i = 0; i < c->sounding_count; ++i) {
    if (c->sounding[i].end < INT32_MAX) {
      c->sounding[kept++] = c->sounding[i];
    }
  }
  c->sounding_count = kept;
  for (int i = 0; i < count; ++i) {
    add_to_sounding(c, (TnSounding){INT32_MAX, rows[i]});
  }
}
