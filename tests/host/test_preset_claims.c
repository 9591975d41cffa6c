// Presets do what the first words of their comments say, beside the first preset of their bank,
// which plays as learned.
#include "tests/host/preset_music.h"

#include <lilv/lilv.h>
#include <lv2/presets/presets.h>

enum { TEXT = 1024, MOST_PRESETS = 256 };

typedef struct {
  char uri[TEXT];
  char bank[TEXT];
  char comment[TEXT];
} Preset;

static void is_sparser(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music->count > 0);
  assert_true(music_density(music) < 0.8 * music_density(plain));
}

static void is_denser(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_density(music) > 1.15 * music_density(plain));
}

static void is_lower(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_pitch(music) < music_pitch(plain) - 4);
}

static void is_higher(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_pitch(music) > music_pitch(plain) + 4);
}

static void is_bolder(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_entropy(music) > music_entropy(plain) + 0.05);
}

static void is_calmer(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_entropy(music) < music_entropy(plain) - 0.05);
}

static void is_shorter(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_length(music) < 0.7 * music_length(plain));
}

static void is_swung(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_straight(plain) > 0.02);
  assert_true(music_straight(music) < 0.1 * music_straight(plain));
}

static void is_one_voice(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_voices(plain) > 1);
  assert_int_equal(music_voices(music), 1);
}

static void has_five_notes(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_classes(plain) > 5);
  assert_true(music_classes(music) <= 5);
}

static void has_seven_notes(Host* host, const Music* plain, const Music* music) {
  (void)host;
  assert_true(music_classes(plain) > 7);
  assert_true(music_classes(music) <= 7);
}

static void goes_round(Host* host, const Music* plain, const Music* music) {
  const int bars = (int)host_get(host, "length");
  assert_true(music_repeats(plain, bars) < 0.5);
  assert_true(music_repeats(music, bars) > 0.6);
}

// The first phrase is the plain one's; what follows goes on from it, and not from the beginning.
static void goes_on(Host* host, const Music* plain, const Music* music) {
  const int bars = (int)host_get(host, "length");
  assert_true(music_same(plain, music, 0, bars / 2));
  assert_false(music_same(plain, music, bars, 2 * bars));
}

static void send(Host* host, uint8_t status, uint8_t pitch, uint8_t velocity) {
  const uint8_t bytes[] = {status, pitch, velocity};
  host_send_midi(host, 0, bytes, sizeof bytes);
}

// Once a triad is held nothing else sounds, after its release too.
static void follows_chords(Host* host, const Music* plain, const Music* music) {
  static const uint8_t CHORD[] = {62, 65, 69};
  size_t count;
  size_t notes = 0;
  (void)plain;
  (void)music;
  for (int i = 0; i < 3; i++) {
    send(host, 0x90, CHORD[i], 90);
  }
  host_run(host, BLOCK);
  for (int i = 0; i < 3; i++) {
    send(host, 0x80, CHORD[i], 0);
  }
  host_run(host, BLOCK);
  host_clear_events(host);
  host_play(host);
  host_run_to(host, MUSIC_BARS + 8, 0, 1024);
  host_stop(host);
  host_run(host, BLOCK);
  const HostEvent* events = host_events(host, &count);
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90 && (events[i].bytes[0] & 0x0f) != 9) {
      const int class = events[i].bytes[1] % MUSIC_CLASSES;
      assert_true(class == 2 || class == 5 || class == 9);
      ++notes;
    }
  }
  assert_true(notes > 0);
}

// It is silent until something is played, and answers from a bar line on.
static void answers(Host* host, const Music* plain, const Music* music) {
  (void)plain;
  size_t count;
  assert_int_equal(music->count, 0);
  host_set(host, "thru", 0);
  host_locate(host, 0, 0);
  host_play(host);
  for (int i = 0; i < 4; i++) {
    send(host, 0x90, (uint8_t)(60 + 2 * i), 90);
    host_run_to(host, 0, i + 0.5, BLOCK);
    send(host, 0x80, (uint8_t)(60 + 2 * i), 0);
    host_run_to(host, i == 3 ? 1 : 0, i == 3 ? 0 : i + 1, BLOCK);
  }
  host_clear_events(host);
  host_run_to(host, 8, 0, BLOCK);
  host_stop(host);
  host_run(host, BLOCK);
  const HostEvent* events = host_events(host, &count);
  size_t first = 0;
  while (first < count && (events[first].bytes[0] & 0xf0) != 0x90) {
    ++first;
  }
  assert_true(first < count);
  assert_true((double)events[first].beats >= 8 - 1e-3); // bar 1 is for the player's beat of silence
}

static const struct {
  const char* words;
  void (*holds)(Host* host, const Music* plain, const Music* music);
} CLAIMS[] = {
    {"Sparser", is_sparser},
    {"Denser", is_denser},
    {"Lower", is_lower},
    {"Higher", is_higher},
    {"Bolder", is_bolder},
    {"Calmer", is_calmer},
    {"Shorter", is_shorter},
    {"Swung", is_swung},
    {"One voice", is_one_voice},
    {"Five notes", has_five_notes},
    {"Seven notes", has_seven_notes},
    {"Round", goes_round},
    {"Endless", goes_on},
    {"Your chords", follows_chords},
    {"Answers", answers},
};

// The presets in order of their URIs within each bank; a bank's plain one has the bank's name.
static size_t list(Host* host, Preset presets[MOST_PRESETS]) {
  const size_t count = host_preset_count(host);
  char label[TEXT];
  assert_true(count <= MOST_PRESETS);
  for (size_t i = 0; i < count; i++) {
    Preset* p = &presets[i];
    assert_true(host_preset(host, i, p->uri, label, TEXT));
    assert_true(host_value(host, p->uri, LV2_PRESETS__bank, p->bank, TEXT));
    assert_true(host_value(host, p->uri, LILV_NS_RDFS "comment", p->comment, TEXT));
  }
  return count;
}

static const char* last_word(const char* uri) {
  const char* colon = strrchr(uri, ':');
  return colon ? colon + 1 : uri;
}

static bool is_plain(const Preset* preset) {
  return strcmp(last_word(preset->uri), last_word(preset->bank)) == 0;
}

static void check_claim(Host* host, const Preset* preset, const Music* plain) {
  for (size_t c = 0; c < sizeof CLAIMS / sizeof CLAIMS[0]; c++) {
    const size_t length = strlen(CLAIMS[c].words);
    if (strncmp(preset->comment, CLAIMS[c].words, length) == 0 &&
        (preset->comment[length] == ':' || preset->comment[length] == ' ')) {
      const Music music = music_of(host, preset->uri);
      printf("%s: %s; %.1f notes a bar, pitch %.1f, %.2f bits\n", last_word(preset->uri),
             CLAIMS[c].words, music_density(&music), music_pitch(&music), music_entropy(&music));
      fflush(stdout);
      CLAIMS[c].holds(host, plain, &music);
      free(music.notes);
      return;
    }
  }
  fail_msg("%s claims nothing: %s", preset->uri, preset->comment);
}

static void test_presets_do_what_their_comments_say(void** state) {
  (void)state;
#if defined(__SANITIZE_ADDRESS__)
  print_message("SKIP: sanitizers are too slow to play all presets\n");
  skip();
#endif
  static Preset presets[MOST_PRESETS];
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  const size_t count = list(host, presets);
  size_t checked = 0;
  host_set_tempo(host, 120);
  for (size_t i = 0; i < count; i++) {
    if (!is_plain(&presets[i])) {
      continue;
    }
    const Music plain = music_of(host, presets[i].uri);
    int others = 0;
    printf("%s: %.1f notes a bar, pitch %.1f, %.2f bits\n", last_word(presets[i].uri),
           music_density(&plain), music_pitch(&plain), music_entropy(&plain));
    for (size_t k = 0; k < count; k++) {
      if (k != i && strcmp(presets[k].bank, presets[i].bank) == 0) {
        check_claim(host, &presets[k], &plain);
        ++others;
      }
    }
    assert_true(others >= 3);
    free(plain.notes);
    checked += 1 + (size_t)others;
  }
  assert_true(count > 0);
  assert_int_equal(checked, count); // each bank has a plain one
  stop_and_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_presets_do_what_their_comments_say),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
