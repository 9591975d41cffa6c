#include "trainer/report_page.h"

#include "plugin/atomic_file.h"
#include "trainer/interrupt.h"
#include "trainer/markup.h"
#include "trainer/printable.h"
#include "trainer/report_look.h"
#include "trainer/report_pictures.h"
#include "trainer/report_tables.h"
#include "trainer/whole_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// By which a page is known as one of ours.
static const char MARK[] = "<meta name=\"generator\" content=\"tiento\"/>\n";

enum { MARK_WITHIN = 512 }; // bytes from the start of the page

char* report_page_path(const char* style) {
  return train_style_beside(style, ".report.html");
}

void report_page_put(Sink* page, const Report* report) {
  char name[TRAIN_STYLE_NAME];
  train_style_name(report->session->options, name);
  sink_format(page,
              "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
              "%s<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
              "<title>",
              MARK);
  markup_text(page, name);
  sink_format(page, " - Tiento</title>\n<style>\n");
  report_look_put(page);
  sink_format(page, "</style>\n</head>\n<body>\n");
  report_put_head(page, report);
  report_put_rolls(page, report);
  report_put_curves(page, report);
  report_put_fields(page, report);
  report_put_histograms(page, report);
  report_put_copies(page, report);
  report_put_skips(page, report);
  report_put_foot(page, report);
  sink_format(page, "</body>\n</html>\n");
}

// Whether nothing would be lost: there is nothing, or what an earlier training has left.
static bool may_replace(const char* path) {
  char page[MARK_WITHIN + 1];
  page[whole_file_begin(path, page, MARK_WITHIN)] = '\0';
  struct stat info;
  return stat(path, &info) != 0 || info.st_size == 0 || strstr(page, MARK);
}

bool report_page_write(const Report* report, const char* path, char* reason, size_t reason_size) {
  Sink page = {0};
  if (!may_replace(path)) {
    snprintf(reason, reason_size, "something else is there, and stays");
    return false;
  }
  report_page_put(&page, report);
  bool ok = !page.failed;
  if (ok) {
    ok = atomic_file_write(path, page.bytes, page.size, reason, reason_size);
  } else {
    snprintf(reason, reason_size, "out of memory");
  }
  free(page.bytes);
  return ok;
}

void report_page_leave(Report* report) {
  const char* style = report->session->options->output;
  char reason[256] = "out of memory";
  char* path = report_page_path(style);
  const sigset_t before = interrupt_hold(); // else a signal would leave half a page
  const bool written = path && report_compose(report, reason, sizeof reason) &&
                       report_page_write(report, path, reason, sizeof reason);
  interrupt_release(before);
  fputs(written ? "report: " : "warning: no report in ", stderr);
  printable_put(stderr, path ? path : style);
  fprintf(stderr, written ? "\n" : ": %s\n", reason);
  free(path);
}
