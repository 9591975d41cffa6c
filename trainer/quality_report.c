#include "trainer/quality_report.h"

void quality_music_free(QualityMusic* music) {
  corpus_free(&music->learned);
  corpus_free(&music->held_out);
  passages_free(&music->learned_passages);
  passages_free(&music->held_out_passages);
}

// Both parts that nothing is learned from are held out.
static bool split(Corpus* corpus, QualityMusic* music) {
  Corpus parts[SPLIT_PARTS];
  if (!split_corpus(corpus, parts)) {
    return false;
  }
  music->learned = parts[SPLIT_TRAIN];
  music->held_out = parts[SPLIT_VALID];
  const bool ok = split_join(&music->held_out, &parts[SPLIT_TEST]);
  corpus_free(&parts[SPLIT_TEST]);
  return ok;
}

bool quality_music_init(QualityMusic* music, Corpus* corpus) {
  *music = (QualityMusic){0};
  const bool ok = split(corpus, music) && passages_cut(&music->learned, &music->learned_passages) &&
                  passages_cut(&music->held_out, &music->held_out_passages);
  if (!ok) {
    quality_music_free(music);
  }
  return ok;
}

bool quality_music_suffices(const QualityMusic* music) {
  return music->learned_passages.music.count >= QUALITY_LEAST &&
         music->held_out_passages.music.count >= QUALITY_LEAST;
}

bool quality_music_measure(const QualityMusic* music, PassageSet* all) {
  PassageSet learned = {0};
  PassageSet held_out = {0};
  const bool ok = passage_set_measure(&music->learned_passages, &learned) &&
                  passage_set_measure(&music->held_out_passages, &held_out) &&
                  passage_set_join(&learned, &held_out, all);
  passage_set_free(&learned);
  passage_set_free(&held_out);
  return ok;
}

static bool find_rates(const PassageSet* people, const PassageSet* made, QualityReport* report) {
  report->stuck = passage_set_stuck(made);
  report->people_stuck = passage_set_stuck(people);
  for (int r = 0; r < PASSAGE_RATES; ++r) {
    if (!passage_set_spread(made, (PassageRate)r, &report->rates[r]) ||
        !passage_set_spread(people, (PassageRate)r, &report->people_rates[r])) {
      return false;
    }
  }
  return true;
}

static bool measure_people(const QualityMusic* music, const Passages* whole, PassageSet* people) {
  return whole == &music->learned_passages ? passage_set_measure(whole, people)
                                           : quality_music_measure(music, people);
}

bool quality_report(const QualityMusic* music, const Passages* whole, const Passages* made,
                    QualityReport* report) {
  PassageSet people = {0};
  PassageSet part = {0};
  PassageSet reference = {0};
  PassageSet own = {0};
  const bool ok =
      measure_people(music, whole, &people) && passage_set_measure(whole, &part) &&
      passage_set_measure(made, &own) && passage_set_thin(&part, own.count, &reference) &&
      quality_compare_longer(&reference, &own, &report->likeness) &&
      find_rates(&people, &own, report) &&
      copy_report(&made->music, &music->learned, &music->held_out, VOICE_DRUMS, &report->copies);
  report->passages = reference.count;
  report->pieces = passages_sources(whole);
  passage_set_free(&people);
  passage_set_free(&part);
  passage_set_free(&reference);
  passage_set_free(&own);
  return ok;
}

unsigned quality_faults(const QualityReport* report) {
  static const unsigned BOUND =
      FAULT_ENTROPY | FAULT_SCALE | FAULT_GROOVE | FAULT_DENSITY | FAULT_PITCH;
  unsigned faults = 0;
  for (int r = 0; r < PASSAGE_RATES; ++r) {
    const double median = report->rates[r].median;
    const bool outside =
        median < report->people_rates[r].tenth || median > report->people_rates[r].ninetieth;
    faults |= outside ? BOUND & 1U << r : 0;
  }
  faults |= report->stuck > report->people_stuck ? FAULT_STUCK : 0;
  faults |= copy_report_is_high(&report->copies) ? FAULT_COPIES : 0;
  return faults;
}

void quality_faults_print(unsigned faults, FILE* out) {
  static const struct {
    unsigned fault;
    const char* name;
  } FAULTS[] = {{FAULT_PITCH, "pitch"},   {FAULT_ENTROPY, "entropy"}, {FAULT_SCALE, "scale"},
                {FAULT_GROOVE, "groove"}, {FAULT_DENSITY, "density"}, {FAULT_STUCK, "stuck"},
                {FAULT_COPIES, "copies"}};
  for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; ++i) {
    if (faults & FAULTS[i].fault) {
      fprintf(out, " %s", FAULTS[i].name);
    }
  }
  fputs(faults ? "\n" : " none\n", out);
}
