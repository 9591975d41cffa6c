// What `tiento eval` says about the music that a style makes up, beside that of the folders.
#ifndef TN_TRAINER_EVAL_GENERATED_H
#define TN_TRAINER_EVAL_GENERATED_H

#include "plugin/engine/style.h"
#include "trainer/eval_options.h"

// Prints how many generated phrases close, and how many of the pieces. False, with a message on
// stderr, where the music cannot be read or memory is short.
bool eval_endings(const TnStyle* style, const EvalOptions* options, char* const* folders,
                  int count);

// Prints how much of generated music occurs in the part of the folders to learn from, and how much
// of the part to stop by. False as above.
bool eval_copies(const TnStyle* style, const EvalOptions* options, char* const* folders, int count);

// Prints in how many of so many phrases for each key the style keeps to the key that it is told.
// False, with a message on stderr, where memory is short.
bool eval_keys(const TnStyle* style, int phrases);

#endif
