// How well the plugin answers a player: whether it does so in time, whether the answer has to do
// with what was played, and whether a chord that is held is kept to.
//
// usage: bench_answer STYLE FOLDER
//
// Plays 50 passages of 2 to 4 bars, of pieces of FOLDER that decide nothing in training, into the
// engine in answer mode, each also a fourth higher. Then it holds chords while the engine composes,
// and plays glissandi at 300 quarters a minute while it listens.
//
// An answer fits its phrase better than another's where the network finds it likelier after the one
// than after the other, both on the keys that were played: once told the key of each, and once that
// of the first.
#include "plugin/engine/engine.h"
#include "tests/bench/critic.h"
#include "tests/bench/figures.h"
#include "tests/bench/passages.h"
#include "tests/bench/subject.h"
#include "tests/unit/told_position.h"
#include "trainer/split.h"

enum {
  PASSAGES = 50,
  MOST_MESSAGES = 2 * PASSAGE_NOTES,
  RATE = 48000,
  BPM = 120,
  FAST_BPM = 300,
  TICK = 60 * RATE / (BPM * TN_TICKS_PER_QUARTER), // frames
  NUDGE = TICK / TN_NUDGES_A_TICK,
  BLOCK = 256,
  FIRST_BAR = 1, // of the song, that is played
  FOURTH = 5,    // semitones
  CHORD_BARS = 8,
  GLISSANDO = 4096,      // keys
  GLISSANDO_STEP = 240,  // frames, 5 ms
  GLISSANDO_LOWEST = 21, // of a piano's keys
  GLISSANDO_RANGE = 88
};

static const TnMeter FOUR_FOUR = {0, 4, 4};

typedef struct {
  int64_t frame;
  uint8_t bytes[3];
} Message;

// What came of playing a passage.
typedef struct {
  const Passage* passage;
  TnPrompt heard;
  int count;
  TnNote* notes;    // of the answer, as composed
  bool as_long;     // the answer has as many bars as the passage
  bool in_time;     // it begins in the bar line due: nothing sounds before, something in its bar
  bool on_the_line; // and on the line itself
  bool ends;        // nothing sounds in the bar after it
  uint32_t late;
} Answer;

// An engine, and the frames of its first and last note-on.
typedef struct {
  TnComposer* composer;
  TnEngine engine;
  TnControls controls;
  int64_t block;
  int64_t first;
  int64_t last;
  uint16_t chord; // pitch classes that its notes should have
  size_t struck;
  size_t in_chord;
} Player;

static bool watch(void* handle, uint32_t frame, const uint8_t message[3]) {
  Player* p = handle;
  if ((message[0] & 0xf0) == 0x90) {
    p->last = p->block + frame;
    p->first = p->first < 0 ? p->last : p->first;
    ++p->struck;
    p->in_chord += p->chord >> message[1] % TN_PITCH_CLASSES & 1;
  }
  return true;
}

static void player_start(Player* p, TnMeter meter, double quarters) {
  TnPosition told = told_at(0, 0);
  told.bpm = quarters;
  told.beats_per_bar = meter.numerator;
  told.beat_unit = meter.denominator;
  told.bpm = told.bpm * meter.denominator / 4;
  tn_engine_init(&p->engine, RATE);
  tn_engine_set_composer(&p->engine, p->composer);
  p->block = 0;
  p->first = -1;
  p->last = -1;
  p->struck = 0;
  p->in_chord = 0;
  tn_engine_begin(&p->engine, &p->controls, 0, (TnMidiSink){watch, p});
  tn_engine_locate(&p->engine, 0, &told, (TnMidiSink){watch, p});
}

// Runs up to a frame, with messages that come before it.
static void player_run(Player* p, int64_t to, const Message* messages, int count) {
  const TnMidiSink sink = {watch, p};
  int told = 0;
  while (p->block < to) {
    const int64_t left = to - p->block;
    const uint32_t frames = left < BLOCK ? (uint32_t)left : BLOCK;
    tn_engine_begin(&p->engine, &p->controls, frames, sink);
    for (; told < count && messages[told].frame < p->block + frames; ++told) {
      tn_engine_hear(&p->engine, (uint32_t)(messages[told].frame - p->block), messages[told].bytes,
                     3, sink);
    }
    tn_engine_end(&p->engine, sink);
    p->block += frames;
  }
}

// Note-offs come before the note-ons of their frame.
static int compare_messages(const void* a, const void* b) {
  const Message* left = a;
  const Message* right = b;
  if (left->frame != right->frame) {
    return left->frame < right->frame ? -1 : 1;
  }
  return left->bytes[0] - right->bytes[0];
}

static int messages_of(const Passage* passage, int semitones, Message* messages) {
  const int64_t begin = FIRST_BAR * (int64_t)tn_meter_bar_ticks(passage->meter) * TICK;
  for (int i = 0; i < passage->count; ++i) {
    const TnNote* note = &passage->notes[i];
    const uint8_t pitch = (uint8_t)(note->pitch + semitones);
    const int64_t onset = begin + note->onset * TICK + note->nudge * NUDGE;
    messages[2 * i] = (Message){onset, {0x90, pitch, note->velocity}};
    messages[2 * i + 1] = (Message){onset + note->duration * TICK, {0x80, pitch, 64}};
  }
  qsort(messages, 2 * (size_t)passage->count, sizeof *messages, compare_messages);
  return 2 * passage->count;
}

static bool keep_notes(const TnPhrase* phrase, Answer* answer) {
  answer->count = phrase->count;
  answer->notes = malloc(((size_t)phrase->count + 1) * sizeof *answer->notes);
  if (answer->notes) {
    memcpy(answer->notes, phrase->notes, (size_t)phrase->count * sizeof *answer->notes);
  }
  return answer->notes != NULL;
}

// Plays a passage and waits for the answer. False where memory is short.
static bool play(Player* p, const Passage* passage, int semitones, Answer* answer) {
  Message messages[MOST_MESSAGES];
  const int count = messages_of(passage, semitones, messages);
  const int64_t bar = (int64_t)tn_meter_bar_ticks(passage->meter) * TICK;
  const int64_t beat = (int64_t)tn_meter_beat_ticks(passage->meter) * TICK;
  const int64_t due = (messages[count - 1].frame + beat + bar - 1) / bar * bar;
  const int64_t end = due + passage->bars * bar;
  *answer = (Answer){.passage = passage};
  player_start(p, passage->meter, BPM);
  player_run(p, end - BLOCK, messages, count);
  answer->heard = p->engine.answer.prompt;
  answer->as_long = p->engine.answer.bars == passage->bars;
  if (!p->engine.phrase || !keep_notes(p->engine.phrase, answer)) {
    return false;
  }
  player_run(p, end + bar, NULL, 0);
  answer->in_time = p->first >= due - NUDGE * TN_MAX_NUDGE && p->first < due + bar;
  answer->on_the_line = answer->in_time && p->first <= due + NUDGE * TN_MAX_NUDGE;
  answer->ends = p->last < end && p->engine.player.count == 0;
  answer->late = p->engine.late;
  return true;
}

typedef struct {
  int count;
  Passage passages[PASSAGES];
  Answer answers[PASSAGES];
  Answer higher[PASSAGES]; // to the passages a fourth higher
} Evening;

static bool play_all(Player* p, Evening* evening) {
  p->controls = tn_controls_default();
  p->controls.mode = TN_ANSWER;
  for (int i = 0; i < evening->count; ++i) {
    p->controls.seed = (float)i;
    if (!play(p, &evening->passages[i], 0, &evening->answers[i]) ||
        !play(p, &evening->passages[i], FOURTH, &evening->higher[i])) {
      return false;
    }
  }
  return true;
}

static void count_in_time(const Evening* evening, Figures* figures) {
  size_t in_time = 0;
  size_t on_the_line = 0;
  size_t as_long = 0;
  size_t ends = 0;
  uint32_t late = 0;
  for (int i = 0; i < 2 * evening->count; ++i) {
    const Answer* answer = i % 2 ? &evening->higher[i / 2] : &evening->answers[i / 2];
    in_time += answer->in_time;
    on_the_line += answer->on_the_line;
    as_long += answer->as_long;
    ends += answer->ends;
    late += answer->late;
  }
  const double count = 2.0 * evening->count;
  figures_add(figures, count, "answers", "answers");
  figures_add(figures, (double)in_time / count, "share", "in_the_bar_due");
  figures_add(figures, (double)on_the_line / count, "share", "on_the_line");
  figures_add(figures, (double)as_long / count, "share", "as_long");
  figures_add(figures, (double)ends / count, "share", "ends");
  figures_add(figures, late, "notes", "late");
}

static bool meters_equal(TnMeter a, TnMeter b) {
  return a.numerator == b.numerator && a.denominator == b.denominator;
}

static double nats_after(Critic* critic, const Answer* answer, const TnPrompt* prompt,
                         uint8_t key) {
  return critic_nats_after(critic, answer->passage->meter, answer->passage->bars, answer->notes,
                           answer->count, prompt, key);
}

// Of all pairs in one meter.
static void count_fitting(Critic* critic, const Evening* evening, Figures* figures) {
  size_t pairs = 0;
  size_t fitting = 0;
  size_t fitting_told = 0;
  for (int i = 0; i < evening->count; ++i) {
    const Answer* own = &evening->answers[i];
    const double nats = nats_after(critic, own, &own->heard, 0);
    for (int j = 0; j < evening->count; ++j) {
      const Answer* other = &evening->answers[j];
      if (i == j || !meters_equal(own->passage->meter, other->passage->meter)) {
        continue;
      }
      ++pairs;
      fitting += nats < nats_after(critic, own, &other->heard, 0);
      fitting_told += nats < nats_after(critic, own, &other->heard, own->heard.key);
    }
  }
  figures_add(figures, (double)pairs, "pairs", "pairs");
  figures_add(figures, (double)fitting / (double)pairs, "share", "fitting");
  figures_add(figures, (double)fitting_told / (double)pairs, "share", "fitting_told_key");
}

// By how many semitones the second lies above the first, by how long each pitch class sounds.
static int semitones_between(const Answer* a, const Answer* b) {
  double classes[2][TN_PITCH_CLASSES] = {{0}};
  for (int i = 0; i < a->count; ++i) {
    classes[0][a->notes[i].pitch % TN_PITCH_CLASSES] += a->notes[i].duration;
  }
  for (int i = 0; i < b->count; ++i) {
    classes[1][b->notes[i].pitch % TN_PITCH_CLASSES] += b->notes[i].duration;
  }
  int best = 0;
  double most = -1;
  for (int up = 0; up < TN_PITCH_CLASSES; ++up) {
    double common = 0;
    for (int k = 0; k < TN_PITCH_CLASSES; ++k) {
      common += classes[0][k] * classes[1][(k + up) % TN_PITCH_CLASSES];
    }
    best = common > most ? up : best;
    most = common > most ? common : most;
  }
  return best;
}

static void count_moved(const Evening* evening, Figures* figures) {
  size_t moved = 0;
  for (int i = 0; i < evening->count; ++i) {
    moved += semitones_between(&evening->answers[i], &evening->higher[i]) == FOURTH;
  }
  figures_add(figures, (double)moved / evening->count, "share", "moved_by_a_fourth");
}

// A major triad on each pitch class is held while the engine composes.
static void count_in_chord(Player* p, Figures* figures) {
  size_t struck = 0;
  size_t in_chord = 0;
  p->controls = tn_controls_default();
  p->controls.chord = TN_CHORD_ONLY;
  for (int root = 0; root < TN_PITCH_CLASSES; ++root) {
    const Message keys[] = {{0, {0x90, (uint8_t)(48 + root), 80}},
                            {0, {0x90, (uint8_t)(52 + root), 80}},
                            {0, {0x90, (uint8_t)(55 + root), 80}}};
    p->chord = 0;
    for (int i = 0; i < 3; ++i) {
      p->chord = (uint16_t)(p->chord | 1 << keys[i].bytes[1] % TN_PITCH_CLASSES);
    }
    p->controls.seed = (float)root;
    player_start(p, FOUR_FOUR, BPM);
    player_run(p, (int64_t)CHORD_BARS * 4 * TN_TICKS_PER_QUARTER * TICK, keys, 3);
    struck += p->struck;
    in_chord += p->in_chord;
  }
  figures_add(figures, (double)struck, "notes", "notes_under_chords");
  figures_add(figures, (double)in_chord / (double)struck, "share", "in_chord");
}

// Up a piano, over and over, while the engine listens.
static bool count_late_in_glissando(Player* p, Figures* figures) {
  Message* keys = calloc(2 * GLISSANDO, sizeof *keys);
  if (!keys) {
    return false;
  }
  for (int i = 0; i < GLISSANDO; ++i) {
    const uint8_t pitch = (uint8_t)(GLISSANDO_LOWEST + i % GLISSANDO_RANGE);
    const int64_t frame = (int64_t)i * GLISSANDO_STEP;
    keys[2 * i] = (Message){frame, {0x90, pitch, 80}};
    keys[2 * i + 1] = (Message){frame + GLISSANDO_STEP - 1, {0x80, pitch, 64}};
  }
  p->controls = tn_controls_default();
  p->controls.listen = 1.0F;
  player_start(p, FOUR_FOUR, FAST_BPM);
  player_run(p, (int64_t)GLISSANDO * GLISSANDO_STEP, keys, 2 * GLISSANDO);
  free(keys);
  figures_add(figures, (double)p->struck, "notes", "notes_in_glissando");
  figures_add(figures, p->engine.late, "notes", "late_in_glissando");
  return true;
}

static void evening_free(Evening* evening) {
  for (int i = 0; evening && i < evening->count; ++i) {
    free(evening->answers[i].notes);
    free(evening->higher[i].notes);
  }
  free(evening);
}

static bool measure(const TnStyle* style, const Corpus* corpus) {
  Figures figures = {.count = 0};
  Critic critic = {.composer = NULL};
  Player* player = calloc(1, sizeof *player);
  Evening* evening = calloc(1, sizeof *evening);
  bool ok = player && evening && critic_init(&critic, style);
  if (ok) {
    player->composer = tn_composer_new_for(style, tn_kernel_fastest());
    evening->count = passages_take(corpus, evening->passages, PASSAGES);
    ok = player->composer && evening->count == PASSAGES && play_all(player, evening);
  }
  if (ok) {
    count_in_time(evening, &figures);
    count_fitting(&critic, evening, &figures);
    count_moved(evening, &figures);
    count_in_chord(player, &figures);
    ok = count_late_in_glissando(player, &figures);
    figures_print(&figures);
  }
  evening_free(evening);
  critic_free(&critic);
  tn_composer_free(player ? player->composer : NULL);
  free(player);
  return ok;
}

int main(int argc, char** argv) {
  Subject subject;
  Corpus corpus;
  if (argc != 3) {
    puts("SKIP bench_answer takes a style and the folder that it was trained on");
    return 0;
  }
  if (!subject_read(&subject, argv[1]) ||
      !corpus_read(&corpus, argv + 2, 1, &(ReadOptions){0}, NULL)) {
    return 1;
  }
  const bool ok = split_keep(&corpus, SPLIT_TEST) && measure(&subject.style, &corpus);
  corpus_free(&corpus);
  subject_free(&subject);
  return ok ? 0 : 1;
}
