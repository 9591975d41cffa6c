#include "trainer/midi_clean.h"

#include "trainer/bytes.h"

#include <stdio.h>
#include <stdlib.h>

enum {
  CHUNK_HEAD = 8,          // bytes: four letters and a length
  MTHD_LENGTH = 6,         // bytes of the header chunk that mean something
  MAX_PREFIX = 256,        // bytes that MacBinary may put before the header; by the book 128
  MAX_VARLEN = 0x0FFFFFFF, // the largest number in four bytes of seven bits
};

typedef struct {
  Sink out;
  unsigned tracks; // begun so far, so also the 1-based number of the one in work
  size_t events;   // written so far, in all tracks
  char* reason;
  size_t reason_size;
} Cleaner;

// The track in work.
typedef struct {
  Span in;
  uint8_t running;      // the last channel status, 0 before the first
  int64_t tick;         // of the last whole event read
  int64_t written_tick; // of the last event written
} Walk;

typedef enum { STEP_ON, STEP_END, STEP_SHORT, STEP_REFUSED } Step;

static bool refuse(Cleaner* cleaner, const char* why) {
  snprintf(cleaner->reason, cleaner->reason_size, "%s", why);
  return false;
}

static Step refuse_track(Cleaner* cleaner, const char* why) {
  snprintf(cleaner->reason, cleaner->reason_size, "track %u: %s", cleaner->tracks, why);
  return STEP_REFUSED;
}

// Writes a whole message at the walk's tick. What was dropped before it may have left more time
// than one delta can hold.
static void put_event(Cleaner* cleaner, Walk* walk, const uint8_t* bytes, size_t count) {
  static const uint8_t EMPTY_TEXT[] = {0xFF, 0x01, 0x00};

  int64_t delta = walk->tick - walk->written_tick;
  for (; delta > MAX_VARLEN; delta -= MAX_VARLEN) {
    sink_put_varlen(&cleaner->out, MAX_VARLEN);
    sink_put(&cleaner->out, EMPTY_TEXT, sizeof EMPTY_TEXT);
  }
  sink_put_varlen(&cleaner->out, (uint32_t)delta);
  sink_put(&cleaner->out, bytes, count);
  walk->written_tick = walk->tick;
}

static Step keep_event(Cleaner* cleaner, Walk* walk, const uint8_t* bytes, size_t count) {
  if (cleaner->events == MIDI_CLEAN_MAX_EVENTS) {
    return refuse_track(cleaner, "too many events in the file");
  }
  cleaner->events++;
  put_event(cleaner, walk, bytes, count);
  return STEP_ON;
}

static Step read_varlen(Cleaner* cleaner, Span* in, uint32_t* value) {
  *value = 0;
  for (int i = 0; i < 4; ++i) {
    if (in->at == in->end) {
      return STEP_SHORT;
    }
    uint8_t byte = *in->at++;
    *value = *value << 7 | (byte & 0x7F);
    if (byte < 0x80) {
      return STEP_ON;
    }
  }
  return refuse_track(cleaner, "a number of more than four bytes");
}

// Reads a length and steps over as many bytes, which are left in `body`.
static Step read_body(Cleaner* cleaner, Span* in, Span* body) {
  uint32_t length;
  Step step = read_varlen(cleaner, in, &length);
  if (step != STEP_ON) {
    return step;
  }
  if (length > span_size(*in)) {
    return STEP_SHORT;
  }
  *body = (Span){in->at, in->at + length};
  in->at += length;
  return STEP_ON;
}

static Step clean_channel_message(Cleaner* cleaner, Walk* walk, uint8_t status) {
  uint8_t kind = status & 0xF0;
  size_t count = kind == 0xC0 || kind == 0xD0 ? 1 : 2;
  if (span_size(walk->in) < count) {
    return STEP_SHORT;
  }
  const uint8_t bytes[3] = {status, walk->in.at[0], count == 2 ? walk->in.at[1] : 0};
  walk->in.at += count;
  // Controllers above 127 are found in good files, and are dropped anyway.
  if (kind != 0x80 && kind != 0x90 && kind != 0xC0) {
    return STEP_ON;
  }
  if (bytes[1] > 127 || bytes[2] > 127) {
    return refuse_track(cleaner, "a pitch, velocity or program above 127");
  }
  return keep_event(cleaner, walk, bytes, count + 1);
}

static Step clean_tempo(Cleaner* cleaner, Walk* walk, Span body) {
  if (span_size(body) < 3 || !(body.at[0] | body.at[1] | body.at[2])) {
    return STEP_ON;
  }
  const uint8_t bytes[] = {0xFF,       MIDI_CLEAN_META, MIDI_CLEAN_TEMPO_LENGTH,
                           body.at[0], body.at[1],      body.at[2]};
  return keep_event(cleaner, walk, bytes, sizeof bytes);
}

static Step clean_meter(Cleaner* cleaner, Walk* walk, Span body) {
  if (span_size(body) < 2 || body.at[0] == 0 || body.at[1] > 6) {
    return STEP_ON;
  }
  const uint8_t bytes[] = {0xFF, MIDI_CLEAN_META, MIDI_CLEAN_METER_LENGTH, body.at[0], body.at[1]};
  return keep_event(cleaner, walk, bytes, sizeof bytes);
}

static Step clean_meta(Cleaner* cleaner, Walk* walk) {
  if (walk->in.at == walk->in.end) {
    return STEP_SHORT;
  }
  uint8_t type = *walk->in.at++;
  Span body;
  Step step = read_body(cleaner, &walk->in, &body);
  if (step != STEP_ON) {
    return step;
  }
  switch (type) {
  case 0x2F:
    return STEP_END;
  case 0x51:
    return clean_tempo(cleaner, walk, body);
  case 0x58:
    return clean_meter(cleaner, walk, body);
  default:
    return STEP_ON;
  }
}

// System common and realtime messages have no place in a file, but some recorders leave them in.
static Step skip_system_message(Walk* walk, uint8_t status) {
  size_t count = status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0;
  if (span_size(walk->in) < count) {
    return STEP_SHORT;
  }
  walk->in.at += count;
  return STEP_ON;
}

static Step clean_message(Cleaner* cleaner, Walk* walk) {
  if (walk->in.at == walk->in.end) {
    return STEP_SHORT;
  }
  // Running status ought to end at a meta or sysex, but many writers keep it across them.
  uint8_t status = walk->running;
  if (*walk->in.at >= 0x80) {
    status = *walk->in.at++;
  }
  if (status == 0) {
    return refuse_track(cleaner, "data where the first status byte should be");
  }
  if (status < 0xF0) {
    walk->running = status;
    return clean_channel_message(cleaner, walk, status);
  }
  if (status == 0xFF) {
    return clean_meta(cleaner, walk);
  }
  if (status == 0xF0 || status == 0xF7) {
    Span sysex;
    return read_body(cleaner, &walk->in, &sysex);
  }
  return skip_system_message(walk, status);
}

static Step clean_event(Cleaner* cleaner, Walk* walk) {
  uint32_t delta;
  Step step = read_varlen(cleaner, &walk->in, &delta);
  if (step != STEP_ON) {
    return step;
  }
  if (delta > INT32_MAX - walk->tick) {
    return refuse_track(cleaner, "longer than 2147483647 ticks");
  }
  walk->tick += delta;
  step = clean_message(cleaner, walk);
  if (step == STEP_SHORT) {
    walk->tick -= delta;
  }
  return step;
}

// Rewrites the events of one track. `cut` says that the chunk went on past the end of the file, so
// that its last event may be broken off. Moves `in` to where reading stopped.
static bool clean_events(Cleaner* cleaner, Span* in, bool cut) {
  static const uint8_t END_OF_TRACK[] = {0xFF, 0x2F, 0x00};

  Walk walk = {.in = *in};
  Step step = STEP_ON;
  while (step == STEP_ON && walk.in.at < walk.in.end) {
    step = clean_event(cleaner, &walk);
  }
  if (step == STEP_SHORT && !cut) {
    step = refuse_track(cleaner, "an event runs past the end of the track");
  }
  if (step == STEP_REFUSED) {
    return false;
  }
  put_event(cleaner, &walk, END_OF_TRACK, sizeof END_OF_TRACK);
  // What a broken event left over is the rest of it, and no chunk.
  in->at = step == STEP_SHORT ? in->end : walk.in.at;
  return true;
}

static bool clean_track(Cleaner* cleaner, Span* in, bool cut) {
  if (cleaner->tracks == MIDI_CLEAN_MAX_TRACKS) {
    return refuse(cleaner, "too many tracks");
  }
  cleaner->tracks++;
  size_t head = cleaner->out.size;
  sink_put(&cleaner->out, (const uint8_t[CHUNK_HEAD]){'M', 'T', 'r', 'k'}, CHUNK_HEAD);
  if (!clean_events(cleaner, in, cut)) {
    return false;
  }
  sink_set_32(&cleaner->out, head + 4, (uint32_t)(cleaner->out.size - head - CHUNK_HEAD));
  return true;
}

static bool clean_chunks(Cleaner* cleaner, Span file) {
  while (span_size(file) >= CHUNK_HEAD) {
    bool is_track = span_starts(file, "MTrk");
    uint32_t length = big_endian_32(file.at + 4);
    file.at += CHUNK_HEAD;
    bool cut = length > span_size(file);
    if (!is_track && cut) {
      break;
    }
    Span body = {file.at, cut ? file.end : file.at + length};
    if (is_track && !clean_track(cleaner, &body, cut)) {
      return false;
    }
    // Where the length lies, the next chunk follows the track's last event.
    file.at = is_track && cut ? body.at : body.end;
  }
  return cleaner->tracks > 0 || refuse(cleaner, "no track in it");
}

// Checks the header chunk, steps over it and writes a fresh one; set_track_count() completes it.
static bool clean_header(Cleaner* cleaner, Span* file) {
  if (!span_starts(*file, "MThd")) {
    return refuse(cleaner, "not a MIDI file");
  }
  if (span_size(*file) < CHUNK_HEAD + MTHD_LENGTH) {
    return refuse(cleaner, "the file ends inside its header");
  }
  uint32_t length = big_endian_32(file->at + 4);
  uint32_t format = big_endian_16(file->at + 8);
  uint32_t division = big_endian_16(file->at + 12);
  file->at += CHUNK_HEAD;
  if (length < MTHD_LENGTH || length > span_size(*file)) {
    return refuse(cleaner, "the header has an impossible length");
  }
  file->at += length;
  if (format == 2) {
    return refuse(cleaner, "format 2 (independent patterns, not a piece) is not supported");
  }
  if (format > 2) {
    return refuse(cleaner, "unknown file format");
  }
  if (division == 0) {
    return refuse(cleaner, "0 ticks a quarter");
  }
  if (division & 0x8000) {
    return refuse(cleaner, "SMPTE time, which has no beats, is not supported");
  }
  const uint8_t header[] = {'M',
                            'T',
                            'h',
                            'd',
                            0,
                            0,
                            0,
                            MTHD_LENGTH,
                            0,
                            1,
                            0,
                            0,
                            (uint8_t)(division >> 8),
                            (uint8_t)division};
  sink_put(&cleaner->out, header, sizeof header);
  return true;
}

static void set_track_count(Cleaner* cleaner) {
  if (!cleaner->out.failed) {
    cleaner->out.bytes[10] = (uint8_t)(cleaner->tracks >> 8);
    cleaner->out.bytes[11] = (uint8_t)cleaner->tracks;
  }
}

// Finds the MIDI data inside RIFF RMID, whose lengths are little-endian and whose chunks are padded
// to an even size. The length of the whole is not trusted, so not read.
static bool unwrap_riff(Cleaner* cleaner, Span* file) {
  Span chunks = {file->at + CHUNK_HEAD, file->end};
  if (!span_starts(chunks, "RMID")) {
    return refuse(cleaner, "a RIFF file, but without MIDI in it");
  }
  chunks.at += 4;
  while (span_size(chunks) >= CHUNK_HEAD) {
    bool is_data = span_starts(chunks, "data");
    size_t length = little_endian_32(chunks.at + 4);
    chunks.at += CHUNK_HEAD;
    if (is_data) {
      size_t left = span_size(chunks);
      *file = (Span){chunks.at, chunks.at + (length < left ? length : left)};
      return true;
    }
    length += length & 1;
    if (length > span_size(chunks)) {
      break;
    }
    chunks.at += length;
  }
  return refuse(cleaner, "a RIFF file, but without MIDI in it");
}

// Steps over a MacBinary prefix, which begins with a zero byte. Elsewhere a header inside the file
// is no reason to read it: it may be an archive.
static void skip_prefix(Span* file) {
  Span rest = *file;
  for (int i = 0; file->at[0] == 0 && i <= MAX_PREFIX && span_size(rest) >= CHUNK_HEAD; ++i) {
    if (span_starts(rest, "MThd")) {
      *file = rest;
      return;
    }
    rest.at++;
  }
}

static bool unwrap(Cleaner* cleaner, Span* file) {
  if (span_size(*file) >= CHUNK_HEAD && span_starts(*file, "RIFF")) {
    return unwrap_riff(cleaner, file);
  }
  skip_prefix(file);
  return true;
}

static bool clean_file(Cleaner* cleaner, Span file) {
  if (span_size(file) > MIDI_CLEAN_MAX_SIZE) {
    return refuse(cleaner, "larger than 16 MiB");
  }
  if (!unwrap(cleaner, &file) || !clean_header(cleaner, &file) || !clean_chunks(cleaner, file)) {
    return false;
  }
  set_track_count(cleaner);
  return !cleaner->out.failed || refuse(cleaner, "out of memory");
}

bool midi_clean(const uint8_t* data, size_t size, uint8_t** clean, size_t* clean_size, char* reason,
                size_t reason_size) {
  Cleaner cleaner = {.reason = reason, .reason_size = reason_size};
  bool ok = size > 0 ? clean_file(&cleaner, (Span){data, data + size})
                     : refuse(&cleaner, "an empty file");
  if (!ok) {
    free(cleaner.out.bytes);
    cleaner.out = (Sink){0};
  }
  *clean = cleaner.out.bytes;
  *clean_size = cleaner.out.size;
  return ok;
}
