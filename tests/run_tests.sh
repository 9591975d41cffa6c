#!/bin/sh
# run_tests.sh PROGRAM...: runs test programs one after the other, shows what failed and one line for
# each; the counts add up in build/test-counts. run_tests.sh --total: prints their sum and forgets them.
counts=build/test-counts
if [ "$1" = --total ]; then
  awk '{ passed += $1; failed += $2; skipped += $3 }
       END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$counts"
  rm -f "$counts"
  exit 0
fi
mkdir -p build
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
status=0
for program in "$@"; do
  "$program" > "$log" 2>&1
  result=$?
  passed=$(grep -c '\[       OK \]' "$log")
  failed=$(grep -c '\[  FAILED  \] [a-z]' "$log")
  skipped=$(grep -c '\[  SKIPPED \] [a-z]' "$log")
  if [ $result -ne 0 ]; then
    [ "$failed" -gt 0 ] || failed=1
    cat "$log"
    status=1
  fi
  grep -a 'SKIP' "$log" | grep -av '\[  SKIPPED' | sort -u
  printf '%-40s %3d passed, %d failed, %d skipped\n' "$program" "$passed" "$failed" "$skipped"
  echo "$passed $failed $skipped" >> "$counts"
done
exit $status
