#include "trainer/verdict.h"

enum { SCARCE_NOTES = 8000 };

static const double STILL_GAINING = 0.01; // share of the nats that an epoch takes off
static const double WIDE_GAP = 1.5;       // nats of unseen pieces beside those of learned ones

static const struct {
  const char* words;
  const char* advice;
} VERDICTS[] = {
    [VERDICT_COPIES] = {"it copies too much",
                        "More of what it plays is taken note for note from the pieces that it "
                        "learned than people take from each other. More music or fewer epochs "
                        "(--epochs) would help."},
    [VERDICT_SCARCE] = {"too little music",
                        "So few notes teach a few habits, not a style. Add music of the same kind, "
                        "or go on from a style of more music (--from)."},
    [VERDICT_UNKNOWN] = {"learned, but not examined",
                         "No piece was held out, so nobody can tell what was understood and what "
                         "was learned by heart. A folder of several pieces would tell."},
    [VERDICT_BASE] = {"nothing learned beyond its base",
                      "No epoch foresaw the pieces held out better than the base did, so the base "
                      "was kept. More music of the new kind would help."},
    [VERDICT_UNFINISHED] =
        {"still learning when it ended",
         "Every epoch still gained much when the learning rate began to fall, as it does towards "
         "the end of any run. More epochs (--epochs) are likely to make it better."},
    [VERDICT_GAP] = {"it knows its pieces better than their style",
                     "It foresees the pieces that it learned much better than new ones. What helps "
                     "most is more music of the same kind, or going on from a style of more music "
                     "(--from)."},
    [VERDICT_WELL] = {"learned well",
                      "It foresees pieces that it has never seen nearly as well as those that it "
                      "learned, and more epochs would gain little."},
};

Measure verdict_unseen(const TrainSession* session, const TrainingReport* report) {
  Measure unseen = session->test;
  if (corpus_notes(&session->music[SPLIT_VALID]) > 0) {
    measure_add(&unseen, &report->valid);
  }
  return unseen;
}

static double best_nats(const TrainingReport* report, int epochs) {
  double best = measure_nats_a_note(&report->records[0].valid);
  for (int e = 1; e < epochs; ++e) {
    const double nats = measure_nats_a_note(&report->records[e].valid);
    best = nats < best ? nats : best;
  }
  return best;
}

// The learning rate falls to nothing within the epochs there are: the last of them gain little,
// whatever there is to learn, and the best is among them. So the middle third has to tell.
static bool still_gains(const TrainingReport* report, int planned) {
  const int third = report->epochs / 3;
  const int middle = report->epochs - 2 * third;
  if (report->epochs < planned || third == 0) {
    return report->epochs == planned;
  }
  if (report->best_epoch <= third + middle) {
    return false;
  }
  const double before = best_nats(report, third);
  const double after = best_nats(report, third + middle);
  return before - after > STILL_GAINING * middle * after;
}

Verdict verdict_find(const TrainSession* session, const TrainingReport* report) {
  if (session->knows_copies && copy_report_is_high(&session->copies)) {
    return VERDICT_COPIES;
  }
  if (corpus_notes(&session->music[SPLIT_TRAIN]) < SCARCE_NOTES) {
    return VERDICT_SCARCE;
  }
  if (corpus_notes(&session->music[SPLIT_VALID]) == 0) {
    return VERDICT_UNKNOWN;
  }
  if (report->best_epoch == 0) {
    return VERDICT_BASE;
  }
  if (still_gains(report, session->options->training.epochs)) {
    return VERDICT_UNFINISHED;
  }
  const Measure unseen = verdict_unseen(session, report);
  return measure_nats_a_note(&unseen) > WIDE_GAP * measure_nats_a_note(&report->train)
             ? VERDICT_GAP
             : VERDICT_WELL;
}

const char* verdict_words(Verdict verdict) {
  return VERDICTS[verdict].words;
}

const char* verdict_advice(Verdict verdict) {
  return VERDICTS[verdict].advice;
}
