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

# count WORD LOG: the number in cmocka's closing line for WORD; 0 where there is none.
count() {
  number=$(sed -n "s/^\[ *$1 *\] \([0-9]*\) test(s).*/\1/p" "$2" | head -n 1)
  echo "${number:-0}"
}

mkdir -p build
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
status=0
for program in "$@"; do
  "$program" > "$log" 2>&1
  result=$?
  passed=$(count PASSED "$log")
  failed=$(count FAILED "$log")
  skipped=$(count SKIPPED "$log")
  if [ $result -ne 0 ]; then
    [ "$failed" -gt 0 ] || failed=1
    cat "$log"
    status=1
  fi
  grep -a '^SKIP' "$log" | sort -u
  printf '%-40s %3d passed, %d failed, %d skipped\n' "$program" "$passed" "$failed" "$skipped"
  echo "$passed $failed $skipped" >> "$counts"
done
exit $status
