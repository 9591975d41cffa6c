#!/bin/sh
# check_ui.sh BUILD_DIR: the window, used by the pointer and the keys; then a part of that under valgrind,
# unless BUILD_DIR was built with sanitizers ($SANITIZE). It needs a display of its own: with_display.sh.
set -u

build=$1
TIENTO_BUNDLE=$build/tiento.lv2
export TIENTO_BUNDLE

sh tests/run_tests.sh "$build/test_window" || exit 1

[ -z "${SANITIZE:-}" ] || exit 0
if ! command -v valgrind >/dev/null 2>&1; then
  echo "SKIP: valgrind is not installed"
  exit 0
fi
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
# Each with its window opened and closed, notes, typed text and files.
for test in test_the_roll_is_dragged_to_another_client test_a_style_is_chosen_and_tried; do
  if ! UI_TEST=$test valgrind -q --error-exitcode=3 --leak-check=full --errors-for-leak-kinds=definite \
    --suppressions=tests/valgrind.supp "$build/test_window" >"$log" 2>&1; then
    echo "FAIL $test under valgrind"
    grep -E '==|FAILED|ERROR' "$log" | head -n 60
    exit 1
  fi
done
echo "ok   valgrind finds no error and no leak"
