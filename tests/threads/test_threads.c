// The plugin's threads, none of which waits for another: one runs it, one works, one saves and
// restores. It is built with ThreadSanitizer, which says what is not in order between them.
//
// SECONDS: how long.
#include "tests/fuzz/rig.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 512, BLOCKS_A_BAR = 188 };

typedef struct {
  Rig* rig;
  atomic_bool ends;
  unsigned long saves;
} Stage;

// patch:Set of the style.
static void ask_for_style(Rig* rig, bool other) {
  const Urids* u = rig_urids();
  struct {
    LV2_Atom_Object_Body head;
    LV2_Atom_Property_Body property;
    LV2_URID style;
    uint32_t pad;
    LV2_Atom_Property_Body value;
    char path[128];
  } body = {.head = {0, u->patch_set},
            .property = {u->patch_property, 0, {sizeof(LV2_URID), u->atom_urid}},
            .style = u->style};
  const char* path = rig_style(other);
  const uint32_t length = (uint32_t)strlen(path) + 1;
  body.value = (LV2_Atom_Property_Body){u->patch_value, 0, {length, u->atom_path}};
  memcpy(body.path, path, length);
  const uint32_t size = (uint32_t)(sizeof body - sizeof body.path) + lv2_atom_pad_size(length);
  rig_send(rig, TN_PORT_CONTROL, 0, u->atom_object, size, &body, size);
}

static void run_block(Rig* rig, unsigned long block) {
  const uint8_t key[3] = {(uint8_t)(block % 2 ? 0x80 : 0x90), (uint8_t)(48 + block / 2 % 24), 90};
  if (block % 97 == 0) {
    ask_for_style(rig, block % 194 == 0);
  }
  if (block % 61 == 0) {
    rig_roll(rig, (int64_t)(block % 13), 0, 120, 1);
  }
  *rig_control(rig, TN_PORT_LEARN) = (float)(block / 40 % 3 == 1);
  *rig_control(rig, TN_PORT_LOCK) = (float)(block % 50 == 49);
  *rig_control(rig, TN_PORT_REROLL_BAR) = (float)(block % 70 == 69);
  rig_send(rig, TN_PORT_MIDI_IN, 0, rig_urids()->midi_event, 3, key, 3);
  rig_run(rig, BLOCK, RIG_OUT_BYTES);
}

static void* save_and_restore(void* argument) {
  Stage* stage = argument;
  while (!atomic_load(&stage->ends)) {
    RigState state = rig_save(stage->rig);
    if (++stage->saves % 3 == 0 && rig_restore(stage->rig, &state) != LV2_STATE_SUCCESS) {
      abort();
    }
    rig_state_free(&state);
    const struct timespec pause = {0, 2000000};
    nanosleep(&pause, NULL);
  }
  return NULL;
}

int main(void) {
  const char* text = getenv("SECONDS");
  const time_t end = time(NULL) + (text ? strtol(text, NULL, 10) : 10);
  Stage stage = {.rig = rig_open(true)};
  pthread_t thread;
  unsigned long blocks = 0;
  if (pthread_create(&thread, NULL, save_and_restore, &stage) != 0) {
    return 1;
  }
  while (time(NULL) < end) {
    run_block(stage.rig, blocks++);
  }
  atomic_store(&stage.ends, true);
  pthread_join(thread, NULL);
  rig_close(stage.rig);
  printf("ok   three threads at a time: %lu blocks, %lu states\n", blocks, stage.saves);
  return stage.saves > 0 && blocks > BLOCKS_A_BAR ? 0 : 1;
}
