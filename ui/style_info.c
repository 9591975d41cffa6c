#include "ui/style_info.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "plugin/engine/style_header.h"
#include "ui/text.h"

static bool refuse(UiStyleInfo* info, const char* why) {
  text_clean(info->problem, sizeof info->problem, why);
  return false;
}

static void copy_text(const TnStyleHeader* header, const char* key, char* text, size_t size) {
  const char* value = tn_style_header_get(header, key);
  text_clean(text, size, value ? value : "");
}

// By hand, because the host's locale may have a decimal comma.
static double read_number(const TnStyleHeader* header, const char* key) {
  const char* text = tn_style_header_get(header, key);
  double value = 0;
  double place = 0;
  for (int i = 0; text && text[i] && i < 24; i++) {
    if (text[i] == '.' && !(place > 0)) {
      place = 1;
    } else if (text[i] < '0' || text[i] > '9') {
      return 0;
    } else {
      value = value * 10 + (text[i] - '0');
      place *= 10;
    }
  }
  return place > 0 ? value / place : value;
}

static void split_parts(const char* list, UiStyleInfo* info) {
  for (int i = 0; i < UI_INFO_PARTS && list && *list; i++) {
    const size_t length = strcspn(list, ",");
    char part[UI_INFO_PART];
    snprintf(part, sizeof part, "%.*s", (int)(length < sizeof part ? length : sizeof part - 1),
             list);
    text_clean(info->parts[i], sizeof info->parts[i], part);
    list += length + (list[length] == ',');
  }
}

static void read_metadata(const TnStyleHeader* header, UiStyleInfo* info) {
  copy_text(header, "style.name", info->name, sizeof info->name);
  copy_text(header, "style.source", info->source, sizeof info->source);
  copy_text(header, "style.licence", info->licence, sizeof info->licence);
  info->pieces = lrint(read_number(header, "training.pieces"));
  info->notes = lrint(read_number(header, "training.notes"));
  info->nats = read_number(header, "training.test_nats_a_note");
  info->nats = info->nats > 0 ? info->nats : read_number(header, "training.valid_nats_a_note");
  split_parts(tn_style_header_get(header, "vocabulary.part_names"), info);
}

static bool parse(const char* json, size_t size, UiStyleInfo* info) {
  char reason[UI_INFO_TEXT];
  TnStyleHeader* header = malloc(sizeof *header);
  if (!header) {
    return refuse(info, "out of memory");
  }
  const bool parsed = tn_style_header_parse(json, size, header, reason, sizeof reason) == TN_OK;
  if (parsed) {
    read_metadata(header, info);
    tn_style_header_free(header);
  }
  free(header);
  return parsed || refuse(info, reason);
}

static bool read_header(FILE* file, UiStyleInfo* info) {
  uint8_t head[8];
  uint64_t size = 0;
  if (fread(head, sizeof head, 1, file) != 1) {
    return refuse(info, "it is too short for a style");
  }
  for (int i = 7; i >= 0; i--) {
    size = size << 8 | head[i];
  }
  if (size == 0 || size > TN_MAX_HEADER_BYTES) {
    return refuse(info, "it is no style file");
  }
  char* json = malloc((size_t)size);
  const bool read = json && fread(json, (size_t)size, 1, file) == 1;
  const bool parsed = read && parse(json, (size_t)size, info);
  free(json);
  return parsed || (read ? false : refuse(info, "it ends in its header"));
}

bool ui_style_info_read(const char* path, UiStyleInfo* info) {
  struct stat status;
  memset(info, 0, sizeof *info);
  FILE* file = fopen(path, "rb");
  if (!file) {
    return refuse(info, strerror(errno));
  }
  info->bytes = fstat(fileno(file), &status) == 0 ? (long)status.st_size : 0;
  const bool good = read_header(file, info);
  fclose(file);
  return good;
}
