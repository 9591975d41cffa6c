#include "trainer/command.h"

#include "trainer/continuation.h"
#include "trainer/corpus.h"
#include "trainer/key_name.h"
#include "trainer/printable.h"
#include "trainer/song_picture.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BARS = 10000, MOST_QUARTERS = 4 * MOST_BARS }; // to make up

static const char HELP[] =
    "usage: tiento render STYLE -o FILE.mid [options]\n"
    "\n"
    "Lets a style play, with the engine that the plugin runs, into a MIDI file.\n"
    "\n"
    "  -o, --output FILE    the MIDI file to write\n"
    "      --png FILE       also draw it as a piano roll\n"
    "      --prompt FILE    a MIDI file with a phrase: the style hears it and goes on from it\n"
    "      --bars N         how many bars, after the phrase if there is one (16); at most\n"
    "                       as many as are as long as 10000 of 4/4\n"
    "      --length N       bars of a phrase; default: the style's own; not with --prompt\n"
    "      --tempo BPM      default: the phrase's, or the style's own\n"
    "      --meter N/D      default: the phrase's, or the style's own\n"
    "      --seed N         another number, other notes (0)\n"
    "      --key NAME       such as C or F#m; default: auto, that of the phrase's notes, or the\n"
    "                       style's own\n"
    "      --temperature X  0 the likeliest notes, 1 as learned, up to 2; default: the style's "
    "own\n"
    "      --top-p X        leave out the least likely notes beyond this share; default: the\n"
    "                       style's own\n"
    "\n"
    "A phrase stays as it was given, on a track of its own. Its voices become parts of the\n"
    "style as in training; notes for which the style has no part or pitch are kept, but not\n"
    "heard. The style comes in when the phrase's last note is released, on the next bar line\n"
    "at the latest, and plays to the end as one piece with it; bars are counted from that bar\n"
    "line. A phrase has at most 512 bars; its tempo is kept within 20 to 300.\n"
    "\n"
    "example: tiento render ragtime.safetensors -o rag.mid --png rag.png --bars 32 --seed 7\n"
    "         tiento render ragtime.safetensors -o on.mid --prompt mine.mid\n";

typedef struct {
  const char* output;
  const char* png;
  const char* prompt; // a file's path, or NULL
  double tempo;       // 0: the phrase's, or the style's
  bool has_length;    // one was given, as the next
  bool has_temperature;
  bool has_top_p;
  RecordingOptions recording;
} Options;

static const struct option LONG_OPTIONS[] = {{"output", required_argument, NULL, 'o'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"png", required_argument, NULL, 'p'},
                                             {"bars", required_argument, NULL, 'b'},
                                             {"length", required_argument, NULL, 'l'},
                                             {"tempo", required_argument, NULL, 't'},
                                             {"meter", required_argument, NULL, 'm'},
                                             {"seed", required_argument, NULL, 's'},
                                             {"key", required_argument, NULL, 'k'},
                                             {"temperature", required_argument, NULL, 'T'},
                                             {"top-p", required_argument, NULL, 'P'},
                                             {"prompt", required_argument, NULL, 'r'},
                                             {NULL, 0, NULL, 0}};

static bool read_meter(const char* text, TnMeter* meter) {
  int numerator;
  int denominator;
  char tail;
  if (sscanf(text, "%d/%d%c", &numerator, &denominator, &tail) == 2 && numerator >= 1 &&
      numerator <= 32 && denominator >= 1 && denominator <= 32 &&
      (denominator & (denominator - 1)) == 0) {
    *meter = (TnMeter){0, (uint8_t)numerator, (uint8_t)denominator};
    return true;
  }
  printable_say(stderr, "tiento: --meter takes a meter such as 3/4, not '%s'", text);
  return false;
}

static bool read_key(const char* text, float* control) {
  uint8_t key;
  if (!key_name_read(text, &key)) {
    printable_say(stderr, "tiento: --key takes a key such as C, Bb or F#m, or auto, not '%s'",
                  text);
    return false;
  }
  *control = (float)key;
  return true;
}

static bool read_control(const char* name, double low, double high, float* value) {
  double number;
  const bool ok = command_read_float(name, optarg, low, high, &number);
  *value = ok ? (float)number : 0.0F;
  return ok;
}

static bool read_option(int code, Options* o) {
  TnControls* c = &o->recording.controls;
  switch (code) {
  case 'o':
    o->output = optarg;
    return true;
  case 'p':
    o->png = optarg;
    return true;
  case 'r':
    o->prompt = optarg;
    return true;
  case 'b':
    return command_read_int("bars", optarg, 1, MOST_BARS, &o->recording.bars);
  case 'l':
    o->has_length = true;
    return read_control("length", 1, TN_MAX_PHRASE_BARS, &c->length);
  case 't':
    return command_read_float("tempo", optarg, CORPUS_LEAST_BPM, CORPUS_MOST_BPM, &o->tempo);
  case 'm':
    return read_meter(optarg, &o->recording.meter);
  case 's':
    return read_control("seed", 0, 9999, &c->seed);
  case 'k':
    return read_key(optarg, &c->key);
  case 'T':
    o->has_temperature = true;
    return read_control("temperature", 0, 2, &c->temperature);
  case 'P':
    o->has_top_p = true;
    return read_control("top-p", 0.05, 1, &c->top_p);
  default:
    return false;
  }
}

// Else a long meter would have it play for minutes without a word.
static bool is_short_enough(int bars, TnMeter meter) {
  const int most = MOST_QUARTERS * TN_TICKS_PER_QUARTER / tn_meter_bar_ticks(meter);
  if (bars > most) {
    fprintf(stderr, "tiento: --bars takes at most %d bars of %d/%d, not %d\n", most,
            meter.numerator, meter.denominator, bars);
  }
  return bars <= most;
}

// `song` lacks a name and the names of its tracks, which are the style's.
static bool write_files(const Options* o, const TnStyle* style, MidiFile song,
                        const PianoRollSection* sections, size_t section_count) {
  const char* name = tn_style_header_get(&style->header, "style.name");
  const char* track_names[16] = {
      [RECORDING_PITCHED] = name, [RECORDING_DRUMS] = "Drums", [RECORDING_PHRASE] = "Phrase"};
  char reason[256];
  song.ticks_per_quarter = RECORDING_TICKS_PER_QUARTER;
  song.title = name;
  song.track_names = track_names;
  if (!midi_file_write(&song, o->output, reason, sizeof reason)) {
    return command_complain(o->output, reason);
  }
  if (o->png &&
      !song_picture_write(&song, sections, section_count, o->png, reason, sizeof reason)) {
    return command_complain(o->png, reason);
  }
  return true;
}

static int play_alone(Options* o, const TnStyle* style) {
  if (o->recording.meter.numerator == 0) {
    o->recording.meter = style->meter;
  }
  if (!is_short_enough(o->recording.bars, o->recording.meter)) {
    return COMMAND_USAGE;
  }
  const TnMeter meter = o->recording.meter;
  const MidiFileTempo tempo = {0, o->tempo > 0 ? o->tempo : style->bpm};
  const MidiFileMeter file_meter = {0, meter.numerator, meter.denominator};
  Recording recording;
  if (!recording_make(style, &o->recording, &recording)) {
    recording_free(&recording);
    command_out_of_memory();
    return COMMAND_FAILED;
  }
  const MidiFile song = {.notes = recording.notes,
                         .note_count = recording.count,
                         .tempos = &tempo,
                         .tempo_count = 1,
                         .meters = &file_meter,
                         .meter_count = 1,
                         .end = recording_end(&o->recording)};
  const bool ok = write_files(o, style, song, NULL, 0);
  if (ok) {
    printable_say(stdout, "wrote %s: %d bars, %zu notes", o->output, o->recording.bars,
                  recording.count);
  }
  recording_free(&recording);
  return ok ? COMMAND_DONE : COMMAND_FAILED;
}

static bool write_continuation(const Options* o, const TnStyle* style, const Prompt* prompt,
                               const Recording* recording) {
  const MidiFileTempo tempo = {0, o->tempo};
  const char* name = tn_style_header_get(&style->header, "style.name");
  const PianoRollSection sections[] = {{0, "phrase"},
                                       {prompt->entry * TN_NUDGES_A_TICK, name ? name : "style"}};
  const MidiFile song = {.notes = recording->notes,
                         .note_count = recording->count,
                         .tempos = o->tempo > 0 ? &tempo : prompt->tempos,
                         .tempo_count = o->tempo > 0 ? 1 : prompt->tempo_count,
                         .meters = prompt->meters,
                         .meter_count = prompt->meter_count,
                         .end = continuation_end(prompt, &o->recording)};
  if (!write_files(o, style, song, sections, 2)) {
    return false;
  }
  printable_say(stdout, "wrote %s: the phrase of %d bars and %d more, %zu notes and %zu", o->output,
                prompt->bars, o->recording.bars, prompt->note_count,
                recording->count - prompt->note_count);
  return true;
}

static bool play_on(const Options* o, const TnStyle* style, const Prompt* prompt) {
  Recording recording;
  if (!continuation_make(style, prompt, &o->recording, &recording)) {
    return command_out_of_memory();
  }
  const bool ok = write_continuation(o, style, prompt, &recording);
  recording_free(&recording);
  return ok;
}

static int continue_phrase(const Options* o, const TnStyle* style) {
  Prompt prompt;
  char reason[256];
  if (!prompt_read(o->prompt, &style->network.vocabulary, o->recording.meter, &prompt, reason,
                   sizeof reason)) {
    command_complain(o->prompt, reason);
    return COMMAND_FAILED;
  }
  if (prompt.unheard > 0) {
    fprintf(
        stderr,
        "not heard: %zu of %zu notes of the phrase: the style has no part or pitch for them, or "
        "they double others of their part\n",
        prompt.unheard, prompt.note_count);
  }
  int status = COMMAND_USAGE;
  if (is_short_enough(o->recording.bars, continuation_meter(&prompt))) {
    status = play_on(o, style, &prompt) ? COMMAND_DONE : COMMAND_FAILED;
  }
  prompt_free(&prompt);
  return status;
}

// As the style plays best, where nothing else was said.
static void play_as(TnManner manner, Options* o) {
  TnControls* c = &o->recording.controls;
  c->length = o->has_length ? c->length : (float)manner.length;
  c->temperature = o->has_temperature ? c->temperature : manner.sampling.temperature;
  c->top_p = o->has_top_p ? c->top_p : manner.sampling.top_p;
}

static int render(Options* o, const char* path) {
  TnStyle style;
  if (!command_read_player(path, &style)) {
    return COMMAND_FAILED;
  }
  play_as(style.manner, o);
  const int status = o->prompt ? continue_phrase(o, &style) : play_alone(o, &style);
  tn_style_free(&style);
  return status;
}

// Says on stderr what is missing, or too much.
static bool is_complete(const Options* o, int arguments) {
  if (!o->output || arguments != 1) {
    fputs("tiento: render takes a style and -o FILE.mid; `tiento render --help` tells more\n",
          stderr);
    return false;
  }
  if (o->prompt && o->has_length) {
    fputs("tiento: --length is not for --prompt: what follows the phrase is one piece with it\n",
          stderr);
    return false;
  }
  return true;
}

int command_render(int argc, char** argv) {
  Options options = {.recording = {.bars = 16, .controls = tn_controls_default()}};
  int code;
  optind = 1;
  while ((code = getopt_long(argc, argv, "o:h", LONG_OPTIONS, NULL)) != -1) {
    if (code == 'h') {
      fputs(HELP, stdout);
      return COMMAND_DONE;
    }
    if (!read_option(code, &options)) {
      return COMMAND_USAGE;
    }
  }
  if (!is_complete(&options, argc - optind)) {
    return COMMAND_USAGE;
  }
  return render(&options, argv[optind]);
}
