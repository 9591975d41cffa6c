#!/bin/sh
# python_test.sh BUILD STYLE: presets/style.py finds events as likely as the reference of the tests does, writes styles that the
# engine takes, and every example of presets/PYTHON.md prints what stands there.
#   BUILD   holds tiento, dump_events, make_tunes and tunes/
#   STYLE   the style that PYTHON.md is about
# Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not, 77 skipped because there is no numpy.
set -u

if [ $# -ne 2 ]; then
  echo "usage: python_test.sh BUILD STYLE" >&2
  exit 2
fi
build=$1
style=$2
tiento=$build/tiento
tunes=$build/tunes

python=
for program in python3 /usr/bin/python3; do
  if "$program" -c 'import numpy' 2> /dev/null; then
    python=$program
    break
  fi
done
if [ -z "$python" ]; then
  echo "SKIP: Python 3 with numpy (Debian: python3-numpy) is not installed"
  exit 77
fi
export PYTHONPATH=presets PYTHONDONTWRITEBYTECODE=1

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0
ok() {
  echo "ok   $1"
}
bad() {
  echo "FAIL $1"
  sed 's/^/     | /' "$work/log"
  status=1
}

# check WHAT COMMAND...: the command succeeds.
check() {
  what=$1
  shift
  if "$@" > "$work/log" 2>&1; then
    ok "$what"
  else
    bad "$what"
  fi
}

# needs COMMAND...: nothing can be tested without.
needs() {
  if ! "$@" > "$work/log" 2>&1; then
    bad "$*"
    exit 1
  fi
}

# ---- measuring ----

# largest_difference ENGINE PYTHON: events, and by how many nats a field they differ at most.
largest_difference() {
  grep -E '^(note|rest|end)' "$1" | cut -f 8- | paste - "$2" | awk '
    { for (i = 1; i <= 6; i++) {
        if ($i !~ /^-?[0-9.]+$/ || $(i + 6) !~ /^-?[0-9.]+$/) exit_code = 1
        difference = $i - $(i + 6)
        if (difference < 0) difference = -difference
        if (difference > largest) largest = difference } }
    END { print NR, largest + 0; exit exit_code || NF != 12 || NR < 200 || largest > 0.001 }'
}

# agree STYLE MIDI OPTION...: of dump_events.
agree() {
  of_style=$1
  midi=$2
  shift 2
  what="$(basename "$of_style") on $(basename "$midi")${*:+ ($*)}"
  difference=none
  if "$build/dump_events" "$@" "$of_style" "$midi" > "$work/engine.tsv" 2> "$work/log" &&
    "$python" presets/style.py "$of_style" --events "$work/engine.tsv" > "$work/python.tsv" 2> "$work/log" &&
    difference=$(largest_difference "$work/engine.tsv" "$work/python.tsv"); then
    ok "$what: ${difference% *} events as likely as in the reference, to ${difference#* } nats a field"
  else
    bad "$what: other likelihoods than the reference's: $difference"
  fi
}

small="--epochs 1 --layers 1 --hidden 32 --embedding 16 --head 16"
needs "$tiento" train "$tunes" -o "$work/tunes.safetensors" --lookback 1,2 $small
needs "$tiento" train "$tunes" -o "$work/roll.safetensors" --roll 120 --lookback 4,8 $small
needs "$python" tests/fixtures/rich_style.py "$work/tunes.safetensors" "$work/rich.safetensors"
needs "$tiento" render "$work/rich.safetensors" -o "$work/rich.mid" --bars 256 --length 64

# A round whose voices meet on one pitch: the second sings in the octave of the first.
mkdir "$work/round"
sed '/^bass/s/,//g; s/^form: .*/form: ABBBB/' tests/fixtures/tunes/frere_jacques.tune > "$work/round/round.tune"
needs "$build/make_tunes" "$work/round" "$work/round"

for tune in greensleeves irish_washerwoman; do
  agree "$style" "$tunes/$tune.mid"
  agree "$style" "$tunes/$tune.mid" -m
  agree "$style" "$tunes/$tune.mid" -m -k
  agree "$style" "$tunes/$tune.mid" -m -k -e
done
agree "$work/tunes.safetensors" "$tunes/korobeiniki.mid" -m -k -e
agree "$work/tunes.safetensors" "$tunes/korobeiniki.mid"
agree "$work/rich.safetensors" "$tunes/greensleeves.mid" -m -k -e
agree "$work/rich.safetensors" "$work/round/round.mid" -m -k -e
agree "$work/rich.safetensors" "$work/rich.mid" -m -k -e
agree "$work/rich.safetensors" "$work/rich.mid"
agree "$work/roll.safetensors" "$tunes/greensleeves.mid" -r 120

# ---- composing ----

compose() { # SEED FILE
  needs "$python" presets/style.py "$style" --compose 8 --seed "$1"
  cp "$work/log" "$2"
}
compose 1 "$work/one.tsv"
compose 1 "$work/again.tsv"
compose 2 "$work/two.tsv"
check "the same seed composes the same phrase" cmp "$work/one.tsv" "$work/again.tsv"
check "another seed composes another" test "$(cat "$work/one.tsv")" != "$(cat "$work/two.tsv")"
needs "$python" presets/style.py "$style" --events "$work/one.tsv"
check "every event of it can be" awk 'NF != 6 || /inf|nan/ { exit 1 }' "$work/log"

# Nothing is drawn at temperature 0: the notes are those that the engine plays.
struck() { # FILE: onset and pitch of every note
  awk '/^(note|rest)/ { tick += $2 } /^note/ { print tick, $4 }' "$1" | sort -u
}
needs "$tiento" render "$style" -o "$work/likeliest.mid" --bars 8 --length 8 --temperature 0
"$build/dump_events" "$style" "$work/likeliest.mid" > "$work/engine.tsv" 2> "$work/log"
needs "$python" presets/style.py "$style" --compose 8 --temperature 0
struck "$work/log" > "$work/python.notes"
struck "$work/engine.tsv" > "$work/engine.notes"
check "at temperature 0 it composes what the engine plays: $(wc -l < "$work/engine.notes") notes" \
  cmp "$work/engine.notes" "$work/python.notes"

# ---- the file ----

copy() { # FILE DTYPE
  needs "$python" -c "import style; style.write('$1', style.read('$style'), '$2')"
}
copy "$work/copy.safetensors" F16
copy "$work/wide.safetensors" F32
check "a style is written as the trainer wrote it, byte for byte" cmp "$style" "$work/copy.safetensors"
check "tiento takes one that is written in F32" "$tiento" info "$work/wide.safetensors"
needs "$tiento" render "$style" -o "$work/style.mid"
needs "$tiento" render "$work/wide.safetensors" -o "$work/wide.mid"
check "it plays the same notes, byte for byte" cmp "$work/style.mid" "$work/wide.mid"

refused() { # FILE: style.py says so in one line
  ! "$python" presets/style.py "$1" > "$work/stdout" 2> "$work/stderr" && [ ! -s "$work/stdout" ] &&
    [ "$(grep -c '^style.py: ' "$work/stderr")" -eq 1 ] && [ "$(wc -l < "$work/stderr")" -eq 1 ]
}
head -c 5000 "$style" > "$work/cut.safetensors"
head -c 100000 "$style" > "$work/short.safetensors"
for file in "$work/nothing" "$work/style.mid" "$work/cut.safetensors" "$work/short.safetensors"; do
  check "$(basename "$file") is refused in one line" refused "$file"
done

# ---- PYTHON.md ----

cp presets/*.py presets/PYTHON.md "$work" && cp "$style" "$work/hymns.safetensors" || exit 1
examples() {
  (cd "$work" && "$python" -m doctest PYTHON.md)
}
check "every example of PYTHON.md prints what stands there" examples
check "tiento takes the style that it writes" "$tiento" info "$work/one-voice.safetensors"
check "and plays it" "$tiento" render "$work/one-voice.safetensors" -o "$work/one-voice.mid"
exit $status
