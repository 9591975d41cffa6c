// The plain network beside PyTorch: see bench_train.sh, which runs this program and plain_torch.py.
//
//   plain_tiento rate HIDDEN f32|bf16 SECONDS   prints the median rate, tokens a second
//   plain_tiento write HIDDEN FILE              weights, inputs and targets of four steps
//   plain_tiento compare HIDDEN FILE            the losses and gradients that PyTorch made of them:
//                                              prints the largest relative differences
#include "tests/bench/plain_network.h"
#include "tests/bench/stopwatch.h"
#include "trainer/matrix.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 4, WORKERS = 2, WARM_UP = 3, MOST = 10000 };

static const float LEARNING_RATE = 1e-3F;
static const float DROPOUT = 0.3F;

static void draw_tokens(Random* random, int32_t* tokens, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    tokens[i] = random_below(random, PLAIN_CLASSES);
  }
}

static int rate(PlainNetwork* plain, double seconds) {
  static int32_t inputs[PLAIN_TOKENS];
  static int32_t targets[PLAIN_TOKENS];
  static double rates[MOST];
  Random random = {2};
  draw_tokens(&random, inputs, PLAIN_TOKENS);
  draw_tokens(&random, targets, PLAIN_TOKENS);
  plain->dropout = DROPOUT;
  size_t count = 0;
  const double begin = stopwatch_wall();
  for (int i = 0; count < MOST && stopwatch_wall() - begin < seconds * 1e6; ++i) {
    const double before = stopwatch_wall();
    plain_network_gradient(plain, inputs, targets);
    plain_network_update(plain, LEARNING_RATE);
    if (i >= WARM_UP) {
      rates[count++] = PLAIN_TOKENS / (stopwatch_wall() - before) * 1e6;
    }
  }
  printf("%.0f\n", count ? stopwatch_median(rates, count) : 0.0);
  return count ? 0 : 1;
}

static int write_input(const PlainNetwork* plain, const char* path) {
  static int32_t tokens[2 * STEPS * PLAIN_TOKENS];
  Random random = {3};
  FILE* file = fopen(path, "wb");
  draw_tokens(&random, tokens, 2 * STEPS * PLAIN_TOKENS);
  const bool ok =
      file &&
      fwrite(plain->weights, sizeof(float), plain->weight_count, file) == plain->weight_count &&
      fwrite(tokens, sizeof tokens, 1, file) == 1;
  return file && fclose(file) == 0 && ok ? 0 : 1;
}

static double difference(const float* a, const float* b, size_t count) {
  double square = 0;
  double whole = 0;
  for (size_t i = 0; i < count; ++i) {
    square += pow((double)a[i] - (double)b[i], 2);
    whole += pow((double)b[i], 2);
  }
  return sqrt(square / whole);
}

// The file holds, for each step, the loss and the gradient, laid out as the weights are.
static int compare(PlainNetwork* plain, const char* path) {
  static int32_t tokens[2 * STEPS * PLAIN_TOKENS];
  Random random = {3};
  FILE* file = fopen(path, "rb");
  float* theirs = malloc((plain->weight_count + 1) * sizeof *theirs);
  double worst_loss = 0;
  double worst_gradient = 0;
  bool ok = file && theirs;
  draw_tokens(&random, tokens, 2 * STEPS * PLAIN_TOKENS);
  for (size_t step = 0; ok && step < STEPS; ++step) {
    ok = fread(theirs, sizeof *theirs, plain->weight_count + 1, file) == plain->weight_count + 1;
    const int32_t* inputs = tokens + step * PLAIN_TOKENS;
    const double loss =
        plain_network_gradient(plain, inputs, inputs + (size_t)STEPS * PLAIN_TOKENS);
    worst_loss = fmax(worst_loss, fabs(loss - (double)theirs[0]) / loss);
    worst_gradient = fmax(worst_gradient, difference(plain->worker[0].gradient_block, theirs + 1,
                                                     plain->weight_count));
    plain_network_update(plain, LEARNING_RATE);
  }
  printf("%.2g %.2g\n", worst_loss, worst_gradient);
  if (file) {
    fclose(file);
  }
  free(theirs);
  return ok && worst_loss < 1e-4 && worst_gradient < 1e-4 ? 0 : 1;
}

int main(int argc, char** argv) {
  const bool is_rate = argc == 5 && strcmp(argv[1], "rate") == 0;
  const int hidden = argc > 2 ? atoi(argv[2]) : 0;
  const Precision precision =
      is_rate && strcmp(argv[3], "bf16") == 0 ? PRECISION_BF16 : PRECISION_F32;
  if ((!is_rate && argc != 4) || hidden < 1) {
    fputs("usage: plain_tiento rate HIDDEN f32|bf16 SECONDS | write HIDDEN FILE | compare HIDDEN "
          "FILE\n",
          stderr);
    return 2;
  }
  matrix_use_one_thread();
  if (!product_kernel(precision)) {
    puts("none");
    return 0;
  }
  PlainNetwork plain;
  if (!plain_network_init(&plain, hidden, WORKERS, precision, 1)) {
    fputs("plain_tiento: out of memory\n", stderr);
    return 1;
  }
  const int status = is_rate                         ? rate(&plain, strtod(argv[4], NULL))
                     : strcmp(argv[1], "write") == 0 ? write_input(&plain, argv[3])
                                                     : compare(&plain, argv[3]);
  plain_network_free(&plain);
  return status;
}
