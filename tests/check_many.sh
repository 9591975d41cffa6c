#!/bin/sh
# check_many.sh: the program and a folder of many files of 1000 notes each, which it scans and learns from
# for an epoch: 20,000 of them in less than 1.5 GB. And a run that is killed while it reads them.
#   TIENTO, TUNES, STYLE  see check_program.sh
#   PEAK, MAKE_MANY       the programs tests/limits/peak and make_many
#   MANY                  how many files
. "$(dirname "$0")/program_checks.sh"
peak=${PEAK:?names the program peak}
make_many=${MAKE_MANY:?names the program make_many}
files=${MANY:?says how many files}
most=$((150 + files * 64 / 1000)) # MiB: 1.5 GB for 20,000
train="train $work/many -o $work/learned/many.safetensors --epochs 1 --layers 1 --hidden 16 --embedding 8 --head 8"

"$make_many" "$work/many" "$files" || exit 1
mkdir "$work/learned"

for signal in TERM KILL; do
  "$tiento" $train --cache "$work/learned/cache" > "$work/stdout" 2> "$work/stderr" &
  pid=$!
  sleep 0.2
  kill -$signal $pid
  wait $pid 2> /dev/null
  code=$?
  if tells '^learning'; then
    skip "SIG$signal while it reads: it has read all before"
    continue
  fi
  is "SIG$signal ends it while it reads" [ $code -gt 128 ]
  is "it leaves nothing behind" [ -z "$(find "$work/learned" -mindepth 1)" ]
done

# in_memory WHAT: whether the last run took less than it may.
in_memory() {
  figures=$(sed 's/ / MiB, /; s/$/ s/' "$work/stdout")
  is "$1 ($figures of the processor's time)" [ "$(sed 's/ .*//' "$work/stdout")" -lt $most ]
}

if works "to scan many files" "$peak" "$tiento" scan "$work/many"; then
  in_memory "it scans $files files"
  is "all can be used" tells "^$files files: $files ok, 0 unfit, 0 skipped; "
fi
if works "to learn from many files" "$peak" "$tiento" $train; then
  in_memory "it learns from $files files"
  is "none is left out" [ "$(pieces_used)" -eq $files ]
  is "the style and its report are there, and nothing else" [ "$(ls -A "$work/learned" | tr '\n' ' ')" = "many.report.html many.safetensors " ]
fi

sum_up check_many.sh
