#include "trainer/rests.h"

enum { MAX_REST = 32 * 4 * TN_TICKS_PER_QUARTER }; // ticks

// No note sounds on after the end of the piece.
static void cut_at_end(Piece* piece) {
  for (size_t i = 0; i < piece->note_count; ++i) {
    TnNote* note = &piece->notes[i];
    const int32_t left = piece->end > note->onset ? piece->end - note->onset : 1;
    note->duration = note->duration < left ? note->duration : left;
  }
}

void rests_shorten(Piece* piece) {
  int32_t before = 0;
  int32_t cut = 0;
  int m = 0;
  for (size_t n = 0; n < piece->note_count;) {
    const bool is_meter = m < piece->meter_count && piece->meters[m].tick <= piece->notes[n].onset;
    int32_t* tick = is_meter ? &piece->meters[m].tick : &piece->notes[n].onset;
    if (*tick - before > MAX_REST) {
      const int32_t bar = tn_meter_bar_ticks_at(piece->meters, m, INT32_MAX);
      cut += (*tick - before - MAX_REST) / bar * bar;
    }
    before = *tick;
    *tick -= cut;
    m += is_meter;
    n += !is_meter;
  }
  if (cut == 0) {
    return;
  }
  for (; m < piece->meter_count; ++m) {
    piece->meters[m].tick -= cut;
  }
  piece->end -= cut;
  cut_at_end(piece);
  piece_tidy(piece);
}
