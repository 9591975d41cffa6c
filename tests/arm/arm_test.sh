#!/bin/sh
# arm_test.sh BUILD CROSS TEST...: what was built for ARM, in an emulator: unit tests, and the same notes as here.
#   BUILD  holds what was built for this processor
#   CROSS  holds the same for ARM, and Debian's libraries for it below CROSS/root
#   TEST   the name of a unit test in CROSS
# Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not.
set -u

if [ $# -lt 2 ]; then
  echo "usage: arm_test.sh BUILD CROSS TEST..." >&2
  exit 2
fi
build=$1
cross=$2
shift 2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

emulate() { # PROGRAM ARGUMENT...
  qemu-aarch64 -L "$cross/root" "$@"
}

# in_emulator LABEL PROGRAM: a program that is good where it ends so.
in_emulator() {
  if emulate "$2" > "$work/log" 2>&1; then
    echo "ok   $1 on ARM"
  else
    echo "FAIL $1 on ARM:"
    sed 's/^/     | /' "$work/log"
    status=1
  fi
}

# same LABEL HERE THERE: two files that are to be equal, and not empty.
same() {
  if [ -s "$2" ] && cmp "$2" "$3" > "$work/log" 2>&1; then
    echo "ok   $1, here and on ARM"
  else
    echo "FAIL $1 is not the same on ARM:"
    sed 's/^/     | /' "$work/log"
    status=1
  fi
}

# play BUNDLE NAME COMMAND...: the plugin in a host.
play() {
  bundle=$1
  name=$2
  shift 2
  TIENTO_BUNDLE=$bundle "$@" --bars 4 --style presets/hymns.safetensors --style-b presets/ragtime.safetensors \
    --output "$work/$name.mid" > "$work/$name.log" 2>&1
}

# The other core's.
{
  play "$cross/tiento.lv2" host_there qemu-aarch64 -L "$cross/root" "$cross/lv2_play"
  emulate "$cross/tiento" render presets/songs.safetensors -o "$work/render_there.mid" --bars 8
  emulate "$cross/tiento" scan --tsv "$build/tunes" > "$work/scan_there.tsv"
  emulate "$cross/notes_hash" | sort -u > "$work/hash_there"
} > "$work/there.log" 2>&1 &
there=$!

for test in "$@"; do
  in_emulator "$test" "$cross/$test"
done

play "$build/tiento.lv2" host_here "$build/lv2_play"
"$build/tiento" render presets/songs.safetensors -o "$work/render_here.mid" --bars 8 > "$work/log" 2>&1
"$build/tiento" scan --tsv "$build/tunes" > "$work/scan_here.tsv"
"$build/notes_hash" | sort -u > "$work/hash_here" # one line a kernel
wait $there
same "what the plugin plays in a host" "$work/host_here.mid" "$work/host_there.mid"
same "what tiento renders" "$work/render_here.mid" "$work/render_there.mid"
same "what tiento reads of MIDI files" "$work/scan_here.tsv" "$work/scan_there.tsv"
same "what every kernel plays, $(cat "$work/hash_here")" "$work/hash_here" "$work/hash_there"
[ $status -eq 0 ] || cat "$work/there.log" "$work/host_there.log"
exit $status
