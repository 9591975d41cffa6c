#include "trainer/scan_line.h"

#include "trainer/printable.h"
#include "trainer/role.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_DENOMINATOR = 32 };

static int64_t ticks_of_bar(const TnMeter* meter) {
  return 4 * TN_TICKS_PER_QUARTER * meter->numerator / meter->denominator;
}

// A meter begins a bar, and a bar that is cut is one. Without a meter they are of four quarters.
static int64_t count_bars(const Piece* piece) {
  TnMeter meter = {0, 4, 4};
  int64_t bars = 0;
  for (int i = 0; i <= piece->meter_count; ++i) {
    const int32_t until = i < piece->meter_count ? piece->meters[i].tick : piece->end;
    const int64_t ticks = until > meter.tick ? until - meter.tick : 0;
    bars += (ticks + ticks_of_bar(&meter) - 1) / ticks_of_bar(&meter);
    meter = i < piece->meter_count ? piece->meters[i] : meter;
  }
  return bars;
}

// Each once, in order of appearance.
static void print_meters(FILE* stream, const Piece* piece) {
  bool seen[UINT8_MAX + 1][MOST_DENOMINATOR + 1] = {{false}};
  const char* before = "";
  for (int i = 0; i < piece->meter_count; ++i) {
    const TnMeter* meter = &piece->meters[i];
    bool* known = &seen[meter->numerator][meter->denominator];
    if (!*known) {
      fprintf(stream, "%s%d/%d", before, meter->numerator, meter->denominator);
      before = ",";
    }
    *known = true;
  }
}

// The names that the voices would have as parts, each once, in the order of parts.
static void print_parts(FILE* stream, const Piece* piece) {
  bool plays[ROLE_COUNT] = {false};
  bool drums = false;
  const char* before = "";
  for (size_t i = 0; i < piece->note_count; ++i) {
    const int voice = piece->notes[i].part;
    drums = drums || voice == VOICE_DRUMS;
    plays[piece->roles[voice]] |= voice != VOICE_DRUMS;
  }
  for (int role = 0; role < ROLE_COUNT; ++role) {
    if (plays[role]) {
      fprintf(stream, "%s%s", before, role_name((Role)role));
      before = ",";
    }
  }
  if (drums) {
    fprintf(stream, "%sdrums", before);
  }
}

// What is printed, or "-" where that is nothing, for the caller to free; NULL without memory.
static char* text_of(void (*print)(FILE*, const Piece*), const Piece* piece) {
  char* text = NULL;
  size_t size = 0;
  FILE* stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  print(stream, piece);
  if (ftell(stream) == 0) {
    fputs("-", stream);
  }
  if (fclose(stream) != 0) {
    free(text);
    return NULL;
  }
  return text;
}

void scan_line_print_names(ScanFormat format) {
  puts(format == SCAN_TSV
           ? "status\tnotes\tbars\tmeters\tparts\tpath\treason"
           : "status   notes    bars  meters    parts                  path: why it is left out");
}

static void print_fields(const FolderFile* file, const Reading* reading, const char* meters,
                         const char* parts, ScanFormat format) {
  const char* status = reading->notes == 0                                   ? "skip"
                       : format == SCAN_ALIGNED && reading_is_unfit(reading) ? "unfit"
                                                                             : "ok";
  const int64_t bars = reading->reason ? 0 : count_bars(&reading->piece);
  if (format == SCAN_TSV) {
    printf("%s\t%zu\t%" PRId64 "\t%s\t%s\t", status, reading->notes, bars, meters, parts);
    printable_put_exactly(stdout, file->path);
    printf("\t%s\n", reading->reason ? reading->reason : "-");
    return;
  }
  printf("%-6s %7zu %7" PRId64 "  %-8s  %-21s  ", status, reading->notes, bars, meters, parts);
  printable_put(stdout, file->path);
  printf("%s%s\n", reading->reason ? ": " : "", reading->reason ? reading->reason : "");
}

bool scan_line_print(const FolderFile* file, const Reading* reading, ScanFormat format) {
  char* meters = text_of(print_meters, &reading->piece);
  char* parts = text_of(print_parts, &reading->piece);
  const bool ok = meters && parts;
  if (ok) {
    print_fields(file, reading, meters, parts, format);
  }
  free(meters);
  free(parts);
  return ok;
}
