# training_checks.sh: what the checks of `tiento train` as it runs share; they source it. It takes what
# program_checks.sh takes, and trains once without a break, for the other runs to be compared with.
. "$(dirname "$0")/program_checks.sh"

small="--epochs 12 --layers 1 --hidden 32 --embedding 16 --head 16 --workers 2 --seed 5 --name tunes --no-report"

made="$out/a.safetensors"
saved="$out/a.checkpoint"
train() { # OPTION...: a whole run
  run "$tiento" train "$tunes" -o "$made" $small "$@"
}

# begin STYLE OPTION...: sets $pid. A shell has Ctrl-C ignored by what it starts in the background.
begin() {
  output=$1
  shift
  : > "$work/stderr"
  env --default-signal=INT "$tiento" train "$tunes" -o "$output" $small "$@" \
    > "$work/stdout" 2> "$work/stderr" &
  pid=$!
}

# end SIGNAL...: ends the run that was begun, and sets $code.
end() {
  for name in "$@"; do
    kill -s "$name" "$pid" 2> /dev/null
  done
  wait "$pid" 2> /dev/null
  code=$?
}

# within SECONDS COMMAND...: whether it succeeds in time.
within() {
  tries=$(($1 * 50))
  shift
  until "$@" 2> /dev/null; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.02
  done
}

whole() { # FILE: whether it is the style of the unbroken run
  cmp -s "$1" "$work/whole.safetensors"
}

only() { # NAME...: whether these files were made, and nothing else but hidden ones
  [ "$(find "$out" -mindepth 1 ! -name '.tiento-*' -exec basename {} \; | sort | tr '\n' ' ')" = "$* " ]
}

works "an unbroken run" "$tiento" train "$tunes" -o "$work/whole.safetensors" $small
is "it leaves no checkpoint" [ ! -e "$work/whole.checkpoint" ]
