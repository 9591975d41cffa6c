// Nothing in run() allocates, locks, sleeps, or asks the system for anything: shown on the real
// plugin with the interposer, which is first shown to notice each kind of call. Built without
// sanitizers (they own malloc); with them everything here is skipped. Link with -rdynamic.
#include "plugin/uris.h"
#include "tests/host/host.h"
#include "tests/host/interposer.h"
#include "tests/host/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 256

// ---- the interposer notices ----

static void call_malloc(void) {
  void* volatile memory =
      malloc(1); // volatile: the compiler may drop a pair that it can see through
  free(memory);
}

static void call_calloc(void) {
  void* volatile memory = calloc(1, 1);
  memory = realloc(memory, 2);
  free(memory);
}

static void call_posix_memalign(void) {
  void* memory = NULL;
  if (posix_memalign(&memory, 64, 64) == 0) {
    free(memory);
  }
}

static void call_mutex(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
}

static void call_condition(void) {
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  pthread_cond_signal(&condition);
}

static void call_semaphore(void) {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  sem_post(&semaphore);
  sem_destroy(&semaphore);
}

static void call_write(void) {
  const ssize_t written = write(STDERR_FILENO, "", 0);
  (void)written;
}

static void call_open(void) {
  const int fd = open("/dev/null", O_RDONLY);
  if (fd >= 0) {
    close(fd);
  }
}

static void call_fprintf(void) {
  const char* volatile format = "%s"; // volatile: printing nothing would be left out
  fprintf(stderr, format, "");
}

static void call_nanosleep(void) {
  const struct timespec time = {0, 1};
  nanosleep(&time, NULL);
}

static void call_mmap(void) {
  void* memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0); // fails, but is called
  (void)memory;
}

static void* no_work(void* argument) {
  return argument;
}

static void call_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, no_work, NULL) == 0) {
    pthread_join(thread, NULL);
  }
}

static void skip_without_interposer(void) {
  if (!rt_available()) {
    skip();
  }
}

static void test_each_kind_of_call_is_noticed(void** state) {
  (void)state;
  static const struct {
    const char* function;
    void (*call)(void);
  } cases[] = {
      {"malloc", call_malloc},
      {"free", call_malloc},
      {"calloc", call_calloc},
      {"realloc", call_calloc},
      {"posix_memalign", call_posix_memalign},
      {"pthread_mutex_lock", call_mutex},
      {"pthread_cond_signal", call_condition},
      {"sem_post", call_semaphore},
      {"write", call_write},
      {"open", call_open},
      {"close", call_open},
      {"fprintf", call_fprintf},
      {"nanosleep", call_nanosleep},
      {"mmap", call_mmap},
      {"pthread_create", call_thread},
  };
  skip_without_interposer();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    rt_reset();
    cases[i].call();
    assert_int_equal(rt_count(), 0); // outside run() everything is allowed
    rt_enter();
    cases[i].call();
    rt_leave();
    if (rt_count_of(cases[i].function) == 0) {
      fail_msg("%s was not noticed", cases[i].function);
    }
    assert_non_null(rt_first());
  }
  rt_reset();
}

// ---- the plugin does none of it ----

static void assert_clean(const char* when) {
  if (rt_count() > 0) {
    fail_msg("%s: %lu calls inside run(), the first is %s()", when, rt_count(), rt_first());
  }
}

static Host* opened(HostPositions positions, HostWorkerKind worker) {
  const HostOptions options = {.positions = positions, .worker = worker};
  Host* host = host_open(&options);
  assert_non_null(host);
  rt_reset();
  return host;
}

static void close_checked(Host* host) {
  assert_null(host_fault(host));
  assert_true(host_check_notes(host));
  host_close(host);
}

static void roll_about(Host* host) {
  host_run_frames(host, 48000, BLOCK);
  assert_clean("stopped");
  host_play(host);
  host_run_frames(host, UINT64_C(48000) * 8, BLOCK);
  assert_clean("play");
  host_set_tempo(host, 173.5f);
  host_run_frames(host, UINT64_C(48000) * 4, 77);
  assert_clean("tempo change");
  host_locate(host, 3, 1.5);
  host_run_frames(host, UINT64_C(48000) * 4, BLOCK);
  assert_clean("locate");
  host_set_meter(host, 7, 8);
  host_run_frames(host, UINT64_C(48000) * 4, 1024);
  assert_clean("meter change");
  host_set_loop(host, 16, 20);
  host_run_frames(host, UINT64_C(48000) * 8, BLOCK);
  assert_clean("loop");
  host_clear_loop(host);
  host_stop(host);
  host_run_frames(host, 4800, BLOCK);
  assert_clean("stop");
}

static void test_transport_is_clean(void** state) {
  (void)state;
  static const HostPositions styles[] = {HOST_ON_CHANGE, HOST_EVERY_BLOCK_ROUNDED, HOST_BLANK,
                                         HOST_BARE};
  skip_without_interposer();
  for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
    Host* host = opened(styles[i], HOST_WORKER_THREADED);
    roll_about(host);
    close_checked(host);
  }
}

static void test_first_block_rolling_is_clean(void** state) {
  (void)state;
  skip_without_interposer();
  Host* host = opened(HOST_ON_CHANGE, HOST_WORKER_THREADED);
  host_play(host);
  host_run_frames(host, 48000, 64);
  assert_clean("the first block");
  host_stop(host);
  host_run(host, BLOCK);
  close_checked(host);
}

static void test_control_changes_are_clean(void** state) {
  (void)state;
  static const float values[] = {0.0f, 0.5f, 1.0f, 7.0f, 1e30f, -1e30f, INFINITY, NAN};
  skip_without_interposer();
  Host* host = opened(HOST_ON_CHANGE, HOST_WORKER_THREADED);
  host_play(host);
  for (uint32_t port = 0; port < host_port_count(host); port++) {
    HostPort description;
    assert_true(host_port(host, port, &description));
    for (size_t i = 0; description.control && i < sizeof values / sizeof values[0]; i++) {
      host_set(host, description.symbol, values[i]);
      host_run_frames(host, 4800, BLOCK);
      assert_clean(description.symbol);
    }
    if (description.control) {
      host_set(host, description.symbol, description.initial);
    }
  }
  host_stop(host);
  host_run(host, BLOCK);
  close_checked(host);
}

static void test_free_running_and_midi_are_clean(void** state) {
  (void)state;
  skip_without_interposer();
  Host* host = opened(HOST_ON_CHANGE, HOST_WORKER_THREADED);
  host_set(host, "sync", 1);
  host_set(host, "thru", 1);
  host_patch_get_notes(host, 0); // a window is there
  for (uint8_t key = 0; key < 128; key++) {
    const uint8_t pedal[] = {0xb0, 64, key};
    const uint8_t on[] = {0x90, key, 100};
    const uint8_t off[] = {0x80, key, 0};
    host_send_midi(host, 0, pedal, sizeof pedal);
    host_send_midi(host, key, on, sizeof on);
    host_send_midi(host, 128 + key, off, sizeof off);
    host_run_frames(host, 2048, 1024);
  }
  assert_clean("free running");
  host_set(host, "enabled", 0);
  host_run_frames(host, 2048, BLOCK);
  assert_clean("bypass");
  close_checked(host);
}

// Changes styles while rolling; the plugin's own style, and one that cannot be read.
static void change_styles(Host* host) {
  char style[4096];
  host_patch_get(host);
  host_run(host, BLOCK);
  snprintf(style, sizeof style, "%s", host_notify(host)->style);
  host_play(host);
  for (int i = 0; i < 6; i++) {
    host_patch_set_style(host, i % 2 ? "/nowhere/at all.safetensors" : style);
    host_run_frames(host, 48000, BLOCK);
    host_wait_worker(host);
    host_run_frames(host, 48000, BLOCK);
    assert_clean("style change");
  }
  assert_true(host_notify(host)->style_count > 0);
  host_stop(host);
  host_run(host, BLOCK);
}

static void test_style_changes_are_clean(void** state) {
  (void)state;
  skip_without_interposer();
  static const HostWorkerKind kinds[] = {HOST_WORKER_THREADED, HOST_WORKER_SYNCHRONOUS,
                                         HOST_WORKER_NONE};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    Host* host = opened(HOST_EVERY_BLOCK_ROUNDED, kinds[i]);
    change_styles(host);
    close_checked(host);
  }
}

// ---- page faults ----

static void test_page_faults_are_noticed(void** state) {
  (void)state;
  skip_without_interposer();
  const size_t size = (size_t)1 << 24; // so much comes untouched
  volatile char* memory = malloc(size);
  assert_non_null(memory);
  rt_reset();
  memory[size / 2] = 1;
  assert_int_equal(rt_faults(), 0); // outside run() they are allowed
  rt_enter();
  memory[size / 4 * 3] = 1;
  rt_leave();
  assert_true(rt_faults() > 0);
  free((void*)(uintptr_t)memory);
  rt_reset();
}

static void assert_resident(const char* when) {
  if (rt_faults() > 0) {
    fail_msg("%s: %lu page faults inside run()", when, rt_faults());
  }
}

// A trigger, and a second of music.
static void press(Host* host, const char* symbol) {
  host_set(host, symbol, 1);
  host_run_frames(host, 24000, BLOCK);
  host_set(host, symbol, 0);
  host_run_frames(host, 24000, BLOCK);
  assert_resident(symbol);
}

static void play_keys(Host* host) {
  for (uint8_t key = 48; key < 72; key++) {
    const uint8_t on[] = {0x90, key, 100};
    const uint8_t off[] = {0x80, key, 0};
    host_send_midi(host, 0, on, sizeof on);
    host_send_midi(host, 2000, off, sizeof off);
    host_run_frames(host, 4096, 4096);
  }
  assert_resident("keys");
}

// What touches memory that was never used before: long phrases, many of them, edits, a prompt.
static void use_everything(Host* host) {
  static const char* const triggers[] = {"lock", "reroll_bar", "lock", "reroll", "unlock", "panic"};
  for (int mode = 0; mode < 4; mode++) {
    host_set(host, "mode", (float)mode);
    host_set(host, "length", (float)(mode % 2 ? 64 : 8));
    for (int64_t bar = 0; bar < 640; bar += 61) {
      host_locate(host, bar, 0);
      host_run_frames(host, 48000, BLOCK);
    }
    assert_resident("places of the song");
    host_set(host, "learn", 1);
    play_keys(host);
    host_set(host, "learn", 0);
    for (size_t i = 0; i < sizeof triggers / sizeof triggers[0]; i++) {
      press(host, triggers[i]);
    }
  }
  host_patch_set(host, TN_URI_UNDO);
  host_run_frames(host, 48000, BLOCK);
  assert_resident("undo");
}

static void test_nothing_is_touched_first_after_a_second(void** state) {
  (void)state;
  skip_without_interposer();
  Host* host = opened(HOST_ON_CHANGE, HOST_WORKER_THREADED);
  host_patch_get_notes(host, 0); // a window is there
  host_play(host);
  host_run_frames(host, 48000, BLOCK);
  print_message("%lu page faults in the first second\n", rt_faults());
  rt_reset();
  use_everything(host);
  host_stop(host);
  host_run(host, BLOCK);
  assert_clean("everything");
  close_checked(host);
}

// A window that asks for all there is, and for locks, takes and auditions.
static void test_a_window_is_answered_cleanly(void** state) {
  (void)state;
  skip_without_interposer();
  Host* host = opened(HOST_ON_CHANGE, HOST_WORKER_THREADED);
  host_patch_get_notes(host, 0);
  host_run_frames(host, 48000, BLOCK);
  host_patch_set_number(host, TN_URI_AUDITION, 2);
  host_run_frames(host, UINT64_C(48000) * 6, BLOCK);
  assert_clean("audition");
  host_play(host);
  for (int32_t i = 0; i < 40; i++) {
    host_patch_get_notes(host, 0);
    host_patch_set_number(host, i % 3 ? TN_URI_LOCK : TN_URI_UNLOCK, i / 2);
    host_patch_set_number(host, TN_URI_REROLL, i + 2);
    host_patch_set(host, i % 2 ? TN_URI_REDO : TN_URI_UNDO);
    host_run_frames(host, 24000, BLOCK);
  }
  assert_clean("a window's wishes");
  host_stop(host);
  host_run(host, BLOCK);
  close_checked(host);
}

int main(void) {
  rt_watch_faults(true);
  mallopt(M_MMAP_THRESHOLD, 1 << 16); // large blocks come untouched, also where others were freed
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_each_kind_of_call_is_noticed),
      cmocka_unit_test(test_transport_is_clean),
      cmocka_unit_test(test_first_block_rolling_is_clean),
      cmocka_unit_test(test_control_changes_are_clean),
      cmocka_unit_test(test_free_running_and_midi_are_clean),
      cmocka_unit_test(test_style_changes_are_clean),
      cmocka_unit_test(test_page_faults_are_noticed),
      cmocka_unit_test(test_nothing_is_touched_first_after_a_second),
      cmocka_unit_test(test_a_window_is_answered_cleanly),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
