#!/bin/sh
# screenshots.sh BUILD_DIR JACK_DRIVE: pictures of the window in jalv (X11UI through suil, in GTK 3), under a
# private display and a private JACK server, into BUILD_DIR/screenshots: three styles as they play, each at
# scale 1 and 2 (which this jalv does not tell its windows of: TIENTO_SCALE does), as small as the window
# gets, as it opens (with two bars locked), and large; and the browser and the save sheet. Exit status: 0
# good, 1 not, 77 skipped because something is not installed. Some three minutes.
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
Xvfb -displayfd 9 -screen 0 4200x2400x24 -nolisten tcp -noreset 2>"$folder/xvfb.log" &
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

# open STYLE SCALE: of the first preset of that style, running free; some bars are played then.
open() {
  TIENTO_SCALE=$2 jalv.gtk3 jalv -n --jack-name=tiento -c sync=1 -c tempo=120 \
    -p "urn:tiento:preset:$1" urn:tiento:plugin >"$folder/jalv.log" 2>&1 &
  jalv_pid=$!
  # A busy machine takes its time.
  wait_for find_window || wait_for find_window || wait_for find_window ||
    fail "jalv shows no window" "$folder/jalv.log"
  xdotool windowmove "$window" 0 0
  sleep 13
}

close() {
  end_process "$jalv_pid"
  jalv_pid=
}

# is_drawn WIDTH HEIGHT: in the last corner there is the window's ground, not the host's.
is_drawn() {
  import -window "$window" -crop "1x1+$(($1 - 2))+$(($2 - 2))" -depth 8 txt:- | grep -Eq '#1[34]1[45]18'
}

# size WIDTH HEIGHT: of the window, until it is drawn so.
size() {
  xdotool windowsize "$window" "$1" "$2"
  wait_for is_drawn "$1" "$2" || fail "the window does not grow"
  sleep 0.5
}

# shoot NAME
shoot() {
  import -window "$window" -strip "$build/screenshots/$1.png" || fail "there is no picture"
  echo "ok   $build/screenshots/$1.png"
}

for style in hymns ragtime piano; do
  for scale in 1 2; do
    open "$style" "$scale"
    # Two bars behind the playhead are locked, by clicks into the roll.
    size $((900 * scale)) $((560 * scale))
    xdotool mousemove $((280 * scale)) $((250 * scale)) click 1
    xdotool mousemove $((440 * scale)) $((250 * scale)) click 1
    xdotool mousemove $((700 * scale)) $((545 * scale))
    sleep 0.5
    shoot "$style-$scale"
    size $((480 * scale)) $((320 * scale))
    shoot "$style-small-$scale"
    size $((1600 * scale)) $((1000 * scale))
    shoot "$style-large-$scale"
    [ "$style-$scale" = piano-1 ] && {
      size 900 560
      xdotool mousemove 300 22 click 1
      sleep 1
      shoot browser
      xdotool key Escape
      xdotool key ctrl+s
      sleep 1
      shoot save
    }
    close
  done
done
