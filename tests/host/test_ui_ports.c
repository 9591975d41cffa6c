// What the window knows of the ports is what the plugin's description says of them.
#include "tests/host/opened_host.h"
#include "ui/controls.h"

#include <math.h>
#include <string.h>

static void test_controls_are_as_described(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  int found = 0;
  for (uint32_t i = 0; i < host_port_count(host); i++) {
    HostPort port;
    const UiPort* known = ui_port_find(i);
    assert_true(host_port(host, i, &port));
    const bool is_own = strcmp(port.symbol, "freewheel") != 0; // the host's
    assert_int_equal(known != NULL, port.control && port.input && is_own);
    if (!known) {
      continue;
    }
    found++;
    assert_string_equal(known->title, port.name);
    assert_true(fabsf(known->minimum - port.minimum) < 1e-6F);
    assert_true(fabsf(known->maximum - port.maximum) < 1e-6F);
    assert_true(fabsf(known->default_value - port.initial) < 1e-6F);
    const bool is_toggle = host_port_is(host, i, "http://lv2plug.in/ns/lv2core#toggled");
    const bool is_whole = host_port_is(host, i, "http://lv2plug.in/ns/lv2core#integer");
    assert_int_equal(ui_port_is_whole(known), is_toggle || is_whole);
    if (host_port_is(host, i, "http://lv2plug.in/ns/lv2core#enumeration")) {
      assert_int_equal(known->kind, UI_MENU);
      assert_int_equal(host_port_scale_points(host, i), (int)(known->maximum - known->minimum) + 1);
    }
  }
  assert_int_equal(found, 47);
  stop_and_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_controls_are_as_described),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
