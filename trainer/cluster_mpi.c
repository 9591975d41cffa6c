// A cluster of MPI processes.
#include "trainer/cluster.h"

#include "trainer/interrupt.h"

#include <fcntl.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 1 << 28 }; // values in one call: MPI counts in int

static int rank = 0;
static int size = 1;
static int voice = STDERR_FILENO;
static int* starts; // [size] of the slices of cluster_gather()
static int* counts; // [size]

static void check(int code) {
  if (code == MPI_SUCCESS) {
    return;
  }
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(code, text, &length);
  dprintf(voice, "tiento: rank %d of %d has lost the others: %s\n", rank, size, text);
  MPI_Abort(MPI_COMM_WORLD, 1);
}

static void fall_silent(void) {
  const int heard = dup(STDERR_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY);
  if (heard >= 0 && nowhere >= 0) {
    voice = heard;
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
  }
  if (nowhere > STDERR_FILENO) {
    close(nowhere);
  }
}

void cluster_begin(void) {
  int threads;
  const sigset_t before = interrupt_hold(); // MPI starts threads of its own
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &threads);
  interrupt_release(before);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  check(MPI_Comm_rank(MPI_COMM_WORLD, &rank));
  check(MPI_Comm_size(MPI_COMM_WORLD, &size));
  starts = calloc((size_t)size, sizeof *starts);
  counts = calloc((size_t)size, sizeof *counts);
  check(starts && counts ? MPI_SUCCESS : MPI_ERR_NO_MEM);
  if (rank > 0) {
    fall_silent();
  }
}

void cluster_end(void) {
  MPI_Finalize();
  free(starts);
  free(counts);
  rank = 0;
  size = 1;
}

int cluster_rank(void) {
  return rank;
}

int cluster_size(void) {
  return size;
}

int cluster_voice(void) {
  return voice;
}

static int next_count(size_t left) {
  return left < MOST_AT_ONCE ? (int)left : MOST_AT_ONCE;
}

static void sum(void* values, size_t count, size_t width, MPI_Datatype type) {
  char* at = values;
  for (size_t done = 0; size > 1 && done < count;) {
    const int now = next_count(count - done);
    check(MPI_Allreduce(MPI_IN_PLACE, at + done * width, now, type, MPI_SUM, MPI_COMM_WORLD));
    done += (size_t)now;
  }
}

void cluster_sum(float* values, size_t count) {
  sum(values, count, sizeof *values, MPI_FLOAT);
}

void cluster_sum_doubles(double* values, size_t count) {
  sum(values, count, sizeof *values, MPI_DOUBLE);
}

void cluster_gather(float* values, size_t count) {
  for (int r = 0; r < size; ++r) {
    starts[r] = (int)slice_start(count, r, size);
    counts[r] = (int)slice_start(count, r + 1, size) - starts[r];
  }
  if (size > 1) {
    check(MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, values, counts, starts, MPI_FLOAT,
                         MPI_COMM_WORLD));
  }
}

bool cluster_all(bool ok) {
  int value = ok;
  if (size > 1) {
    check(MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD));
  }
  return value != 0;
}

void cluster_broadcast(void* bytes, size_t count) {
  char* at = bytes;
  for (size_t done = 0; size > 1 && done < count;) {
    const int now = next_count(count - done);
    check(MPI_Bcast(at + done, now, MPI_BYTE, 0, MPI_COMM_WORLD));
    done += (size_t)now;
  }
}

void cluster_bring(void* bytes, size_t count, int from) {
  char* at = bytes;
  for (size_t done = 0; done < count;) {
    const int now = next_count(count - done);
    if (rank == 0) {
      check(MPI_Recv(at + done, now, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE));
    } else if (rank == from) {
      check(MPI_Send(at + done, now, MPI_BYTE, 0, 0, MPI_COMM_WORLD));
    }
    done += (size_t)now;
  }
}
