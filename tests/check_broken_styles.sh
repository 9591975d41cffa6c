#!/bin/sh
# check_broken_styles.sh: the program and 500 style files that are broken, each of which it refuses with one
# line, within a second of the processor's time, and leaves nothing.
#   TIENTO, TUNES, STYLE  see check_program.sh
#   MAKE_BROKEN           the program make_broken_styles
#   ONE_IN                of how many one is tried: 1; sanitizers are slow
. "$(dirname "$0")/program_checks.sh"
make_broken=${MAKE_BROKEN:?names the program make_broken_styles}

"$make_broken" "$work/broken" > "$work/all" || exit 1
awk -v step="${ONE_IN:-1}" 'NR % step == 0' "$work/all" > "$work/list"
works "the good style that they were made of" "$tiento" info "$work/broken/good.safetensors" &&
  is "is a style" says "parts"

within_a_second() (
  ulimit -t 1
  exec "$@"
)
wrong=0
while IFS='	' read -r name what; do
  run within_a_second "$tiento" info "$work/broken/$name"
  if [ "$code" -eq 1 ] && [ "$(complaints)" -eq 1 ] && [ "$(wc -l < "$work/stderr")" -eq 1 ] &&
    [ ! -s "$work/stdout" ]; then
    sed "s|.*$name: ||" "$work/stderr" >> "$work/reasons"
    continue
  fi
  wrong=$((wrong + 1))
  bad "$name, which $what" "exit code $code"
done < "$work/list"
is "each of $(wc -l < "$work/list") broken styles is refused with a line" [ $wrong -eq 0 ]
is "and that gives $(sort -u "$work/reasons" | wc -l) different reasons" [ "$(sort -u "$work/reasons" | wc -l)" -ge 6 ]

sum_up check_broken_styles.sh
