// A collection of broken and exotic MIDI files, each with the outcome that its index asks for. It
// lies outside the repository, in ../shared or where TIENTO_SHARED says: without it this test
// skips.
#include "trainer/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// A line of the index: file, category, PARSE or REFUSE or LENIENT, number or range of notes.
typedef struct {
  const char* file;
  const char* expect;
  unsigned long fewest; // notes
  unsigned long most;   // notes
} Case;

// Splits `line`, to which the case then points. "7" is exactly 7 notes; "0..7" and "0..~7" are at
// most 7; "-" means that the file is never read.
static bool read_case(char* line, Case* entry) {
  char* fields[4];
  for (int i = 0; i < 4; ++i) {
    fields[i] = line;
    line += strcspn(line, "\t\n");
    if (i < 3 && *line != '\t') {
      return false;
    }
    *line++ = '\0';
  }
  const char* dots = strstr(fields[3], "..");
  entry->file = fields[0];
  entry->expect = fields[2];
  entry->fewest = strtoul(fields[3], NULL, 10);
  entry->most = dots ? strtoul(dots + 2 + (dots[2] == '~'), NULL, 10) : entry->fewest;
  return true;
}

static bool outcome_is_right(const Case* entry, bool read, size_t notes) {
  if (!read) {
    return strcmp(entry->expect, "PARSE") != 0;
  }
  return strcmp(entry->expect, "REFUSE") != 0 && notes >= entry->fewest && notes <= entry->most;
}

static bool is_plain_line(const char* text) {
  for (const char* at = text; *at; ++at) {
    if (*at < ' ' || *at > '~') {
      return false;
    }
  }
  return text[0] != '\0';
}

// Reads one file and returns whether it came out as its case says; says so where it did not.
static bool check_case(const char* folder, const Case* entry) {
  char path[2048];
  snprintf(path, sizeof path, "%s/%s", folder, entry->file);
  Score score;
  char reason[256] = "";
  bool read = score_read(path, &score, reason, sizeof reason);
  bool right = outcome_is_right(entry, read, score.note_count);
  right = right && (read || is_plain_line(reason));
  if (!right) {
    print_error("%s: expected %s %lu..%lu, got %zu notes %s\n", entry->file, entry->expect,
                entry->fewest, entry->most, score.note_count, reason);
  }
  score_free(&score);
  return right;
}

static void test_every_file_gets_what_the_index_says(void** state) {
  (void)state;
  const char* shared = getenv("TIENTO_SHARED");
  char folder[1024];
  char index_path[1040];
  snprintf(folder, sizeof folder, "%s/malformed", shared ? shared : "../shared");
  snprintf(index_path, sizeof index_path, "%s/index.tsv", folder);
  FILE* index = fopen(index_path, "r");
  if (!index) {
    print_message("SKIP: no collection of malformed files at %s\n", folder);
    skip();
  }
  char line[1024];
  int wrong = 0;
  int files = 0;
  assert_non_null(fgets(line, sizeof line, index)); // the headings
  while (fgets(line, sizeof line, index)) {
    Case entry = {"", "", 0, 0};
    assert_true(read_case(line, &entry));
    wrong += !check_case(folder, &entry);
    files++;
  }
  fclose(index);
  assert_true(files > 0);
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_file_gets_what_the_index_says),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
