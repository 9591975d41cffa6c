#include "ui/controls.h"

#include <math.h>

static const char* const OFF_ON[] = {"off", "on"};
static const char* const SYNCS[] = {"Host", "Free"};
static const char* const RATES[] = {"half time", "normal", "double time"};
static const char* const MODES[] = {"variations", "continue", "repeat", "answer"};
static const char* const CHORDS[] = {"off", "only held notes", "favour held notes"};
static const char* const GRIDS[] = {"8th", "16th"};
static const char* const ROOTS[] = {"C",  "C#", "D",  "Eb", "E",  "F",
                                    "F#", "G",  "Ab", "A",  "Bb", "B"};
static const char* const KEYS[] = {"auto",    "C major",  "C# major", "D major",  "Eb major",
                                   "E major", "F major",  "F# major", "G major",  "Ab major",
                                   "A major", "Bb major", "B major",  "C minor",  "C# minor",
                                   "D minor", "Eb minor", "E minor",  "F minor",  "F# minor",
                                   "G minor", "G# minor", "A minor",  "Bb minor", "B minor"};
static const char* const SCALES[] = {
    "off",           "major",      "natural minor",    "harmonic minor",
    "melodic minor", "dorian",     "phrygian",         "lydian",
    "mixolydian",    "locrian",    "major pentatonic", "minor pentatonic",
    "blues",         "whole tone", "octatonic"};
static const char* const CHANNELS[] = {"by part", "1",  "2",  "3",  "4",  "5",  "6",  "7", "8",
                                       "9",       "10", "11", "12", "13", "14", "15", "16"};
static const char* const IN_CHANNELS[] = {"all", "1",  "2",  "3",  "4",  "5",  "6",  "7", "8",
                                          "9",   "10", "11", "12", "13", "14", "15", "16"};

// What is one of several words, which are numbered from 0 on; and what is off or on.
#define MENU(port, name, title, help, maximum, standard, labels)                                   \
  { port, UI_MENU, UI_LABEL, 0, name, title, "", help, 0, maximum, standard, labels }
#define OFF_OR_ON(port, kind, name, title, help, standard)                                         \
  { port, kind, UI_LABEL, 0, name, title, "", help, 0, 1, standard, OFF_ON }
#define PART(number)                                                                               \
  OFF_OR_ON(TN_PORT_PART_##number, UI_SWITCH, #number, "Part " #number,                            \
            "Lets part " #number " of the style be heard, where it has so many.", 1)

// port, kind, form, decimals, name, title, unit, help, minimum, maximum, default, labels
static const UiPort PORTS[] = {
    OFF_OR_ON(TN_PORT_ENABLED, UI_SWITCH, "Enabled", "Enabled",
              "Off releases all notes and is silent; what you play still passes.", 1),
    {TN_PORT_TEMPERATURE, UI_KNOB, UI_NUMBER, 2, "Temperature", "Temperature", "",
     "How bold the choices are: 0 always takes the likeliest note, 1 plays as learned, more is "
     "wilder.",
     0, 2, 1, NULL},
    {TN_PORT_TOP_P, UI_KNOB, UI_PERCENT, 0, "Top-P", "Top-P", "",
     "Chooses among the likeliest notes that together hold this share; the far-fetched ones are "
     "left out.",
     0.05F, 1, 0.95F, NULL},
    {TN_PORT_DENSITY, UI_KNOB, UI_NUMBER, 2, "Density", "Density", "",
     "More notes or fewer; 0 plays as learned.", -1, 1, 0, NULL},
    {TN_PORT_SEED, UI_KNOB, UI_NUMBER, 0, "Seed", "Seed", "",
     "Another number, other notes; the same number, the same notes.", 0, 9999, 0, NULL},
    MENU(TN_PORT_MODE, "Mode", "Mode",
         "Variations: each phrase is a new one. Continue: each goes on from the last. Repeat: one "
         "phrase over and over. Answer: listens while you play, and replies.",
         3, 0, MODES),
    {TN_PORT_LENGTH, UI_KNOB, UI_NUMBER, 0, "Length", "Sequence Length", "bars",
     "Bars of a phrase: each begins anew on its bar line.", 1, 64, 8, NULL},
    {TN_PORT_OFFSET, UI_BOX, UI_NUMBER, 0, "Offset", "Offset", "bars",
     "Bars of the song before the first phrase begins.", 0, 63, 0, NULL},
    {TN_PORT_VARIATION, UI_KNOB, UI_PERCENT, 0, "Variation", "Variation", "",
     "In repeat mode, the share of each pass that is made anew.", 0, 1, 0, NULL},
    {TN_PORT_REST, UI_KNOB, UI_PERCENT, 0, "Rest", "Rest", "",
     "The chance that a bar is left empty.", 0, 1, 0, NULL},
    MENU(TN_PORT_SYNC, "Sync", "Sync",
         "Play with the host's transport, or run free at the tempo beside it.", 1, 0, SYNCS),
    MENU(TN_PORT_RATE, "Rate", "Rate", "How fast the music runs beside the song.", 2, 1, RATES),
    {TN_PORT_TEMPO, UI_KNOB, UI_NUMBER, 1, "Tempo", "Tempo", "BPM",
     "The tempo while running free, or where the host has none.", 20, 300, 120, NULL},
    MENU(TN_PORT_KEY, "Key", "Key",
         "The key to play in; auto is the one that is most frequent in the style.", 24, 0, KEYS),
    MENU(TN_PORT_CHORD, "Chord", "Chord",
         "What the notes that you hold do: nothing, the music uses only them in any octave, or it "
         "favours them.",
         2, 0, CHORDS),
    MENU(TN_PORT_SCALE_ROOT, "Root", "Scale Root", "The note on which the scale stands.", 11, 0,
         ROOTS),
    MENU(TN_PORT_SCALE, "Scale", "Scale", "No note outside this scale; drums are free of it.", 14,
         0, SCALES),
    OFF_OR_ON(TN_PORT_LATCH, UI_SWITCH, "Latch", "Latch",
              "The last chord that you held stays in effect after you let it go.", 0),
    {TN_PORT_LOW, UI_BOX, UI_PITCH, 0, "Lowest", "Lowest Note", "",
     "No note below this one; drums are free of it.", 0, 127, 0, NULL},
    {TN_PORT_HIGH, UI_BOX, UI_PITCH, 0, "Highest", "Highest Note", "",
     "No note above this one; drums are free of it.", 0, 127, 127, NULL},
    {TN_PORT_POLYPHONY, UI_KNOB, UI_NUMBER, 0, "Polyphony", "Polyphony", "",
     "The most notes that sound at a time: 1 for a melody. Drums do not count.", 1, 16, 16, NULL},
    {TN_PORT_TRANSPOSE, UI_KNOB, UI_NUMBER, 0, "Transpose", "Transpose", "st",
     "Moves all notes up or down; drums stay, and the limits hold for what is heard.", -24, 24, 0,
     NULL},
    OFF_OR_ON(TN_PORT_LISTEN, UI_SWITCH, "Listen", "Listen",
              "The music takes up the notes that you play while it goes on.", 0),
    OFF_OR_ON(TN_PORT_LEARN, UI_SWITCH, "Learn", "Learn",
              "While on, what you play is recorded; switched off, it is the theme from which every "
              "phrase "
              "continues.",
              0),
    OFF_OR_ON(TN_PORT_THRU, UI_SWITCH, "Thru", "Thru", "Passes what comes in on to the output.", 0),
    MENU(TN_PORT_IN_CHANNEL, "Input", "Input Channel",
         "The MIDI channel on which the plugin listens to you.", 16, 0, IN_CHANNELS),
    {TN_PORT_VELOCITY, UI_KNOB, UI_PERCENT, 0, "Velocity", "Velocity", "",
     "Scales how hard the notes are struck; 100% is as composed.", 0, 2, 1, NULL},
    {TN_PORT_VELOCITY_MIN, UI_BOX, UI_NUMBER, 0, "Softest", "Lowest Velocity", "",
     "No note is struck softer than this MIDI velocity.", 1, 127, 1, NULL},
    {TN_PORT_VELOCITY_MAX, UI_BOX, UI_NUMBER, 0, "Hardest", "Highest Velocity", "",
     "No note is struck harder than this MIDI velocity.", 1, 127, 127, NULL},
    {TN_PORT_GATE, UI_KNOB, UI_PERCENT, 0, "Gate", "Gate", "",
     "Scales how long the notes are held: short is detached, long runs them together.", 0.1F, 2, 1,
     NULL},
    {TN_PORT_SWING, UI_KNOB, UI_PERCENT, 0, "Swing", "Swing", "",
     "Delays every second step of the grid by this share of a step: 33% are triplets.", 0, 0.75F, 0,
     NULL},
    MENU(TN_PORT_SWING_GRID, "Swing Grid", "Swing Grid", "The steps that swing.", 1, 0, GRIDS),
    {TN_PORT_HUMANIZE, UI_KNOB, UI_PERCENT, 0, "Humanize", "Humanize", "",
     "Small chance delays and changes of touch, the same at every pass.", 0, 1, 0, NULL},
    MENU(TN_PORT_CHANNEL, "Channel", "Channel",
         "The MIDI channel of the pitched parts, or one of its own for each; drums are on channel "
         "10.",
         16, 1, CHANNELS),
    PART(1),
    PART(2),
    PART(3),
    PART(4),
    PART(5),
    PART(6),
    PART(7),
    PART(8),
    OFF_OR_ON(TN_PORT_REROLL, UI_TRIGGER, "Reroll", "Reroll",
              "Composes anew from the present phrase on.", 0),
    OFF_OR_ON(TN_PORT_REROLL_BAR, UI_TRIGGER, "Reroll bar", "Reroll Bar",
              "Composes the present bar anew.", 0),
    OFF_OR_ON(TN_PORT_LOCK, UI_TRIGGER, "Lock bar", "Lock Bar",
              "Keeps the notes of the present bar, whatever else changes.", 0),
    OFF_OR_ON(TN_PORT_UNLOCK, UI_TRIGGER, "Unlock", "Unlock Bar",
              "Lets the present bar be composed again.", 0),
    OFF_OR_ON(TN_PORT_PANIC, UI_TRIGGER, "Panic", "Panic", "Releases every note at once.", 0),
};

enum { PORTS_COUNT = sizeof PORTS / sizeof PORTS[0] };

const UiPort* ui_port_find(uint32_t index) {
  for (size_t i = 0; i < PORTS_COUNT; i++) {
    if (PORTS[i].port == index) {
      return &PORTS[i];
    }
  }
  return NULL;
}

bool ui_port_is_whole(const UiPort* port) {
  return port->form == UI_LABEL || port->form == UI_PITCH ||
         (port->form == UI_NUMBER && port->decimals == 0);
}

float ui_port_limit(const UiPort* port, float value) {
  return fminf(fmaxf(value, port->minimum), port->maximum);
}

float ui_port_quantise(const UiPort* port, float value) {
  float limited = ui_port_limit(port, value);
  return ui_port_is_whole(port) ? rintf(limited) : limited;
}

double ui_port_position(const UiPort* port, float value) {
  return ((double)value - (double)port->minimum) / ((double)port->maximum - (double)port->minimum);
}
