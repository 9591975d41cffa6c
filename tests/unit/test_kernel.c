// Every kernel that this processor has gives the same bits: those of plain sums. And the one that
// is asked for is the one that is had.
#include "plugin/kernel_choice.h"
#include "tests/unit/kernel_cases.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

static void each(void (*check)(const TnKernel* kernel)) {
  for (int i = 0; tn_kernel_at(i); ++i) {
    check(tn_kernel_at(i));
  }
}

static void products_of_every_number_of_inputs_are_plain_sums(void** state) {
  (void)state;
  each(affine_of_every_number_of_inputs);
}

static void the_largest_products_are_plain_sums_wherever_memory_lies(void** state) {
  (void)state;
  each(affine_of_extremes_at_every_place);
}

static void what_is_told_adds_up(void** state) {
  (void)state;
  each(rows_are_added);
}

static void cells_of_all_kernels_are_alike(void** state) {
  (void)state;
  each(cells_are_the_portable_ones);
}

static void units_of_all_kernels_are_alike(void** state) {
  (void)state;
  each(units_are_the_portable_ones);
}

// ---- the portable kernel's activations ----

static double sigmoid(double x) {
  return 1 / (1 + exp(-x));
}

static void assert_value(TnValues values, int i, double expected) {
  assert_true(fabs((double)values.value[i] - TN_ONE * expected) < 0.51);
}

static void cells_follow_the_equations(void** state) {
  (void)state;
  enum { CELLS = TN_PANEL_CELLS };
  Random random = {306};
  float y[TN_PANEL];
  float c[CELLS];
  CaseMemory memory = {0};
  const TnValues h = case_values(&memory, CELLS);
  for (int round = 0; round < 500; ++round) {
    case_reals(&random, 8.0F, y, TN_PANEL);
    case_reals(&random, 3.0F, c, CELLS);
    double next[CELLS];
    for (int j = 0; j < CELLS; ++j) {
      next[j] = sigmoid((double)y[CELLS + j]) * (double)c[j] +
                sigmoid((double)y[j]) * tanh((double)y[2 * CELLS + j]);
    }
    tn_kernel_portable()->cells(y, 1, c, h);
    for (int j = 0; j < CELLS; ++j) {
      assert_true(fabs((double)c[j] - next[j]) < 3e-6);
      assert_value(h, j, sigmoid((double)y[3 * CELLS + j]) * tanh(next[j]));
    }
  }
  case_free(&memory);
}

static void units_are_tanh(void** state) {
  (void)state;
  Random random = {307};
  float y[TN_PANEL];
  CaseMemory memory = {0};
  const TnValues units = case_values(&memory, TN_PANEL);
  for (int round = 0; round < 100; ++round) {
    case_reals(&random, 5.0F, y, TN_PANEL);
    tn_kernel_portable()->units(y, TN_PANEL, units);
    for (int j = 0; j < TN_PANEL; ++j) {
      assert_value(units, j, tanh((double)y[j]));
    }
  }
  case_free(&memory);
}

// ---- which kernel ----

static void kernels_are_found_by_their_names(void** state) {
  (void)state;
  int count = 0;
  for (; tn_kernel_at(count); ++count) {
    assert_ptr_equal(tn_kernel_named(tn_kernel_at(count)->name), tn_kernel_at(count));
    for (int i = 0; i < count; ++i) {
      assert_string_not_equal(tn_kernel_at(i)->name, tn_kernel_at(count)->name);
    }
  }
  assert_ptr_equal(tn_kernel_at(0), tn_kernel_portable());
  assert_ptr_equal(tn_kernel_at(count - 1), tn_kernel_fastest());
  assert_string_equal(tn_kernel_portable()->name, "portable");
}

static void another_name_has_no_kernel(void** state) {
  (void)state;
  static const char* const NAMES[] = {"", "port", "portable ", "Portable", "sse9"};
  for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; ++i) {
    assert_null(tn_kernel_named(NAMES[i]));
  }
}

// The kernel chosen where TIENTO_KERNEL is `name`, or unset; what is said on stderr goes to `said`.
static const TnKernel* choose(const char* name, char* said, size_t size) {
  FILE* file = tmpfile();
  assert_non_null(file);
  const int standard = dup(STDERR_FILENO);
  assert_true(standard >= 0 && dup2(fileno(file), STDERR_FILENO) >= 0);
  assert_int_equal(name ? setenv("TIENTO_KERNEL", name, 1) : unsetenv("TIENTO_KERNEL"), 0);
  const TnKernel* kernel = kernel_choice();
  (void)unsetenv("TIENTO_KERNEL");
  assert_true(dup2(standard, STDERR_FILENO) >= 0);
  (void)close(standard);
  rewind(file);
  said[fread(said, 1, size - 1, file)] = '\0';
  (void)fclose(file);
  return kernel;
}

static void the_environment_chooses_a_kernel(void** state) {
  (void)state;
  char said[256];
  assert_ptr_equal(choose(NULL, said, sizeof said), tn_kernel_fastest());
  assert_string_equal(said, "");
  for (int i = 0; tn_kernel_at(i); ++i) {
    assert_ptr_equal(choose(tn_kernel_at(i)->name, said, sizeof said), tn_kernel_at(i));
    assert_string_equal(said, "");
  }
}

static void a_kernel_that_is_not_there_is_named_in_one_line(void** state) {
  (void)state;
  static const char* const NAMES[] = {"sse9", "", "a name that is far too long to be any kernel's"};
  for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; ++i) {
    char said[256];
    assert_ptr_equal(choose(NAMES[i], said, sizeof said), tn_kernel_fastest());
    assert_int_equal(strncmp(said, "tiento: ", 8), 0);
    assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    assert_non_null(strstr(said, tn_kernel_fastest()->name));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(products_of_every_number_of_inputs_are_plain_sums),
      cmocka_unit_test(the_largest_products_are_plain_sums_wherever_memory_lies),
      cmocka_unit_test(what_is_told_adds_up),
      cmocka_unit_test(cells_of_all_kernels_are_alike),
      cmocka_unit_test(units_of_all_kernels_are_alike),
      cmocka_unit_test(cells_follow_the_equations),
      cmocka_unit_test(units_are_tanh),
      cmocka_unit_test(kernels_are_found_by_their_names),
      cmocka_unit_test(another_name_has_no_kernel),
      cmocka_unit_test(the_environment_chooses_a_kernel),
      cmocka_unit_test(a_kernel_that_is_not_there_is_named_in_one_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
