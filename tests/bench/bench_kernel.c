// One step of a plain network, as published ones are (an embedding, an LSTM, a dense softmax over
// 300 classes), by the engine's kernels, beside OpenBLAS and beside reading as many bytes.
//
// usage: bench_kernel [SECONDS]   of each table; default 1
//
// The contestants take turns. Besides warm caches: with 64 MB read before each step, and with every
// line of what a contestant holds flushed from the caches.
#include "plugin/denormals.h"
#include "plugin/engine/sampler.h"
#include "plugin/engine/step.h"
#include "tests/bench/caches.h"
#include "tests/bench/contest.h"
#include "tests/bench/sgemv_network.h"
#include "tests/bench/subject.h"

enum { CLASSES = 300, TOKENS = 300, MOST_KERNELS = CONTEST_MOST - 2, READ_BYTES = 64 << 20 };

typedef enum { WARM, READ, FLUSHED, MODES } Mode;

static const char* const MODE_NAMES[MODES] = {"warm", "64mb_read", "flushed"};
static const char* const MODE_TITLES[MODES] = {"warm", "64 MB read before each step",
                                               "every line flushed before each step"};

// What a contestant holds, to be thrown out of the caches.
typedef struct {
  const void* weights;
  size_t bytes;
  const uint8_t* other; // READ_BYTES
  uint64_t read;        // what was read: it is used
} Memory;

typedef struct {
  Memory memory;
  TnModel* model;
  TnAffine output;          // of the top layer's h: the logits
  uint8_t allowed[CLASSES]; // all
  void* block;
  TnStep step;
  Random random;
} KernelStep;

typedef struct {
  Memory memory;
  SgemvNetwork network;
  Random random;
} SgemvStep;

static void read_other(void* handle) {
  Memory* memory = handle;
  memory->read += caches_read(memory->other, READ_BYTES);
}

static void flush(void* handle) {
  const Memory* memory = handle;
  (void)caches_flush(memory->weights, memory->bytes);
}

static void read_weights(void* handle) {
  Memory* memory = handle;
  memory->read += caches_read(memory->weights, memory->bytes);
}

// The output layer is that of the units of a head that is told nothing.
static void step_by_kernel(void* handle) {
  KernelStep* k = handle;
  TnStep* step = &k->step;
  int64_t unbounded = INT64_MAX;
  uint32_t weights[CLASSES];
  step->rows[0] = (uint16_t)random_below(&k->random, TOKENS);
  step->row_count = 1;
  tn_step_begin(step);
  (void)tn_step_work(step, &unbounded);
  const TnValues top = tn_step_hidden(step, k->model->sizes.layers - 1);
  const TnValues x[2] = {top, top};
  for (int p = 0; p < k->output.panels; ++p) {
    k->model->kernel->affine(&k->output, p, x, NULL, step->y + (ptrdiff_t)p * TN_PANEL);
  }
  k->memory.read += tn_sampler_weigh(step->y, k->allowed, CLASSES, 1.0F, weights) + weights[0];
}

static void step_by_sgemv(void* handle) {
  SgemvStep* s = handle;
  SgemvNetwork* n = &s->network;
  const TnHead* head = &n->network->heads[TN_DT];
  const uint16_t token = (uint16_t)random_below(&s->random, TOKENS);
  sgemv_step(n, &token, 1);
  sgemv_affine(head->bias, sgemv_top(n), n->network->sizes.hidden, head->hidden, CLASSES,
               n->logits);
  s->memory.read += (uint64_t)loops()->softmax(n->logits, NULL, CLASSES);
}

static bool kernel_step_init(KernelStep* k, const TnNetwork* network, const TnKernel* kernel) {
  *k = (KernelStep){.model = tn_model_new(network, kernel),
                    .block = malloc(tn_step_bytes(&network->sizes)),
                    .random = {1}};
  if (!k->model || !k->block) {
    return false;
  }
  k->memory = (Memory){.weights = k->model, .bytes = k->model->bytes};
  k->output = k->model->heads[TN_DT].hidden;
  k->output.table = NULL;
  memset(k->allowed, 1, sizeof k->allowed);
  tn_step_init(&k->step, k->model, k->block);
  return true;
}

static void kernel_step_free(KernelStep* k) {
  tn_model_free(k->model);
  free(k->block);
}

// Bytes of the weights of all panels.
static size_t weight_bytes(const KernelStep* k) {
  size_t inputs = (size_t)k->output.panels * (size_t)k->output.matrix[0].inputs;
  for (int l = 0; l < k->model->sizes.layers; ++l) {
    const TnAffine* layer = &k->model->layers[l];
    inputs += (size_t)layer->panels * (size_t)(layer->matrix[0].inputs + layer->matrix[1].inputs);
  }
  return inputs * TN_PANEL;
}

typedef struct {
  Subject subject;
  int kernels;
  KernelStep kernel[MOST_KERNELS];
  SgemvStep sgemv;
  Memory floor;
  uint8_t* floor_bytes;
  Contest contest;
} Field;

static bool field_init(Field* f, int layers, int hidden) {
  *f = (Field){.kernels = 0};
  if (!subject_random(&f->subject, layers, hidden, CLASSES) || !contest_init(&f->contest) ||
      !sgemv_network_init(&f->sgemv.network, &f->subject.style.network)) {
    return false;
  }
  const TnNetwork* network = &f->subject.style.network;
  f->sgemv.random = (Random){1};
  f->sgemv.memory = (Memory){.weights = f->subject.style.weights,
                             .bytes = tn_tensors_list(&network->vocabulary, &network->sizes).total *
                                      sizeof(float)};
  for (; f->kernels < MOST_KERNELS && tn_kernel_at(f->kernels); ++f->kernels) {
    if (!kernel_step_init(&f->kernel[f->kernels], network, tn_kernel_at(f->kernels))) {
      return false;
    }
  }
  const size_t bytes = weight_bytes(&f->kernel[0]) / CACHES_UNIT * CACHES_UNIT;
  f->floor_bytes = aligned_alloc(CACHES_LINE, bytes);
  if (f->floor_bytes) {
    memset(f->floor_bytes, 1, bytes);
    f->floor = (Memory){.weights = f->floor_bytes, .bytes = bytes};
  }
  return f->floor_bytes;
}

static void field_free(Field* f) {
  for (int i = 0; i < MOST_KERNELS; ++i) {
    kernel_step_free(&f->kernel[i]);
  }
  sgemv_network_free(&f->sgemv.network);
  subject_free(&f->subject);
  free(f->floor_bytes);
  contest_free(&f->contest);
}

// The kernels, then sgemv, then the floor.
static void line_up(Field* f, Mode mode, const uint8_t* other) {
  void (*const disturb)(void*) = mode == READ ? read_other : mode == FLUSHED ? flush : NULL;
  f->contest.count = 0;
  for (int i = 0; i < f->kernels; ++i) {
    KernelStep* k = &f->kernel[i];
    k->memory.other = other;
    contest_add(&f->contest, (Contestant){k->model->kernel->name, step_by_kernel, disturb, k});
  }
  f->sgemv.memory.other = other;
  f->floor.other = other;
  contest_add(&f->contest, (Contestant){"sgemv", step_by_sgemv, disturb, &f->sgemv});
  contest_add(&f->contest, (Contestant){"floor", read_weights, disturb, &f->floor});
}

static void report(const Field* f, Mode mode, Figures* figures) {
  const Contest* contest = &f->contest;
  const int sgemv = f->kernels;
  const int floor = sgemv + 1;
  const double kilobytes = (double)f->floor.bytes / 1e3;
  const double speed = kilobytes / contest_quantile(contest, floor, 0.5);
  char label[48];
  snprintf(label, sizeof label, "plain_%s_%s", f->subject.name, MODE_NAMES[mode]);
  printf("%s, %s: %zu steps of each; %.0f kB of weights, read at %.1f GB/s\n", f->subject.name,
         MODE_TITLES[mode], contest->time_count, kilobytes, speed);
  figures_add(figures, speed, "GB/s", "%s_bandwidth", label);
  for (int i = 0; i < contest->count; ++i) {
    contest_report(contest, i, label, figures);
    const double faster = contest_times_faster(contest, i, sgemv);
    const double floors = 1 / contest_times_faster(contest, i, floor);
    printf(" %9.2f %8.2f\n", faster, floors);
    if (i < f->kernels) {
      figures_add(figures, faster, "x", "%s_%s_than_sgemv", label, contest->contestants[i].name);
      figures_add(figures, floors, "x", "%s_%s_of_floor", label, contest->contestants[i].name);
    }
  }
}

static bool measure(int layers, int hidden, double seconds, const uint8_t* other,
                    Figures* figures) {
  Field* f = malloc(sizeof *f);
  const bool ok = f && field_init(f, layers, hidden);
  for (int mode = WARM; ok && mode < MODES; ++mode) {
    if (mode == FLUSHED && !caches_flush(f->floor_bytes, 1)) {
      continue;
    }
    line_up(f, (Mode)mode, other);
    contest_run(&f->contest, mode == WARM ? 5 : 0, mode == WARM ? 50 : 2, seconds);
    report(f, (Mode)mode, figures);
  }
  if (f) {
    field_free(f);
  }
  free(f);
  return ok;
}

int main(int argc, char** argv) {
  static const int SIZES[][2] = {{1, 128}, {2, 256}, {3, 512}};
  const double seconds = argc > 1 ? strtod(argv[1], NULL) : 1;
  Figures figures = {0};
  uint8_t* other = malloc(READ_BYTES);
  bool ok = other;
  denormals_flush(); // as run() has it
  if (other) {
    memset(other, 1, READ_BYTES);
  }
  printf("== kernel: microseconds of a plain network's step\n");
  contest_print_heading();
  printf(" %9s %8s\n", "x sgemv", "x floor");
  for (size_t i = 0; ok && i < sizeof SIZES / sizeof SIZES[0]; ++i) {
    ok = measure(SIZES[i][0], SIZES[i][1], seconds, other, &figures);
  }
  free(other);
  if (!ok) {
    fprintf(stderr, "bench_kernel: out of memory\n");
    return 1;
  }
  figures_print(&figures);
  return 0;
}
