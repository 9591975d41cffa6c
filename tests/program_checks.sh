# program_checks.sh: what the checks of the program `tiento` share; they source it. It needs TIENTO,
# TUNES and STYLE (see check_program.sh), and keeps what is made in $work until the script ends.
tiento=${TIENTO:?names the program}
tunes=${TUNES:?names a folder of MIDI files}
style=${STYLE:?names a style}

for needed in "$tiento" "$tunes" "$style"; do
  if [ ! -e "$needed" ]; then
    echo "FAIL $needed is not there"
    exit 1
  fi
done

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
out="$work/out put" # what is made, and nothing else
mkdir "$out"
passed=0
failed=0
skipped=0

ok() {
  passed=$((passed + 1))
  echo "ok   $1"
}

# FAIL WHAT WHY, and what the program said.
bad() {
  failed=$((failed + 1))
  echo "FAIL $1: $2"
  sed 's/^/     | /' "$work/stderr"
}

skip() {
  skipped=$((skipped + 1))
  echo "SKIP $1"
}

# run COMMAND...: sets $code; what it prints goes to stdout and stderr in $work.
run() {
  "$@" > "$work/stdout" 2> "$work/stderr"
  code=$?
}

# limited COMMAND...: on a disk that is full after $room times 512 bytes, or 1024 in some shells.
room=1
limited() {
  (
    ulimit -S -f "$room"
    exec "$@"
  )
}

complaints() {
  grep -c '^tiento: ' "$work/stderr"
}

leftovers() {
  find "$out" -mindepth 1
}

# judge WHAT LINES: of the last run. LINES: how many lines stderr may have; "any" after a training.
judge() {
  if [ "$code" -ne 1 ] && [ "$code" -ne 2 ]; then
    bad "$1" "exit code $code"
  elif [ "$(complaints)" -ne 1 ]; then
    bad "$1" "$(complaints) lines begin with tiento:"
  elif [ "$2" != any ] && [ "$(wc -l < "$work/stderr")" -gt "$2" ]; then
    bad "$1" "more than $2 line(s)"
  elif [ -s "$work/stdout" ]; then
    bad "$1" "it printed something"
  elif [ -n "$(leftovers)" ]; then
    bad "$1" "it left $(leftovers)"
  else
    ok "$1: $(grep '^tiento: ' "$work/stderr" | sed "s|$work|...|g")"
  fi
  find "$out" -mindepth 1 -delete
}

# refuses WHAT COMMAND...: one line and nothing else.
refuses() {
  what=$1
  shift
  run "$@"
  judge "$what" 1
}

# misused WHAT COMMAND...: the same, and a hint may follow.
misused() {
  what=$1
  shift
  run "$@"
  if [ "$code" -eq 1 ]; then
    bad "$what" "wrong usage has the exit code 2, not 1"
  else
    judge "$what" 2
  fi
}

# works WHAT COMMAND...: returns 0 where the command does.
works() {
  what=$1
  shift
  run "$@"
  if [ "$code" -ne 0 ]; then
    bad "$what" "exit code $code"
    return 1
  fi
}

# is WHAT CONDITION...: the last words of the check `works` began.
is() {
  what=$1
  shift
  if "$@"; then
    ok "$what"
  else
    bad "$what" "not so: $*"
  fi
}

says() { # PATTERN, on stdout
  grep -q -- "$1" "$work/stdout"
}

tells() { # PATTERN, on stderr
  grep -q -- "$1" "$work/stderr"
}

begins() { # FILE with BYTES, in hexadecimal
  [ "$(od -An -tx1 -N4 "$1" | tr -d ' \n')" = "$2" ]
}

# How many pieces the last run, a training, tells on stderr that it has.
pieces_used() {
  sed -n 's/^learning from \([0-9]*\) pieces,.* holding out \([0-9]*\) pieces,.* test \([0-9]*\) pieces.*/\1 \2 \3/p' \
    "$work/stderr" | awk '{ print $1 + $2 + $3 }'
}

# sum_up SCRIPT: the last line; false where a check failed.
sum_up() {
  echo "$1: $passed passed, $failed failed, $skipped skipped"
  mkdir -p build
  echo "$passed $failed $skipped" >> build/test-counts
  [ "$failed" -eq 0 ]
}
