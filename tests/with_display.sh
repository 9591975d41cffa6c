#!/bin/sh
# with_display.sh COMMAND...: runs it on a display of its own (Xvfb), which ends with it. Exit status: that of
# the command; 77 where Xvfb is not installed, and nothing was run.
set -u

if ! command -v Xvfb >/dev/null 2>&1; then
  echo "SKIP: Xvfb is not installed"
  exit 77
fi
folder=$(mktemp -d) || exit 1
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

# It writes the number of its display, once it can be used. Without -noreset it begins anew whenever its last client
# has gone, and turns away who comes meanwhile.
Xvfb -displayfd 9 -screen 0 4000x2300x24 -nolisten tcp -noreset 9>"$folder/display" 2>"$folder/log" &
server=$!
tries=0
until [ -s "$folder/display" ]; do
  tries=$((tries + 1))
  [ $tries -lt 200 ] || { echo "FAIL Xvfb does not start"; cat "$folder/log"; exit 1; }
  sleep 0.05
done
DISPLAY=:$(cat "$folder/display")
export DISPLAY
"$@"
