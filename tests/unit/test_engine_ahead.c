// How far and at what cost the engine composes ahead of the playhead.
#include "plugin/engine/kernel_sets.h"
#include "tests/unit/engine_melody.h"

#include <math.h>

// ---- a kernel that counts its multiply-adds by itself ----

static int64_t multiplied;

static void count_rows(const int16_t* table, const uint16_t* rows, int count, int outputs,
                       int32_t* told) {
  multiplied += (int64_t)count * outputs;
  tn_kernel_portable()->tell(table, rows, count, outputs, told);
}

static void count_panel(const TnAffine* affine, int panel, const TnValues x[2], const int32_t* told,
                        float* y) {
  multiplied += (int64_t)TN_PANEL * (affine->matrix[0].inputs + affine->matrix[1].inputs);
  tn_kernel_portable()->affine(affine, panel, x, told, y);
}

static const TnKernel* counting_kernel(void) {
  static TnKernel kernel;
  kernel = *tn_kernel_portable();
  kernel.tell = count_rows;
  kernel.affine = count_panel;
  return &kernel;
}

static int count_steps(const Rig* rig) { // of a band that never rests
  int count = 0;
  for (int i = 0; i < TN_PHRASES; i++) {
    const TnPhrase* phrase = &rig->band->composer->phrases[i];
    count += phrase->count + (phrase->complete ? 1 : 0);
  }
  return count;
}

// A network of which no block can compose all that is wanted, so that every bound is met.
static void test_work_of_a_block_is_bounded(void** state) {
  (void)state;
  Rig* rig = rig_with(1, RATE);
  band_free(rig->band);
  rig->band =
      band_sized((TnSizes){.embedding = 6, .layers = 3, .hidden = 500, .head = 70}, 1, BIAS);
  rig->band->composer->model->kernel = counting_kernel();
  tn_engine_set_composer(&rig->engine, rig->band->composer);
  rig->controls.freewheel = 0;
  rig->controls.length = 64;
  static const uint32_t blocks[] = {1, 64, 128, 20, 256};
  int64_t most = 0;
  for (int i = 0; i <= 100; i++) {
    const uint32_t frames = blocks[i % 5];
    const int64_t bound = tn_engine_work(frames);
    const TnPosition told = place(60, 0, 1); // most of the phrase is behind the playhead
    multiplied = 0;
    run_block(rig, frames, frames / 2, i == 10 ? &told : NULL);
    assert_true(multiplied <= bound);
    most = 100 * multiplied / bound > most ? 100 * multiplied / bound : most;
  }
  assert_true(most > 80);
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
  assert_true(tn_phrase_reach(rig->engine.phrase) > 24);
  assert_true(tn_phrase_reach(rig->engine.phrase) <= 24 + 97); // one step beyond
  const uint64_t start = rig->block;
  locate(rig, 6, 0, 1);
  run(rig, (uint64_t)BAR * 4);
  assert_int_equal(rig->engine.late, 0);
  assert_played(rig, melody_of(rig, FOUR_FOUR, 6, 3), 6 * 96, (int64_t)start - 6 * (int64_t)BAR,
                TICK);
  rig_free(rig);
}

// Sixty bars are to be composed first: until then there is silence, then all is in its place.
static void test_a_jump_into_the_unvisited_is_joined_exactly(void** state) {
  (void)state;
  Rig* rig = rig_with(3, RATE);
  rig->controls.freewheel = 0;
  rig->controls.length = 64;
  rig->work = 200000; // about two notes a block
  locate(rig, 60, 0, 1);
  for (int i = 0; i < 5500; i++) {
    run_block(rig, 64, 0, NULL);
  }
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  int next = 0;
  int played = 0;
  for (int i = 0; i < rig->count; i++) {
    const Message* message = &rig->messages[i];
    if (message->bytes[0] >> 4 != 9) {
      continue;
    }
    const uint64_t frame = message->frame + 60ULL * BAR;
    while (played == 0 && (uint64_t)melody->strikes[next].tick * TICK < frame) {
      ++next;
    }
    assert_true(next < melody->count && (uint64_t)melody->strikes[next].tick * TICK == frame);
    ++next; // from the first on, none is left out
    ++played;
  }
  assert_true(played > 5);
  assert_int_equal(rig->engine.late, 0);
  free(melody);
  rig_free(rig);
}

// The song slows down on the very frame of a note, which is less of it behind then than a frame was
// before.
static void test_no_note_is_late_because_the_song_slows_down(void** state) {
  (void)state;
  enum { FAST = 275, SLOW = 40 };
  const double beat_frames = RATE * 60.0 / FAST;
  int struck = 0;
  for (int beat = 1; beat < 8; beat++) {
    Rig* rig = rig_new();
    const uint64_t frame = (uint64_t)ceil(beat * beat_frames);
    TnPosition told = place(0, 0, 1);
    told.bpm = FAST;
    run_block(rig, 0, 0, &told);
    run(rig, frame);
    told.bpm = SLOW;
    told.bar = beat / 4;
    told.bar_beat = (double)frame / beat_frames - 4.0 * (double)told.bar;
    run_block(rig, 64, 0, &told);
    for (int i = 0; i < rig->count; i++) {
      struck += rig->messages[i].bytes[0] >> 4 == 9 && rig->messages[i].frame == frame;
    }
    assert_int_equal(rig->engine.late, 0);
    rig_free(rig);
  }
  assert_true(struck > 3);
}

// The first notes after a jump may take so many frames, however far the song comes in them.
static void test_a_start_is_not_late_because_the_song_slows_down(void** state) {
  (void)state;
  enum { FAST = 300, SLOW = 30, BLOCK = 64 };
  int struck = 0;
  for (int bar = 0; bar < 16; bar += 2) {
    Rig* rig = rig_with(0, RATE);
    rig->controls.freewheel = 0;
    rig->work = 1; // nothing
    TnPosition told = place(bar, 0, 1);
    told.bpm = FAST;
    run_block(rig, BLOCK, 0, &told);
    told.bpm = SLOW;
    told.bar_beat = BLOCK * FAST / 60.0 / RATE;
    run_block(rig, BLOCK, 0, &told);
    rig->work = 0; // what is usual
    run_block(rig, BLOCK, 0, NULL);
    struck += count_note_ons(rig);
    assert_int_equal(rig->engine.late, 0);
    rig_free(rig);
  }
  assert_true(struck > 0);
}

// On a machine that composes half of what is to be played.
static void test_late_notes_are_counted_and_not_heaped_up(void** state) {
  (void)state;
  Rig* rig = rig_with(3, RATE);
  rig->controls.freewheel = 0;
  rig->work = 60000; // half a note, where more than one is due
  locate(rig, 0, 0, 1);
  for (int i = 0; i < 40; i++) {
    run_block(rig, 4 * TICK, 0, NULL);
  }
  assert_true(rig->engine.late > 5);
  Melody* melody = melody_of(rig, FOUR_FOUR, 0, 1);
  for (int i = 0, next = 0; i < rig->count; i++) {
    const Message* message = &rig->messages[i];
    if (message->bytes[0] >> 4 != 9) {
      continue;
    }
    const int64_t tick = (int64_t)message->frame / TICK;
    while (next < melody->count && (melody->strikes[next].tick + 6 < tick ||
                                    melody->strikes[next].pitch != message->bytes[1])) {
      ++next;
    }
    assert_true(next < melody->count); // one of these notes, a sixteenth late at most
    assert_true(melody->strikes[next].tick <= tick);
  }
  free(melody);
  rig_free(rig);
}

// A block may be longer than what is composed ahead, which may be nothing but rests.
static void test_freewheeling_is_never_late(void** state) {
  (void)state;
  int notes[2];
  static const uint32_t blocks[2] = {1000, 4 * BAR};
  for (int i = 0; i < 2; i++) {
    Rig* rig = rig_new();
    band_free(rig->band);
    rig->band = band_new(96, 3); // rests now and then
    tn_engine_set_composer(&rig->engine, rig->band->composer);
    locate(rig, 0, 0, 1);
    for (uint32_t done = 0; done < 64 * BAR; done += blocks[i]) {
      run_block(rig, blocks[i], 0, NULL);
    }
    assert_int_equal(rig->engine.late, 0);
    notes[i] = count_note_ons(rig);
    rig_free(rig);
  }
  assert_true(notes[0] > 32);
  assert_int_equal(notes[0], notes[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_freewheeling_is_never_late),
      cmocka_unit_test(test_no_note_is_late_because_the_song_slows_down),
      cmocka_unit_test(test_a_start_is_not_late_because_the_song_slows_down),
      cmocka_unit_test(test_work_of_a_block_is_bounded),
      cmocka_unit_test(test_empty_block_composes_nothing),
      cmocka_unit_test(test_a_stopped_engine_prepares_a_beat),
      cmocka_unit_test(test_a_jump_into_the_unvisited_is_joined_exactly),
      cmocka_unit_test(test_late_notes_are_counted_and_not_heaped_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
