// What a preset plays, and figures of it.
#ifndef TN_TESTS_PRESET_MUSIC_H
#define TN_TESTS_PRESET_MUSIC_H

#include "tests/host/opened_host.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  MUSIC_BARS = 96,
  MUSIC_BEATS = 4 * MUSIC_BARS, // the hosts of these tests play in 4/4
  MUSIC_CLASSES = 12
};

// A note; times in quarter notes.
typedef struct {
  double onset;
  double length;
  uint8_t channel;
  uint8_t pitch;
  uint8_t velocity;
} MusicNote;

typedef struct {
  MusicNote* notes; // owned; in order of onset
  size_t count;
} Music;

// Plays the preset from the first bar on. The caller frees the notes.
static inline Music music_of(Host* host, const char* preset) {
  Music music = {.notes = NULL};
  size_t count;
  assert_true(host_load_preset(host, preset));
  settle(host);
  host_locate(host, 0, 0);
  host_run(host, BLOCK);
  host_clear_events(host);
  host_play(host);
  host_run_to(host, MUSIC_BARS, 0, 1024);
  host_stop(host);
  host_run(host, BLOCK);
  const HostEvent* events = host_events(host, &count);
  music.notes = calloc(count + 1, sizeof *music.notes);
  assert_non_null(music.notes);
  for (size_t i = 0; i < count; i++) {
    const HostEvent* e = &events[i];
    const uint8_t channel = e->bytes[0] & 0x0f;
    if ((e->bytes[0] & 0xf0) == 0x90) {
      music.notes[music.count++] =
          (MusicNote){(double)e->beats, MUSIC_BEATS, channel, e->bytes[1], e->bytes[2]};
      continue;
    }
    for (size_t n = music.count; (e->bytes[0] & 0xf0) == 0x80 && n-- > 0;) {
      if (music.notes[n].channel == channel && music.notes[n].pitch == e->bytes[1]) {
        music.notes[n].length = (double)e->beats - music.notes[n].onset;
        break;
      }
    }
  }
  return music;
}

static inline bool is_drum(const MusicNote* note) {
  return note->channel == 9;
}

static inline double music_density(const Music* music) {
  return (double)music->count / MUSIC_BARS;
}

// Of what is no drum; of drums where there is nothing else, as the next.
static inline bool counts(const Music* music, const MusicNote* note) {
  for (size_t i = 0; i < music->count; i++) {
    if (!is_drum(&music->notes[i])) {
      return !is_drum(note);
    }
  }
  return true;
}

static inline double music_pitch(const Music* music) {
  double sum = 0;
  double notes = 0;
  for (size_t i = 0; i < music->count; i++) {
    const bool is_counted = counts(music, &music->notes[i]);
    sum += is_counted ? music->notes[i].pitch : 0;
    notes += is_counted;
  }
  return notes > 0 ? sum / notes : 0;
}

static inline double music_length(const Music* music) {
  double sum = 0;
  for (size_t i = 0; i < music->count; i++) {
    sum += music->notes[i].length / (double)music->count;
  }
  return sum;
}

// How many different pitch classes there are.
static inline int music_classes(const Music* music) {
  bool used[MUSIC_CLASSES] = {false};
  int classes = 0;
  for (size_t i = 0; i < music->count; i++) {
    const int class = music->notes[i].pitch % MUSIC_CLASSES;
    classes += counts(music, &music->notes[i]) && !used[class];
    used[class] = used[class] || counts(music, &music->notes[i]);
  }
  return classes;
}

// Bits of a pitch, of all that are played.
static inline double music_entropy(const Music* music) {
  double used[128] = {0};
  double notes = 0;
  double bits = 0;
  for (size_t i = 0; i < music->count; i++) {
    used[music->notes[i].pitch] += counts(music, &music->notes[i]);
    notes += counts(music, &music->notes[i]);
  }
  for (int p = 0; p < 128; p++) {
    bits -= used[p] > 0 ? used[p] / notes * log2(used[p] / notes) : 0;
  }
  return bits;
}

// Most pitched notes that sound at once.
static inline int music_voices(const Music* music) {
  int most = 0;
  for (size_t i = 0; i < music->count; i++) {
    int sounding = 0;
    for (size_t j = 0; j <= i; j++) {
      const MusicNote* note = &music->notes[j];
      sounding += !is_drum(note) && note->onset + note->length > music->notes[i].onset + 1e-4;
    }
    most = sounding > most ? sounding : most;
  }
  return most;
}

static inline bool music_has(const Music* music, double onset, uint8_t pitch) {
  for (size_t i = 0; i < music->count; i++) {
    if (fabs(music->notes[i].onset - onset) < 0.02 && music->notes[i].pitch == pitch) {
      return true;
    }
  }
  return false;
}

// The share of notes after the first bars that these have on the same place.
static inline double music_repeats(const Music* music, int bars) {
  double again = 0;
  double notes = 0;
  for (size_t i = 0; i < music->count; i++) {
    const MusicNote* note = &music->notes[i];
    if (note->onset >= 4 * bars - 0.02) {
      again += music_has(music, fmod(note->onset + 0.02, 4 * bars) - 0.02, note->pitch);
      notes += 1;
    }
  }
  return notes > 0 ? again / notes : 0;
}

// The share of onsets on the second eighth of a beat, straight.
static inline double music_straight(const Music* music) {
  double straight = 0;
  for (size_t i = 0; i < music->count; i++) {
    const double place = music->notes[i].onset - floor(music->notes[i].onset);
    straight += fabs(place - 0.5) < 0.01;
  }
  return music->count > 0 ? straight / (double)music->count : 0;
}

// Whether both have the same notes from one bar to another.
static inline bool music_same(const Music* a, const Music* b, int from, int to) {
  size_t of_a = 0;
  size_t of_b = 0;
  for (size_t i = 0; i < b->count; i++) {
    of_b += b->notes[i].onset >= 4 * from && b->notes[i].onset < 4 * to;
  }
  for (size_t i = 0; i < a->count; i++) {
    const MusicNote* note = &a->notes[i];
    if (note->onset >= 4 * from && note->onset < 4 * to) {
      ++of_a;
      if (!music_has(b, note->onset, note->pitch)) {
        return false;
      }
    }
  }
  return of_a == of_b;
}

#endif
