#!/bin/sh
# mpi_test.sh TIENTO TUNES: training under MPI. Two ranks of one worker must learn what one process of
# two workers does, a rank that dies must end the run, with a word, and leave the best epoch behind, and a
# run that is ended by a signal, to mpirun or to a rank, must go on to the style of an unbroken one.
#   TIENTO  the program without MPI; that with MPI is made here
#   TUNES   a folder of MIDI files that can all be read
# Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not, 77 skipped because MPI is not installed.
set -u

if [ $# -lt 2 ]; then
  echo "usage: mpi_test.sh TIENTO TUNES" >&2
  exit 2
fi
tiento=$1
tunes=$2
build=build/mpi

if ! command -v mpirun > /dev/null 2>&1 || ! ${PKG_CONFIG:-pkg-config} --exists ompi-c; then
  echo "SKIP: Open MPI is not installed"
  exit 77
fi
${MAKE:-make} MPI=1 B=$build $build/tiento > /dev/null || exit 1

work=$(mktemp -d) || exit 1
run_pid=
clean_up() {
  [ -z "$run_pid" ] || kill "$run_pid" 2> /dev/null
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

status=0
ok() {
  echo "ok   $1"
}
bad() {
  echo "FAIL $1"
  [ $# -lt 2 ] || sed 's/^/     | /' "$2"
  status=1
}

# Containers run tests as root, on fewer cores than there are ranks.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
ranks() { # COUNT ARGUMENT...: of tiento
  count=$1
  shift
  mpirun --oversubscribe -n "$count" $build/tiento "$@"
}

# learn NAME COMMAND...: sets $nats to what the style NAME says of the pieces held out.
small="--epochs 2 --layers 1 --hidden 32 --embedding 16 --head 16 --seed 5 --name tunes"
learn() {
  style=$work/$1.safetensors
  shift
  if ! "$@" train "$tunes" -o "$style" $small $options > "$work/log" 2>&1; then
    bad "$* ends badly" "$work/log"
    exit 1
  fi
  nats=$("$tiento" info "$style" | awk '$1 == "training.valid_nats_a_note" { print $2 }')
}

# ---- two ranks are two workers ----

options="--workers 2"
learn workers "$tiento"
of_workers=$nats
options="--workers 1"
learn ranks ranks 2
echo "     held out: $of_workers nats a note by two workers, $nats by two ranks"
if cmp -s "$work/workers.safetensors" "$work/ranks.safetensors"; then
  ok "two ranks write the style of two workers, byte for byte"
else
  bad "two ranks write another style than two workers"
fi
if [ "$(grep -c 'nats a note' "$work/log")" -eq 1 ]; then
  ok "one rank reports"
else
  bad "the report comes not once" "$work/log"
fi

# Without dropout, whose masks are each worker's own, it does not matter how many share the work.
options="--workers 1 --dropout 0"
learn one "$tiento"
of_one=$nats
for count in 2 3; do
  learn "ranks$count" ranks $count
  difference=$(echo "$of_one $nats" | awk '{ d = $1 - $2; print d < 0 ? -d : d }')
  if echo "$difference" | awk '{ exit !($1 <= 0.001) }'; then
    ok "$count ranks learn what one does: $nats and $of_one nats a note, $difference apart"
  else
    bad "$count ranks learn something else than one: $nats and $of_one nats a note"
  fi
done

# ---- what is wrong is said once ----

ranks 2 train "$work/nowhere" -o "$work/none.safetensors" > "$work/log" 2>&1
code=$?
if [ $code -eq 1 ] && [ "$(grep -c '^tiento: cannot read' "$work/log")" -eq 1 ]; then
  ok "a folder that is not there is said once, with exit code 1"
else
  bad "a folder that is not there: exit code $code" "$work/log"
fi

# ---- a rank that dies ----

rank_pid() { # RANK: the process of it that mpirun has started
  for pid in $(ps -o pid= --ppid "$run_pid"); do
    if tr '\0' '\n' < "/proc/$pid/environ" | grep -qx "OMPI_COMM_WORLD_RANK=$1"; then
      echo "$pid"
    fi
  done
}

# within SECONDS COMMAND...: whether it succeeds in time.
within() {
  tries=$(($1 * 10))
  shift
  until "$@" 2> /dev/null; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.1
  done
}

is_over() {
  ! kill -0 "$run_pid"
}

# begin STYLE OPTION...: sets $run_pid.
begin() {
  style=$1
  shift
  : > "$work/log"
  mpirun --oversubscribe -n 2 $build/tiento train "$tunes" -o "$style" --workers 1 --layers 1 \
    --hidden 32 --embedding 16 --head 16 "$@" > "$work/log" 2>&1 &
  run_pid=$!
}

# finish: waits for it, and sets $code.
finish() {
  within 60 is_over || bad "the run goes on" "$work/log"
  wait "$run_pid"
  code=$?
  run_pid=
}

for victim in 1 0; do
  begin "$work/killed$victim.safetensors" --epochs 100000 --patience 100000
  within 60 [ -s "$style" ] || bad "no epoch within a minute" "$work/log"
  kill -9 "$(rank_pid $victim)"
  finish
  if [ $code -ne 0 ] &&
    [ "$(grep -c "^tiento: the run was ended early; $style holds its best epoch" "$work/log")" -eq 1 ]; then
    ok "without rank $victim the run ends with exit code $code, and says what it leaves"
  else
    bad "without rank $victim the run ends with exit code $code" "$work/log"
  fi
  if "$tiento" info "$style" > /dev/null 2> "$work/log" &&
    [ "$(find "$work" -name "*killed$victim*" -o -name '.tiento-*.tmp' | wc -l)" -eq 1 ]; then
    ok "the style it leaves is whole"
  else
    bad "the style it leaves is not whole" "$work/log"
  fi
done

# ---- a run that is ended by a signal ----

# mpirun passes a signal on after a second, and kills after another what has not ended.
long="--epochs 16 --name tunes"
begin "$work/whole.safetensors" $long
finish
style=$work/ended.safetensors
saved=$work/ended.checkpoint
for victim in mpirun 1; do
  begin "$style" $long --checkpoint 0
  within 60 [ -s "$style" ] || bad "no epoch within a minute" "$work/log"
  kill -TERM "$([ $victim = mpirun ] && echo "$run_pid" || rank_pid $victim)"
  finish
  if [ $code -ne 0 ] &&
    grep -q "^tiento: .*; $saved holds the run: the same command with --resume goes on" "$work/log"; then
    ok "SIGTERM to $victim ends both ranks, and it is said how to go on"
  else
    bad "SIGTERM to $victim: exit code $code" "$work/log"
  fi
  if [ $victim = 1 ]; then
    ranks 3 train "$tunes" -o "$style" --workers 1 --layers 1 --hidden 32 --embedding 16 --head 16 \
      $long --resume > "$work/log" 2>&1
    if [ "$(grep -c '^tiento: .*it is of a run with mpirun -n 2, not 3' "$work/log")" -eq 1 ]; then
      ok "another number of ranks is refused, once"
    else
      bad "another number of ranks is not refused" "$work/log"
    fi
  fi
  begin "$style" $long --resume
  finish
  if grep -q '^going on after' "$work/log" && cmp -s "$style" "$work/whole.safetensors" &&
    [ ! -e "$saved" ]; then
    ok "resumed, they come to the style of an unbroken run, byte for byte"
  else
    bad "resumed, they come to something else" "$work/log"
  fi
  rm -f "$style"
done
exit $status
