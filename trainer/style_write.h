// Writing style files.
#ifndef TN_TRAINER_STYLE_WRITE_H
#define TN_TRAINER_STYLE_WRITE_H

#include "plugin/engine/style.h"

// Writes the weights as F16 with `header`, whose metadata the caller has filled
// (tn_style_describe() included) and whose tensors this fills. Whole or not at all: see
// atomic_file.h. What tn_style_read() would refuse is not written. On failure returns false with a
// one-line reason.
bool style_write(const char* path, TnStyleHeader* header, const TnVocabulary* vocabulary,
                 const TnSizes* sizes, const float* weights, char* reason, size_t reason_size);

#endif
