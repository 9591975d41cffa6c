#!/bin/sh
# jalv_test.sh BUILD_DIR [JACK_DRIVE]: jalv plays BUILD_DIR/tiento.lv2 under a private JACK server without a
# sound card, driven by jack_drive (looked for in BUILD_DIR). Prints "ok" and "FAIL" lines. Exit status:
# 0 good, 1 not, 77 skipped because jalv or jackd is not installed. About ten seconds. Leaves what was heard
# before the locate in BUILD_DIR/hosts: jalv.mid and jalv.png.
set -u

if [ $# -lt 1 ]; then
  echo "usage: jalv_test.sh BUILD_DIR [JACK_DRIVE]" >&2
  exit 2
fi
build=$1
drive=${2:-$(find "$build" -name jack_drive -type f 2>/dev/null | head -n 1)}

. "$(dirname "$0")/private_jalv.sh"

start_jalv
"$drive" tiento:midi_out "$folder/heard" || fail "jalv does not play as it should" "$folder/jalv.log"
end_jalv

mkdir -p "$build/hosts"
sed '/^# .* after the locate$/,$d' "$folder/heard" >"$folder/rolled"
"$build/log_to_midi" 48000 "$folder/rolled" "$build/hosts/jalv.mid" >"$folder/midi.log" 2>&1 &&
  "$build/tiento" draw "$build/hosts/jalv.mid" -o "$build/hosts/jalv.png" --title "Tiento in jalv" \
    >>"$folder/midi.log" 2>&1 || fail "no MIDI file, or no picture" "$folder/midi.log"
echo "ok   $build/hosts: jalv.mid, jalv.png"
