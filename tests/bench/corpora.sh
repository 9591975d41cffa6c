#!/bin/sh
# corpora.sh BUILD CORPORA: trains a style on each folder of CORPORA with no flag but -o, and
# measures it on the part of the folder that decided nothing, beside the best 5-gram. Prints a row
# of a Markdown table a folder; leaves styles and logs in BUILD/corpora.
build=$1
corpora=$2
out=$build/corpora
mkdir -p "$out" || exit 1

# value FILE NAME: the second word of the line that begins with NAME.
value() { awk -v name="$2" '$1 == name { print $2; exit }' "$1"; }

echo "| folder | notes learned | best epoch | minutes | tiento | 5-gram | share |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for folder in "$corpora"/*/; do
  name=$(basename "$folder")
  [ "$name" = licenses ] && continue
  begin=$(date +%s)
  "$build/tiento" train "$folder" -o "$out/$name.safetensors" 2> "$out/$name.log" &&
    minutes=$(echo "$(date +%s) $begin" | awk '{ printf "%.1f", ($1 - $2) / 60 }') &&
    "$build/tiento" eval "$out/$name.safetensors" "$folder" --split test > "$out/$name.test" &&
    "$build/tiento" eval --baseline "$folder" > "$out/$name.baseline" &&
    "$build/tiento" info "$out/$name.safetensors" > "$out/$name.info" ||
    { echo "FAIL $name: $(tail -n 1 "$out/$name.log")"; failed=1; continue; }
  own=$(value "$out/$name.test" all)
  baseline=$(value "$out/$name.baseline" baseline_nats_a_note)
  echo "| $name | $(value "$out/$name.info" training.notes) |" \
    "$(value "$out/$name.info" training.best_epoch) | $minutes | $own | $baseline |" \
    "$(echo "$own $baseline" | awk '{ printf "%.2f", $1 / $2 }') |"
done
exit ${failed:-0}
