// What an engine must strike: the notes of a composer of the test's own.
#ifndef TN_TESTS_ENGINE_MELODY_H
#define TN_TESTS_ENGINE_MELODY_H

#include "tests/unit/engine_rig.h"
#include "tests/unit/note_order.h"

typedef struct {
  int64_t tick; // of the song
  int nudge;    // fifths of a tick
  uint8_t channel;
  uint8_t pitch;
} Strike;

typedef struct {
  int count;
  Strike strikes[CAPACITY];
} Melody;

static inline bool is_unison(const Melody* melody, Strike strike) {
  for (int i = melody->count; i-- > 0 && melody->strikes[i].tick == strike.tick;) {
    if (melody->strikes[i].pitch == strike.pitch && melody->strikes[i].channel == strike.channel) {
      return true;
    }
  }
  return false;
}

static inline void add_phrase(Melody* melody, const TnPhrase* phrase, int drum_part) {
  qsort(phrase->notes, (size_t)phrase->count, sizeof *phrase->notes, compare_sounding);
  for (int i = 0; i < phrase->count; i++) {
    const TnNote* note = &phrase->notes[i];
    const Strike strike = {phrase->bar * tn_meter_bar_ticks(phrase->meter) + note->onset,
                           note->nudge, note->part == drum_part ? 9 : 0, note->pitch};
    if (!is_unison(melody, strike)) {
      assert_true(melody->count < CAPACITY);
      melody->strikes[melody->count++] = strike;
    }
  }
}

// What is struck from `bar` on for `phrases` phrases of the present settings.
static inline Melody* melody_of(const Rig* rig, TnMeter meter, int64_t bar, int phrases) {
  Band* band = rig_band(rig);
  Melody* melody = calloc(1, sizeof *melody);
  assert_non_null(melody);
  const TnBrief brief = rig_brief(rig);
  for (int i = 0; i < phrases; i++) {
    TnPhrase* phrase =
        tn_composer_phrase(band->composer, bar + i * brief.settings.bars, meter, &brief);
    while (!phrase->complete) {
      tn_composer_step(band->composer, phrase, &brief);
    }
    add_phrase(melody, phrase, 2);
  }
  band_free(band);
  return melody;
}

static const TnMeter FOUR_FOUR = {0, 4, 4};

// That the note-ons so far are those of the melody from `tick` on, of which tick 0 falls on `zero`;
// at a whole number of frames a tick. Frees the melody.
static inline void assert_played(const Rig* rig, Melody* melody, int64_t tick, int64_t zero,
                                 int64_t frames_a_tick) {
  int next = 0;
  while (next < melody->count && melody->strikes[next].tick < tick) {
    ++next;
  }
  int seen = 0;
  for (int i = 0; i < rig->count; i++) {
    const Message* message = &rig->messages[i];
    if ((message->bytes[0] & 0xf0) != 0x90) {
      continue;
    }
    assert_true(next < melody->count);
    const Strike* strike = &melody->strikes[next++];
    assert_int_equal(message->frame, zero + strike->tick * frames_a_tick +
                                         strike->nudge * frames_a_tick / TN_NUDGES_A_TICK);
    assert_int_equal(message->bytes[0], 0x90 | strike->channel);
    assert_int_equal(message->bytes[1], strike->pitch);
    ++seen;
  }
  assert_true(seen > 5);
  assert_true(next == melody->count ||
              zero + melody->strikes[next].tick * frames_a_tick >= (int64_t)rig->block);
  free(melody);
}

#endif
