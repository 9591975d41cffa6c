#!/bin/sh
# check_ui.sh BUILD_DIR TEST...: the programs that test the window, used by the pointer and the keys; then a
# part of that under valgrind, unless BUILD_DIR was built with sanitizers ($SANITIZE). No process is left after
# them. They need a display of their own (with_display.sh), and share it one after the other.
set -u

build=$1
shift
TIENTO_BUNDLE=$build/tiento.lv2
export TIENTO_BUNDLE
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
. tests/strays.sh

# finish STATUS: unless a process is left.
finish() {
  no_strays || exit 1
  echo "ok   no process is left"
  exit "$1"
}

JOBS=1 sh tests/run_tests.sh "$@" || finish 1

[ -z "${SANITIZE:-}" ] || finish 0
if ! command -v valgrind >/dev/null 2>&1; then
  echo "SKIP: valgrind is not installed"
  finish 0
fi
# check_memory PROGRAM TEST: each with its window opened and closed, notes, typed text and files.
check_memory() {
  if ! UI_TEST=$2 valgrind -q --error-exitcode=3 --leak-check=full --errors-for-leak-kinds=definite \
    --suppressions=tests/valgrind.supp "$build/$1" >"$log" 2>&1; then
    echo "FAIL $2 under valgrind"
    grep -E '==|FAILED|ERROR' "$log" | head -n 60
    finish 1
  fi
}
check_memory test_window_keeping test_the_roll_is_dragged_to_another_client
check_memory test_window_styles test_a_style_is_chosen_and_tried
echo "ok   valgrind finds no error and no leak"
finish 0
