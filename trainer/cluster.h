// The processes, called ranks, that train one network together: on one machine or on many, started
// by `mpirun`. Which source is compiled decides whether there may be more than one: cluster_mpi.c,
// the only file that knows MPI, or cluster_one.c.
//
// What is said to be called by all ranks returns when all have called it, in the same order. One
// thread of each rank calls these functions. Where the others cannot be reached any more, a rank
// says so on its voice and ends the run.
#ifndef TN_TRAINER_CLUSTER_H
#define TN_TRAINER_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

// Joins the cluster; until then, and after cluster_end(), a process is a cluster of one. From here
// on the standard output and error of all ranks but the first lead nowhere: what all have to say,
// one says. All ranks call it, once.
void cluster_begin(void);
void cluster_end(void);

int cluster_rank(void); // 0..cluster_size() - 1
int cluster_size(void);

// A file descriptor that leads to the standard error in every rank.
int cluster_voice(void);

// Replaces each value by its sum over the ranks, whose bits are the same in all of them. All ranks
// call it.
void cluster_sum(float* values, size_t count);
void cluster_sum_doubles(double* values, size_t count);

// Each rank has the values from slice_start(count, rank, size) up to where the next one's begin;
// afterwards all have all. All ranks call it.
void cluster_gather(float* values, size_t count);

// Where slice `index` of `slices` begins, in `count` values.
static inline size_t slice_start(size_t count, int index, int slices) {
  return count * (size_t)index / (size_t)slices;
}

// Whether `ok` holds in every rank. All ranks call it.
bool cluster_all(bool ok);

// Gives all ranks the bytes of the first. All ranks call it.
void cluster_broadcast(void* bytes, size_t size);

// Gives the first rank the bytes of another. Those two call it; it does nothing in the others.
void cluster_bring(void* bytes, size_t size, int from);

#endif
