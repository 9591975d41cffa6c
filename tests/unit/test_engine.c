// The engine, block by block.
#include "plugin/engine/engine.h"

#include "tests/unit/small_band.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

static const float BIAS = 7; // nats: mostly, not always

enum {
  RATE = 48000,
  TICK = 1000, // frames, at 120 quarters a minute
  BAR = 96 * TICK,
  CAPACITY = 8192,
  SIXTEENTH = 6
};

typedef struct {
  uint64_t frame; // from the first block on
  uint8_t bytes[3];
} Message;

// An engine and what has come out of it.
typedef struct {
  Band* band;
  int dt; // the band's likeliest step
  TnEngine engine;
  TnControls controls;
  uint64_t block; // frame on which it begins
  int room;       // for messages a block
  int left;       // of it
  int count;
  Message messages[CAPACITY];
  int sounding[16][128];
} Rig;

static bool write_message(void* handle, uint32_t frame, const uint8_t bytes[3]) {
  Rig* rig = handle;
  assert_true(frame < rig->engine.frames);
  if (rig->left == 0) {
    return false;
  }
  --rig->left;
  assert_true(rig->count < CAPACITY);
  Message* next = &rig->messages[rig->count++];
  next->frame = rig->block + frame;
  assert_true(rig->count < 2 || next[-1].frame <= next->frame);
  memcpy(next->bytes, bytes, sizeof next->bytes);
  int* sounding = &rig->sounding[bytes[0] & 0x0f][bytes[1]];
  *sounding += (bytes[0] & 0xf0) == 0x90 ? 1 : -1;
  assert_in_range(*sounding, 0, 1); // nothing doubled, nothing ended twice
  return true;
}

static TnMidiSink sink_of(Rig* rig) {
  return (TnMidiSink){write_message, rig};
}

static Rig* rig_with(int dt, uint32_t rate) {
  Rig* rig = calloc(1, sizeof *rig);
  assert_non_null(rig);
  rig->dt = dt;
  rig->band = band_new(dt, BIAS);
  rig->room = CAPACITY;
  rig->controls = (TnControls){.enabled = 1,
                               .freewheel = 1,
                               .temperature = 1,
                               .top_p = 0.95F,
                               .length = 2,
                               .tempo = 120,
                               .seed = 1};
  tn_engine_init(&rig->engine, rate);
  tn_engine_set_composer(&rig->engine, rig->band->composer);
  return rig;
}

static Rig* rig_new(void) {
  return rig_with(SIXTEENTH, RATE);
}

static void rig_free(Rig* rig) {
  band_free(rig->band);
  free(rig);
}

static TnPosition place(int64_t bar, double beat, double speed) {
  return (TnPosition){.has_bar = true,
                      .has_bar_beat = true,
                      .has_beats_per_bar = true,
                      .has_beat_unit = true,
                      .has_bpm = true,
                      .has_speed = true,
                      .bar = bar,
                      .bar_beat = beat,
                      .beats_per_bar = 4,
                      .beat_unit = 4,
                      .bpm = 120,
                      .speed = speed};
}

// A block in which the host tells `told`, unless that is NULL, at frame `at`.
static void run_block(Rig* rig, uint32_t frames, uint32_t at, const TnPosition* told) {
  rig->left = rig->room;
  tn_engine_begin(&rig->engine, &rig->controls, frames, sink_of(rig));
  if (told) {
    tn_engine_locate(&rig->engine, at, told, sink_of(rig));
  }
  tn_engine_end(&rig->engine, sink_of(rig));
  rig->block += frames;
}

static void run(Rig* rig, uint64_t frames) {
  for (; frames > 1000; frames -= 1000) {
    run_block(rig, 1000, 0, NULL);
  }
  run_block(rig, (uint32_t)frames, 0, NULL);
}

static void locate(Rig* rig, int64_t bar, double beat, double speed) {
  const TnPosition told = place(bar, beat, speed);
  run_block(rig, 0, 0, &told);
}

static int count_sounding(const Rig* rig) {
  int count = 0;
  for (int i = 0; i < 16 * 128; i++) {
    count += rig->sounding[i / 128][i % 128];
  }
  return count;
}

static int count_note_ons(const Rig* rig) {
  int count = 0;
  for (int i = 0; i < rig->count; i++) {
    count += (rig->messages[i].bytes[0] & 0xf0) == 0x90;
  }
  return count;
}

static void run_until_sounding(Rig* rig) {
  for (int i = 0; i < 1000 && count_sounding(rig) == 0; i++) {
    run_block(rig, 256, 0, NULL);
  }
  assert_true(count_sounding(rig) > 0);
}

static void forget_messages(Rig* rig) {
  rig->count = 0;
}

// ---- the notes of a composer of the test's own ----

typedef struct {
  int64_t tick; // of the song
  uint8_t channel;
  uint8_t pitch;
} Strike;

typedef struct {
  int count;
  Strike strikes[CAPACITY];
} Melody;

static bool is_unison(const Melody* melody, Strike strike) {
  for (int i = melody->count; i-- > 0 && melody->strikes[i].tick == strike.tick;) {
    if (melody->strikes[i].pitch == strike.pitch && melody->strikes[i].channel == strike.channel) {
      return true;
    }
  }
  return false;
}

static void add_phrase(Melody* melody, const TnPhrase* phrase, int drum_part) {
  for (int i = 0; i < phrase->count; i++) {
    const TnNote* note = &phrase->notes[i];
    const Strike strike = {phrase->bar * tn_meter_bar_ticks(phrase->meter) + note->onset,
                           note->part == drum_part ? 9 : 0, note->pitch};
    if (!is_unison(melody, strike)) {
      assert_true(melody->count < CAPACITY);
      melody->strikes[melody->count++] = strike;
    }
  }
}

// What is struck from `bar` on for `phrases` phrases of the present settings.
static Melody* melody_of(const Rig* rig, TnMeter meter, int64_t bar, int phrases) {
  Band* band = band_new(rig->dt, BIAS);
  Melody* melody = calloc(1, sizeof *melody);
  assert_non_null(melody);
  const TnSettings settings = tn_engine_settings(&rig->controls);
  for (int i = 0; i < phrases; i++) {
    TnPhrase* phrase = tn_composer_phrase(band->composer, bar + i * settings.bars, meter, settings);
    while (!phrase->complete) {
      tn_composer_step(band->composer, phrase, settings);
    }
    add_phrase(melody, phrase, 2);
  }
  band_free(band);
  return melody;
}

static const TnMeter FOUR_FOUR = {0, 4, 4};

// That the note-ons so far are those of the melody from `tick` on, of which tick 0 falls on `zero`;
// at a whole number of frames a tick. Frees the melody.
static void assert_played(const Rig* rig, Melody* melody, int64_t tick, int64_t zero,
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
    assert_int_equal(message->frame, zero + strike->tick * frames_a_tick);
    assert_int_equal(message->bytes[0], 0x90 | strike->channel);
    assert_int_equal(message->bytes[1], strike->pitch);
    ++seen;
  }
  assert_true(seen > 5);
  assert_true(next == melody->count ||
              zero + melody->strikes[next].tick * frames_a_tick >= (int64_t)rig->block);
  free(melody);
}

// ---- rolling ----

static void test_nothing_sounds_before_a_position_or_when_stopped(void** state) {
  (void)state;
  Rig* rig = rig_new();
  run(rig, BAR);
  locate(rig, 0, 0, 0);
  run(rig, BAR);
  assert_int_equal(rig->count, 0);
  rig_free(rig);
}

static void test_phrases_join_at_bar_lines(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, (uint64_t)BAR * 8 - 1);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 4), 0, 0, TICK);
  for (int i = 0; i < rig->count; i++) { // no note is held over a join
    assert_true(rig->messages[i].bytes[0] >> 4 != 8 || rig->messages[i].frame % TICK == 0);
  }
  run(rig, 1);
  locate(rig, 0, 0, 0);
  run(rig, 1);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

static void test_block_size_does_not_matter(void** state) {
  (void)state;
  static const uint32_t blocks[] = {1, 17, 256, 8000};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
    Rig* rig = rig_new();
    locate(rig, 5, 1.5, 1); // in the middle of a phrase
    while (rig->block < (uint64_t)BAR * 2) {
      run_block(rig, blocks[i], 0, NULL);
    }
    assert_played(rig, melody_of(rig, FOUR_FOUR, 4, 3), 5 * 96 + 36, -(5 * 96 + 36) * TICK, TICK);
    rig_free(rig);
  }
}

static void test_several_ticks_in_a_frame_lose_no_note(void** state) {
  (void)state;
  Rig* rig = rig_with(SIXTEENTH, 8000);
  TnPosition told = place(0, 0, 1);
  told.bpm = 1999; // a tick is about 10 frames: phrases do not begin on whole ones
  run_block(rig, 0, 0, &told);
  run(rig, 8 * 96 * 10);
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 4);
  assert_in_range(count_note_ons(rig), melody->count - 3, melody->count);
  const TnTransport* transport = &rig->engine.host;
  for (int i = 0, next = 0; i < rig->count; i++) {
    if (rig->messages[i].bytes[0] >> 4 == 9) {
      const int64_t tick = melody->strikes[next++].tick;
      assert_int_equal(
          rig->messages[i].frame,
          tn_transport_frame_of(transport, tick * tn_transport_units_a_tick(transport)));
    }
  }
  free(melody);
  rig_free(rig);
}

static void test_loop_plays_the_same_again(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  for (int round = 0; round < 3; round++) {
    forget_messages(rig);
    run(rig, (uint64_t)BAR * 3);
    assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 0, (int64_t)BAR * 3 * round, TICK);
    locate(rig, 0, 0, 1);
  }
  rig_free(rig);
}

static void test_stop_inside_a_block_releases_there(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  const TnPosition told = {.has_speed = true, .speed = 0};
  const uint64_t block = rig->block;
  run_block(rig, 1000, 100, &told);
  assert_int_equal(count_sounding(rig), 0);
  assert_true(rig->messages[rig->count - 1].frame == block + 100);
  rig_free(rig);
}

static void test_note_struck_before_a_stop_is_not_struck_again(void** state) {
  (void)state;
  Rig* rig = rig_new();
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  locate(rig, 0, 0, 1);
  run(rig, (uint64_t)melody->strikes[3].tick * TICK + 5); // 5 frames after an onset
  TnPosition told = {.has_speed = true, .speed = 0};
  run_block(rig, 1000, 0, &told);
  forget_messages(rig);
  told.speed = 1;
  run_block(rig, 900, 0, &told);
  assert_int_equal(rig->count, 0);
  free(melody);
  rig_free(rig);
}

static void test_place_rounded_past_a_note_still_plays_it(void** state) {
  (void)state;
  Rig* rig = rig_new();
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  const int64_t tick = melody->strikes[3].tick;
  locate(rig, tick / 96, (double)(tick % 96) / 24 + 0.0002, 1);
  run_block(rig, 100, 0, NULL);
  assert_true(count_note_ons(rig) > 0);
  assert_true(rig->messages[0].frame == 0);
  free(melody);
  rig_free(rig);
}

static void test_position_told_beyond_the_block_holds_from_its_end(void** state) {
  (void)state;
  Rig* rig = rig_new();
  const TnPosition told = place(0, 0, 1);
  run_block(rig, 1000, 5000, &told);
  assert_int_equal(rig->count, 0);
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, 1000, TICK);
  rig_free(rig);
}

static void test_position_in_an_empty_block_counts(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  assert_int_equal(rig->count, 0);
  run(rig, BAR);
  for (int i = 0; i < 10; i++) {
    run_block(rig, 0, 0, NULL);
  }
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, 0, TICK);
  rig_free(rig);
}

static void test_host_that_tells_only_frames_does_not_cut_notes(void** state) {
  (void)state;
  Rig* told_often = rig_new();
  Rig* told_once = rig_new();
  TnPosition told = {.has_speed = true, .speed = 1, .has_frame = true};
  run_block(told_once, 64, 0, &told);
  run(told_once, BAR - 64);
  for (int frame = 0; frame < BAR; frame += 64) {
    told.frame = frame;
    run_block(told_often, 64, 0, &told);
  }
  assert_int_equal(told_often->count, told_once->count);
  for (int i = 0; i < told_once->count; i++) {
    assert_int_equal(told_often->messages[i].frame, told_once->messages[i].frame);
  }
  rig_free(told_often);
  rig_free(told_once);
}

static void test_tempo_found_to_count_quarters_goes_on_in_the_right_place(void** state) {
  (void)state;
  Rig* rig = rig_new();
  TnPosition told = place(0, 0, 1);
  told.beats_per_bar = 6;
  told.beat_unit = 8;
  run_block(rig, 1000, 0, &told);
  run(rig, 30 * 12 * TICK - 1000);
  forget_messages(rig);
  told.bar = 5; // 30 beats of 12 ticks
  const uint64_t block = rig->block;
  run_block(rig, 0, 0, &told);
  run(rig, 200 * TICK);
  Melody* melody = melody_of(rig, (TnMeter){0, 6, 8}, 4, 4);
  assert_played(rig, melody, 360, (int64_t)block - 360 * TICK, TICK);
  rig_free(rig);
}

static void test_tempo_found_to_count_beats_goes_back_to_the_right_place(void** state) {
  (void)state;
  Rig* rig = rig_new();
  TnPosition told = place(0, 0, 1);
  told.beats_per_bar = 6;
  told.beat_unit = 8;
  run_block(rig, 12000, 0, &told);
  told.bar_beat = 1; // as if in quarters; and for the next 40 bars no such thing
  run_block(rig, 240 * 24 * TICK / 2, 0, &told);
  assert_true(rig->engine.host.bpm_counts_quarters);
  forget_messages(rig);
  told.bar = 20;
  told.bar_beat = 1;
  const uint64_t block = rig->block;
  run_block(rig, 0, 0, &told);
  assert_false(rig->engine.host.bpm_counts_quarters);
  run(rig, 400 * TICK);
  Melody* melody = melody_of(rig, (TnMeter){0, 6, 8}, 20, 4);
  assert_played(rig, melody, 1452, (int64_t)block - 1452 * 2 * TICK, 2 * TICK);
  rig_free(rig);
}

// ---- composing ahead ----

static int count_steps(const Rig* rig) { // of a band that never rests
  int count = 0;
  for (int i = 0; i < TN_PHRASES; i++) {
    const TnPhrase* phrase = &rig->band->composer->phrases[i];
    count += phrase->count + (phrase->complete ? 1 : 0);
  }
  return count;
}

static void test_work_of_a_block_is_bounded(void** state) {
  (void)state;
  Rig* rig = rig_with(1, RATE);
  rig->controls.freewheel = 0;
  static const uint32_t blocks[] = {1, 64, 128, 1024, 4096};
  for (int i = 0; i < 400; i++) {
    const uint32_t frames = blocks[i % 5];
    // At most as many phrases as are kept, so that what is counted only grows.
    const TnPosition told = place(i % 50 == 0 ? i / 50 * 2 : 0, 0, i >= 20);
    const int before = count_steps(rig);
    run_block(rig, frames, frames / 2, i % 50 == 0 || i == 20 ? &told : NULL);
    assert_in_range(count_steps(rig) - before, 0, TN_STEPS_A_BLOCK + frames / TN_FRAMES_A_STEP);
    if (i >= 300) {
      break;
    }
  }
  assert_true(count_steps(rig) > 24);
  rig_free(rig);
}

static void test_empty_block_composes_nothing(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.freewheel = 0;
  locate(rig, 0, 0, 0);
  for (int i = 0; i < 10; i++) {
    run_block(rig, 0, 0, NULL);
  }
  assert_int_equal(count_steps(rig), 0);
  rig_free(rig);
}

static void test_a_stopped_engine_prepares_a_beat(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.freewheel = 0;
  locate(rig, 6, 0, 0);
  run(rig, BAR);
  assert_non_null(rig->engine.phrase);
  assert_int_equal(rig->engine.phrase->bar, 6);
  assert_true(tn_composer_reach(rig->engine.phrase) > 24);
  assert_true(tn_composer_reach(rig->engine.phrase) <= 24 + 97); // one step beyond
  const uint64_t start = rig->block;
  locate(rig, 6, 0, 1);
  run(rig, (uint64_t)BAR * 4);
  assert_int_equal(rig->engine.late, 0);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 6, 3), 6 * 96, (int64_t)start - 6 * (int64_t)BAR,
                TICK);
  rig_free(rig);
}

static void test_late_notes_are_left_out_not_heaped_up(void** state) {
  (void)state;
  Rig* rig = rig_with(3, RATE);
  rig->controls.freewheel = 0;
  rig->controls.length = 64;
  locate(rig, 60, 0, 1); // sixty bars are to be composed first
  for (int i = 0; i < 5500; i++) {
    run_block(rig, 64, 0, NULL);
  }
  assert_true(rig->engine.late > 5);
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  for (int i = 0, next = 0; i < rig->count; i++) {
    const Message* message = &rig->messages[i];
    if (message->bytes[0] >> 4 != 9) {
      continue;
    }
    const int64_t tick = 60 * 96 + (int64_t)message->frame / TICK;
    while (next < melody->count && (melody->strikes[next].tick + 6 < tick ||
                                    melody->strikes[next].pitch != message->bytes[1])) {
      ++next;
    }
    assert_true(next < melody->count); // one of these notes, a sixteenth late at most
    assert_true(melody->strikes[next].tick <= tick);
  }
  assert_true(count_note_ons(rig) > 5);
  free(melody);
  rig_free(rig);
}

// ---- controls ----

static void test_settings_are_within_their_ranges(void** state) {
  (void)state;
  static const float values[] = {-1e30F,           -1,        0, 1e30F, (float)INFINITY,
                                 -(float)INFINITY, (float)NAN};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    const float v = values[i];
    const TnControls controls = {v, v, v, v, v, v, v, v};
    const TnSettings settings = tn_engine_settings(&controls);
    assert_true(settings.sampling.temperature >= 0 && settings.sampling.temperature <= 2);
    assert_true(settings.sampling.top_p > 0 && settings.sampling.top_p <= 1);
    assert_in_range(settings.bars, 1, TN_MAX_PHRASE_BARS);
    assert_in_range(settings.seed, 0, 9999);
    Rig* rig = rig_new();
    locate(rig, 0, 0, 1);
    rig->controls = controls;
    run(rig, 10000);
    rig->controls.enabled = 1;
    run(rig, 10000);
    rig_free(rig);
  }
}

static void test_seed_and_length_change_the_music_from_there_on(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, BAR);
  rig->controls.seed = 77;
  rig->controls.length = 3;
  forget_messages(rig);
  run(rig, (uint64_t)BAR * 4);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 96, 0, TICK);
  rig_free(rig);
}

static void test_temperature_that_moved_leaves_no_trace(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, BAR / 2);
  rig->controls.temperature = 1.9F;
  run(rig, BAR);
  rig->controls.temperature = 1;
  run(rig, BAR / 2);
  forget_messages(rig);
  const uint64_t start = rig->block;
  locate(rig, 0, 0, 1);
  run(rig, (uint64_t)BAR * 2);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, (int64_t)start, TICK);
  rig_free(rig);
}

static void test_a_moving_control_does_not_harm_the_phrase_that_plays(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run(rig, 170 * TICK); // the phrase is composed to its end now, at 192
  for (int i = 0; i < 21; i++) {
    rig->controls.temperature = 0.5F + 0.05F * (float)i;
    run_block(rig, TICK, 0, NULL);
  }
  rig->controls.temperature = 1;
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 0, 0, TICK);
  rig_free(rig);
}

static void test_bypass_releases_and_comes_back(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  rig->controls.enabled = 0;
  const uint64_t block = rig->block;
  run_block(rig, 500, 0, NULL);
  assert_int_equal(count_sounding(rig), 0);
  assert_true(rig->messages[rig->count - 1].frame == block);
  forget_messages(rig);
  run(rig, BAR - rig->block);
  assert_int_equal(rig->count, 0);
  rig->controls.enabled = 1;
  run(rig, BAR);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 1), 96, 0, TICK);
  rig_free(rig);
}

static void test_free_run_needs_no_host(void** state) {
  (void)state;
  Rig* rig = rig_new();
  rig->controls.sync = 1;
  rig->controls.tempo = 60;
  run(rig, (uint64_t)BAR * 3);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 0, 2), 0, 1000, 2 * TICK); // from the second block
  const int count = count_note_ons(rig);
  locate(rig, 0, 0, 0); // a host that stops is of no concern
  run(rig, (uint64_t)BAR * 3);
  assert_true(count_note_ons(rig) > count);
  rig->controls.sync = 0;
  run(rig, 100);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

static void test_free_run_waits_for_its_first_notes(void** state) {
  (void)state;
  Rig* rig = rig_with(0, RATE); // chords
  rig->controls.sync = 1;
  rig->controls.freewheel = 0;
  for (int i = 0; i < 3000; i++) {
    run_block(rig, 128, 0, NULL);
  }
  assert_int_equal(rig->engine.late, 0);
  assert_true(count_note_ons(rig) > 5);
  rig_free(rig);
}

// ---- endings ----

static void test_no_composer_is_silence(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  tn_engine_set_composer(&rig->engine, NULL);
  run_block(rig, 100, 0, NULL);
  assert_int_equal(count_sounding(rig), 0);
  forget_messages(rig);
  run(rig, BAR);
  assert_int_equal(rig->count, 0);
  rig_free(rig);
}

static void test_release_silences_and_the_music_goes_on(void** state) {
  (void)state;
  Rig* rig = rig_new();
  locate(rig, 0, 0, 1);
  run_until_sounding(rig);
  rig->left = rig->room;
  tn_engine_begin(&rig->engine, &rig->controls, 10, sink_of(rig));
  tn_engine_release(&rig->engine, 0, sink_of(rig));
  assert_int_equal(count_sounding(rig), 0);
  tn_engine_end(&rig->engine, sink_of(rig));
  rig->block += 10;
  run(rig, BAR);
  assert_true(count_note_ons(rig) > 5);
  rig_free(rig);
}

static void test_full_output_leaves_nothing_hanging(void** state) {
  (void)state;
  for (int room = 0; room < 4; room++) {
    Rig* rig = rig_new();
    locate(rig, 0, 0, 1);
    rig->room = room;
    run(rig, BAR);
    rig->room = 2;
    locate(rig, 0, 0, 0);
    run(rig, 100000);
    assert_int_equal(count_sounding(rig), 0);
    assert_int_equal(rig->engine.player.count, 0);
    rig_free(rig);
  }
}

static void test_every_note_ends_whatever_the_host_does(void** state) {
  (void)state;
  Rig* rig = rig_new();
  uint32_t random = 1;
  for (int i = 0; i < 3000; i++) {
    random = random * 1664525U + 1013904223U;
    const uint32_t dice = random >> 16;
    const TnPosition told = place((int)(dice % 20) - 4, dice % 7 * 0.5, dice % 5 != 0);
    rig->controls.freewheel = dice % 3 ? 1.0F : 0.0F;
    rig->controls.enabled = dice % 31 ? 1.0F : 0.0F;
    rig->controls.sync = dice % 101 < 10 ? 1.0F : 0.0F;
    rig->controls.seed = (float)(dice % 3);
    rig->controls.length = (float)(1 + dice % 4);
    rig->room = dice % 13 ? CAPACITY : 2;
    if (rig->count > CAPACITY / 2) {
      forget_messages(rig);
    }
    run_block(rig, dice % 2000, dice % 1000, dice % 4 ? NULL : &told);
  }
  rig->room = CAPACITY;
  rig->controls.enabled = 0;
  run(rig, 100);
  assert_int_equal(count_sounding(rig), 0);
  rig_free(rig);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing_sounds_before_a_position_or_when_stopped),
      cmocka_unit_test(test_phrases_join_at_bar_lines),
      cmocka_unit_test(test_block_size_does_not_matter),
      cmocka_unit_test(test_several_ticks_in_a_frame_lose_no_note),
      cmocka_unit_test(test_loop_plays_the_same_again),
      cmocka_unit_test(test_stop_inside_a_block_releases_there),
      cmocka_unit_test(test_note_struck_before_a_stop_is_not_struck_again),
      cmocka_unit_test(test_place_rounded_past_a_note_still_plays_it),
      cmocka_unit_test(test_position_told_beyond_the_block_holds_from_its_end),
      cmocka_unit_test(test_position_in_an_empty_block_counts),
      cmocka_unit_test(test_host_that_tells_only_frames_does_not_cut_notes),
      cmocka_unit_test(test_tempo_found_to_count_quarters_goes_on_in_the_right_place),
      cmocka_unit_test(test_tempo_found_to_count_beats_goes_back_to_the_right_place),
      cmocka_unit_test(test_work_of_a_block_is_bounded),
      cmocka_unit_test(test_empty_block_composes_nothing),
      cmocka_unit_test(test_a_stopped_engine_prepares_a_beat),
      cmocka_unit_test(test_late_notes_are_left_out_not_heaped_up),
      cmocka_unit_test(test_settings_are_within_their_ranges),
      cmocka_unit_test(test_seed_and_length_change_the_music_from_there_on),
      cmocka_unit_test(test_temperature_that_moved_leaves_no_trace),
      cmocka_unit_test(test_a_moving_control_does_not_harm_the_phrase_that_plays),
      cmocka_unit_test(test_bypass_releases_and_comes_back),
      cmocka_unit_test(test_free_run_needs_no_host),
      cmocka_unit_test(test_free_run_waits_for_its_first_notes),
      cmocka_unit_test(test_no_composer_is_silence),
      cmocka_unit_test(test_release_silences_and_the_music_goes_on),
      cmocka_unit_test(test_full_output_leaves_nothing_hanging),
      cmocka_unit_test(test_every_note_ends_whatever_the_host_does),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
