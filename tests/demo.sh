#!/bin/sh
# demo.sh BUILD: the main job from end to end. Trains a style on a folder of MIDI files, loads the plugin
# in an LV2 host with the style that ships and with the one just trained, and leaves what was played as
# MIDI, as a picture and, where FluidSynth and a soundfont are there, as sound. All in BUILD/demo.
set -eu
build=$1
demo=$build/demo
mkdir -p "$demo"

echo "== training a style on $(ls "$build"/tunes/*.mid | wc -l) folk tunes"
"$build/tiento" train "$build/tunes" -o "$demo/folk.safetensors" --name "Folk tunes" \
  --hidden 128 --embedding 64 --head 64 --epochs 40 --settle 0.4

echo "== playing 16 bars of each style in an LV2 host, with a change of tempo on the way"
TIENTO_BUNDLE=$build/tiento.lv2 "$build/lv2_play" --style-b "$demo/folk.safetensors" --bars 16 \
  --tempo 100 --tempo-change 8:132 --output "$demo/demo.mid"
"$build/tiento" draw "$demo/demo.mid" -o "$demo/demo.png" --title "Tiento in an LV2 host" \
  --section "1:Hymns (ships with Tiento)" --section "17:Folk tunes (just trained)"

font=
for candidate in /usr/share/sounds/sf2/TimGM6mb.sf2 /usr/share/sounds/sf2/FluidR3_GM.sf2 \
  /usr/share/sounds/sf2/default-GM.sf2; do
  [ -z "$font" ] && [ -f "$candidate" ] && font=$candidate
done
if command -v fluidsynth > /dev/null && [ -n "$font" ]; then
  fluidsynth -ni -q -g 0.8 -r 44100 -F "$demo/demo.wav" "$font" "$demo/demo.mid" > "$demo/fluidsynth.log" 2>&1
fi

echo
echo "Made:"
echo "  $demo/folk.safetensors  a style, trained just now"
echo "  $demo/folk.report.html  what it has learned and how it plays: open it with a browser"
echo "  $demo/demo.mid          what the plugin played: 16 bars of hymns, 16 of folk tunes"
echo "  $demo/demo.png          the same as a piano roll"
if [ -s "$demo/demo.wav" ]; then
  echo "  $demo/demo.wav          the same as sound: open it with any player (aplay $demo/demo.wav)"
else
  echo "To hear it, open $demo/demo.mid with any MIDI player, or install fluidsynth and a soundfont."
fi
echo "To use the plugin in your own host: make install (the README tells how)."
