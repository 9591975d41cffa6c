#!/bin/sh
# coverage.sh BUILD FILE...: how much of the FILEs is reached by the unit tests and by the inputs of the fuzzers:
# their seeds, those that once went wrong, and what `make fuzz` has kept in build/fuzz/corpus. BUILD holds
# them, built by clang with -fprofile-instr-generate -fcoverage-mapping. Prints lines and functions of each
# file; BUILD/unreached gets the lines that nothing reaches.
# Exit status: 0 good, 1 not, 77 skipped because LLVM's tools are not installed.
set -u

build=$1
shift
if ! command -v llvm-profdata > /dev/null || ! command -v llvm-cov > /dev/null; then
  echo "SKIP: llvm-profdata and llvm-cov (llvm) are not installed"
  exit 77
fi
profiles=$build/profiles
rm -rf "$profiles"
mkdir -p "$profiles" || exit 1
export LLVM_PROFILE_FILE="$PWD/$profiles/%p-%m" # some tests go elsewhere

objects=
for program in "$build"/test_* "$build"/fuzz_*; do
  objects="$objects -object $program"
done
for program in "$build"/test_*; do
  "$program" > "$build/log" 2>&1 || {
    cat "$build/log"
    exit 1
  }
done

"$build/make_plugin_seeds" "$build/seeds" && "$build/make_seeds" "$build/seeds/midi" || exit 1
for program in "$build"/fuzz_*; do
  target=${program##*/fuzz_}
  for folder in "$build/seeds/$target" "tests/fuzz/regressions/$target" "build/fuzz/corpus/$target"; do
    [ ! -d "$folder" ] || find "$folder" -type f -print0 | xargs -0 -r -n 1000 "$program" > "$build/log" 2>&1 || {
      tail -n 40 "$build/log"
      exit 1
    }
  done
done

llvm-profdata merge -sparse "$profiles" -o "$build/profile" || exit 1
rm -rf "$profiles"
set -- -instr-profile="$build/profile" ${objects# -object } "$@"
llvm-cov show "$@" 2> /dev/null | grep -E '^(/|[^ |]+:$)|^ *[0-9]+\| +0\|' > "$build/unreached"
llvm-cov report "$@" --show-region-summary=0 --show-branch-summary=0 2> /dev/null |
  awk 'NF == 7 && $5 ~ /^[0-9]/ { printf "%-36s %5d lines, %3d not reached: %s\n", $1, $5, $6, $7 }'
