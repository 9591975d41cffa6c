#!/bin/sh
# bench_mpi.sh TIENTO TUNES [RUNS]: how fast one rank and two ranks of one worker each learn the same.
#   TIENTO  the program, made with MPI=1
#   TUNES   a folder of MIDI files
#   RUNS    how often each is measured (5): by turns, and the median counts
# Batches are of 32 streams, so that two ranks have 16 each.
# No style is written in between (/dev/null is no file): the disk would be measured too.
# Ends with lines "name value unit". Other programs that run meanwhile slow two ranks more than one.
set -eu
if [ $# -lt 2 ]; then
  echo "usage: bench_mpi.sh TIENTO TUNES [RUNS]" >&2
  exit 2
fi
tiento=$1
tunes=$2
runs=${3:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

# The tunes are few for a folder to learn from, and those held out fewer than there are streams.
for copy in 1 2 3 4; do
  mkdir -p "$work/music/$copy"
  find "$tunes" -name '*.mid' -exec cp {} "$work/music/$copy" \;
done

# rate RANKS: notes a second, of the whole run: learning and measuring what is held out.
rate() {
  mpirun --oversubscribe -n "$1" "$tiento" train "$work/music" -o /dev/null \
    --workers 1 --batch 32 --epochs 2 --seed 1 2> "$work/log" ||
    { cat "$work/log" >&2; exit 1; }
  awk '$1 == 2 { for (i = 1; i <= NF; ++i) if ($i ~ /^[0-9]+:[0-9]+$/) print $(i - 1) }' "$work/log"
}

median() {
  sort -n "$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

for run in $(seq "$runs"); do
  rate 1 >> "$work/one"
  rate 2 >> "$work/two"
  echo "run $run: $(tail -n 1 "$work/one") notes/s by one rank, $(tail -n 1 "$work/two") by two"
done
one=$(median "$work/one")
two=$(median "$work/two")
echo
echo "learn_mpi_ranks_1 $one notes/s"
echo "learn_mpi_ranks_2 $two notes/s"
echo "mpi_speedup $(echo "$two $one" | awk '{ printf "%.3f", $1 / $2 }') x"
