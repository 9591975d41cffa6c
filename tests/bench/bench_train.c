// How fast the trainer learns, with one worker and with two, and where its time goes.
//
// usage: bench_train [SECONDS]   of each measurement; default 3
//
// The corpus is made up: chords of four voices. Batches are those of `tiento train`.
#include "plugin/engine/codec.h"
#include "tests/bench/figures.h"
#include "tests/bench/stopwatch.h"
#include "trainer/adam.h"
#include "trainer/matrix.h"
#include "trainer/training.h"
#include "trainer/weights.h"

#include <math.h>
#include <string.h>

enum { PIECES = 64, CHORDS = 256, VOICES = 4, WARM_UP = 4, MOST_STEPS = 20000 };

// Four voices, each within its own range, a chord an eighth, a quarter or a half note after the
// last.
static bool compose_piece(Piece* piece, Random* random) {
  static const int LOW[VOICES] = {67, 60, 53, 41};
  int32_t tick = 0;
  *piece = (Piece){.notes = malloc((size_t)CHORDS * VOICES * sizeof(TnNote)),
                   .meters = malloc(sizeof(TnMeter)),
                   .meter_count = 1,
                   .bpm = 100,
                   .key = (uint8_t)(1 + random_below(random, 24)),
                   .hash = random_bits(random)};
  if (!piece->notes || !piece->meters) {
    return false;
  }
  piece->meters[0] = (TnMeter){0, 4, 4};
  for (int chord = 0; chord < CHORDS; ++chord) {
    const int32_t length = 12 << random_below(random, 3);
    for (int voice = 0; voice < VOICES; ++voice) {
      const int pitch = LOW[voice] + random_below(random, voice < 3 ? 7 : 12);
      piece->notes[piece->note_count++] = (TnNote){tick, length, 0, (uint8_t)pitch, 80, 0};
    }
    tick += length;
  }
  piece->end = tick;
  return true;
}

static bool compose_corpus(Corpus* corpus) {
  Random random = {1};
  *corpus = (Corpus){.pieces = calloc(PIECES, sizeof(Piece))};
  while (corpus->pieces && corpus->count < PIECES) {
    if (!compose_piece(&corpus->pieces[corpus->count++], &random)) {
      return false;
    }
  }
  return corpus->pieces != NULL;
}

// All that `tiento train` has at hand for an update.
typedef struct {
  TrainingOptions options;
  TnVocabulary vocabulary;
  float* weights;
  TnNetwork network;
  Deck deck;
  Learner learner;
  Adam adam;
} Trainer;

static bool trainer_init(Trainer* trainer, const Corpus* corpus, TnSizes sizes, int workers) {
  *trainer = (Trainer){.options = training_defaults(corpus_notes(corpus), false),
                       .vocabulary = corpus_vocabulary(corpus)};
  TrainingOptions* o = &trainer->options;
  const size_t count = tn_tensors_list(&trainer->vocabulary, &sizes).total;
  Random random = {o->seed};
  trainer->weights = malloc(count * sizeof(float));
  if (!trainer->weights) {
    return false;
  }
  weights_initialise(&trainer->vocabulary, &sizes, &random, trainer->weights);
  trainer->network = tn_network_bind(&trainer->vocabulary, &sizes, trainer->weights);
  trainer->deck = deck_new(corpus, &trainer->vocabulary, o->seed, true);
  trainer->deck.transpose = o->transpose;
  trainer->deck.hints = o->hints;
  return learner_init(&trainer->learner, &trainer->network, o->precision, &trainer->deck, workers,
                      o->streams, o->steps, o->overlap, true, o->seed) &&
         adam_init(&trainer->adam, count);
}

static void trainer_free(Trainer* trainer) {
  adam_free(&trainer->adam);
  learner_free(&trainer->learner);
  free(trainer->weights);
}

typedef struct {
  double wall;  // notes a second on the clock, the median of all steps
  double cpu;   // notes a second of computing, of all workers together
  double cores; // that worked, on average: below the workers where others use the machine
} Speed;

static Speed measure_speed(Trainer* trainer, double seconds) {
  static double rates[MOST_STEPS];
  size_t count = 0;
  double notes = 0;
  double cpu_begin = 0;
  double wall_begin = 0;
  const double begin = stopwatch_wall();
  for (int i = 0; count < MOST_STEPS; ++i) {
    if (i == WARM_UP) {
      cpu_begin = stopwatch_process();
      wall_begin = stopwatch_wall();
    }
    Measure measure = {0};
    const double before = stopwatch_wall();
    learner_step(&trainer->learner, &trainer->deck, trainer->options.dropout, &measure);
    const double after = stopwatch_wall();
    if (i >= WARM_UP) {
      rates[count++] = measure.notes / (after - before) * 1e6;
      notes += measure.notes;
    }
    if (count > 0 && after - begin > seconds * 1e6) {
      break;
    }
  }
  const double cpu = stopwatch_process() - cpu_begin;
  const double cores = cpu / (stopwatch_wall() - wall_begin);
  return (Speed){stopwatch_median(rates, count), notes / cpu * 1e6, cores};
}

typedef enum { READ, LSTM_FORWARD, HEADS, LSTM_BACKWARD, UPDATE, PHASES } Phase;

static const char* const PHASE_NAMES[PHASES] = {"read", "lstm_forward", "heads", "lstm_backward",
                                                "adam"};

static double norm(const float* values, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; ++i) {
    sum += (double)values[i] * (double)values[i];
  }
  return sqrt(sum);
}

// One update of a single worker, piece by piece, as learner_step() and its caller do it. Adds to
// the time of each phase.
static void run_phases(Trainer* trainer, double* times) {
  Worker* worker = &trainer->learner.worker[0];
  DenseNetwork* dense = &trainer->learner.dense;
  const TnNetwork* network = &trainer->network;
  const size_t hidden = (size_t)network->sizes.hidden;
  const size_t n = (size_t)worker->batch.streams * (size_t)worker->batch.steps;
  const float* top = worker->lstm.layers[network->sizes.layers - 1].output;
  double marks[PHASES + 1];
  marks[READ] = stopwatch_cpu();
  batch_fill(&worker->batch, &trainer->deck);
  marks[LSTM_FORWARD] = stopwatch_cpu();
  dense_network_pack(dense, 0, 1);
  lstm_pass_forward(&worker->lstm, dense, &worker->scratch, &worker->batch,
                    trainer->options.dropout, &worker->random);
  marks[HEADS] = stopwatch_cpu();
  memset(worker->gradient_block, 0, trainer->learner.weight_count * sizeof(float));
  memset(worker->lstm.d_output, 0, n * hidden * sizeof(float));
  head_pass_run(&worker->heads, dense, &worker->scratch, &worker->batch, top, 1.0F / (float)n,
                &worker->gradient, worker->lstm.d_output);
  marks[LSTM_BACKWARD] = stopwatch_cpu();
  lstm_pass_backward(&worker->lstm, dense, &worker->scratch, &worker->batch, &worker->gradient);
  marks[UPDATE] = stopwatch_cpu();
  const double length = norm(worker->gradient_block, trainer->learner.weight_count);
  adam_begin(&trainer->adam);
  adam_update(&trainer->adam, 0, trainer->learner.weight_count, 1e-3F,
              length > 1 ? (float)(1 / length) : 1.0F, worker->gradient_block, trainer->weights);
  marks[PHASES] = stopwatch_cpu();
  for (int p = 0; p < PHASES; ++p) {
    times[p] += marks[p + 1] - marks[p];
  }
}

static void measure_phases(Trainer* trainer, const char* name, double seconds, Figures* figures) {
  double times[PHASES] = {0};
  double all = 0;
  const double begin = stopwatch_cpu();
  while (stopwatch_cpu() - begin < seconds * 1e6) {
    run_phases(trainer, times);
  }
  for (int p = 0; p < PHASES; ++p) {
    all += times[p];
  }
  printf("%-6s share of an update, %%:", name);
  for (int p = 0; p < PHASES; ++p) {
    printf(" %s %.1f", PHASE_NAMES[p], 100 * times[p] / all);
    figures_add(figures, 100 * times[p] / all, "%", "share_%s_%s", name, PHASE_NAMES[p]);
  }
  putchar('\n');
}

static bool measure(const Corpus* corpus, TnSizes sizes, double seconds, Figures* figures) {
  char name[16];
  double alone = 0;
  bool ok = true;
  snprintf(name, sizeof name, "%dx%d", sizes.layers, sizes.hidden);
  for (int workers = 1; ok && workers <= 2; ++workers) {
    Trainer trainer;
    ok = trainer_init(&trainer, corpus, sizes, workers);
    if (ok) {
      const Speed speed = measure_speed(&trainer, seconds);
      alone = workers == 1 ? speed.wall : alone;
      printf("%-6s %7d %12.0f %12.0f %6.2f %9.2f\n", name, workers, speed.wall, speed.cpu,
             speed.cores, speed.wall / alone);
      figures_add(figures, speed.wall, "notes/s", "learn_%s_workers_%d", name, workers);
      figures_add(figures, speed.cpu, "notes/cpu-s", "learn_%s_workers_%d_cpu", name, workers);
      figures_add(figures, speed.cores, "cores", "learn_%s_workers_%d_cores", name, workers);
    }
    if (ok && workers == 1) {
      measure_phases(&trainer, name, seconds / 2, figures);
    }
    trainer_free(&trainer);
  }
  return ok;
}

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? strtod(argv[1], NULL) : 3;
  if (!(seconds >= 0.01 && seconds <= 3600)) {
    fputs("usage: bench_train [SECONDS]; 0.01 to 3600\n", stderr);
    return 2;
  }
  Figures figures = {0};
  Corpus corpus;
  matrix_use_one_thread();
  bool ok = compose_corpus(&corpus);
  if (ok) {
    TnSizes sizes = training_defaults(corpus_notes(&corpus), false).sizes;
    printf("== learning: %zu notes, medians of single steps\n", corpus_notes(&corpus));
    printf("%-6s %7s %12s %12s %6s %9s\n", "", "workers", "notes/s", "notes/cpu-s", "cores",
           "speed-up");
    ok = measure(&corpus, sizes, seconds, &figures);
    sizes.layers = 1;
    sizes.hidden = 128;
    ok = ok && measure(&corpus, sizes, seconds, &figures);
  }
  corpus_free(&corpus);
  if (!ok) {
    fprintf(stderr, "bench_train: out of memory\n");
    return 1;
  }
  figures_print(&figures);
  return 0;
}
