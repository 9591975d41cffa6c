#include "trainer/passages.h"

#include "trainer/growth.h"

#include <stdlib.h>

enum { LEAST_NOTES = 2 };

// Bars of a piece: from[0] is where the first begins, from[count] where the last one ends.
typedef struct {
  int32_t* from; // owned
  int count;
} Bars;

static bool find_bars(const Piece* piece, Bars* bars) {
  int32_t tick = 0;
  *bars = (Bars){.from = growth_room(NULL, 0, sizeof *bars->from)};
  while (bars->from) {
    bars->from[bars->count] = tick;
    if (tick >= piece->end) {
      return true;
    }
    tick += tn_meter_bar_ticks_at(piece->meters, piece->meter_count, tick);
    int32_t* grown = growth_room(bars->from, (size_t)bars->count + 1, sizeof *bars->from);
    if (!grown) {
      free(bars->from);
      return false;
    }
    bars->from = grown;
    ++bars->count;
  }
  return false;
}

static bool add_note(Piece* passage, TnNote note) {
  TnNote* grown = growth_room(passage->notes, passage->note_count, sizeof *grown);
  if (grown) {
    passage->notes = grown;
    passage->notes[passage->note_count++] = note;
  }
  return grown != NULL;
}

static bool add_meter(Piece* passage, TnMeter meter) {
  const size_t count = (size_t)passage->meter_count;
  const TnMeter* last = count > 0 ? &passage->meters[count - 1] : NULL;
  if (last && last->numerator == meter.numerator && last->denominator == meter.denominator) {
    return true;
  }
  TnMeter* grown = growth_room(passage->meters, count, sizeof *grown);
  if (grown) {
    passage->meters = grown;
    passage->meters[passage->meter_count++] = meter;
  }
  return grown != NULL;
}

// Puts the ticks [from, to) of the piece at the passage's end.
static bool append(Piece* passage, const Piece* piece, int32_t from, int32_t to) {
  const int32_t at = passage->end;
  bool ok = true;
  for (int m = 0; ok && m < piece->meter_count; ++m) {
    TnMeter meter = piece->meters[m];
    const bool is_over = m + 1 < piece->meter_count && piece->meters[m + 1].tick <= from;
    if (!is_over && meter.tick < to) {
      meter.tick = at + (meter.tick > from ? meter.tick - from : 0);
      ok = add_meter(passage, meter);
    }
  }
  for (size_t i = 0; ok && i < piece->note_count; ++i) {
    TnNote note = piece->notes[i];
    if (note.onset >= from && note.onset < to) {
      note.duration = note.duration < to - note.onset ? note.duration : to - note.onset;
      note.onset += at - from;
      note.part = note.part == VOICE_DRUMS ? VOICE_DRUMS : 0;
      ok = add_note(passage, note);
    }
  }
  passage->end += to - from;
  return ok;
}

// Makes room for one more passage. False where memory is short.
static bool make_room(Passages* passages) {
  Corpus* music = &passages->music;
  Piece* pieces = growth_room(music->pieces, music->count, sizeof *pieces);
  music->pieces = pieces ? pieces : music->pieces;
  size_t* sources = growth_room(passages->sources, music->count, sizeof *sources);
  passages->sources = sources ? sources : passages->sources;
  int* bars = growth_room(passages->bars, music->count, sizeof *bars);
  passages->bars = bars ? bars : passages->bars;
  return pieces && sources && bars;
}

// Keeps the passage, or frees it where it is next to nothing or memory is short (false).
static bool keep(Passages* passages, Piece* passage, size_t source, int bars) {
  const bool is_kept = passage->note_count >= LEAST_NOTES;
  if (!is_kept || !make_room(passages)) {
    piece_free(passage);
    return !is_kept;
  }
  piece_tidy(passage);
  passages->sources[passages->music.count] = source;
  passages->bars[passages->music.count] = bars;
  passages->music.pieces[passages->music.count++] = *passage;
  return true;
}

// The passage that begins with bar `first`; the piece begins again where it is over.
static bool cut_passage(Passages* passages, const Piece* piece, size_t source, const Bars* bars,
                        int first) {
  Piece passage = {.bpm = piece->bpm, .key = piece->key};
  int left = PASSAGE_BARS;
  bool ok = true;
  for (int bar = first; ok && left > 0; bar = 0) {
    const int count = bars->count - bar < left ? bars->count - bar : left;
    ok = append(&passage, piece, bars->from[bar], bars->from[bar + count]);
    left -= count;
  }
  if (!ok) {
    piece_free(&passage);
    return false;
  }
  return keep(passages, &passage, source, bars->count < PASSAGE_BARS ? bars->count : PASSAGE_BARS);
}

static bool cut_piece(Passages* passages, const Piece* piece, size_t source) {
  Bars bars;
  if (!find_bars(piece, &bars)) {
    return false;
  }
  bool ok = true;
  if (bars.count >= PASSAGE_LEAST_BARS && bars.count < PASSAGE_BARS) {
    ok = cut_passage(passages, piece, source, &bars, 0);
  }
  for (int bar = 0; ok && bar + PASSAGE_BARS <= bars.count; bar += PASSAGE_BARS) {
    ok = cut_passage(passages, piece, source, &bars, bar);
  }
  free(bars.from);
  return ok;
}

bool passages_cut(const Corpus* corpus, Passages* passages) {
  bool ok = true;
  *passages = (Passages){0};
  for (size_t i = 0; ok && i < corpus->count; ++i) {
    ok = cut_piece(passages, &corpus->pieces[i], i);
  }
  if (!ok) {
    passages_free(passages);
  }
  return ok;
}

void passages_free(Passages* passages) {
  corpus_free(&passages->music);
  free(passages->sources);
  free(passages->bars);
  *passages = (Passages){0};
}

size_t passages_sources(const Passages* passages) {
  size_t count = 0;
  for (size_t i = 0; i < passages->music.count; ++i) {
    count += i == 0 || passages->sources[i] != passages->sources[i - 1];
  }
  return count;
}
