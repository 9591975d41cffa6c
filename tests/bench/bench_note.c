// A whole note as the engine composes it (rolls, network, heads, masks, drawing) by each kernel,
// and within bounds by the fastest, beside the same with OpenBLAS's sgemv; and where its time goes.
//
// usage: bench_note [STYLE [SECONDS]]   of each table; default 2
//
// Where there is no such style, only networks with random weights are measured.
#include "plugin/denormals.h"
#include "plugin/engine/generator.h"
#include "tests/bench/contest.h"
#include "tests/bench/follower.h"
#include "tests/bench/subject.h"

enum { MOST_KERNELS = CONTEST_MOST - 2, WARM_UP = 5, TURN = 50, MOST_NOTES = CONTEST_TIMES };

static const TnSampling SAMPLING = {.temperature = 1.0F, .top_p = 0.95F};

// The music that all contestants play: those behind a kernel write what they draw, all the same.
typedef struct {
  size_t count;
  TnEvent* events; // [2 * MOST_NOTES]
} Tape;

typedef struct {
  Tape* tape;
  TnModel* model;
  void* block;
  TnGenerator generator;
  const TnBounds* bounds;
  size_t at;
} Composing;

typedef struct {
  const Tape* tape;
  Follower follower;
  size_t at;
} Following;

static void compose(void* handle) {
  Composing* c = handle;
  int64_t unbounded = INT64_MAX;
  const TnDraw draw = {.seed = 1, .event = (uint32_t)c->at};
  (void)tn_generator_next(&c->generator, SAMPLING, draw, c->bounds, &unbounded,
                          &c->tape->events[c->at]);
  ++c->at;
  c->tape->count = c->at > c->tape->count ? c->at : c->tape->count;
}

static void follow(void* handle) {
  Following* f = handle;
  follower_follow(&f->follower, f->tape->events[f->at++]);
}

static bool composing_init(Composing* c, Tape* tape, const Subject* subject,
                           const TnKernel* kernel) {
  const TnNetwork* network = &subject->style.network;
  *c = (Composing){.tape = tape,
                   .model = tn_model_new(network, kernel),
                   .block = malloc(tn_generator_bytes(&network->sizes))};
  if (!c->model || !c->block) {
    return false;
  }
  tn_generator_init(&c->generator, c->model, c->block);
  tn_generator_start(&c->generator, &subject->style.meter, 1, -1, subject->style.key);
  return true;
}

static void composing_free(Composing* c) {
  tn_model_free(c->model);
  free(c->block);
}

static void following_init(Following* f, const Tape* tape, const Subject* subject) {
  const TnNetwork* network = &subject->style.network;
  *f = (Following){.tape = tape, .follower = {.network = network, .sampling = SAMPLING}};
  tn_context_start(&f->follower.context, &network->vocabulary, &subject->style.meter, 1, -1,
                   subject->style.key);
}

static void report(const Contest* contest, const char* name, Figures* figures) {
  const int sgemv = contest->count - 1;
  char label[48];
  snprintf(label, sizeof label, "note_%s", name);
  printf("%s: %zu notes of each\n", name, contest->time_count);
  for (int i = 0; i < contest->count; ++i) {
    const double faster = contest_times_faster(contest, i, sgemv);
    contest_report(contest, i, label, figures);
    printf(" %9.2f\n", faster);
    if (i < sgemv) {
      figures_add(figures, faster, "x", "%s_%s_than_sgemv", label, contest->contestants[i].name);
    }
  }
}

// Lets the step of `composing`, wrapped in a stopwatch, go through the tape once more. `times`
// is [STAGES, MOST_NOTES].
static void watch_stages(const Composing* composing, const Subject* subject, double* times) {
  TnModel watched = *composing->model;
  TnStep step;
  Following f;
  following_init(&f, composing->tape, subject);
  tn_step_init(&step, &watched, composing->block);
  stages_watch(&watched);
  f.follower.step = &step;
  for (size_t i = 0; i < composing->tape->count && i < MOST_NOTES; ++i) {
    stages_begin();
    follow(&f);
    for (int s = 0; s < STAGES; ++s) {
      times[(size_t)s * MOST_NOTES + i] = stages_at_work.times[s];
    }
  }
}

// `times` [STAGES, MOST_NOTES] is scratch memory.
static void report_stages(const Composing* composing, const Subject* subject, double* times,
                          Figures* figures) {
  double medians[STAGES];
  double total = 0;
  const size_t count = composing->tape->count < MOST_NOTES ? composing->tape->count : MOST_NOTES;
  watch_stages(composing, subject, times);
  for (int s = 0; s < STAGES; ++s) {
    medians[s] = stopwatch_median(times + (size_t)s * MOST_NOTES, count);
    total += medians[s];
  }
  printf("  of which, by %s, medians:", composing->model->kernel->name);
  for (int s = 0; s < STAGES; ++s) {
    printf(" %s %.2f (%.0f%%)", STAGE_NAMES[s], medians[s], 100 * medians[s] / total);
    figures_add(figures, medians[s], "us", "stage_%s_%s", subject->name, STAGE_NAMES[s]);
  }
  putchar('\n');
}

typedef struct {
  Tape tape;
  int kernels;
  Composing composing[MOST_KERNELS + 1]; // the last one is bounded
  TnBounds bounds;
  SgemvNetwork sgemv;
  Following following;
  Contest contest;
} Field;

// With bounds that hold nothing back, for the notes are to be the same.
static bool bounded_init(Field* f, const Subject* subject) {
  Composing* c = &f->composing[f->kernels];
  f->bounds = (TnBounds){.limit = INT32_MAX};
  memset(f->bounds.strike, TN_ALL, sizeof f->bounds.strike);
  memset(f->bounds.fits, 1, sizeof f->bounds.fits);
  const bool ok = composing_init(c, &f->tape, subject, tn_kernel_fastest());
  c->bounds = &f->bounds;
  contest_add(&f->contest, (Contestant){"bounded", compose, NULL, c});
  return ok;
}

static bool field_init(Field* f, const Subject* subject) {
  const TnNetwork* network = &subject->style.network;
  *f = (Field){.tape = {.events = malloc(2 * (size_t)MOST_NOTES * sizeof(TnEvent))}};
  bool ok = contest_init(&f->contest) && f->tape.events && sgemv_network_init(&f->sgemv, network);
  following_init(&f->following, &f->tape, subject);
  f->following.follower.sgemv = &f->sgemv;
  for (; ok && f->kernels < MOST_KERNELS && tn_kernel_at(f->kernels); ++f->kernels) {
    Composing* c = &f->composing[f->kernels];
    const TnKernel* kernel = tn_kernel_at(f->kernels);
    ok = composing_init(c, &f->tape, subject, kernel);
    contest_add(&f->contest, (Contestant){kernel->name, compose, NULL, c});
  }
  ok = ok && bounded_init(f, subject);
  contest_add(&f->contest, (Contestant){"sgemv", follow, NULL, &f->following});
  return ok;
}

static void field_free(Field* f) {
  for (int i = 0; i <= MOST_KERNELS; ++i) {
    composing_free(&f->composing[i]);
  }
  sgemv_network_free(&f->sgemv);
  contest_free(&f->contest);
  free(f->tape.events);
}

static bool measure(const Subject* subject, double seconds, Figures* figures) {
  Field* f = malloc(sizeof *f);
  double* times = malloc((size_t)STAGES * MOST_NOTES * sizeof *times);
  const bool ok = f && field_init(f, subject) && times;
  if (ok) {
    contest_run(&f->contest, WARM_UP, TURN, seconds);
    report(&f->contest, subject->name, figures);
    report_stages(&f->composing[f->kernels - 1], subject, times, figures);
  }
  if (f) {
    field_free(f);
  }
  free(f);
  free(times);
  return ok;
}

int main(int argc, char** argv) {
  static const int SIZES[][2] = {{1, 128}, {2, 256}, {3, 512}};
  const double seconds = argc > 2 ? strtod(argv[2], NULL) : 2;
  Figures figures = {0};
  Subject subject;
  denormals_flush(); // as run() has it
  printf("== note: microseconds of composing a note\n");
  contest_print_heading();
  printf(" %9s\n", "x sgemv");
  bool ok = true;
  if (subject_read(&subject, argc > 1 ? argv[1] : SUBJECT_DEFAULT_STYLE)) {
    ok = measure(&subject, seconds, &figures);
    subject_free(&subject);
  }
  for (size_t i = 0; ok && i < sizeof SIZES / sizeof SIZES[0]; ++i) {
    ok = subject_random(&subject, SIZES[i][0], SIZES[i][1], SUBJECT_HEAD) &&
         measure(&subject, seconds, &figures);
    subject_free(&subject);
  }
  if (!ok) {
    fprintf(stderr, "bench_note: out of memory\n");
    return 1;
  }
  figures_print(&figures);
  return 0;
}
