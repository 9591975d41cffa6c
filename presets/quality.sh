#!/bin/sh
# quality.sh BUILD CORPORA [STYLE...]: measures the styles in presets/, or those named, against the
# folders in CORPORA that they were trained on, as trainer/QUALITY.md tells, and prints its tables.
# What was measured stays in BUILD/quality: where it is newer than the style and the program it is
# not measured again.
set -eu
build=$1
corpora=$2
shift 2
presets=$(dirname "$0")
. "$presets/recipe.sh"
out=$build/quality
mkdir -p "$out"

# value STYLE NAME: the second word of the line that begins with NAME.
value() { awk -v name="$2" '$1 == name { print $2; exit }' "$out/$1"; }

all=$(cd "$presets" && for style in *.safetensors; do echo "${style%.safetensors}"; done)

measure() { # STYLE
  style=$presets/$1.safetensors
  folder=$corpora/$(recipe "$1" folders)
  beside=
  for other in $all; do
    [ "$other" = "$1" ] || beside="$beside --beside $corpora/$(recipe "$other" folders)"
  done
  # shellcheck disable=SC2086 # the folders' names have no spaces
  {
    "$build/tiento" eval "$style" "$folder" --generate $beside --cache "$out/$1.cache" &&
      "$build/tiento" eval "$style" "$folder" --hours 24 --cache "$out/$1.cache" &&
      "$build/tiento" eval "$style" "$folder" --split test --cache "$out/$1.cache" | sed 's/^all  */nats /' &&
      "$build/tiento" eval --baseline "$folder" --cache "$out/$1.cache"
  } > "$out/$1.part" && mv "$out/$1.part" "$out/$1"
}

[ $# -gt 0 ] || set -- $all
for style in "$@"; do
  [ "$out/$style" -nt "$presets/$style.safetensors" ] && [ "$out/$style" -nt "$build/tiento" ] || measure "$style"
done

# nearest STYLE: the other music that comes nearest to the style's, and how near.
nearest() {
  sed -n 's/^overlap_of_\([^ ]*\) \([^ ]*\) .*/\2 \1/p' "$out/$1" | sort -rn | head -n 1
}

echo "| style | passages | overlap | yardstick | ratio | divergence | yardstick | nearest other music | nats a note | 5-gram | share | unigram |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for style in "$@"; do
  near=$(nearest "$style")
  echo "| $style | $(value "$style" passages) | $(value "$style" overlap) | $(value "$style" overlap_halves) |" \
    "$(value "$style" overlap_ratio) | $(value "$style" divergence) | $(value "$style" divergence_halves) |" \
    "${near% *} (${near#* }) | $(value "$style" nats) | $(value "$style" baseline_nats_a_note) |" \
    "$(echo "$(value "$style" nats) $(value "$style" baseline_nats_a_note)" | awk '{ printf "%.2f", $1 / $2 }') |" \
    "$(value "$style" baseline_of_unigram_nats_a_note) |"
done

echo
echo "| style | entropy | scale | groove | density | polyphony | empty bars | repeated bars | stuck | 8 notes copied | 16 notes copied | faults |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
# range STYLE RATE: the median passage's, and the middle eight tenths of people's passages.
range() { echo "$(value "$1" "$2_median") ($(value "$1" "$2_tenth_people") to $(value "$1" "$2_ninetieth_people"))"; }
# pair STYLE NAME NAME: the style's, and people's.
pair() { echo "$(value "$1" "$2") ($(value "$1" "$3"))"; }
for style in "$@"; do
  echo "| $style | $(range "$style" pitch_class_entropy) | $(range "$style" scale_consistency) |" \
    "$(range "$style" groove_consistency) | $(range "$style" density) | $(range "$style" polyphony) |" \
    "$(pair "$style" empty_bars_mean empty_bars_mean_people) |" \
    "$(pair "$style" repeated_bars_mean repeated_bars_mean_people) | $(pair "$style" stuck stuck_people) |" \
    "$(pair "$style" copies_8_transposed_generated copies_8_transposed_held_out) |" \
    "$(pair "$style" copies_16_transposed_generated copies_16_transposed_held_out) |" \
    "$(sed -n 's/^faults //p' "$out/$style") |"
done

echo
features="pitch_count pitch_classes pitch_class_steps pitch_range interval note_count onset_interval note_lengths note_length_steps"
echo "| style |$(for feature in $features; do printf ' %s |' "$(echo "$feature" | tr _ ' ')"; done)"
echo "| --- |$(for feature in $features; do printf ' --- |'; done)"
for style in "$@"; do
  echo "| $style |$(for feature in $features; do
    printf ' %s (%s) |' "$(value "$style" "${feature}_overlap")" "$(value "$style" "${feature}_overlap_halves")"
  done)"
done

echo
echo "| style | bars in 24 hours | longest silence | longest loop | mean pitch of an hour | of a passage learned |"
echo "| --- | --- | --- | --- | --- | --- |"
for style in "$@"; do
  echo "| $style | $(value "$style" bars) | $(value "$style" longest_silence) bars |" \
    "$(value "$style" longest_loop) bars |" \
    "$(value "$style" mean_pitch_lowest) to $(value "$style" mean_pitch_highest) |" \
    "$(value "$style" mean_pitch_lowest_learned) to $(value "$style" mean_pitch_highest_learned) |"
done
