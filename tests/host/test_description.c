// What the plugin's description says of it, beside what the plugin does.
#include "plugin/control_ports.h"
#include "tests/host/opened_host.h"

#include <lilv/lilv.h>
#include <lv2/core/lv2.h>
#include <lv2/port-groups/port-groups.h>
#include <lv2/port-props/port-props.h>
#include <lv2/resize-port/resize-port.h>
#include <math.h>
#include <stdlib.h>

enum { TEXT = 1024 };

static void test_ports_are_those_of_the_header(void** state) {
  (void)state;
  static const struct {
    const char* symbol;
    bool input, control;
    float minimum, maximum;
  } expected[TN_PORT_COUNT] = {
      [TN_PORT_MIDI_IN] = {"midi_in", true, false, NAN, NAN},
      [TN_PORT_CONTROL] = {"control", true, false, NAN, NAN},
      [TN_PORT_MIDI_OUT] = {"midi_out", false, false, NAN, NAN},
      [TN_PORT_NOTIFY] = {"notify", false, false, NAN, NAN},
      [TN_PORT_ENABLED] = {"enabled", true, true, 0, 1},
      [TN_PORT_FREEWHEEL] = {"freewheel", true, true, 0, 1},
      [TN_PORT_TEMPERATURE] = {"temperature", true, true, 0, 2},
      [TN_PORT_TOP_P] = {"top_p", true, true, 0.05f, 1},
      [TN_PORT_LENGTH] = {"length", true, true, 1, 64},
      [TN_PORT_TEMPO] = {"tempo", true, true, 20, 300},
      [TN_PORT_SYNC] = {"sync", true, true, 0, 1},
      [TN_PORT_SEED] = {"seed", true, true, 0, 9999},
      [TN_PORT_KEY] = {"key", true, true, 0, 24},
      [TN_PORT_LATE] = {"late", false, true, 0, 1000000},
      [TN_PORT_OFFSET] = {"offset", true, true, 0, 63},
      [TN_PORT_RATE] = {"rate", true, true, 0, 2},
      [TN_PORT_MODE] = {"mode", true, true, 0, 3},
      [TN_PORT_VARIATION] = {"variation", true, true, 0, 1},
      [TN_PORT_DENSITY] = {"density", true, true, -1, 1},
      [TN_PORT_LOW] = {"low", true, true, 0, 127},
      [TN_PORT_HIGH] = {"high", true, true, 0, 127},
      [TN_PORT_POLYPHONY] = {"polyphony", true, true, 1, 16},
      [TN_PORT_SCALE_ROOT] = {"scale_root", true, true, 0, 11},
      [TN_PORT_SCALE] = {"scale", true, true, 0, 14},
      [TN_PORT_CHORD] = {"chord", true, true, 0, 2},
      [TN_PORT_LATCH] = {"latch", true, true, 0, 1},
      [TN_PORT_REST] = {"rest", true, true, 0, 1},
      [TN_PORT_VELOCITY] = {"velocity", true, true, 0, 2},
      [TN_PORT_VELOCITY_MIN] = {"velocity_min", true, true, 1, 127},
      [TN_PORT_VELOCITY_MAX] = {"velocity_max", true, true, 1, 127},
      [TN_PORT_GATE] = {"gate", true, true, 0.1f, 2},
      [TN_PORT_SWING] = {"swing", true, true, 0, 0.75f},
      [TN_PORT_SWING_GRID] = {"swing_grid", true, true, 0, 1},
      [TN_PORT_HUMANIZE] = {"humanize", true, true, 0, 1},
      [TN_PORT_TRANSPOSE] = {"transpose", true, true, -24, 24},
      [TN_PORT_CHANNEL] = {"channel", true, true, 0, 16},
      [TN_PORT_PART_1] = {"part_1", true, true, 0, 1},
      [TN_PORT_PART_2] = {"part_2", true, true, 0, 1},
      [TN_PORT_PART_3] = {"part_3", true, true, 0, 1},
      [TN_PORT_PART_4] = {"part_4", true, true, 0, 1},
      [TN_PORT_PART_5] = {"part_5", true, true, 0, 1},
      [TN_PORT_PART_6] = {"part_6", true, true, 0, 1},
      [TN_PORT_PART_7] = {"part_7", true, true, 0, 1},
      [TN_PORT_PART_8] = {"part_8", true, true, 0, 1},
      [TN_PORT_THRU] = {"thru", true, true, 0, 1},
      [TN_PORT_IN_CHANNEL] = {"in_channel", true, true, 0, 16},
      [TN_PORT_LISTEN] = {"listen", true, true, 0, 1},
      [TN_PORT_LEARN] = {"learn", true, true, 0, 1},
      [TN_PORT_REROLL] = {"reroll", true, true, 0, 1},
      [TN_PORT_REROLL_BAR] = {"reroll_bar", true, true, 0, 1},
      [TN_PORT_LOCK] = {"lock", true, true, 0, 1},
      [TN_PORT_UNLOCK] = {"unlock", true, true, 0, 1},
      [TN_PORT_PANIC] = {"panic", true, true, 0, 1},
      [TN_PORT_BAR] = {"bar", false, true, 0, 64},
      [TN_PORT_NOTES_PER_SECOND] = {"notes_per_second", false, true, 0, 1000},
      [TN_PORT_TAKE] = {"take", false, true, 0, 1000000},
  };
  Host* host = opened(HOST_ON_CHANGE);
  assert_int_equal(host_port_count(host), TN_PORT_COUNT);
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    HostPort port;
    assert_true(host_port(host, i, &port));
    assert_string_equal(port.symbol, expected[i].symbol);
    assert_int_equal(port.input, expected[i].input);
    assert_int_equal(port.control, expected[i].control);
    if (port.control) {
      assert_float_equal(port.minimum, expected[i].minimum, 1e-6f);
      assert_float_equal(port.maximum, expected[i].maximum, 1e-6f);
      assert_true(port.initial >= port.minimum && port.initial <= port.maximum);
    }
  }
  host_close(host);
}

static void test_three_ports_have_their_full_names(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  HostPort port;
  assert_true(host_port(host, TN_PORT_TEMPERATURE, &port));
  assert_string_equal(port.name, "Temperature");
  assert_true(host_port(host, TN_PORT_LENGTH, &port));
  assert_string_equal(port.name, "Sequence Length");
  assert_true(host_port(host, TN_PORT_TEMPO, &port));
  assert_string_equal(port.name, "Tempo");
  host_close(host);
}

static void test_ports_explain_themselves(void** state) {
  (void)state;
  char text[TEXT];
  Host* host = opened(HOST_ON_CHANGE);
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    HostPort port;
    assert_true(host_port(host, i, &port));
    assert_true(port.name[0] != '\0');
    assert_true(host_port_value(host, i, LILV_NS_RDFS "comment", text, TEXT) && text[0] != '\0');
    if (i > TN_PORT_FREEWHEEL) { // hosts show the two before otherwise
      assert_true(host_port_value(host, i, LV2_PORT_GROUPS__group, text, TEXT));
      assert_true(host_value(host, text, LV2_CORE__name, text, TEXT) && text[0] != '\0');
    }
    if (host_port_is(host, i, LV2_CORE__enumeration)) {
      assert_int_equal(host_port_scale_points(host, i), port.maximum - port.minimum + 1);
    }
    if (!port.control) {
      assert_true(host_port_value(host, i, LV2_RESIZE_PORT__minimumSize, text, TEXT));
      assert_int_equal(atoi(text), 8192);
    }
  }
  host_close(host);
}

// Ardour refuses to automate ports that are said to be so.
static void test_no_port_is_kept_from_automation(void** state) {
  (void)state;
  static const char* const properties[] = {
      LV2_PORT_PROPS__expensive, LV2_PORT_PROPS__causesArtifacts, LV2_PORT_PROPS__notAutomatic};
  Host* host = opened(HOST_ON_CHANGE);
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    for (int k = 0; k < 3; k++) {
      assert_false(host_port_is(host, i, properties[k]));
    }
  }
  host_close(host);
}

static void test_triggers_are_triggers(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    const bool is_trigger = i >= TN_PORT_REROLL && i <= TN_PORT_PANIC;
    assert_int_equal(host_port_is(host, i, LV2_PORT_PROPS__trigger), is_trigger);
    assert_true(!is_trigger || host_port_is(host, i, LV2_CORE__toggled));
  }
  host_close(host);
}

static void test_defaults_are_those_of_the_engine(void** state) {
  (void)state;
  float values[TN_PORT_COUNT] = {0};
  void* ports[TN_PORT_COUNT] = {NULL};
  Host* host = opened(HOST_ON_CHANGE);
  for (uint32_t i = TN_PORT_ENABLED; i < TN_PORT_COUNT; i++) {
    HostPort port;
    assert_true(host_port(host, i, &port));
    values[i] = port.initial;
    ports[i] = &values[i];
  }
  const TnControls described = control_ports_read(ports);
  const TnControls expected = tn_controls_default();
  assert_memory_equal(&described, &expected, sizeof expected);
  host_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ports_are_those_of_the_header),
      cmocka_unit_test(test_three_ports_have_their_full_names),
      cmocka_unit_test(test_ports_explain_themselves),
      cmocka_unit_test(test_no_port_is_kept_from_automation),
      cmocka_unit_test(test_triggers_are_triggers),
      cmocka_unit_test(test_defaults_are_those_of_the_engine),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
