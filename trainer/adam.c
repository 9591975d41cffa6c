#include "trainer/adam.h"

#include <math.h>
#include <stdlib.h>

static const float BETA1 = 0.9F;
static const float BETA2 = 0.99F; // a batch holds thousands of events: a short memory serves
static const float EPSILON = 1e-8F;

bool adam_init(Adam* adam, size_t count) {
  *adam = (Adam){.count = count,
                 .mean = calloc(count, sizeof(float)),
                 .variance = calloc(count, sizeof(float))};
  return adam->mean && adam->variance;
}

void adam_free(Adam* adam) {
  free(adam->mean);
  free(adam->variance);
  *adam = (Adam){0};
}

void adam_begin(Adam* adam) {
  ++adam->step;
}

// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w -= rate m' / (sqrt(v') + epsilon), where m' and
// v' are m / (1 - b1^step) and v / (1 - b2^step).
void adam_update(Adam* adam, size_t from, size_t to, float learning_rate, float scale,
                 const float* gradient, float* weights) {
  const double step = (double)adam->step;
  const float rate = (float)((double)learning_rate / (1.0 - pow((double)BETA1, step)));
  const float correction = (float)(1.0 / sqrt(1.0 - pow((double)BETA2, step)));
  for (size_t i = from; i < to; ++i) {
    const float g = gradient[i] * scale;
    adam->mean[i] = BETA1 * adam->mean[i] + (1.0F - BETA1) * g;
    adam->variance[i] = BETA2 * adam->variance[i] + (1.0F - BETA2) * g * g;
    weights[i] -= rate * adam->mean[i] / (sqrtf(adam->variance[i]) * correction + EPSILON);
  }
}
