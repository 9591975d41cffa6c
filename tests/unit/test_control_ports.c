// The control ports and the fields of TnControls.
#include "plugin/control_ports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { FIELDS = sizeof(TnControls) / sizeof(float) };

static void fields_of(const TnControls* controls, float fields[FIELDS]) {
  memcpy(fields, controls, sizeof *controls);
}

static void test_every_field_has_one_port(void** state) {
  (void)state;
  float values[TN_PORT_COUNT];
  void* ports[TN_PORT_COUNT];
  for (int i = 0; i < TN_PORT_COUNT; i++) {
    values[i] = (float)(1000 + i);
    ports[i] = &values[i];
  }
  const TnControls controls = control_ports_read(ports);
  float fields[FIELDS];
  fields_of(&controls, fields);
  for (int i = 0; i < FIELDS; i++) {
    assert_true(fields[i] >= 1000 + TN_PORT_ENABLED);
    for (int k = 0; k < i; k++) {
      assert_true(fields[i] > fields[k]); // the ports are in the order of the fields
    }
  }
}

static void test_ports_that_are_not_connected_have_their_defaults(void** state) {
  (void)state;
  void* ports[TN_PORT_COUNT] = {NULL};
  const TnControls controls = control_ports_read(ports);
  const TnControls expected = tn_controls_default();
  assert_memory_equal(&controls, &expected, sizeof expected);
  control_ports_write(ports, TN_PORT_LATE, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_field_has_one_port),
      cmocka_unit_test(test_ports_that_are_not_connected_have_their_defaults),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
