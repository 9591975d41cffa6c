#!/bin/sh
# screenshots.sh BUILD_DIR JACK_DRIVE: pictures of the window in jalv (X11UI through suil, in GTK 3), under a
# private display and a private JACK server, into BUILD_DIR/screenshots: each of the styles that ship (up to
# three) as it plays, small and large, at scale 1 and 2 (which this jalv does not tell its windows of:
# TIENTO_SCALE does). Exit status: 0 good, 1 not, 77 skipped because
# something is not installed. About a minute.
set -u

build=$1
drive=$2
for program in Xvfb xdotool import jalv.gtk3; do
  if ! command -v "$program" >/dev/null 2>&1; then
    echo "SKIP: $program is not installed"
    exit 77
  fi
done
. tests/host/private_jalv.sh
server=
exec 9>"$folder/display"
Xvfb -displayfd 9 -screen 0 4200x2400x24 -nolisten tcp 2>"$folder/xvfb.log" &
server=$!
exec 9>&-
end_all() {
  clean_up
  end_process "$server"
}
trap end_all EXIT
wait_for test -s "$folder/display" || fail "Xvfb does not start" "$folder/xvfb.log"
DISPLAY=:$(cat "$folder/display")
HOME=$folder
XDG_RUNTIME_DIR=$folder
export DISPLAY HOME XDG_RUNTIME_DIR
mkdir -p "$build/screenshots"

jackd -r -S -d dummy -r 48000 -p 256 -C 0 -P 0 >"$folder/jackd.log" 2>&1 &
jackd_pid=$!
wait_for jack_lsp || fail "jackd does not start" "$folder/jackd.log"

find_window() {
  window=$(xdotool search --onlyvisible --pid "$jalv_pid" 2>/dev/null | head -n 1)
  [ -n "$window" ]
}

# shoot STYLE WIDTH HEIGHT SCALE NAME [SECONDS]: of the first preset of that style, running free.
shoot() {
  TIENTO_SCALE=$4 jalv.gtk3 jalv -n --jack-name=tiento -c sync=1 -c tempo=96 \
    -p "urn:tiento:preset:$1" urn:tiento:plugin >"$folder/jalv.log" 2>&1 &
  jalv_pid=$!
  wait_for find_window || fail "jalv shows no window" "$folder/jalv.log"
  xdotool windowsize "$window" "$2" "$3"
  xdotool windowmove "$window" 0 0
  sleep "${6:-14}"
  import -window "$window" "$build/screenshots/$5.png" || fail "there is no picture"
  end_process "$jalv_pid"
  jalv_pid=
  echo "ok   $build/screenshots/$5.png"
}

first=
for style in $(ls presets/*.safetensors | head -n 3); do
  name=$(basename "$style" .safetensors)
  first=${first:-$name}
  shoot "$name" 900 560 1 "$name"
done
shoot "$first" 480 320 1 small
shoot "$first" 1600 1000 1 large
shoot "$first" 1800 1120 2 scale-2
