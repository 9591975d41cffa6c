#include "trainer/fingerprint.h"

#include "trainer/bytes.h"
#include "trainer/cluster.h"
#include "trainer/loops.h"
#include "trainer/matrix.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In the order in which they are compared: the defaults of what follows depend on the music.
enum {
  MUSIC,
  BASE,
  LAYERS,
  HIDDEN,
  EMBEDDING,
  HEAD,
  EPOCHS,
  PATIENCE,
  DROPOUT,
  DECAY,
  RATE,
  BATCH,
  SEQUENCE,
  OVERLAP,
  TRANSPOSE,
  SETTLE,
  RANKS,
  WORKERS,
  PRODUCTS,
  BLAS,
  LOOPS,
  SEED,
  ROLL,
  VOCABULARY,
  TRAITS
};
static_assert((int)TRAITS <= (int)FINGERPRINT_TRAITS, "there is room for all");

// Those that are hashes have no value to show.
static const struct {
  const char* name;
  bool is_hash;
} TRAIT[TRAITS] = {
    [MUSIC] = {"other music, --valid or --keep-all", true},
    [BASE] = {"another --from", true},
    [LAYERS] = {"--layers", false},
    [HIDDEN] = {"--hidden", false},
    [EMBEDDING] = {"--embedding", false},
    [HEAD] = {"--head", false},
    [EPOCHS] = {"--epochs", false},
    [PATIENCE] = {"--patience", false},
    [DROPOUT] = {"--dropout", false},
    [DECAY] = {"--decay", false},
    [RATE] = {"--rate", false},
    [BATCH] = {"--batch", false},
    [SEQUENCE] = {"--sequence", false},
    [OVERLAP] = {"--overlap", false},
    [TRANSPOSE] = {"--transpose", false},
    [SETTLE] = {"--settle", false},
    [RANKS] = {"mpirun -n", false},
    [WORKERS] = {"--workers", false},
    [PRODUCTS] = {"products by", false},
    [BLAS] = {"OpenBLAS for", false},
    [LOOPS] = {"loops by", false},
    [SEED] = {"--seed", false},
    [ROLL] = {"--roll", false},
    [VOCABULARY] = {"another vocabulary (--lookback or --pitches)", true},
};

static void set_whole(Fingerprint* f, int trait, uint64_t value) {
  snprintf(f->value[trait], FINGERPRINT_VALUE, "%" PRIu64, value);
}

// As the user wrote it, where that says all.
static void set_real(Fingerprint* f, int trait, float value) {
  char* text = f->value[trait];
  snprintf(text, FINGERPRINT_VALUE, "%.6g", (double)value);
  if (strtof(text, NULL) != value) {
    snprintf(text, FINGERPRINT_VALUE, "%.9g", (double)value);
  }
}

static uint64_t hash_piece(uint64_t hash, const Piece* piece) {
  static_assert(sizeof(TnNote) == 12, "a note has no bytes that say nothing");
  hash = bytes_hash(hash, piece->notes, piece->note_count * sizeof *piece->notes);
  for (int i = 0; i < piece->meter_count; ++i) {
    const TnMeter* meter = &piece->meters[i];
    const int32_t values[] = {meter->tick, meter->numerator, meter->denominator};
    hash = bytes_hash(hash, values, sizeof values);
  }
  hash = bytes_hash(hash, &piece->end, sizeof piece->end);
  hash = bytes_hash(hash, &piece->bpm, sizeof piece->bpm);
  return bytes_hash(hash, &piece->key, sizeof piece->key);
}

static uint64_t hash_music(const Corpus music[SPLIT_PARTS]) {
  uint64_t hash = BYTES_HASH;
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    hash = bytes_hash(hash, &music[p].count, sizeof music[p].count);
    for (size_t i = 0; i < music[p].count; ++i) {
      hash = hash_piece(hash, &music[p].pieces[i]);
    }
  }
  return hash;
}

static uint64_t hash_base(const TnStyle* base) {
  const TnNetwork* network = &base->network;
  const size_t count = tn_tensors_list(&network->vocabulary, &network->sizes).total;
  return bytes_hash(BYTES_HASH, base->weights, count * sizeof *base->weights);
}

// As a style file would tell it.
static bool hash_vocabulary(const TnVocabulary* vocabulary, const TnSizes* sizes, uint64_t* hash) {
  TnStyleHeader header = {.metadata_count = 0};
  const bool ok = tn_style_describe(&header, vocabulary, sizes);
  *hash = BYTES_HASH;
  for (int i = 0; ok && i < header.metadata_count; ++i) {
    const TnMetadata* pair = &header.metadata[i];
    *hash = bytes_hash(*hash, pair->key, strlen(pair->key) + 1);
    *hash = bytes_hash(*hash, pair->value, strlen(pair->value) + 1);
  }
  tn_style_header_free(&header);
  return ok;
}

// Each processor may sum in another order.
static void set_processor(Fingerprint* f, const ProductKernel* kernel) {
  const bool uses_blas = kernel && !kernel->beats_blas;
  snprintf(f->value[PRODUCTS], FINGERPRINT_VALUE, "%s", kernel ? kernel->name : "none");
  snprintf(f->value[BLAS], FINGERPRINT_VALUE, "%s", uses_blas ? matrix_core() : "none");
  snprintf(f->value[LOOPS], FINGERPRINT_VALUE, "%s", loops()->name);
}

static void set_options(Fingerprint* f, const TrainingOptions* o) {
  set_whole(f, LAYERS, (uint64_t)o->sizes.layers);
  set_whole(f, HIDDEN, (uint64_t)o->sizes.hidden);
  set_whole(f, EMBEDDING, (uint64_t)o->sizes.embedding);
  set_whole(f, HEAD, (uint64_t)o->sizes.head);
  set_whole(f, EPOCHS, (uint64_t)o->epochs);
  set_whole(f, PATIENCE, (uint64_t)o->patience);
  set_real(f, DROPOUT, o->dropout);
  set_real(f, DECAY, o->decay);
  set_real(f, RATE, o->learning_rate);
  set_whole(f, BATCH, (uint64_t)o->streams);
  set_whole(f, SEQUENCE, (uint64_t)o->steps);
  set_whole(f, OVERLAP, (uint64_t)o->overlap);
  set_whole(f, TRANSPOSE, (uint64_t)o->transpose);
  set_real(f, SETTLE, o->settle);
  set_whole(f, RANKS, (uint64_t)cluster_size());
  set_whole(f, WORKERS, (uint64_t)o->workers);
  set_processor(f, product_kernel(o->precision));
  set_whole(f, SEED, o->seed);
}

bool fingerprint_take(const TrainOptions* options, const TnVocabulary* vocabulary,
                      const Corpus music[SPLIT_PARTS], Fingerprint* fingerprint) {
  const TrainingOptions* training = &options->training;
  uint64_t hash;
  memset(fingerprint, 0, sizeof *fingerprint);
  if (!hash_vocabulary(vocabulary, &training->sizes, &hash)) {
    return false;
  }
  set_whole(fingerprint, VOCABULARY, hash);
  set_whole(fingerprint, MUSIC, hash_music(music));
  set_whole(fingerprint, BASE, options->base ? hash_base(options->base) : 0);
  set_whole(fingerprint, ROLL, (uint64_t)options->roll_ticks);
  set_options(fingerprint, training);
  return true;
}

bool fingerprint_equals(const Fingerprint* ours, const Fingerprint* theirs, char* reason,
                        size_t reason_size) {
  for (int t = 0; t < TRAITS; ++t) {
    const char* mine = ours->value[t];
    const char* other = theirs->value[t];
    if (strncmp(mine, other, FINGERPRINT_VALUE) == 0) {
      continue;
    }
    if (TRAIT[t].is_hash) {
      snprintf(reason, reason_size, "it is of a run with %s", TRAIT[t].name);
    } else {
      snprintf(reason, reason_size, "it is of a run with %s %.*s, not %s", TRAIT[t].name,
               FINGERPRINT_VALUE, other, mine);
    }
    return false;
  }
  return true;
}
