#include "trainer/preset_text.h"

#include "trainer/turtle.h"
#include "trainer/whole_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK  "# Made by `tiento install`.\n"
#define LABEL "  rdfs:label "

// What both files begin with.
static void put_subject(Sink* sink, const char* name) {
  const PresetName made = preset_name_make(name);
  sink_put_text(sink, "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
                      "@prefix pset: <http://lv2plug.in/ns/ext/presets#> .\n"
                      "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
                      "@prefix state: <http://lv2plug.in/ns/ext/state#> .\n"
                      "\n"
                      "<urn:tiento:preset:user:");
  sink_put_text(sink, made.id);
  sink_put_text(sink, ">\n"
                      "  a pset:Preset ;\n"
                      "  lv2:appliesTo <urn:tiento:plugin> ;\n" LABEL);
  turtle_put_string(sink, name);
  sink_put_text(sink, " ;\n");
}

void preset_text_put_manifest(Sink* sink, const char* name) {
  sink_put_text(sink, MARK);
  put_subject(sink, name);
  sink_put_text(sink, "  rdfs:seeAlso <" PRESET_FILE "> .\n");
}

static void put_port(Sink* sink, const char* symbol, float value, const char* end) {
  char text[96];
  snprintf(text, sizeof text, "    [ lv2:symbol \"%s\" ; pset:value %.2f ] %s\n", symbol,
           (double)value, end);
  sink_put_text(sink, text);
}

void preset_text_put_preset(Sink* sink, const char* name, const char* style, TnManner manner) {
  put_subject(sink, name);
  sink_put_text(sink, "  state:state [ <urn:tiento:style> <");
  sink_put_text(sink, style);
  sink_put_text(sink, "> ] ;\n"
                      "  lv2:port\n");
  put_port(sink, "temperature", manner.sampling.temperature, ",");
  put_port(sink, "top_p", manner.sampling.top_p, ",");
  put_port(sink, "length", (float)manner.length, ".");
}

static bool find_name(const char* text, char name[PRESET_NAME_BYTES]) {
  const char* label = strncmp(text, MARK, strlen(MARK)) == 0 ? strstr(text, LABEL) : NULL;
  return label && turtle_read_string(label + strlen(LABEL), name, PRESET_NAME_BYTES) &&
         preset_name_is_valid(name);
}

bool preset_text_read_name(const char* path, char name[PRESET_NAME_BYTES]) {
  char reason[64]; // who asks has a better one
  size_t size;
  char* text = (char*)whole_file_read(path, 1, &size, reason, sizeof reason);
  bool ok = text && size > 0;
  if (ok) {
    text[size - 1] = '\0'; // of the last line, which has no name
    ok = find_name(text, name);
  }
  free(text);
  return ok;
}
