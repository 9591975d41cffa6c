#!/bin/sh
# listen.sh BUILD: plays 16 bars of every preset in the tests' LV2 host, into BUILD/listen: MIDI files
# and, where FluidSynth and a soundfont are there, sound. Presets that answer have nobody to answer:
# they are left out.
set -eu
build=$1
out=$build/listen
mkdir -p "$out"
font=
for candidate in /usr/share/sounds/sf2/*.sf2; do
  [ -z "$font" ] && [ -f "$candidate" ] && font=$candidate
done
command -v fluidsynth > /dev/null || font=
TIENTO_BUNDLE=$build/tiento.lv2
export TIENTO_BUNDLE
for preset in $(sed -n 's/^<\(urn:tiento:preset:.*\)>$/\1/p' "$build/tiento.lv2/manifest.ttl"); do
  name=${preset##*:}
  case $name in *-answer) continue ;; esac
  "$build/lv2_play" --preset "$preset" --bars 16 --output "$out/$name.mid" > "$out/$name.log"
  if [ -n "$font" ]; then
    fluidsynth -ni -q -g 0.8 -r 44100 -F "$out/$name.wav" "$font" "$out/$name.mid" > "$out/$name.log" 2>&1
  fi
done
echo "made $(ls "$out"/*.mid | wc -l) MIDI files and $(find "$out" -name '*.wav' | wc -l) sounds in $out"
