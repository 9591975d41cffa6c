#!/bin/sh
# build.sh BUILD TARGET...: makes the programs fuzz_*.c for clang's libFuzzer and its sanitizers, and what they
# begin with, in build/fuzz.
#   BUILD   the folder with the makers of seeds
#   TARGET  see fuzz.sh
# Exit status: 0 good, 1 not, 77 skipped because clang has no fuzzer.
set -u

if [ $# -lt 2 ]; then
  echo "usage: build.sh BUILD TARGET..." >&2
  exit 2
fi
build=$1
shift
fuzz=build/fuzz

mkdir -p $fuzz/seeds || exit 1
if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
  clang -fsanitize=fuzzer,address,undefined -x c - -o $fuzz/trial 2> /dev/null; then
  echo "SKIP: clang with libFuzzer (libclang-rt-14-dev) is not installed"
  exit 77
fi

for target in "$@"; do
  shift
  set -- "$@" "$fuzz/fuzz_$target"
done
# Comparisons are not traced: that halves the speed and finds no more than the dictionary does.
${MAKE:-make} -j"$(nproc)" B=$fuzz CC=clang SANITIZE=fuzzer-no-link,address,undefined OPTIMIZATIONS=-O2 \
  CFLAGS='-g -fno-sanitize-coverage=trace-cmp' "$@" > $fuzz/make.log 2>&1 || {
  cat $fuzz/make.log
  exit 1
}
"$build/make_seeds" $fuzz/seeds/midi && "$build/make_plugin_seeds" $fuzz/seeds
