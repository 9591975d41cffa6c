// Threads that do one job side by side, worker 0 being the caller.
#ifndef TN_TRAINER_POOL_H
#define TN_TRAINER_POOL_H

#include <stdbool.h>

typedef struct Pool Pool;
typedef void (*PoolJob)(void* context, int worker);

// A pool of `workers` (1..64), or NULL where threads cannot be had. pool_free() ends them.
Pool* pool_new(int workers);
void pool_free(Pool* pool);

// Calls job(context, w) for each worker w at once, and returns when all have returned.
void pool_run(Pool* pool, PoolJob job, void* context);

#endif
