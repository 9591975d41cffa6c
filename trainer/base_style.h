// The style that a training run goes on from: `tiento train --from`.
#ifndef TN_TRAINER_BASE_STYLE_H
#define TN_TRAINER_BASE_STYLE_H

#include "trainer/train_options.h"

// Reads the style that options->from names into `base`, for the caller to free. Returns -1, or the
// status to end with where it cannot be read or does not go with the other options: then a message
// on stderr says why and there is nothing to free.
int base_style_read(const TrainOptions* options, TnStyle* base);

// Adds to the metadata of a style what its base is called (style.base) and where that comes from,
// under which licence and by whom (base.source .licence .attribution). The base's own base is not
// forgotten: what it was called is base.base, the rest base.base.source and so on. False where
// there is no room.
bool base_style_describe(const TnStyle* base, TnStyleHeader* header);

#endif
