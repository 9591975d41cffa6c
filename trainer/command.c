#include "trainer/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

bool command_out_of_memory(void) {
  fputs("tiento: out of memory\n", stderr);
  return false;
}

bool command_read_float(const char* option, const char* text, double low, double high,
                        double* value) {
  char* end;
  errno = 0;
  const double number = strtod(text, &end);
  if (end == text || *end || errno || !(number >= low && number <= high)) {
    fprintf(stderr, "tiento: --%s takes a number from %.10g to %.10g, not '%s'\n", option, low,
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
    fprintf(stderr, "tiento: --%s takes a whole number, not '%s'\n", option, text);
    return false;
  }
  *value = (int)number;
  return true;
}
