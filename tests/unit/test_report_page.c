// The report of a training as a page.
#include "trainer/report_page.h"

#include "tests/unit/page.h"
#include "tests/unit/place.h"
#include "tests/unit/report_fixture.h"
#include "trainer/whole_file.h"

#include <sys/stat.h>

static const char OTHER_PAGE[] = "<!DOCTYPE html>\n<title>my own</title>\n";

static const char* const SECTIONS[] = {"rolls",      "curves", "fields",
                                       "histograms", "copies", "skips"};

static ReportFixture* make(bool drums) {
  ReportFixture* f = malloc(sizeof *f);
  assert_non_null(f);
  assert_true(fixture_init(f, fixture_vocabulary(drums)));
  return f;
}

static int make_fixture(void** state) {
  *state = make(false);
  return 0;
}

static int release_fixture(void** state) {
  fixture_free(*state);
  free(*state);
  return 0;
}

static const char* put(ReportFixture* f, Sink* page) {
  char reason[256];
  *page = (Sink){0};
  report_gather(&f->report, &f->session, &f->training, 61);
  assert_true(report_compose(&f->report, reason, sizeof reason));
  report_page_put(page, &f->report);
  report_free(&f->report);
  const char* text = page_text(page);
  assert_well_formed(text);
  return text;
}

static bool has_section(const char* text, const char* id) {
  char tag[64];
  snprintf(tag, sizeof tag, "<section id=\"%s\">", id);
  return page_count(text, tag) == 1;
}

static void everything_is_there(void** state) {
  ReportFixture* f = *state;
  Sink page;
  f->skips[0] = (Skip){"bad.mid", "no notes"};
  f->skip_list.count = 1;
  const char* text = put(f, &page);
  for (size_t i = 0; i < sizeof SECTIONS / sizeof SECTIONS[0]; ++i) {
    assert_true(has_section(text, SECTIONS[i]));
  }
  assert_has(text, "<h1>small</h1>");
  assert_has(text, "right hand, left hand");
  assert_has(text, "<b>3 pieces</b>");
  assert_has(text, "1 min 01 s");
  assert_has(text, "best epoch 3 of 4");
  assert_has(text, verdict_words(VERDICT_SCARCE));
  assert_has(text, "held out.mid");
  assert_has(text, "learned.mid");
  assert_has(text, "<code>bad.mid</code> no notes");
  assert_int_equal(page_count(text, "class=\"roll\""), 2 * REPORT_PAIRS);
  assert_int_equal(page_count(text, "class=\"chart\""), 2 + 3);
  assert_int_equal(page_count(text, "overlap "), 1 + 3);
  assert_has(text, "tiento render /tmp/test_report.");
  assert_has(text, "tiento install /tmp/test_report.");
  free(page.bytes);
}

static void it_runs_nothing_and_fetches_nothing(void** state) {
  static const char* const NONE[] = {
      "http", "src=",    "href=",   "url(",     "@import", "<script", "<link", "<iframe",
      "<img", "<object", " onload", " onclick", "<!ENT",   "<form",   "<base", "javascript"};
  Sink page;
  const char* text = put(*state, &page);
  for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; ++i) {
    if (strstr(text, NONE[i])) {
      fail_msg("there is %s", NONE[i]);
    }
  }
  free(page.bytes);
}

// Every text that comes from a user or a file.
static void what_is_markup_is_escaped(void** state) {
  static const char EVIL[] = "a <b> & \"c\" </title><script>x</script> \xf0\x9f\x8e\xb9 \xff\x01";
  ReportFixture* f = *state;
  Sink page;
  char path[] = "dir/<i>\"&\xc3.mid";
  for (int text = 0; text < TRAIN_TEXTS; ++text) {
    f->options.text[text] = EVIL;
  }
  f->options.from = EVIL;
  f->skips[0] = (Skip){path, path};
  f->skip_list.count = 1;
  char* const saved = f->music[SPLIT_VALID].pieces[0].path;
  f->music[SPLIT_VALID].pieces[0].path = path;
  const char* text = put(f, &page);
  f->music[SPLIT_VALID].pieces[0].path = saved;
  assert_int_equal(page_count(text, "<script"), 0);
  assert_int_equal(page_count(text, "<i>"), 0);
  assert_has(text,
             "<h1>a &lt;b&gt; &amp; &quot;c&quot; &lt;/title&gt;&lt;script&gt;x&lt;/script&gt; "
             "\xf0\x9f\x8e\xb9 __</h1>");
  assert_has(text, "<code>dir/&lt;i&gt;&quot;&amp;\\xc3.mid</code>");
  free(page.bytes);
}

static void commands_are_quoted_for_a_shell(void** state) {
  ReportFixture* f = *state;
  Sink page = {0};
  f->options.output = "it's a <style>.safetensors";
  report_gather(&f->report, &f->session, &f->training, 61);
  report_page_put(&page, &f->report);
  const char* text = page_text(&page);
  assert_well_formed(text);
  assert_has(text, "tiento render 'it'\\''s a &lt;style&gt;.safetensors' -o");
  assert_false(has_section(text, "rolls")); // nothing was composed
  f->options.output = f->path;
  free(page.bytes);
}

static void long_lists_of_files_are_cut(void** state) {
  ReportFixture* f = *state;
  Sink page;
  for (size_t i = 0; i < 300; ++i) {
    f->skips[i] = (Skip){"one.mid", "torn"};
  }
  f->skip_list.count = 200;
  const char* text = put(f, &page);
  assert_int_equal(page_count(text, "<li>"), 200);
  assert_null(strstr(text, " more</p>"));
  free(page.bytes);
  f->skip_list.count = 300;
  text = put(f, &page);
  assert_int_equal(page_count(text, "<li>"), 200);
  assert_has(text, "<p>and 100 more</p>");
  free(page.bytes);
  f->skip_list.count = 0;
  text = put(f, &page);
  assert_false(has_section(text, "skips"));
  free(page.bytes);
}

static void drums_have_a_chart_of_their_own(void** state) {
  (void)state;
  ReportFixture* f = make(true);
  Sink page;
  const char* text = put(f, &page);
  assert_int_equal(page_count(text, "class=\"chart\""), 2 + 4);
  assert_has(text, "Pitches");
  assert_has(text, "Drums");
  free(page.bytes);
  fixture_free(f);
  free(f);
}

static void drums_alone_have_no_pitches(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.drum_part = 0;
  v.drum_count = TN_MAX_PITCHES;
  tn_vocabulary_add_nudges(&v);
  strcpy(v.part_names[0], "drums");
  ReportFixture* f = malloc(sizeof *f);
  Sink page;
  assert_non_null(f);
  assert_true(fixture_init(f, v));
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    for (size_t i = 0; i < f->music[p].count; ++i) {
      for (size_t n = 0; n < f->music[p].pieces[i].note_count; ++n) {
        f->music[p].pieces[i].notes[n].part = 0;
      }
    }
  }
  const char* text = put(f, &page);
  assert_int_equal(page_count(text, "class=\"chart\""), 2 + 3);
  assert_null(strstr(text, ">Pitches"));
  assert_null(strstr(text, "the key that it plays in"));
  assert_has(text, "how far it is off the grid");
  assert_null(strstr(text, "which part plays it"));
  free(page.bytes);
  fixture_free(f);
  free(f);
}

static void what_was_not_held_out_is_not_drawn(void** state) {
  ReportFixture* f = *state;
  const size_t held_out = f->music[SPLIT_VALID].count;
  Sink page;
  f->music[SPLIT_VALID].count = 0;
  f->session.test = (Measure){.notes = 0};
  f->session.copies.compares = false;
  f->training.epochs = 1;
  f->training.best_epoch = 1;
  const char* text = put(f, &page);
  f->music[SPLIT_VALID].count = held_out;
  assert_int_equal(page_count(text, "<polyline"), 2);
  assert_null(strstr(text, "<polyline class=\"heldout\""));
  assert_has(text, "pieces learned</th>");
  assert_null(strstr(text, "pieces held out</th>"));
  assert_null(strstr(text, "pieces of the test"));
  assert_null(strstr(text, "nan"));
  free(page.bytes);
}

static void a_style_for_measuring_has_no_music(void** state) {
  ReportFixture* f = *state;
  Sink page;
  corpus_free(&f->session.passages);
  f->session.knows_copies = false;
  const char* text = put(f, &page);
  assert_true(has_section(text, "curves"));
  assert_true(has_section(text, "fields"));
  assert_false(has_section(text, "rolls"));
  assert_false(has_section(text, "histograms"));
  assert_false(has_section(text, "copies"));
  assert_null(strstr(text, "tiento install"));
  free(page.bytes);
}

static void the_page_is_beside_the_style(void** state) {
  static const char* const CASES[][2] = {{"my.safetensors", "my.report.html"},
                                         {"a.b/my", "a.b/my.report.html"},
                                         {"my.small", "my.small.report.html"},
                                         {"my.report.html", "my.report.html.report.html"},
                                         {".safetensors", ".safetensors.report.html"},
                                         {"a/my.v2.safetensors", "a/my.v2.report.html"},
                                         {"/.style", "/.style.report.html"}};
  (void)state;
  for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; ++i) {
    char* path = report_page_path(CASES[i][0]);
    assert_string_equal(path, CASES[i][1]);
    free(path);
  }
}

static void it_is_written_or_a_reason_is_given(void** state) {
  ReportFixture* f = *state;
  char* path = report_page_path(f->path);
  char reason[256] = "";
  struct stat info;
  report_gather(&f->report, &f->session, &f->training, 61);
  assert_true(report_page_write(&f->report, path, reason, sizeof reason));
  assert_int_equal(stat(path, &info), 0);
  assert_true(info.st_size > 1000);
  assert_true(report_page_write(&f->report, path, reason, sizeof reason)); // over one of ours
  assert_int_equal(unlink(path), 0);
  assert_int_equal(mkdir(path, 0700), 0);
  assert_false(report_page_write(&f->report, path, reason, sizeof reason));
  assert_true(strlen(reason) > 0);
  assert_int_equal(rmdir(path), 0); // nothing was left in it
  free(path);
}

static void another_page_is_left(void** state) {
  ReportFixture* f = *state;
  char* path = report_page_path(f->path);
  char reason[256] = "";
  char left[sizeof OTHER_PAGE];
  write_bytes(path, (const uint8_t*)OTHER_PAGE, sizeof OTHER_PAGE);
  report_gather(&f->report, &f->session, &f->training, 61);
  assert_false(report_page_write(&f->report, path, reason, sizeof reason));
  assert_string_equal(reason, "something else is there, and stays");
  assert_int_equal(whole_file_begin(path, left, sizeof left), sizeof left);
  assert_memory_equal(left, OTHER_PAGE, sizeof left);
  write_bytes(path, (const uint8_t*)"", 0);
  assert_true(report_page_write(&f->report, path, reason, sizeof reason)); // nothing is lost
  assert_int_equal(unlink(path), 0);
  free(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_fixture, release_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(everything_is_there),
      TEST(it_runs_nothing_and_fetches_nothing),
      TEST(what_is_markup_is_escaped),
      TEST(commands_are_quoted_for_a_shell),
      TEST(long_lists_of_files_are_cut),
      cmocka_unit_test(drums_have_a_chart_of_their_own),
      cmocka_unit_test(drums_alone_have_no_pitches),
      TEST(what_was_not_held_out_is_not_drawn),
      TEST(a_style_for_measuring_has_no_music),
      cmocka_unit_test(the_page_is_beside_the_style),
      TEST(it_is_written_or_a_reason_is_given),
      TEST(another_page_is_left),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
