// What `tiento eval` says about the quality of the music that a style makes up.
#ifndef TN_TRAINER_EVAL_QUALITY_H
#define TN_TRAINER_EVAL_QUALITY_H

#include "plugin/engine/style.h"
#include "trainer/eval_options.h"

// Prints how near passages of the style come to those of the music of the folders that is held out,
// beside the yardstick, and to those of other folders (see quality.h); and what they have of each
// rate, of loops and of copies. False, with a message on stderr, where the music cannot be read or
// memory is short.
bool eval_quality(const TnStyle* style, const EvalOptions* options, char* const* folders,
                  int count);

// Makes up hours of one song, and prints the longest silence and the longest loop in it, and how
// much the mean pitch of its hours wanders, beside pieces of the folders. False as above.
bool eval_hours(const TnStyle* style, const EvalOptions* options, char* const* folders, int count);

#endif
