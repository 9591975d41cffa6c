#!/bin/sh
# jalv_preset_test.sh BUILD_DIR STYLE: jalv finds the presets of two installed styles, STYLE and one that is
# made here of the tunes in BUILD_DIR, and plays each of them. Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not, 77 skipped because jalv or
# jackd is not installed. About twenty seconds.
set -u

if [ $# -ne 2 ]; then
  echo "usage: jalv_preset_test.sh BUILD_DIR STYLE" >&2
  exit 2
fi
build=$1
drive=$build/jack_drive
. "$(dirname "$0")/private_jalv.sh"

"$build/tiento" train "$build/tunes" -o "$folder/small.safetensors" --epochs 1 --layers 1 --hidden 16 \
  --embedding 8 --head 8 >"$folder/log" 2>&1 || fail "tiento train ends badly" "$folder/log"
"$build/tiento" install "$2" --lv2 "$folder/lv2" --name 'The "first" \ one' >"$folder/log" 2>&1 &&
  "$build/tiento" install "$folder/small.safetensors" --lv2 "$folder/lv2" --name Second >>"$folder/log" 2>&1 ||
  fail "tiento install ends badly" "$folder/log"
first=$(sed -n 's/^<\(urn:.*\)>$/\1/p' "$folder"/lv2/tiento-The-first-one-*.lv2/manifest.ttl)

# play PRESET: what it begins with goes to $pitches.
play() {
  echo "preset $1" >&3
  "$drive" tiento:midi_out >"$folder/played" || fail "$1 does not play as it should" "$folder/played"
  pitches=$(sed -n 's/^ *first pitches: //p' "$folder/played")
  echo "ok   jalv plays the preset $1: $pitches ..."
}

start_jalv
echo presets >&3 # jalv reads them only then
play "$first"
first_pitches=$pitches
play urn:tiento:preset:user:Second
[ "$pitches" != "$first_pitches" ] || fail "both presets play the same" "$folder/jalv.log"
echo "ok   each preset plays another style"
end_jalv
grep -qF "$first (The \"first\" \\ one)" "$folder/jalv.log" ||
  fail "jalv does not list the presets" "$folder/jalv.log"
echo "ok   jalv lists them by their names"
