// Which files are movements of one work, by their names.
#include "trainer/works.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST_FILES = 64, FILLERS = 30, PATH_BYTES = 64 };

// Pieces that are nothing but a path and a hash of their own, after others that stand alone, so
// that few files are never a third of the folder.
typedef struct {
  Piece pieces[MOST_FILES];
  char fillers[FILLERS][PATH_BYTES];
  size_t works[MOST_FILES];
  Corpus corpus;
} Fixture;

static void add(Fixture* f, const char* path) {
  Piece* piece = &f->pieces[f->corpus.count];
  *piece = (Piece){.path = (char*)path, .hash = 1000 + f->corpus.count};
  ++f->corpus.count;
}

static void begin(Fixture* f) {
  *f = (Fixture){.corpus = {0}};
  f->corpus.pieces = f->pieces;
  for (int i = 0; i < FILLERS; ++i) {
    (void)snprintf(f->fillers[i], PATH_BYTES, "music/alone%c%c.mid", 'a' + i % 26, 'p' + i / 26);
    add(f, f->fillers[i]);
  }
}

static bool are_one_work(const char* a, const char* b) {
  Fixture f;
  begin(&f);
  add(&f, a);
  add(&f, b);
  assert_true(works_find(&f.corpus, f.works));
  return f.works[FILLERS] == f.works[FILLERS + 1];
}

typedef const char* const Pair[2];

static void check_pairs(const Pair* pairs, size_t count, bool one_work) {
  for (size_t i = 0; i < count; ++i) {
    if (are_one_work(pairs[i][0], pairs[i][1]) != one_work) {
      fail_msg("%s and %s", pairs[i][0], pairs[i][1]);
    }
  }
}

static void movements_share_a_name_up_to_the_number_of_the_work(void** state) {
  (void)state;
  static Pair pairs[] = {
      {"music/Beethoven-Sonate_02no1_3.mid", "music/Beethoven-Sonate_02no1_1.mid"},
      {"music/Bach-BWV-827-04.mid", "music/Bach-BWV-827-05-gigue.mid"},
      {"music/bach-english-suite-2-bourree.mid", "music/bach-english-suite-2-gigue.mid"},
      {"music/Haydn hob XVI-28 i allegro.mid", "music/Haydn hob XVI-28 ii menuet.mid"},
      {"music/Mozart-KV331_1_tema.mid", "music/Mozart-KV331_3_alla_turca.mid"},
      {"music/SchubertD899-4-Impromptu.mid", "music/SchubertD899-2-Impromptu.mid"},
      {"music/Symphony No. 5 - Allegro.mid", "music/symphony no. 5 - andante.MID"},
      {"music/Opus 2 No 1 - 1.mid", "music/Opus 2 No 2 - 1.mid"}, // few: all of the opus
      {"music/Quartett Nr. 3 Op. 7 a.mid", "music/Quartett Nr. 3 Op. 7 Finale.mid"},
  };
  check_pairs(pairs, sizeof pairs / sizeof pairs[0], true);
}

static void movements_share_a_name_but_for_a_count(void** state) {
  (void)state;
  static Pair pairs[] = {
      {"music/pathetique-2.mid", "music/pathetique-3.mid"},
      {"music/pathetique.mid", "music/pathetique-3.mid"},
      {"music/bwv848a.mid", "music/bwv848b.mid"},
      {"music/Mass (ii).mid", "music/Mass (iii).mid"},
      {"music/song_op53no5.mid", "music/song_op53no6.mid"},
      {"music/SchumannOp15No04.mid", "music/SchumannOp15No05.mid"},
      {"music/WaltzNo4.mid", "music/WaltzNo5.mid"},
      {"music/part8.kuhnau.part1.mid", "music/part8.kuhnau.part2.mid"},
      {"music/czerny No 001.mid", "music/czerny No 002.mid"},
      {"music/\xc3\x89tudes 1.mid", "music/\xc3\x89tudes 2.mid"},
  };
  check_pairs(pairs, sizeof pairs / sizeof pairs[0], true);
}

static void other_works_stand_apart(void** state) {
  (void)state;
  static Pair pairs[] = {
      {"music/Sonata 2 - 1.mid", "music/Sonata 3 - 1.mid"},
      {"music/Beethoven-Sonate_02no1_3.mid", "music/Beethoven-Sonate_02no2_3.mid"},
      {"music/Schumann-4_Nussbaum-lc31.mid", "music/Schumann-4_Lotosblume-lc32.mid"},
      {"music/kk10.mid", "music/kk11.mid"},                  // a catalogue that is not known
      {"music/bwv791.mid", "music/bwv792.mid"},              // a number of the work, no count
      {"music/remix.mid", "music/rem.mid"},                  // no Roman number, but a word's end
      {"music/horetzky1.mid", "music/horetzky13.mid"},       // a part of a word
      {"music/Wind 2 rondo.mid", "music/Wind 2 menuet.mid"}, // no "d 2" in it
      {"music/Sonata 2 - 1.mid", "other/Sonata 2 - 2.mid"},  // in other folders
      {"music/1.mid", "music/2.mid"},                        // nothing but a count
      {"music/-.mid", "music/.mid"},
      {"music/.a", "music/.b"},                           // no endings
      {"music/x-a\xc3\xa9.mid", "music/x-b\xc3\xa9.mid"}, // words of other letters, no counts
      {"Music/suite 1 a.mid", "music/suite 1 b.mid"},     // folders whose names differ
  };
  check_pairs(pairs, sizeof pairs / sizeof pairs[0], false);
}

// Adds so many files of one name, with counts, and returns whether all are one work.
static bool so_many_are_one_work(Fixture* f, char names[][PATH_BYTES], size_t count) {
  const size_t first = f->corpus.count;
  for (size_t i = 0; i < count; ++i) {
    (void)snprintf(names[i], PATH_BYTES, "music/waltz-%zu.mid", i + 1);
    add(f, names[i]);
  }
  assert_true(works_find(&f->corpus, f->works));
  size_t together = 0;
  for (size_t i = 0; i < count; ++i) {
    together += f->works[first + i] == first;
  }
  assert_true(together == 1 || together == count);
  return together == count;
}

static void a_collection_is_no_work(void** state) {
  (void)state;
  char names[MOST_FILES][PATH_BYTES];
  for (size_t count = 2; count <= 20; ++count) {
    Fixture f;
    begin(&f);
    assert_int_equal(so_many_are_one_work(&f, names, count), count <= WORK_MOST_FILES);
  }
}

static void a_third_of_a_folder_is_the_most_that_a_work_has(void** state) {
  (void)state;
  char names[MOST_FILES][PATH_BYTES];
  for (size_t others = 0; others < 10; ++others) {
    Fixture f;
    begin(&f);
    f.corpus.count = others; // of the same folder
    assert_int_equal(so_many_are_one_work(&f, names, 3), others >= 6);
  }
}

static void an_opus_of_many_works_is_told_work_by_work(void** state) {
  (void)state;
  enum { WORKS = 4, MOVEMENTS = 3 };
  char names[WORKS * MOVEMENTS][PATH_BYTES];
  Fixture f;
  begin(&f);
  for (size_t i = 0; i < WORKS * MOVEMENTS; ++i) {
    (void)snprintf(names[i], PATH_BYTES, "music/op 18 no %zu - %zu.mid", i / MOVEMENTS,
                   i % MOVEMENTS);
    add(&f, names[i]);
  }
  assert_true(works_find(&f.corpus, f.works));
  for (size_t i = 0; i < WORKS * MOVEMENTS; ++i) {
    assert_int_equal(f.works[FILLERS + i], FILLERS + i / MOVEMENTS * MOVEMENTS);
  }
}

// What lies in another folder is not counted.
static void a_third_is_of_the_works_own_folder(void** state) {
  (void)state;
  Fixture f;
  begin(&f);
  add(&f, "other/suite 1 - a.mid");
  add(&f, "other/suite 1 - b.mid");
  add(&f, "other/another.mid");
  assert_true(works_find(&f.corpus, f.works));
  assert_int_not_equal(f.works[FILLERS], f.works[FILLERS + 1]);
}

// One is in a work: the copy is too, and what it is in.
static void copies_tie_the_works_that_they_are_in(void** state) {
  (void)state;
  Fixture f;
  begin(&f);
  add(&f, "music/suite 1 - a.mid");
  add(&f, "music/suite 1 - b.mid");
  add(&f, "other/another.mid");
  add(&f, "music/suite 2 - a.mid");
  add(&f, "music/suite 2 - b.mid");
  f.pieces[FILLERS + 1].hash = f.pieces[FILLERS + 2].hash = f.pieces[FILLERS + 4].hash;
  assert_true(works_find(&f.corpus, f.works));
  for (size_t i = 0; i < f.corpus.count; ++i) {
    assert_int_equal(f.works[i], i < FILLERS ? i : FILLERS);
  }
}

static void nothing_has_no_works(void** state) {
  (void)state;
  const Corpus none = {.count = 0};
  size_t works;
  assert_true(works_find(&none, &works));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(movements_share_a_name_up_to_the_number_of_the_work),
      cmocka_unit_test(movements_share_a_name_but_for_a_count),
      cmocka_unit_test(other_works_stand_apart),
      cmocka_unit_test(a_collection_is_no_work),
      cmocka_unit_test(a_third_of_a_folder_is_the_most_that_a_work_has),
      cmocka_unit_test(an_opus_of_many_works_is_told_work_by_work),
      cmocka_unit_test(a_third_is_of_the_works_own_folder),
      cmocka_unit_test(copies_tie_the_works_that_they_are_in),
      cmocka_unit_test(nothing_has_no_works),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
