#!/bin/sh
# run_tests.sh PROGRAM...: runs test programs side by side, shows what failed and one line for each; the counts
# add up in build/test-counts. run_tests.sh --total: prints their sum and forgets them.
counts=build/test-counts

# count WORD: the number in cmocka's closing line for WORD; 0 where there is none.
count() {
  number=$(sed -n "s/^\[ *$1 *\] \([0-9]*\) test(s).*/\1/p" "$log" | head -n 1)
  echo "${number:-0}"
}

run_one() { # PROGRAM
  log=$(mktemp) || exit 1
  trap 'rm -f "$log"' EXIT
  "$1" > "$log" 2>&1
  result=$?
  passed=$(count PASSED)
  failed=$(count FAILED)
  skipped=$(count SKIPPED)
  if [ $result -ne 0 ]; then
    [ "$failed" -gt 0 ] || failed=1
    cat "$log"
  fi
  grep -a '^SKIP' "$log" | sort -u
  printf '%-40s %3d passed, %d failed, %d skipped\n' "$1" "$passed" "$failed" "$skipped"
  echo "$passed $failed $skipped" >> "$counts"
  [ $result -eq 0 ]
}

case $1 in
  --total)
    awk '{ passed += $1; failed += $2; skipped += $3 }
         END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$counts"
    rm -f "$counts"
    ;;
  --one)
    run_one "$2"
    ;;
  *)
    mkdir -p build
    for program in "$@"; do
      shift
      set -- "$@" "sh $0 --one $program"
    done
    sh tests/side_by_side.sh "$@"
    ;;
esac
