// What an instance of the engine holds, how long it takes to make one, and how the time of a note
// grows when there are many in one process, that take each other's place in the caches.
//
// usage: bench_engine [STYLE [SECONDS]]   of composing, in all; default 3
//
// Where there is no such style, a 2x256 network with random weights plays in its place.
#include "plugin/denormals.h"
#include "plugin/engine/engine.h"
#include "tests/bench/contest.h"
#include "tests/bench/subject.h"

enum { MOST_INSTANCES = 64, BARS = 8, MADE = 15 };

static const TnSampling SAMPLING = {.temperature = 1.0F, .top_p = 0.95F};

// Plays phrase after phrase.
typedef struct {
  TnComposer* composer;
  TnPhrase* phrase; // NULL: none yet
  TnMeter meter;
  TnBrief brief;
  int64_t bar;
} Instance;

// The first `count` of the instances, of which one composes a note after the other.
typedef struct {
  Instance* instances;
  int count;
  int turn;
} Group;

static void compose(void* handle) {
  Group* group = handle;
  Instance* instance = &group->instances[group->turn];
  if (!instance->phrase || instance->phrase->complete) {
    instance->phrase =
        tn_composer_phrase(instance->composer, instance->bar, instance->meter, &instance->brief);
    instance->bar += BARS;
  }
  tn_composer_step(instance->composer, instance->phrase, &instance->brief);
  group->turn = (group->turn + 1) % group->count;
}

static bool instances_init(Instance instances[MOST_INSTANCES], const TnStyle* style) {
  bool ok = true;
  for (int i = 0; i < MOST_INSTANCES; ++i) {
    instances[i] = (Instance){
        .composer = tn_composer_new_for(style, tn_kernel_fastest()),
        .meter = style->meter,
        .brief = {.settings = {.sampling = SAMPLING, .seed = (uint32_t)i, .bars = BARS}}};
    ok = ok && instances[i].composer;
  }
  return ok;
}

// Turns are whole rounds of the largest group, and what came before is out of the caches then.
static bool measure_instances(const TnStyle* style, double seconds, Figures* figures) {
  Instance instances[MOST_INSTANCES];
  Group groups[] = {{instances, 1, 0}, {instances, 8, 0}, {instances, MOST_INSTANCES, 0}};
  static const char* const NAMES[] = {"1", "8", "64"};
  Contest contest;
  const bool ok = contest_init(&contest) && instances_init(instances, style);
  for (int i = 0; i < 3; ++i) {
    contest_add(&contest, (Contestant){NAMES[i], compose, NULL, &groups[i]});
  }
  if (ok) {
    contest_run(&contest, MOST_INSTANCES, 2 * MOST_INSTANCES, seconds);
    printf("microseconds of a note, with so many instances by turns: %zu notes of each\n",
           contest.time_count);
    contest_print_heading();
    putchar('\n');
    for (int i = 0; i < contest.count; ++i) {
      contest_report(&contest, i, "instances", figures);
      putchar('\n');
    }
  }
  for (int i = 0; i < MOST_INSTANCES; ++i) {
    tn_composer_free(instances[i].composer);
  }
  contest_free(&contest);
  return ok;
}

static bool measure_memory(const char* name, const TnNetwork* network, Figures* figures) {
  TnComposer* composer = tn_composer_new(network, 0, tn_kernel_fastest());
  if (!composer) {
    return false;
  }
  const double model = (double)composer->model->bytes;
  const double rest = (double)(composer->bytes + sizeof(TnEngine));
  printf("%-6s holds %.0f KiB: model %.0f, composer and engine %.0f\n", name, (model + rest) / 1024,
         model / 1024, rest / 1024);
  figures_add(figures, model, "bytes", "model_%s", name);
  figures_add(figures, rest, "bytes", "instance_%s", name);
  tn_composer_free(composer);
  return true;
}

// From the network to a composer that is ready to play.
static bool measure_making(const char* name, const TnNetwork* network, Figures* figures) {
  double times[MADE];
  for (int i = 0; i < MADE; ++i) {
    const double begin = stopwatch_cpu();
    TnComposer* composer = tn_composer_new(network, 0, tn_kernel_fastest());
    times[i] = (stopwatch_cpu() - begin) / 1e3;
    tn_composer_free(composer);
    if (!composer) {
      return false;
    }
  }
  const double median = stopwatch_median(times, MADE);
  printf("%-6s is made in %.1f ms\n", name, median);
  figures_add(figures, median, "ms", "make_%s", name);
  return true;
}

// From the file, in the system's cache, to its network.
static void measure_reading(const char* path, Figures* figures) {
  double times[MADE];
  for (int i = 0; i < MADE; ++i) {
    TnStyle style;
    char reason[256];
    const double begin = stopwatch_cpu();
    if (tn_style_read(path, &style, reason, sizeof reason) != TN_OK) {
      return;
    }
    times[i] = (stopwatch_cpu() - begin) / 1e3;
    tn_style_free(&style);
  }
  const double median = stopwatch_median(times, MADE);
  printf("style  is read and checked in %.1f ms\n", median);
  figures_add(figures, median, "ms", "read_style");
}

static bool measure(const Subject* subject, Figures* figures) {
  const TnNetwork* network = &subject->style.network;
  return measure_memory(subject->name, network, figures) &&
         measure_making(subject->name, network, figures);
}

static bool measure_random(int layers, int hidden, double seconds, Figures* figures) {
  Subject subject;
  const bool ok = subject_random(&subject, layers, hidden, SUBJECT_HEAD) &&
                  measure(&subject, figures) &&
                  (seconds == 0 || measure_instances(&subject.style, seconds, figures));
  subject_free(&subject);
  return ok;
}

int main(int argc, char** argv) {
  const char* path = argc > 1 ? argv[1] : SUBJECT_DEFAULT_STYLE;
  const double seconds = argc > 2 ? strtod(argv[2], NULL) : 3;
  Figures figures = {0};
  Subject style;
  bool ok = true;
  denormals_flush(); // as run() has it
  printf("== engine: what an instance takes\n");
  const bool has_style = subject_read(&style, path);
  if (has_style) {
    measure_reading(path, &figures);
    ok = measure(&style, &figures) && measure_instances(&style.style, seconds, &figures);
    subject_free(&style);
  }
  ok = ok && measure_random(1, 128, 0, &figures) &&
       measure_random(2, 256, has_style ? 0 : seconds, &figures) &&
       measure_random(3, 512, 0, &figures);
  if (!ok) {
    fprintf(stderr, "bench_engine: out of memory\n");
    return 1;
  }
  figures_print(&figures);
  return 0;
}
