// What a block costs: the share of its duration that the engine computes, while it plays a song in
// which the playhead jumps every few seconds.
//
// usage: bench_run [STYLE [MINUTES]]   of music for each line; default 5
//
// Where there is no such style, a 2x256 network with random weights plays in its place. A larger
// one follows, for a tenth of the time. Times are of the computing thread. The jumps go all over a
// song of 256 bars, more than the engine keeps, so that most of them find nothing composed; the
// last columns tell how long it takes until the composing has overtaken the playhead again.
#include "plugin/denormals.h"
#include "plugin/engine/engine.h"
#include "tests/bench/figures.h"
#include "tests/bench/stopwatch.h"
#include "tests/bench/subject.h"
#include "tests/unit/told_position.h"

enum { RATE = 48000, JUMP_SECONDS = 4, SONG_BARS = 256, MOST_MINUTES = 60 };

static const TnControls CONTROLS = {
    .enabled = 1, .temperature = 1, .top_p = 0.95F, .length = 8, .tempo = 120, .seed = 1};

typedef struct {
  uint32_t frames; // of a block
  double bpm;
  double minutes;
} Case;

typedef struct {
  size_t count;
  double* blocks; // microseconds
  size_t jumps;
  double* catch_up;    // seconds of music from each jump until composed notes are ahead
  double notes;        // struck
  uint32_t late;       // not ready in time
  uint32_t late_ahead; // of these, those while composed notes were ahead
} Result;

typedef struct {
  const Case* job;
  TnEngine engine;
  Random random;
  Result* result;
  bool behind;
  double behind_seconds;
} Player;

static bool count_note(void* handle, uint32_t frame, const uint8_t message[3]) {
  (void)frame;
  double* notes = handle;
  *notes += (message[0] & 0xf0) == 0x90;
  return true;
}

// A locate as hosts tell it: any beat of the song.
static TnPosition draw_position(Player* player) {
  const double seconds_a_beat = 60.0 / player->job->bpm;
  const int64_t bar = random_below(&player->random, SONG_BARS);
  const double beat = random_below(&player->random, 4);
  TnPosition told = told_at(bar, beat);
  told.bpm = player->job->bpm;
  told.has_frame = true;
  told.frame = (int64_t)(((double)bar * 4 + beat) * seconds_a_beat * RATE);
  return told;
}

static double run_block(Player* player, bool jumps) {
  TnEngine* engine = &player->engine;
  const uint32_t frames = player->job->frames;
  const TnMidiSink sink = {count_note, &player->result->notes};
  const TnPosition position = draw_position(player);
  const uint32_t at = (uint32_t)random_below(&player->random, (int)frames);
  const double begin = stopwatch_cpu();
  tn_engine_begin(engine, &CONTROLS, frames, sink);
  if (jumps) {
    tn_engine_locate(engine, at, &position, sink);
  }
  tn_engine_end(engine, sink);
  return stopwatch_cpu() - begin;
}

// Whether composed notes are ahead of the playhead at the end of the block.
static bool is_ready(const TnEngine* engine) {
  const int64_t position = tn_transport_position(&engine->host, engine->block + engine->frames);
  const int64_t tick = (position - engine->origin) / tn_transport_units_a_tick(&engine->host);
  return engine->phrase && tn_composer_reach(engine->phrase) > tick;
}

static void follow_jump(Player* player, bool jumped) {
  if (jumped) {
    player->behind = true;
    player->behind_seconds = 0;
  }
  const uint32_t late = player->engine.late - player->result->late;
  player->result->late += late;
  player->result->late_ahead += player->behind ? 0 : late;
  if (player->behind && is_ready(&player->engine)) {
    player->result->catch_up[player->result->jumps++] = player->behind_seconds;
    player->behind = false;
  }
  player->behind_seconds += (double)player->job->frames / RATE;
}

static bool result_init(Result* result, const Case* job) {
  const double seconds = job->minutes * 60;
  const size_t blocks = (size_t)(seconds * RATE / job->frames);
  *result = (Result){.count = blocks,
                     .blocks = malloc((blocks + 1) * sizeof(double)),
                     .catch_up = malloc(((size_t)(seconds / JUMP_SECONDS) + 2) * sizeof(double))};
  return result->blocks && result->catch_up && blocks > 0;
}

static void result_free(Result* result) {
  free(result->blocks);
  free(result->catch_up);
}

static void play(Player* player) {
  const size_t blocks_a_jump = (size_t)JUMP_SECONDS * RATE / player->job->frames;
  for (size_t i = 0; i < player->result->count; ++i) {
    const bool jumps = i % blocks_a_jump == 0;
    player->result->blocks[i] = run_block(player, jumps);
    follow_jump(player, jumps);
  }
}

static void report(const char* name, const Case* job, Result* result, Figures* figures) {
  static const struct {
    const char* name;
    double share;
  } QUANTILES[] = {{"p50", 0.5}, {"p99", 0.99}, {"p99.9", 0.999}, {"max", 1.0}};
  const double duration = 1e6 * job->frames / RATE;
  char label[48];
  snprintf(label, sizeof label, "%s_%u_%.0f", name, (unsigned)job->frames, job->bpm);
  printf("%-6s %6u %5.0f", name, (unsigned)job->frames, job->bpm);
  stopwatch_sort(result->blocks, result->count);
  for (size_t i = 0; i < sizeof QUANTILES / sizeof QUANTILES[0]; ++i) {
    const double time = stopwatch_quantile(result->blocks, result->count, QUANTILES[i].share);
    printf(" %8.2f", 100 * time / duration);
    figures_add(figures, 100 * time / duration, "%", "block_%s_%s", label, QUANTILES[i].name);
  }
  printf(" %7.0f %5u %5u", result->notes, (unsigned)result->late, (unsigned)result->late_ahead);
  figures_add(figures, result->notes, "notes", "struck_%s", label);
  figures_add(figures, result->late, "notes", "late_%s", label);
  figures_add(figures, result->late_ahead, "notes", "late_ahead_%s", label);
  if (result->jumps > 0) {
    const double median = 1e3 * stopwatch_median(result->catch_up, result->jumps);
    const double longest = 1e3 * stopwatch_quantile(result->catch_up, result->jumps, 1.0);
    printf(" %8.0f %8.0f", median, longest);
    figures_add(figures, median, "ms", "catch_up_%s_p50", label);
    figures_add(figures, longest, "ms", "catch_up_%s_max", label);
  }
  putchar('\n');
}

static bool measure(const Subject* subject, const Case* job, Figures* figures) {
  Result result;
  Player player = {.job = job, .random = {1}, .result = &result};
  TnComposer* composer =
      tn_composer_new(&subject->style.network, subject->style.key, tn_kernel_fastest());
  const bool ok = result_init(&result, job) && composer;
  if (ok) {
    tn_engine_init(&player.engine, RATE);
    tn_engine_set_composer(&player.engine, composer);
    play(&player);
    report(subject->name, job, &result, figures);
  }
  tn_composer_free(composer);
  result_free(&result);
  return ok;
}

static bool measure_all(const Subject* subject, double minutes, Figures* figures) {
  static const uint32_t FRAMES[] = {32, 64, 256};
  static const double TEMPI[] = {120, 300};
  bool ok = true;
  for (int i = 0; ok && i < 6; ++i) {
    const Case job = {FRAMES[i / 2], TEMPI[i % 2], minutes};
    ok = measure(subject, &job, figures);
  }
  return ok;
}

int main(int argc, char** argv) {
  const char* path = argc > 1 ? argv[1] : SUBJECT_DEFAULT_STYLE;
  const double minutes = argc > 2 ? strtod(argv[2], NULL) : 5;
  if (!(minutes >= 0.1 && minutes <= MOST_MINUTES)) {
    fprintf(stderr, "usage: bench_run [STYLE [MINUTES]]; 0.1 to %d minutes\n", MOST_MINUTES);
    return 2;
  }
  Figures figures = {0};
  Subject style;
  Subject large;
  denormals_flush(); // as run() has it
  const double cost = stopwatch_cost();
  figures_add(&figures, cost, "us", "clock");
  printf("== run: share of a block at %d Hz in %%, %.3g minutes with a jump every %d s\n", RATE,
         minutes, JUMP_SECONDS);
  bool ok = subject_read(&style, path) || subject_random(&style, 2, 256, SUBJECT_HEAD);
  printf("reading the clock takes %.2f us of each block; late notes: all, and those not after a "
         "jump\n",
         cost);
  printf("%-6s %6s %5s %8s %8s %8s %8s %7s %11s %17s\n", "", "frames", "BPM", "p50", "p99", "p99.9",
         "max", "struck", "late", "ready, ms: p50 max");
  ok = ok && measure_all(&style, minutes, &figures);
  ok = subject_random(&large, 3, 512, SUBJECT_HEAD) && ok &&
       measure_all(&large, minutes / 10, &figures);
  subject_free(&style);
  subject_free(&large);
  if (!ok) {
    fprintf(stderr, "bench_run: out of memory\n");
    return 1;
  }
  figures_print(&figures);
  return 0;
}
