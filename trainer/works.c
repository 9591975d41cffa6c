#include "trainer/works.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// What stands before the number of a work: the forms that have movements, and catalogues.
static const char* const FORMS[] = {
    "sonata",  "sonate",   "sonatina", "sonatine", "suite",    "partita",  "concerto", "trio",
    "quartet", "quartett", "quatuor",  "quintet",  "symphony", "sinfonia", "op",       "opus",
    "woo",     "bwv",      "wtk",      "hob",      "k",        "kv",       "d",        NULL};

// What may stand between a form and its number, or before a count.
static const char* const COUNTERS[] = {"no", "nr", "n", "var", "mvt", "part", NULL};

// A stretch of a file's name.
typedef struct {
  const char* at;
  const char* end; // exclusive
} Words;

static bool is_letter(char c) {
  return isalpha((unsigned char)c) || (unsigned char)c >= 0x80; // of UTF-8, any letter
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_separator(char c) {
  return !is_letter(c) && !is_digit(c);
}

static bool is_one_of(Words word, const char* const* list) {
  const size_t length = (size_t)(word.end - word.at);
  for (; *list; ++list) {
    if (strlen(*list) == length && strncasecmp(word.at, *list, length) == 0) {
      return true;
    }
  }
  return false;
}

// Of the letters up to 39 alone, so that few words are taken for one.
static bool is_roman(Words word) {
  const size_t length = (size_t)(word.end - word.at);
  return length > 0 && strspn(word.at, "ivxIVX") >= length;
}

// Past whatever is of one kind.
static const char* skip(const char* at, const char* end, bool (*kind)(char)) {
  while (at < end && kind(*at)) {
    ++at;
  }
  return at;
}

static const char* skip_back(const char* begin, const char* at, bool (*kind)(char)) {
  while (at > begin && kind(at[-1])) {
    --at;
  }
  return at;
}

static bool is_not_separator(char c) {
  return !is_separator(c);
}

// The letters from `at` on.
static Words word_at(const char* at, const char* end) {
  return (Words){at, skip(at, end, is_letter)};
}

// A word begins after what is no letter, or with a capital after a small one: "SchumannOp15".
static bool begins_word(const char* begin, const char* at) {
  return is_letter(*at) && (at == begin || !is_letter(at[-1]) ||
                            (isupper((unsigned char)*at) && islower((unsigned char)at[-1])));
}

// The number that follows a form, with what is glued to it ("02no1"): "2", "No. 2" and "XVI-28".
// Empty where none does.
static Words number_after(const char* at, const char* end) {
  at = skip(at, end, is_separator);
  const Words between = word_at(at, end);
  if (is_roman(between) || is_one_of(between, COUNTERS)) {
    at = skip(between.end, end, is_separator);
  }
  return (Words){at, at < end && is_digit(*at) ? skip(at, end, is_not_separator) : at};
}

// Past the number within an opus, where one follows the opus' own: "op 2 no 1".
static const char* skip_number_within(const char* at, const char* end) {
  const Words counter = word_at(skip(at, end, is_separator), end);
  const char* digits = skip(counter.end, end, is_separator);
  const bool follows = is_one_of(counter, COUNTERS) && digits < end && is_digit(*digits);
  return follows ? skip(digits, end, is_not_separator) : at;
}

static bool more_follows(const char* at, const char* end) {
  return skip(at, end, is_separator) < end;
}

// The name up to the number of the work, where more follows; NULL where it has none. Of an opus of
// several works it is all of it, or that `within`.
static const char* end_of_work(Words name, bool within_opus) {
  for (const char* at = name.at; at < name.end; ++at) {
    const Words word = word_at(at, name.end);
    if (begins_word(name.at, at) && is_one_of(word, FORMS)) {
      const Words number = number_after(word.end, name.end);
      if (number.end > number.at && more_follows(number.end, name.end)) {
        const char* within = skip_number_within(number.end, name.end);
        return within_opus && more_follows(within, name.end) ? within : number.end;
      }
    }
  }
  return NULL;
}

// The letters before `at`; where they are joined words, the last of them.
static Words word_before(const char* begin, const char* at) {
  const char* first = skip_back(begin, at, is_letter);
  const char* last = at;
  while (last > first && !begins_word(first, last - 1)) {
    --last;
  }
  return (Words){last > first ? last - 1 : first, at};
}

// Where the count at the end of the name begins: digits, a Roman number or a letter. The name's end
// where it has none, or where it is a part of a word.
static const char* begin_of_count(Words name) {
  const char* end = skip_back(name.at, name.end, is_separator); // "(ii)"
  const char* at = skip_back(name.at, end, is_digit);
  if (at == end) {
    const Words word = {skip_back(name.at, end, is_letter), end};
    return end - word.at == 1 || is_roman(word) ? word.at : name.end;
  }
  const bool glued = at > name.at && is_letter(at[-1]);
  return glued && !is_one_of(word_before(name.at, at), COUNTERS) ? name.end : at;
}

// The name but for the count at its end, and for what says that it is one.
static const char* end_of_uncounted(Words name) {
  const char* count = begin_of_count(name);
  if (count == name.end) {
    return name.end;
  }
  const char* at = skip_back(name.at, count, is_separator);
  const Words before = word_before(name.at, at);
  if (before.at < at && is_one_of(before, COUNTERS)) {
    at = skip_back(name.at, before.at, is_separator);
  }
  return at > name.at ? at : name.end;
}

// The file's path up to where the names of a work's movements part.
static Words work_of(const char* path, bool within_opus) {
  const char* slash = strrchr(path, '/');
  const char* begin = slash ? slash + 1 : path;
  const char* dot = strrchr(begin, '.');
  const Words name = {begin, dot && dot > begin ? dot : begin + strlen(begin)};
  const char* end = end_of_work(name, within_opus);
  return (Words){path, end ? end : end_of_uncounted(name)};
}

static size_t folder_length(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? (size_t)(slash - path) : 0;
}

// A piece, by what its file is named after.
typedef struct {
  Words work;
  const char* path;
  uint64_t hash;
  size_t piece;
} Named;

static int compare_words(Words a, Words b) {
  const size_t x = (size_t)(a.end - a.at);
  const size_t y = (size_t)(b.end - b.at);
  const int order = strncasecmp(a.at, b.at, x < y ? x : y);
  return order != 0 ? order : (x > y) - (x < y);
}

static int compare_folders(const Named* a, const Named* b) {
  const size_t x = folder_length(a->path);
  const size_t y = folder_length(b->path);
  const int order = memcmp(a->path, b->path, x < y ? x : y);
  return order != 0 ? order : (x > y) - (x < y);
}

// Folder by folder, so that the pieces of one are side by side, and in it work by work.
static int compare_works(const void* a, const void* b) {
  const Named* x = a;
  const Named* y = b;
  const int order = compare_folders(x, y);
  return order != 0 ? order : compare_words(x->work, y->work);
}

static int compare_hashes(const void* a, const void* b) {
  const uint64_t x = ((const Named*)a)->hash;
  const uint64_t y = ((const Named*)b)->hash;
  return (x > y) - (x < y);
}

static size_t first_of(size_t* works, size_t piece) {
  while (works[piece] != piece) {
    piece = works[piece] = works[works[piece]];
  }
  return piece;
}

static void tie(size_t* works, size_t a, size_t b) {
  a = first_of(works, a);
  b = first_of(works, b);
  works[a > b ? a : b] = a < b ? a : b;
}

static void tie_copies(Named* pieces, size_t count, size_t* works) {
  qsort(pieces, count, sizeof *pieces, compare_hashes);
  for (size_t i = 1; i < count; ++i) {
    if (pieces[i].hash == pieces[i - 1].hash) {
      tie(works, pieces[i].piece, pieces[i - 1].piece);
    }
  }
}

// Of the pieces of one folder.
static void tie_movements(const Named* pieces, size_t count, size_t* works) {
  for (size_t begin = 0, end; begin < count; begin = end) {
    end = begin + 1;
    while (end < count && compare_works(&pieces[begin], &pieces[end]) == 0) {
      ++end;
    }
    const size_t files = end - begin;
    for (size_t i = begin + 1; files <= WORK_MOST_FILES && files <= count / 3 && i < end; ++i) {
      tie(works, pieces[begin].piece, pieces[i].piece);
    }
  }
}

static void tie_works(Named* pieces, size_t count, size_t* works) {
  qsort(pieces, count, sizeof *pieces, compare_works);
  for (size_t begin = 0, end; begin < count; begin = end) {
    end = begin + 1;
    while (end < count && compare_folders(&pieces[begin], &pieces[end]) == 0) {
      ++end;
    }
    tie_movements(&pieces[begin], end - begin, works);
  }
}

bool works_find(const Corpus* corpus, size_t* works) {
  Named* pieces = malloc((corpus->count + 1) * sizeof *pieces);
  if (!pieces) {
    return false;
  }
  for (size_t i = 0; i < corpus->count; ++i) {
    works[i] = i;
  }
  // An opus that is a collection may hold works of several movements.
  for (int within_opus = 0; within_opus < 2; ++within_opus) {
    for (size_t i = 0; i < corpus->count; ++i) {
      const Piece* piece = &corpus->pieces[i];
      pieces[i] = (Named){work_of(piece->path, within_opus), piece->path, piece->hash, i};
    }
    tie_works(pieces, corpus->count, works);
  }
  tie_copies(pieces, corpus->count, works);
  for (size_t i = 0; i < corpus->count; ++i) {
    works[i] = first_of(works, i);
  }
  free(pieces);
  return true;
}
