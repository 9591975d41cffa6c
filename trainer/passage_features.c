#include "trainer/passage_features.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char* name;
  int width;
} FEATURES[PASSAGE_FEATURES] = {
    [FEATURE_PITCHES] = {"pitch_count", 1},
    [FEATURE_CLASSES] = {"pitch_classes", PASSAGE_CLASSES},
    [FEATURE_CLASS_STEPS] = {"pitch_class_steps", PASSAGE_CLASSES* PASSAGE_CLASSES},
    [FEATURE_RANGE] = {"pitch_range", 1},
    [FEATURE_INTERVAL] = {"interval", 1},
    [FEATURE_NOTES] = {"note_count", 1},
    [FEATURE_STEP] = {"onset_interval", 1},
    [FEATURE_LENGTHS] = {"note_lengths", HISTOGRAM_VALUES},
    [FEATURE_LENGTH_STEPS] = {"note_length_steps", HISTOGRAM_VALUES* HISTOGRAM_VALUES},
};

int passage_feature_width(PassageFeature feature) {
  return FEATURES[feature].width;
}

int passage_feature_offset(PassageFeature feature) {
  int offset = 0;
  for (int f = 0; f < (int)feature; ++f) {
    offset += FEATURES[f].width;
  }
  return offset;
}

const char* passage_feature_name(PassageFeature feature) {
  return FEATURES[feature].name;
}

int passage_silent_part(const Piece* passage, int drum_part) {
  for (size_t i = 0; i < passage->note_count; ++i) {
    if (passage->notes[i].part != drum_part) {
      return drum_part;
    }
  }
  return -1;
}

// Makes shares of counts.
static void divide(double* counts, int width, double by) {
  for (int i = 0; by > 0 && i < width; ++i) {
    counts[i] /= by;
  }
}

static void measure_pitches(const Piece* passage, int drum_part, double* values) {
  double* classes = values + passage_feature_offset(FEATURE_CLASSES);
  double* steps = values + passage_feature_offset(FEATURE_CLASS_STEPS);
  double* interval = values + passage_feature_offset(FEATURE_INTERVAL);
  const int silent = passage_silent_part(passage, drum_part);
  bool used[TN_MAX_PITCHES] = {false};
  int low = TN_MAX_PITCHES;
  int high = -1;
  int before = -1;
  double notes = 0;
  for (size_t i = 0; i < passage->note_count; ++i) {
    const int pitch = passage->notes[i].pitch;
    if (passage->notes[i].part == silent) {
      continue;
    }
    values[passage_feature_offset(FEATURE_PITCHES)] += !used[pitch];
    used[pitch] = true;
    low = pitch < low ? pitch : low;
    high = pitch > high ? pitch : high;
    classes[pitch % PASSAGE_CLASSES] += 1;
    if (before >= 0) {
      steps[before % PASSAGE_CLASSES * PASSAGE_CLASSES + pitch % PASSAGE_CLASSES] += 1;
      *interval += abs(pitch - before);
    }
    before = pitch;
    notes += 1;
  }
  values[passage_feature_offset(FEATURE_RANGE)] = high >= low ? high - low : 0;
  divide(classes, PASSAGE_CLASSES, notes);
  divide(steps, PASSAGE_CLASSES * PASSAGE_CLASSES, notes - 1);
  divide(interval, 1, notes - 1);
}

static void measure_times(const Piece* passage, double* values) {
  double* lengths = values + passage_feature_offset(FEATURE_LENGTHS);
  double* steps = values + passage_feature_offset(FEATURE_LENGTH_STEPS);
  const TnNote* notes = passage->notes;
  const size_t count = passage->note_count;
  double onsets = 0;
  for (size_t i = 0; i < count; ++i) {
    const int length = histogram_value(notes[i].duration);
    lengths[length] += 1;
    if (i > 0) {
      steps[histogram_value(notes[i - 1].duration) * HISTOGRAM_VALUES + length] += 1;
      onsets += notes[i].onset > notes[i - 1].onset;
    }
  }
  values[passage_feature_offset(FEATURE_NOTES)] = (double)count;
  if (onsets > 0) {
    values[passage_feature_offset(FEATURE_STEP)] =
        (notes[count - 1].onset - notes[0].onset) / onsets / TN_TICKS_PER_QUARTER;
  }
  divide(lengths, HISTOGRAM_VALUES, (double)count);
  divide(steps, HISTOGRAM_VALUES * HISTOGRAM_VALUES, (double)count - 1);
}

void passage_features(const Piece* passage, int drum_part, double* values) {
  memset(values, 0, PASSAGE_FEATURE_VALUES * sizeof *values);
  measure_pitches(passage, drum_part, values);
  measure_times(passage, values);
}
