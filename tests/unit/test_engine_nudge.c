// Music that is off the grid: every note on the exact frame of its nudge.
#include "tests/unit/engine_melody.h"

#include <math.h>

enum { LOW_RATE = 8000 };

static void check_block_size(uint32_t frames) {
  Rig* rig = rig_nudged(SIXTEENTH, RATE);
  locate(rig, 0, 0, 1);
  while (rig->block < (uint64_t)BAR * 8) {
    run_block(rig, frames, 0, NULL);
  }
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 5), 0, 0, TICK);
  rig_free(rig);
}

static void test_notes_sound_on_the_frame_of_their_nudge(void** state) {
  (void)state;
  static const uint32_t blocks[] = {1, 17, 256, 8000};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
    check_block_size(blocks[i]);
  }
}

// Steps of a tick or none: chords whose notes sound in another order than they were composed in.
static void test_dense_chords_sound_in_the_order_of_their_nudges(void** state) {
  (void)state;
  for (int dt = 0; dt < 2; dt++) {
    Rig* rig = rig_nudged(dt, RATE);
    locate(rig, 0, 0, 1);
    run(rig, (uint64_t)BAR * 4);
    assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 3), 0, 0, TICK);
    rig_free(rig);
  }
}

// With bounded work, once the first notes are ready.
static void test_no_note_is_late_when_nothing_is_rushed(void** state) {
  (void)state;
  Rig* rig = rig_nudged(SIXTEENTH, RATE);
  rig->controls.freewheel = 0;
  locate(rig, 0, 0, 0);
  run(rig, BAR);
  const int64_t zero = (int64_t)rig->block;
  locate(rig, 0, 0, 1);
  while (rig->block < (uint64_t)zero + (uint64_t)BAR * 6) {
    run_block(rig, 64, 0, NULL);
  }
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 4), 0, zero, TICK);
  assert_int_equal(rig->engine.late, 0);
  rig_free(rig);
}

// A frame holds several fifths of a tick, or no whole number of them.
static void test_a_note_sounds_on_the_first_frame_at_or_after_its_time(void** state) {
  (void)state;
  static const double tempos[] = {300, 1999, 120.1, 97.3};
  for (size_t i = 0; i < sizeof tempos / sizeof tempos[0]; i++) {
    Rig* rig = rig_nudged(SIXTEENTH, LOW_RATE);
    TnPosition told = place(0, 0, 1);
    told.bpm = tempos[i];
    run_block(rig, 0, 0, &told);
    run(rig, 40000);
    Melody* melody = melody_of(rig, FOUR_FOUR, 0, 90);
    const TnTransport* transport = &rig->engine.host;
    const int64_t fifth = tn_transport_units_a_tick(transport) / TN_NUDGES_A_TICK;
    for (int m = 0, next = 0; m < rig->count; m++) {
      if (rig->messages[m].bytes[0] >> 4 == 9) {
        const Strike* strike = &melody->strikes[next++];
        const int64_t position = (strike->tick * TN_NUDGES_A_TICK + strike->nudge) * fifth;
        assert_int_equal(rig->messages[m].frame, tn_transport_frame_of(transport, position));
        assert_int_equal(rig->messages[m].bytes[1], strike->pitch);
      }
    }
    assert_true(count_note_ons(rig) > 20);
    free(melody);
    rig_free(rig);
  }
}

// A host that is a tenth faster than its tempo corrects the place in every block, often between the
// two notes of a unison that are nudged apart: they are one note all the same.
static void test_a_unison_is_one_note_across_a_small_correction(void** state) {
  (void)state;
  enum { END = 16 * 96, BLOCK = TICK / 10 };
  for (int seed = 2; seed < 5; seed++) {
    Rig* rig = rig_nudged(0, RATE); // chords
    rig->controls.seed = (float)seed;
    Melody* melody = melody_of(rig, FOUR_FOUR, 0, 9);
    for (int i = 0; (i + 1) * 11 <= END * 100; i++) {
      const double tick = i * 0.11;
      const TnPosition told = place((int64_t)(tick / 96), fmod(tick, 96) / 24, 1);
      run_block(rig, BLOCK, 0, &told);
    }
    int wanted = 0;
    while (melody->strikes[wanted].tick < END) {
      ++wanted;
    }
    assert_int_equal(count_note_ons(rig), wanted);
    free(melody);
    rig_free(rig);
  }
}

// The frame of the note-off that ends the note struck by `on`, of the same pitch and channel.
static uint64_t end_of_message(const Rig* rig, int on) {
  const Message* struck = &rig->messages[on];
  for (int i = on + 1; i < rig->count; i++) {
    const Message* message = &rig->messages[i];
    if (message->bytes[0] == (struck->bytes[0] ^ 0x10) && message->bytes[1] == struck->bytes[1]) {
      return message->frame;
    }
  }
  fail_msg("message %d is never ended", on);
  return 0;
}

static uint64_t least(uint64_t a, uint64_t b) {
  return a < b ? a : b;
}

// One note every 24 ticks, so that few are cut: the end moves with the onset, up to the phrase's.
static void test_a_nudged_note_is_as_long_as_it_was_composed(void** state) {
  (void)state;
  enum { PHRASE = 2 * BAR };
  Rig* rig = rig_nudged(24, RATE);
  locate(rig, 0, 0, 1);
  run(rig, PHRASE + 10 * TICK);
  Band* band = rig_band(rig);
  const TnBrief brief = rig_brief(rig);
  TnPhrase* phrase = tn_composer_phrase(band->composer, 0, FOUR_FOUR, &brief);
  while (!phrase->complete) {
    tn_composer_step(band->composer, phrase, &brief);
  }
  int checked = 0;
  for (int i = 0; i < phrase->count; i++) {
    const TnNote* note = &phrase->notes[i];
    const uint64_t frame = (uint64_t)(note->onset * TICK + note->nudge * TICK / TN_NUDGES_A_TICK);
    const uint64_t end = least(frame + (uint64_t)note->duration * TICK, PHRASE);
    for (int m = 0; m < rig->count; m++) {
      const Message* message = &rig->messages[m];
      const bool alone = i + 1 == phrase->count || note[1].onset * TICK > (int64_t)end + TICK;
      if (alone && message->frame == frame && message->bytes[0] >> 4 == 9 &&
          message->bytes[1] == note->pitch) {
        assert_int_equal(end_of_message(rig, m), end);
        ++checked;
      }
    }
  }
  assert_true(checked > 2);
  band_free(band);
  rig_free(rig);
}

// The first note with a nudge of that sign, after the first few.
static const Strike* find_nudged(const Melody* melody, int sign) {
  for (int i = 4; i < melody->count; i++) {
    if (melody->strikes[i].nudge * sign > 0) {
      return &melody->strikes[i];
    }
  }
  fail_msg("no such note");
  return NULL;
}

static void locate_to(Rig* rig, int64_t tick, double more) {
  locate(rig, tick / 96, (double)(tick % 96) / 24 + more / 24, 1);
}

// Of the notes on one tick some may be on time or late.
static bool strikes_at_once(const Rig* rig, const Strike* strike) {
  for (int i = 0; i < rig->count; i++) {
    if (rig->messages[i].frame == 0 && rig->messages[i].bytes[1] == strike->pitch) {
      return true;
    }
  }
  return false;
}

static void test_a_playhead_put_on_a_tick_plays_what_is_meant_to_sound_there(void** state) {
  (void)state;
  Rig* rig = rig_nudged(SIXTEENTH, RATE);
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  const Strike* early = find_nudged(melody, -1);
  locate_to(rig, early->tick, 0);
  run_block(rig, 100, 0, NULL);
  assert_true(strikes_at_once(rig, early));
  assert_int_equal(rig->engine.late, 0);
  free(melody);
  rig_free(rig);
}

static void test_a_note_that_is_still_to_sound_is_played_from_within_its_tick(void** state) {
  (void)state;
  Rig* rig = rig_nudged(SIXTEENTH, RATE);
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  const Strike* late = find_nudged(melody, 1);
  locate_to(rig, late->tick, 0.1);
  run_block(rig, TICK / 2, 0, NULL);
  bool seen = false;
  for (int i = 0; i < rig->count; i++) {
    seen = seen || (rig->messages[i].bytes[1] == late->pitch &&
                    llabs((int64_t)rig->messages[i].frame - (late->nudge * 200 - 100)) <= 1);
  }
  assert_true(seen);
  free(melody);
  rig_free(rig);
}

static void test_a_loop_plays_the_same_again_and_nothing_hangs(void** state) {
  (void)state;
  Rig* rig = rig_nudged(SIXTEENTH, RATE);
  locate(rig, 0, 0, 1);
  for (int round = 0; round < 3; round++) {
    forget_messages(rig);
    run(rig, (uint64_t)BAR * 3 - 2 * TICK); // it ends within a bar
    assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 0, (int64_t)rig->block - 3 * BAR + 2 * TICK,
                  TICK);
    locate(rig, 0, 0, 1);
  }
  locate(rig, 0, 0, 0);
  run(rig, 1);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

// How many notes are struck of a phrase of these, which a playhead enters at a tick.
static int count_struck_from(const TnNote* notes, int count, float gate, double tick) {
  Rig* rig = rig_nudged(0, RATE);
  rig->controls.gate = gate;
  locate(rig, 0, 0, 1);
  run_block(rig, 1, 0, NULL);
  TnPhrase* phrase = rig->engine.phrase;
  memcpy(phrase->notes, notes, (size_t)count * sizeof *notes);
  phrase->count = count;
  phrase->complete = true;
  forget_messages(rig);
  locate(rig, 0, tick / 24, 1);
  run(rig, 20 * TICK);
  assert_ptr_equal(rig->engine.phrase, phrase);
  const int struck = count_note_ons(rig);
  rig_free(rig);
  return struck;
}

// Two parts strike one pitch apart, the first for a moment: where the playhead comes in between
// them, the second is struck, as it is when both are played.
static void test_a_unison_of_which_the_first_is_over_is_joined(void** state) {
  (void)state;
  const TnNote notes[] = {
      {.onset = 24, .duration = 1, .part = 0, .pitch = 60, .velocity = 80, .nudge = -2},
      {.onset = 24, .duration = 1, .part = 1, .pitch = 60, .velocity = 80, .nudge = 2}};
  assert_int_equal(count_struck_from(notes, 2, 0.1F, 12), 2);
  assert_int_equal(count_struck_from(notes, 2, 0.1F, 24.2), 1);
}

// One pitch is struck three times (by two parts: the band has no more with pitches), each while the
// one before still sounds: it is one note, of which nothing is struck where the playhead comes in
// after the first, also what begins when the first alone would be over.
static void test_a_unison_is_past_by_the_note_between(void** state) {
  (void)state;
  const TnNote notes[] = {
      {.onset = 24, .duration = 1, .part = 0, .pitch = 60, .velocity = 80, .nudge = -2},
      {.onset = 24, .duration = 1, .part = 1, .pitch = 60, .velocity = 80, .nudge = 2},
      {.onset = 24, .duration = 1, .part = 0, .pitch = 60, .velocity = 80, .nudge = 1}};
  assert_int_equal(count_struck_from(notes, 3, 0.7F, 12), 1);
  assert_int_equal(count_struck_from(notes, 3, 0.7F, 24.1), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_notes_sound_on_the_frame_of_their_nudge),
      cmocka_unit_test(test_dense_chords_sound_in_the_order_of_their_nudges),
      cmocka_unit_test(test_no_note_is_late_when_nothing_is_rushed),
      cmocka_unit_test(test_a_note_sounds_on_the_first_frame_at_or_after_its_time),
      cmocka_unit_test(test_a_unison_is_one_note_across_a_small_correction),
      cmocka_unit_test(test_a_unison_of_which_the_first_is_over_is_joined),
      cmocka_unit_test(test_a_unison_is_past_by_the_note_between),
      cmocka_unit_test(test_a_nudged_note_is_as_long_as_it_was_composed),
      cmocka_unit_test(test_a_playhead_put_on_a_tick_plays_what_is_meant_to_sound_there),
      cmocka_unit_test(test_a_note_that_is_still_to_sound_is_played_from_within_its_tick),
      cmocka_unit_test(test_a_loop_plays_the_same_again_and_nothing_hangs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
