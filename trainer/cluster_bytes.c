#include "trainer/cluster_bytes.h"

#include "trainer/cluster.h"

#include <assert.h>

bool cluster_share(Sink* sink) {
  size_t size = sink->size;
  cluster_broadcast(&size, sizeof size);
  uint8_t* bytes = cluster_rank() == 0 ? sink->bytes : sink_extend(sink, size);
  if (!cluster_all(bytes && !sink->failed)) {
    return false;
  }
  assert(bytes); // as in all ranks
  cluster_broadcast(bytes, size);
  return true;
}

bool cluster_collect(Sink* sink) {
  bool ok = cluster_all(!sink->failed);
  for (int from = 1; ok && from < cluster_size(); ++from) {
    size_t size = sink->size;
    cluster_bring(&size, sizeof size, from);
    uint8_t* bytes = cluster_rank() == 0 ? sink_extend(sink, size) : sink->bytes;
    ok = cluster_all(bytes != NULL);
    if (ok) {
      cluster_bring(bytes, size, from);
    }
  }
  return ok;
}
