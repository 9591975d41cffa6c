#include "trainer/eval_quality.h"

#include "trainer/command.h"
#include "trainer/generated.h"
#include "trainer/quality_report.h"

#include <stdio.h>
#include <string.h>

static bool read_music(const EvalOptions* options, char* const* folders, int count,
                       QualityMusic* music) {
  const ReadOptions reading = eval_reading(options);
  Corpus corpus;
  if (!corpus_read(&corpus, folders, count, &reading, NULL)) {
    return false;
  }
  if (!quality_music_init(music, &corpus)) {
    return command_out_of_memory();
  }
  if (!quality_music_suffices(music)) {
    fprintf(stderr, "tiento: there is too little music: %d passages of %d bars are the least\n",
            QUALITY_LEAST, PASSAGE_BARS);
    quality_music_free(music);
    return false;
  }
  return true;
}

static TnControls controls_of(const TnStyle* style, const EvalOptions* options) {
  TnControls controls = generated_controls(style);
  if (options->temperature >= 0) {
    controls.temperature = (float)options->temperature;
  }
  if (options->top_p >= 0) {
    controls.top_p = (float)options->top_p;
  }
  if (options->length > 0) {
    controls.length = (float)options->length;
  }
  return controls;
}

// ---- likeness ----

static void print_features(const QualityLikeness* own, const QualityLikeness* halves) {
  for (int f = 0; f < PASSAGE_FEATURES; ++f) {
    const char* name = passage_feature_name((PassageFeature)f);
    printf("%s_overlap %.4f share\n", name, own->features[f].overlap);
    printf("%s_overlap_halves %.4f share\n", name, halves->features[f].overlap);
    printf("%s_divergence %.4f nats\n", name, own->features[f].divergence);
    printf("%s_divergence_halves %.4f nats\n", name, halves->features[f].divergence);
  }
  printf("overlap %.4f share\noverlap_halves %.4f share\n", own->overlap, halves->overlap);
  printf("overlap_ratio %.4f ratio\n", own->overlap / halves->overlap);
  printf("divergence %.4f nats\ndivergence_halves %.4f nats\n", own->divergence,
         halves->divergence);
}

static const char* last_name(const char* path) {
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') {
    --length;
  }
  while (length > 0 && path[length - 1] != '/') {
    --length;
  }
  return path + length;
}

// How near the music of another folder comes.
static bool compare_beside(const EvalOptions* options, const char* folder,
                           const PassageSet* reference, size_t pieces, QualityLikeness* likeness) {
  const ReadOptions reading = eval_reading(options);
  char* path = (char*)folder;
  Corpus corpus;
  Passages passages = {0};
  PassageSet set = {0};
  if (!corpus_read(&corpus, &path, 1, &reading, NULL)) {
    return false;
  }
  const bool ok = passages_cut(&corpus, &passages) && passage_set_measure(&passages, &set) &&
                  quality_compare_drawn(reference, &set, pieces, likeness);
  passage_set_free(&set);
  passages_free(&passages);
  corpus_free(&corpus);
  return ok || command_out_of_memory();
}

static bool print_beside(const EvalOptions* options, const Passages* whole,
                         const QualityReport* report) {
  QualityLikeness likeness[EVAL_MOST_BESIDE] = {0};
  PassageSet people = {0};
  PassageSet reference = {0};
  if (!passage_set_measure(whole, &people) ||
      !passage_set_thin(&people, report->passages, &reference)) {
    passage_set_free(&people);
    return command_out_of_memory();
  }
  bool ok = true;
  for (int i = 0; ok && i < options->beside_count; ++i) {
    ok = compare_beside(options, options->beside[i], &reference, report->pieces, &likeness[i]);
  }
  for (int i = 0; ok && i < options->beside_count; ++i) {
    printf("overlap_of_%s %.4f share\n", last_name(options->beside[i]), likeness[i].overlap);
  }
  passage_set_free(&people);
  passage_set_free(&reference);
  return ok;
}

static bool compare_halves(const QualityMusic* music, const QualityReport* report,
                           QualityLikeness* halves) {
  PassageSet all;
  if (!quality_music_measure(music, &all)) {
    return false;
  }
  const bool ok = quality_compare_halves(&all, report->passages, report->pieces, halves);
  passage_set_free(&all);
  return ok;
}

static void print_rates(const QualityReport* report) {
  for (int r = 0; r < PASSAGE_RATES; ++r) {
    const char* name = passage_rate_name((PassageRate)r);
    const RateSpread own = report->rates[r];
    const RateSpread theirs = report->people_rates[r];
    printf("%s_mean %.4f\n%s_median %.4f\n", name, own.mean, name, own.median);
    printf("%s_mean_people %.4f\n%s_median_people %.4f\n", name, theirs.mean, name, theirs.median);
    printf("%s_tenth_people %.4f\n%s_ninetieth_people %.4f\n", name, theirs.tenth, name,
           theirs.ninetieth);
  }
  printf("stuck %.4f share\nstuck_people %.4f share\n", report->stuck, report->people_stuck);
}

static bool print_report(const EvalOptions* options, const QualityMusic* music,
                         const Passages* made) {
  const Passages* whole =
      options->part == SPLIT_TRAIN ? &music->learned_passages : &music->held_out_passages;
  QualityReport report;
  QualityLikeness halves;
  if (!quality_report(music, whole, made, &report) || !compare_halves(music, &report, &halves)) {
    return command_out_of_memory();
  }
  if (!print_beside(options, whole, &report)) {
    return false;
  }
  printf("passages %zu\npieces %zu\n", report.passages, report.pieces);
  print_features(&report.likeness, &halves);
  print_rates(&report);
  copy_report_print_rates(&report.copies, stdout);
  fputs("faults", stdout);
  quality_faults_print(quality_faults(&report), stdout);
  return true;
}

bool eval_quality(const TnStyle* style, const EvalOptions* options, char* const* folders,
                  int count) {
  const TnControls controls = controls_of(style, options);
  QualityMusic music;
  Passages made = {0};
  if (!read_music(options, folders, count, &music)) {
    return false;
  }
  const bool is_made =
      generated_like(style, &controls, &music.learned_passages, GENERATED_PASSAGES, &made);
  const bool ok = is_made ? print_report(options, &music, &made) : command_out_of_memory();
  passages_free(&made);
  quality_music_free(&music);
  return ok;
}

// ---- hours ----

// What hours of music come to.
typedef struct {
  double silence; // bars of the longest stretch in which nothing sounds
  double loop;    // bars of the longest
  double lowest;  // mean pitch of an hour
  double highest;
} Hours;

// The longest time in which nothing sounds, in bars.
static double longest_silence(const Piece* piece) {
  int32_t longest = 0;
  int32_t from = 0;
  for (size_t i = 0; i <= piece->note_count; ++i) {
    const int32_t onset = i < piece->note_count ? piece->notes[i].onset : piece->end;
    longest = onset - from > longest ? onset - from : longest;
    const int32_t end = i < piece->note_count ? onset + piece->notes[i].duration : 0;
    from = end > from ? end : from;
  }
  return (double)longest / tn_meter_bar_ticks(piece->meters[0]);
}

static bool look_through(const Corpus* song, Hours* hours) {
  *hours = (Hours){.lowest = TN_MAX_PITCHES};
  for (size_t i = 0; i < song->count; ++i) {
    double rates[PASSAGE_RATES];
    const double silence = longest_silence(&song->pieces[i]);
    if (!passage_rates(&song->pieces[i], VOICE_DRUMS, rates)) {
      return false;
    }
    const double pitch = rates[RATE_PITCH];
    hours->silence = silence > hours->silence ? silence : hours->silence;
    hours->loop = rates[RATE_LOOP] > hours->loop ? rates[RATE_LOOP] : hours->loop;
    hours->lowest = pitch < hours->lowest ? pitch : hours->lowest;
    hours->highest = pitch > hours->highest ? pitch : hours->highest;
  }
  return true;
}

static bool print_hours(const Hours* hours, const Passages* known) {
  PassageSet set;
  double low = TN_MAX_PITCHES;
  double high = 0;
  if (!passage_set_measure(known, &set)) {
    return false;
  }
  for (size_t i = 0; i < set.count; ++i) {
    const double pitch = set.rates[i * PASSAGE_RATES + RATE_PITCH];
    low = pitch < low ? pitch : low;
    high = pitch > high ? pitch : high;
  }
  passage_set_free(&set);
  printf("longest_silence %.2f bars\nlongest_loop %.0f bars\n", hours->silence, hours->loop);
  printf("mean_pitch_lowest %.2f\nmean_pitch_highest %.2f\n", hours->lowest, hours->highest);
  printf("mean_pitch_lowest_learned %.2f\nmean_pitch_highest_learned %.2f\n", low, high);
  return true;
}

bool eval_hours(const TnStyle* style, const EvalOptions* options, char* const* folders, int count) {
  const TnControls controls = controls_of(style, options);
  const double bar = (double)tn_meter_bar_ticks(style->meter) / TN_TICKS_PER_QUARTER;
  const int bars = (int)(60 * style->bpm / bar);
  QualityMusic music;
  Corpus song = {0};
  Hours hours;
  if (!read_music(options, folders, count, &music)) {
    return false;
  }
  bool ok = generated_song(style, &controls, (size_t)options->hours, bars, &song) &&
            look_through(&song, &hours);
  if (ok) {
    printf("hours %d\nbars %.0f\n", options->hours, (double)bars * options->hours);
    ok = print_hours(&hours, &music.learned_passages);
  }
  corpus_free(&song);
  quality_music_free(&music);
  return ok || command_out_of_memory();
}
