// What MGEval measures of a stretch of music: L.-C. Yang and A. Lerch, "On the evaluation of
// generative models in music", Neural Computing and Applications 32 (2020). Here time is counted in
// quarter notes, whatever the tempo, and matrices are shares, so that what counts of them is their
// form alone.
#ifndef TN_TRAINER_PASSAGE_FEATURES_H
#define TN_TRAINER_PASSAGE_FEATURES_H

#include "trainer/histogram.h"

// In the order of events: what follows a note may be struck together with it. All but the last four
// are of the pitched notes; of drums where there is nothing else.
typedef enum {
  FEATURE_PITCHES,      // different pitches
  FEATURE_CLASSES,      // [12] shares of the pitch classes
  FEATURE_CLASS_STEPS,  // [12][12] shares of the steps from one pitch class to the next
  FEATURE_RANGE,        // semitones from the lowest to the highest pitch
  FEATURE_INTERVAL,     // mean semitones from note to note, up or down
  FEATURE_NOTES,        // notes
  FEATURE_STEP,         // mean quarters from onset to onset
  FEATURE_LENGTHS,      // [HISTOGRAM_VALUES] shares of the note values
  FEATURE_LENGTH_STEPS, // [HISTOGRAM_VALUES][HISTOGRAM_VALUES] shares of the steps between them
  PASSAGE_FEATURES
} PassageFeature;

enum {
  PASSAGE_CLASSES = 12,
  PASSAGE_SINGLE_VALUES = 5, // features that are one number
  PASSAGE_FEATURE_VALUES = PASSAGE_SINGLE_VALUES + PASSAGE_CLASSES +
                           PASSAGE_CLASSES * PASSAGE_CLASSES + HISTOGRAM_VALUES +
                           HISTOGRAM_VALUES * HISTOGRAM_VALUES
};

// How many values the feature has, and where they begin among all.
int passage_feature_width(PassageFeature feature);
int passage_feature_offset(PassageFeature feature);

// As printed: a word.
const char* passage_feature_name(PassageFeature feature);

// Measures a passage into values[PASSAGE_FEATURE_VALUES].
void passage_features(const Piece* passage, int drum_part, double* values);

// The part whose pitches are left out: `drum_part`, or -1 where the passage has no other.
int passage_silent_part(const Piece* passage, int drum_part);

#endif
