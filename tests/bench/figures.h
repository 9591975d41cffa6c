// What a benchmark measured, for scripts: one line "name value unit" a figure.
#ifndef TN_TESTS_BENCH_FIGURES_H
#define TN_TESTS_BENCH_FIGURES_H

#include <stdarg.h>
#include <stdio.h>

enum { MAX_FIGURES = 1024 };

typedef struct {
  char name[64];
  double value;
  const char* unit; // a literal
} Figure;

typedef struct {
  int count;
  Figure figures[MAX_FIGURES];
} Figures;

// Notes a figure, whose name is printed as by printf; beyond MAX_FIGURES it is left out.
__attribute__((format(printf, 4, 5))) static inline void
figures_add(Figures* figures, double value, const char* unit, const char* name, ...) {
  if (figures->count == MAX_FIGURES) {
    return;
  }
  Figure* figure = &figures->figures[figures->count++];
  va_list arguments;
  va_start(arguments, name);
  vsnprintf(figure->name, sizeof figure->name, name, arguments);
  va_end(arguments);
  figure->value = value;
  figure->unit = unit;
}

// An empty line, then the figures in the order in which they were noted.
static inline void figures_print(const Figures* figures) {
  putchar('\n');
  for (int i = 0; i < figures->count; ++i) {
    const Figure* figure = &figures->figures[i];
    printf("%s %.6g %s\n", figure->name, figure->value, figure->unit);
  }
}

#endif
