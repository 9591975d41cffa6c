#!/bin/sh
# fuzz.sh BUILD RUNS: reads RUNS files of any bytes, by clang's libFuzzer and its sanitizers, after those
# that once went wrong. A file that breaks something is left in build/fuzz.
#   BUILD  the folder with make_seeds and the tunes
# Short files teach most, so four in five are. Up to 100,000 runs begin with our own seeds alone, so that a
# check is the same every time; more begin with all that ../shared has and what earlier runs kept.
# Exit status: 0 good, 1 not, 77 skipped because clang has no fuzzer.
set -u

if [ $# -ne 2 ]; then
  echo "usage: fuzz.sh BUILD RUNS" >&2
  exit 2
fi
build=$1
runs=$2
fuzz=build/fuzz
short=512 # bytes
long=8192

mkdir -p $fuzz || exit 1
if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
  clang -fsanitize=fuzzer,address,undefined -x c - -o $fuzz/trial 2> /dev/null; then
  echo "SKIP: clang with libFuzzer (libclang-rt-14-dev) is not installed"
  exit 77
fi

# Comparisons are not traced: that halves the speed and finds no more than the dictionary does.
${MAKE:-make} -j"$(nproc)" B=$fuzz CC=clang SANITIZE=fuzzer-no-link,address,undefined OPTIMIZATIONS=-O2 \
  CFLAGS='-g -fno-sanitize-coverage=trace-cmp' $fuzz/fuzz_midi > $fuzz/make.log 2>&1 || {
  cat $fuzz/make.log
  exit 1
}
"$build/make_seeds" $fuzz/seeds || exit 1

# go MAX_LENGTH RUNS FOLDER...: fuzzes on from the files of the folders, and keeps in the first what is new.
export ASAN_OPTIONS="quarantine_size_mb=16${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
go() {
  length=$1
  count=$2
  shift 2
  if ! $fuzz/fuzz_midi -max_len="$length" -runs="$count" -seed=1 -timeout=5 -rss_limit_mb=512 \
    -dict=tests/fuzz/midi.dict -artifact_prefix=$fuzz/ -print_final_stats=1 "$@" > $fuzz/log 2>&1; then
    echo "FAIL files of at most $length bytes: the one that broke it is in $fuzz"
    tail -n 40 $fuzz/log
    exit 1
  fi
  echo "ok   files of at most $length bytes: $(grep 'DONE ' $fuzz/log)"
}

if ! $fuzz/fuzz_midi -timeout=5 -rss_limit_mb=512 tests/fuzz/regressions/* > $fuzz/log 2>&1; then
  echo "FAIL one of tests/fuzz/regressions"
  tail -n 40 $fuzz/log
  exit 1
fi
echo "ok   $(ls tests/fuzz/regressions | wc -l) files that once went wrong"

if [ "$runs" -le 100000 ]; then
  rm -rf $fuzz/found
  mkdir $fuzz/found
  set -- $fuzz/found $fuzz/seeds
else
  mkdir -p $fuzz/corpus
  set -- $fuzz/corpus $fuzz/seeds "$build/tunes" tests/fuzz/regressions
  for folder in ../shared/malformed ../shared/corpora/*; do
    [ ! -d "$folder" ] || set -- "$@" "$folder"
  done
fi
go $short $((runs - runs / 5)) "$@"
go $long $((runs / 5)) "$@"
