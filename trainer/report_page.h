// The report of a training as a page of its own: HTML that is XML, too, with no script and nothing
// that it would fetch.
#ifndef TN_TRAINER_REPORT_PAGE_H
#define TN_TRAINER_REPORT_PAGE_H

#include "trainer/bytes.h"
#include "trainer/report.h"

// The page beside the style: "my.report.html" for "my.safetensors". The caller frees it. NULL
// without memory.
char* report_page_path(const char* style);

void report_page_put(Sink* page, const Report* report);

// Writes the page to `path`, whole or not at all, but over nothing that is not such a page. False
// with a one-line reason.
bool report_page_write(const Report* report, const char* path, char* reason, size_t reason_size);

// Lets the style that was written play for the report, leaves the page beside it and says on stderr
// where that is. A page that cannot be is a warning: the style is there.
void report_page_leave(Report* report);

#endif
