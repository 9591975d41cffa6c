// How near to a piece a style stays that was given its first bars, beside one that was given none.
//
// usage: bench_prompt STYLE FOLDER
//
// Takes the pieces of FOLDER that decide nothing in training, and lets the style go on for 8 bars
// from their first 4, with several seeds. A style that was given no phrase plays as long in the
// same meter. Each is done twice: told the key of the phrase, and told the style's own.
#include "plugin/engine/key.h"
#include "tests/bench/figures.h"
#include "tests/bench/subject.h"
#include "trainer/continuation.h"
#include "trainer/split.h"

enum { PHRASE_BARS = 4, BARS = 8, SEEDS = 5, PITCH_CLASSES = 12 };

typedef enum { PROMPTED, PROMPTED_OWN_KEY, ALONE_TOLD_KEY, ALONE, WAYS } Way;

static const char* const WAY_NAMES[WAYS] = {"prompted", "prompted_own_key", "alone_told_key",
                                            "alone"};

typedef struct {
  size_t passages;
  size_t in_key;
  size_t near;
  double pitch_classes; // sum of shares
  double durations;
} Likeness;

// How long which pitch class sounds, and how many notes are how long; each as shares of the whole.
typedef struct {
  double pitch_classes[PITCH_CLASSES];
  double durations[TN_MAX_DURATIONS];
} Profile;

static double sum(const double* values, int count) {
  double total = 0;
  for (int i = 0; i < count; ++i) {
    total += values[i];
  }
  return total;
}

static Profile profile_of(const TnVocabulary* v, const TnNote* notes, size_t count) {
  Profile profile = {{0}, {0}};
  for (size_t i = 0; i < count; ++i) {
    if (notes[i].part != VOICE_DRUMS) {
      profile.pitch_classes[notes[i].pitch % PITCH_CLASSES] += notes[i].duration;
      ++profile.durations[tn_vocabulary_duration_class(v, notes[i].duration)];
    }
  }
  return profile;
}

// The share that two distributions have in common.
static double overlap(const double* a, const double* b, int count) {
  const double total_a = sum(a, count);
  const double total_b = sum(b, count);
  double common = 0;
  for (int i = 0; i < count && total_a > 0 && total_b > 0; ++i) {
    const double share_a = a[i] / total_a;
    const double share_b = b[i] / total_b;
    common += share_a < share_b ? share_a : share_b;
  }
  return common;
}

typedef struct {
  const TnStyle* style;
  const Piece* piece;
  Prompt prompt;
  Profile next; // of the piece's own next bars
} Trial;

// Adds what the style played: the notes of `recording` from `first` on.
static bool compare(const Trial* trial, const Recording* recording, size_t first,
                    Likeness* likeness) {
  const size_t count = recording->count - first;
  TnNote* notes = calloc(count + 1, sizeof *notes);
  if (!notes) {
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    const MidiFileNote* note = &recording->notes[first + i];
    notes[i] = (TnNote){.duration = (note->duration + TN_MAX_NUDGE) / TN_NUDGES_A_TICK,
                        .part = (uint8_t)(note->track == RECORDING_DRUMS ? VOICE_DRUMS : 0),
                        .pitch = note->pitch};
  }
  const Profile own = profile_of(&trial->style->network.vocabulary, notes, count);
  const uint8_t key = tn_key_estimate(notes, count, VOICE_DRUMS);
  ++likeness->passages;
  likeness->in_key += key == trial->piece->key;
  likeness->near += key > 0 && tn_key_is_near(key, trial->piece->key);
  likeness->pitch_classes += overlap(own.pitch_classes, trial->next.pitch_classes, PITCH_CLASSES);
  likeness->durations += overlap(own.durations, trial->next.durations, TN_MAX_DURATIONS);
  free(notes);
  return true;
}

static bool try_way(const Trial* trial, Way way, int seed, Likeness* likeness) {
  const Prompt* prompt = &trial->prompt;
  const bool told = way == PROMPTED || way == ALONE_TOLD_KEY;
  RecordingOptions options = {
      .controls = tn_controls_default(), .meter = prompt->piece.meters[0], .bars = BARS};
  options.controls.length = BARS;
  options.controls.seed = (float)seed;
  options.controls.key = (float)(told ? prompt->piece.key : trial->style->key);
  Recording recording;
  const bool alone = way == ALONE || way == ALONE_TOLD_KEY;
  const bool ok = alone ? recording_make(trial->style, &options, &recording)
                        : continuation_make(trial->style, prompt, &options, &recording);
  const bool compared = ok && compare(trial, &recording, alone ? 0 : prompt->note_count, likeness);
  if (ok || alone) {
    recording_free(&recording);
  }
  return compared;
}

// What a musician who knows the piece would have given: its first bars. The score becomes those.
static void keep_first_bars(Score* score, int32_t line) {
  size_t kept = 0;
  for (size_t i = 0; i < score->note_count; ++i) {
    ScoreNote note = score->notes[i];
    const int64_t end = (int64_t)line * score->ticks_per_quarter / TN_TICKS_PER_QUARTER;
    if (note.onset < end) {
      note.end = note.end < end ? note.end : end;
      score->notes[kept++] = note;
    }
  }
  score->note_count = kept;
}

static Profile next_bars(const TnVocabulary* v, const Piece* piece, int32_t from, int32_t ticks) {
  size_t first = 0;
  while (first < piece->note_count && piece->notes[first].onset < from) {
    ++first;
  }
  size_t end = first;
  while (end < piece->note_count && piece->notes[end].onset < from + ticks) {
    ++end;
  }
  return profile_of(v, piece->notes + first, end - first);
}

// False where the piece is too short, or there is no memory.
static bool trial_init(Trial* trial, const TnStyle* style, const Piece* piece) {
  const int32_t bar = tn_meter_bar_ticks_at(piece->meters, piece->meter_count, 0);
  Score score;
  char reason[256];
  *trial = (Trial){.style = style, .piece = piece};
  if (piece->key == 0 || piece->end < (PHRASE_BARS + BARS) * bar ||
      !score_read(piece->path, &score, reason, sizeof reason)) {
    return false;
  }
  keep_first_bars(&score, PHRASE_BARS * bar);
  trial->next = next_bars(&style->network.vocabulary, piece, PHRASE_BARS * bar, BARS * bar);
  const bool ok = score.note_count > 0 &&
                  prompt_from_score(&score, &style->network.vocabulary, (TnMeter){0, 0, 0},
                                    &trial->prompt, reason, sizeof reason);
  score_free(&score);
  return ok;
}

static bool try_all(const TnStyle* style, const Corpus* corpus, Likeness ways[WAYS]) {
  for (size_t i = 0; i < corpus->count; ++i) {
    Trial trial;
    if (!trial_init(&trial, style, &corpus->pieces[i])) {
      continue;
    }
    bool ok = true;
    for (int run = 0; ok && run < WAYS * SEEDS; ++run) {
      const int seed = (int)i * SEEDS + run / WAYS;
      ok = try_way(&trial, (Way)(run % WAYS), seed, &ways[run % WAYS]);
    }
    prompt_free(&trial.prompt);
    if (!ok) {
      return false;
    }
  }
  return true;
}

static void print(const Likeness ways[WAYS]) {
  Figures figures = {.count = 0};
  figures_add(&figures, (double)ways[0].passages, "passages", "prompt_passages");
  for (int way = 0; way < WAYS; ++way) {
    const Likeness* l = &ways[way];
    const double passages = (double)l->passages;
    const char* name = WAY_NAMES[way];
    figures_add(&figures, (double)l->in_key / passages, "share", "in_key_%s", name);
    figures_add(&figures, (double)l->near / passages, "share", "near_key_%s", name);
    figures_add(&figures, l->pitch_classes / passages, "share", "pitch_classes_%s", name);
    figures_add(&figures, l->durations / passages, "share", "durations_%s", name);
  }
  figures_print(&figures);
}

int main(int argc, char** argv) {
  Subject subject;
  Corpus corpus;
  Likeness ways[WAYS] = {{0}};
  if (argc != 3) {
    puts("SKIP bench_prompt takes a style and the folder that it was trained on");
    return 0;
  }
  if (!subject_read(&subject, argv[1]) ||
      !corpus_read(&corpus, argv + 2, 1, &(ReadOptions){0}, NULL)) {
    return 1;
  }
  const bool ok = split_keep(&corpus, SPLIT_TEST) && try_all(&subject.style, &corpus, ways) &&
                  ways[0].passages > 0;
  if (ok) {
    print(ways);
  }
  corpus_free(&corpus);
  subject_free(&subject);
  return ok ? 0 : 1;
}
