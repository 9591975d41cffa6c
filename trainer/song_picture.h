// A song's piano roll: finds its bars and beats and has them drawn.
#ifndef TN_TRAINER_SONG_PICTURE_H
#define TN_TRAINER_SONG_PICTURE_H

#include "plugin/midi_file.h"
#include "trainer/piano_roll.h"

// Draws `song` with its tracks as parts and puts the PNG at `path`. `sections` are sorted. On
// failure writes one line into `reason`.
bool song_picture_write(const MidiFile* song, const PianoRollSection* sections,
                        size_t section_count, const char* path, char* reason, size_t reason_size);

#endif
