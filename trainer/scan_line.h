// One line of `tiento scan`: what training would see of a file.
#ifndef TN_TRAINER_SCAN_LINE_H
#define TN_TRAINER_SCAN_LINE_H

#include "trainer/collection.h"

typedef enum {
  SCAN_ALIGNED, // for people: in columns, a reason behind the path
  SCAN_TSV      // for programs: fields with tabs between
} ScanFormat;

// The line with the names of the fields.
void scan_line_print_names(ScanFormat format);

// Prints the line of a file to stdout. False without memory.
bool scan_line_print(const FolderFile* file, const Reading* reading, ScanFormat format);

#endif
