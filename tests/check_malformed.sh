#!/bin/sh
# check_malformed.sh: the program and a collection of broken and exotic MIDI files, each of which its
# index says to parse or to refuse: each alone, and all in a folder of good ones. Skips where there is no
# collection in ../shared or where TIENTO_SHARED says.
#   TIENTO, TUNES, STYLE  see check_program.sh
#   PEAK                  the program tests/limits/peak
#   MOST_MIB              the memory that reading a file may take
#   MOST_SECONDS          of the processor's time for one file, as whole ones; sanitizers are slow
. "$(dirname "$0")/program_checks.sh"
peak=${PEAK:?names the program peak}
most=${MOST_MIB:?says how many MiB a file may take}
seconds=${MOST_SECONDS:?says how much of the time of the processor a file may take}
malformed=${TIENTO_SHARED:-../shared}/malformed
export ASAN_OPTIONS="exitcode=99${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export UBSAN_OPTIONS="exitcode=99${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}"

if [ ! -f "$malformed/index.tsv" ]; then
  skip "there is no collection of malformed files at $malformed"
  sum_up check_malformed.sh
  exit 0
fi

# Lines "FILE STATUS" for every file: ok, skip, or any where both are right.
cases="$work/cases"
awk -F '\t' 'NR > 1 { print $1, $3 == "PARSE" ? "ok" : $3 == "REFUSE" ? "skip" : "any" }' \
  "$malformed/index.tsv" > "$cases"

plain() { # FILE: whether it is UTF-8, without control characters other than tabs and ends of lines
  iconv -f UTF-8 -t UTF-8 "$1" > /dev/null 2>&1 &&
    [ "$(LC_ALL=C tr -d '\11\12\15\40-\176\200-\377' < "$1" | wc -c)" -eq 0 ]
}

# told FILE STATUS OUTPUT: whether OUTPUT of scan --tsv has one line of FILE, with that status, and with a
# reason where it is skipped.
told() {
  awk -F '\t' -v name="/$1" -v status="$2" '
    substr($6, length($6) - length(name) + 1) == name {
      told++
      right += (status == "any" || status == $1) && ($1 == "ok" || $7 ~ /^[A-Za-z0-9]/)
    }
    END { exit !(told == 1 && right == 1) }' "$3"
}

# ---- each alone ----

# What is printed goes to stderr, as the figures of `peak` go to stdout.
alone() (
  ulimit -t "$seconds"
  exec "$peak" "$tiento" scan --tsv "$1"
)
wrong=0
: > "$work/peaks"
while read -r file status; do
  run alone "$malformed/$file"
  cat "$work/stdout" >> "$work/peaks"
  if [ "$code" -gt 1 ]; then
    bad "$file" "exit code $code"
  elif ! told "$file" "$status" "$work/stderr"; then
    bad "$file" "it should be: $status"
  elif ! plain "$work/stderr"; then
    bad "$file" "bytes on the terminal that are no text"
  elif [ "$(sed 's/ .*//' "$work/stdout")" -gt "$most" ]; then
    bad "$file" "$(sed 's/ .*//' "$work/stdout") MiB"
  else
    continue
  fi
  wrong=$((wrong + 1))
done < "$cases"
figures=$(awk '{ m = $1 > m ? $1 : m; t = $2 > t ? $2 : t } END { printf "%d MiB and %.2f s", m, t }' "$work/peaks")
is "each of $(wc -l < "$cases") files alone gets what its index says, in at most $figures" [ $wrong -eq 0 ]

# ---- all among good ones ----

mixed="$work/mixed"
mkdir "$mixed"
cp "$tunes"/*.mid "$malformed"/*.mid "$malformed"/*.kar "$mixed"
chmod u+w "$mixed"/*
if works "a folder of good and malformed files" "$tiento" scan --tsv "$mixed"; then
  cp "$work/stdout" "$work/table"
  wrong=0
  find "$tunes" -name '*.mid' | sed 's|.*/\(.*\)|\1 ok|' | cat - "$cases" > "$work/all"
  while read -r file status; do
    told "$file" "$status" "$work/table" || {
      wrong=$((wrong + 1))
      bad "$file" "among others it should be: $status"
    }
  done < "$work/all"
  is "of $(wc -l < "$work/all") files each gets the same among good ones" [ $wrong -eq 0 ]
  usable=$(awk -F '\t' 'NR > 1 && $7 == "-"' "$work/table" | wc -l)
fi
if works "to learn from that folder" "$tiento" train "$mixed" -o "$out/a.safetensors" \
  --epochs 1 --layers 1 --hidden 16 --embedding 8 --head 8 --workers 2; then
  is "all $usable that can be used are" [ "$(pieces_used)" -eq "$usable" ]
  is "what it says is plain text" plain "$work/stderr"
  is "the style is there" [ -s "$out/a.safetensors" ]
fi

sum_up check_malformed.sh
