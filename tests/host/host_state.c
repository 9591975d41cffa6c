// States, presets and the plugin's description, through lilv.
#include "tests/host/host_internal.h"

#include <lv2/presets/presets.h>
#include <lv2/state/state.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define STATE_FILE "state.ttl"

static const void* port_value(const char* symbol, void* user, uint32_t* size, uint32_t* type) {
  Host* host = user;
  const LilvPort* port = host_find_port(host, symbol);
  *size = port ? sizeof(float) : 0;
  *type = port ? host->urids.atom_float : 0;
  return port ? &host->controls[lilv_port_get_index(host->plugin, port)] : NULL;
}

static float number_of(const Host* host, const void* value, uint32_t size, uint32_t type) {
  const HostUrids* urids = &host->urids;
  float number = NAN;
  if (type == urids->atom_float && size == sizeof number) {
    memcpy(&number, value, sizeof number);
  } else if (type == urids->atom_int && size == sizeof(int32_t)) {
    number = (float)*(const int32_t*)value;
  } else if (type == urids->atom_long && size == sizeof(int64_t)) {
    number = (float)*(const int64_t*)value;
  } else if (type == urids->atom_double && size == sizeof(double)) {
    number = (float)*(const double*)value;
  }
  return number;
}

static void set_port_value(const char* symbol, void* user, const void* value, uint32_t size,
                           uint32_t type) {
  Host* host = user;
  const float number = number_of(host, value, size, type);
  if (isnan(number)) {
    host_capture_fault(&host->capture, "a state holds no number for the port %s", symbol);
  } else {
    host_set(host, symbol, number);
  }
}

void host_apply_state(Host* host, const LilvState* state) {
  lilv_state_restore(state, host->instance, set_port_value, host, 0, host->features);
}

// `dir`: where its files are linked, or NULL.
static LilvState* take_state(Host* host, const char* dir) {
  return lilv_state_new_from_instance(
      host->plugin, host->instance, urid_map_feature(host->urid_map), dir, dir, dir, dir,
      port_value, host, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE, host->features);
}

bool host_save_state(Host* host, const char* dir) {
  mkdir(dir, 0700);
  LilvState* state = take_state(host, dir);
  if (!state) {
    return false;
  }
  const int status =
      lilv_state_save(host->world, urid_map_feature(host->urid_map),
                      urid_map_unmap_feature(host->urid_map), state, NULL, dir, STATE_FILE);
  lilv_state_free(state);
  return status == 0;
}

bool host_restore_state(Host* host, const char* dir) {
  char path[4096];
  snprintf(path, sizeof path, "%s/" STATE_FILE, dir);
  LilvState* state =
      lilv_state_new_from_file(host->world, urid_map_feature(host->urid_map), NULL, path);
  if (!state) {
    return false;
  }
  host_apply_state(host, state);
  lilv_state_free(state);
  return true;
}

HostState* host_take_state(Host* host) {
  return take_state(host, NULL);
}

void host_give_state(Host* host, const HostState* state) {
  lilv_state_restore(state, host->instance, NULL, NULL, 0, host->features);
}

void host_free_state(HostState* state) {
  lilv_state_free(state);
}

static LilvNodes* find_presets(Host* host) {
  LilvNode* type = lilv_new_uri(host->world, LV2_PRESETS__Preset);
  LilvNodes* presets = lilv_plugin_get_related(host->plugin, type);
  lilv_node_free(type);
  return presets;
}

size_t host_preset_count(Host* host) {
  LilvNodes* presets = find_presets(host);
  const size_t count = lilv_nodes_size(presets);
  lilv_nodes_free(presets);
  return count;
}

// Takes the node, which may be NULL.
static bool copy_node(LilvNode* node, char* text, size_t size) {
  const bool found = node != NULL;
  snprintf(text, size, "%s", found ? lilv_node_as_string(node) : "");
  lilv_node_free(node);
  return found;
}

static bool read_value(Host* host, const LilvNode* subject, const char* property, char* text,
                       size_t size) {
  LilvNode* predicate = lilv_new_uri(host->world, property);
  lilv_world_load_resource(host->world, subject);
  LilvNode* node = lilv_world_get(host->world, subject, predicate, NULL);
  lilv_node_free(predicate);
  return copy_node(node, text, size);
}

bool host_value(Host* host, const char* uri, const char* property, char* text, size_t size) {
  LilvNode* subject = lilv_new_uri(host->world, uri);
  const bool found = read_value(host, subject, property, text, size);
  lilv_node_free(subject);
  return found;
}

// How many of the presets have a URI that comes before `uri`.
static size_t count_before(const LilvNodes* presets, const char* uri) {
  size_t count = 0;
  LILV_FOREACH(nodes, i, presets) {
    count += strcmp(lilv_node_as_uri(lilv_nodes_get(presets, i)), uri) < 0;
  }
  return count;
}

// In order of their URIs: lilv's own order is another each time.
bool host_preset(Host* host, size_t index, char* uri, char* label, size_t size) {
  LilvNodes* presets = find_presets(host);
  bool found = false;
  LILV_FOREACH(nodes, i, presets) {
    const LilvNode* preset = lilv_nodes_get(presets, i);
    if (count_before(presets, lilv_node_as_uri(preset)) == index) {
      snprintf(uri, size, "%s", lilv_node_as_uri(preset));
      found = read_value(host, preset, LILV_NS_RDFS "label", label, size);
      break;
    }
  }
  lilv_nodes_free(presets);
  return found;
}

bool host_load_preset(Host* host, const char* uri) {
  LilvNode* preset = lilv_new_uri(host->world, uri);
  lilv_world_load_resource(host->world, preset);
  LilvState* state =
      lilv_state_new_from_world(host->world, urid_map_feature(host->urid_map), preset);
  lilv_node_free(preset);
  if (!state) {
    return false;
  }
  host_apply_state(host, state);
  lilv_state_free(state);
  return true;
}

// ---- description ----

uint32_t host_port_count(const Host* host) {
  return host->port_count;
}

static float range_value(LilvNode* node) {
  const bool number = lilv_node_is_float(node) || lilv_node_is_int(node);
  const float value = number ? lilv_node_as_float(node) : NAN;
  lilv_node_free(node);
  return value;
}

static bool port_has_class(const Host* host, const LilvPort* port, const char* class_uri) {
  LilvNode* node = lilv_new_uri(host->world, class_uri);
  const bool is = lilv_port_is_a(host->plugin, port, node);
  lilv_node_free(node);
  return is;
}

bool host_port_is(const Host* host, uint32_t index, const char* property) {
  LilvNode* node = lilv_new_uri(host->world, property);
  const LilvPort* port = lilv_plugin_get_port_by_index(host->plugin, index);
  const bool is = lilv_port_has_property(host->plugin, port, node);
  lilv_node_free(node);
  return is;
}

bool host_port_value(const Host* host, uint32_t index, const char* property, char* text,
                     size_t size) {
  LilvNode* predicate = lilv_new_uri(host->world, property);
  const LilvPort* port = lilv_plugin_get_port_by_index(host->plugin, index);
  LilvNode* node = lilv_port_get(host->plugin, port, predicate);
  lilv_node_free(predicate);
  return copy_node(node, text, size);
}

unsigned host_port_scale_points(const Host* host, uint32_t index) {
  const LilvPort* port = lilv_plugin_get_port_by_index(host->plugin, index);
  LilvScalePoints* points = lilv_port_get_scale_points(host->plugin, port);
  const unsigned count = lilv_scale_points_size(points);
  lilv_scale_points_free(points);
  return count;
}

bool host_port(const Host* host, uint32_t index, HostPort* description) {
  const LilvPort* port = lilv_plugin_get_port_by_index(host->plugin, index);
  if (!port) {
    return false;
  }
  LilvNode* initial = NULL;
  LilvNode* minimum = NULL;
  LilvNode* maximum = NULL;
  LilvNode* name = lilv_port_get_name(host->plugin, port);
  lilv_port_get_range(host->plugin, port, &initial, &minimum, &maximum);
  *description = (HostPort){.input = port_has_class(host, port, LILV_URI_INPUT_PORT),
                            .control = port_has_class(host, port, LILV_URI_CONTROL_PORT),
                            .minimum = range_value(minimum),
                            .maximum = range_value(maximum),
                            .initial = range_value(initial)};
  snprintf(description->symbol, sizeof description->symbol, "%s",
           lilv_node_as_string(lilv_port_get_symbol(host->plugin, port)));
  copy_node(name, description->name, sizeof description->name);
  return true;
}
