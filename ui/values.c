// Values as text, and back.
#include "ui/controls.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char* const NAMES[] = {"C",  "C#", "D",  "Eb", "E",  "F",
                                    "F#", "G",  "Ab", "A",  "Bb", "B"};

// By hand, because the host's locale may have a decimal comma.
static int write_number(double value, int decimals, char text[UI_VALUE_TEXT]) {
  static const long powers[] = {1, 10, 100};
  const long power = powers[decimals];
  const long scaled = lrint(fabs(value) * (double)power);
  const char* sign = value < 0 && scaled > 0 ? "\xE2\x88\x92" : ""; // U+2212
  if (decimals == 0) {
    return snprintf(text, UI_VALUE_TEXT, "%s%ld", sign, scaled);
  }
  return snprintf(text, UI_VALUE_TEXT, "%s%ld.%0*ld", sign, scaled / power, decimals,
                  scaled % power);
}

void ui_port_text(const UiPort* port, float value, char text[UI_VALUE_TEXT]) {
  const int whole = (int)lrintf(value);
  int length;
  switch (port->form) {
  case UI_LABEL:
    snprintf(text, UI_VALUE_TEXT, "%s", port->labels[whole - (int)port->minimum]);
    return;
  case UI_PITCH:
    snprintf(text, UI_VALUE_TEXT, "%s%d", NAMES[whole % 12], whole / 12 - 1);
    return;
  case UI_PERCENT:
    length = write_number((double)value * 100, 0, text);
    snprintf(text + length, UI_VALUE_TEXT - (size_t)length, "%%");
    return;
  case UI_NUMBER:
    break;
  }
  length = write_number((double)value, port->decimals, text);
  const bool one = port->port == TN_PORT_LENGTH || port->port == TN_PORT_OFFSET;
  const char* unit = one && whole == 1 ? "bar" : port->unit;
  snprintf(text + length, UI_VALUE_TEXT - (size_t)length, "%s%s", *unit ? " " : "", unit);
}

// Digits with at most one point or comma, after a sign. Returns what follows, or NULL.
static const char* read_number(const char* text, double* number) {
  double sign = 1;
  if (strncmp(text, "\xE2\x88\x92", 3) == 0) {
    sign = -1;
    text += 3;
  } else if (*text == '-' || *text == '+') {
    sign = *text++ == '-' ? -1 : 1;
  }
  double value = 0;
  double place = 0; // of the next digit after the point
  int digits = 0;
  for (; isdigit((unsigned char)*text) || ((*text == '.' || *text == ',') && place == 0); text++) {
    if (!isdigit((unsigned char)*text)) {
      place = 0.1;
    } else if (place > 0) {
      value += place * (*text - '0');
      place /= 10;
      digits++;
    } else {
      value = value * 10 + (*text - '0');
      digits++;
    }
  }
  *number = sign * value;
  return digits > 0 && digits < 12 ? text : NULL;
}

// "C4", "f#-1", "Bb 3".
static bool read_pitch(const char* text, double* pitch) {
  static const int steps[] = {9, 11, 0, 2, 4, 5, 7}; // of A to G above C
  const int letter = toupper((unsigned char)*text);
  double octave;
  if (letter < 'A' || letter > 'G') {
    return false;
  }
  int semitone = steps[letter - 'A'];
  text++;
  for (; *text == '#' || *text == 'b'; text++) {
    semitone += *text == '#' ? 1 : -1;
  }
  text += strspn(text, " ");
  const char* end = read_number(text, &octave);
  *pitch = (octave + 1) * 12 + semitone;
  return end && *end == '\0';
}

// Spaces at the end do not count.
static bool begins(const char* label, const char* text) {
  for (; text[strspn(text, " ")]; text++, label++) {
    if (tolower((unsigned char)*label) != tolower((unsigned char)*text)) {
      return false;
    }
  }
  return true;
}

// A label that is `text`, or else the first that begins with it.
static bool read_label(const UiPort* port, const char* text, double* value) {
  const int count = (int)(port->maximum - port->minimum) + 1;
  for (int exact = 1; exact >= 0 && *text; exact--) {
    for (int i = 0; i < count; i++) {
      if (begins(port->labels[i], text) && (!exact || strlen(port->labels[i]) == strlen(text))) {
        *value = (double)port->minimum + i;
        return true;
      }
    }
  }
  return false;
}

bool ui_port_read(const UiPort* port, const char* text, float* value) {
  double number;
  text += strspn(text, " ");
  bool read = port->form == UI_LABEL   ? read_label(port, text, &number)
              : port->form == UI_PITCH ? read_pitch(text, &number)
                                       : false;
  if (!read) {
    const char* rest = read_number(text, &number);
    if (!rest) {
      return false;
    }
    const char* unit = port->form == UI_PERCENT ? "%" : port->unit;
    rest += strspn(rest, " ");
    if (!begins(unit, rest)) {
      return false;
    }
    number = port->form == UI_PERCENT ? number / 100 : number;
  }
  *value = ui_port_quantise(port, (float)number);
  return true;
}
