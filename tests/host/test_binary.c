// What the bundle's description says of its binaries is what they do: their URIs, the features they
// need, the interfaces they have.
#include "plugin/uris.h"
#include "tests/host/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <lilv/lilv.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/presets/presets.h>
#include <lv2/resize-port/resize-port.h>
#include <lv2/state/state.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// All that hosts ask plugins and windows for.
static const char* const INTERFACES[] = {
    LV2_OPTIONS__interface, LV2_STATE__interface,    LV2_WORKER__interface, LV2_UI__idleInterface,
    LV2_UI__showInterface,  LV2_RESIZE_PORT__resize, LV2_UI__resize};

enum { INTERFACE_COUNT = sizeof INTERFACES / sizeof INTERFACES[0] };

typedef struct {
  LilvWorld* world;
  const LilvPlugin* plugin;
  void* binary;
  const LV2_Descriptor* descriptor;
  char bundle[4096];
} Fixture;

static void* open_binary(const Fixture* f, const char* name) {
  char path[4200];
  snprintf(path, sizeof path, "%s%s", f->bundle, name);
  void* binary = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!binary) {
    print_error("%s\n", dlerror());
  }
  return binary;
}

// A function by its name; copied as bytes, as ISO C has no cast to one.
static void find_function(void* binary, const char* name, void* function) {
  void* found = dlsym(binary, name);
  assert_non_null(found);
  memcpy(function, &found, sizeof found);
}

static int open_fixture(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  *state = f;
  const char* bundle = getenv("TIENTO_BUNDLE");
  if (!f || !bundle || !paths_absolute(bundle, f->bundle, sizeof f->bundle)) {
    return -1;
  }
  strncat(f->bundle, "/", sizeof f->bundle - strlen(f->bundle) - 1);
  f->world = lilv_world_new();
  LilvNode* uri = lilv_new_file_uri(f->world, NULL, f->bundle);
  lilv_world_load_bundle(f->world, uri);
  lilv_node_free(uri);
  uri = lilv_new_uri(f->world, TN_URI_PLUGIN);
  f->plugin = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(f->world), uri);
  lilv_node_free(uri);
  f->binary = open_binary(f, "tiento.so");
  if (!f->plugin || !f->binary) {
    return -1;
  }
  const LV2_Descriptor* (*get)(uint32_t);
  find_function(f->binary, "lv2_descriptor", &get);
  f->descriptor = get(0);
  return f->descriptor && !get(1) ? 0 : -1;
}

static int close_fixture(void** state) {
  Fixture* f = *state;
  dlclose(f->binary);
  lilv_world_free(f->world);
  free(f);
  return 0;
}

// Whether the description of `subject` has this URI as a value of the property.
static bool says(const Fixture* f, const char* subject, const char* property, const char* value) {
  LilvNode* nodes[] = {lilv_new_uri(f->world, subject), lilv_new_uri(f->world, property),
                       lilv_new_uri(f->world, value)};
  const bool said = lilv_world_ask(f->world, nodes[0], nodes[1], nodes[2]);
  for (int i = 0; i < 3; ++i) {
    lilv_node_free(nodes[i]);
  }
  return said;
}

static void the_plugin_has_its_uri(void** state) {
  const Fixture* f = *state;
  assert_string_equal(f->descriptor->URI, TN_URI_PLUGIN);
  assert_true(lilv_plugin_verify(f->plugin));
}

static void it_has_the_interfaces_that_it_says_it_has(void** state) {
  const Fixture* f = *state;
  int count = 0;
  for (int i = 0; i < INTERFACE_COUNT; ++i) {
    const bool said = says(f, TN_URI_PLUGIN, LV2_CORE__extensionData, INTERFACES[i]);
    assert_int_equal(f->descriptor->extension_data(INTERFACES[i]) != NULL, said);
    count += said;
  }
  LilvNodes* all = lilv_plugin_get_extension_data(f->plugin);
  assert_int_equal(lilv_nodes_size(all), count); // none but those above
  lilv_nodes_free(all);
}

static LV2_URID map_any(LV2_URID_Map_Handle handle, const char* uri) {
  (void)handle;
  (void)uri;
  return 1;
}

static bool can_be_made(const Fixture* f, const LV2_Feature* const* features) {
  LV2_Handle handle = f->descriptor->instantiate(f->descriptor, 48000, f->bundle, features);
  if (handle) {
    f->descriptor->cleanup(handle);
  }
  return handle != NULL;
}

static void it_needs_the_features_that_it_says_it_needs(void** state) {
  const Fixture* f = *state;
  LV2_URID_Map map = {NULL, map_any};
  const LV2_Feature mapping = {LV2_URID__map, &map};
  const LV2_Feature* const with[] = {&mapping, NULL};
  const LV2_Feature* const without[] = {NULL};
  LilvNodes* required = lilv_plugin_get_required_features(f->plugin);
  assert_int_equal(lilv_nodes_size(required), 1);
  lilv_nodes_free(required);
  assert_true(says(f, TN_URI_PLUGIN, LV2_CORE__requiredFeature, LV2_URID__map));
  assert_true(can_be_made(f, with));
  assert_false(can_be_made(f, without));
}

static void the_window_is_there_as_described(void** state) {
  const Fixture* f = *state;
  void* binary = open_binary(f, "tiento_ui.so");
  assert_non_null(binary);
  const LV2UI_Descriptor* (*get)(uint32_t);
  find_function(binary, "lv2ui_descriptor", &get);
  const LV2UI_Descriptor* ui = get(0);
  assert_non_null(ui);
  assert_null(get(1));
  assert_string_equal(ui->URI, TN_URI_UI);
  assert_true(says(f, TN_URI_PLUGIN, LV2_UI__ui, TN_URI_UI));
  for (int i = 0; i < INTERFACE_COUNT; ++i) {
    const bool has = ui->extension_data && ui->extension_data(INTERFACES[i]) != NULL;
    assert_int_equal(has, says(f, TN_URI_UI, LV2_CORE__extensionData, INTERFACES[i]));
  }
  // It stays open: the drawing libraries that it brought keep memory for the life of a process.
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_plugin_has_its_uri),
      cmocka_unit_test(it_has_the_interfaces_that_it_says_it_has),
      cmocka_unit_test(it_needs_the_features_that_it_says_it_needs),
      cmocka_unit_test(the_window_is_there_as_described),
  };
  return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
