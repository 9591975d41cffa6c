#include "trainer/report_tables.h"

#include "trainer/markup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SKIPS = 200 };

static const char* const FIELD_WORDS[TN_FIELDS] = {
    [TN_DT] = "when the next note comes", [TN_PART] = "which part plays it",
    [TN_PITCH] = "which pitch it has",    [TN_DURATION] = "how long it is held",
    [TN_VELOCITY] = "how loud it is",     [TN_NUDGE] = "how far it is off the grid"};

static bool holds_out(const Report* report) {
  return corpus_notes(&report->session->music[SPLIT_VALID]) > 0;
}

static bool tests(const Report* report) {
  return report->session->test.notes > 0;
}

// With a comma between thousands.
static void put_count(Sink* page, size_t count) {
  if (count < 1000) {
    sink_format(page, "%zu", count);
  } else if (count < 1000000) {
    sink_format(page, "%zu,%03zu", count / 1000, count % 1000);
  } else {
    sink_format(page, "%zu,%03zu,%03zu", count / 1000000, count / 1000 % 1000, count % 1000);
  }
}

// ---- the head ----

static void put_said(Sink* page, const char* what, const char* text) {
  if (text) {
    sink_format(page, "<dt>%s</dt><dd>", what);
    markup_text(page, text);
    sink_format(page, "</dd>\n");
  }
}

static void put_parts(Sink* page, const TnVocabulary* vocabulary) {
  if (!vocabulary->part_names[0][0]) {
    return;
  }
  sink_format(page, "<dt>Parts</dt><dd>");
  for (int part = 0; part < vocabulary->parts; ++part) {
    sink_put_text(page, part > 0 ? ", " : "");
    markup_text(page, vocabulary->part_names[part]);
  }
  sink_format(page, "</dd>\n");
}

static void put_sizes(Sink* page, const Report* report) {
  const TnSizes* sizes = &report->session->options->training.sizes;
  sink_format(page, "<dt>Network</dt><dd>LSTM of %d × %d, ", sizes->layers, sizes->hidden);
  put_count(page, tn_tensors_list(report->session->vocabulary, sizes).total);
  sink_format(page, " weights</dd>\n");
}

static void put_time(Sink* page, double seconds) {
  const int total = (int)lround(seconds);
  if (total < 60) {
    sink_format(page, "%d s", total);
  } else if (total < 3600) {
    sink_format(page, "%d min %02d s", total / 60, total % 60);
  } else {
    sink_format(page, "%d h %02d min", total / 3600, total / 60 % 60);
  }
}

static void put_tile_begin(Sink* page, const char* what) {
  sink_format(page, "<div class=\"tile\"><span>%s</span><b>", what);
}

static void put_music_tile(Sink* page, const char* what, const Corpus* corpus) {
  put_tile_begin(page, what);
  put_count(page, corpus->count);
  sink_format(page, " piece%s</b><small>", corpus->count == 1 ? "" : "s");
  put_count(page, corpus_notes(corpus));
  sink_format(page, " notes</small></div>\n");
}

static void put_tiles(Sink* page, const Report* report) {
  const Corpus* music = report->session->music;
  const TrainingReport* training = report->training;
  const char* whose = holds_out(report) ? "held out" : "learned";
  sink_format(page, "<div class=\"tiles\">\n");
  put_music_tile(page, "Learned", &music[SPLIT_TRAIN]);
  put_music_tile(page, "Held out", &music[SPLIT_VALID]);
  put_music_tile(page, "Test", &music[SPLIT_TEST]);
  put_tile_begin(page, "Training");
  put_time(page, report->seconds);
  sink_format(page, "</b><small>best epoch %d of %d</small></div>\n", training->best_epoch,
              training->epochs);
  put_tile_begin(page, "Right at first guess");
  sink_format(page, "%.1f%%</b><small>%s", 100 * measure_accuracy(&training->valid), whose);
  if (tests(report)) {
    sink_format(page, "; test %.1f%%", 100 * measure_accuracy(&report->session->test));
  }
  sink_format(page, "</small></div>\n");
  put_tile_begin(page, "Surprise, nats a note");
  sink_format(page, "%.2f</b><small>%s", measure_nats_a_note(&training->valid), whose);
  if (tests(report)) {
    sink_format(page, "; test %.2f", measure_nats_a_note(&report->session->test));
  }
  sink_format(page, "</small></div>\n</div>\n");
}

static void put_verdict(Sink* page, const Report* report) {
  const Measure unseen = verdict_unseen(report->session, report->training);
  sink_format(page, "<div class=\"verdict %s\"><b>%s</b><p>%s",
              report->verdict == VERDICT_WELL ? "good" : "mixed", verdict_words(report->verdict),
              verdict_advice(report->verdict));
  if (unseen.notes > 0 && report->training->train.notes > 0) {
    sink_format(page,
                " A note of a piece that it has never seen surprises it by %.2f nats, one of those "
                "that it learned by %.2f.",
                measure_nats_a_note(&unseen), measure_nats_a_note(&report->training->train));
  }
  sink_format(page, "</p></div>\n");
}

void report_put_head(Sink* page, const Report* report) {
  const TrainSession* session = report->session;
  char name[TRAIN_STYLE_NAME];
  train_style_name(session->options, name);
  sink_format(page, "<header>\n<p class=\"kind\">Tiento · what a style has learned</p>\n<h1>");
  markup_text(page, name);
  sink_format(page, "</h1>\n<dl>\n");
  put_said(page, "Source", session->options->text[TRAIN_SOURCE]);
  put_said(page, "Licence", session->options->text[TRAIN_LICENCE]);
  put_said(page, "Goes on from", session->options->from);
  put_parts(page, session->vocabulary);
  put_sizes(page, report);
  sink_format(page, "</dl>\n</header>\n");
  put_verdict(page, report);
  put_tiles(page, report);
}

// ---- fields ----

static void put_measure(Sink* page, double right, double nats) {
  sink_format(page,
              "<td><span class=\"meter\"><i style=\"width:%.1f%%\"></i></span></td>"
              "<td class=\"number\">%.1f%%</td><td class=\"number\">%.3f</td>",
              100 * right, 100 * right, nats);
}

static void put_field(Sink* page, const Measure* measure, TnField field) {
  put_measure(page, measure_field_accuracy(measure, field),
              measure_field_nats_a_note(measure, field));
}

static void put_field_rows(Sink* page, const Report* report) {
  const Measure* valid = &report->training->valid;
  const Measure* test = &report->session->test;
  for (int f = 0; f < TN_FIELDS; ++f) {
    if (tn_vocabulary_classes(report->session->vocabulary, (TnField)f) > 1) {
      sink_format(page, "<tr><th>%s</th>", FIELD_WORDS[f]);
      put_field(page, valid, (TnField)f);
      if (tests(report)) {
        put_field(page, test, (TnField)f);
      }
      sink_format(page, "</tr>\n");
    }
  }
  sink_format(page, "<tr class=\"all\"><th>all together</th>");
  put_measure(page, measure_accuracy(valid), measure_nats_a_note(valid));
  if (tests(report)) {
    put_measure(page, measure_accuracy(test), measure_nats_a_note(test));
  }
  sink_format(page, "</tr>\n");
}

void report_put_fields(Sink* page, const Report* report) {
  static const char HEADS[] = "<th colspan=\"2\">guessed right</th><th>nats a note</th>";
  sink_format(
      page,
      "<section id=\"fields\">\n<h2>What it foresees</h2>\n"
      "<p>Given a piece up to any note, how often is its first guess at the next one right, "
      "and how surprised is it by what comes? No surprise is 0 nats, a toss of a coin "
      "0.69.</p>\n<div class=\"wide\"><table>\n<tr><td></td>"
      "<th colspan=\"3\" class=\"whose\">%s</th>",
      holds_out(report) ? "pieces held out" : "pieces learned");
  if (tests(report)) {
    sink_format(page, "<th colspan=\"3\" class=\"whose\">pieces of the test</th>");
  }
  sink_format(page, "</tr>\n<tr><td></td>%s%s</tr>\n", HEADS, tests(report) ? HEADS : "");
  put_field_rows(page, report);
  sink_format(page, "</table></div>\n</section>\n");
}

// ---- copies ----

static void put_copy_row(Sink* page, const CopyReport* copies, int window, int transposed) {
  sink_format(page, "<tr><th>%d notes in a row, %s</th><td class=\"number\">%.2f%%</td>",
              COPY_WINDOW_NOTES[window], transposed ? "in any key" : "exactly",
              100 * copies->generated[window][transposed]);
  if (copies->compares) {
    sink_format(page, "<td class=\"number\">%.2f%%</td>",
                100 * copies->held_out[window][transposed]);
  }
  sink_format(page, "</tr>\n");
}

void report_put_copies(Sink* page, const Report* report) {
  const CopyReport* copies = &report->session->copies;
  if (!report->session->knows_copies) {
    return;
  }
  sink_format(
      page,
      "<section id=\"copies\">\n<h2>What it copies</h2>\n"
      "<p>How much of its music occurs in the pieces that it learned, note for note%s.</p>\n"
      "<div class=\"wide\"><table>\n<tr><td></td><th>what it plays</th>%s</tr>\n",
      copies->compares
          ? ", beside how much the pieces held out, made by people, have in common with them"
          : "",
      copies->compares ? "<th>pieces held out</th>" : "");
  for (int window = 0; window < COPY_WINDOWS; ++window) {
    put_copy_row(page, copies, window, 0);
    put_copy_row(page, copies, window, 1);
  }
  sink_format(page, "</table></div>\n</section>\n");
}

// ---- files left out ----

void report_put_skips(Sink* page, const Report* report) {
  const SkipList* list = report->session->skips;
  if (!list || list->count == 0) {
    return;
  }
  const size_t shown = list->count < MOST_SKIPS ? list->count : MOST_SKIPS;
  sink_format(page, "<section id=\"skips\">\n<h2>Files left out</h2>\n<ul>\n");
  for (size_t i = 0; i < shown; ++i) {
    sink_format(page, "<li><code>");
    markup_text(page, list->skips[i].path);
    sink_format(page, "</code> ");
    markup_text(page, list->skips[i].reason);
    sink_format(page, "</li>\n");
  }
  sink_format(page, "</ul>\n");
  if (list->count > shown) {
    sink_format(page, "<p>and %zu more</p>\n", list->count - shown);
  }
  sink_format(page, "</section>\n");
}

// ---- the foot ----

// As a shell takes it: between quotes where it needs any.
static void put_argument(Sink* page, const char* path) {
  static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-";
  if (path[strspn(path, PLAIN)] == '\0') {
    markup_text(page, path);
    return;
  }
  Sink quoted = {0};
  sink_format(&quoted, "'");
  for (; *path; ++path) {
    sink_format(&quoted, *path == '\'' ? "'\\''" : "%c", *path);
  }
  sink_put(&quoted, (const uint8_t*)"'", 2); // with its zero
  if (!quoted.failed) {
    markup_text(page, (const char*)quoted.bytes);
  }
  page->failed = page->failed || quoted.failed;
  free(quoted.bytes);
}

static void put_command(Sink* page, const char* what, const char* verb, const char* style,
                        const char* rest) {
  sink_format(page, "<p>%s</p>\n<pre>tiento %s ", what, verb);
  put_argument(page, style);
  sink_format(page, "%s</pre>\n", rest);
}

void report_put_foot(Sink* page, const Report* report) {
  const char* style = report->session->options->output;
  if (!report->plays) {
    sink_format(page, "<footer>\n<p>It was trained for measuring (--roll), not for playing.</p>\n"
                      "</footer>\n");
    return;
  }
  sink_format(page, "<footer>\n<h2>Listen</h2>\n");
  put_command(page, "Into a MIDI file, which any player plays:", "render", style,
              " -o listen.mid --seed 0");
  put_command(page, "In your DAW:", "install", style, "");
  sink_format(page, "</footer>\n");
}
