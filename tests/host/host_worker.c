#include "tests/host/host_worker.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define QUEUE_LENGTH 64
#define WAIT_SECONDS 10

typedef struct {
  uint32_t size; // bytes
  uint64_t data[HOST_WORKER_MESSAGE_BYTES / sizeof(uint64_t)];
} Message;

typedef struct {
  Message* messages; // QUEUE_LENGTH of them
  unsigned head;     // of the next to take
  unsigned count;
} Queue;

struct HostWorker {
  LV2_Worker_Schedule schedule;
  LV2_Handle instance;
  const LV2_Worker_Interface* interface;
  void (*rt_enter)(void);
  void (*rt_leave)(void);
  bool synchronous;
  pthread_t thread;
  pthread_mutex_t lock; // guards what follows
  pthread_cond_t changed;
  Queue requests;
  Queue responses;
  int refusals;
  bool loses;       // and does not say so
  LV2_Handle other; // an instance that gets every message as well, or NULL
  bool busy;
  bool quit;
};

static void queue_init(Queue* queue) {
  queue->messages = calloc(QUEUE_LENGTH, sizeof *queue->messages);
  if (!queue->messages) {
    abort();
  }
}

static bool queue_put(Queue* queue, uint32_t size, const void* data) {
  if (queue->count == QUEUE_LENGTH || size > HOST_WORKER_MESSAGE_BYTES) {
    return false;
  }
  Message* message = &queue->messages[(queue->head + queue->count++) % QUEUE_LENGTH];
  message->size = size;
  if (size) {
    memcpy(message->data, data, size);
  }
  return true;
}

static void queue_take(Queue* queue, Message* message) {
  const Message* first = &queue->messages[queue->head];
  message->size = first->size;
  memcpy(message->data, first->data, first->size);
  queue->head = (queue->head + 1) % QUEUE_LENGTH;
  queue->count--;
}

// Calls one of the interposer's marks, if there is one.
static void mark(void (*function)(void)) {
  if (function) {
    function();
  }
}

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t size,
                                 const void* data) {
  HostWorker* self = handle;
  pthread_mutex_lock(&self->lock);
  const bool stored = queue_put(&self->responses, size, data);
  pthread_mutex_unlock(&self->lock);
  return stored ? LV2_WORKER_SUCCESS : LV2_WORKER_ERR_NO_SPACE;
}

// In the worker's thread or, synchronously, inside schedule_work.
static void work(HostWorker* self, uint32_t size, const void* data) {
  if (self->interface && self->interface->work) {
    if (self->other) {
      self->interface->work(self->other, respond, self, size, data);
    }
    self->interface->work(self->instance, respond, self, size, data);
  }
}

static void deliver_responses(HostWorker* self);

// Takes a request in; a synchronous worker takes any that it can work on at once.
static bool accept_request(HostWorker* self, uint32_t size, const void* data) {
  if (self->refusals > 0) {
    self->refusals--;
    return false;
  }
  if (self->synchronous) {
    return self->interface && size <= HOST_WORKER_MESSAGE_BYTES;
  }
  return queue_put(&self->requests, size, data);
}

static LV2_Worker_Status schedule_request(HostWorker* self, uint32_t size, const void* data) {
  pthread_mutex_lock(&self->lock);
  const bool stored = accept_request(self, size, data);
  pthread_cond_broadcast(&self->changed);
  pthread_mutex_unlock(&self->lock);
  if (!stored) {
    return self->loses ? LV2_WORKER_SUCCESS : LV2_WORKER_ERR_NO_SPACE;
  }
  if (self->synchronous) {
    work(self, size, data);
    deliver_responses(self);
  }
  return LV2_WORKER_SUCCESS;
}

// The host's own doing is no fault of the plugin: it is left out of the interposer's count.
static LV2_Worker_Status schedule_work(LV2_Worker_Schedule_Handle handle, uint32_t size,
                                       const void* data) {
  HostWorker* self = handle;
  mark(self->rt_leave);
  const LV2_Worker_Status status = schedule_request(self, size, data);
  mark(self->rt_enter);
  return status;
}

static void* worker_main(void* handle) {
  HostWorker* self = handle;
  Message message;
  pthread_mutex_lock(&self->lock);
  while (!self->quit) {
    if (!self->instance || self->requests.count == 0) {
      pthread_cond_wait(&self->changed, &self->lock);
      continue;
    }
    queue_take(&self->requests, &message);
    self->busy = true;
    pthread_mutex_unlock(&self->lock);
    work(self, message.size, message.data);
    pthread_mutex_lock(&self->lock);
    self->busy = false;
    pthread_cond_broadcast(&self->changed);
  }
  pthread_mutex_unlock(&self->lock);
  return NULL;
}

HostWorker* host_worker_new(bool synchronous, void (*rt_enter)(void), void (*rt_leave)(void)) {
  HostWorker* self = calloc(1, sizeof *self);
  if (!self) {
    abort();
  }
  self->schedule = (LV2_Worker_Schedule){self, schedule_work};
  self->synchronous = synchronous;
  self->rt_enter = rt_enter;
  self->rt_leave = rt_leave;
  queue_init(&self->requests);
  queue_init(&self->responses);
  pthread_mutex_init(&self->lock, NULL);
  pthread_cond_init(&self->changed, NULL);
  if (!synchronous && pthread_create(&self->thread, NULL, worker_main, self)) {
    abort();
  }
  return self;
}

void host_worker_free(HostWorker* self) {
  if (!self) {
    return;
  }
  pthread_mutex_lock(&self->lock);
  self->quit = true;
  pthread_cond_broadcast(&self->changed);
  pthread_mutex_unlock(&self->lock);
  if (!self->synchronous) {
    pthread_join(self->thread, NULL);
  }
  pthread_cond_destroy(&self->changed);
  pthread_mutex_destroy(&self->lock);
  free(self->requests.messages);
  free(self->responses.messages);
  free(self);
}

LV2_Worker_Schedule* host_worker_feature(HostWorker* self) {
  return &self->schedule;
}

void host_worker_attach(HostWorker* self, LV2_Handle instance,
                        const LV2_Worker_Interface* interface) {
  pthread_mutex_lock(&self->lock);
  self->instance = instance;
  self->interface = interface;
  pthread_cond_broadcast(&self->changed);
  pthread_mutex_unlock(&self->lock);
}

void host_worker_share(HostWorker* self, LV2_Handle other) {
  pthread_mutex_lock(&self->lock);
  self->other = other;
  pthread_mutex_unlock(&self->lock);
}

void host_worker_refuse(HostWorker* self, int count, bool says_so) {
  pthread_mutex_lock(&self->lock);
  self->refusals = count;
  self->loses = !says_so;
  pthread_mutex_unlock(&self->lock);
}

bool host_worker_wait(HostWorker* self) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_sec += WAIT_SECONDS;
  pthread_mutex_lock(&self->lock);
  int status = 0;
  while (!status && (self->busy || self->requests.count > 0)) {
    status = pthread_cond_timedwait(&self->changed, &self->lock, &limit);
  }
  pthread_mutex_unlock(&self->lock);
  return status == 0;
}

static bool next_response(HostWorker* self, Message* message) {
  pthread_mutex_lock(&self->lock);
  const bool found = self->responses.count > 0;
  if (found) {
    queue_take(&self->responses, message);
  }
  pthread_mutex_unlock(&self->lock);
  return found;
}

// work_response and end_run run where run() does, so the interposer counts inside them.
static void deliver_responses(HostWorker* self) {
  Message message;
  while (self->interface && next_response(self, &message)) {
    if (self->interface->work_response) {
      mark(self->rt_enter);
      self->interface->work_response(self->instance, message.size, message.data);
      mark(self->rt_leave);
    }
  }
}

void host_worker_deliver(HostWorker* self) {
  deliver_responses(self);
  if (self->interface && self->interface->end_run) {
    mark(self->rt_enter);
    self->interface->end_run(self->instance);
    mark(self->rt_leave);
  }
}
