// lv2_play: a session without a screen. Loads Tiento in the test host, rolls the
// transport through a few bars with a tempo change on the way, once with the style that the plugin
// or a preset comes up with and once more with another one, and writes down what it played as a
// MIDI file.
#include "plugin/midi_file.h"
#include "plugin/uris.h"
#include "tests/host/host.h"
#include "tests/host/paths.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TICKS_PER_QUARTER 480
#define MAX_TEMPOS        64
#define STYLE_BLOCKS      1000 // blocks that the plugin may take to answer for a style

typedef struct {
  const char* preset;  // NULL: none
  const char* style;   // NULL: the plugin's own
  const char* style_b; // NULL: one section only
  const char* output;  // NULL: write nothing
  long bars;           // of a section
  double tempo;        // bpm
  long change_bar;     // of a section; 0 for no change
  double change_tempo; // bpm from there on
  uint32_t block;      // frames
  uint32_t rate;       // frames a second
  double seed;         // below 0: the plugin's own
  bool freewheel;
} Arguments;

static const char usage[] =
    "Usage: lv2_play [OPTION]...\n"
    "Plays Tiento in a small LV2 host and writes the notes as MIDI. The plugin is found in the\n"
    "bundle that TIENTO_BUNDLE names, or through LV2_PATH.\n\n"
    "  -p, --preset URI             begin with this preset\n"
    "  -a, --style FILE             first play this style (default the plugin's own)\n"
    "  -b, --style-b FILE           then play as many bars again in this style\n"
    "  -n, --bars N                 bars for each style (default 16)\n"
    "  -t, --tempo BPM              tempo at the start (default 100)\n"
    "  -c, --tempo-change BAR:BPM   another tempo from that bar of each style on\n"
    "  -f, --block FRAMES           frames a block (default 256)\n"
    "  -r, --rate HZ                sample rate (default 48000)\n"
    "  -s, --seed N                 the plugin's seed\n"
    "  -w, --freewheel              as a host does that exports\n"
    "  -o, --output FILE            the MIDI file to write\n"
    "  -h, --help                   show this\n";

static bool fail(const char* what, const char* detail) {
  fprintf(stderr, "lv2_play: %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
  return false;
}

// ---- arguments ----

static bool parse_number(const char* text, double minimum, double maximum, double* value) {
  char* end = NULL;
  *value = strtod(text, &end);
  return end != text && *end == '\0' && *value >= minimum && *value <= maximum;
}

static bool parse_long(const char* text, long minimum, long maximum, long* value) {
  double number = 0;
  if (!parse_number(text, (double)minimum, (double)maximum, &number)) {
    return false;
  }
  *value = (long)number;
  return (double)*value == number;
}

static bool parse_change(const char* text, Arguments* arguments) {
  char* end = NULL;
  arguments->change_bar = strtol(text, &end, 10);
  return end != text && *end == ':' && arguments->change_bar > 0 &&
         parse_number(end + 1, 20, 300, &arguments->change_tempo);
}

static bool parse_option(int option, const char* value, Arguments* arguments) {
  long number = 0;
  bool good = true;
  switch (option) {
  case 'p':
    arguments->preset = value;
    break;
  case 'a':
    arguments->style = value;
    break;
  case 'b':
    arguments->style_b = value;
    break;
  case 'o':
    arguments->output = value;
    break;
  case 'w':
    arguments->freewheel = true;
    break;
  case 'n':
    good = parse_long(value, 1, 1000, &arguments->bars);
    break;
  case 't':
    good = parse_number(value, 20, 300, &arguments->tempo);
    break;
  case 'c':
    good = parse_change(value, arguments);
    break;
  case 'f':
    good = parse_long(value, 1, 8192, &number);
    arguments->block = (uint32_t)number;
    break;
  case 'r':
    good = parse_long(value, 8000, 192000, &number);
    arguments->rate = (uint32_t)number;
    break;
  case 's':
    good = parse_number(value, 0, 9999, &arguments->seed);
    break;
  default:
    return false;
  }
  return good || fail("an option cannot have this value", value);
}

// Returns -1 to go on, or the exit status.
static int parse_arguments(int count, char** values, Arguments* arguments) {
  static const struct option options[] = {
      {"style-b", required_argument, NULL, 'b'},
      {"bars", required_argument, NULL, 'n'},
      {"tempo", required_argument, NULL, 't'},
      {"tempo-change", required_argument, NULL, 'c'},
      {"block", required_argument, NULL, 'f'},
      {"rate", required_argument, NULL, 'r'},
      {"seed", required_argument, NULL, 's'},
      {"output", required_argument, NULL, 'o'},
      {"style", required_argument, NULL, 'a'},
      {"freewheel", no_argument, NULL, 'w'},
      {"preset", required_argument, NULL, 'p'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  int option = 0;
  while ((option = getopt_long(count, values, "p:a:b:n:t:c:f:r:s:wo:h", options, NULL)) != -1) {
    if (option == 'h') {
      fputs(usage, stdout);
      return 0;
    }
    if (!parse_option(option, optarg, arguments)) {
      return 2;
    }
  }
  if (optind < count) {
    fail("what is this argument", values[optind]);
    return 2;
  }
  return -1;
}

// ---- playing ----

// Runs on, the transport at rest, until the plugin has said what style it has. Returns the path or
// NULL.
static const char* ask_style(Host* host, uint32_t block) {
  const unsigned before = host_notify(host)->style_count;
  host_patch_get(host);
  for (int i = 0; i < STYLE_BLOCKS && host_notify(host)->style_count == before; i++) {
    host_run(host, block);
    host_wait_worker(host);
  }
  const HostNotify* notify = host_notify(host);
  return notify->style_count > before && notify->style[0] ? notify->style : NULL;
}

static bool load_style(Host* host, const char* path, uint32_t block) {
  const HostNotify* notify = host_notify(host);
  const unsigned refusals = notify->message_count;
  const unsigned answers = notify->style_count;
  char full_path[4096]; // a host knows no folder of ours
  if (access(path, R_OK) != 0 || !paths_absolute(path, full_path, sizeof full_path)) {
    return fail("there is no style file", path);
  }
  host_patch_set_style(host, full_path);
  for (int i = 0; i < STYLE_BLOCKS && notify->message_count == refusals; i++) {
    host_run(host, block);
    host_wait_worker(host);
    if (notify->style_count > answers && paths_same_file(notify->style, path)) {
      return true;
    }
  }
  const bool refused = notify->message_count > refusals;
  return fail("the plugin does not take the style", refused ? notify->message : path);
}

static bool check_silent(const Host* host) {
  if (host_fault(host)) {
    return fail("the plugin broke a rule", host_fault(host));
  }
  return host_check_notes(host) || fail("notes are not paired", NULL);
}

// Rolls from bar `first` on, stops, and checks that there were notes and that all have ended.
static bool play_section(Host* host, const Arguments* arguments, long first, const char* style) {
  const unsigned before = host_notes(host).note_ons;
  const bool changes = arguments->change_bar > 0 && arguments->change_bar < arguments->bars;
  host_set_tempo(host, (float)arguments->tempo);
  host_play(host);
  if (changes) {
    host_run_to(host, first + arguments->change_bar, 0, arguments->block);
    host_set_tempo(host, (float)arguments->change_tempo);
  }
  host_run_to(host, first + arguments->bars, 0, arguments->block);
  host_stop(host);
  host_run_frames(host, arguments->block * UINT64_C(4), arguments->block);
  const unsigned notes = host_notes(host).note_ons - before;
  const char* name = strrchr(style, '/') ? strrchr(style, '/') + 1 : style;
  printf("  %-28s bars %ld to %ld: %u notes", name, first + 1, first + arguments->bars, notes);
  if (changes) {
    printf(", %g bpm and from bar %ld on %g bpm", arguments->tempo,
           first + arguments->change_bar + 1, arguments->change_tempo);
  }
  printf("\n");
  if (notes == 0) {
    return fail("not one note in the style", style);
  }
  return check_silent(host);
}

// ---- the MIDI file ----

static int32_t file_tick(long double beats) {
  return (int32_t)(beats * TICKS_PER_QUARTER + 0.5L);
}

// Finds the end of the note that event `i` begins; the song's end where it has none.
static long double note_end(const HostEvent* events, size_t count, size_t i, long double end) {
  const uint8_t channel = events[i].bytes[0] & 0x0f;
  for (size_t k = i + 1; k < count; k++) {
    const uint8_t* bytes = events[k].bytes;
    const bool is_note = (bytes[0] & 0xe0) == 0x80; // on or off
    if (is_note && (bytes[0] & 0x0f) == channel && bytes[1] == events[i].bytes[1]) {
      return events[k].beats;
    }
  }
  return end;
}

// Each style's notes make a track.
static size_t collect_notes(const Host* host, MidiFileNote* notes, int32_t section, int32_t end) {
  size_t event_count = 0;
  size_t count = 0;
  const HostEvent* events = host_events(host, &event_count);
  for (size_t i = 0; i < event_count; i++) {
    const HostEvent* event = &events[i];
    if ((event->bytes[0] & 0xf0) != 0x90 || event->bytes[2] == 0) {
      continue;
    }
    const int32_t onset = file_tick(event->beats);
    const long double song_end = (long double)end / TICKS_PER_QUARTER;
    const int32_t duration = file_tick(note_end(events, event_count, i, song_end)) - onset;
    const uint8_t channel = event->bytes[0] & 0x0f;
    notes[count++] = (MidiFileNote){.onset = onset,
                                    .duration = duration > 0 ? duration : 1,
                                    .track = onset < section ? 0 : 1,
                                    .channel = channel,
                                    .pitch = event->bytes[1],
                                    .velocity = event->bytes[2]};
  }
  return count;
}

static size_t collect_tempos(const Host* host, MidiFileTempo* tempos) {
  const Timeline* timeline = host_timeline(host);
  const long double quarter = (long double)timeline_units_per_quarter(timeline);
  size_t count = 0;
  for (size_t i = 0; i < timeline->segment_count && count < MAX_TEMPOS; i++) {
    const TimelineSegment* segment = &timeline->segments[i];
    if (segment->rolling) {
      tempos[count++] = (MidiFileTempo){.tick = file_tick((long double)segment->position / quarter),
                                        .bpm = (double)segment->bpm};
    }
  }
  return count;
}

static bool write_midi(const Host* host, const Arguments* arguments) {
  const char* path = arguments->output;
  const MidiFileMeter meter = {.tick = 0, .numerator = 4, .denominator = 4};
  const char* const track_names[16] = {"Style A", "Style B"};
  const int32_t section = (int32_t)arguments->bars * 4 * TICKS_PER_QUARTER;
  const int32_t end = arguments->style_b ? 2 * section : section;
  MidiFileTempo tempos[MAX_TEMPOS];
  MidiFileNote* notes = calloc(host_notes(host).note_ons + 1, sizeof *notes);
  if (!notes) {
    return fail("no memory", NULL);
  }
  const MidiFile file = {.ticks_per_quarter = TICKS_PER_QUARTER,
                         .title = host_plugin_name(host),
                         .notes = notes,
                         .note_count = collect_notes(host, notes, section, end),
                         .tempos = tempos,
                         .tempo_count = collect_tempos(host, tempos),
                         .meters = &meter,
                         .meter_count = 1,
                         .track_names = track_names,
                         .end = end};
  char reason[256] = "";
  const bool written = midi_file_write(&file, path, reason, sizeof reason);
  free(notes);
  if (!written) {
    fprintf(stderr, "lv2_play: cannot write %s: %s\n", path, reason);
    return false;
  }
  printf("  %zu notes written to %s\n", file.note_count, path);
  return true;
}

// ---- the program ----

static bool play(Host* host, const Arguments* arguments) {
  printf("%s (%s) at %u frames a second, blocks of %u\n", host_plugin_name(host), TN_URI_PLUGIN,
         arguments->rate, arguments->block);
  if (arguments->seed >= 0) {
    host_set(host, "seed", (float)arguments->seed);
  }
  if (arguments->preset && !host_load_preset(host, arguments->preset)) {
    return fail("there is no preset", arguments->preset);
  }
  host_set(host, "freewheel", arguments->freewheel ? 1.0F : 0.0F);
  const char* style = ask_style(host, arguments->block);
  if (!style) {
    return fail("the plugin names no style of its own", NULL);
  }
  printf("  its own style: %s\n", style);
  if (arguments->style && !load_style(host, arguments->style, arguments->block)) {
    return false;
  }
  style = arguments->style ? arguments->style : style;
  if (!play_section(host, arguments, 0, style)) {
    return false;
  }
  if (arguments->style_b) {
    if (!load_style(host, arguments->style_b, arguments->block)) {
      return false;
    }
    printf("  then: %s\n", arguments->style_b);
    if (!play_section(host, arguments, arguments->bars, arguments->style_b)) {
      return false;
    }
  }
  printf("  every note-on has its note-off\n");
  return !arguments->output || write_midi(host, arguments);
}

int main(int argc, char** argv) {
  Arguments arguments = {.bars = 16, .tempo = 100, .block = 256, .rate = 48000, .seed = -1};
  const int status = parse_arguments(argc, argv, &arguments);
  if (status >= 0) {
    return status;
  }
  const HostOptions options = {.sample_rate = arguments.rate};
  Host* host = host_open(&options);
  if (!host) {
    return 1;
  }
  const bool good = play(host, &arguments);
  host_close(host);
  return good ? 0 : 1;
}
