#include "trainer/obedience.h"

#include "plugin/engine/key.h"

void obedience_add(Obedience* obedience, const Corpus* corpus, int drum_part) {
  for (size_t i = 0; i < corpus->count; ++i) {
    const Piece* piece = &corpus->pieces[i];
    const uint8_t heard = tn_key_estimate(piece->notes, piece->note_count, drum_part);
    ++obedience->phrases;
    obedience->obeyed += heard == piece->key;
    obedience->near += heard > 0 && tn_key_is_near(piece->key, heard);
  }
}
