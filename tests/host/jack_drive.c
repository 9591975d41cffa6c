// jack_drive PORT [bar|performed|LOG]: puts a plugin in a JACK host through its paces. It becomes
// timebase master, starts the transport, changes the tempo, locates and stops, all while it listens
// to PORT (the host's MIDI output), and then says whether the notes were right, and each on the
// frame on which it must be. Takes about seven seconds; with `bar`, or `performed` where the style
// keeps the timing of performers, three, in which only the first bar is played. What it heard goes
// to the file LOG, as note_log.h says. Exit status: 0 all good, 1 a check failed, 3 no JACK.
#include "tests/host/note_log.h"

#include <errno.h>
#include <jack/jack.h>
#include <jack/midiport.h>
#include <jack/transport.h>
#include <math.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BEATS_PER_BAR  4
#define TICKS_PER_BEAT 48000.0 // of JACK's: whole ones at the tempos below, on every frame
#define SONG_TICKS     24      // a quarter note: a note of the plugin is on one
#define FINE_TICKS     120     // or, of one that keeps the timing of performers, on one of these
#define FEWEST_NOTES   8
#define FIRST_PITCHES  8
#define WAIT_SECONDS   15
#define COMPARED_END   (2 * BEATS_PER_BAR * SONG_TICKS) // before the tempo change's notes end
#define TICKS_HEARD    (4 * BEATS_PER_BAR * SONG_TICKS)

typedef enum { WAIT, FIRST_TEMPO, SECOND_TEMPO, LOCATED, STOPPED, DONE, PHASE_COUNT } Phase;

static const char* const phase_names[PHASE_COUNT] = {
    "before the start", "after the start", "after the tempo change",
    "after the locate", "after the stop",  "",
};

// When each phase begins, in seconds after activation.
static const double phase_starts[PHASE_COUNT] = {0.0, 0.5, 2.5, 4.0, 6.08, 6.7};
static const double bar_starts[PHASE_COUNT] = {[FIRST_TEMPO] = 0.5, [STOPPED] = 2.5, [DONE] = 2.9};

// Everything is touched by JACK's process thread alone (it also calls the timebase callback), until
// `done`.
typedef struct {
  bool bar_only;
  int ticks; // a quarter note, on which notes are to be
  jack_client_t* client;
  jack_port_t* input;
  double rate;   // frames a second
  uint64_t time; // frames since activation
  Phase phase;
  double bpm;
  double anchor_beat;  // song position, in beats,
  double anchor_frame; // at this transport frame
  unsigned note_ons[PHASE_COUNT];
  uint8_t first_pitches[FIRST_PITCHES];
  unsigned off_ticks;              // note-ons that are not on the first frame at or after a tick
  unsigned moved;                  // note-ons after the locate that were not heard there before
  uint8_t heard[TICKS_HEARD][128]; // note-ons after the tempo change, by tick of the song
  NoteLog log;
  unsigned late_ons;         // note-ons in a cycle without a rolling transport
  unsigned orphan_offs;      // note-offs of what did not sound
  unsigned doubled_ons;      // note-ons of what sounds
  unsigned sounding_at_stop; // notes that still sound when the stop is a few cycles old
  uint8_t sounding[16][128];
  bool finished;
  sem_t done;
} Drive;

static double beat_at(const Drive* drive, double frame) {
  return drive->anchor_beat + (frame - drive->anchor_frame) * drive->bpm / 60.0 / drive->rate;
}

static void set_timebase(jack_transport_state_t transport, jack_nframes_t frames,
                         jack_position_t* position, int is_new, void* argument) {
  const Drive* drive = argument;
  (void)transport;
  (void)frames;
  (void)is_new;
  const double beat = fmax(beat_at(drive, (double)position->frame), 0.0);
  const double bar = floor(beat / BEATS_PER_BAR);
  const double in_bar = beat - bar * BEATS_PER_BAR;
  position->valid = JackPositionBBT;
  position->beats_per_bar = BEATS_PER_BAR;
  position->beat_type = 4.0f;
  position->ticks_per_beat = TICKS_PER_BEAT;
  position->beats_per_minute = drive->bpm;
  position->bar = (int32_t)bar + 1;
  position->beat = (int32_t)in_bar + 1;
  position->tick = (int32_t)((in_bar - floor(in_bar)) * TICKS_PER_BEAT);
  position->bar_start_tick = bar * BEATS_PER_BAR * TICKS_PER_BEAT;
}

// ---- listening ----

static unsigned count_sounding(const Drive* drive) {
  unsigned count = 0;
  for (int channel = 0; channel < 16; channel++) {
    for (int key = 0; key < 128; key++) {
      count += drive->sounding[channel][key];
    }
  }
  return count;
}

// A note-on at `frame` of the song must be on the first frame at or after a tick.
static void check_time(Drive* drive, double frame, uint8_t pitch) {
  const double ticks = drive->ticks;
  const double tick_frames = drive->rate * 60.0 / drive->bpm / ticks;
  const double tick = floor(beat_at(drive, frame) * ticks + 2.0 / tick_frames);
  const double exact = drive->anchor_frame + (tick - drive->anchor_beat * ticks) * tick_frames;
  drive->off_ticks += !(frame > exact - 0.01 && frame < exact + 0.99);
  if (tick < 0 || tick >= TICKS_HEARD) {
    return;
  }
  uint8_t* heard = &drive->heard[(int)tick][pitch & 0x7f];
  if (drive->phase == SECOND_TEMPO) {
    *heard = 1;
  } else if (drive->phase == LOCATED && tick < COMPARED_END) {
    drive->moved += !*heard;
  }
}

static void take_note(Drive* drive, const jack_midi_data_t* bytes, bool rolling, double frame) {
  uint8_t* sounding = &drive->sounding[bytes[0] & 0x0f][bytes[1] & 0x7f];
  const uint8_t status = bytes[0] & 0xf0;
  if (status == 0x90 && bytes[2] > 0) {
    const unsigned place = drive->note_ons[drive->phase]++;
    if (drive->phase == FIRST_TEMPO && place < FIRST_PITCHES) {
      drive->first_pitches[place] = bytes[1];
    }
    drive->late_ons += !rolling;
    if (rolling) {
      check_time(drive, frame, bytes[1]);
    }
    drive->doubled_ons += *sounding > 0;
    *sounding = (uint8_t)(*sounding + 1);
  } else if (status == 0x80 || status == 0x90) {
    drive->orphan_offs += *sounding == 0;
    *sounding = (uint8_t)(*sounding - (*sounding > 0));
  }
}

static void listen(Drive* drive, jack_nframes_t frames, bool rolling, jack_nframes_t song) {
  void* buffer = jack_port_get_buffer(drive->input, frames);
  const uint32_t count = jack_midi_get_event_count(buffer);
  for (uint32_t i = 0; i < count; i++) {
    jack_midi_event_t event;
    if (jack_midi_event_get(&event, buffer, i) == 0 && event.size == 3) {
      const jack_nframes_t frame = song + (rolling ? event.time : 0);
      take_note(drive, event.buffer, rolling, (double)frame);
      note_log_message(&drive->log, frame, event.buffer, event.size);
    }
  }
}

// ---- driving ----

// `frame`: of the song, where the next cycle begins.
static void enter_phase(Drive* drive, double frame) {
  switch (drive->phase) {
  case FIRST_TEMPO:
    jack_transport_start(drive->client);
    break;
  case SECOND_TEMPO: // the beat runs on: the new tempo holds from here
    drive->anchor_beat = beat_at(drive, frame);
    drive->anchor_frame = frame;
    drive->bpm = 180.0;
    break;
  case LOCATED: // back to the second bar
    drive->anchor_beat = BEATS_PER_BAR;
    drive->anchor_frame = drive->rate * 2;
    jack_transport_locate(drive->client, (jack_nframes_t)(drive->rate * 2));
    break;
  case STOPPED:
    jack_transport_stop(drive->client);
    break;
  case DONE:
    drive->sounding_at_stop = count_sounding(drive);
    drive->finished = true;
    sem_post(&drive->done);
    break;
  case WAIT:
  case PHASE_COUNT:
    break;
  }
}

static int process(jack_nframes_t frames, void* argument) {
  Drive* drive = argument;
  if (drive->finished) {
    return 0;
  }
  jack_position_t position;
  const bool rolling = jack_transport_query(drive->client, &position) == JackTransportRolling;
  listen(drive, frames, rolling, position.frame);
  drive->time += frames;
  const double* starts = drive->bar_only ? bar_starts : phase_starts;
  const bool skips = drive->bar_only && drive->phase == FIRST_TEMPO;
  const Phase next = skips ? STOPPED : drive->phase + 1;
  if ((double)drive->time >= starts[next] * drive->rate) {
    drive->phase = next;
    note_log_mark(&drive->log, position.frame, phase_names[next]);
    enter_phase(drive, (double)(position.frame + (rolling ? frames : 0)));
  }
  return 0;
}

// ---- the program ----

static bool wait_done(Drive* drive) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_sec += WAIT_SECONDS;
  int status = 0;
  do {
    status = sem_timedwait(&drive->done, &limit);
  } while (status != 0 && errno == EINTR);
  return status == 0;
}

static bool check(bool good, const char* what, unsigned count) {
  printf("%s %s (%u)\n", good ? "ok  " : "FAIL", what, count);
  return good;
}

static bool report(const Drive* drive) {
  unsigned notes = 0;
  bool good = true;
  char line[64];
  const Phase last = drive->bar_only ? FIRST_TEMPO : LOCATED;
  for (Phase phase = FIRST_TEMPO; phase <= last; phase++) {
    notes += drive->note_ons[phase];
    snprintf(line, sizeof line, "notes %s", phase_names[phase]);
    good = check(drive->note_ons[phase] > 0, line, drive->note_ons[phase]) && good;
  }
  printf("     first pitches:"); // which style it is
  for (int i = 0; i < FIRST_PITCHES; i++) {
    printf(" %d", drive->first_pitches[i]);
  }
  printf("\n");
  good = check(drive->bar_only || notes >= FEWEST_NOTES, "notes in all", notes) && good;
  good = check(drive->off_ticks == 0, "note-ons off their frame", drive->off_ticks) && good;
  good =
      check(drive->moved == 0, "note-ons of another kind after the locate", drive->moved) && good;
  good = check(drive->late_ons == 0, "note-ons while nothing rolled", drive->late_ons) && good;
  good = check(drive->doubled_ons == 0, "notes doubled", drive->doubled_ons) && good;
  good = check(drive->orphan_offs == 0, "note-offs without a note", drive->orphan_offs) && good;
  return check(drive->sounding_at_stop == 0, "notes that sound after the stop",
               drive->sounding_at_stop) &&
         good;
}

static bool start(Drive* drive, const char* port) {
  drive->rate = (double)jack_get_sample_rate(drive->client);
  drive->input =
      jack_port_register(drive->client, "in", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput, 0);
  jack_set_process_callback(drive->client, process, drive);
  jack_transport_stop(drive->client);
  jack_transport_locate(drive->client, 0);
  return drive->input && !jack_set_timebase_callback(drive->client, 0, set_timebase, drive) &&
         !jack_activate(drive->client) &&
         !jack_connect(drive->client, port, jack_port_name(drive->input));
}

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: jack_drive PORT [bar|performed|LOG]\n");
    return 2;
  }
  static Drive drive = {.bpm = 120.0}; // static: too big to be nice to the stack
  const bool is_performed = argc == 3 && strcmp(argv[2], "performed") == 0;
  drive.bar_only = is_performed || (argc == 3 && strcmp(argv[2], "bar") == 0);
  drive.ticks = is_performed ? FINE_TICKS : SONG_TICKS;
  drive.client = jack_client_open("tiento_drive", JackNoStartServer, NULL);
  if (!drive.client || sem_init(&drive.done, 0, 0)) {
    fprintf(stderr, "jack_drive: there is no JACK server\n");
    return 3;
  }
  if (!start(&drive, argv[1])) {
    fprintf(stderr, "jack_drive: cannot listen to %s\n", argv[1]);
    jack_client_close(drive.client);
    return 3;
  }
  const bool done = wait_done(&drive);
  jack_client_close(drive.client);
  if (!done) {
    printf("FAIL JACK stands still\n");
    return 1;
  }
  const bool written = argc < 3 || drive.bar_only || note_log_write(&drive.log, argv[2]);
  return report(&drive) && written ? 0 : 1;
}
