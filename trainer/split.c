#include "trainer/split.h"

#include "trainer/random.h"
#include "trainer/works.h"

#include <stdlib.h>
#include <string.h>

// Shares of the notes that a part other than SPLIT_TRAIN may have.
static const double LEAST_SHARE = 0.05;
static const double MOST_SHARE = 0.2;

// Pieces of one work, in the order of their places: the lowest tenth of the places is for testing,
// the highest for stopping.
typedef struct {
  uint64_t place;
  size_t notes;
} Group;

static const uint64_t TENTH = UINT64_MAX / 10;

// Where each piece belongs: the least hash of its work, spread over all places. `places` has room
// for all pieces.
static bool find_places(const Corpus* corpus, uint64_t* places) {
  size_t* works = malloc((corpus->count + 1) * sizeof *works);
  if (!works || !works_find(corpus, works)) {
    free(works);
    return false;
  }
  // The place of a work's first piece holds the least hash of the work, until it is spread itself:
  // after those of the other pieces, from the last on.
  for (size_t i = 0; i < corpus->count; ++i) {
    places[i] = corpus->pieces[i].hash;
    uint64_t* least = &places[works[i]];
    *least = places[i] < *least ? places[i] : *least;
  }
  for (size_t i = corpus->count; i-- > 0;) {
    Random random = {places[works[i]]};
    places[i] = random_bits(&random);
  }
  free(works);
  return true;
}

static int compare_groups(const void* a, const void* b) {
  const uint64_t x = ((const Group*)a)->place;
  const uint64_t y = ((const Group*)b)->place;
  return (x > y) - (x < y);
}

// Returns how many groups there are.
static size_t list_groups(const Corpus* corpus, const uint64_t* places, Group* groups) {
  for (size_t i = 0; i < corpus->count; ++i) {
    groups[i] = (Group){places[i], corpus->pieces[i].note_count};
  }
  qsort(groups, corpus->count, sizeof *groups, compare_groups);
  size_t kept = 0;
  for (size_t i = 0; i < corpus->count; ++i) {
    if (kept > 0 && groups[kept - 1].place == groups[i].place) {
      groups[kept - 1].notes += groups[i].notes;
    } else {
      groups[kept++] = groups[i];
    }
  }
  return kept;
}

// The share of all notes that the first `taken` groups have.
static double share_of(const Group* groups, size_t count, size_t taken) {
  double all = 0;
  double of_taken = 0;
  for (size_t i = 0; i < count; ++i) {
    all += (double)groups[i].notes;
    of_taken += i < taken ? (double)groups[i].notes : 0;
  }
  return all > 0 ? of_taken / all : 0;
}

// How many of the first groups to hold out when their hashes ask for `wanted`, within 1..most.
static size_t fit_share(const Group* groups, size_t count, size_t wanted, size_t most) {
  size_t taken = wanted < 1 ? 1 : wanted;
  taken = taken > most ? most : taken;
  while (taken < most && share_of(groups, count, taken) < LEAST_SHARE &&
         share_of(groups, count, taken + 1) <= MOST_SHARE) {
    ++taken;
  }
  while (taken > 1 && share_of(groups, count, taken) > MOST_SHARE) {
    --taken;
  }
  return taken;
}

static void reverse(Group* groups, size_t count) {
  for (size_t i = 0; i < count / 2; ++i) {
    const Group swap = groups[i];
    groups[i] = groups[count - 1 - i];
    groups[count - 1 - i] = swap;
  }
}

// The places up to which pieces are for testing and from which they are for stopping.
typedef struct {
  uint64_t test_end;    // exclusive
  uint64_t valid_begin; // inclusive
} Borders;

static Borders find_borders(Group* groups, size_t count) {
  Borders borders = {0, UINT64_MAX};
  if (count < 2) {
    return borders;
  }
  size_t low = 0;
  size_t high = 0;
  for (size_t i = 0; i < count; ++i) {
    low += groups[i].place < TENTH;
    high += groups[i].place >= UINT64_MAX - TENTH;
  }
  const size_t most = (count - 1) / 2;
  if (most > 0) {
    borders.test_end = groups[fit_share(groups, count, low, most)].place;
  }
  reverse(groups, count);
  borders.valid_begin = groups[fit_share(groups, count, high, most > 0 ? most : 1) - 1].place;
  return borders;
}

static SplitPart part_at(Borders borders, uint64_t place) {
  if (place < borders.test_end) {
    return SPLIT_TEST;
  }
  return place >= borders.valid_begin ? SPLIT_VALID : SPLIT_TRAIN;
}

static void deal(Corpus* corpus, const uint64_t* places, Borders borders,
                 Corpus parts[SPLIT_PARTS]) {
  for (size_t i = 0; i < corpus->count; ++i) {
    Corpus* part = &parts[part_at(borders, places[i])];
    part->pieces[part->count++] = corpus->pieces[i];
  }
  free(corpus->pieces);
  *corpus = (Corpus){0};
}

bool split_corpus(Corpus* corpus, Corpus parts[SPLIT_PARTS]) {
  Group* groups = malloc((corpus->count + 1) * sizeof *groups);
  uint64_t* places = malloc((corpus->count + 1) * sizeof *places);
  bool ok = groups && places && find_places(corpus, places);
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    parts[p] = (Corpus){.pieces = calloc(corpus->count + 1, sizeof(Piece))};
    ok = ok && parts[p].pieces;
  }
  if (ok) {
    deal(corpus, places, find_borders(groups, list_groups(corpus, places, groups)), parts);
  }
  for (int p = 0; !ok && p < SPLIT_PARTS; ++p) {
    corpus_free(&parts[p]);
  }
  free(groups);
  free(places);
  return ok;
}

bool split_join(Corpus* corpus, Corpus* more) {
  if (more->count == 0) {
    corpus_free(more);
    return true;
  }
  Piece* grown = realloc(corpus->pieces, (corpus->count + more->count) * sizeof *grown);
  if (!grown) {
    return false;
  }
  memcpy(grown + corpus->count, more->pieces, more->count * sizeof *grown);
  corpus->pieces = grown;
  corpus->count += more->count;
  free(more->pieces);
  *more = (Corpus){0};
  return true;
}

bool split_keep(Corpus* corpus, SplitPart part) {
  Corpus parts[SPLIT_PARTS];
  if (!split_corpus(corpus, parts)) {
    return false;
  }
  *corpus = parts[part];
  parts[part] = (Corpus){0};
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&parts[p]);
  }
  return true;
}
