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

static void time_note(TnGenerator* generator, TnStep* alone, TnDraw draw, double* step,
                      double* note) {
  int64_t unbounded = INT64_MAX;
  TnEvent event;
  alone->row_count =
      tn_context_input_rows(&generator->context, &alone->model->input_table, alone->rows);
  tn_step_begin(alone);
  const double before = stopwatch_cpu();
  (void)tn_step_work(alone, &unbounded);
  const double between = stopwatch_cpu();
  (void)tn_generator_next(generator, SAMPLING, draw, &unbounded, &event);
  *note = stopwatch_cpu() - between;
  *step = between - before;
}

// Plays on, event after event; the step is first timed by itself, with a memory of its own.
static bool time_notes(const Subject* subject, Times* times) {
  TnModel* model = tn_model_new(&subject->style.network, tn_kernel_fastest());
  const size_t bytes = tn_generator_bytes(&subject->style.network.sizes);
  void* blocks[2] = {malloc(bytes), malloc(bytes)};
  TnGenerator generator;
  TnStep alone;
  times->count = 0;
  if (model && blocks[0] && blocks[1]) {
    tn_generator_init(&generator, model, blocks[0]);
    tn_generator_start(&generator, &subject->style.meter, 1, -1, subject->style.key);
    tn_step_init(&alone, model, blocks[1]);
    const double begin = stopwatch_cpu();
    for (uint32_t i = 0; times->count < MOST_NOTES && stopwatch_cpu() - begin < NOTES_TIME; ++i) {
      double* step = &times->steps[times->count];
      double* note = &times->notes[times->count];
      time_note(&generator, &alone, (TnDraw){.seed = 1, .event = i}, step, note);
      times->count += i >= WARM_UP;
    }
  }
  tn_model_free(model);
  free(blocks[0]);
  free(blocks[1]);
  return times->count > 0;
}

// Phrases of 8 bars, one after the other, as fast as it goes. Returns notes a second; 0 where
// memory is short.
static double composing_speed(const Subject* subject) {
  const TnSettings settings = {.sampling = SAMPLING, .seed = 1, .bars = 8};
  TnComposer* composer =
      tn_composer_new(&subject->style.network, subject->style.key, tn_kernel_fastest());
  if (!composer) {
    return 0;
  }
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
  tn_composer_free(composer);
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
  TnComposer* composer = tn_composer_new(&subject->style.network, 0, tn_kernel_fastest());
  const size_t instance = composer ? composer->bytes + sizeof(TnEngine) : 0;
  const size_t weights = composer ? composer->model->bytes : 0;
  tn_composer_free(composer);
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
    TnComposer* composer = tn_composer_new(&style.network, style.key, tn_kernel_fastest());
    times[i] = stopwatch_cpu() - begin;
    tn_composer_free(composer);
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
    ok = subject_random(&subject, SIZES[i][0], SIZES[i][1], SUBJECT_HEAD) &&
         measure(&subject, &figures);
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
