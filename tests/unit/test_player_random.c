// Whatever is struck, pressed and released, with whatever room: what sounds is what is held.
#include "tests/unit/player_fixture.h"
#include "trainer/random.h"

enum { CHANNELS = 2, PITCHES = 5, POLYPHONY = 3 };

// Plays the output's messages on: a pitch is never struck twice or released twice.
static void hear(Output* output, bool sounding[CHANNELS][PITCHES]) {
  for (int i = 0; i < output->count; ++i) {
    const uint8_t* bytes = output->messages[i].bytes;
    bool* sounds = &sounding[bytes[0] & 0x0f][bytes[1]];
    const bool on = (bytes[0] & 0xf0) == NOTE_ON;
    assert_int_equal(*sounds, !on);
    *sounds = on;
  }
  output->count = 0;
}

static void check_holders(const TnPlayer* player, bool sounding[CHANNELS][PITCHES]) {
  bool held[CHANNELS][PITCHES] = {{false}};
  int pitched = 0;
  for (int i = 0; i < player->count; ++i) {
    const TnVoice* v = &player->voices[i];
    assert_false(held[v->channel][v->pitch]);
    held[v->channel][v->pitch] = true;
    pitched += v->pitched;
    assert_int_not_equal(player->keys[v->channel * TN_MAX_PITCHES + v->pitch], TN_KEY_OWES);
  }
  assert_true(pitched <= POLYPHONY);
  for (int k = 0; k < CHANNELS * PITCHES; ++k) {
    const int channel = k / PITCHES;
    const int pitch = k % PITCHES;
    const bool down = player->keys[channel * TN_MAX_PITCHES + pitch] != TN_KEY_UP;
    assert_int_equal(sounding[channel][pitch], held[channel][pitch] || down);
  }
}

static void act(TnPlayer* player, Output* output, Random* random, int64_t now) {
  const uint8_t channel = (uint8_t)random_below(random, CHANNELS);
  const uint8_t pitch = (uint8_t)random_below(random, PITCHES);
  const TnMidiSink sink = sink_of(output);
  TnLimits limits = NO_LIMITS;
  TnVoice note = voice(pitch, now, now + 1 + random_below(random, 9));
  note.channel = channel;
  note.part = pitch % 2;
  note.pitched = random_below(random, 4) > 0;
  switch (random_below(random, 8)) {
  case 0:
  case 1:
    tn_player_strike(player, sink, 0, note, 80, POLYPHONY);
    return;
  case 2:
  case 3:
    key(player, output, 0, NOTE_ON | channel, pitch, 90);
    return;
  case 4:
    key(player, output, 0, NOTE_OFF | channel, pitch, 0);
    return;
  case 5:
    if (player->count > 0) {
      tn_player_release(player, sink, 0, tn_player_next_end(player));
    }
    return;
  case 6:
    limits.low = pitch;
    tn_player_fit(player, sink, 0, &limits, POLYPHONY - 1, (uint8_t)random_below(random, 4));
    return;
  default:
    tn_player_let_go_keys(player, sink, 0);
  }
}

static void whatever_happens_all_that_sounds_is_held_and_released(void** state) {
  (void)state;
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    Random random = {seed};
    TnPlayer player = {.count = 0};
    bool sounding[CHANNELS][PITCHES] = {{false}};
    Output output = new_output(0);
    for (int64_t now = 0; now < 200; ++now) {
      output.room = random_below(&random, 4);
      act(&player, &output, &random, now / 2);
      hear(&output, sounding);
      check_holders(&player, sounding);
    }
    output.room = CAPACITY;
    tn_player_release_all(&player, sink_of(&output), 0);
    tn_player_let_go_keys(&player, sink_of(&output), 0);
    fit_all(&player, &output, 0);
    hear(&output, sounding);
    for (int k = 0; k < CHANNELS * PITCHES; ++k) {
      assert_false(sounding[k / PITCHES][k % PITCHES]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(whatever_happens_all_that_sounds_is_held_and_released),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
