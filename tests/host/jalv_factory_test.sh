#!/bin/sh
# jalv_factory_test.sh BUILD_DIR: jalv lists the presets in BUILD_DIR/tiento.lv2, and plays notes within the first
# bar of the first preset of each style; test_presets plays the others. Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not, 77 skipped because jalv or jackd
# is not installed. About three seconds a preset.
set -u

if [ $# -ne 1 ]; then
  echo "usage: jalv_factory_test.sh BUILD_DIR" >&2
  exit 2
fi
build=$1
drive=$build/jack_drive
. "$(dirname "$0")/private_jalv.sh"

presets=$(sed -n 's/^<\(urn:tiento:preset:.*\)>$/\1/p' "$build/tiento.lv2/manifest.ttl")
start_jalv -s # without a user interface it would not hand on the values of a preset's ports
echo presets >&3 # jalv reads them only then
for style in "$build"/tiento.lv2/styles/*.safetensors; do
  preset=urn:tiento:preset:$(basename "$style" .safetensors)
  echo "preset $preset" >&3
  how=bar
  [ "$preset" != urn:tiento:preset:drums ] || how=performed
  "$drive" tiento:midi_out $how >"$folder/played" || fail "$preset does not play in its first bar" "$folder/played"
  sed -n 's/^ *first pitches: //p' "$folder/played" >>"$folder/pitches"
  echo "ok   jalv plays $preset: $(tail -n 1 "$folder/pitches") ..."
done
end_jalv
[ "$(sort -u "$folder/pitches" | wc -l)" -gt 3 ] || fail "the presets play the same"
for preset in $presets; do
  grep -qF "$preset (" "$folder/jalv.log" || fail "jalv does not list $preset" "$folder/jalv.log"
done
echo "ok   jalv lists all presets by their names"
if grep -i -E 'error|warning|unknown' "$folder/jalv.log"; then
  fail "jalv complains"
fi
