#include "trainer/command.h"

#include "trainer/printable.h"
#include "trainer/score.h"
#include "trainer/song_picture.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SECTIONS = 64, MAX_BARS = 100000 };

static const char HELP[] =
    "usage: tiento draw FILE.mid -o FILE.png [options]\n"
    "\n"
    "Draws a MIDI file as a piano roll, its tracks in colours.\n"
    "\n"
    "  -o, --output FILE       the picture to write\n"
    "      --title TEXT        above the picture\n"
    "      --bars N            the first N bars alone\n"
    "      --section BAR:TEXT  a label above that bar, from 1; may be given several times\n"
    "\n"
    "example: tiento draw rag.mid -o rag.png --title \"A rag\"\n";

typedef struct {
  const char* output;
  const char* title;
  int bars; // 0: all
  int section_bars[MAX_SECTIONS];
  const char* section_texts[MAX_SECTIONS];
  size_t section_count;
} Options;

static bool read_section(char* text, Options* o) {
  char* colon = strchr(text, ':');
  if (!colon || o->section_count == MAX_SECTIONS) {
    printable_say(stderr, "tiento: --section takes BAR:TEXT, not '%s'", text);
    return false;
  }
  *colon = '\0';
  o->section_texts[o->section_count] = colon + 1;
  return command_read_int("section", text, 1, MAX_BARS, &o->section_bars[o->section_count++]);
}

// Where a bar (from 1) begins.
static int32_t tick_of_bar(const MidiFile* song, int bar) {
  static const MidiFileMeter COMMON = {0, 4, 4};
  int64_t tick = 0;
  for (size_t i = 0, next = 1; next < (size_t)bar; ++next) {
    const MidiFileMeter* meter = song->meter_count ? &song->meters[i] : &COMMON;
    tick += 4 * (int64_t)song->ticks_per_quarter * meter->numerator / meter->denominator;
    while (i + 1 < song->meter_count && song->meters[i + 1].tick <= tick) {
      ++i;
    }
  }
  return tick < INT32_MAX ? (int32_t)tick : INT32_MAX;
}

typedef struct {
  MidiFileNote* notes;
  MidiFileTempo* tempos;
  MidiFileMeter* meters;
} SongMemory;

// Numbers the tracks that hold notes, in order.
static void number_tracks(const Score* score, uint8_t* numbers) {
  bool used[UINT16_MAX + 1] = {false};
  for (size_t i = 0; i < score->note_count; ++i) {
    used[score->notes[i].track] = true;
  }
  for (int track = 0, next = 0; track <= UINT16_MAX; ++track) {
    numbers[track] = (uint8_t)(next % PIANO_ROLL_PARTS);
    next += used[track];
  }
}

static bool song_from_score(const Score* score, const Options* o, MidiFile* song,
                            SongMemory* memory) {
  *memory = (SongMemory){.notes = calloc(score->note_count + 1, sizeof *memory->notes),
                         .tempos = calloc(score->tempo_count + 1, sizeof *memory->tempos),
                         .meters = calloc(score->meter_count + 1, sizeof *memory->meters)};
  if (!memory->notes || !memory->tempos || !memory->meters || score->end > INT32_MAX) {
    return false;
  }
  uint8_t tracks[UINT16_MAX + 1];
  number_tracks(score, tracks);
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    memory->notes[i] = (MidiFileNote){.onset = (int32_t)note->onset,
                                      .duration = (int32_t)(note->end - note->onset),
                                      .track = tracks[note->track],
                                      .channel = note->channel,
                                      .pitch = note->pitch,
                                      .velocity = note->velocity};
  }
  for (size_t i = 0; i < score->tempo_count; ++i) {
    memory->tempos[i] = (MidiFileTempo){(int32_t)score->tempos[i].tick, score->tempos[i].bpm};
  }
  for (size_t i = 0; i < score->meter_count; ++i) {
    memory->meters[i] = (MidiFileMeter){(int32_t)score->meters[i].tick, score->meters[i].numerator,
                                        score->meters[i].denominator};
  }
  *song = (MidiFile){.ticks_per_quarter = score->ticks_per_quarter,
                     .title = o->title,
                     .notes = memory->notes,
                     .note_count = score->note_count,
                     .tempos = memory->tempos,
                     .tempo_count = score->tempo_count,
                     .meters = memory->meters,
                     .meter_count = score->meter_count,
                     .end = (int32_t)score->end};
  return true;
}

// Leaves out what is struck after so many bars.
static void keep_bars(MidiFile* song, MidiFileNote* notes, int bars) {
  const int32_t end = tick_of_bar(song, bars + 1);
  size_t kept = 0;
  for (size_t i = 0; i < song->note_count; ++i) {
    MidiFileNote note = notes[i];
    const int32_t left = end - note.onset;
    note.duration = note.duration < left ? note.duration : left;
    if (left > 0) {
      notes[kept++] = note;
    }
  }
  song->note_count = kept;
  song->end = song->end < end ? song->end : end;
}

static bool draw(const Options* o, const Score* score, char* reason, size_t reason_size) {
  MidiFile song;
  SongMemory memory;
  PianoRollSection sections[MAX_SECTIONS];
  bool ok = song_from_score(score, o, &song, &memory);
  if (!ok) {
    snprintf(reason, reason_size, "too long to draw");
  } else {
    if (o->bars > 0) {
      keep_bars(&song, memory.notes, o->bars);
    }
    for (size_t i = 0; i < o->section_count; ++i) {
      sections[i] = (PianoRollSection){tick_of_bar(&song, o->section_bars[i]), o->section_texts[i]};
    }
    ok = song_picture_write(&song, sections, o->section_count, o->output, reason, reason_size);
  }
  free(memory.notes);
  free(memory.tempos);
  free(memory.meters);
  return ok;
}

static int draw_file(const Options* o, const char* path) {
  Score score;
  char reason[256];
  if (!score_read(path, &score, reason, sizeof reason)) {
    command_complain(path, reason);
    return COMMAND_FAILED;
  }
  const bool ok = draw(o, &score, reason, sizeof reason);
  score_free(&score);
  if (!ok) {
    command_complain(o->output, reason);
  }
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}

int command_draw(int argc, char** argv) {
  static const struct option OPTIONS[] = {
      {"output", required_argument, NULL, 'o'},  {"help", no_argument, NULL, 'h'},
      {"title", required_argument, NULL, 't'},   {"bars", required_argument, NULL, 'b'},
      {"section", required_argument, NULL, 's'}, {NULL, 0, NULL, 0}};
  Options options = {.output = NULL};
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "o:h", OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (code == 'o') {
      options.output = optarg;
    } else if (code == 't') {
      options.title = optarg;
    } else if (code == 'b' ? !command_read_int("bars", optarg, 1, MAX_BARS, &options.bars)
                           : code != 's' || !read_section(optarg, &options)) {
      return COMMAND_USAGE;
    }
  }
  if (!options.output || argc - optind != 1) {
    fputs("tiento: draw takes a MIDI file and -o FILE.png; `tiento draw --help` tells more\n",
          stderr);
    return COMMAND_USAGE;
  }
  return draw_file(&options, argv[optind]);
}
