#!/bin/sh
# check_files.sh: `tiento train` and the files that are there already, the disk that is full, the log that
# nobody reads: nothing of somebody else's is lost, and nothing of the run. Takes the variables of
# check_program.sh.
. "$(dirname "$0")/training_checks.sh"

clear_out() {
  find "$out" -mindepth 1 -delete
}

precious() { # FILE...: whether nothing has been done to them
  for file in "$@"; do
    [ "$(cat "$file")" = precious ] || return 1
  done
}

# turns_away WHAT NAME: an output with what is in $out; it stays, and nothing comes to it.
turns_away() {
  find "$out" -mindepth 1 | sort > "$work/before"
  run "$tiento" train "$tunes" -o "$2" $small
  is "$1 is refused" [ "$code $(wc -l < "$work/stderr") $(complaints)" = "1 1 1" ]
  find "$out" -mindepth 1 | sort > "$work/after"
  is "and nothing is left or lost" cmp -s "$work/before" "$work/after"
}

# ---- names ----

for name in my.checkpoint my.report.html rag.small rag.big; do
  works "a style called $name" "$tiento" train "$tunes" -o "$out/$name" $small --checkpoint 0 &&
    is "it is there" whole "$out/$name"
done
is "each has a name of its own" only my.checkpoint my.report.html rag.big rag.small
clear_out

works "a name with a dot" "$tiento" train "$tunes" -o "$out/rag.small" --epochs 1 --hidden 8 --layers 1 &&
  is "has its page beside it" only rag.small rag.small.report.html
clear_out

cp "$work/whole.safetensors" "$made"
for name in a.checkpoint a.report.html; do
  ln -s a.safetensors "$out/$name"
  turns_away "a link to the style as $name" "$made"
  is "the style stays" whole "$made"
  rm "$out/$name"
  mkdir "$out/$name"
  [ $name = a.report.html ] || turns_away "a folder as $name" "$made"
  run "$tiento" train "$tunes" -o "$made" --epochs 1
  is "a folder as $name is refused before the run" [ "$code $(wc -l < "$work/stderr")" = "1 1" ]
  rmdir "$out/$name"
done
clear_out
mkfifo "$saved"
turns_away "a pipe in the checkpoint's place" "$made"
clear_out
run "$tiento" train "$tunes" -o "$made" --cache "$saved" $small
is "the cache in the checkpoint's place is refused" [ "$code $(wc -l < "$work/stderr")" = "1 1" ]
turns_away "a name that is too long" "$out/$(printf '%0300d' 0).safetensors"
turns_away "a name that has no room for its checkpoint" "$out/$(printf '%0250d' 0)"

# ---- files that are somebody else's ----

echo precious > "$made"
turns_away "an output that is no style" "$made"
is "it stays as it was" precious "$made"
printf '\377\377\377\377\377\377\377\377{}' > "$made"
turns_away "an output that only begins like a style" "$made"
clear_out
echo precious > "$saved"
turns_away "something else in the checkpoint's place" "$made"
run "$tiento" train "$tunes" -o "$made" $small --anew
is "with --anew, too" [ "$code" -eq 1 ]
is "it stays as it was" precious "$saved"
clear_out
: > "$made"
: > "$saved"
train
is "files without content are nothing to lose" whole "$made"
clear_out

# ---- a style that was there before ----

cp "$style" "$made"
begin "$made" --checkpoint 0
within 60 tells '^ *3 ' || bad "the run" "no epoch within a minute"
is "while it learns, what was there stays" cmp -s "$made" "$style"
end TERM
is "ended, too" cmp -s "$made" "$style"
is "and the last words say so" tells '^tiento: .*a.safetensors is what it was before; .*a.checkpoint holds the run'
train --resume
is "the style that is finished replaces it" whole "$made"
is "and nothing else is there" only a.safetensors

# "a" and "a.safetensors" have one checkpoint.
mv "$made" "$work/finished"
begin "$out/a" --checkpoint 0
within 60 [ -s "$saved" ] || bad "the run" "no checkpoint within a minute"
end TERM
cp "$style" "$made"
begin "$made" --checkpoint 0 --resume
within 60 tells '^ *8 ' || bad "the run" "no epoch within a minute"
end TERM
is "a run that goes on in another file leaves what is there, too" cmp -s "$made" "$style"
clear_out
mv "$work/finished" "$made"

"$tiento" train "$tunes" --from "$made" -o "$work/from.safetensors" $small 2> "$work/stderr"
cp "$made" "$work/base.safetensors"
begin "$made" --from "$made" --checkpoint 0
within 60 tells '^ *3 ' || bad "the run" "no epoch within a minute"
end TERM
is "a style that goes on from itself stays until the end" cmp -s "$made" "$work/base.safetensors"
works "and can be gone on from" "$tiento" train "$tunes" --from "$made" -o "$made" $small --resume
is "to the same style as in another file" cmp -s "$made" "$work/from.safetensors"
clear_out

# ---- a disk that is full ----

# Room for the style, not for the checkpoint.
room=1000
run limited "$tiento" train "$tunes" -o "$made" $small --checkpoint 0
is "a checkpoint that cannot be written ends nothing" whole "$made"
is "and is told once" [ "$(grep -c '^warning: .*a.checkpoint: .*; the training goes on' "$work/stderr")" -eq 1 ]
is "and leaves nothing" [ "$(leftovers)" = "$made" ]
clear_out

# Room for neither, but for what is said.
room=16
run limited "$tiento" train "$tunes" -o "$made" $small
is "a style that cannot be written ends the run at its end" [ "$code" -eq 1 ]
is "once it is told on the way" [ "$(grep -c '^warning: .*a.safetensors: .*; the training goes on' "$work/stderr")" -eq 1 ]
is "once at the end" [ "$(complaints)" -eq 1 ]
is "and nothing is left" [ -z "$(leftovers)" ]

# A disk that is full later: the checkpoint is there.
begin "$made" --checkpoint 0
within 60 [ -s "$saved" ] || bad "the run" "no checkpoint within a minute"
end TERM
rm -f "$made"
run limited "$tiento" train "$tunes" -o "$made" $small --resume
is "where the style cannot be written the checkpoint stays" only a.checkpoint
is "and it is said how to go on" \
  tells '^tiento: .*a.safetensors: .*; .*a.checkpoint holds the run: the same command with --resume goes on$'
train --resume
is "so it goes on to the same style" whole "$made"
clear_out

# What is tried again succeeds once there is room.
if command -v prlimit > /dev/null; then
  (
    ulimit -S -f 16
    exec "$tiento" train "$tunes" -o "$made" $small --epochs 10000 --patience 10000 \
      > "$work/stdout" 2> "$work/stderr"
  ) &
  pid=$!
  within 60 tells '^warning: .*a.safetensors' || bad "the run" "no warning within a minute"
  prlimit --pid "$pid" --fsize=unlimited
  is "a style is written once there is room" within 60 [ -s "$made" ]
  end TERM
  works "and is whole" "$tiento" info "$made"
  clear_out
else
  skip "prlimit is not installed: is a style written once there is room?"
fi

# ---- a log that nobody reads ----

"$tiento" train "$tunes" -o "$made" $small 2>&1 | head -n 1 > "$work/stderr"
is "a log whose reader goes ends nothing" whole "$made"
clear_out

# ---- two runs at once ----

begin "$made" --epochs 10000 --patience 10000
within 60 [ -s "$made" ] || bad "the run" "no epoch within a minute"
mv "$work/stderr" "$work/first" # it goes on to write there
run "$tiento" train "$tunes" -o "$made" $small
is "a second run is refused" [ "$code $(wc -l < "$work/stderr")" = "1 1" ]
is "and says why" tells '^tiento: .*a.safetensors: another run is writing it, or its checkpoint$'
run "$tiento" train "$tunes" -o "$out/a" $small
is "so is a run with the same checkpoint" [ "$code $(wc -l < "$work/stderr")" = "1 1" ]
works "another output beside it is not" "$tiento" train "$tunes" -o "$out/b.safetensors" $small
end TERM
clear_out
begin "$made" --checkpoint 0
within 60 [ -s "$saved" ] || bad "the run" "no checkpoint within a minute"
end KILL
is "what was killed blocks nothing" [ "$code" -eq 137 ]
train --resume
is "and is gone on from" whole "$made"
is "nothing is left in sight" only a.safetensors
is "nor a lock" [ -z "$(find "$out" -name '*.lock')" ]

sum_up check_files.sh
