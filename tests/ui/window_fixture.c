#include "tests/ui/window_fixture.h"

#include <malloc.h>
#include <math.h>
#include <smf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/host/paths.h"

bool fixture_can_run(void) {
  if (!getenv("DISPLAY")) {
    printf("SKIP: there is no display\n");
    return false;
  }
  if (getenv("UI_TEST")) {
    cmocka_set_test_filter(getenv("UI_TEST"));
  }
  return true;
}

static void make_styles(Fixture* f) {
  char folder[200];
  char own[4200];
  snprintf(folder, sizeof folder, "%s/.lv2", f->home);
  assert_int_equal(mkdir(folder, 0700), 0);
  snprintf(folder, sizeof folder, "%s/.lv2/tiento-mine.lv2", f->home);
  assert_int_equal(mkdir(folder, 0700), 0);
  snprintf(f->style, sizeof f->style, "%s/zz mine.safetensors", folder);
  snprintf(f->broken, sizeof f->broken, "%s/zzz broken.safetensors", folder);
  snprintf(own, sizeof own, "%sstyles/hymns.safetensors", host_bundle_path(f->host));
  assert_true(paths_copy(own, f->style));
  FILE* file = fopen(f->broken, "w");
  assert_non_null(file);
  fputs("no style", file);
  fclose(file);
}

int fixture_set_up_with(void** state, UiStageOptions options) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  assert_true(paths_make_folder(f->home, sizeof f->home));
  setenv("HOME", f->home, 1);
  setenv("XDG_RUNTIME_DIR", f->home, 1);
  unsetenv("XDG_CONFIG_HOME");
  f->stage = ui_stage_open(options);
  f->host = ui_stage_host(f->stage);
  make_styles(f);
  host_set_tempo(f->host, 120);
  ui_stage_show(f->stage);
  *state = f;
  return 0;
}

int fixture_set_up(void** state) {
  return fixture_set_up_with(state,
                             (UiStageOptions){.width = 900, .height = 560, .gives_files = true});
}

int fixture_tear_down(void** state) {
  Fixture* f = *state;
  host_stop(f->host);
  ui_stage_run(f->stage, 0.2, false);
  if (host_fault(f->host)) {
    fail_msg("%s", host_fault(f->host));
  }
  assert_int_equal(ui_stage_x_errors(f->stage), 0);
  assert_int_equal(ui_stage_touches(f->stage), 0); // what was grabbed was let go
  ui_stage_close(f->stage);
  paths_remove(f->home);
  free(f);
  return 0;
}

void fixture_play_and_stop(Fixture* f, int64_t bars) {
  host_play(f->host);
  ui_stage_run(f->stage, (double)bars * 2, false);
  host_stop(f->host);
  host_locate(f->host, bars, 0);
  ui_stage_run(f->stage, 0.5, false);
}

void assert_port(const Fixture* f, const char* symbol, float value) {
  const float is = host_get(f->host, symbol);
  if (fabsf(is - value) > 1e-3F) {
    fail_msg("%s is %g, not %g", symbol, (double)is, (double)value);
  }
}

size_t fixture_count_ons_from(const Fixture* f, long double from) {
  size_t count;
  size_t ons = 0;
  const HostEvent* events = host_events(f->host, &count);
  for (size_t i = 0; i < count; i++) {
    ons += (events[i].bytes[0] & 0xf0) == 0x90 && events[i].beats >= from;
  }
  return ons;
}

size_t fixture_count_ons_of_file(const char* path) {
  size_t ons = 0;
  smf_t* smf = smf_load(path);
  assert_non_null(smf);
  for (smf_event_t* event = smf_get_next_event(smf); event; event = smf_get_next_event(smf)) {
    ons += (event->midi_buffer[0] & 0xf0) == 0x90 && event->midi_buffer[2] > 0;
  }
  smf_delete(smf);
  return ons;
}

size_t fixture_memory_in_use(void) {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}
