#undef _FORTIFY_SOURCE // its inline versions of read() and others cannot be defined here
#define _GNU_SOURCE    // NOLINT(bugprone-reserved-identifier): RTLD_NEXT, mmap64 and others

// Every function below is seen from outside, whatever -fvisibility says: set before the C library's
// headers declare them.
#pragma GCC visibility push(default)

#include "tests/host/interposer.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAX_FUNCTIONS 128

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

// ---- counting ----

// Thread-local memory of the first kind is there without a call to the allocator.
static _Thread_local int depth __attribute__((tls_model("initial-exec")));

typedef struct {
  _Atomic(const char*) name; // NULL where free
  atomic_ulong count;
} Counter;

// Process-wide, as the functions that they count are.
static Counter counters[MAX_FUNCTIONS];
static atomic_ulong total;
static _Atomic(const char*) first;

// Page faults of the calling thread when it went in, and of all threads while they were.
static _Thread_local long faults_before __attribute__((tls_model("initial-exec")));
static atomic_ulong faults;
static atomic_bool watches_faults; // changed while nobody is inside

static long faults_now(void) {
  struct rusage usage;
  return atomic_load(&watches_faults) && getrusage(RUSAGE_THREAD, &usage) == 0
             ? usage.ru_minflt + usage.ru_majflt
             : 0;
}

// Where RT_MARK is set in the environment, going in and out is written into strace's log by closing
// files that cannot be there.
#define MARK_ENTER (-77001)
#define MARK_LEAVE (-77002)

static bool marks;

__attribute__((constructor)) static void read_environment(void) {
  marks = getenv("RT_MARK") != NULL;
}

void rt_enter(void) {
  if (marks && depth == 0) {
    close(MARK_ENTER);
  }
  if (depth == 0) {
    faults_before = faults_now();
  }
  depth++;
}

void rt_leave(void) {
  depth--;
  if (depth == 0) {
    atomic_fetch_add(&faults, (unsigned long)(faults_now() - faults_before));
  }
  if (marks && depth == 0) {
    close(MARK_LEAVE);
  }
}

unsigned long rt_count(void) {
  return atomic_load(&total);
}

unsigned long rt_count_of(const char* function) {
  for (int i = 0; i < MAX_FUNCTIONS; i++) {
    const char* name = atomic_load(&counters[i].name);
    if (name && !strcmp(name, function)) {
      return atomic_load(&counters[i].count);
    }
  }
  return 0;
}

const char* rt_first(void) {
  return atomic_load(&first);
}

void rt_watch_faults(bool watch) {
  atomic_store(&watches_faults, watch);
}

unsigned long rt_faults(void) {
  return atomic_load(&faults);
}

void rt_reset(void) {
  atomic_store(&faults, 0);
  for (int i = 0; i < MAX_FUNCTIONS; i++) {
    atomic_store(&counters[i].count, 0);
  }
  atomic_store(&total, 0);
  atomic_store(&first, NULL);
}

bool rt_available(void) {
#ifdef SANITIZED
  return false;
#else
  return true;
#endif
}

#ifndef SANITIZED

static Counter* counter_of(const char* name) {
  for (int i = 0; i < MAX_FUNCTIONS; i++) {
    const char* free_name = NULL;
    if (atomic_compare_exchange_strong(&counters[i].name, &free_name, name) ||
        !strcmp(free_name, name)) { // the exchange has put what stands there into free_name
      return &counters[i];
    }
  }
  return NULL;
}

static void note(const char* name) {
  if (depth <= 0) {
    return;
  }
  const char* none = NULL;
  atomic_compare_exchange_strong(&first, &none, name);
  atomic_fetch_add(&total, 1);
  Counter* counter = counter_of(name);
  if (counter) {
    atomic_fetch_add(&counter->count, 1);
  }
}

// ---- finding what stands behind ----

// Puts the address of the next definition of `name` into the function pointer at `pointer`. Where
// the C library keeps old condition variables beside the ones of today, a plain look-up may find
// the old.
static void find_next(const char* name, void* pointer) {
  const int saved = depth;
  depth = 0;
  void* found = NULL;
  if (!strncmp(name, "pthread_cond_", 13)) {
    found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
  }
  found = found ? found : dlsym(RTLD_NEXT, name);
  if (!found) {
    abort();
  }
  memcpy(pointer, &found, sizeof found);
  depth = saved;
}

// Defines `name` to count itself and to call the next definition. It makes a function whose return
// type and parameter list cannot stand in brackets, hence the macro.
#define INTERPOSE(type, name, parameters, arguments)                                               \
  type name parameters {                                                                           \
    static type(*next) parameters; /* NOLINT(bugprone-macro-parentheses) */                        \
    note(#name);                                                                                   \
    if (!next) {                                                                                   \
      find_next(#name, &next);                                                                     \
    }                                                                                              \
    return next arguments;                                                                         \
  }

// ---- memory: the C library's own names of these save a look-up that would itself allocate ----

// NOLINTBEGIN(bugprone-reserved-identifier)
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* memory);
// NOLINTEND(bugprone-reserved-identifier)

void* malloc(size_t size) {
  note("malloc");
  return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  note("calloc");
  return __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
  note("realloc");
  return __libc_realloc(memory, size);
}

void free(void* memory) {
  note("free");
  __libc_free(memory);
}

void* aligned_alloc(size_t alignment, size_t size) {
  note("aligned_alloc");
  return __libc_memalign(alignment, size);
}

void* memalign(size_t alignment, size_t size);
void* memalign(size_t alignment, size_t size) {
  note("memalign");
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) {
  note("posix_memalign");
  void* block = __libc_memalign(alignment, size);
  if (!block) {
    return ENOMEM;
  }
  *memory = block;
  return 0;
}

INTERPOSE(void*, mmap, (void* at, size_t size, int protection, int flags, int fd, off_t offset),
          (at, size, protection, flags, fd, offset))
INTERPOSE(void*, mmap64, (void* at, size_t size, int protection, int flags, int fd, off64_t offset),
          (at, size, protection, flags, fd, offset))
INTERPOSE(int, munmap, (void* at, size_t size), (at, size))
INTERPOSE(int, mprotect, (void* at, size_t size, int protection), (at, size, protection))
INTERPOSE(int, madvise, (void* at, size_t size, int advice), (at, size, advice))
INTERPOSE(int, mlock, (const void* at, size_t size), (at, size))
INTERPOSE(int, brk, (void* end), (end))
INTERPOSE(void*, sbrk, (intptr_t step), (step))

// ---- locks and threads ----

INTERPOSE(int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
INTERPOSE(int, pthread_mutex_trylock, (pthread_mutex_t * mutex), (mutex))
INTERPOSE(int, pthread_mutex_timedlock, (pthread_mutex_t * mutex, const struct timespec* limit),
          (mutex, limit))
INTERPOSE(int, pthread_mutex_unlock, (pthread_mutex_t * mutex), (mutex))
INTERPOSE(int, pthread_spin_lock, (pthread_spinlock_t * lock), (lock))
INTERPOSE(int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock))
INTERPOSE(int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock))
INTERPOSE(int, pthread_rwlock_tryrdlock, (pthread_rwlock_t * lock), (lock))
INTERPOSE(int, pthread_rwlock_trywrlock, (pthread_rwlock_t * lock), (lock))
INTERPOSE(int, pthread_rwlock_unlock, (pthread_rwlock_t * lock), (lock))
INTERPOSE(int, pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t* mutex),
          (condition, mutex))
INTERPOSE(int, pthread_cond_timedwait,
          (pthread_cond_t * condition, pthread_mutex_t* mutex, const struct timespec* limit),
          (condition, mutex, limit))
INTERPOSE(int, pthread_cond_signal, (pthread_cond_t * condition), (condition))
INTERPOSE(int, pthread_cond_broadcast, (pthread_cond_t * condition), (condition))
INTERPOSE(int, pthread_create,
          (pthread_t * thread, const pthread_attr_t* attributes, void* (*function)(void*),
           void* argument),
          (thread, attributes, function, argument))
INTERPOSE(int, pthread_join, (pthread_t thread, void** result), (thread, result))
INTERPOSE(int, sem_wait, (sem_t * semaphore), (semaphore))
INTERPOSE(int, sem_trywait, (sem_t * semaphore), (semaphore))
INTERPOSE(int, sem_timedwait, (sem_t * semaphore, const struct timespec* limit), (semaphore, limit))
INTERPOSE(int, sem_post, (sem_t * semaphore), (semaphore))
INTERPOSE(int, rand, (void), ()) // locks, and its numbers are not the plugin's own
INTERPOSE(long, random, (void), ())

// ---- sleeping ----

INTERPOSE(unsigned, sleep, (unsigned seconds), (seconds))
INTERPOSE(int, usleep, (useconds_t microseconds), (microseconds))
INTERPOSE(int, nanosleep, (const struct timespec* time, struct timespec* left), (time, left))
INTERPOSE(int, clock_nanosleep,
          (clockid_t clock, int flags, const struct timespec* time, struct timespec* left),
          (clock, flags, time, left))
INTERPOSE(int, sched_yield, (void), ())
INTERPOSE(int, poll, (struct pollfd * files, nfds_t count, int timeout), (files, count, timeout))

// ---- files ----

// The mode is there only where a file may be made; another argument read in its place does no harm
// here, as it is handed on as it is and not looked at.
#define INTERPOSE_OPEN(name, folder_parameter, folder_argument)                                    \
  int name(folder_parameter const char* path, int flags, ...) {                                    \
    static int (*next)(folder_parameter const char*, int, ...);                                    \
    va_list arguments;                                                                             \
    note(#name);                                                                                   \
    if (!next) {                                                                                   \
      find_next(#name, &next);                                                                     \
    }                                                                                              \
    va_start(arguments, flags);                                                                    \
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;             \
    va_end(arguments);                                                                             \
    return next(folder_argument path, flags, mode);                                                \
  }
#define FOLDER_PARAMETER int folder,
#define FOLDER_ARGUMENT  folder,
INTERPOSE_OPEN(open, , )
INTERPOSE_OPEN(open64, , )
INTERPOSE_OPEN(openat, FOLDER_PARAMETER, FOLDER_ARGUMENT)
INTERPOSE_OPEN(openat64, FOLDER_PARAMETER, FOLDER_ARGUMENT)

INTERPOSE(int, close, (int fd), (fd))
INTERPOSE(ssize_t, read, (int fd, void* data, size_t size), (fd, data, size))
INTERPOSE(ssize_t, write, (int fd, const void* data, size_t size), (fd, data, size))
INTERPOSE(ssize_t, pread, (int fd, void* data, size_t size, off_t offset), (fd, data, size, offset))
INTERPOSE(off_t, lseek, (int fd, off_t offset, int whence), (fd, offset, whence))
INTERPOSE(FILE*, fopen, (const char* path, const char* mode), (path, mode))
INTERPOSE(FILE*, fopen64, (const char* path, const char* mode), (path, mode))
INTERPOSE(int, fclose, (FILE * file), (file))
INTERPOSE(int, fflush, (FILE * file), (file))
INTERPOSE(size_t, fread, (void* data, size_t size, size_t count, FILE* file),
          (data, size, count, file))
INTERPOSE(size_t, fwrite, (const void* data, size_t size, size_t count, FILE* file),
          (data, size, count, file))
INTERPOSE(char*, fgets, (char* text, int size, FILE* file), (text, size, file))
INTERPOSE(int, fputs, (const char* text, FILE* file), (text, file))
INTERPOSE(int, fputc, (int character, FILE* file), (character, file))
INTERPOSE(int, puts, (const char* text), (text))
INTERPOSE(int, putchar, (int character), (character))
INTERPOSE(int, vfprintf, (FILE * file, const char* format, va_list arguments),
          (file, format, arguments))

// Prints, counted under the name of the function that was called.
static int print(const char* name, FILE* file, const char* format, va_list arguments) {
  static int (*next)(FILE*, const char*, va_list);
  note(name);
  if (!next) {
    find_next("vfprintf", &next);
  }
  return next(file, format, arguments);
}

int vprintf(const char* format, va_list arguments) {
  return print("vprintf", stdout, format, arguments);
}

int printf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int written = print("printf", stdout, format, arguments);
  va_end(arguments);
  return written;
}

int fprintf(FILE* file, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int written = print("fprintf", file, format, arguments);
  va_end(arguments);
  return written;
}

// The names that a program built with _FORTIFY_SOURCE calls.
// NOLINTBEGIN(bugprone-reserved-identifier)
int __printf_chk(int flag, const char* format, ...);
int __fprintf_chk(FILE* file, int flag, const char* format, ...);
int __vfprintf_chk(FILE* file, int flag, const char* format, va_list arguments);

int __printf_chk(int flag, const char* format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  const int written = print("printf", stdout, format, arguments);
  va_end(arguments);
  return written;
}

int __fprintf_chk(FILE* file, int flag, const char* format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  const int written = print("fprintf", file, format, arguments);
  va_end(arguments);
  return written;
}

int __vfprintf_chk(FILE* file, int flag, const char* format, va_list arguments) {
  (void)flag;
  return print("vfprintf", file, format, arguments);
}

// NOLINTEND(bugprone-reserved-identifier)

// ---- the rest ----

INTERPOSE(void*, dlopen, (const char* path, int flags), (path, flags))

// Six arguments are always handed on, as the kernel takes no more; futex() has no function of its
// own.
long syscall(long number, ...) {
  static long (*next)(long, ...);
  long values[6];
  va_list arguments;
  note(number == SYS_futex ? "futex" : "syscall");
  if (!next) {
    find_next("syscall", &next);
  }
  va_start(arguments, number);
  for (int i = 0; i < 6; i++) {
    values[i] = va_arg(arguments, long);
  }
  va_end(arguments);
  return next(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}

#endif

__attribute__((destructor)) static void report(void) {
  if (!getenv("RT_REPORT")) {
    return;
  }
  fprintf(stderr, "interposer: %lu calls inside run()\n", rt_count());
  for (int i = 0; i < MAX_FUNCTIONS && atomic_load(&counters[i].name); i++) {
    fprintf(stderr, "interposer:   %lu x %s\n", atomic_load(&counters[i].count),
            atomic_load(&counters[i].name));
  }
}
