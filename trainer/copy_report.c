#include "trainer/copy_report.h"

#include "trainer/copies.h"

enum { LONGER = COPY_WINDOWS - 1 };

const int COPY_WINDOW_NOTES[COPY_WINDOWS] = {8, 16};

static bool compare(const CopyMusic* learned, const CopyMusic* generated, const CopyMusic* held_out,
                    CopyReport* report) {
  for (int w = 0; w < COPY_WINDOWS; ++w) {
    for (int transposed = 0; transposed < 2; ++transposed) {
      CopyIndex index;
      if (!copy_index_init(&index, learned, COPY_WINDOW_NOTES[w], transposed)) {
        return false;
      }
      report->generated[w][transposed] = copy_index_share(&index, generated);
      report->held_out[w][transposed] = copy_index_share(&index, held_out);
      copy_index_free(&index);
    }
  }
  return true;
}

bool copy_report(const Corpus* passages, const Corpus* learned, const Corpus* held_out,
                 int drum_part, CopyReport* report) {
  CopyMusic music[3] = {{0}};
  *report = (CopyReport){.compares = corpus_notes(held_out) > 0};
  const bool ok = copy_music_init(&music[0], learned, drum_part) &&
                  copy_music_init(&music[1], passages, VOICE_DRUMS) &&
                  copy_music_init(&music[2], held_out, drum_part) &&
                  compare(&music[0], &music[1], &music[2], report);
  for (int i = 0; i < 3; ++i) {
    copy_music_free(&music[i]);
  }
  return ok;
}

bool copy_report_is_high(const CopyReport* report) {
  return report->compares && report->generated[LONGER][1] > 2 * report->held_out[LONGER][1] + 0.01;
}

static void print_rates(const char* whose, const double rates[COPY_WINDOWS][2], FILE* out) {
  for (int w = 0; w < COPY_WINDOWS; ++w) {
    fprintf(out, "copies_%d_exact_%s %.4f share\n", COPY_WINDOW_NOTES[w], whose, rates[w][0]);
    fprintf(out, "copies_%d_transposed_%s %.4f share\n", COPY_WINDOW_NOTES[w], whose, rates[w][1]);
  }
}

void copy_report_print_rates(const CopyReport* report, FILE* out) {
  print_rates("generated", report->generated, out);
  if (report->compares) {
    print_rates("held_out", report->held_out, out);
  }
}

void copy_report_print(const CopyReport* report, FILE* out) {
  const int notes = COPY_WINDOW_NOTES[LONGER];
  fprintf(out, "of %d notes in a row that it plays, %.2f%% occur in the pieces learned, in any key",
          notes, 100 * report->generated[LONGER][1]);
  if (report->compares) {
    fprintf(out, "; of those held out %.2f%%", 100 * report->held_out[LONGER][1]);
  }
  fputs("\n", out);
  if (copy_report_is_high(report)) {
    fputs("warning: it copies more than people do: it needs more music, or fewer epochs\n", out);
  }
}
