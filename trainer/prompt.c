#include "trainer/prompt.h"

#include "trainer/corpus.h"
#include "trainer/recording.h"

#include <stdio.h>
#include <stdlib.h>

static const double PLAIN_BPM = 120.0; // of a MIDI file that names none

static int32_t to_recording(const Score* score, int64_t tick) {
  return score_rescale(tick, score->ticks_per_quarter, RECORDING_TICKS_PER_QUARTER);
}

static void copy_notes(const Score* score, Prompt* prompt) {
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    const int32_t onset = to_recording(score, note->onset);
    const int32_t end = to_recording(score, note->end);
    prompt->notes[prompt->note_count++] = (MidiFileNote){.onset = onset,
                                                         .duration = end > onset ? end - onset : 1,
                                                         .track = RECORDING_PHRASE,
                                                         .channel = note->channel,
                                                         .pitch = note->pitch,
                                                         .velocity = note->velocity};
  }
}

static void copy_tempos(const Score* score, Prompt* prompt) {
  const int64_t last = score->notes[score->note_count - 1].onset;
  prompt->tempos[prompt->tempo_count++] = (MidiFileTempo){0, PLAIN_BPM};
  for (size_t i = 0; i < score->tempo_count && score->tempos[i].tick <= last; ++i) {
    const int32_t tick = to_recording(score, score->tempos[i].tick);
    prompt->tempo_count -= tick == 0; // that is the first
    prompt->tempos[prompt->tempo_count++] =
        (MidiFileTempo){tick, corpus_playable_bpm(score->tempos[i].bpm)};
  }
}

static void choose_meters(Piece* piece, TnMeter meter, int32_t last) {
  if (meter.numerator > 0 || piece->meter_count == 0) {
    piece->meters[0] = meter.numerator > 0 ? meter : (TnMeter){0, 4, 4};
    piece->meter_count = 1;
  }
  while (piece->meter_count > 1 && piece->meters[piece->meter_count - 1].tick > last) {
    --piece->meter_count;
  }
}

static void copy_meters(Prompt* prompt) {
  for (int i = 0; i < prompt->piece.meter_count; ++i) {
    const TnMeter meter = prompt->piece.meters[i];
    prompt->meters[prompt->meter_count++] =
        (MidiFileMeter){meter.tick * TN_NUDGES_A_TICK, meter.numerator, meter.denominator};
  }
}

static int32_t last_release(const Piece* piece) {
  int32_t last = 0;
  for (size_t i = 0; i < piece->note_count; ++i) {
    const int32_t end = piece->notes[i].onset + piece->notes[i].duration;
    last = end > last ? end : last;
  }
  return last;
}

// Each meter's bars, a last one that is cut short by the next meter counting as one.
static void find_line(const Piece* piece, int32_t last, Prompt* prompt) {
  for (int i = 0; i < piece->meter_count; ++i) {
    const int32_t from = piece->meters[i].tick;
    const int32_t ticks = tn_meter_bar_ticks(piece->meters[i]);
    const bool is_last = i + 1 == piece->meter_count;
    const int32_t until = is_last ? last : piece->meters[i + 1].tick - 1;
    const int32_t bars = until >= from ? (until - from) / ticks + 1 : 0;
    prompt->bars += bars;
    prompt->line = from + bars * ticks;
  }
}

static void find_places(Prompt* prompt, TnMeter meter) {
  Piece* piece = &prompt->piece;
  const int32_t last = piece->notes[piece->note_count - 1].onset;
  const int32_t release = last_release(piece);
  choose_meters(piece, meter, last);
  find_line(piece, last, prompt);
  prompt->entry = release < prompt->line ? release : prompt->line;
}

static void fit(Prompt* prompt, const TnVocabulary* vocabulary) {
  Corpus alone = {.pieces = &prompt->piece, .count = 1};
  corpus_fit(&alone, vocabulary);
  prompt->unheard = prompt->note_count - prompt->piece.note_count;
}

static bool take_memory(const Score* score, Prompt* prompt) {
  prompt->notes = malloc(score->note_count * sizeof *prompt->notes);
  prompt->tempos = malloc((score->tempo_count + 1) * sizeof *prompt->tempos);
  prompt->meters = malloc((score->meter_count + 1) * sizeof *prompt->meters);
  return prompt->notes && prompt->tempos && prompt->meters;
}

static bool fill(Prompt* prompt, const Score* score, const TnVocabulary* vocabulary, TnMeter meter,
                 char* reason, size_t reason_size) {
  if (!take_memory(score, prompt)) {
    snprintf(reason, reason_size, "out of memory");
    return false;
  }
  find_places(prompt, meter);
  if (prompt->bars > PROMPT_MAX_BARS) {
    snprintf(reason, reason_size, "%d bars: a phrase has at most %d", prompt->bars,
             PROMPT_MAX_BARS);
    return false;
  }
  copy_notes(score, prompt);
  copy_tempos(score, prompt);
  copy_meters(prompt);
  fit(prompt, vocabulary);
  if (prompt->piece.note_count == 0) {
    snprintf(reason, reason_size, "the style has no part or pitch for any of its notes");
    return false;
  }
  return true;
}

bool prompt_from_score(const Score* score, const TnVocabulary* vocabulary, TnMeter meter,
                       Prompt* prompt, char* reason, size_t reason_size) {
  *prompt = (Prompt){.bars = 0};
  if (!piece_from_score(score, 0, "", &prompt->piece, reason, reason_size)) {
    return false;
  }
  const bool ok = fill(prompt, score, vocabulary, meter, reason, reason_size);
  if (!ok) {
    prompt_free(prompt);
  }
  return ok;
}

bool prompt_read(const char* path, const TnVocabulary* vocabulary, TnMeter meter, Prompt* prompt,
                 char* reason, size_t reason_size) {
  Score score;
  *prompt = (Prompt){.bars = 0};
  if (!score_read(path, &score, reason, reason_size)) {
    return false;
  }
  const bool ok = prompt_from_score(&score, vocabulary, meter, prompt, reason, reason_size);
  score_free(&score);
  return ok;
}

void prompt_free(Prompt* prompt) {
  piece_free(&prompt->piece);
  free(prompt->notes);
  free(prompt->meters);
  free(prompt->tempos);
  *prompt = (Prompt){.bars = 0};
}
