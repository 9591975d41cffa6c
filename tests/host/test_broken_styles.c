// A style file that is broken is refused with a message, soon, and the style that was there plays
// on.
#include "tests/fixtures/broken_styles.h"
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"

#include <time.h>

enum { MOST_SECONDS = 1 }; // of the processor's time

static void write_file(const char* path, Bytes file) {
  FILE* stream = fopen(path, "wb");
  assert_non_null(stream);
  assert_int_equal(fwrite(file.data, 1, file.size, stream), file.size);
  assert_int_equal(fclose(stream), 0);
}

static void assert_refuses(Host* host, const char* path, const char* what) {
  const unsigned messages = host_notify(host)->message_count;
  const clock_t before = clock();
  host_patch_set_style(host, path);
  host_run(host, BLOCK);
  host_wait_worker(host);
  host_run(host, BLOCK);
  const double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
  if (host_notify(host)->message_count != messages + 1 || seconds > MOST_SECONDS) {
    fail_msg("a style that %s: %u messages in %.2f s", what,
             host_notify(host)->message_count - messages, seconds);
  }
  assert_non_null(strstr(host_notify(host)->message, "style "));
  assert_says_why(host_notify(host)->message);
}

static void each_is_refused_and_the_music_goes_on(void** state) {
  (void)state;
  char folder[512];
  char path[600];
  void* fixture;
  assert_int_equal(setup(&fixture), 0);
  assert_true(paths_make_folder(folder, sizeof folder));
  snprintf(path, sizeof path, "%s/broken.safetensors", folder);
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  for (unsigned i = 0; i < BROKEN_STYLES; ++i) {
    BrokenStyle broken = broken_style(fixture, i);
    write_file(path, broken.file);
    assert_refuses(host, path, broken.what);
    free(broken.file.data);
  }
  const unsigned notes = host_notes(host).note_ons;
  host_run_frames(host, RATE * UINT64_C(4), BLOCK);
  assert_true(host_notes(host).note_ons > notes);
  stop_and_close(host);
  paths_remove(folder);
  assert_int_equal(teardown(&fixture), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(each_is_refused_and_the_music_goes_on)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
