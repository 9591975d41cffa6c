#!/bin/sh
# fuzz.sh BUILD TARGET RUNS SECONDS: feeds RUNS inputs of any bytes to one of the programs that build.sh has
# made, or as many as it can in SECONDS, by clang's libFuzzer and its sanitizers, after those that once went
# wrong. Either bound may be 0: none. An input that breaks something is left in build/fuzz.
#   BUILD   the folder with the tunes
#   TARGET  midi, style, state, kept, atoms, patch or ports
# Short inputs teach most, so four in five are. Without SECONDS it begins with our own seeds alone, so that a
# check is the same every time (SEED, a number in the environment, makes it another one: 1 where there is
# none); with them it goes on from what earlier runs kept, and for midi with all that ../shared has.
# Exit status: 0 good, 1 not.
set -u

if [ $# -ne 4 ]; then
  echo "usage: fuzz.sh BUILD TARGET RUNS SECONDS" >&2
  exit 2
fi
build=$1
target=$2
runs=$3
seconds=$4
fuzz=build/fuzz
log=$fuzz/$target.log
found=$fuzz/found/$target
seeds=$fuzz/seeds/$target
short=512 # bytes
long=8192
dictionary=tests/fuzz/$target.dict
case $target in
  kept) dictionary=tests/fuzz/state.dict ;;
  style) short=4096 ;; # the least style has 2 kB
  patch | ports) short=128 long=1024 ;; # of which they take a few blocks
esac

# go MAX_LENGTH RUNS SECONDS FOLDER...: fuzzes on from the files of the folders, and keeps in the first what
# is new.
# Not its entropic schedule, which takes twice as long as the inputs themselves; and of memory's history no
# more than two calls. Time is that of the clock: a busy machine is no hang.
export ASAN_OPTIONS="quarantine_size_mb=16:malloc_context_size=2${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
go() {
  length=$1
  set -- -runs="$2" -max_total_time="$3" $(shift 3 && echo "$@")
  [ "$target" = midi ] || set -- -len_control=0 "$@" # long ones from the beginning
  [ ! -f "$dictionary" ] || set -- -dict="$dictionary" "$@"
  if ! $fuzz/fuzz_"$target" -max_len="$length" -seed="${SEED:-1}" -entropic=0 -timeout=60 -rss_limit_mb=512 \
    -artifact_prefix=$fuzz/ -print_final_stats=1 "$@" > $log 2>&1; then
    echo "FAIL $target, at most $length bytes: the input that broke it is in $fuzz"
    tail -n 40 $log
    exit 1
  fi
  echo "ok   $target, at most $length bytes: $(grep 'DONE ' $log)"
}

# They take milliseconds, so no thread watches their memory, only the allocations themselves are limited: what
# a thread that has just begun has asked for would look lost where the program is over that soon.
regressions=tests/fuzz/regressions/$target
if [ -d "$regressions" ]; then
  if ! $fuzz/fuzz_"$target" -timeout=60 -rss_limit_mb=0 -malloc_limit_mb=512 "$regressions"/* > $log 2>&1; then
    echo "FAIL one of $regressions"
    tail -n 40 $log
    exit 1
  fi
  echo "ok   $target: $(ls "$regressions" | wc -l) inputs that once went wrong"
fi

if [ "$seconds" -eq 0 ]; then
  rm -rf "$found"
  mkdir -p "$found"
  set -- "$found" $seeds
else
  mkdir -p $fuzz/corpus/"$target"
  set -- $fuzz/corpus/"$target" $seeds
  [ ! -d "$regressions" ] || set -- "$@" "$regressions"
  if [ "$target" = midi ]; then
    for folder in "$build/tunes" ../shared/malformed ../shared/corpora/*; do
      [ ! -d "$folder" ] || set -- "$@" "$folder"
    done
  fi
fi
[ "$runs" -gt 0 ] || runs=-5 # without a bound
go $short $((runs - runs / 5)) $((seconds - seconds / 5)) "$@"
go $long $((runs / 5)) $((seconds / 5)) "$@"
