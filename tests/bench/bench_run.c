// What a block costs: microseconds and the share of its duration that the engine computes, while it
// plays a song in which the playhead jumps.
//
// usage: bench_run [STYLE [MINUTES]]   of music for each line; default 0.15
//
// Once with a jump every few seconds, and once with every second and all controls moved in every
// block, so that what is composed is thrown away and each block composes as much as it may. A
// network with random weights that plays densely follows the style, and a larger one, for a tenth
// of the time. Times are of the computing thread. The jumps go all over a song of 256 bars, more
// than the engine keeps, so that most of them find nothing composed; the last columns tell how long
// it takes until the composing has overtaken the playhead again.
#include "plugin/denormals.h"
#include "plugin/engine/engine.h"
#include "tests/bench/figures.h"
#include "tests/bench/stopwatch.h"
#include "tests/bench/subject.h"
#include "tests/unit/told_position.h"

enum { RATE = 48000, SONG_BARS = 256, MOST_MINUTES = 60, SPEED_BARS = 8 };

static const double SPEED_TIME = 0.3e6; // microseconds of composing to learn its speed

typedef enum { JUMPS, AUTOMATION, WAYS } Way; // of playing

static const char* const WAY_NAMES[WAYS] = {"jumps", "automation"};
static const int JUMP_SECONDS[WAYS] = {4, 1};

typedef struct {
  Way way;
  uint32_t frames; // of a block
  double bpm;
  double minutes;
} Case;

typedef struct {
  size_t count;
  double* blocks;    // microseconds
  int64_t most_work; // multiply-adds that a block composed
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

static float draw_within(Player* player, float low, float high) {
  return low + (high - low) * random_unit(&player->random);
}

// Any values of the controls, but of those that stop the composing, free it from its bound, or put
// the playhead into other music.
static TnControls draw_controls(Player* player) {
  TnControls c = tn_controls_default();
  c.temperature = draw_within(player, 0.2F, 2.0F);
  c.top_p = draw_within(player, 0.5F, 1.0F);
  c.length = draw_within(player, 1.0F, TN_MAX_PHRASE_BARS);
  c.tempo = draw_within(player, 20.0F, 300.0F);
  c.seed = draw_within(player, 0.0F, 9999.0F);
  c.key = draw_within(player, 0.0F, TN_KEYS - 1);
  c.density = draw_within(player, 0.0F, 1.0F);
  c.low = draw_within(player, 0.0F, 60.0F);
  c.high = draw_within(player, 60.0F, 127.0F);
  c.polyphony = draw_within(player, 2.0F, 16.0F);
  c.scale_root = draw_within(player, 0.0F, 11.0F);
  c.scale = draw_within(player, 0.0F, TN_SCALES - 1);
  c.rest = draw_within(player, 0.0F, 0.2F);
  c.velocity = draw_within(player, 0.0F, 2.0F);
  c.gate = draw_within(player, 0.1F, 2.0F);
  c.swing = draw_within(player, 0.0F, 0.75F);
  c.swing_grid = draw_within(player, 0.0F, 1.0F);
  c.humanize = draw_within(player, 0.0F, 1.0F);
  c.transpose = draw_within(player, -24.0F, 24.0F);
  c.channel = draw_within(player, 0.0F, 16.0F);
  c.reroll = draw_within(player, 0.0F, 0.6F);
  c.reroll_bar = draw_within(player, 0.0F, 0.6F);
  c.lock = draw_within(player, 0.0F, 0.6F);
  c.unlock = draw_within(player, 0.0F, 0.6F);
  return c;
}

static double run_block(Player* player, bool jumps) {
  TnEngine* engine = &player->engine;
  const bool moves = player->job->way == AUTOMATION;
  const TnControls controls = moves ? draw_controls(player) : tn_controls_default();
  const uint32_t frames = player->job->frames;
  const TnMidiSink sink = {count_note, &player->result->notes};
  const TnPosition position = draw_position(player);
  const uint32_t at = (uint32_t)random_below(&player->random, (int)frames);
  const double begin = stopwatch_cpu();
  tn_engine_begin(engine, &controls, frames, sink);
  if (jumps) {
    tn_engine_locate(engine, at, &position, sink);
  }
  tn_engine_end(engine, sink);
  const double time = stopwatch_cpu() - begin;
  const int64_t work = tn_engine_work(frames) - engine->work;
  int64_t* most = &player->result->most_work;
  *most = work > *most ? work : *most;
  return time;
}

// Whether composed notes are ahead of the playhead at the end of the block.
static bool is_ready(const TnEngine* engine) {
  const int64_t position = tn_transport_position(&engine->host, engine->block + engine->frames);
  const int64_t tick = (position - engine->origin) / tn_transport_units_a_tick(&engine->host);
  return engine->phrase && tn_phrase_reach(engine->phrase) > tick;
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
                     .catch_up = malloc(((size_t)seconds + 2) * sizeof(double))};
  return result->blocks && result->catch_up && blocks > 0;
}

static void result_free(Result* result) {
  free(result->blocks);
  free(result->catch_up);
}

static void play(Player* player) {
  const size_t blocks_a_jump = (size_t)JUMP_SECONDS[player->job->way] * RATE / player->job->frames;
  for (size_t i = 0; i < player->result->count; ++i) {
    const bool jumps = i % blocks_a_jump == 0;
    player->result->blocks[i] = run_block(player, jumps);
    follow_jump(player, jumps);
  }
}

static void report_times(const char* label, const Case* job, Result* result, Figures* figures) {
  static const struct {
    const char* name;
    double share;
  } QUANTILES[] = {{"p50", 0.5}, {"p99", 0.99}, {"p99.9", 0.999}, {"max", 1.0}};
  const double duration = 1e6 * job->frames / RATE;
  stopwatch_sort(result->blocks, result->count);
  for (size_t i = 0; i < sizeof QUANTILES / sizeof QUANTILES[0]; ++i) {
    const double time = stopwatch_quantile(result->blocks, result->count, QUANTILES[i].share);
    printf(" %7.1f %5.2f", time, 100 * time / duration);
    figures_add(figures, time, "us", "block_%s_%s", label, QUANTILES[i].name);
    figures_add(figures, 100 * time / duration, "%", "block_%s_%s_share", label, QUANTILES[i].name);
  }
}

static void report(const char* name, const Case* job, Result* result, Figures* figures) {
  const double work = (double)result->most_work / (double)tn_engine_work(job->frames);
  char label[48];
  snprintf(label, sizeof label, "%s_%s_%u_%.0f", name, WAY_NAMES[job->way], (unsigned)job->frames,
           job->bpm);
  printf("%-6s %-10s %3u %3.0f", name, WAY_NAMES[job->way], (unsigned)job->frames, job->bpm);
  report_times(label, job, result, figures);
  printf(" %5.1f %6.0f %4u %4u", 100 * work, result->notes, (unsigned)result->late,
         (unsigned)result->late_ahead);
  figures_add(figures, (double)result->most_work, "madds", "work_%s_max", label);
  figures_add(figures, result->notes, "notes", "struck_%s", label);
  figures_add(figures, result->late, "notes", "late_%s", label);
  figures_add(figures, result->late_ahead, "notes", "late_ahead_%s", label);
  if (result->jumps > 0) {
    const double median = 1e3 * stopwatch_median(result->catch_up, result->jumps);
    const double longest = 1e3 * stopwatch_quantile(result->catch_up, result->jumps, 1.0);
    printf(" %5.0f %5.0f", median, longest);
    figures_add(figures, median, "ms", "catch_up_%s_p50", label);
    figures_add(figures, longest, "ms", "catch_up_%s_max", label);
  }
  putchar('\n');
}

static bool measure(const Subject* subject, const Case* job, Figures* figures) {
  Result result;
  Player player = {.job = job, .random = {1}, .result = &result};
  TnComposer* composer = tn_composer_new_for(&subject->style, tn_kernel_fastest());
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

// Multiply-adds a microsecond, with all that composing does; 0 where memory is short.
static double composing_speed(const Subject* subject, double* notes_a_bar) {
  const TnBrief brief = {.settings = {.sampling = {.temperature = 1.0F, .top_p = 0.95F},
                                      .seed = 1,
                                      .bars = SPEED_BARS}};
  TnComposer* composer = tn_composer_new_for(&subject->style, tn_kernel_fastest());
  int64_t left = INT64_MAX;
  int64_t bar = 0;
  int64_t notes = 0;
  const double begin = stopwatch_cpu();
  for (; composer && stopwatch_cpu() - begin < SPEED_TIME; bar += SPEED_BARS) {
    TnPhrase* phrase = tn_composer_phrase(composer, bar, subject->style.meter, &brief);
    while (!phrase->complete) {
      (void)tn_composer_work(composer, phrase, &brief, &left);
    }
    notes += phrase->count;
  }
  const double time = stopwatch_cpu() - begin;
  tn_composer_free(composer);
  *notes_a_bar = bar > 0 ? (double)notes / (double)bar : 0;
  return (double)(INT64_MAX - left) / time;
}

// What a block could come to, would it always compose as much as it may.
static void report_bound(const Subject* subject, Figures* figures) {
  const uint32_t frames = 64;
  double notes_a_bar;
  const double speed = composing_speed(subject, &notes_a_bar);
  const double time = (double)tn_engine_work(frames) / speed;
  const double share = 100 * time * RATE / 1e6 / frames;
  printf("%-6s %.1f notes a bar; by %s %.0f multiply-adds a us: the bound of %u frames, %d + "
         "%u x %d, takes %.0f us, %.1f%%\n",
         subject->name, notes_a_bar, tn_kernel_fastest()->name, speed, (unsigned)frames,
         TN_BLOCK_WORK, (unsigned)frames, TN_FRAME_WORK, time, share);
  figures_add(figures, notes_a_bar, "notes", "density_%s", subject->name);
  figures_add(figures, speed, "madds/us", "composing_%s", subject->name);
  figures_add(figures, time, "us", "bound_%s_%u", subject->name, (unsigned)frames);
  figures_add(figures, share, "%", "bound_%s_%u_share", subject->name, (unsigned)frames);
}

static bool measure_all(const Subject* subject, double minutes, Figures* figures) {
  static const uint32_t FRAMES[] = {32, 64, 256};
  static const double TEMPI[] = {120, 300};
  bool ok = true;
  report_bound(subject, figures);
  for (int i = 0; ok && i < WAYS * 6; ++i) {
    const Case job = {(Way)(i / 6), FRAMES[i / 2 % 3], TEMPI[i % 2], minutes};
    ok = measure(subject, &job, figures);
  }
  return ok;
}

static bool measure_random(int layers, int hidden, double minutes, Figures* figures) {
  Subject subject;
  const bool ok = subject_random(&subject, layers, hidden, SUBJECT_HEAD) &&
                  measure_all(&subject, minutes, figures);
  subject_free(&subject);
  return ok;
}

int main(int argc, char** argv) {
  const char* path = argc > 1 ? argv[1] : SUBJECT_DEFAULT_STYLE;
  const double minutes = argc > 2 ? strtod(argv[2], NULL) : 0.15;
  if (!(minutes >= 0.05 && minutes <= MOST_MINUTES)) {
    fprintf(stderr, "usage: bench_run [STYLE [MINUTES]]; 0.05 to %d minutes\n", MOST_MINUTES);
    return 2;
  }
  Figures figures = {0};
  Subject style;
  bool ok = true;
  denormals_flush(); // as run() has it
  const double cost = stopwatch_cost();
  figures_add(&figures, cost, "us", "clock");
  printf(
      "== run: us and %% of blocks at %d Hz, %.3g minutes each; reading the clock takes %.2f us\n",
      RATE, minutes, cost);
  printf(
      "work: the most of a block, %% of its bound; late notes: all, and those not after a jump\n");
  printf("%-6s %-10s %3s %3s %13s %13s %13s %13s %5s %6s %9s %11s\n", "", "", "frm", "BPM", "p50",
         "p99", "p99.9", "max", "work", "struck", "late", "ready, ms");
  if (subject_read(&style, path)) {
    ok = measure_all(&style, minutes, &figures);
    subject_free(&style);
  }
  ok = ok && measure_random(2, 256, minutes, &figures) &&
       measure_random(3, 512, minutes / 10, &figures);
  if (!ok) {
    fprintf(stderr, "bench_run: out of memory\n");
    return 1;
  }
  figures_print(&figures);
  return 0;
}
