// make_seeds DIR: writes MIDI files there from which a fuzzer can begin, each with something of its
// own.
#include "tests/fuzz/seed_file.h"
#include "tests/unit/rich_smf.h"

static bool write_seed(const char* folder, const char* name, SmfBytes file) {
  return seed_file(folder, name, file.bytes, file.size);
}

static SmfBytes in_riff(SmfBytes inside) {
  SmfBytes file = {.size = 0};
  smf_put(&file, BYTES('R', 'I', 'F', 'F', 0, 0, 0, 0, 'R', 'M', 'I', 'D', 'd', 'a', 't', 'a',
                       (uint8_t)inside.size, (uint8_t)(inside.size >> 8), 0, 0));
  smf_put(&file, inside.bytes, inside.size);
  return file;
}

static SmfBytes behind_a_prefix(SmfBytes inside) {
  static const uint8_t PREFIX[128] = {0};
  SmfBytes file = {.size = 0};
  smf_put(&file, PREFIX, sizeof PREFIX);
  smf_put(&file, inside.bytes, inside.size);
  return file;
}

// A scale on all channels, each with a program of its own, at `ticks` ticks a note.
static SmfBytes scale_on_all_channels(uint8_t ticks) {
  SmfBytes file = smf_begin();
  for (unsigned channel = 0; channel < 16; ++channel) {
    SmfBytes track = {.size = 0};
    smf_put(&track, BYTES(0, (uint8_t)(0xC0 | channel), (uint8_t)(8 * channel)));
    for (uint8_t pitch = 60; pitch < 68; ++pitch) {
      smf_put(&track, BYTES(0, (uint8_t)(0x90 | channel), pitch, 90, ticks, pitch, 0));
    }
    smf_put(&track, BYTES(END_OF_TRACK));
    smf_put_track(&file, track.bytes, track.size);
  }
  return file;
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: make_seeds DIR\n");
    return 2;
  }
  const char* folder = argv[1];
  if (!seed_folder(folder)) {
    return 1;
  }
  const SmfBytes rich = rich_file();
  const bool ok = write_seed(folder, "rich.mid", rich) &&
                  write_seed(folder, "riff.mid", in_riff(rich)) &&
                  write_seed(folder, "prefix.mid", behind_a_prefix(rich)) &&
                  write_seed(folder, "channels.mid", scale_on_all_channels(48)) &&
                  write_seed(folder, "unison.mid", scale_on_all_channels(0));
  return ok ? 0 : 1;
}
