#!/bin/sh
# ardour_test.sh BUILD: Ardour 7, without a screen, plays BUILD/tiento.lv2 on a MIDI track, faster than real
# time. It makes a session, inserts the plugin, loads a preset, sets controls and automates one, changes the
# tempo, rolls, loops, locates, bypasses, saves, closes, opens again and exports. What comes out of the
# plugin is noted down by a plugin behind it, midi_sink. Leaves BUILD/hosts/ardour.mid and ardour.png.
# Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not, 77 skipped because Ardour is not installed.
# About 20 seconds.
set -u

if [ $# -ne 1 ]; then
  echo "usage: ardour_test.sh BUILD" >&2
  exit 2
fi
build=$(cd "$1" && pwd)
for program in ardour7-lua ardour7-export; do
  if ! command -v $program > /dev/null; then
    echo "SKIP: $program (Debian's ardour) is not installed"
    exit 77
  fi
done

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
mkdir -p "$folder/lv2" "$folder/home" "$build/hosts"
chmod 700 "$folder/home"
ln -s "$build/tiento.lv2" "$build/midi_sink.lv2" "$folder/lv2"
LV2_PATH=$folder/lv2:/usr/lib/lv2
HOME=$folder/home XDG_RUNTIME_DIR=$folder/home XDG_CONFIG_HOME=$folder/home XDG_CACHE_HOME=$folder/home
SESSION=$folder/session
SECONDS_TO_ROLL=20
RATE=48000
export LV2_PATH HOME XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME SESSION SECONDS_TO_ROLL
end=$(((SECONDS_TO_ROLL - 1) * RATE)) # frames; in the last second it may stop

fail() {
  echo "FAIL $1"
  [ $# -lt 2 ] || tail -n 20 "$2"
  exit 1
}

# ardour ACT: what comes out of the plugin goes to the file ACT.heard, what Ardour says to ACT.log.
ardour() {
  MIDI_SINK="$folder/$1.heard" ACT=$1 timeout 120 ardour7-lua "$(dirname "$0")/ardour.lua" < /dev/null \
    > "$folder/$1.log" 2>&1 || fail "Ardour ends badly: $1" "$folder/$1.log"
  [ -s "$folder/$1.heard" ] || fail "nothing was heard: $1" "$folder/$1.log"
}

# The exporter of Ardour 7.3 hangs or dies now and then on a busy machine, with any plugins, or its blocks do not
# begin at -768, so that the change of tempo lies within one (TRAPS.md, ardour.lua): it gets four tries. What was
# heard then counts.
export_song() {
  for try in 1 2 3 4; do
    rm -f "$folder/export.heard"
    if MIDI_SINK="$folder/export.heard" timeout -k 5 40 ardour7-export -o "$folder/silence.wav" "$SESSION" session \
      < /dev/null > "$folder/export.log" 2>&1; then
      [ -s "$folder/export.heard" ] || fail "nothing was heard in the export" "$folder/export.log"
      ! grep -q '^# -768 jump$' "$folder/export.heard" || return 0
      echo "     Ardour's exporter begins elsewhere, try $try"
    else
      echo "     Ardour's exporter does not end well, try $try"
    fi
  done
  fail "Ardour does not export as it should" "$folder/export.log"
}

# rolled NAME: the messages of the song up to its end, or to where it stops; there must be some.
rolled() {
  awk -v end=$end '$1 == "#" && $3 == "stop" { exit } $1 != "#" && $1 < end' "$folder/$1.heard" > "$folder/$1.rolled"
  [ "$(wc -l < "$folder/$1.rolled")" -gt 50 ] || fail "few messages in $1" "$folder/$1.log"
}

# paired FILE WHEN: prints what is wrong with its notes up to the end of the file, or to the last stop.
# Ardour itself sends note-offs to the plugin behind one that plays, on a locate and on a stop, so that a
# second note-off is no fault.
paired() {
  awk -v to_stop="$2" '
    { line[NR] = $0; if ($1 == "#" && $3 == "stop") last = NR }
    END {
      count = to_stop ? last - 1 : NR
      for (i = 1; i <= count; i++) {
        split(line[i], m, " ")
        kind = int(m[2] / 16); note = m[2] % 16 * 128 + m[3]
        if (m[1] == "#" || (kind != 8 && kind != 9)) continue
        if (kind == 9 && m[4] > 0) {
          if (sounds[note]) print "struck twice: " line[i]
          sounds[note] = line[i]
        } else sounds[note] = ""
      }
      for (note in sounds) if (sounds[note] != "") print "hangs: " sounds[note]
    }' "$1" > "$folder/unpaired"
  [ ! -s "$folder/unpaired" ]
}

ardour make
rolled make
grep '^control' "$folder/make.log" > "$folder/make.controls"
echo "ok   Ardour makes a session with the plugin, and rolls: $(wc -l < "$folder/make.rolled") messages"
grep -q '^control Temperature 0.6' "$folder/make.controls" || fail "the preset is not there" "$folder/make.controls"
grep -q '^control Seed 17' "$folder/make.controls" || fail "a control is not set" "$folder/make.controls"
echo "ok   the preset's values and those that were set are there"
paired "$folder/make.heard" "" || fail "notes are not paired" "$folder/unpaired"

# At 120 BPM there are 1000 frames from tick to tick, 24 of which are a quarter note.
awk '$1 < 288000 && int($2 / 16) == 9 && $1 % 1000 { print "off its frame: " $0 }' "$folder/make.rolled" > "$folder/off"
[ ! -s "$folder/off" ] || fail "notes are not on their frames" "$folder/off"
echo "ok   every note is on its frame"

# The step: up to it every note is louder than any after it.
awk 'int($2 / 16) == 9 && $1 <= 192000 { before++; if (!least || $4 < least) least = $4 }
     int($2 / 16) == 9 && $1 > 192000 { after++; if ($4 > most) most = $4 }
     END { if (!before || !after || most + 20 > least) print least, most }' "$folder/make.rolled" > "$folder/step"
[ ! -s "$folder/step" ] || fail "the automation is not heard" "$folder/step"
echo "ok   a control that is automated is heard from its frame on"

# Lua makes plain ranges. They become those of the session and of the loop.
sed -i -e '/name="range1"/{s/IsRangeMarker/IsSessionRange/;s/range1/session/}' \
  -e '/name="range2"/{s/IsRangeMarker/IsAutoLoop/;s/range2/Loop/}' "$SESSION/session.ardour"

ardour play
rolled play
cmp "$folder/make.rolled" "$folder/play.rolled" || fail "other notes after saving and opening again"
grep '^control' "$folder/play.log" | cmp - "$folder/make.controls" || fail "other controls after saving and opening again"
echo "ok   saved, closed and opened again it plays the same, byte for byte; all controls are back"

export_song
rolled export
grep -q freewheels "$folder/export.heard" || fail "the export did not freewheel" "$folder/export.heard"
cmp "$folder/make.rolled" "$folder/export.rolled" || fail "other notes in the export"
echo "ok   the export has the same, byte for byte"

ardour wander
paired "$folder/wander.heard" "" || fail "a note hangs after looping, locating and bypassing" "$folder/unpaired"
paired "$folder/wander.heard" yes || fail "a note hangs in bypass" "$folder/unpaired"
awk 'FNR == NR { known[$0] = 1; next }
     $1 == "#" || int($2 / 16) == 11 { next }
     int($2 / 16) == 9 { struck++; if (!($0 in known)) print "was not struck there before: " $0 }
     int($2 / 16) == 8 && !($0 in known) && $1 % 1000 { cut++ }
     END { if (struck < 30) print "few notes: " struck; if (!cut) print "no note was cut by a bypass" }' \
  "$folder/make.rolled" "$folder/wander.heard" > "$folder/strange"
[ ! -s "$folder/strange" ] || fail "looping and locating it plays other notes" "$folder/strange"
[ "$(grep -c '^# .* \(jump\|roll\)$' "$folder/wander.heard")" -gt 6 ] || fail "there were few jumps" "$folder/wander.heard"
echo "ok   looped, located and bypassed it strikes the same notes, and none hangs"

"$build/log_to_midi" $RATE "$folder/make.rolled" "$build/hosts/ardour.mid" > "$folder/midi.log" 2>&1 &&
  "$build/tiento" draw "$build/hosts/ardour.mid" -o "$build/hosts/ardour.png" --title "Tiento in Ardour 7" \
    >> "$folder/midi.log" 2>&1 || fail "no MIDI file, or no picture" "$folder/midi.log"
echo "ok   $build/hosts: ardour.mid, ardour.png"
