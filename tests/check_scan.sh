#!/bin/sh
# check_scan.sh: reading any folder, as the user of `tiento` meets it: `tiento scan`, and --cache of
# the commands that read music. Takes the variables of check_program.sh; TIENTO_SHARED, or ../shared,
# holds the collection of malformed files.
. "$(dirname "$0")/program_checks.sh"
small="--epochs 1 --layers 1 --hidden 16 --embedding 8 --head 8"
malformed="${TIENTO_SHARED:-../shared}/malformed"
tab=$(printf '\t')

# field NUMBER NAME: of the line of the file in the last output of scan --tsv.
field() {
  awk -F '\t' -v number="$1" -v name="/$2" \
    'substr($6, length($6) - length(name) + 1) == name { print $number }' "$work/stdout"
}

# outcomes INDEX: the lines of the index with which the last output of scan --tsv does not agree.
outcomes() {
  awk -F '\t' '
    NR == FNR { if (FNR > 1) { path = $6; sub(/.*\//, "", path); status[path] = $1; notes[path] = $2 } next }
    FNR == 1 { next }
    {
      count = split($4, range, /\.\.~?/)
      low = range[1] + 0
      high = range[count] + 0
      fits = notes[$1] >= low && notes[$1] <= high
      right = $3 == "PARSE" ? status[$1] == "ok" && fits : \
              $3 == "REFUSE" ? status[$1] == "skip" : \
              status[$1] == "skip" || (status[$1] == "ok" && fits)
      if (!right) print $1 ": " $3 " " $4 ", not " status[$1] " " notes[$1]
    }' "$work/stdout" "$1"
}

# ---- what the command line is ----

if works "help scan" "$tiento" scan --help; then
  is "tiento scan --help shows how to begin" says '^example: tiento scan'
  is "tiento scan --help says nothing on stderr" [ ! -s "$work/stderr" ]
fi
works "help" "$tiento" --help && is "tiento --help names scan" says '^  scan '
misused "scan without a folder" "$tiento" scan
misused "unknown option of scan" "$tiento" scan --loud "$tunes"
misused "a cache without its name" "$tiento" scan "$tunes" --cache

# ---- what is told of a folder ----

mkdir "$work/empty" "$work/broken"
printf 'this is no music' > "$work/broken/words.mid"
printf 'notes' > "$work/empty/notes.txt"
refuses "scan of a missing folder" "$tiento" scan "$work/nowhere"
refuses "scan of an empty folder" "$tiento" scan "$work/empty"
run "$tiento" scan --tsv "$work/empty"
is "scan of an empty folder for programs: exit code 1" [ "$code" -eq 1 ]
is "the fields have names all the same" [ "$(cut -f 1,7 "$work/stdout")" = "status${tab}reason" ]
is "stderr says that there is nothing" [ "$(complaints) $(wc -l < "$work/stderr")" = "1 1" ]
mkdir "$work/few"
printf 'MThd\0\0\0\6\0\0\0\1\1\340MTrk\0\0\0\15\0\220\74\100\203\140\200\74\100\0\377\57\0' > "$work/few/one.mid"
cp "$work/broken/words.mid" "$(find "$tunes" -name '*.mid' | sort | head -n 1)" "$work/few"
if works "scan of a single note, a tune and what is none" "$tiento" scan "$work/few"; then
  is "one note is unfit" says '^unfit  *1 .*/one\.mid: too few notes$'
  is "the sum tells them apart" says '^3 files: 1 ok, 1 unfit, 1 skipped; '
  works "the same for programs" "$tiento" scan --tsv "$work/few"
  is "programs read ok" says "^ok${tab}1${tab}.*/one.mid${tab}too few notes$"
fi
run "$tiento" scan --tsv "$work/broken"
is "scan of a folder without music: exit code 1" [ "$code" -eq 1 ]
is "the file is on stdout, with its reason" says "^skip${tab}0${tab}0${tab}-${tab}-${tab}.*/words.mid${tab}not a MIDI file$"
is "stderr has one line" [ "$(complaints) $(wc -l < "$work/stderr")" = "1 1" ]

if works "scan" "$tiento" scan "$tunes"; then
  is "each file has a line" [ "$(grep -c '^ok .*\.mid$' "$work/stdout")" -eq "$(find "$tunes" -name '*.mid' | wc -l)" ]
  is "it sums up what would be learned" says '^to learn from: [1-9][0-9]* pieces, [1-9][0-9]* notes$'
  is "and the parts of a style" says '^a style would get [1-9] part'
  is "and says nothing on stderr" [ ! -s "$work/stderr" ]
  learned=$(sed -n 's/^to learn from: \(.* notes\)$/\1/p' "$work/stdout")
  works "training on the same" "$tiento" train "$tunes" -o "$out/a.safetensors" $small &&
    is "training learns from what scan told" tells "^learning from $learned, in"
fi
if works "scan --tsv" "$tiento" scan --tsv "$tunes"; then
  is "the fields have names" [ "$(head -n 1 "$work/stdout")" = \
    "status${tab}notes${tab}bars${tab}meters${tab}parts${tab}path${tab}reason" ]
  is "each line has seven fields" awk -F '\t' 'NF != 7 { bad = 1 } END { exit bad }' "$work/stdout"
  is "there is nothing else" [ "$(wc -l < "$work/stdout")" -eq $(($(find "$tunes" -name '*.mid' | wc -l) + 1)) ]
fi

if [ -f "$malformed/index.tsv" ]; then
  if works "scan of malformed files" "$tiento" scan --tsv "$malformed"; then
    wrong=$(outcomes "$malformed/index.tsv")
    [ -z "$wrong" ] || echo "$wrong" > "$work/stderr"
    is "each comes out as the index says" [ -z "$wrong" ]
    is "each is told once" [ "$(wc -l < "$work/stdout")" -eq "$(wc -l < "$malformed/index.tsv")" ]
    is "bars are those of the meter" [ "$(field 3 meter-5-4.mid) $(field 4 meter-5-4.mid)" = "4 5/4" ]
    is "meters are in order of appearance" \
      [ "$(field 4 meter-changes-mid-bar.mid)" = "4/4,3/4,6/8" ]
    is "parts have names" [ "$(field 5 note-drums-only.mid)" = "drums" ]
    is "one note is read but not learned from" \
      [ "$(field 1 note-single.mid) $(field 7 note-single.mid)" = "ok too few notes" ]
  fi
  run "$tiento" train "$malformed" -o "$out/a.safetensors" $small
  is "of many files that are left out the first are named" \
    [ "$(grep -c '^skipped ' "$work/stderr")" -eq 20 ]
  is "and the others counted" tells '^and [1-9][0-9]* more; `tiento scan FOLDER` lists them$'
else
  skip "no collection of malformed files at $malformed"
fi

# ---- folders as they are found ----

odd="$work/odd"
tune=$(find "$tunes" -name '*.mid' | sort | head -n 1)
mkdir -p "$odd/inner" "$work/samples"
cp "$tune" "$odd/tab${tab}line
break \"quoted\" back\\slash.MID"
cp "$tune" "$odd/$(printf 'caf\351').mid"
cp "$tune" "$odd/inner/tune.RMI"
cp "$tune" "$odd/._tune.mid"
cp "$tune" "$work/samples/sample.mid"
ln -s "$work/samples" "$odd/linked"
ln -s .. "$odd/inner/up"
ln -s tune.RMI "$odd/inner/twin.mid"
ln -s "$work/nowhere" "$odd/gone"
mkfifo "$odd/pipe.mid"
if works "a folder with all that is odd" timeout 20 "$tiento" scan --tsv "$odd"; then
  is "every file is told once" [ "$(sed 1d "$work/stdout" | cut -f 1 | sort | uniq -c | tr -s ' \n' ' ')" = " 4 ok 2 skip " ]
  is "no name breaks a line" awk -F '\t' 'NF != 7 { bad = 1 } END { exit bad }' "$work/stdout"
  name=$(cut -f 6 "$work/stdout" | grep 'quoted')
  is "a path can be had back" [ -f "$(printf '%b' "$(printf '%s' "$name" |
    sed 's/\\x09/\\t/g; s/\\x0a/\\n/g; s/\\x5c/\\\\/g')")" ]
  is "a linked folder is read" says "/linked/sample.mid${tab}-$"
  is "a link that leads nowhere is named" says "/gone${tab}No such file"
  is "a pipe is named" says "/pipe.mid${tab}not a regular file$"
fi
if works "training on it" timeout 60 "$tiento" train "$odd" -o "$out/b.safetensors" $small; then
  is "what is left out is named in training" [ "$(grep -c '^skipped ' "$work/stderr")" -eq 2 ]
fi
if [ "$(id -u)" -eq 0 ]; then
  skip "a locked folder among others: root may read everything"
else
  mkdir "$odd/locked"
  chmod 0 "$odd/locked"
  works "a locked folder among others" "$tiento" scan --tsv "$odd" &&
    is "it is named" says "/locked${tab}Permission denied$"
  chmod 755 "$odd/locked"
fi
find "$out" -mindepth 1 -delete

# ---- the cache ----

cache="$out/reading.cache"
old="$work/old"
cp -R "$tunes" "$old"
cp "$work/broken/words.mid" "$old"
find "$old" -exec touch -t 202001010000 {} +
"$tiento" scan --tsv "$old" > "$work/without"
if works "scan with a cache" "$tiento" scan --tsv "$old" --cache "$cache"; then
  is "it tells the same" cmp -s "$work/stdout" "$work/without"
  is "there is a cache, and nothing else" [ "$(leftovers)" = "$cache" ]
  cp "$cache" "$work/first.cache"
  touch -t 202001010000 "$cache"
  works "the same from the cache" "$tiento" scan --tsv "$old" --cache "$cache"
  is "it tells the same from the cache" cmp -s "$work/stdout" "$work/without"
  is "it was not written again" [ ! "$cache" -nt "$old/words.mid" ]
  works "training with the cache" "$tiento" train "$old" -o "$out/a.safetensors" $small --cache "$cache"
  works "training without" "$tiento" train "$old" -o "$out/b.safetensors" $small --name a
  is "training gives the same style" cmp -s "$out/a.safetensors" "$out/b.safetensors"
  works "eval of rolls with the cache" "$tiento" eval --baseline "$old" --roll 240 --cache "$cache"
  cp "$work/stdout" "$work/rolls"
  works "again" "$tiento" eval --baseline "$old" --roll 240 --cache "$cache"
  is "it measures the same" cmp -s "$work/stdout" "$work/rolls"
  works "scan after that" "$tiento" scan --tsv "$old" --cache "$cache"
  is "rolls and notes are kept apart" cmp -s "$work/stdout" "$work/without"
fi
head -c 1000 "$work/first.cache" > "$cache"
if works "a cache that is cut" "$tiento" scan --tsv "$old" --cache "$cache"; then
  is "it is said to be damaged" tells '^cache .*: it is damaged and is made anew$'
  is "nothing of it is trusted" cmp -s "$work/stdout" "$work/without"
  is "it is made anew" cmp -s "$cache" "$work/first.cache"
fi
find "$out" -mindepth 1 -delete
cp "$tune" "$work/precious.mid"
refuses "a MIDI file as a cache" "$tiento" scan "$old" --cache "$work/precious.mid"
is "it is left as it is" cmp -s "$tune" "$work/precious.mid"
refuses "a folder as a cache" "$tiento" scan "$old" --cache "$work/empty"
if works "a cache that cannot be written" "$tiento" scan --tsv "$old" --cache "$work/nowhere/a"; then
  is "it is said" tells '^cache .*/nowhere/a: '
  is "nothing is lost" cmp -s "$work/stdout" "$work/without"
fi

sum_up check_scan.sh
