#include "trainer/copies.h"

#include <stdlib.h>

enum { FIRST_DRUM = TN_MAX_PITCHES };

static CopyNote copy_note(const TnNote* note, const TnNote* before, int drum_part) {
  const int drum = note->part == drum_part ? FIRST_DRUM : 0;
  return (CopyNote){.step = before ? note->onset - before->onset : 0,
                    .pitch = (int16_t)(note->pitch + drum)};
}

// Appends the piece, whose notes are in the order of events: the same pitch in two parts follows
// itself at once.
static void add_piece(CopyMusic* music, const Piece* piece, int drum_part) {
  const size_t first = music->count;
  const TnNote* before = NULL;
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    const CopyNote next = copy_note(note, before, drum_part);
    const CopyNote* last = music->count > first ? &music->notes[music->count - 1] : NULL;
    before = note;
    if (!last || next.step > 0 || next.pitch != last->pitch) {
      music->notes[music->count++] = next;
    }
  }
  for (size_t i = first; i < music->count; ++i) {
    music->notes[i].left = (uint32_t)(music->count - i);
  }
}

bool copy_music_init(CopyMusic* music, const Corpus* corpus, int drum_part) {
  *music = (CopyMusic){.notes = malloc((corpus_notes(corpus) + 1) * sizeof(CopyNote))};
  for (size_t i = 0; music->notes && i < corpus->count; ++i) {
    add_piece(music, &corpus->pieces[i], drum_part);
  }
  return music->notes != NULL;
}

void copy_music_free(CopyMusic* music) {
  free(music->notes);
  *music = (CopyMusic){0};
}

// What is taken off the pitched notes of a window to compare it.
static int window_base(const CopyIndex* index, const CopyNote* notes) {
  for (int i = 0; index->transposed && i < index->window; ++i) {
    if (notes[i].pitch < FIRST_DRUM) {
      return notes[i].pitch;
    }
  }
  return 0;
}

static int relative_pitch(const CopyNote* note, int base) {
  return note->pitch < FIRST_DRUM ? note->pitch - base : note->pitch;
}

static bool windows_equal(const CopyIndex* index, const CopyNote* a, const CopyNote* b) {
  const int base_a = window_base(index, a);
  const int base_b = window_base(index, b);
  for (int i = 0; i < index->window; ++i) {
    if (relative_pitch(&a[i], base_a) != relative_pitch(&b[i], base_b) ||
        (i > 0 && a[i].step != b[i].step)) {
      return false;
    }
  }
  return true;
}

// Of the steps between the notes and their pitches.
static uint64_t window_hash(const CopyIndex* index, const CopyNote* notes) {
  const int base = window_base(index, notes);
  uint64_t hash = BYTES_HASH;
  for (int i = 0; i < index->window; ++i) {
    hash = bytes_hash_number(hash, (uint32_t)(i > 0 ? notes[i].step : 0));
    hash = bytes_hash_number(hash, (uint32_t)relative_pitch(&notes[i], base));
  }
  return hash ^ (hash >> 29);
}

// The slot that holds an equal window, or the empty one where it belongs.
static uint32_t* find_slot(const CopyIndex* index, const CopyNote* window) {
  size_t place = (size_t)window_hash(index, window) & (index->capacity - 1);
  while (index->slots[place] &&
         !windows_equal(index, &index->music->notes[index->slots[place] - 1], window)) {
    place = (place + 1) & (index->capacity - 1);
  }
  return &index->slots[place];
}

bool copy_index_init(CopyIndex* index, const CopyMusic* music, int window, bool transposed) {
  *index = (CopyIndex){.music = music, .window = window, .transposed = transposed, .capacity = 2};
  while (index->capacity < 2 * music->count) {
    index->capacity *= 2;
  }
  index->slots = calloc(index->capacity, sizeof *index->slots);
  if (!index->slots) {
    return false;
  }
  for (size_t i = 0; i < music->count; ++i) {
    if (music->notes[i].left >= (uint32_t)window) {
      *find_slot(index, &music->notes[i]) = (uint32_t)(i + 1);
    }
  }
  return true;
}

void copy_index_free(CopyIndex* index) {
  free(index->slots);
  *index = (CopyIndex){0};
}

double copy_index_share(const CopyIndex* index, const CopyMusic* music) {
  size_t windows = 0;
  size_t copies = 0;
  for (size_t i = 0; i < music->count; ++i) {
    if (music->notes[i].left >= (uint32_t)index->window) {
      ++windows;
      copies += *find_slot(index, &music->notes[i]) > 0;
    }
  }
  return windows ? (double)copies / (double)windows : 0;
}
