#include "trainer/verdict.h"

enum { SCARCE_NOTES = 8000, FEW_EPOCHS = 5 };

static const double STILL_GAINING = 0.01; // share of the nats that the last epoch took off
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
         "The last epoch was the best. More epochs (--epochs) are likely to make it "
         "better."},
    [VERDICT_GAP] = {"it knows its pieces better than their style",
                     "It foresees the pieces that it learned much better than new ones. What helps "
                     "most is more music of the same kind, or going on from a style of more music "
                     "(--from)."},
    [VERDICT_WELL] = {"learned well",
                      "It foresees pieces that it has never seen nearly as well as those that it "
                      "learned, and it went on until nothing more was gained."},
};

Measure verdict_unseen(const TrainSession* session, const TrainingReport* report) {
  Measure unseen = session->test;
  if (corpus_notes(&session->music[SPLIT_VALID]) > 0) {
    measure_add(&unseen, &report->valid);
  }
  return unseen;
}

// The learning rate falls to nothing within the epochs there are: of few, the last gains little
// whatever there was to learn.
static bool still_gains(const TrainingReport* report) {
  if (report->best_epoch != report->epochs || report->epochs < FEW_EPOCHS) {
    return report->best_epoch == report->epochs;
  }
  const EpochRecord* last = &report->records[report->epochs - 1];
  return measure_nats_a_note(&last->valid) <
         (1 - STILL_GAINING) * measure_nats_a_note(&last[-1].valid);
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
  if (still_gains(report)) {
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
