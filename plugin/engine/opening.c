#include "plugin/engine/opening.h"

#include "plugin/engine/given.h"
#include "plugin/engine/key.h"

enum { LOWEST_MELODY = 63 }; // of an octave in which the highest voice of most music has its middle

uint8_t tn_opening_key(const TnComposer* composer, const TnPhrase* phrase,
                       const TnSettings* settings) {
  const uint8_t heard = phrase->prompt ? phrase->prompt->key : 0;
  const uint8_t key = settings->key ? settings->key : heard ? heard : composer->key;
  return tn_key_transposed(key, phrase->shift);
}

// The mean of the highest pitches struck, where there is one.
static int melody_pitch(const TnPrompt* prompt) {
  int32_t struck = -1;
  int sum = 0;
  int count = 0;
  for (int i = 0; i < prompt->count; ++i) {
    const TnNote* note = &prompt->notes[i];
    if (note->part != TN_PROMPT_DRUMS && note->onset > struck) {
      struck = note->onset;
      sum += note->pitch;
      ++count;
    }
  }
  return count > 0 ? sum / count : LOWEST_MELODY;
}

// A prompt is heard on the keynote and about in the octave that the style knows best: so the same
// phrase elsewhere on the keyboard is gone on from in the same way.
static int shift_of(const TnComposer* composer, const TnPrompt* prompt) {
  if (!prompt || prompt->key == 0 || composer->key == 0) {
    return 0;
  }
  const int semitones = (composer->key - prompt->key + 24) % TN_PITCH_CLASSES;
  const int least = LOWEST_MELODY - melody_pitch(prompt);
  int shift = least + (semitones - least + 120) % TN_PITCH_CLASSES;
  while (shift > TN_MAX_SHIFT) {
    shift -= TN_PITCH_CLASSES;
  }
  while (shift < -TN_MAX_SHIFT) {
    shift += TN_PITCH_CLASSES;
  }
  return shift;
}

// The prompt ends on the line on which the phrase begins.
static int32_t lead_of(const TnPhrase* phrase) {
  const int32_t bar = tn_meter_bar_ticks(phrase->meter);
  return phrase->prompt ? (phrase->prompt->ticks + bar - 1) / bar * bar : 0;
}

static bool opening_is(const TnOpening* o, const TnPhrase* phrase, int32_t end, uint8_t key) {
  return o->known && phrase->prompt && o->print == phrase->prompt_print && o->end == end &&
         o->key == key && o->meter.numerator == phrase->meter.numerator &&
         o->meter.denominator == phrase->meter.denominator;
}

void tn_opening_start(TnComposer* composer, TnPhrase* phrase, TnFront* front) {
  const TnOpening* o = &composer->opening;
  phrase->shift = shift_of(composer, phrase->prompt);
  const uint8_t key = tn_opening_key(composer, phrase, &phrase->settings);
  phrase->lead = lead_of(phrase);
  const int32_t end = phrase->lead + tn_phrase_line(phrase, tn_phrase_section_end(phrase, 0));
  TnContext* context = &front->generator.context;
  if (opening_is(o, phrase, end, key)) {
    tn_generator_copy(&front->generator, &o->front.generator);
    context->meters = &phrase->meter;
    front->heard = phrase->prompt->count;
  } else {
    tn_generator_start(&front->generator, &phrase->meter, 1, end, key);
    front->heard = 0;
  }
  tn_phrase_tell_section(phrase, 0, context);
  tn_context_wait(context, phrase->lead);
  front->bar = 0;
  front->in_bar = 0;
  front->given = 0;
  front->rests_to = 0;
  for (int i = 0; i < TN_MAX_POLYPHONY; ++i) {
    front->ends[i] = (TnVoiceEnd){.end = INT32_MIN};
  }
}

bool tn_opening_hears(const TnPhrase* phrase, const TnFront* front) {
  return phrase->prompt && phrase->prompt->print == phrase->prompt_print &&
         front->heard < phrase->prompt->count;
}

static void remember(TnComposer* composer, const TnPhrase* phrase, const TnFront* front) {
  TnOpening* o = &composer->opening;
  tn_generator_copy(&o->front.generator, &front->generator);
  o->known = true;
  o->print = phrase->prompt_print;
  o->meter = phrase->meter;
  o->end = front->generator.context.end;
  o->key = front->generator.context.key;
}

// Its place from the top among the notes that are struck with it or sound on: fingers that have not
// left the last key yet hold no voice.
static int place_of(const TnPrompt* prompt, int index) {
  enum { SOUNDS_ON = TN_TICKS_PER_QUARTER / 4 };
  const TnNote* note = &prompt->notes[index];
  int place = 0;
  for (int i = 0; i < index; ++i) {
    const TnNote* other = &prompt->notes[i];
    const bool sounds =
        other->onset == note->onset || other->onset + other->duration >= note->onset + SOUNDS_ON;
    place += sounds && other->part != TN_PROMPT_DRUMS && other->pitch > note->pitch;
  }
  return place;
}

bool tn_opening_hear(TnComposer* composer, const TnPhrase* phrase, TnFront* front, int64_t* work) {
  const TnPrompt* prompt = phrase->prompt;
  TnContext* context = &front->generator.context;
  TnNote note = prompt->notes[front->heard];
  note.onset += phrase->lead - prompt->ticks;
  note.part = tn_given_part(context->vocabulary, &note, place_of(prompt, front->heard));
  note = tn_given_moved(context->vocabulary, note, phrase->shift);
  if (tn_given_is_heard(context->vocabulary, &note)) {
    const TnEvent event = tn_given_event(context, &note);
    if (!tn_generator_follow(&front->generator, event, work)) {
      return false;
    }
    front->heard += event.kind == TN_EVENT_NOTE;
  } else {
    ++front->heard;
  }
  if (front->heard == prompt->count) {
    remember(composer, phrase, front);
  }
  return true;
}
