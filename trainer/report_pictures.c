#include "trainer/report_pictures.h"

#include "trainer/chart.h"
#include "trainer/generated.h"
#include "trainer/markup.h"
#include "trainer/roll_svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- piano rolls ----

static void put_legend(Sink* page, const TnVocabulary* vocabulary) {
  sink_format(page, "<p class=\"legend\">");
  for (int part = 0; part < vocabulary->parts; ++part) {
    sink_format(page, "<span><i class=\"p%d\"></i>", part);
    markup_text(page, vocabulary->part_names[part]);
    sink_format(page, "</span>\n");
  }
  sink_format(page, "</p>\n");
}

static void put_example(Sink* page, const ReportExample* example, const RollView* view) {
  const char* slash = strrchr(example->piece->path, '/');
  sink_format(page, "<figure><figcaption>");
  markup_text(page, slash ? slash + 1 : example->piece->path);
  sink_format(page, " <em>%s</em></figcaption>\n", example->held_out ? "held out" : "learned");
  roll_svg_put(page, view, "eight bars of a piece");
  sink_format(page, "</figure>\n");
}

static void put_pair(Sink* page, const Report* report, int pair) {
  RollView phrase = roll_view(&report->phrases[pair]);
  const bool has_example = pair < report->example_count;
  const ReportExample* example = &report->examples[pair];
  RollView piece = {0};
  if (has_example) {
    piece = roll_view(example->piece);
    roll_view_join(&phrase, &piece);
  }
  sink_format(page, "<figure><figcaption>Composed <em>seed %d</em></figcaption>\n", pair);
  roll_svg_put(page, &phrase, "eight composed bars");
  sink_format(page, "</figure>\n");
  if (has_example) {
    put_example(page, example, &piece);
  }
}

void report_put_rolls(Sink* page, const Report* report) {
  if (report->phrase_count == 0) {
    return;
  }
  sink_format(page, "<section id=\"rolls\">\n<h2>What it plays</h2>\n"
                    "<p>Phrases that it has just made up, each beside a piece by people.</p>\n");
  put_legend(page, report->session->vocabulary);
  sink_format(page, "<div class=\"pairs\">\n");
  for (int pair = 0; pair < report->phrase_count; ++pair) {
    put_pair(page, report, pair);
  }
  sink_format(page, "</div>\n</section>\n");
}

// ---- curves ----

typedef double (*Rate)(const Measure* measure);

static void fill_curves(const TrainingReport* training, Rate rate, double* learned, double* held) {
  for (int i = 0; i < training->epochs; ++i) {
    learned[i] = rate(&training->records[i].train);
    held[i] = rate(&training->records[i].valid);
  }
}

static void put_curve_figure(Sink* page, const Report* report, const char* title, ChartUnit unit,
                             Rate rate) {
  const size_t epochs = (size_t)report->training->epochs;
  double* values = malloc((2 * epochs + 1) * sizeof *values);
  if (!values) {
    page->failed = true;
    return;
  }
  fill_curves(report->training, rate, values, values + epochs);
  const ChartCurve curves[] = {{"learned", "learned", values},
                               {"held out", "heldout", values + epochs}};
  const bool holds_out = corpus_notes(&report->session->music[SPLIT_VALID]) > 0;
  const CurveChart chart = {.title = title,
                            .unit = unit,
                            .curves = curves,
                            .curve_count = holds_out ? 2 : 1,
                            .count = (int)epochs,
                            .best = report->training->best_epoch};
  sink_format(page, "<figure><figcaption>%s</figcaption>\n", title);
  chart_curves(page, &chart);
  sink_format(page, "</figure>\n");
  free(values);
}

void report_put_curves(Sink* page, const Report* report) {
  if (report->training->epochs == 0) {
    return;
  }
  const bool holds_out = corpus_notes(&report->session->music[SPLIT_VALID]) > 0;
  sink_format(
      page,
      "<section id=\"curves\">\n<h2>How it learned</h2>\n"
      "<p>The best epoch is kept. Learned pieces are measured while parts of the network are "
      "switched off (dropout), so they look a little harder than they are.</p>\n"
      "<p class=\"legend\"><span><i class=\"learned\"></i>pieces learned</span>%s</p>\n"
      "<div class=\"pairs\">\n",
      holds_out ? "\n<span><i class=\"heldout\"></i>pieces held out</span>" : "");
  put_curve_figure(page, report, "Surprise, nats a note: less is better", CHART_PLAIN,
                   measure_nats_a_note);
  put_curve_figure(page, report, "Guessed right, of all that makes a note: more is better",
                   CHART_PERCENT, measure_accuracy);
  sink_format(page, "</div>\n</section>\n");
}

// ---- histograms ----

static const struct {
  const char* title;
  int width; // pixels
} HISTOGRAMS[HISTOGRAM_KINDS] = {
    [HISTOGRAM_PITCH] = {"Pitches", 1080},
    [HISTOGRAM_DRUM] = {"Drums, by their number in General MIDI", 1080},
    [HISTOGRAM_DURATION] = {"How long notes are held, in quarter notes", 520},
    [HISTOGRAM_STEP] = {"From one note to the next, in quarter notes", 520}};

enum { MOST_DRUMS = 40 }; // whose names have room in a row

static const double LEAST_SEEN = 0.0005; // of shares: less is no pixel

typedef struct {
  HistogramKind kind;
  int count;
  int bins[HISTOGRAM_BINS];
  double learned[HISTOGRAM_BINS];
  double generated[HISTOGRAM_BINS];
} Bars;

static bool name_bar(int pair, char text[16], const void* names) {
  static const char* const TONES[] = {"C",  "C#", "D",  "D#", "E",  "F",
                                      "F#", "G",  "G#", "A",  "A#", "B"};
  const Bars* bars = names;
  const int bin = bars->bins[pair];
  switch (bars->kind) {
  case HISTOGRAM_PITCH:
    snprintf(text, 16, "%s%d", TONES[bin % 12], bin / 12 - 1);
    return bin % 12 == 0;
  case HISTOGRAM_DRUM:
    snprintf(text, 16, "%d", bin);
    return pair % (1 + bars->count / MOST_DRUMS) == 0;
  default:
    snprintf(text, 16, "%s", histogram_value_name(bin));
    return true;
  }
}

// The bins from the first to the last that can be seen, and of drums only those.
static void fill_bars(Bars* bars, const Histogram* learned, const Histogram* generated) {
  int count = 0;
  for (int bin = 0; bin < HISTOGRAM_BINS; ++bin) {
    const double of_learned = histogram_share(learned, bin);
    const double of_generated = histogram_share(generated, bin);
    const bool seen = of_learned + of_generated >= LEAST_SEEN;
    if (seen || (count > 0 && bars->kind != HISTOGRAM_DRUM)) {
      bars->bins[count] = bin;
      bars->learned[count] = of_learned;
      bars->generated[count] = of_generated;
      ++count;
    }
    bars->count = seen ? count : bars->count;
  }
}

static void put_histogram(Sink* page, const Report* report, HistogramKind kind) {
  const Histogram* learned = &report->learned[kind];
  const Histogram* generated = &report->generated[kind];
  if (learned->total + generated->total == 0) {
    return;
  }
  Bars bars = {.kind = kind};
  fill_bars(&bars, learned, generated);
  const BarChart chart = {.title = HISTOGRAMS[kind].title,
                          .width = HISTOGRAMS[kind].width,
                          .count = bars.count,
                          .learned = bars.learned,
                          .generated = bars.generated,
                          .name = name_bar,
                          .names = &bars};
  sink_format(page, "<figure%s><figcaption>%s <em>overlap %.0f%%</em></figcaption>\n",
              chart.width > 1000 ? " class=\"whole\"" : "", chart.title,
              100 * histogram_overlap(learned, generated));
  chart_bars(page, &chart);
  sink_format(page, "</figure>\n");
}

void report_put_histograms(Sink* page, const Report* report) {
  if (!report->plays) {
    return;
  }
  sink_format(
      page,
      "<section id=\"histograms\">\n<h2>Is it like the music?</h2>\n"
      "<p>Of %zu passages of %d bars that it made up, beside all pieces learned.%s The "
      "overlap is the sum of the lesser of each two shares: 100%% where both are the "
      "same.</p>\n<p class=\"legend\"><span><i class=\"learned\"></i>pieces learned</span>\n"
      "<span><i class=\"generated\"></i>what it plays</span></p>\n<div class=\"pairs\">\n",
      report->session->passages.count, GENERATED_PASSAGE_BARS,
      report->learned[HISTOGRAM_PITCH].total > 0
          ? " For the pitches all are moved to the key that it plays in."
          : "");
  for (int kind = 0; kind < HISTOGRAM_KINDS; ++kind) {
    put_histogram(page, report, (HistogramKind)kind);
  }
  sink_format(page, "</div>\n</section>\n");
}
