// What the bounded pass hands on, repairs and refuses; then random damage, through to the score.
#include "tests/unit/smf_bytes.h"
#include "trainer/midi_clean.h"
#include "trainer/score.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint32_t big_endian(const uint8_t* at, size_t count) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    value = value << 8 | at[i];
  }
  return value;
}

// Checks one event of a clean track against the promised subset. Adds its delta to `tick`, moves
// `at` behind it and returns whether more may follow.
static bool check_event(const uint8_t* bytes, size_t* at, size_t end, int64_t* tick) {
  uint32_t delta = 0;
  size_t begin = *at;
  do {
    assert_true(*at < end && *at - begin < 4);
    delta = delta << 7 | (bytes[*at] & 0x7F);
  } while (bytes[(*at)++] & 0x80);
  *tick += delta;
  assert_true(*tick <= INT32_MAX);
  assert_true(end - *at >= 2);
  const uint8_t* event = bytes + *at;
  switch (event[0] & 0xF0) {
  case 0x80:
  case 0x90:
    *at += 3;
    assert_true(*at <= end && event[1] < 128 && event[2] < 128);
    return true;
  case 0xC0:
    *at += 2;
    assert_true(event[1] < 128);
    return true;
  default:
    assert_true(event[0] == 0xFF && end - *at >= 3);
    assert_true(event[1] == 0x2F || event[1] == 0x01 || event[1] == MIDI_CLEAN_META);
    assert_true(event[2] <= MIDI_CLEAN_TEMPO_LENGTH);
    *at += 3 + (size_t)event[2];
    assert_true(*at <= end);
    return event[1] != 0x2F;
  }
}

static void check_clean(const uint8_t* bytes, size_t size) {
  assert_true(size >= 14);
  assert_memory_equal(bytes, "MThd\0\0\0\6\0\1", 10);
  uint32_t tracks = big_endian(bytes + 10, 2);
  size_t at = 14;
  for (uint32_t i = 0; i < tracks; ++i) {
    assert_true(size - at >= 8);
    assert_memory_equal(bytes + at, "MTrk", 4);
    uint32_t length = big_endian(bytes + at + 4, 4);
    at += 8;
    assert_true(length <= size - at);
    size_t end = at + length;
    int64_t tick = 0;
    while (check_event(bytes, &at, end, &tick)) {
    }
    assert_true(at == end);
  }
  assert_true(at == size);
}

static void check_reason(const char* reason) {
  assert_true(reason[0] != '\0');
  for (; *reason; ++reason) {
    assert_true(*reason >= ' ' && *reason <= '~');
  }
}

// Asserts that `file` is rewritten into the track chunks `expected` behind a fresh header.
static void assert_cleaned(SmfBytes file, SmfBytes expected) {
  uint8_t* clean;
  size_t size;
  char reason[128] = "";
  assert_true(midi_clean(file.bytes, file.size, &clean, &size, reason, sizeof reason));
  check_clean(clean, size);
  assert_int_equal(size, expected.size);
  assert_memory_equal(clean, expected.bytes, size);
  free(clean);
}

// The same for the events of a single track.
static void assert_track(SmfBytes file, const uint8_t* events, size_t count) {
  assert_cleaned(file, smf_of_track(events, count));
}

static void assert_refused(const uint8_t* bytes, size_t size, const char* why) {
  uint8_t* clean = (uint8_t*)&size;
  size_t clean_size = 1;
  char reason[128] = "";
  assert_false(midi_clean(bytes, size, &clean, &clean_size, reason, sizeof reason));
  assert_null(clean);
  assert_int_equal(clean_size, 0);
  assert_string_equal(reason, why);
}

static void assert_track_refused(const uint8_t* events, size_t count, const char* why) {
  SmfBytes file = smf_of_track(events, count);
  assert_refused(file.bytes, file.size, why);
}

static void test_clean_bytes_stay_as_they_are(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0xC3, 5, 0, 0x93, 60, 90, 96, 0x83, 60, 0, END_OF_TRACK));
  assert_cleaned(file, file);
}

static void test_running_status_is_written_out(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, 9, 60, 0, 9, 62, 90, END_OF_TRACK)),
               BYTES(0, 0x90, 60, 90, 9, 0x90, 60, 0, 9, 0x90, 62, 90, END_OF_TRACK));
}

static void test_running_status_outlives_a_meta(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, 0, 0xFF, 0x06, 1, 'A', 9, 60, 0, END_OF_TRACK)),
               BYTES(0, 0x90, 60, 90, 9, 0x90, 60, 0, END_OF_TRACK));
}

static void test_dropped_messages_leave_their_time(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(1, 0xF0, 3, 1, 2, 0xF7, 1, 0xF7, 1, 0xF3, 1, 0xB0, 7, 200, 1,
                                  0xD0, 9, 1, 0xE0, 0, 64, 1, 0xFE, 1, 0xF2, 1, 2, 1, 0xFF, 0x03, 2,
                                  'h', 'i', 1, 0x90, 60, 90, 2, 0xFF, 0x7F, 0, 1, 0xFF, 0x2F, 0)),
               BYTES(9, 0x90, 60, 90, 3, 0xFF, 0x2F, 0));
}

static void test_a_long_text_is_dropped(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", 5 + 300 + 8);
  smf_put(&file, BYTES(0, 0xFF, 0x01, 0x82, 0x2C));
  static const uint8_t TEXT[300] = {'x'};
  smf_put(&file, TEXT, sizeof TEXT);
  smf_put(&file, BYTES(7, 0x90, 60, 90, END_OF_TRACK));
  assert_track(file, BYTES(7, 0x90, 60, 90, END_OF_TRACK));
}

static void test_tempos_and_meters_are_handed_on_as_private_metas(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0xFF, 0x58, 4, 6, 3, 36, 8, 5, 0xFF, 0x51, 3, 7, 0xA1, 0x20,
                                  END_OF_TRACK)),
               BYTES(0, 0xFF, MIDI_CLEAN_META, 2, 6, 3, 5, 0xFF, MIDI_CLEAN_META, 3, 7, 0xA1, 0x20,
                     END_OF_TRACK));
}

static void test_tempos_and_meters_without_a_meaning_are_dropped(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0xFF, 0x51, 3, 0, 0, 0, 0, 0xFF, 0x51, 2, 7, 0xA1, 0, 0xFF,
                                  0x58, 4, 0, 2, 24, 8, 0, 0xFF, 0x58, 4, 4, 7, 24, 8, 0, 0xFF,
                                  0x58, 4, 4, 255, 24, 8, 0, 0xFF, 0x58, 1, 4, END_OF_TRACK)),
               BYTES(END_OF_TRACK));
}

static void test_a_missing_end_of_track_is_added_at_the_last_event(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, 96, 0x80, 60, 0, 4, 0xB0, 64, 0)),
               BYTES(0, 0x90, 60, 90, 96, 0x80, 60, 0, 4, 0xFF, 0x2F, 0));
  assert_track(smf_of_track((const uint8_t*)"", 0), BYTES(END_OF_TRACK));
}

static void test_what_follows_the_end_of_track_is_dropped(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK, 9, 0x90, 60, 0, END_OF_TRACK)),
               BYTES(0, 0x90, 60, 90, END_OF_TRACK));
}

static void test_time_too_long_for_one_delta_is_filled(void** state) {
  (void)state;
  assert_track(
      smf_of_track(BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xB0, 7, 1, 3, 0x90, 60, 90, END_OF_TRACK)),
      BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x01, 0, 3, 0x90, 60, 90, END_OF_TRACK));
}

static void test_alien_chunks_and_trailing_text_are_dropped(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "XFIH", 3);
  smf_put(&file, BYTES(1, 2, 3));
  smf_put_track(&file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  smf_put_chunk_head(&file, "junk", 0x7FFFFFFF);
  assert_track(file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
}

static void test_every_track_is_kept_whatever_the_header_says(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_track(&file, BYTES(END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  SmfBytes expected = file;
  expected.bytes[11] = 2;
  assert_cleaned(file, expected);
}

static void test_a_lying_track_length_ends_at_the_end_of_track(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", 0x7FFFFFFF);
  smf_put(&file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0x90, 62, 90, END_OF_TRACK));
  SmfBytes expected = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  smf_put_track(&expected, BYTES(0, 0x90, 62, 90, END_OF_TRACK));
  expected.bytes[11] = 2;
  assert_cleaned(file, expected);
}

static void test_a_cut_off_track_keeps_its_whole_events(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0x90, 60, 90, 9, 0x90, 62, 90, END_OF_TRACK));
  file.size -= 5; // in the midst of the second note-on
  assert_track(file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
}

static void test_a_longer_header_is_read(void** state) {
  (void)state;
  SmfBytes file = {.size = 0};
  smf_put_chunk_head(&file, "MThd", 8);
  smf_put(&file, BYTES(0, 0, 0, 1, 0, 96, 1, 2));
  smf_put_track(&file, BYTES(END_OF_TRACK));
  assert_track(file, BYTES(END_OF_TRACK));
}

static void test_riff_containers_are_unwrapped(void** state) {
  (void)state;
  SmfBytes inside = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  for (unsigned lie = 0; lie < 2; ++lie) {
    SmfBytes file = {.size = 0};
    smf_put(&file, BYTES('R', 'I', 'F', 'F', 1, 2, 3, 4, 'R', 'M', 'I', 'D'));
    smf_put(&file, BYTES('L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c', 0));
    uint8_t length = lie ? 255 : (uint8_t)inside.size;
    smf_put(&file, BYTES('d', 'a', 't', 'a', length, 0, 0, 0));
    smf_put(&file, inside.bytes, inside.size);
    assert_cleaned(file, inside);
  }
}

static void test_a_macbinary_prefix_is_skipped(void** state) {
  (void)state;
  SmfBytes inside = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  static const uint8_t PREFIX[128] = {0, 4, 's', 'o', 'n', 'g'};
  SmfBytes file = {.size = 0};
  smf_put(&file, PREFIX, sizeof PREFIX);
  smf_put(&file, inside.bytes, inside.size);
  assert_cleaned(file, inside);
}

static void test_a_file_inside_an_archive_is_refused(void** state) {
  (void)state;
  SmfBytes inside = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  SmfBytes file = {.size = 0};
  smf_put(&file, BYTES('P', 'K', 3, 4));
  smf_put(&file, inside.bytes, inside.size);
  assert_refused(file.bytes, file.size, "not a MIDI file");
}

static void test_bad_headers_are_refused_with_their_reason(void** state) {
  (void)state;
  static const struct {
    uint8_t format;
    uint16_t division;
    const char* why;
  } CASES[] = {
      {2, 96, "format 2 (independent patterns, not a piece) is not supported"},
      {3, 96, "unknown file format"},
      {0, 0, "0 ticks a quarter"},
      {0, 0xE728, "SMPTE time, which has no beats, is not supported"},
      {0, 96, "no track in it"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; ++i) {
    SmfBytes file = {.size = 0};
    smf_put_header(&file, CASES[i].format, 1, CASES[i].division);
    assert_refused(file.bytes, file.size, CASES[i].why);
  }
  assert_refused(NULL, 0, "an empty file");
  assert_refused(BYTES('M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 1), "the file ends inside its header");
  assert_refused(BYTES('M', 'T', 'h', 'd', 0, 0, 0, 4, 0, 0, 0, 1, 0, 96),
                 "the header has an impossible length");
  assert_refused(BYTES('M', 'T', 'h', 'd', 6, 0, 0, 0, 0, 0, 0, 1, 0, 96),
                 "the header has an impossible length");
  assert_refused(BYTES('R', 'I', 'F', 'F', 4, 0, 0, 0, 'W', 'A', 'V', 'E'),
                 "a RIFF file, but without MIDI in it");
  assert_refused(BYTES('R', 'I', 'F', 'F', 4, 0, 0, 0, 'R', 'M', 'I', 'D'),
                 "a RIFF file, but without MIDI in it");
}

static void test_broken_events_are_refused_with_their_reason(void** state) {
  (void)state;
  assert_track_refused(BYTES(0, 60, 90, END_OF_TRACK),
                       "track 1: data where the first status byte should be");
  assert_track_refused(BYTES(0, 0x90, 200, 90, END_OF_TRACK),
                       "track 1: a pitch, velocity or program above 127");
  assert_track_refused(BYTES(0, 0x90, 60, 0x90, END_OF_TRACK),
                       "track 1: a pitch, velocity or program above 127");
  assert_track_refused(BYTES(0, 0xC0, 0xFF, END_OF_TRACK),
                       "track 1: a pitch, velocity or program above 127");
  assert_track_refused(BYTES(0x80, 0x80, 0x80, 0x80, 0, 0x90, 60, 90, END_OF_TRACK),
                       "track 1: a number of more than four bytes");
  assert_track_refused(BYTES(0, 0xFF, 0x03, 0x40, 'a', END_OF_TRACK),
                       "track 1: an event runs past the end of the track");
  assert_track_refused(BYTES(0, 0xF0, 0x40, 1, END_OF_TRACK),
                       "track 1: an event runs past the end of the track");
  assert_track_refused(BYTES(0, 0x90, 60), "track 1: an event runs past the end of the track");
}

static void test_ticks_stay_below_2_to_the_31(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", 9 * 7);
  for (int i = 0; i < 9; ++i) {
    smf_put(&file, BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xB0, 7, 1));
  }
  assert_refused(file.bytes, file.size, "track 1: longer than 2147483647 ticks");
}

// A track of `count` note-ons in running status, or `count` tracks without an event.
static uint8_t* big_file(size_t count, bool as_tracks, size_t* size) {
  SmfBytes begin = smf_of_track(BYTES(0, 0x90, 60, 90));
  *size = begin.size + count * (as_tracks ? 8 : 3);
  uint8_t* file = calloc(*size, 1);
  assert_non_null(file);
  memcpy(file, begin.bytes, begin.size);
  if (!as_tracks) {
    memset(file + 18, 0x7F, 4); // the length runs past the file: read to its end
  }
  for (size_t i = 0; as_tracks && i < count; ++i) {
    memcpy(file + begin.size + 8 * i, begin.bytes + 14, 4);
  }
  return file;
}

static void test_files_beyond_the_limits_are_refused(void** state) {
  (void)state;
  size_t size;
  uint8_t* file = big_file(MIDI_CLEAN_MAX_EVENTS, false, &size);
  assert_refused(file, size, "track 1: too many events in the file");
  free(file);
  file = big_file(MIDI_CLEAN_MAX_TRACKS, true, &size);
  assert_refused(file, size, "too many tracks");
  free(file);
  file = big_file(MIDI_CLEAN_MAX_SIZE / 8, true, &size);
  assert_refused(file, size, "larger than 16 MiB");
  free(file);
}

static void test_files_at_the_limits_are_read(void** state) {
  (void)state;
  size_t size;
  Score score;
  char reason[128];
  uint8_t* file = big_file(MIDI_CLEAN_MAX_EVENTS - 1, false, &size);
  assert_true(score_parse(file, size, &score, reason, sizeof reason));
  // All but the first have velocity 0.
  assert_int_equal(score.note_count, 1);
  score_free(&score);
  free(file);
  file = big_file(MIDI_CLEAN_MAX_TRACKS - 1, true, &size);
  assert_true(score_parse(file, size, &score, reason, sizeof reason));
  score_free(&score);
  free(file);
}

// Two tracks with something of everything that the pass knows.
static SmfBytes rich_file(void) {
  SmfBytes file = smf_begin();
  smf_put_track(&file,
                BYTES(0, 0xFF, 0x58, 4, 3, 2, 24, 8, 0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0, 0xFF, 0x03,
                      2, 'h', 'i', 0x83, 0, 0xFF, 0x51, 3, 6, 0, 0, END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0xC0, 5, 0, 0xB0, 7, 100, 0, 0x90, 60, 90, 0, 64, 90, 48, 60, 0, 0,
                             62, 80, 0, 0xF0, 3, 1, 2, 0xF7, 24, 0x80, 62, 0, 24, 64, 64, 0, 0xE0,
                             0, 64, 0x81, 0, 0x99, 36, 100, 96, 36, 0, 0, 0xD0, 1, END_OF_TRACK));
  smf_put_chunk_head(&file, "XFIH", 2);
  smf_put(&file, BYTES(1, 2));
  smf_put_track(&file, BYTES(0, 0x91, 40, 1, 96, 40, 2, 96, 40, 0, 0, 0xFF, 0x2F, 0));
  return file;
}

static void check_score(const Score* score) {
  assert_true(score->ticks_per_quarter >= 1 && score->ticks_per_quarter <= 32767);
  assert_true(score->note_count > 0);
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    assert_true(note->onset >= 0 && note->onset <= note->end && note->end <= score->end);
    assert_true(note->channel < 16 && note->program < 128 && note->pitch < 128);
    assert_true(note->velocity >= 1 && note->velocity < 128);
    assert_true(i == 0 || note[-1].onset < note->onset ||
                (note[-1].onset == note->onset && note[-1].track <= note->track));
  }
  for (size_t i = 0; i < score->meter_count; ++i) {
    const ScoreMeter* meter = &score->meters[i];
    assert_true(meter->numerator >= 1 && meter->numerator <= 255);
    assert_true(meter->denominator >= 1 && meter->denominator <= 64);
    assert_true((meter->denominator & (meter->denominator - 1)) == 0);
    assert_true(meter->tick >= 0 && (i == 0 || meter[-1].tick <= meter->tick));
  }
  for (size_t i = 0; i < score->tempo_count; ++i) {
    const ScoreTempo* tempo = &score->tempos[i];
    assert_true(isfinite(tempo->bpm) && tempo->bpm > 0.0);
    assert_true(tempo->tick >= 0 && (i == 0 || tempo[-1].tick <= tempo->tick));
  }
}

// Takes bytes in any state through both readers and returns whether they gave a score.
static bool check_readers(const uint8_t* bytes, size_t size) {
  uint8_t* clean;
  size_t clean_size;
  char reason[128] = "";
  if (midi_clean(bytes, size, &clean, &clean_size, reason, sizeof reason)) {
    check_clean(clean, clean_size);
    free(clean);
  } else {
    check_reason(reason);
  }
  Score score;
  bool read = score_parse(bytes, size, &score, reason, sizeof reason);
  if (read) {
    check_score(&score);
  } else {
    check_reason(reason);
    assert_null(score.notes);
  }
  score_free(&score);
  return read;
}

static void test_a_file_cut_at_any_byte_does_no_harm(void** state) {
  (void)state;
  SmfBytes file = rich_file();
  assert_true(check_readers(file.bytes, file.size));
  for (size_t size = 0; size < file.size; ++size) {
    // A copy of its own size, so that a sanitizer sees a read past the end.
    uint8_t* cut = malloc(size + 1);
    assert_non_null(cut);
    memcpy(cut, file.bytes, size);
    check_readers(cut, size);
    free(cut);
  }
}

static uint32_t xorshift(uint32_t* random) {
  *random ^= *random << 13;
  *random ^= *random >> 17;
  *random ^= *random << 5;
  return *random;
}

// Sets, flips, deletes, doubles or moves a byte; bytes that mean much in a MIDI file come up often.
static void damage(SmfBytes* file, uint32_t* random) {
  static const uint8_t TELLING[] = {0x00, 0x7F, 0x80, 0x90, 0xC0, 0xF0, 0xF7, 0xFF, 0x2F, 0x51};

  size_t at = xorshift(random) % file->size;
  size_t end = file->size;
  switch (xorshift(random) % 5) {
  case 0:
    file->bytes[at] = (uint8_t)xorshift(random);
    break;
  case 1:
    file->bytes[at] ^= (uint8_t)(1U << xorshift(random) % 8);
    break;
  case 2:
    file->bytes[at] = TELLING[xorshift(random) % sizeof TELLING];
    break;
  case 3:
    memmove(file->bytes + at, file->bytes + at + 1, end - at - 1);
    file->size--;
    break;
  default:
    memmove(file->bytes + at + 1, file->bytes + at, end - at);
    file->size++;
    break;
  }
}

static void test_random_damage_does_no_harm(void** state) {
  (void)state;
  const SmfBytes good = rich_file();
  uint32_t random = 0x2545F491;
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    SmfBytes file = good;
    for (uint32_t count = 1 + xorshift(&random) % 6; count > 0; --count) {
      damage(&file, &random);
    }
    uint8_t* bytes = malloc(file.size);
    assert_non_null(bytes);
    memcpy(bytes, file.bytes, file.size);
    read += check_readers(bytes, file.size);
    free(bytes);
  }
  // Both outcomes must be common, or the damage tests only one of them.
  assert_true(read > 4000 && read < 16000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clean_bytes_stay_as_they_are),
      cmocka_unit_test(test_running_status_is_written_out),
      cmocka_unit_test(test_running_status_outlives_a_meta),
      cmocka_unit_test(test_dropped_messages_leave_their_time),
      cmocka_unit_test(test_a_long_text_is_dropped),
      cmocka_unit_test(test_tempos_and_meters_are_handed_on_as_private_metas),
      cmocka_unit_test(test_tempos_and_meters_without_a_meaning_are_dropped),
      cmocka_unit_test(test_a_missing_end_of_track_is_added_at_the_last_event),
      cmocka_unit_test(test_what_follows_the_end_of_track_is_dropped),
      cmocka_unit_test(test_time_too_long_for_one_delta_is_filled),
      cmocka_unit_test(test_alien_chunks_and_trailing_text_are_dropped),
      cmocka_unit_test(test_every_track_is_kept_whatever_the_header_says),
      cmocka_unit_test(test_a_lying_track_length_ends_at_the_end_of_track),
      cmocka_unit_test(test_a_cut_off_track_keeps_its_whole_events),
      cmocka_unit_test(test_a_longer_header_is_read),
      cmocka_unit_test(test_riff_containers_are_unwrapped),
      cmocka_unit_test(test_a_macbinary_prefix_is_skipped),
      cmocka_unit_test(test_a_file_inside_an_archive_is_refused),
      cmocka_unit_test(test_bad_headers_are_refused_with_their_reason),
      cmocka_unit_test(test_broken_events_are_refused_with_their_reason),
      cmocka_unit_test(test_ticks_stay_below_2_to_the_31),
      cmocka_unit_test(test_files_beyond_the_limits_are_refused),
      cmocka_unit_test(test_files_at_the_limits_are_read),
      cmocka_unit_test(test_a_file_cut_at_any_byte_does_no_harm),
      cmocka_unit_test(test_random_damage_does_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
