// The kernel for AVX-VNNI in the encoding that processors with AVX-512 have, so that it is tested
// on those too. The kernel itself, where the processor has it, is among those of test_kernel.c.
#define TN_AVXVNNI_AS_AVX512
#define tn_kernel_avxvnni kernel_avxvnni_as_avx512
#include "plugin/engine/kernel_avxvnni.c"
#include "tests/unit/kernel_cases.h"

// Without a kernel that runs here it skips.
static void check(void (*kernel_check)(const TnKernel* kernel)) {
  const TnKernel* kernel = kernel_avxvnni_as_avx512();
  if (!kernel) {
    print_message("SKIP: this processor has no VNNI for AVX-512\n");
    skip();
  }
  kernel_check(kernel);
}

static void its_products_of_every_number_of_inputs_are_plain_sums(void** state) {
  (void)state;
  check(affine_of_every_number_of_inputs);
}

static void its_largest_products_are_plain_sums_wherever_memory_lies(void** state) {
  (void)state;
  check(affine_of_extremes_at_every_place);
}

static void what_it_is_told_adds_up(void** state) {
  (void)state;
  check(rows_are_added);
}

static void its_cells_are_the_portable_ones(void** state) {
  (void)state;
  check(cells_are_the_portable_ones);
}

static void its_units_are_the_portable_ones(void** state) {
  (void)state;
  check(units_are_the_portable_ones);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(its_products_of_every_number_of_inputs_are_plain_sums),
      cmocka_unit_test(its_largest_products_are_plain_sums_wherever_memory_lies),
      cmocka_unit_test(what_it_is_told_adds_up),
      cmocka_unit_test(its_cells_are_the_portable_ones),
      cmocka_unit_test(its_units_are_the_portable_ones),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
