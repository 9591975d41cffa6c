#include "trainer/report.h"

#include "trainer/generated.h"
#include "trainer/printable.h"
#include "trainer/roll_svg.h"

// The first piece of [from, to) that fills the bars to show; the very first where none does.
static const Piece* find_long(const Corpus* corpus, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) {
    const Piece* piece = &corpus->pieces[i];
    if (piece->end >= ROLL_BARS * tn_meter_bar_ticks_at(piece->meters, piece->meter_count, 0)) {
      return piece;
    }
  }
  return &corpus->pieces[from];
}

static void add_examples(Report* report, const Corpus* corpus, bool held_out) {
  const size_t room = (size_t)(REPORT_PAIRS - report->example_count);
  const size_t count = corpus->count < room ? corpus->count : room;
  for (size_t i = 0; i < count; ++i) {
    report->examples[report->example_count++] = (ReportExample){
        find_long(corpus, i * corpus->count / count, (i + 1) * corpus->count / count), held_out};
  }
}

void report_gather(Report* report, const TrainSession* session, const TrainingReport* training,
                   double seconds) {
  *report = (Report){.session = session,
                     .training = training,
                     .seconds = seconds,
                     .verdict = verdict_find(session, training),
                     .plays = session->passages.count > 0};
  if (report->plays) {
    const uint8_t key = session->passages.pieces[0].key; // the same of all
    histogram_count(report->learned, &session->music[SPLIT_TRAIN], session->vocabulary->drum_part,
                    key);
    histogram_count(report->generated, &session->passages, VOICE_DRUMS, key);
    add_examples(report, &session->music[SPLIT_VALID], true);
    add_examples(report, &session->music[SPLIT_TRAIN], false);
  }
}

bool report_compose(Report* report, char* reason, size_t reason_size) {
  TnStyle style;
  if (!report->plays) {
    return true;
  }
  if (tn_style_read(report->session->options->output, &style, reason, reason_size) != TN_OK) {
    return false;
  }
  bool ok = true;
  for (int seed = 0; ok && seed < REPORT_PAIRS; ++seed) {
    ok = generated_phrase(&style, seed, &report->phrases[seed]);
    report->phrase_count += ok;
  }
  tn_style_free(&style);
  if (!ok) {
    snprintf(reason, reason_size, "out of memory");
  }
  return ok;
}

void report_free(Report* report) {
  for (int i = 0; i < report->phrase_count; ++i) {
    piece_free(&report->phrases[i]);
  }
  report->phrase_count = 0;
}

static void print_result(const Report* report, FILE* out) {
  const TrainSession* session = report->session;
  fputs("wrote ", out);
  printable_put(out, session->options->output);
  fprintf(out, ": %.3f nats a note on the pieces %s (epoch %d)",
          measure_nats_a_note(&report->training->valid),
          corpus_notes(&session->music[SPLIT_VALID]) > 0 ? "held out"
                                                         : "learned; nothing was held out",
          report->training->best_epoch);
  if (session->test.notes > 0) {
    fprintf(out, ", %.3f on those of the test", measure_nats_a_note(&session->test));
  }
  fputs("\n", out);
}

static void print_fields(const Report* report, FILE* out) {
  const Measure* measure = &report->training->valid;
  const char* comma = "of these:";
  for (int f = 0; f < TN_FIELDS; ++f) {
    const TnField field = (TnField)f;
    if (tn_vocabulary_classes(report->session->vocabulary, field) > 1) {
      fprintf(out, "%s %s %.3f", comma, tn_field_name(field),
              measure_field_nats_a_note(measure, field));
      comma = ",";
    }
  }
  fprintf(out, "; right at first guess: %.1f%%\n", 100 * measure_accuracy(measure));
}

static void print_overlaps(const Report* report, FILE* out) {
  static const char* const NAMES[HISTOGRAM_KINDS] = {"pitches", "drums", "durations",
                                                     "times between onsets"};
  const char* comma = "what it plays has in common with the pieces learned:";
  for (int kind = 0; kind < HISTOGRAM_KINDS; ++kind) {
    if (report->learned[kind].total > 0) {
      const double overlap = histogram_overlap(&report->learned[kind], &report->generated[kind]);
      fprintf(out, "%s %.0f%% of the %s", comma, 100 * overlap, NAMES[kind]);
      comma = ",";
    }
  }
  fputs("\n", out);
}

void report_print(const Report* report, FILE* out) {
  print_result(report, out);
  print_fields(report, out);
  if (report->session->knows_copies) {
    copy_report_print(&report->session->copies, out);
  }
  if (report->plays) {
    print_overlaps(report, out);
  }
  fprintf(out, "verdict: %s\n", verdict_words(report->verdict));
}
