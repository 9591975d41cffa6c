// make_many DIR COUNT: writes COUNT MIDI files of 1000 notes each there, the same every time. One
// in fifty is a piece of its own; the others are transposed copies of those with changes.
#include "trainer/bytes.h"
#include "trainer/random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
  PIECES = 50,
  CHORDS = 250,
  VOICES = 4,
  QUARTER = 96, // ticks
  CHANGED_ONE_IN = 10
};

static void put_note(Sink* sink, uint32_t delta, int pitch, uint8_t velocity) {
  sink_put_varlen(sink, delta);
  sink_put(sink, (const uint8_t[]){0x90, (uint8_t)pitch, velocity}, 3);
}

// `piece` draws what all copies share, `copy` what only this one has.
static void put_chord(Sink* sink, Random* piece, Random* copy, int transposed) {
  int pitches[VOICES];
  for (int voice = 0; voice < VOICES; ++voice) {
    pitches[voice] = 40 + 12 * voice + transposed + random_below(piece, 12);
    pitches[voice] += random_below(copy, CHANGED_ONE_IN) == 0 ? 1 + random_below(copy, 3) : 0;
    put_note(sink, 0, pitches[voice], 80);
  }
  uint32_t delta = QUARTER / 2 * (1 + (uint32_t)random_below(piece, 4));
  for (int voice = 0; voice < VOICES; ++voice) {
    put_note(sink, delta, pitches[voice], 0);
    delta = 0;
  }
}

static void put_file(Sink* sink, int number) {
  static const uint8_t HEADS[] = {'M', 'T', 'h',     'd', 0,   0,   0,   6, 0, 1, 0,
                                  1,   0,   QUARTER, 'M', 'T', 'r', 'k', 0, 0, 0, 0};
  static const uint8_t END_OF_TRACK[] = {0, 0xFF, 0x2F, 0};
  Random piece = random_at(1, (uint64_t)(number % PIECES));
  Random copy = random_at(2, (uint64_t)number);
  sink_put(sink, HEADS, sizeof HEADS);
  for (int i = 0; i < CHORDS; ++i) {
    put_chord(sink, &piece, &copy, number / PIECES % 12);
  }
  sink_put(sink, END_OF_TRACK, sizeof END_OF_TRACK);
  sink_set_32(sink, sizeof HEADS - 4, (uint32_t)(sink->size - sizeof HEADS));
}

static bool write_file(const char* folder, int number) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%05d.mid", folder, number);
  Sink sink = {0};
  put_file(&sink, number);
  FILE* file = sink.failed ? NULL : fopen(path, "wb");
  bool ok = file && fwrite(sink.bytes, 1, sink.size, file) == sink.size;
  ok = file && fclose(file) == 0 && ok;
  free(sink.bytes);
  if (!ok) {
    perror(path);
  }
  return ok;
}

int main(int argc, char** argv) {
  const long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
  if (count < 1 || count > 100000) {
    fprintf(stderr, "usage: make_many DIR COUNT\n");
    return 2;
  }
  if (mkdir(argv[1], 0777) != 0 && errno != EEXIST) {
    perror(argv[1]);
    return 1;
  }
  bool ok = true;
  for (int i = 0; ok && i < (int)count; ++i) {
    ok = write_file(argv[1], i);
  }
  return ok ? 0 : 1;
}
