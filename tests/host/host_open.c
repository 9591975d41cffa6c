// Opening and closing: features, the plugin's instance, its ports and first state.
#include "plugin/uris.h"
#include "tests/host/host_internal.h"

#include <dlfcn.h>
#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/midi/midi.h>
#include <lv2/parameters/parameters.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>
#include <lv2/time/time.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fill_defaults(HostOptions* options) {
  options->bundle = options->bundle ? options->bundle : getenv("TIENTO_BUNDLE");
  options->plugin_uri = options->plugin_uri ? options->plugin_uri : TN_URI_PLUGIN;
  options->sample_rate = options->sample_rate ? options->sample_rate : 48000;
  options->max_block = options->max_block ? options->max_block : 8192;
  options->midi_capacity = options->midi_capacity ? options->midi_capacity : 8192;
  options->notify_capacity = options->notify_capacity ? options->notify_capacity : 8192;
  if (options->positions == HOST_BARE) {
    options->worker = HOST_WORKER_NONE;
  }
}

static void map_urids(Host* host) {
  UridMap* map = host->urid_map;
  host->urids = (HostUrids){
      .atom_float = urid_map_uri(map, LV2_ATOM__Float),
      .atom_int = urid_map_uri(map, LV2_ATOM__Int),
      .atom_long = urid_map_uri(map, LV2_ATOM__Long),
      .atom_double = urid_map_uri(map, LV2_ATOM__Double),
      .atom_chunk = urid_map_uri(map, LV2_ATOM__Chunk),
      .atom_blank = urid_map_uri(map, LV2_ATOM_PREFIX "Blank"),
      .midi_event = urid_map_uri(map, LV2_MIDI__MidiEvent),
      .position = urid_map_uri(map, LV2_TIME__Position),
      .frame = urid_map_uri(map, LV2_TIME__frame),
      .speed = urid_map_uri(map, LV2_TIME__speed),
      .bar = urid_map_uri(map, LV2_TIME__bar),
      .bar_beat = urid_map_uri(map, LV2_TIME__barBeat),
      .beat = urid_map_uri(map, LV2_TIME__beat),
      .beat_unit = urid_map_uri(map, LV2_TIME__beatUnit),
      .beats_per_bar = urid_map_uri(map, LV2_TIME__beatsPerBar),
      .bpm = urid_map_uri(map, LV2_TIME__beatsPerMinute),
      .patch_set = urid_map_uri(map, LV2_PATCH__Set),
      .patch_get = urid_map_uri(map, LV2_PATCH__Get),
      .patch_property = urid_map_uri(map, LV2_PATCH__property),
      .patch_value = urid_map_uri(map, LV2_PATCH__value),
      .style = urid_map_uri(map, TN_URI_STYLE),
      .number = urid_map_uri(map, TN_URI_NUMBER),
  };
}

// The interposer's marks, where it is linked into the program or preloaded.
static void find_interposer(Host* host) {
  host->program = dlopen(NULL, RTLD_LAZY);
  if (!host->program) {
    return;
  }
  void* enter = dlsym(host->program, "rt_enter");
  void* leave = dlsym(host->program, "rt_leave");
  if (enter && leave) { // copied as bytes: ISO C has no cast from an object to a function
    memcpy(&host->rt_enter, &enter, sizeof enter);
    memcpy(&host->rt_leave, &leave, sizeof leave);
  }
}

static void add_feature(Host* host, const char* uri, void* data) {
  size_t count = 0;
  while (host->features[count]) {
    count++;
  }
  host->feature_store[count] = (LV2_Feature){uri, data};
  host->features[count] = &host->feature_store[count];
}

static void add_options(Host* host) {
  UridMap* map = host->urid_map;
  host->min_block = 1;
  host->max_block = (int32_t)host->options.max_block;
  host->sequence_bytes = (int32_t)host->options.midi_capacity;
  host->sample_rate = (float)host->options.sample_rate;
  const LV2_URID int_type = host->urids.atom_int;
  const LV2_Options_Option list[] = {
      {LV2_OPTIONS_INSTANCE, 0, urid_map_uri(map, LV2_BUF_SIZE__minBlockLength), sizeof(int32_t),
       int_type, &host->min_block},
      {LV2_OPTIONS_INSTANCE, 0, urid_map_uri(map, LV2_BUF_SIZE__maxBlockLength), sizeof(int32_t),
       int_type, &host->max_block},
      {LV2_OPTIONS_INSTANCE, 0, urid_map_uri(map, LV2_BUF_SIZE__sequenceSize), sizeof(int32_t),
       int_type, &host->sequence_bytes},
      {LV2_OPTIONS_INSTANCE, 0, urid_map_uri(map, LV2_PARAMETERS__sampleRate), sizeof(float),
       host->urids.atom_float, &host->sample_rate},
      {LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL},
  };
  memcpy(host->option_list, list, sizeof list);
  add_feature(host, LV2_OPTIONS__options, host->option_list);
}

static void add_features(Host* host) {
  add_feature(host, LV2_URID__map, urid_map_feature(host->urid_map));
  if (host->options.positions == HOST_BARE) {
    return;
  }
  add_feature(host, LV2_URID__unmap, urid_map_unmap_feature(host->urid_map));
  add_feature(host, LV2_BUF_SIZE__boundedBlockLength, NULL);
  add_feature(host, LV2_STATE__loadDefaultState, NULL);
  add_options(host);
  if (host->options.worker != HOST_WORKER_NONE) {
    host->worker = host_worker_new(host->options.worker == HOST_WORKER_SYNCHRONOUS, host->rt_enter,
                                   host->rt_leave);
    add_feature(host, LV2_WORKER__schedule, host_worker_feature(host->worker));
  }
}

// lilv wants a file URI that ends with a slash.
static void load_bundle(Host* host) {
  char path[4096];
  snprintf(path, sizeof path, "%s/", host->options.bundle);
  LilvNode* uri = lilv_new_file_uri(host->world, NULL, path);
  lilv_world_load_bundle(host->world, uri);
  lilv_node_free(uri);
}

static bool find_plugin(Host* host) {
  host->world = lilv_world_new();
  if (host->options.bundle) {
    load_bundle(host);
  } else {
    lilv_world_load_all(host->world);
  }
  LilvNode* uri = lilv_new_uri(host->world, host->options.plugin_uri);
  host->plugin = uri ? lilv_plugins_get_by_uri(lilv_world_get_all_plugins(host->world), uri) : NULL;
  lilv_node_free(uri);
  return host->plugin != NULL;
}

static void note_names(Host* host) {
  LilvNode* name = lilv_plugin_get_name(host->plugin);
  const char* bundle = lilv_node_as_uri(lilv_plugin_get_bundle_uri(host->plugin));
  char* path = lilv_file_uri_parse(bundle, NULL);
  snprintf(host->name, sizeof host->name, "%s", name ? lilv_node_as_string(name) : "");
  snprintf(host->bundle, sizeof host->bundle, "%s", path ? path : "");
  lilv_free(path);
  lilv_node_free(name);
}

const LilvPort* host_find_port(const Host* host, const char* symbol) {
  LilvNode* node = lilv_new_string(host->world, symbol);
  const LilvPort* port = lilv_plugin_get_port_by_symbol(host->plugin, node);
  lilv_node_free(node);
  return port;
}

static bool connect_events(Host* host, const char* symbol, void* buffer) {
  const LilvPort* port = host_find_port(host, symbol);
  if (port) {
    lilv_instance_connect_port(host->instance, lilv_port_get_index(host->plugin, port), buffer);
  }
  return port != NULL;
}

static void* event_buffer(void) {
  void* buffer = NULL;
  if (posix_memalign(&buffer, 64, HOST_INPUT_BYTES)) {
    abort();
  }
  return buffer;
}

// Every port that is not one of the four event ports is a control port.
static bool connect_ports(Host* host) {
  host->midi_in = event_buffer();
  host->control = event_buffer();
  if (!guarded_buffer_init(&host->midi_out, host->options.midi_capacity) ||
      !guarded_buffer_init(&host->notify, host->options.notify_capacity)) {
    return false;
  }
  lilv_plugin_get_port_ranges_float(host->plugin, NULL, NULL, host->controls);
  for (uint32_t i = 0; i < host->port_count; i++) {
    host->controls[i] = isnan(host->controls[i]) ? 0.0f : host->controls[i];
    lilv_instance_connect_port(host->instance, i, &host->controls[i]);
  }
  return connect_events(host, "midi_in", host->midi_in) &&
         connect_events(host, "control", host->control) &&
         connect_events(host, "midi_out", host->midi_out.data) &&
         connect_events(host, "notify", host->notify.data);
}

static bool instantiate(Host* host) {
  host->instance =
      lilv_plugin_instantiate(host->plugin, (double)host->options.sample_rate, host->features);
  if (!host->instance) {
    return false;
  }
  if (host->worker) {
    host_worker_attach(host->worker, lilv_instance_get_handle(host->instance),
                       lilv_instance_get_extension_data(host->instance, LV2_WORKER__interface));
  }
  return true;
}

// What a session starts with: a saved state, or the plugin's own.
static bool restore_first_state(Host* host) {
  if (host->options.restore_dir) {
    return host_restore_state(host, host->options.restore_dir);
  }
  if (host->options.positions != HOST_BARE) {
    LilvState* state = lilv_state_new_from_world(host->world, urid_map_feature(host->urid_map),
                                                 lilv_plugin_get_uri(host->plugin));
    if (state) {
      host_apply_state(host, state);
      lilv_state_free(state);
    }
  }
  return true;
}

// Returns NULL, or why the host cannot be opened.
static const char* open_plugin(Host* host) {
  host->urid_map = urid_map_new();
  map_urids(host);
  lv2_atom_forge_init(&host->forge, urid_map_feature(host->urid_map));
  host_capture_init(&host->capture, host->urid_map);
  timeline_init(&host->timeline, host->options.sample_rate, host->options.tempo_note);
  find_interposer(host);
  add_features(host);
  if (!find_plugin(host)) {
    return "is not found";
  }
  note_names(host);
  host->port_count = lilv_plugin_get_num_ports(host->plugin);
  host->controls = calloc(host->port_count + 1, sizeof *host->controls);
  if (!host->controls || !instantiate(host)) {
    return "cannot be instantiated";
  }
  if (!connect_ports(host)) {
    return "lacks one of the ports midi_in, control, midi_out, notify";
  }
  if (!restore_first_state(host)) {
    return "cannot restore the state";
  }
  lilv_instance_activate(host->instance);
  return NULL;
}

static void free_host(Host* host) {
  host_worker_free(host->worker); // joins the thread, which uses the instance
  if (host->instance) {
    lilv_instance_free(host->instance);
  }
  host_clear_inputs(host);
  guarded_buffer_free(&host->midi_out);
  guarded_buffer_free(&host->notify);
  free(host->midi_in);
  free(host->control);
  free(host->controls);
  lilv_world_free(host->world);
  host_capture_free(&host->capture);
  timeline_free(&host->timeline);
  urid_map_free(host->urid_map);
  if (host->program) {
    dlclose(host->program);
  }
  free(host);
}

Host* host_open(const HostOptions* options) {
  Host* host = calloc(1, sizeof *host);
  if (!host) {
    abort();
  }
  host->options = *options;
  host->sends_bars = true;
  host->tell_position = true;
  fill_defaults(&host->options);
  const char* reason = open_plugin(host);
  if (reason) {
    fprintf(stderr, "host: the plugin <%s> %s\n", host->options.plugin_uri, reason);
    free_host(host);
    return NULL;
  }
  return host;
}

void host_close(Host* host) {
  if (host) {
    lilv_instance_deactivate(host->instance);
    free_host(host);
  }
}
