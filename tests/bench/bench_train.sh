#!/bin/sh
# bench_train.sh BUILD: how fast the trainer learns, beside PyTorch on the same plain network where
# Debian's python3-torch is installed. Rates are medians; the runs of the two take turns, three
# rounds of each. Ends with lines "name value unit".
build=$1
python=/usr/bin/python3
torch=tests/bench/plain_torch.py
openmp=/usr/lib/$(uname -m)-linux-gnu/openblas-openmp
seconds=${SECONDS_EACH:-4}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# torch_rate HIDDEN WAY: one thread, two, or two of one OpenMP pool.
torch_rate() {
  case $2 in
  one_thread) $python $torch rate "$1" 1 "$seconds" ;;
  as_installed) $python $torch rate "$1" "$(nproc)" "$seconds" ;;
  one_pool) LD_LIBRARY_PATH=$openmp $python $torch rate "$1" 2 "$seconds" ;;
  esac
}

median() { sort -n "$1" | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'; }

has_torch=$($python -c 'import torch' 2> /dev/null && echo yes)
[ -n "$has_torch" ] || echo "SKIP PyTorch (Debian: python3-torch libopenblas0-openmp) is not installed"

for hidden in 256 512; do
  for round in 1 2 3; do
    for precision in f32 bf16; do
      "$build/plain_tiento" rate $hidden $precision "$seconds" >> "$work/tiento_$precision.$hidden"
    done
    for way in ${has_torch:+one_thread as_installed one_pool}; do
      torch_rate $hidden $way >> "$work/torch_$way.$hidden"
    done
  done
  if [ -n "$has_torch" ]; then
    "$build/plain_tiento" write $hidden "$work/in" &&
      $python $torch steps $hidden "$work/in" "$work/out" &&
      "$build/plain_tiento" compare $hidden "$work/out" > "$work/difference.$hidden" ||
      { echo "FAIL the losses or gradients of the two differ: $(cat "$work/difference.$hidden")"; exit 1; }
  fi
done

"$build/bench_train" > "$work/real" || exit 1
cat "$work/real"
for hidden in 256 512; do
  best=0
  for way in ${has_torch:+one_thread as_installed one_pool}; do
    rate=$(median "$work/torch_$way.$hidden")
    echo "plain_2x${hidden}_torch_$way $rate tokens/s"
    [ "$rate" -gt "$best" ] && best=$rate
  done
  for precision in f32 bf16; do
    rate=$(median "$work/tiento_$precision.$hidden")
    [ "$rate" = none ] && continue
    echo "plain_2x${hidden}_tiento_$precision $rate tokens/s"
    [ "$best" -gt 0 ] &&
      echo "plain_2x${hidden}_${precision}_over_torch $(echo "$rate $best" | awk '{ printf "%.2f", $1 / $2 }') x"
  done
  [ -f "$work/difference.$hidden" ] &&
    awk -v n=$hidden '{ print "plain_2x" n "_loss_difference", $1, "relative"
                        print "plain_2x" n "_gradient_difference", $2, "relative" }' "$work/difference.$hidden"
done
# What the real network, with rolls and chained heads, keeps of the plain one's rate.
plain=$(median "$work/tiento_bf16.256")
[ "$plain" = none ] && plain=$(median "$work/tiento_f32.256")
real=$(awk '$1 == "learn_2x256_workers_2" { print $2 }' "$work/real")
echo "real_over_plain_2x256 $(echo "$real $plain" | awk '{ printf "%.2f", $1 / $2 }') x"
