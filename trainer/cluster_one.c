// A cluster of one: nobody to wait for.
#include "trainer/cluster.h"

#include <unistd.h>

void cluster_begin(void) {
}

void cluster_end(void) {
}

int cluster_rank(void) {
  return 0;
}

int cluster_size(void) {
  return 1;
}

int cluster_voice(void) {
  return STDERR_FILENO;
}

void cluster_sum(float* values, size_t count) {
  (void)values;
  (void)count;
}

void cluster_sum_doubles(double* values, size_t count) {
  (void)values;
  (void)count;
}

void cluster_gather(float* values, size_t count) {
  (void)values;
  (void)count;
}

bool cluster_all(bool ok) {
  return ok;
}

void cluster_broadcast(void* bytes, size_t size) {
  (void)bytes;
  (void)size;
}

void cluster_bring(void* bytes, size_t size, int from) {
  (void)bytes;
  (void)size;
  (void)from;
}
