// Sessions of all released versions, in the folders of tests/upgrade: this version opens each, has
// all that it kept, plays the same notes and saves the same state.
//
// SESSIONS names the folder that holds them.
#include "tests/host/paths.h"
#include "tests/upgrade/session.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char* read_text(const char* path) {
  FILE* file = fopen(path, "r");
  if (!file) {
    fail_msg("%s is not there", path);
    return NULL;
  }
  char* text = calloc(1, 1 << 20);
  assert_non_null(text);
  assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
  (void)fclose(file);
  return text;
}

static void assert_same_text(const char* a, const char* b) {
  char* first = read_text(a);
  char* second = read_text(b);
  if (strcmp(first, second) != 0) {
    fail_msg("%s is not as %s", b, a);
  }
  free(first);
  free(second);
}

// The line of a state that holds this property, or fails.
static const char* find_line(const char* text, const char* property, size_t* length) {
  const char* line = strstr(text, property);
  if (!line) {
    fail_msg("the state has no %s", property);
    return NULL;
  }
  *length = strcspn(line, "\n");
  return line;
}

static void assert_keeps(const char* before, const char* after) {
  static const char* const KEPT[] = {"urn:tiento:kept-locks", "urn:tiento:kept-prompt",
                                     "urn:tiento:kept-takes", "urn:tiento:style-hash"};
  char* first = read_text(before);
  char* second = read_text(after);
  for (size_t i = 0; i < sizeof KEPT / sizeof KEPT[0]; ++i) {
    size_t lengths[2];
    const char* a = find_line(first, KEPT[i], &lengths[0]);
    const char* b = find_line(second, KEPT[i], &lengths[1]);
    assert_int_equal(lengths[0], lengths[1]);
    assert_memory_equal(a, b, lengths[0]);
  }
  free(first);
  free(second);
}

static void open_session(const char* session) {
  char folder[512];
  char state[1024];
  char notes[1024];
  char path[1024];
  assert_true(paths_make_folder(folder, sizeof folder));
  snprintf(state, sizeof state, "%s/state", session);
  Host* host = opened_with((HostOptions){.restore_dir = state});
  settle(host);
  assert_string_equal(host_notify(host)->message, "");
  assert_true(host_get(host, "seed") == 42 && host_get(host, "transpose") == -2);
  snprintf(notes, sizeof notes, "%s/notes.txt", folder);
  assert_true(session_play(host, notes));
  snprintf(path, sizeof path, "%s/notes.txt", session);
  assert_same_text(path, notes);
  snprintf(path, sizeof path, "%s/again", folder);
  assert_true(host_save_state(host, path));
  strncat(state, "/state.ttl", sizeof state - strlen(state) - 1);
  strncat(path, "/state.ttl", sizeof path - strlen(path) - 1);
  assert_keeps(state, path);
  stop_and_close(host);
  paths_remove(folder);
}

static void sessions_of_all_versions_open(void** state) {
  (void)state;
  const char* sessions = getenv("SESSIONS") ? getenv("SESSIONS") : "tests/upgrade";
  DIR* directory = opendir(sessions);
  assert_non_null(directory);
  unsigned count = 0;
  for (const struct dirent* entry; (entry = readdir(directory));) {
    char session[900];
    if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9') {
      snprintf(session, sizeof session, "%s/%s", sessions, entry->d_name);
      print_message("%s\n", session);
      open_session(session);
      ++count;
    }
  }
  closedir(directory);
  assert_true(count > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sessions_of_all_versions_open)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
