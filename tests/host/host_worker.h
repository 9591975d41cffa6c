// The host's side of LV2's worker: a thread that does what run() schedules. The schedule function
// neither allocates nor blocks the audio thread for long (a short lock around a copy, taken outside
// the count of the interposer); it refuses with LV2_WORKER_ERR_NO_SPACE where its queue is full, as
// a real host's ring does.
#ifndef TN_TESTS_HOST_WORKER_H
#define TN_TESTS_HOST_WORKER_H

#include <lv2/worker/worker.h>
#include <stdbool.h>
#include <stdint.h>

#define HOST_WORKER_MESSAGE_BYTES 4096 // jalv's ring: a longer message is refused

typedef struct HostWorker HostWorker;

// `rt_enter` and `rt_leave` (both or neither) mark the audio thread: the worker's own code is kept
// out of what they count. A synchronous one has no thread and works inside schedule_work, as Ardour
// does while it freewheels. Aborts where memory ends. Free with host_worker_free.
HostWorker* host_worker_new(bool synchronous, void (*rt_enter)(void), void (*rt_leave)(void));

// Stops and joins the thread; what was not worked on is dropped. Call before the instance is freed.
void host_worker_free(HostWorker* worker);

LV2_Worker_Schedule* host_worker_feature(HostWorker* worker);

// Gives the worker its plugin: until then nothing is worked on. `interface` may be NULL.
void host_worker_attach(HostWorker* worker, LV2_Handle instance,
                        const LV2_Worker_Interface* interface);

// Every message goes to that instance of the same plugin as well, before its own; NULL: no more.
void host_worker_share(HostWorker* worker, LV2_Handle other);

// The next `count` schedules are refused; where the host does not say so, they are lost.
void host_worker_refuse(HostWorker* worker, int count, bool says_so);

// Waits until nothing is left to work on. False after 10 s.
bool host_worker_wait(HostWorker* worker);

// On the audio thread, after run(): hands the responses to the plugin and calls end_run.
void host_worker_deliver(HostWorker* worker);

#endif
