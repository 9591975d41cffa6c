#!/bin/sh
# check_resume.sh: `tiento train` when it is ended: by a signal it saves itself and says how to go on,
# by SIGKILL at any moment it leaves nothing half-written, and with --resume it comes to the very style
# of an unbroken run. Takes the variables of check_program.sh, and
#   KILLS  how often a run is killed: 50; sanitizers are slow
. "$(dirname "$0")/training_checks.sh"

# ---- signals ----

for signal in INT:130 TERM:143 HUP:129; do
  begin "$made" --checkpoint 0
  within 60 [ -s "$made" ] || bad "the run" "no epoch within a minute"
  end ${signal%:*}
  is "SIG${signal%:*} ends the run, seen by its exit code" [ "$code" -eq ${signal#*:} ]
  is "its last words say how to go on" \
    [ "$(grep -c "^tiento: .*a.safetensors holds its best epoch .*a.checkpoint holds the run: the same command with --resume goes on$" "$work/stderr")" -eq 1 ]
  is "it leaves a style and a checkpoint" only a.checkpoint a.safetensors
  works "the style can be read" "$tiento" info "$made"
  train --resume
  is "resumed, it says where it goes on" tells '^going on after [0-9.]* epochs$'
  is "it comes to the style of the unbroken run" whole "$made"
  is "the checkpoint is gone" only a.safetensors
  rm -f "$made"
done

begin "$made" --checkpoint 3600
within 60 tells '^epoch' || bad "the run" "no start within a minute"
end TERM
is "ended in its first epoch it has saved itself, too" tells 'a.checkpoint holds the run'
train --resume
is "and comes to the same style" whole "$made"
find "$out" -mindepth 1 -delete

begin "$made" --epochs 10000 --patience 10000
within 60 tells '^epoch' || bad "the run" "no start within a minute"
end INT
is "Ctrl-C is answered at once, before the last words" \
  [ "$(grep -o '^tiento: saving the run; another Ctrl-C ends it at once$\|^tiento: the run was ended early; .*' "$work/stderr" | cut -d ' ' -f 2 | tr '\n' ' ')" = "saving the " ]
find "$out" -mindepth 1 -delete

(
  trap '' HUP
  begin "$made" --checkpoint 0
  within 60 [ -s "$made" ]
  end HUP INT
  exit "$code"
)
is "under nohup SIGHUP does not end it" [ $? -eq 130 ]
find "$out" -mindepth 1 -delete

begin /dev/null
within 60 tells '^ *1 ' || bad "the run" "no epoch within a minute"
end TERM
is "what is no file has no checkpoint, and the last words say so" \
  tells '^tiento: .*; nothing was written to /dev/null, which is no file and has no checkpoint$'

# ---- what cannot be resumed ----

begin "$made" --checkpoint 0
within 60 [ -s "$saved" ] || bad "the run" "no checkpoint within a minute"
end TERM
cp "$saved" "$work/saved"
advice='; remove it, or begin again with --anew$'
refuses_to_resume() { # WHAT WHY OPTION...
  what=$1
  why=$2
  shift 2
  cp "$saved" "$work/before"
  train --resume "$@"
  is "$what is refused" [ "$code $(wc -l < "$work/stderr")" = "1 1" ]
  is "for this reason" tells "^tiento: .*a.checkpoint: $why"
  is "and it says what to do" tells "$advice"
  is "and stays" cmp -s "$saved" "$work/before"
}
refuses_to_resume "another batch" "it is of a run with --batch 4, not 5" --batch 5
refuses_to_resume "another number of workers" "it is of a run with --workers 2, not 1" --workers 1
refuses_to_resume "other music" "it is of a run with other music" --keep-all
refuses_to_resume "another base" "it is of a run with another --from" --from "$work/whole.safetensors"
head -c 100000 "$work/saved" > "$saved"
refuses_to_resume "a checkpoint that is cut" "it is cut short"
cp "$work/saved" "$saved"
printf 'XXXX' | dd of="$saved" bs=1 seek=50000 conv=notrunc 2> /dev/null
refuses_to_resume "a checkpoint that is damaged" "it is damaged"
printf 'hello' > "$saved"
advice='; remove it, or take another -o$'
refuses_to_resume "a file that is no checkpoint" "it is no checkpoint"
rm "$saved"
mkdir "$saved"
train --resume
is "a folder in its place is refused" [ "$code $(wc -l < "$work/stderr")" = "1 1" ]
rmdir "$saved"

train --resume
is "without a checkpoint --resume says so" tells '^there is no .*a.checkpoint to go on from'
is "and begins anew" whole "$made"

cp "$work/saved" "$saved"
train
is "a checkpoint without --resume is refused" [ "$code $(wc -l < "$work/stderr")" = "1 1" ]
is "it is said how to go on, and how to begin again" \
  tells '^tiento: .*a.checkpoint: .*: --resume goes on from it, --anew begins again$'
is "and it stays" cmp -s "$saved" "$work/saved"
train --anew
is "--anew begins again" [ "$(grep -c '^going on' "$work/stderr")" -eq 0 ]
is "and comes to the style" whole "$made"
is "and removes the checkpoint" only a.safetensors
find "$out" -mindepth 1 -delete

# ---- SIGKILL at any moment ----

# Every fifth at the start already, the others within a quarter of a run once it trains.
began=$(date +%s.%N)
train --checkpoint 0
lasts=$(echo "$began $(date +%s.%N)" | LC_ALL=C awk '{ print $2 - $1 }')
rm -f "$made"
kills=${KILLS:-50}
seed=20
number=0
torn=0
refused=0
finished=0
training=0
for delay in $(LC_ALL=C awk -v seed=$seed -v kills=$kills -v lasts="$lasts" \
  'BEGIN { srand(seed); for (; kills > 0; --kills) printf "%.3f\n", lasts / 4 * rand() }'); do
  number=$((number + 1))
  begin "$made" --resume --checkpoint 0
  [ $((number % 5)) -eq 0 ] || within 60 tells '^epoch'
  sleep "$delay"
  end KILL
  ! tells '^tiento: ' || refused=$((refused + 1))
  [ ! -e "$made" ] || "$tiento" info "$made" > /dev/null 2>&1 || torn=$((torn + 1))
  if [ "$code" -eq 0 ]; then
    finished=$((finished + 1))
    whole "$made" || torn=$((torn + 1))
    rm -f "$made"
  elif tells '^epoch'; then
    training=$((training + 1))
  fi
done
echo "     killed $kills times at moments of seed $seed: $training times as it trained; $finished times it had finished before"
is "most kills hit a run that trains" [ $training -gt $((kills / 2)) ]
is "no style is ever half-written" [ $torn -eq 0 ]
is "no checkpoint is" [ $refused -eq 0 ]
train --resume
is "in the end it comes to the style of the unbroken run" whole "$made"
is "nothing else is left in sight" only a.safetensors

sum_up check_resume.sh
