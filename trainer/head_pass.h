// Forward and backward pass of the chained heads over one batch, and the loss: categorical
// cross-entropy, summed over the fields of each event.
#ifndef TN_TRAINER_HEAD_PASS_H
#define TN_TRAINER_HEAD_PASS_H

#include "trainer/batch.h"
#include "trainer/dense_network.h"

// What was measured over the targets that count.
typedef struct {
  double nats[TN_FIELDS];   // sum of -ln p
  double right[TN_FIELDS];  // targets that were the likeliest class
  double fields[TN_FIELDS]; // targets that have the field
  double events;            // targets: notes, rests and ends
  double notes;
} Measure;

void measure_add(Measure* sum, const Measure* more);
double measure_nats(const Measure* measure); // of all fields
double measure_nats_a_note(const Measure* measure);
double measure_accuracy(const Measure* measure); // mean over the values of all fields
double measure_field_nats_a_note(const Measure* measure, TnField field);
double measure_field_accuracy(const Measure* measure, TnField field); // 1 where nothing has it

// The classes that would be right, [first, last): one, but for the silence at the end of a piano
// roll, of which only is known that it is longer than so many ticks.
typedef struct {
  int first;
  int last;
} Target;

// Those of a field that `event` has: see batch_has_field().
Target head_target(TnEvent event, TnField field, const TnVocabulary* vocabulary);

// Scratch of one worker; N steps at most.
typedef struct {
  uint32_t* steps; // [N] those at which the field counts
  float* top;      // [N, H] their rows of the top layer's output
  float* units;    // [N, A]
  float* logits;   // [N, C], C the most classes of a field
  float* d_units;  // [N, A]
  float* d_top;    // [N, H]
} HeadPass;

bool head_pass_init(HeadPass* pass, const TnVocabulary* vocabulary, const TnSizes* sizes, size_t n);
void head_pass_free(HeadPass* pass);

// Measures all heads on the batch; `top` [N, H] is the top layer's output. With `gradient` also
// adds the gradient of scale * loss: of the heads' weights to `gradient`, of `top` to `d_top`.
Measure head_pass_run(HeadPass* pass, const DenseNetwork* dense, DenseScratch* scratch,
                      const Batch* batch, const float* top, float scale, TnNetwork* gradient,
                      float* d_top);

#endif
