#include "trainer/score.h"

#include "trainer/midi_clean.h"
#include "trainer/tick_sort.h"
#include "trainer/whole_file.h"

#include <assert.h>
#include <pthread.h>
#include <smf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANNELS = 16, KEYS = CHANNELS * 128, NOT_CLOSED = -1 };

typedef struct {
  int64_t tick;
  uint8_t channel;
  uint8_t program;
} ProgramChange;

// A key of the track in work: what sounds on one pitch of one channel.
typedef struct {
  size_t note;      // index into Score.notes, where it sounds
  unsigned doubles; // notes struck on the same tick as `note`, whose offs may still come
  bool sounds;
  bool cut_another; // `note` closed an earlier one, whose off may still come on the same tick
} Key;

// What is read from one song; the arrays of `score` are as long as `song` has such events.
typedef struct {
  smf_t* song;
  Score* score;
  ProgramChange* programs;
  size_t program_count;
} Reader;

static bool refuse(char* reason, size_t reason_size, const char* why) {
  snprintf(reason, reason_size, "%s", why);
  return false;
}

static void ignore_log(const gchar* domain, GLogLevelFlags level, const gchar* message,
                       gpointer data) {
  (void)domain;
  (void)level;
  (void)message;
  (void)data;
}

// What libsmf logs would land on the terminal in the midst of the trainer's own lines. Its domain
// is silenced while it loads, no longer. One thread at a time: GLib takes the number of a handler
// that it returns from where the next thread puts its own.
static smf_t* load_song(const uint8_t* clean, size_t size) {
  static const char DOMAIN[] = "libsmf";
  static pthread_mutex_t handlers = PTHREAD_MUTEX_INITIALIZER;

  pthread_mutex_lock(&handlers);
  guint handler = g_log_set_handler(DOMAIN, G_LOG_LEVEL_MASK, ignore_log, NULL);
  pthread_mutex_unlock(&handlers);
  smf_t* song = smf_load_from_memory(clean, (int)size);
  pthread_mutex_lock(&handlers);
  g_log_remove_handler(DOMAIN, handler);
  pthread_mutex_unlock(&handlers);
  return song;
}

// smf_delete() searches a track from its first event for each that it removes: 16 s for a track of
// 300,000. Detached events are freed without a search.
static void free_song(smf_t* song) {
  for (int number = 1; number <= song->number_of_tracks; ++number) {
    smf_track_t* track = smf_get_track_by_number(song, number);
    for (int i = 1; i <= track->number_of_events; ++i) {
      smf_event_t* event = smf_track_get_event_by_number(track, i);
      event->track = NULL;
      smf_event_delete(event);
    }
    g_ptr_array_set_size(track->events_array, 0);
    track->number_of_events = 0;
    track->next_event_number = -1;
  }
  smf_delete(song);
}

static bool is_note_on(const smf_event_t* event) {
  return (event->midi_buffer[0] & 0xF0) == 0x90 && event->midi_buffer[2] > 0;
}

static bool is_note_off(const smf_event_t* event) {
  uint8_t kind = event->midi_buffer[0] & 0xF0;
  return kind == 0x80 || (kind == 0x90 && event->midi_buffer[2] == 0);
}

static bool is_program(const smf_event_t* event) {
  return (event->midi_buffer[0] & 0xF0) == 0xC0;
}

static bool is_kept_meta(const smf_event_t* event, uint8_t length) {
  return event->midi_buffer[0] == 0xFF && event->midi_buffer[1] == MIDI_CLEAN_META &&
         event->midi_buffer[2] == length;
}

static size_t add_note(Reader* reader, const smf_event_t* event, int track) {
  size_t note = reader->score->note_count++;
  reader->score->notes[note] = (ScoreNote){.onset = event->time_pulses,
                                           .end = NOT_CLOSED,
                                           .track = (uint16_t)(track - 1),
                                           .channel = event->midi_buffer[0] & 0x0F,
                                           .pitch = event->midi_buffer[1],
                                           .velocity = event->midi_buffer[2]};
  return note;
}

static void close_note(ScoreNote* note, int64_t tick) {
  if (note->end == NOT_CLOSED) {
    note->end = tick;
  }
}

// A key that is struck again closes its note. Two voices that meet in one key on one tick are one
// note that lasts as long as the longer, and one of no length.
static void strike(Reader* reader, Key* key, size_t note) {
  ScoreNote* notes = reader->score->notes;
  int64_t tick = notes[note].onset;
  if (key->sounds && notes[key->note].onset == tick) {
    close_note(&notes[note], tick);
    key->doubles++;
    return;
  }
  if (key->sounds) {
    close_note(&notes[key->note], tick);
  }
  *key = (Key){.sounds = true, .note = note, .cut_another = key->sounds};
}

// Where the off may belong to another note, the key sounds on: a later off moves the end, and where
// none comes the end stays here. Some writers put the off of a repeated note behind its next on.
static void release(Reader* reader, Key* key, int64_t tick) {
  if (!key->sounds) {
    return;
  }
  ScoreNote* note = &reader->score->notes[key->note];
  note->end = tick;
  if (key->doubles > 0) {
    key->doubles--;
  } else if (key->cut_another && tick == note->onset) {
    key->cut_another = false;
  } else {
    key->sounds = false;
  }
}

static void close_all(Reader* reader, const Key* keys, int64_t tick) {
  for (size_t i = 0; i < KEYS; ++i) {
    if (keys[i].sounds) {
      close_note(&reader->score->notes[keys[i].note], tick);
    }
  }
}

static void add_program(Reader* reader, const smf_event_t* event) {
  reader->programs[reader->program_count++] =
      (ProgramChange){.tick = event->time_pulses,
                      .channel = event->midi_buffer[0] & 0x0F,
                      .program = event->midi_buffer[1]};
}

static void add_tempo(Reader* reader, const smf_event_t* event) {
  const uint8_t* value = event->midi_buffer + 3;
  int microseconds = value[0] << 16 | value[1] << 8 | value[2];
  Score* score = reader->score;
  ScoreTempo* tempo = &score->tempos[score->tempo_count++];
  *tempo = (ScoreTempo){event->time_pulses, 60e6 / microseconds};
}

static void add_meter(Reader* reader, const smf_event_t* event) {
  const uint8_t* value = event->midi_buffer + 3;
  Score* score = reader->score;
  ScoreMeter* meter = &score->meters[score->meter_count++];
  *meter = (ScoreMeter){event->time_pulses, value[0], 1 << value[1]};
}

static Key* key_of(Key* keys, const smf_event_t* event) {
  return &keys[(event->midi_buffer[0] & 0x0F) * (KEYS / CHANNELS) + event->midi_buffer[1]];
}

static void read_event(Reader* reader, Key* keys, const smf_event_t* event, int track) {
  if (is_note_on(event)) {
    strike(reader, key_of(keys, event), add_note(reader, event, track));
  } else if (is_note_off(event)) {
    release(reader, key_of(keys, event), event->time_pulses);
  } else if (is_program(event)) {
    add_program(reader, event);
  } else if (is_kept_meta(event, MIDI_CLEAN_TEMPO_LENGTH)) {
    add_tempo(reader, event);
  } else if (is_kept_meta(event, MIDI_CLEAN_METER_LENGTH)) {
    add_meter(reader, event);
  }
}

// Reads one track; its last event is always an End of Track.
static void read_track(Reader* reader, int number) {
  smf_track_t* track = smf_get_track_by_number(reader->song, number);
  int64_t end = 0; // ticks
  Key keys[KEYS] = {0};
  for (int i = 1; i <= track->number_of_events; ++i) {
    const smf_event_t* event = smf_track_get_event_by_number(track, i);
    end = event->time_pulses;
    read_event(reader, keys, event, number);
  }
  close_all(reader, keys, end);
  if (end > reader->score->end) {
    reader->score->end = end;
  }
}

typedef struct {
  size_t notes;
  size_t programs;
  size_t meters;
  size_t tempos;
} Counts;

static Counts count_events(const smf_t* song) {
  Counts counts = {0};
  for (int number = 1; number <= song->number_of_tracks; ++number) {
    const smf_track_t* track = smf_get_track_by_number(song, number);
    for (int i = 1; i <= track->number_of_events; ++i) {
      const smf_event_t* event = smf_track_get_event_by_number(track, i);
      counts.notes += is_note_on(event);
      counts.programs += is_program(event);
      counts.meters += is_kept_meta(event, MIDI_CLEAN_METER_LENGTH);
      counts.tempos += is_kept_meta(event, MIDI_CLEAN_TEMPO_LENGTH);
    }
  }
  return counts;
}

// An array that may be empty: NULL always means that there was no memory.
static void* new_array(size_t count, size_t size) {
  return calloc(count > 0 ? count : 1, size);
}

static bool reserve(Reader* reader, Counts counts) {
  Score* score = reader->score;
  score->notes = new_array(counts.notes, sizeof *score->notes);
  score->meters = new_array(counts.meters, sizeof *score->meters);
  score->tempos = new_array(counts.tempos, sizeof *score->tempos);
  reader->programs = new_array(counts.programs, sizeof *reader->programs);
  return score->notes && score->meters && score->tempos && reader->programs;
}

static bool sort_all(Reader* reader) {
  static_assert(offsetof(ScoreNote, onset) == 0 && offsetof(ScoreMeter, tick) == 0 &&
                    offsetof(ScoreTempo, tick) == 0 && offsetof(ProgramChange, tick) == 0,
                "tick_sort() needs the tick first");
  Score* score = reader->score;
  return tick_sort(score->notes, score->note_count, sizeof *score->notes) &&
         tick_sort(score->meters, score->meter_count, sizeof *score->meters) &&
         tick_sort(score->tempos, score->tempo_count, sizeof *score->tempos) &&
         tick_sort(reader->programs, reader->program_count, sizeof *reader->programs);
}

// Gives each note the program in force on its channel, whichever track set it.
static void assign_programs(Reader* reader) {
  uint8_t in_force[CHANNELS] = {0};
  size_t next = 0;
  for (size_t i = 0; i < reader->score->note_count; ++i) {
    ScoreNote* note = &reader->score->notes[i];
    for (; next < reader->program_count && reader->programs[next].tick <= note->onset; ++next) {
      in_force[reader->programs[next].channel] = reader->programs[next].program;
    }
    note->program = in_force[note->channel];
  }
}

static bool read_song(Reader* reader, char* reason, size_t reason_size) {
  Counts counts = count_events(reader->song);
  if (counts.notes == 0) {
    return refuse(reason, reason_size, "no notes");
  }
  if (!reserve(reader, counts)) {
    return refuse(reason, reason_size, "out of memory");
  }
  reader->score->ticks_per_quarter = reader->song->ppqn;
  for (int number = 1; number <= reader->song->number_of_tracks; ++number) {
    read_track(reader, number);
  }
  if (!sort_all(reader)) {
    return refuse(reason, reason_size, "out of memory");
  }
  assign_programs(reader);
  return true;
}

// Reads a file that midi_clean() wrote, and frees it as soon as libsmf has its copy.
static bool parse_clean(uint8_t* clean, size_t size, Score* score, char* reason,
                        size_t reason_size) {
  Reader reader = {.song = load_song(clean, size), .score = score};
  free(clean);
  if (!reader.song) {
    return refuse(reason, reason_size, "libsmf cannot read it");
  }
  bool ok = read_song(&reader, reason, reason_size);
  free_song(reader.song);
  free(reader.programs);
  if (!ok) {
    score_free(score);
  }
  return ok;
}

bool score_parse(const uint8_t* data, size_t size, Score* score, char* reason, size_t reason_size) {
  *score = (Score){0};
  uint8_t* clean;
  size_t clean_size;
  return midi_clean(data, size, &clean, &clean_size, reason, reason_size) &&
         parse_clean(clean, clean_size, score, reason, reason_size);
}

bool score_read(const char* path, Score* score, char* reason, size_t reason_size) {
  *score = (Score){0};
  size_t size;
  uint8_t* data = whole_file_read(path, MIDI_CLEAN_MAX_SIZE >> 20, &size, reason, reason_size);
  const bool ok = data && score_parse(data, size, score, reason, reason_size);
  free(data);
  return ok;
}

void score_free(Score* score) {
  free(score->notes);
  free(score->meters);
  free(score->tempos);
  *score = (Score){0};
}
