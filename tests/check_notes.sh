#!/bin/sh
# check_notes.sh: the same notes from `tiento render` and from the plugin in a host, by every kernel that the
# processor has, however it was compiled, at every block size. Takes the variables of check_program.sh, and
#   BUILDS   folders that hold tiento and tiento.lv2; the first lv2_play and dump_notes too
. "$(dirname "$0")/program_checks.sh"
builds=${BUILDS:?names builds}
first=${builds%% *}
bars=200
blocks="1 7 64 100 256 1024 4096 8192" # frames

# ---- what there is ----

kernels=
for kernel in portable avx2 avxvnni avx512vnni neon; do
  run env TIENTO_KERNEL=$kernel "$tiento" render "$style" -o "$out/bar.mid" --bars 1
  if tells "no kernel '$kernel'"; then
    echo "SKIP $kernel: this processor has no such kernel"
  else
    kernels="$kernels $kernel"
  fi
done
fastest=${kernels##* }

# Besides the style that ships one of folk tunes that looks back, and one with drums and nudges.
styles="$style $work/folk.safetensors"
works "training a style of tunes" "$tiento" train "$tunes" -o "$work/folk.safetensors" --lookback 1,2 --epochs 2 \
  --layers 1 --hidden 49 --embedding 17 --head 19
python=/usr/bin/python3 # Debian's, which has Debian's numpy
run env PYTHONPATH=presets PYTHONDONTWRITEBYTECODE=1 $python tests/fixtures/rich_style.py \
  "$work/folk.safetensors" "$work/rich.safetensors"
if [ "$code" -eq 0 ]; then
  styles="$styles $work/rich.safetensors"
else
  skip "a style with drums and nudges: Python 3 with numpy (Debian: python3-numpy) is not installed"
fi

# ---- playing ----

# What was played has the notes of $work/notes.
has_notes() {
  run "$first/dump_notes" "$work/played.mid"
  [ "$code" -eq 0 ] && cmp "$work/notes" "$work/stdout" > "$work/stderr" 2>&1
}

# As the plugin's ports are by themselves, and not in the manner that the style tells.
render() { # BUILD KERNEL STYLE
  run env TIENTO_KERNEL="$2" "$1/tiento" render "$3" -o "$work/played.mid" --bars $bars --meter 4/4 \
    --temperature 1 --top-p 0.95 --length 8
  [ "$code" -eq 0 ]
}

# host BUILD KERNEL STYLE OPTION...: of lv2_play.
host() {
  in_bundle=$1/tiento.lv2
  by_kernel=$2
  in_style=$3
  shift 3
  run env TIENTO_BUNDLE="$in_bundle" TIENTO_KERNEL="$by_kernel" "$first/lv2_play" --style "$in_style" \
    --bars $bars --output "$work/played.mid" "$@"
  [ "$code" -eq 0 ]
}

# Few frames a quarter: then small blocks take no time.
export_at() { # BUILD KERNEL STYLE BLOCK
  host "$1" "$2" "$3" --block "$4" --freewheel --tempo 300 --rate 8000
}

# same WHAT COMMAND...: it plays $work/notes.
same() {
  what=$1
  shift
  if "$@" && has_notes; then
    return
  fi
  bad "$what" "other notes than $first by the portable kernel: $*"
  differs=1
}

# next_block: the block sizes in turn.
next_block() {
  set -- $blocks
  block=$1
  shift
  blocks="$* $block"
}

for played in $styles; do
  name=$(basename "$played" .safetensors)
  differs=0
  render "$first" portable "$played" || bad "$name" "cannot be rendered"
  "$first/dump_notes" "$work/played.mid" > "$work/notes"
  for build in $builds; do
    for kernel in $kernels; do
      next_block
      same "$name" render "$build" "$kernel" "$played"
      same "$name" export_at "$build" "$kernel" "$played" "$block"
    done
  done
  for block in $blocks; do
    same "$name" export_at "$first" "$fastest" "$played" "$block"
  done
  same "$name in real time" host "$first" "$fastest" "$played" --block 64
  if [ $differs -eq 0 ]; then
    ok "$name: the same $(wc -l < "$work/notes") notes in $bars bars by$kernels, from $(echo "$builds" | wc -w) builds"
  fi
done
sum_up check_notes
