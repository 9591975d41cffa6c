#include "plugin/midi_file.h"

#include "plugin/atomic_file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  TRACKS = 16,
  MAX_TICK = 0x0FFFFFFF,  // the longest delta time: four groups of seven bits
  MAX_TEMPO = 0xFFFFFF,   // microseconds a quarter: three bytes
  MAX_TEXT = 127,         // bytes: longer ones upset some readers
  MAX_EVENT_BYTES = 4 + 7 // a delta time and the longest event that is no text: the meter's
};

typedef struct {
  uint8_t* bytes; // taken once, large enough for the whole file
  size_t size;
  size_t capacity;
} Image;

// A note-on or note-off on its way into a track.
typedef struct {
  int32_t tick;
  uint8_t track;
  bool on;
  uint8_t channel;
  uint8_t pitch;
  uint8_t velocity;
} Event;

static void put_byte(Image* image, unsigned value) {
  assert(image->size < image->capacity);
  image->bytes[image->size++] = (uint8_t)value;
}

static void put_big_endian(Image* image, uint32_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; i--) {
    put_byte(image, (value >> (8 * i)) & 0xFF);
  }
}

// Seven bits a byte, the highest first; all but the last have the top bit set.
static void put_varying(Image* image, int32_t value) {
  assert(value >= 0 && value <= MAX_TICK);
  for (int shift = 21; shift > 0; shift -= 7) {
    if (value >> shift) {
      put_byte(image, 0x80U | ((unsigned)(value >> shift) & 0x7FU));
    }
  }
  put_byte(image, (unsigned)value & 0x7FU);
}

// Bytes of `text` that are written: whole UTF-8 characters only.
static size_t text_length(const char* text) {
  size_t length = strlen(text);
  if (length <= MAX_TEXT) {
    return length;
  }
  length = MAX_TEXT;
  while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
    length--;
  }
  return length;
}

static void put_name(Image* image, const char* name) {
  if (!name || !*name) {
    return;
  }
  const size_t length = text_length(name);
  put_byte(image, 0x00);
  put_big_endian(image, 0xFF03, 2);
  put_byte(image, (unsigned)length);
  for (size_t i = 0; i < length; i++) {
    put_byte(image, (unsigned char)name[i]);
  }
}

// Returns where the track's length stands, to be filled in by end_track().
static size_t begin_track(Image* image, const char* name) {
  put_big_endian(image, 0x4D54726B, 4); // "MTrk"
  const size_t mark = image->size;
  put_big_endian(image, 0, 4);
  put_name(image, name);
  return mark;
}

static void end_track(Image* image, size_t mark, int32_t delta) {
  put_varying(image, delta);
  put_big_endian(image, 0xFF2F00, 3);
  const size_t end = image->size;
  image->size = mark;
  put_big_endian(image, (uint32_t)(end - mark - 4), 4);
  image->size = end;
}

// Microseconds a quarter; its whole part is the nearest whole number of them.
static double tempo_micros(double bpm) {
  return 60e6 / bpm + 0.5;
}

static void put_tempo(Image* image, double bpm) {
  put_big_endian(image, 0xFF5103, 3);
  put_big_endian(image, (uint32_t)tempo_micros(bpm), 3);
}

static void put_meter(Image* image, const MidiFileMeter* meter) {
  unsigned exponent = 0;
  while ((1 << exponent) < meter->denominator) {
    exponent++;
  }
  const bool compound =
      meter->denominator >= 8 && meter->numerator > 3 && meter->numerator % 3 == 0;
  const int click = 96 * (compound ? 3 : 1) / meter->denominator; // in 24ths of a quarter
  put_big_endian(image, 0xFF5804, 3);
  put_byte(image, (unsigned)meter->numerator);
  put_byte(image, exponent);
  put_byte(image, (unsigned)(click > 0 ? click : 1));
  put_byte(image, 8); // 32nds in a quarter
}

// Track 0: the title and the maps of meter and tempo, merged by tick.
static void put_conductor(Image* image, const MidiFile* file, int32_t end) {
  const size_t mark = begin_track(image, file->title);
  int32_t now = 0;
  size_t m = 0;
  size_t t = 0;
  while (m < file->meter_count || t < file->tempo_count) {
    const bool meter = t == file->tempo_count ||
                       (m < file->meter_count && file->meters[m].tick <= file->tempos[t].tick);
    const int32_t tick = meter ? file->meters[m].tick : file->tempos[t].tick;
    put_varying(image, tick - now);
    now = tick;
    if (meter) {
      put_meter(image, &file->meters[m++]);
    } else {
      put_tempo(image, file->tempos[t++].bpm);
    }
  }
  end_track(image, mark, end - now);
}

// `events` are those of one track in the order of time.
static void put_track(Image* image, const char* name, const Event* events, size_t count,
                      int32_t end) {
  const size_t mark = begin_track(image, name);
  int32_t now = 0;
  for (size_t i = 0; i < count; i++) {
    const Event* event = &events[i];
    put_varying(image, event->tick - now);
    now = event->tick;
    put_byte(image, (event->on ? 0x90U : 0x80U) | event->channel);
    put_byte(image, event->pitch);
    put_byte(image, event->velocity);
  }
  end_track(image, mark, end - now);
}

// Groups the notes that share a key on a keyboard. Of those struck together the longest, then the
// loudest, comes last and is the one that stays.
static int compare_keys(const void* left, const void* right) {
  const MidiFileNote* a = left;
  const MidiFileNote* b = right;
  const int32_t keys[][2] = {{a->channel, b->channel},   {a->pitch, b->pitch},
                             {a->onset, b->onset},       {a->duration, b->duration},
                             {a->velocity, b->velocity}, {b->track, a->track}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (keys[i][0] != keys[i][1]) {
      return keys[i][0] < keys[i][1] ? -1 : 1;
    }
  }
  return 0;
}

// By track and time; a key is released before it, or another, is struck.
static int compare_events(const void* left, const void* right) {
  const Event* a = left;
  const Event* b = right;
  const int32_t keys[][2] = {{a->track, b->track},     {a->tick, b->tick},
                             {a->on, b->on},           {b->pitch, a->pitch},
                             {a->channel, b->channel}, {a->velocity, b->velocity}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (keys[i][0] != keys[i][1]) {
      return keys[i][0] < keys[i][1] ? -1 : 1;
    }
  }
  return 0;
}

// Turns sorted notes into note-ons and note-offs, each note cut at the next one of its key. Returns
// the number of events, at most 2 * count.
static size_t make_events(const MidiFileNote* notes, size_t count, Event* events) {
  size_t made = 0;
  for (size_t i = 0; i < count; i++) {
    const MidiFileNote* note = &notes[i];
    const MidiFileNote* next = i + 1 < count ? note + 1 : NULL;
    int32_t end = note->onset + note->duration;
    if (next && next->channel == note->channel && next->pitch == note->pitch && next->onset < end) {
      end = next->onset;
    }
    if (end == note->onset) {
      continue;
    }
    events[made++] =
        (Event){note->onset, note->track, true, note->channel, note->pitch, note->velocity};
    events[made++] = (Event){end, note->track, false, note->channel, note->pitch, 64};
  }
  return made;
}

// Always false, so that a failing check can return it.
static bool refuse(char* reason, size_t reason_size, const char* what, long long which) {
  if (reason_size > 0) {
    (void)snprintf(reason, reason_size, "%s %lld: a MIDI file cannot hold that", what, which);
  }
  return false;
}

static bool note_is_valid(const MidiFileNote* note) {
  return note->onset >= 0 && note->duration >= 1 && note->onset <= MAX_TICK - note->duration &&
         note->track < TRACKS && note->channel < 16 && note->pitch < 128 && note->velocity >= 1 &&
         note->velocity < 128;
}

static bool tempo_is_valid(const MidiFileTempo* tempo, int32_t earliest) {
  // Also false where bpm is not a number.
  return tempo->tick >= earliest && tempo->tick <= MAX_TICK && tempo->bpm > 0.0 &&
         tempo_micros(tempo->bpm) >= 1.0 && tempo_micros(tempo->bpm) < MAX_TEMPO + 1;
}

static bool meter_is_valid(const MidiFileMeter* meter, int32_t earliest) {
  const int beat = meter->denominator;
  return meter->tick >= earliest && meter->tick <= MAX_TICK && meter->numerator >= 1 &&
         meter->numerator <= 255 && beat >= 1 && beat <= 128 && (beat & (beat - 1)) == 0;
}

static bool check(const MidiFile* file, char* reason, size_t reason_size) {
  if (file->ticks_per_quarter < 1 || file->ticks_per_quarter > 0x7FFF) {
    return refuse(reason, reason_size, "a resolution of", file->ticks_per_quarter);
  }
  if (file->end < 0 || file->end > MAX_TICK) {
    return refuse(reason, reason_size, "the end at tick", file->end);
  }
  for (size_t i = 0; i < file->note_count; i++) {
    if (!note_is_valid(&file->notes[i])) {
      return refuse(reason, reason_size, "note", (long long)i);
    }
  }
  for (size_t i = 0; i < file->tempo_count; i++) {
    if (!tempo_is_valid(&file->tempos[i], i ? file->tempos[i - 1].tick : 0)) {
      return refuse(reason, reason_size, "tempo", (long long)i);
    }
  }
  for (size_t i = 0; i < file->meter_count; i++) {
    if (!meter_is_valid(&file->meters[i], i ? file->meters[i - 1].tick : 0)) {
      return refuse(reason, reason_size, "meter", (long long)i);
    }
  }
  return true;
}

// The caller's `end`, or later where something in the file comes after it.
static int32_t end_tick(const MidiFile* file) {
  int32_t end = file->end;
  for (size_t i = 0; i < file->note_count; i++) {
    const int32_t note_end = file->notes[i].onset + file->notes[i].duration;
    end = note_end > end ? note_end : end;
  }
  if (file->tempo_count && file->tempos[file->tempo_count - 1].tick > end) {
    end = file->tempos[file->tempo_count - 1].tick;
  }
  if (file->meter_count && file->meters[file->meter_count - 1].tick > end) {
    end = file->meters[file->meter_count - 1].tick;
  }
  return end;
}

// Events are sorted by track, so each track with notes is one run of them.
static void put_file(Image* image, const MidiFile* file, const Event* events, size_t count) {
  const int32_t end = end_tick(file);
  unsigned tracks = 1;
  for (size_t i = 0; i < count; i++) {
    tracks += i == 0 || events[i].track != events[i - 1].track;
  }
  put_big_endian(image, 0x4D546864, 4); // "MThd"
  put_big_endian(image, 6, 4);
  put_big_endian(image, 1, 2); // format 1
  put_big_endian(image, tracks, 2);
  put_big_endian(image, (uint32_t)file->ticks_per_quarter, 2);
  put_conductor(image, file, end);
  for (size_t first = 0; first < count;) {
    size_t last = first;
    while (last < count && events[last].track == events[first].track) {
      last++;
    }
    const char* name = file->track_names ? file->track_names[events[first].track] : NULL;
    put_track(image, name, events + first, last - first, end);
    first = last;
  }
}

// Fills `image` (its bytes are the caller's to free) from `file`. `notes` and `events` are room for
// note_count and twice as many.
static bool make_image(const MidiFile* file, MidiFileNote* notes, Event* events, Image* image) {
  const size_t chunk = 8 + 4 + 4 + MAX_TEXT + 8; // header, name and end of a track
  image->capacity =
      14 + (TRACKS + 1) * chunk +
      (2 * file->note_count + file->tempo_count + file->meter_count) * MAX_EVENT_BYTES;
  image->bytes = malloc(image->capacity);
  if (!image->bytes) {
    return false;
  }
  if (file->note_count > 0) {
    memcpy(notes, file->notes, file->note_count * sizeof *notes);
    qsort(notes, file->note_count, sizeof *notes, compare_keys);
  }
  const size_t count = make_events(notes, file->note_count, events);
  qsort(events, count, sizeof *events, compare_events);
  put_file(image, file, events, count);
  return true;
}

bool midi_file_write(const MidiFile* file, const char* path, char* reason, size_t reason_size) {
  if (!check(file, reason, reason_size)) {
    return false;
  }
  MidiFileNote* notes = malloc((file->note_count + 1) * sizeof *notes);
  Event* events = malloc((2 * file->note_count + 1) * sizeof *events);
  Image image = {0};
  bool ok = notes && events && make_image(file, notes, events, &image);
  if (ok) {
    ok = atomic_file_write(path, image.bytes, image.size, reason, reason_size);
  } else if (reason_size > 0) {
    (void)snprintf(reason, reason_size, "not enough memory for %zu notes", file->note_count);
  }
  free(image.bytes);
  free(events);
  free(notes);
  return ok;
}
