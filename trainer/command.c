#include "trainer/command.h"

#include "trainer/printable.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

bool command_out_of_memory(void) {
  fputs("tiento: out of memory\n", stderr);
  return false;
}

bool command_complain(const char* path, const char* reason) {
  printable_say(stderr, "tiento: %s: %s", path, reason);
  return false;
}

bool command_read_player(const char* path, TnStyle* style) {
  char reason[256];
  if (tn_style_read(path, style, reason, sizeof reason) != TN_OK) {
    return command_complain(path, reason);
  }
  if (!style->network.vocabulary.has_grid) {
    tn_style_free(style);
    return command_complain(path, "trained for measuring (--roll), not for playing");
  }
  return true;
}

bool command_read_float(const char* option, const char* text, double low, double high,
                        double* value) {
  char* end;
  errno = 0;
  const double number = strtod(text, &end);
  if (end == text || *end || errno || !(number >= low && number <= high)) {
    printable_say(stderr, "tiento: --%s takes a number from %.10g to %.10g, not '%s'", option, low,
                  high, text);
    return false;
  }
  *value = number;
  return true;
}

bool command_read_int(const char* option, const char* text, int low, int high, int* value) {
  double number;
  if (!command_read_float(option, text, low, high, &number)) {
    return false;
  }
  if (number != (double)(int)number) {
    printable_say(stderr, "tiento: --%s takes a whole number, not '%s'", option, text);
    return false;
  }
  *value = (int)number;
  return true;
}
