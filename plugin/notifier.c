#include "plugin/notifier.h"

#include <assert.h>
#include <string.h>

enum {
  PLAYHEADS_A_SECOND = 20,
  LOOKS_A_SECOND = 10,    // at what is ahead, and at the odds
  FRAMES_A_MESSAGE = 256, // of notes: hosts pass on only so much at a time
  VECTOR_BYTES = OUTPUT_VALUE_BYTES + sizeof(LV2_Atom_Vector_Body), // but its numbers
  MOST_INTS = (TN_MESSAGE_BYTES - VECTOR_BYTES) / sizeof(int32_t)
};

typedef struct {
  LV2_Atom_Vector_Body head;
  int32_t ints[MOST_INTS];
} Vector;

void notifier_ask(Notifier* n, int64_t number) {
  n->has_window = true;
  n->must_tell_style = true;
  n->must_tell_message = true;
  n->must_tell_playhead = true;
  n->must_tell_locks = true;
  n->locks_told = 0;
  n->must_tell_kept = true;
  n->kept_told = 0;
  n->must_tell_ahead = true;
  n->ahead_told = 0;
  n->must_tell_odds = true;
  n->next_note = number > 0 ? (uint64_t)number : 0;
}

// Whether nothing is left to tell: it is told, or never will be.
static bool is_over(Notifier* n, OutputResult result) {
  n->misfits = n->misfits || result == OUTPUT_NEVER;
  return result != OUTPUT_FULL;
}

static OutputResult tell_text(Notifier* n, Output* output, LV2_URID property, LV2_URID type,
                              const char* text) {
  const OutputValue value = {.property = property,
                             .number = n->number + 1,
                             .type = type,
                             .size = (uint32_t)strlen(text) + 1,
                             .body = text};
  const OutputResult result = output_value(output, &value);
  n->number += result == OUTPUT_DONE;
  return result;
}

static OutputResult tell_ints(Output* output, LV2_URID property, int64_t number, Vector* vector,
                              int count) {
  const Urids* u = output->urids;
  vector->head = (LV2_Atom_Vector_Body){sizeof(int32_t), u->atom_int};
  const OutputValue value = {.property = property,
                             .number = number,
                             .type = u->atom_vector,
                             .size =
                                 (uint32_t)(sizeof vector->head + (size_t)count * sizeof(int32_t)),
                             .body = vector};
  return output_value(output, &value);
}

// How many of `left` items of `size` numbers go into one message, after `head` numbers: one at
// least, though it may not fit.
static int share(const Output* output, int64_t left, int size, int head) {
  const uint32_t taken = (uint32_t)sizeof(LV2_Atom_Sequence_Body) + VECTOR_BYTES;
  const uint32_t room = output->capacity > taken ? (output->capacity - taken) / 8 * 8 : 0;
  const int ints = room / sizeof(int32_t) < MOST_INTS ? (int)(room / sizeof(int32_t)) : MOST_INTS;
  const int most = ints - head >= size ? (ints - head) / size : 1;
  return left < most ? (int)left : most;
}

static bool playhead_is_due(const Notifier* n, const News* news, uint32_t rate) {
  const int32_t* now = news->playhead;
  const int32_t* told = n->playhead;
  const bool moves = now[TN_PLAYHEAD_TEMPO] != 0;
  if (n->must_tell_playhead || moves != (told[TN_PLAYHEAD_TEMPO] != 0) ||
      now[TN_PLAYHEAD_BEATS] != told[TN_PLAYHEAD_BEATS] ||
      now[TN_PLAYHEAD_BEAT_NOTE] != told[TN_PLAYHEAD_BEAT_NOTE]) {
    return true;
  }
  return memcmp(now, told, sizeof n->playhead) != 0 &&
         (!moves || n->playhead_age >= rate / PLAYHEADS_A_SECOND);
}

static void tell_playhead(Notifier* n, Output* output, const News* news, uint32_t rate) {
  Vector vector;
  if (!playhead_is_due(n, news, rate)) {
    return;
  }
  memcpy(vector.ints, news->playhead, sizeof news->playhead);
  const OutputResult result =
      tell_ints(output, output->urids->playhead, n->number + 1, &vector, TN_PLAYHEAD_INTS);
  n->must_tell_playhead = !is_over(n, result);
  if (!n->must_tell_playhead) {
    n->number += result == OUTPUT_DONE;
    memcpy(n->playhead, news->playhead, sizeof n->playhead);
    n->playhead_age = 0;
  }
}

// The next of the locked bars, as many as one message holds. Returns whether any are left.
static bool tell_some_locks(Notifier* n, Output* output, const News* news) {
  const int count = share(output, news->lock_count - n->locks_told, 1, TN_LIST_INTS);
  Vector vector;
  vector.ints[TN_LIST_COUNT] = news->lock_count;
  vector.ints[TN_LIST_BEFORE] = n->locks_told;
  for (int i = 0; i < count; ++i) {
    vector.ints[TN_LIST_INTS + i] = news->locks[n->locks_told + i];
  }
  const OutputResult result =
      tell_ints(output, output->urids->locks, n->number + 1, &vector, TN_LIST_INTS + count);
  if (!is_over(n, result)) {
    return true;
  }
  n->number += result == OUTPUT_DONE;
  n->locks_told += count;
  return n->locks_told < news->lock_count;
}

static void tell_locks(Notifier* n, Output* output, const News* news) {
  if (n->locks_version != news->locks_version) {
    n->locks_version = news->locks_version;
    n->locks_told = 0;
    n->must_tell_locks = true;
    n->kept_told = 0;
    n->must_tell_kept = true;
  }
  if (n->must_tell_locks) {
    n->must_tell_locks = tell_some_locks(n, output, news);
  }
}

static_assert(sizeof(TnListedNote) == TN_KEPT_NOTE_INTS * sizeof(int32_t), "told as it is");

// The next of the locked notes, as many as one message holds. Returns whether any are left.
static bool tell_some_kept(Notifier* n, Output* output, const News* news) {
  TnListedNote notes[MOST_INTS / TN_KEPT_NOTE_INTS];
  const int all = news->engine ? tn_kept_list_count(news->engine) : 0;
  const int count = share(output, all - n->kept_told, TN_KEPT_NOTE_INTS, TN_LIST_INTS);
  Vector vector;
  vector.ints[TN_LIST_COUNT] = all;
  vector.ints[TN_LIST_BEFORE] = n->kept_told;
  if (count > 0) {
    tn_kept_list(news->engine, n->kept_told, notes, count);
    memcpy(vector.ints + TN_LIST_INTS, notes, (size_t)count * sizeof notes[0]);
  }
  const OutputResult result = tell_ints(output, output->urids->kept, n->number + 1, &vector,
                                        TN_LIST_INTS + count * TN_KEPT_NOTE_INTS);
  if (!is_over(n, result)) {
    return true;
  }
  n->number += result == OUTPUT_DONE;
  n->kept_told += count;
  return n->kept_told < all;
}

// After the locks, of which these are.
static void tell_kept(Notifier* n, Output* output, const News* news) {
  if (n->must_tell_kept && !n->must_tell_locks) {
    n->must_tell_kept = tell_some_kept(n, output, news);
  }
}

// Looks at the notes ahead, now and then, unless those seen last are still being told.
static void look_ahead(Notifier* n, const News* news) {
  TnAheadNote notes[TN_AHEAD] = {{0}};
  const int count = news->engine ? tn_ahead_list(news->engine, notes) : 0;
  const size_t bytes = (size_t)count * sizeof *notes;
  if (count != n->ahead_count || memcmp(notes, n->ahead, bytes) != 0) {
    memcpy(n->ahead, notes, bytes);
    n->ahead_count = count;
    n->ahead_told = 0;
    n->must_tell_ahead = true;
  }
}

static_assert(sizeof(TnAheadNote) == TN_QUEUED_NOTE_INTS * sizeof(int32_t), "told as it is");

// The next of the notes ahead, as many as one message holds. Returns whether any are left.
static bool tell_some_ahead(Notifier* n, Output* output) {
  const int left = n->ahead_count - n->ahead_told;
  const int count = share(output, left, TN_QUEUED_NOTE_INTS, TN_LIST_INTS);
  Vector vector;
  vector.ints[TN_LIST_COUNT] = n->ahead_count;
  vector.ints[TN_LIST_BEFORE] = n->ahead_told;
  memcpy(vector.ints + TN_LIST_INTS, n->ahead + n->ahead_told, (size_t)count * sizeof n->ahead[0]);
  const OutputResult result = tell_ints(output, output->urids->queued, n->number + 1, &vector,
                                        TN_LIST_INTS + count * TN_QUEUED_NOTE_INTS);
  if (!is_over(n, result)) {
    return true;
  }
  n->number += result == OUTPUT_DONE;
  n->ahead_told += count;
  return n->ahead_told < n->ahead_count;
}

// By pitches as they leave the plugin.
static void tell_odds(Notifier* n, Output* output, const News* news) {
  const TnOdds* odds = news->odds;
  const int transpose =
      news->engine && !odds->drums ? news->engine->performance.limits.transpose : 0;
  const int shift = odds->shift - transpose;
  Vector vector = {.ints = {[TN_ODDS_PART] = odds->part}};
  vector.ints[TN_ODDS_PITCH] = odds->pitch - shift;
  for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
    const int from = pitch + shift;
    const uint32_t share_of_it = from >= 0 && from < TN_MAX_PITCHES ? odds->shares[from] : 0;
    int32_t* pair = &vector.ints[TN_ODDS_SHARES + pitch / 2];
    *pair = (int32_t)((uint32_t)*pair | share_of_it << (pitch % 2 ? 16 : 0));
  }
  const OutputResult result =
      tell_ints(output, output->urids->odds, n->number + 1, &vector, TN_ODDS_INTS);
  n->must_tell_odds = result == OUTPUT_FULL; // a port too small for them goes without
  if (!n->must_tell_odds) {
    n->number += result == OUTPUT_DONE;
    n->odds_version = odds->version;
  }
}

static void tell_ahead(Notifier* n, Output* output, const News* news, uint32_t frames,
                       uint32_t rate) {
  n->ahead_age += frames;
  if (n->ahead_age >= rate / LOOKS_A_SECOND && !n->must_tell_ahead) {
    n->ahead_age = 0;
    look_ahead(n, news);
    n->must_tell_odds = n->must_tell_odds || n->odds_version != news->odds->version;
  }
  if (n->must_tell_ahead) {
    n->must_tell_ahead = tell_some_ahead(n, output);
  }
  if (n->must_tell_odds) {
    tell_odds(n, output, news);
  }
}

static void put_note(int32_t* ints, const TnPlayedNote* note) {
  ints[TN_NOTE_PLACE] = note->position;
  ints[TN_NOTE_VELOCITY] = note->velocity;
  ints[TN_NOTE_PART] = note->part;
  ints[TN_NOTE_PITCH] = note->pitch;
  ints[TN_NOTE_CHANNEL] = note->channel;
}

// The next notes, as many as one message holds. Returns whether there may be more to tell now.
static bool tell_some_notes(Notifier* n, Output* output, const TnPlayed* played) {
  const uint64_t oldest = tn_played_oldest(played);
  const uint64_t latest = n->next_note < played->count ? n->next_note : played->count;
  const uint64_t first = latest > oldest ? latest : oldest;
  const int count = share(output, (int64_t)(played->count - first), TN_NOTE_INTS, 0);
  Vector vector;
  n->next_note = first;
  if (count == 0) {
    return false;
  }
  int32_t* ints = vector.ints;
  for (int i = 0; i < count; ++i, ints += TN_NOTE_INTS) {
    put_note(ints, tn_played_note(played, first + (uint64_t)i));
  }
  if (!is_over(n, tell_ints(output, output->urids->notes, (int64_t)first, &vector,
                            count * TN_NOTE_INTS))) {
    return false;
  }
  n->next_note += (uint64_t)count;
  return true;
}

static void tell_notes(Notifier* n, Output* output, const TnPlayed* played, uint32_t frames) {
  uint32_t left = 1 + frames / FRAMES_A_MESSAGE;
  while (left > 0 && tell_some_notes(n, output, played)) {
    --left;
  }
}

void notifier_run(Notifier* n, Output* output, const News* news, uint32_t frames, uint32_t rate) {
  const Urids* u = output->urids;
  if (output->capacity == 0) {
    return; // no port
  }
  if (n->must_tell_style && news->style) {
    n->must_tell_style = !is_over(n, tell_text(n, output, u->style, u->atom_path, news->style));
  }
  if (n->must_tell_message) {
    n->must_tell_message =
        !is_over(n, tell_text(n, output, u->message, u->atom_string, news->message));
  }
  n->playhead_age += frames;
  if (n->has_window) {
    tell_playhead(n, output, news, rate);
    tell_locks(n, output, news);
    tell_kept(n, output, news);
    tell_notes(n, output, news->played, frames);
    tell_ahead(n, output, news, frames, rate);
  }
}
