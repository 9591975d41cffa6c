#!/bin/sh
# check_ui.sh BUILD_DIR: the window on a display of its own (Xvfb), used by the pointer and the keys; then a
# part of that under valgrind, unless BUILD_DIR was built with sanitizers ($SANITIZE). Exit status: 0 good, 1
# not, 77 skipped because Xvfb is not installed.
set -u

build=$1
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

# It writes the number of its display, once it can be used.
Xvfb -displayfd 9 -screen 0 4000x2300x24 -nolisten tcp 9>"$folder/display" 2>"$folder/log" &
server=$!
tries=0
until [ -s "$folder/display" ]; do
  tries=$((tries + 1))
  [ $tries -lt 200 ] || { echo "FAIL Xvfb does not start"; cat "$folder/log"; exit 1; }
  sleep 0.05
done
DISPLAY=:$(cat "$folder/display")
TIENTO_BUNDLE=$build/tiento.lv2
export DISPLAY TIENTO_BUNDLE

sh tests/run_tests.sh "$build/test_window" || exit 1

[ -z "${SANITIZE:-}" ] || exit 0
if ! command -v valgrind >/dev/null 2>&1; then
  echo "SKIP: valgrind is not installed"
  exit 0
fi
# Each with its window opened and closed, notes, typed text and files.
for test in test_the_roll_is_dragged_to_another_client test_a_style_is_chosen_and_tried; do
  if ! UI_TEST=$test valgrind -q --error-exitcode=3 --leak-check=full --errors-for-leak-kinds=definite \
    --suppressions=tests/valgrind.supp "$build/test_window" >"$folder/log" 2>&1; then
    echo "FAIL $test under valgrind"
    grep -E '==|FAILED|ERROR' "$folder/log" | head -n 60
    exit 1
  fi
done
echo "ok   valgrind finds no error and no leak"
