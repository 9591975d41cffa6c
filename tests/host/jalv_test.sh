#!/bin/sh
# jalv_test.sh BUILD_DIR [JACK_DRIVE]: jalv plays BUILD_DIR/tiento.lv2 under a private JACK server without a
# sound card, driven by jack_drive (looked for in BUILD_DIR). Prints "ok" and "FAIL" lines. Exit status:
# 0 good, 1 not, 77 skipped because jalv or jackd is not installed. About ten seconds.
set -u

if [ $# -lt 1 ]; then
  echo "usage: jalv_test.sh BUILD_DIR [JACK_DRIVE]" >&2
  exit 2
fi
build=$1
drive=${2:-$(find "$build" -name jack_drive -type f 2>/dev/null | head -n 1)}

. "$(dirname "$0")/private_jalv.sh"

start_jalv
"$drive" tiento:midi_out || fail "jalv does not play as it should" "$folder/jalv.log"
end_jalv
