// How long the engine takes for a note, what it can compose, and what an instance holds.
//
// usage: bench_engine [STYLE]
//
// Times are of the computing thread, everything in its cache as far as it fits: one step of the
// LSTM alone, and a whole note (step, heads, masks, drawing).
#include "plugin/denormals.h"
#include "plugin/engine/engine.h"
#include "tests/bench/figures.h"
#include "tests/bench/stopwatch.h"
#include "tests/bench/subject.h"

enum { WARM_UP = 50, MOST_NOTES = 4000, LOADS = 15 };

static const double NOTES_TIME = 0.7e6;     // microseconds, at most, of timing single notes
static const double COMPOSING_TIME = 0.7e6; // the same, of composing
static const TnSampling SAMPLING = {.temperature = 1.0F, .top_p = 0.95F};

typedef struct {
  size_t count;
  double steps[MOST_NOTES]; // microseconds
  double notes[MOST_NOTES];
} Times;

// Plays on, event after event; the step is then timed a second time by itself, on a state of its
// own.
static bool time_notes(const Subject* subject, Times* times) {
  const TnNetwork* network = &subject->style.network;
  const size_t floats = tn_network_state_floats(&network->sizes);
  float* state = calloc(2 * floats, sizeof *state);
  float* scratch = calloc(tn_generator_scratch_floats(&network->sizes), sizeof *scratch);
  TnContext context;
  tn_context_start(&context, &network->vocabulary, &subject->style.meter, 1, -1,
                   subject->style.key);
  const double begin = stopwatch_cpu();
  times->count = 0;
  for (uint32_t i = 0; state && scratch && times->count < MOST_NOTES; ++i) {
    const TnDraw draw = {.seed = 1, .event = i};
    uint16_t rows[TN_MAX_ROWS];
    const int count = tn_context_input_rows(&context, &network->input_table, rows);
    const double before = stopwatch_cpu();
    tn_network_step(network, state + floats, rows, count, scratch);
    const double between = stopwatch_cpu();
    tn_generator_next(network, &context, state, SAMPLING, draw, scratch);
    const double after = stopwatch_cpu();
    if (i >= WARM_UP) {
      times->steps[times->count] = between - before;
      times->notes[times->count++] = after - between;
    }
    if (times->count > 0 && after - begin > NOTES_TIME) {
      break;
    }
  }
  free(state);
  free(scratch);
  return times->count > 0;
}

// Phrases of 8 bars, one after the other, as fast as it goes. Returns notes a second; 0 where
// memory is short.
static double composing_speed(const Subject* subject) {
  const TnSettings settings = {.sampling = SAMPLING, .seed = 1, .bars = 8};
  void* block = malloc(tn_composer_bytes(&subject->style.network.sizes));
  if (!block) {
    return 0;
  }
  TnComposer* composer = tn_composer_init(block, &subject->style.network, subject->style.key);
  const double begin = stopwatch_cpu();
  double time = 0;
  double notes = 0;
  for (int64_t bar = 0; time < COMPOSING_TIME; bar += settings.bars) {
    TnPhrase* phrase = tn_composer_phrase(composer, bar, subject->style.meter, settings);
    while (!phrase->complete) {
      tn_composer_step(composer, phrase, settings);
    }
    notes += phrase->count;
    time = stopwatch_cpu() - begin;
  }
  free(block);
  return notes / time * 1e6;
}

static void note_quantiles(Figures* figures, const char* what, const char* name, double* times,
                           size_t count) {
  stopwatch_sort(times, count);
  const double p50 = stopwatch_quantile(times, count, 0.5);
  const double p99 = stopwatch_quantile(times, count, 0.99);
  const double longest = stopwatch_quantile(times, count, 1.0);
  printf(" %9.1f %8.1f %8.1f", p50, p99, longest);
  figures_add(figures, p50, "us", "%s_%s_p50", what, name);
  figures_add(figures, p99, "us", "%s_%s_p99", what, name);
  figures_add(figures, longest, "us", "%s_%s_max", what, name);
}

static bool measure(const Subject* subject, Figures* figures) {
  Times* times = malloc(sizeof *times);
  if (!times || !time_notes(subject, times)) {
    free(times);
    return false;
  }
  const TnNetwork* network = &subject->style.network;
  const size_t instance = tn_composer_bytes(&network->sizes) + sizeof(TnEngine);
  const size_t weights =
      tn_tensors_list(&network->vocabulary, &network->sizes).total * sizeof(float);
  printf("%-6s", subject->name);
  note_quantiles(figures, "step", subject->name, times->steps, times->count);
  note_quantiles(figures, "note", subject->name, times->notes, times->count);
  const double speed = composing_speed(subject);
  printf(" %9.0f %10.0f %9.0f\n", speed, (double)instance / 1024, (double)weights / 1024);
  figures_add(figures, speed, "notes/s", "composing_%s", subject->name);
  figures_add(figures, (double)instance, "bytes", "instance_%s", subject->name);
  figures_add(figures, (double)weights, "bytes", "weights_%s", subject->name);
  free(times);
  return true;
}

// From the file to a composer that is ready to play, file in the system's cache.
static void measure_loading(const char* path, Figures* figures) {
  double times[LOADS];
  for (int i = 0; i < LOADS; ++i) {
    TnStyle style;
    char reason[256];
    const double begin = stopwatch_cpu();
    if (tn_style_read(path, &style, reason, sizeof reason) != TN_OK) {
      return;
    }
    void* block = malloc(tn_composer_bytes(&style.network.sizes));
    if (block) {
      tn_composer_init(block, &style.network, style.key);
    }
    times[i] = stopwatch_cpu() - begin;
    free(block);
    tn_style_free(&style);
  }
  const double median = stopwatch_median(times, LOADS);
  printf("loading the style: %.2f ms\n", median / 1e3);
  figures_add(figures, median / 1e3, "ms", "load_style");
}

int main(int argc, char** argv) {
  static const int SIZES[][2] = {{1, 128}, {2, 256}, {3, 512}};
  const char* path = argc > 1 ? argv[1] : SUBJECT_DEFAULT_STYLE;
  Figures figures = {0};
  Subject subject;
  denormals_flush(); // as run() has it
  const double cost = stopwatch_cost();
  printf("== engine: microseconds of computing; reading the clock takes %.2f of them\n", cost);
  figures_add(&figures, cost, "us", "clock");
  const bool has_style = subject_read(&subject, path);
  printf("%-6s %27s %27s %9s %10s %9s\n", "", "a step: p50, p99, max", "a note: p50, p99, max",
         "notes/s", "KiB, each", "weights");
  bool ok = true;
  if (has_style) {
    ok = measure(&subject, &figures);
    subject_free(&subject);
  }
  for (size_t i = 0; ok && i < sizeof SIZES / sizeof SIZES[0]; ++i) {
    ok = subject_random(&subject, SIZES[i][0], SIZES[i][1]) && measure(&subject, &figures);
    subject_free(&subject);
  }
  if (has_style) {
    measure_loading(path, &figures);
  }
  if (!ok) {
    fprintf(stderr, "bench_engine: out of memory\n");
    return 1;
  }
  figures_print(&figures);
  return 0;
}
