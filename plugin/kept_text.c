#include "plugin/kept_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORM = 1, NUMBER_BYTES = 24 };

#define END "end"

// ---- writing ----

typedef struct {
  char* bytes; // NULL: memory was short
  size_t used;
  size_t room;
} Writer;

static Writer begin_writing(void) {
  const size_t room = 256;
  return (Writer){malloc(room), 0, room};
}

static void write_number(Writer* w, int64_t number) {
  if (w->bytes && w->room - w->used < NUMBER_BYTES) {
    char* grown = realloc(w->bytes, w->room * 2);
    if (!grown) {
      free(w->bytes);
    }
    w->bytes = grown;
    w->room *= 2;
  }
  if (w->bytes) {
    w->used += (size_t)snprintf(w->bytes + w->used, NUMBER_BYTES, "%" PRId64 " ", number);
  }
}

// In the room of a number that write_number() left.
static char* end_writing(Writer* w) {
  write_number(w, 0);
  if (w->bytes) {
    memcpy(w->bytes + w->used - strlen("0 "), END, sizeof END);
  }
  return w->bytes;
}

char* kept_text_write_takes(const TnEdits* edits) {
  const TnTakes* takes = &edits->takes;
  Writer w = begin_writing();
  write_number(&w, FORM);
  write_number(&w, edits->last_take);
  write_number(&w, takes->count);
  for (int i = 0; i < takes->count; ++i) {
    write_number(&w, takes->bars[i]);
    write_number(&w, takes->from[i]);
    write_number(&w, takes->own[i]);
  }
  return end_writing(&w);
}

static void write_sound(Writer* w, uint8_t part, uint8_t pitch, uint8_t velocity, int8_t nudge) {
  write_number(w, part);
  write_number(w, pitch);
  write_number(w, velocity);
  write_number(w, nudge);
}

static void write_kept(Writer* w, const TnKeptBar* kept) {
  write_number(w, kept->count);
  for (int i = 0; i < kept->count; ++i) {
    const TnKeptNote* note = &kept->notes[i];
    write_number(w, note->onset);
    write_number(w, note->duration);
    write_sound(w, note->part, note->pitch, note->velocity, note->nudge);
    write_number(w, note->drums);
  }
}

char* kept_text_write_locks(const TnEdits* edits) {
  const TnLocks* locks = &edits->locks;
  Writer w = begin_writing();
  write_number(&w, FORM);
  write_number(&w, locks->count);
  for (int i = 0; i < locks->count; ++i) {
    write_number(&w, locks->bars[i]);
    write_kept(&w, &locks->kept[locks->places[i]]);
  }
  return end_writing(&w);
}

char* kept_text_write_prompt(const TnPrompt* prompt) {
  Writer w = begin_writing();
  write_number(&w, FORM);
  write_number(&w, prompt->ticks);
  write_number(&w, prompt->meter.numerator);
  write_number(&w, prompt->meter.denominator);
  write_number(&w, prompt->key);
  write_number(&w, prompt->count);
  for (int i = 0; i < prompt->count; ++i) {
    const TnNote* note = &prompt->notes[i];
    write_number(&w, note->onset);
    write_number(&w, note->duration);
    write_sound(&w, note->part, note->pitch, note->velocity, note->nudge);
  }
  return end_writing(&w);
}

// ---- reading ----

typedef struct {
  const char* at;
  const char* end;
  bool ok;
} Reader;

// The digits of a number that is not negative: at most 18 of them, so that 63 bits hold it.
static int64_t read_digits(Reader* r) {
  const char* first = r->at;
  int64_t number = 0;
  while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && r->at - first < 18) {
    number = number * 10 + (*r->at++ - '0');
  }
  r->ok = r->ok && r->at > first && (*first != '0' || r->at - first == 1);
  return number;
}

// The next number and its space, from `low` to `high`. Where it is none, or another one failed
// before it, the reader is not ok and the result is `low`.
static int64_t read_number(Reader* r, int64_t low, int64_t high) {
  const bool negative = r->at < r->end && *r->at == '-';
  r->at += negative ? 1 : 0;
  const int64_t digits = read_digits(r);
  const int64_t number = negative ? -digits : digits;
  r->ok = r->ok && r->at < r->end && *r->at == ' ' && number >= low && number <= high &&
          !(negative && digits == 0);
  r->at += r->ok ? 1 : 0;
  return r->ok ? number : low;
}

static bool read_form(Reader* r, const char** reason) {
  const int64_t form = read_number(r, 0, INT32_MAX);
  *reason = r->ok && form > FORM ? "from a newer version of Tiento" : "damaged";
  return r->ok && form == FORM;
}

static bool is_done(const Reader* r) {
  return r->ok && (size_t)(r->end - r->at) == strlen(END) && memcmp(r->at, END, strlen(END)) == 0;
}

// As far as 18 digits go.
static int64_t read_bar(Reader* r) {
  const int64_t most = INT64_C(999999999999999999);
  return read_number(r, -most, most);
}

static bool read_takes(Reader* r, TnEdits* edits) {
  edits->last_take = (uint32_t)read_number(r, 0, UINT32_MAX);
  const int64_t count = read_number(r, 0, TN_MAX_TAKES);
  for (int64_t i = 0; i < count; ++i) {
    const int64_t bar = read_bar(r);
    const uint32_t from = (uint32_t)read_number(r, 0, UINT32_MAX);
    const uint32_t own = (uint32_t)read_number(r, 0, UINT32_MAX);
    if (!r->ok || !tn_edits_put_take(edits, bar, from, own)) {
      return false;
    }
  }
  return is_done(r);
}

bool kept_text_read_takes(const char* text, size_t size, TnEdits* edits, const char** reason) {
  Reader r = {text, text + size, true};
  if (read_form(&r, reason) && read_takes(&r, edits)) {
    return true;
  }
  edits->last_take = 0;
  edits->takes.count = 0;
  return false;
}

// Both times up to `most`.
static TnNote read_note(Reader* r, int32_t most) {
  TnNote note;
  note.onset = (int32_t)read_number(r, 0, most);
  note.duration = (int32_t)read_number(r, 0, most);
  note.part = (uint8_t)read_number(r, 0, UINT8_MAX);
  note.pitch = (uint8_t)read_number(r, 0, UINT8_MAX);
  note.velocity = (uint8_t)read_number(r, 0, UINT8_MAX);
  note.nudge = (int8_t)read_number(r, INT8_MIN, INT8_MAX);
  return note;
}

static TnKeptNote read_kept_note(Reader* r) {
  const TnNote note = read_note(r, UINT16_MAX);
  return (TnKeptNote){.onset = (uint16_t)note.onset,
                      .duration = (uint16_t)note.duration,
                      .part = note.part,
                      .pitch = note.pitch,
                      .velocity = note.velocity,
                      .nudge = note.nudge,
                      .drums = read_number(r, 0, 1) == 1};
}

static bool read_locked_bar(Reader* r, TnEdits* edits) {
  TnKeptNote notes[TN_LOCK_NOTES];
  const int64_t bar = read_bar(r);
  const int count = (int)read_number(r, 0, TN_LOCK_NOTES);
  for (int i = 0; i < count; ++i) {
    notes[i] = read_kept_note(r);
  }
  return r->ok && tn_edits_put_lock(edits, bar, notes, count);
}

static bool read_locks(Reader* r, TnEdits* edits) {
  const int64_t count = read_number(r, 0, TN_MAX_LOCKS);
  for (int64_t i = 0; i < count; ++i) {
    if (!read_locked_bar(r, edits)) {
      return false;
    }
  }
  return is_done(r);
}

bool kept_text_read_locks(const char* text, size_t size, TnEdits* edits, const char** reason) {
  Reader r = {text, text + size, true};
  if (read_form(&r, reason) && read_locks(&r, edits)) {
    return true;
  }
  tn_locks_clear(&edits->locks);
  return false;
}

static bool read_prompt(Reader* r, TnPrompt* prompt) {
  TnNote notes[TN_PROMPT_NOTES];
  TnMeter meter = {0};
  const int32_t ticks = (int32_t)read_number(r, 0, INT32_MAX);
  meter.numerator = (uint8_t)read_number(r, 0, UINT8_MAX);
  meter.denominator = (uint8_t)read_number(r, 0, UINT8_MAX);
  const uint8_t key = (uint8_t)read_number(r, 0, UINT8_MAX);
  const int count = (int)read_number(r, 0, TN_PROMPT_NOTES);
  for (int i = 0; i < count; ++i) {
    notes[i] = read_note(r, INT32_MAX);
  }
  const bool is_none = ticks == 0 && meter.numerator == 0 && meter.denominator == 0 && key == 0;
  return is_done(r) && is_none == (count == 0) &&
         tn_prompt_set(prompt, notes, count, ticks, meter, key);
}

bool kept_text_read_prompt(const char* text, size_t size, TnPrompt* prompt, const char** reason) {
  Reader r = {text, text + size, true};
  return read_form(&r, reason) && read_prompt(&r, prompt);
}
