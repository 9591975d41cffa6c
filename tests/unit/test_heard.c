// What the player has played, on the grid.
#include "plugin/engine/heard.h"
#include "plugin/engine/random.h"
#include "trainer/piece.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TICK = TN_NUDGES_A_TICK, BAR = 96 * TICK };

static const TnMeter COMMON = {0, 4, 4};

static void play(TnHeard* heard, uint8_t pitch, int64_t onset, int64_t end) {
  tn_heard_strike(heard, 0, pitch, 80, onset);
  tn_heard_release(heard, 0, pitch, end);
}

static void assert_note(const TnNote* note, int32_t onset, int32_t duration, int pitch, int nudge) {
  assert_int_equal(note->onset, onset);
  assert_int_equal(note->duration, duration);
  assert_int_equal(note->pitch, pitch);
  assert_int_equal(note->nudge, nudge);
}

static void a_note_lies_on_the_nearest_tick(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  for (int64_t onset = -7; onset < 8; ++onset) {
    tn_heard_strike(&heard, 0, 60, 80, onset);
    const TnNote note = tn_heard_note(&heard, heard.count - 1, 0, onset + 1);
    assert_int_equal(note.onset * TICK + note.nudge, onset);
    assert_in_range(note.nudge + TN_MAX_NUDGE, 0, 2 * TN_MAX_NUDGE);
    assert_int_equal(note.duration, 1); // none is shorter
    assert_int_equal(note.velocity, 80);
  }
}

static void a_held_note_lasts_until_now(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  tn_heard_strike(&heard, 3, 60, 80, 10 * TICK);
  TnNote note = tn_heard_note(&heard, 0, 4, 16 * TICK);
  assert_note(&note, 6, 6, 60, 0);
  tn_heard_release(&heard, 2, 60, 12 * TICK); // another channel's
  tn_heard_release(&heard, 3, 60, 18 * TICK);
  tn_heard_release(&heard, 3, 60, 20 * TICK);
  note = tn_heard_note(&heard, 0, 4, 30 * TICK);
  assert_note(&note, 6, 8, 60, 0);
}

static void all_that_is_held_ends_at_once(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  play(&heard, 60, 0, 3 * TICK);
  tn_heard_strike(&heard, 1, 64, 80, TICK);
  tn_heard_release_all(&heard, 5 * TICK);
  assert_int_equal(tn_heard_note(&heard, 0, 0, BAR).duration, 3);
  assert_int_equal(tn_heard_note(&heard, 1, 0, BAR).duration, 4);
}

static void the_last_notes_are_kept(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  for (int i = 0; i < TN_HEARD_NOTES + 10; ++i) {
    play(&heard, (uint8_t)(i % 128), i * TICK, (i + 1) * TICK);
  }
  assert_int_equal(tn_heard_first(&heard, 3), 10);
  assert_int_equal(tn_heard_first(&heard, 50), 50);
  assert_int_equal(tn_heard_note(&heard, 10, 0, BAR).onset, 10);
  TnPrompt prompt;
  tn_heard_prompt(&heard, 0, BAR, COMMON, &prompt);
  assert_int_equal(prompt.count, TN_HEARD_NOTES);
  assert_int_equal(prompt.notes[0].onset, 10);
}

static void a_prompt_lies_between_bar_lines(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  play(&heard, 50, 0, TICK); // before what is asked for
  play(&heard, 60, 3 * BAR + 48 * TICK, 3 * BAR + 72 * TICK);
  play(&heard, 67, 4 * BAR + 1, 4 * BAR + 24 * TICK + 1);
  play(&heard, 64, 4 * BAR + 2, 6 * BAR); // beyond its bar
  TnPrompt prompt;
  tn_heard_prompt(&heard, 1, 6 * BAR, COMMON, &prompt);
  assert_int_equal(prompt.count, 3);
  assert_int_equal(prompt.ticks, 2 * 96);
  assert_int_equal(prompt.meter.numerator, 4);
  assert_int_equal(prompt.key, 17); // the E is the longest
  assert_true(prompt.print != 0);
  assert_note(&prompt.notes[0], 48, 24, 60, 0);
  assert_note(&prompt.notes[1], 96, 24, 67, 1);
  assert_note(&prompt.notes[2], 96, 96, 64, 2);
}

static void a_prompt_may_begin_before_bar_0(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  play(&heard, 60, -BAR + 24 * TICK, -BAR + 48 * TICK);
  play(&heard, 62, -2, 24 * TICK); // a little before the line that it means
  TnPrompt prompt;
  tn_heard_prompt(&heard, 0, BAR, COMMON, &prompt);
  assert_int_equal(prompt.ticks, 2 * 96);
  assert_note(&prompt.notes[0], 24, 24, 60, 0);
  assert_note(&prompt.notes[1], 96, 24, 62, -2);
}

static void a_long_prompt_is_its_last_bars(void** state) {
  (void)state;
  const TnMeter waltz = {0, 3, 4};
  TnHeard heard = {.count = 0};
  for (int bar = 0; bar < TN_HEARD_BARS + 4; ++bar) {
    play(&heard, (uint8_t)(40 + bar), bar * 72 * TICK, (bar * 72 + 24) * TICK);
  }
  TnPrompt prompt;
  tn_heard_prompt(&heard, 0, INT64_MAX, waltz, &prompt);
  assert_int_equal(prompt.count, TN_HEARD_BARS);
  assert_int_equal(prompt.ticks, TN_HEARD_BARS * 72);
  assert_note(&prompt.notes[0], 0, 24, 44, 0);
}

static void nothing_heard_is_no_prompt(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  TnPrompt prompt = {.count = 5};
  tn_heard_prompt(&heard, 0, 0, COMMON, &prompt);
  assert_int_equal(prompt.count, 0);
  play(&heard, 60, 0, TICK);
  prompt.count = 5;
  tn_heard_prompt(&heard, 1, 0, COMMON, &prompt);
  assert_int_equal(prompt.count, 0);
}

static void ten_notes_of_a_chord_are_in_the_order_of_events(void** state) {
  (void)state;
  static const uint8_t PITCHES[] = {64, 48, 76, 52, 60, 72, 55, 67, 79, 43};
  TnNote notes[10];
  int count = 0;
  for (int i = 0; i < 10; ++i) {
    count = tn_heard_add(notes, count, (TnNote){.duration = 6, .pitch = PITCHES[i]});
  }
  assert_int_equal(count, 10);
  for (int i = 1; i < count; ++i) {
    assert_true(notes[i - 1].pitch > notes[i].pitch);
  }
  count = tn_heard_add(notes, count, (TnNote){.duration = 9, .pitch = 60});
  count = tn_heard_add(notes, count, (TnNote){.duration = 3, .pitch = 64});
  assert_int_equal(count, 10);
  assert_note(&notes[4], 0, 6, 64, 0);
  assert_note(&notes[5], 0, 9, 60, 0);
}

static uint32_t next_random(uint64_t* state) {
  return (uint32_t)(tn_random_mix((*state)++) >> 32);
}

// The same performance as a file of a corpus has it, which this writes, a fifth of a tick being one
// of the file's.
static void performances_are_quantised_as_a_corpus_is(void** state) {
  (void)state;
  uint64_t random = 7;
  for (int round = 0; round < 200; ++round) {
    TnHeard heard = {.count = 0};
    ScoreNote notes[100];
    int64_t now = 0;
    for (int i = 0; i < 100; ++i) {
      now += next_random(&random) % 30;
      const int64_t end = now + 1 + next_random(&random) % 200;
      const uint8_t pitch = (uint8_t)(60 + next_random(&random) % 12);
      notes[i] = (ScoreNote){.onset = now, .end = end, .pitch = pitch, .velocity = 80};
      play(&heard, pitch, now, end);
    }
    const Score score = {
        .ticks_per_quarter = 24 * TICK, .notes = notes, .note_count = 100, .end = now};
    Piece piece;
    char reason[100];
    assert_true(piece_from_score(&score, 0, "", &piece, reason, sizeof reason));
    TnPrompt prompt;
    tn_heard_prompt(&heard, 0, INT64_MAX, COMMON, &prompt);
    assert_int_equal(prompt.count, piece.note_count);
    for (int i = 0; i < prompt.count; ++i) {
      const int32_t left = prompt.ticks - prompt.notes[i].onset;
      const int32_t duration = piece.notes[i].duration;
      assert_note(&prompt.notes[i], piece.notes[i].onset, duration < left ? duration : left,
                  piece.notes[i].pitch, piece.notes[i].nudge);
    }
    piece_free(&piece);
  }
}

static void what_is_played_on_the_channel_of_drums_is_drums(void** state) {
  (void)state;
  TnHeard heard = {.count = 0};
  TnPrompt prompt;
  play(&heard, 65, 0, BAR / 2); // F alone
  tn_heard_strike(&heard, TN_DRUM_CHANNEL, 38, 80, 0);
  tn_heard_release(&heard, TN_DRUM_CHANNEL, 38, BAR);
  tn_heard_prompt(&heard, 0, BAR, COMMON, &prompt);
  assert_int_equal(prompt.count, 2);
  assert_int_equal(prompt.notes[0].part, 0);
  assert_int_equal(prompt.notes[1].part, TN_PROMPT_DRUMS);
  const uint8_t key = prompt.key;
  tn_heard_prompt(&heard, 1, BAR, COMMON, &prompt); // the drum alone
  assert_int_equal(prompt.key, 0);
  heard = (TnHeard){.count = 0};
  play(&heard, 65, 0, BAR / 2);
  tn_heard_prompt(&heard, 0, BAR, COMMON, &prompt);
  assert_int_equal(prompt.key, key);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_note_lies_on_the_nearest_tick),
      cmocka_unit_test(a_held_note_lasts_until_now),
      cmocka_unit_test(all_that_is_held_ends_at_once),
      cmocka_unit_test(the_last_notes_are_kept),
      cmocka_unit_test(a_prompt_lies_between_bar_lines),
      cmocka_unit_test(a_prompt_may_begin_before_bar_0),
      cmocka_unit_test(a_long_prompt_is_its_last_bars),
      cmocka_unit_test(nothing_heard_is_no_prompt),
      cmocka_unit_test(ten_notes_of_a_chord_are_in_the_order_of_events),
      cmocka_unit_test(performances_are_quantised_as_a_corpus_is),
      cmocka_unit_test(what_is_played_on_the_channel_of_drums_is_drums),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
