#include "trainer/adam.h"

#include "trainer/loops.h"

#include <math.h>
#include <stdlib.h>

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

void adam_put(const Adam* adam, Sink* sink) {
  sink_put(sink, &adam->step, sizeof adam->step);
  sink_put(sink, adam->mean, adam->count * sizeof *adam->mean);
  sink_put(sink, adam->variance, adam->count * sizeof *adam->variance);
}

bool adam_take(Adam* adam, Span* bytes) {
  return span_copy(bytes, &adam->step, sizeof adam->step) &&
         span_copy(bytes, adam->mean, adam->count * sizeof *adam->mean) &&
         span_copy(bytes, adam->variance, adam->count * sizeof *adam->variance);
}

void adam_begin(Adam* adam) {
  ++adam->step;
}

void adam_update(Adam* adam, size_t from, size_t to, float learning_rate, float scale,
                 const float* gradient, float* weights) {
  const double step = (double)adam->step;
  const AdamStep constants = {
      .rate = (float)((double)learning_rate / (1.0 - pow((double)ADAM_BETA1, step))),
      .correction = (float)(1.0 / sqrt(1.0 - pow((double)ADAM_BETA2, step))),
      .scale = scale,
      .decay = learning_rate * adam->decay};
  loops()->adam(gradient + from, adam->mean + from, adam->variance + from, weights + from,
                to - from, constants);
}
