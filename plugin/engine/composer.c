#include "plugin/engine/composer.h"

#include "plugin/engine/opening.h"

static bool meters_equal(TnMeter a, TnMeter b) {
  return a.numerator == b.numerator && a.denominator == b.denominator;
}

static int64_t floor_to(int64_t bar, int unit) {
  const int64_t above = bar % unit;
  return bar - (above < 0 ? above + unit : above);
}

// Bars of a phrase; in TN_CONTINUE of the whole phrases that go on from each other.
static int bars_of(const TnSettings* settings) {
  const int phrases = settings->mode == TN_CONTINUE ? TN_CHAIN_BARS / settings->bars : 1;
  return phrases * settings->bars;
}

int64_t tn_composer_first_bar(const TnSettings* settings, int64_t bar) {
  return settings->offset + floor_to(bar - settings->offset, bars_of(settings));
}

// The bar of the song on which the phrase begins that is repeated.
static int64_t home_of(const TnSettings* settings) {
  return settings->offset;
}

static uint64_t print_of(const TnBrief* brief) {
  return brief->prompt ? brief->prompt->print : 0;
}

// `print`: of the prompt.
static uint64_t edition_of(const TnBrief* brief, int64_t bar, uint64_t print) {
  const TnSettings* s = &brief->settings;
  const uint64_t edits = brief->edits ? tn_edits_print(brief->edits, bar, bars_of(s)) : 0;
  const uint64_t home = brief->edits && s->mode == TN_REPEAT // a pass keeps bars of that one
                            ? tn_edits_print(brief->edits, home_of(s), s->bars)
                            : 0;
  return tn_random_mix(tn_random_mix(edits) ^ home) ^ print;
}

static uint64_t version_of(const TnBrief* brief) {
  return brief->edits ? tn_edits_version(brief->edits) : 0;
}

bool tn_composer_is_current(TnPhrase* phrase, const TnBrief* brief) {
  const uint64_t version = version_of(brief);
  const uint64_t print = print_of(brief);
  if (phrase->version != version && phrase->edition == edition_of(brief, phrase->bar, print)) {
    phrase->version = version;
  }
  return phrase->version == version && phrase->prompt_print == print &&
         tn_settings_equal(&brief->settings, &phrase->settings);
}

static void begin(TnComposer* composer, TnPhrase* phrase, int64_t bar, TnMeter meter,
                  const TnBrief* brief) {
  phrase->used = true;
  phrase->pure = true;
  phrase->complete = false;
  phrase->bar = bar;
  phrase->meter = (TnMeter){0, meter.numerator, meter.denominator};
  phrase->settings = brief->settings;
  phrase->edition = edition_of(brief, bar, print_of(brief));
  phrase->version = version_of(brief);
  phrase->bars = bars_of(&brief->settings);
  phrase->end = tn_phrase_line(phrase, phrase->bars);
  phrase->count = 0;
  phrase->event_count = 0;
  phrase->live_count = 0;
  phrase->live_heard = 0;
  phrase->looked_from = -1;
  phrase->prompt = brief->prompt && brief->prompt->count > 0 ? brief->prompt : NULL;
  phrase->prompt_print = phrase->prompt ? phrase->prompt->print : 0;
  tn_opening_start(composer, phrase, &phrase->front);
  if (composer->listener.phrase == phrase) {
    composer->listener.phrase = NULL;
  }
}

void tn_composer_keep(TnComposer* composer, TnPhrase* phrase) {
  phrase->visit = ++composer->visits;
}

// The phrase that is kept, of a prompt of that print, or NULL.
static TnPhrase* find_kept(TnComposer* composer, int64_t bar, TnMeter meter, const TnBrief* brief,
                           uint64_t print) {
  const uint64_t edition = edition_of(brief, bar, print);
  for (int i = 0; i < TN_PHRASES; ++i) {
    TnPhrase* phrase = &composer->phrases[i];
    if (phrase->used && phrase->pure && phrase->bar == bar && phrase->edition == edition &&
        meters_equal(phrase->meter, meter) &&
        tn_settings_equal(&phrase->settings, &brief->settings)) {
      tn_composer_keep(composer, phrase);
      return phrase;
    }
  }
  return NULL;
}

static TnPhrase* find_oldest(TnComposer* composer) {
  TnPhrase* oldest = &composer->phrases[0];
  for (int i = 1; i < TN_PHRASES; ++i) {
    TnPhrase* phrase = &composer->phrases[i];
    if (!phrase->used || (oldest->used && phrase->visit < oldest->visit)) {
      oldest = phrase;
    }
  }
  return oldest;
}

static TnPhrase* find(TnComposer* composer, int64_t bar, TnMeter meter, const TnBrief* brief) {
  TnPhrase* phrase = find_kept(composer, bar, meter, brief, print_of(brief));
  if (!phrase) {
    phrase = find_oldest(composer);
    begin(composer, phrase, bar, meter, brief);
    tn_composer_keep(composer, phrase);
  }
  return phrase;
}

// Whether a pass is not the phrase that is repeated, note by note.
static bool differs_from_home(const TnBrief* brief, int64_t bar) {
  const TnSettings* s = &brief->settings;
  const int64_t home = home_of(s);
  bool differs = bar != home && s->variation > 0.0F;
  for (int i = 0; brief->edits && bar != home && !differs && i < s->bars; ++i) {
    const TnKeptNote* notes;
    differs = tn_edits_locked(brief->edits, bar + i, &notes) >= 0 ||
              tn_edits_take(brief->edits, bar + i) > tn_edits_take(brief->edits, home + i);
  }
  return differs;
}

TnPhrase* tn_composer_phrase(TnComposer* composer, int64_t bar, TnMeter meter,
                             const TnBrief* brief) {
  const TnSettings* s = &brief->settings;
  const bool is_home = s->mode == TN_REPEAT && !differs_from_home(brief, bar);
  return find(composer, is_home ? home_of(s) : bar, meter, brief);
}

TnPhrase* tn_composer_home(TnComposer* composer, const TnPhrase* phrase, const TnBrief* brief) {
  const TnBrief own = {phrase->settings, brief->edits, brief->prompt, NULL};
  const int64_t home = home_of(&own.settings);
  if (own.settings.mode != TN_REPEAT || phrase->bar == home) {
    return NULL;
  }
  if (phrase->pure) {
    return find(composer, home, phrase->meter, &own);
  }
  TnPhrase* kept = find_kept(composer, home, phrase->meter, &own, phrase->prompt_print);
  return kept && kept->complete ? kept : NULL;
}
