#!/bin/sh
# check_program.sh: the program `tiento` as its user meets it. Wrong input and output each get one
# clear line and the exit code 1 or 2, and leave nothing half-written behind; right ones do what
# --help says.
#   TIENTO  the program
#   TUNES   a folder of MIDI files that can all be read
#   STYLE   a style that can be played
. "$(dirname "$0")/program_checks.sh"
small="--epochs 1 --layers 1 --hidden 16 --embedding 8 --head 8"

# ---- help ----

for command in "" train tune render eval info draw install uninstall list; do
  if works "help $command" "$tiento" $command --help; then
    is "tiento ${command:+$command }--help shows how to begin" says "^  *tiento train\|^example: tiento $command"
    is "tiento ${command:+$command }--help says nothing on stderr" [ ! -s "$work/stderr" ]
  fi
done

if works "the version" "$tiento" --version; then
  is "it is that of the Makefile" \
    says "^tiento $(sed -n 's/^VERSION = //p' "$(dirname "$0")/../Makefile" | sed 's/\./\\./g')\$"
  is "--help names it" [ "$("$tiento" --help | grep -c -e --version)" -eq 1 ]
fi

# ---- wrong usage ----

run "$tiento"
is "no command: exit code 2" [ "$code" -eq 2 ]
misused "unknown command" "$tiento" compose
misused "train without anything" "$tiento" train
misused "train without an output" "$tiento" train "$tunes"
misused "train with an output without a name" "$tiento" train "$tunes" -o ""
misused "train on and anew" "$tiento" train "$tunes" -o "$out/a.safetensors" --resume --anew
misused "train without a folder" "$tiento" train -o "$out/a.safetensors"
misused "unknown option of train" "$tiento" train "$tunes" -o "$out/a.safetensors" --loud
misused "unknown option of render" "$tiento" render "$style" -o "$out/a.mid" --loud
misused "unknown option of eval" "$tiento" eval "$style" "$tunes" --loud
misused "unknown option of info" "$tiento" info --loud "$style"
misused "unknown option of draw" "$tiento" draw --loud -o "$out/a.png" "$tunes"
misused "an option without its value" "$tiento" train "$tunes" -o
for option in "--layers 5" "--layers 0" "--hidden many" "--hidden 1e9" "--dropout nan" \
  "--dropout 1" "--epochs 1.5" "--seed -1" "--workers 0" "--rate inf" "--pitches 60" \
  "--pitches 100:50" "--roll 0"; do
  misused "train $option" "$tiento" train "$tunes" -o "$out/a.safetensors" $option
done
misused "a name that is too long" "$tiento" train "$tunes" -o "$out/a.safetensors" \
  --name "$(printf '%020000d' 0)"
for option in "--bars 0" "--tempo 1" "--meter 4/5" "--meter waltz" "--temperature 3" "--top-p 0" \
  "--seed x" "--length 65" "--key H" "--key Cmaj"; do
  misused "render $option" "$tiento" render "$style" -o "$out/a.mid" $option
done
misused "hours of render" "$tiento" render "$style" -o "$out/a.mid" --meter 32/1 --bars 1251
misused "render without an output" "$tiento" render "$style"
misused "eval without a folder" "$tiento" eval "$style"
misused "eval of an unknown part" "$tiento" eval "$style" "$tunes" --split half
misused "a baseline without a folder" "$tiento" eval --baseline
misused "a baseline of what it counted" "$tiento" eval --baseline "$tunes" --split train
misused "a folder to count for a style" "$tiento" eval "$style" "$tunes" --fit "$tunes"
misused "endings of no phrases" "$tiento" eval "$style" "$tunes" --endings=0
misused "endings of rolls" "$tiento" eval "$style" "$tunes" --endings --roll 240
misused "copies of rolls" "$tiento" eval "$style" "$tunes" --copies --roll 240
misused "copies of a part" "$tiento" eval "$style" "$tunes" --copies --split test
misused "keys of a folder" "$tiento" eval "$style" "$tunes" --keys
misused "keys in no phrases" "$tiento" eval "$style" --keys=0
misused "keys and another measurement" "$tiento" eval "$style" --keys --copies
misused "keys of rolls" "$tiento" eval "$style" --keys --roll 240
misused "quality of rolls" "$tiento" eval "$style" "$tunes" --generate --roll 240
misused "quality of a part" "$tiento" eval "$style" "$tunes" --generate --split test
misused "hours of a baseline" "$tiento" eval --baseline "$tunes" --hours 1
misused "no hours" "$tiento" eval "$style" "$tunes" --hours 0
misused "a temperature for nothing" "$tiento" eval "$style" "$tunes" --temperature 1
misused "other music for nothing" "$tiento" eval "$style" "$tunes" --beside "$tunes"
misused "endings of a baseline" "$tiento" eval --baseline "$tunes" --endings
misused "unknown option of tune" "$tiento" tune "$style" "$tunes" --loud
misused "tune without a folder" "$tiento" tune "$style"
misused "info of nothing" "$tiento" info
misused "draw without an output" "$tiento" draw "$style"

# ---- folders that hold nothing to learn from ----

mkdir "$work/empty" "$work/broken" "$work/mixed"
printf 'MThd\0\0\0\6\0\0\0\1\1\340MTrk\0\0\0\4\0\377\57\0' > "$work/broken/silent.mid"
printf 'this is no music' > "$work/broken/words.mid"
printf 'notes' > "$work/empty/notes.txt"
refuses "a missing folder" "$tiento" train "$work/nowhere" -o "$out/a.safetensors"
refuses "an empty folder" "$tiento" train "$work/empty" -o "$out/a.safetensors"
refuses "a missing folder to hold out" \
  "$tiento" train "$tunes" --valid "$work/nowhere" -o "$out/a.safetensors"
refuses "a missing folder to measure" "$tiento" eval "$style" "$work/nowhere"
refuses "an empty folder to measure" "$tiento" eval "$style" "$work/empty"
refuses "quality beside a missing folder" "$tiento" eval "$style" "$tunes" --generate \
  --beside "$work/nowhere"
refuses "a baseline of a missing folder" "$tiento" eval --baseline "$work/nowhere"
refuses "a baseline that counts a missing folder" "$tiento" eval --baseline "$tunes" \
  --fit "$work/nowhere"
run "$tiento" train "$work/broken" -o "$out/a.safetensors"
is "a folder without notes: each file is named" \
  [ "$(grep -c '^skipped .*/broken/[a-z]*\.mid: .' "$work/stderr")" -eq 2 ]
judge "a folder without notes" 3

# ---- styles that are none ----

printf 'hello' > "$work/text.safetensors"
: > "$work/nothing.safetensors"
head -c 20000 "$style" > "$work/cut.safetensors"
tune=$(find "$tunes" -name '*.mid' | sort | head -n 1)
refuses "tuning by too little music" "$tiento" tune "$style" "$tune"
refuses "quality of too little music" "$tiento" eval "$style" "$tune" --generate
for file in text nothing cut missing; do
  file="$work/$file.safetensors"
  name=$(basename "$file" .safetensors)
  refuses "render of a style that is $name" "$tiento" render "$file" -o "$out/a.mid"
  refuses "eval of a style that is $name" "$tiento" eval "$file" "$tunes"
  refuses "tune of a style that is $name" "$tiento" tune "$file" "$tunes"
  refuses "info of a style that is $name" "$tiento" info "$file"
done
refuses "a MIDI file as a style" "$tiento" info "$tune"
refuses "a folder as a style" "$tiento" info "$tunes"
refuses "a style as a MIDI file" "$tiento" draw "$style" -o "$out/a.png"

# ---- outputs that cannot be written ----

refuses "train below a file" "$tiento" train "$tunes" -o "$style/a.safetensors" $small
refuses "train into a missing folder" "$tiento" train "$tunes" -o "$work/no/a.safetensors" $small
refuses "train onto a folder" "$tiento" train "$tunes" -o "$work/empty" $small
refuses "train where no file can be made" "$tiento" train "$tunes" -o /proc/a.safetensors $small
refuses "render below a file" "$tiento" render "$style" -o "$style/a.mid"
refuses "render onto a folder" "$tiento" render "$style" -o "$work/empty"
refuses "draw below a file" "$tiento" draw "$tune" -o "$style/a.png"
if [ "$(id -u)" -eq 0 ]; then
  skip "a locked folder: root may write everywhere"
else
  mkdir "$work/locked"
  chmod a-w "$work/locked"
  refuses "train into a locked folder" "$tiento" train "$tunes" -o "$work/locked/a.safetensors"
  refuses "render into a locked folder" "$tiento" render "$style" -o "$work/locked/a.mid"
fi

# A disk that is full: the device that always is, and a limit below what is to be written.
if [ -c /dev/full ]; then
  run "$tiento" train "$tunes" -o /dev/full $small
  judge "train onto a full disk" any
  refuses "render onto a full disk" "$tiento" render "$style" -o /dev/full
  refuses "draw onto a full disk" "$tiento" draw "$tune" -o /dev/full
  "$tiento" info "$style" > /dev/full 2> "$work/stderr"
  code=$?
  : > "$work/stdout"
  judge "info onto a full disk" 1
else
  skip "there is no /dev/full here"
fi
run limited "$tiento" render "$style" --bars 200 -o "$out/a.mid"
judge "render onto a disk that fills up" 1
run limited "$tiento" draw "$tune" -o "$out/a.png"
judge "draw onto a disk that fills up" 1
cp "$style" "$out/old.safetensors"
room=8
run limited "$tiento" train "$tunes" -o "$out/old.safetensors" $small
is "what was there before stays" cmp -s "$out/old.safetensors" "$style"
rm -f "$out/old.safetensors"
judge "train onto a disk that fills up" any

# ---- training ----

for file in $(find "$tunes" -name '*.mid' | sort | head -n 6); do
  cp "$file" "$work/mixed"
done
cp "$work/broken/words.mid" "$work/mixed/no music.mid"
if works "a broken file among good ones" \
  "$tiento" train "$work/mixed" -o "$out/mixed.safetensors" $small; then
  is "a broken file is named with its reason" tells '^skipped .*/mixed/no music\.mid: ..'
  is "it is the only one" [ "$(grep -c '^skipped' "$work/stderr")" -eq 1 ]
  is "training goes on without it" [ -s "$out/mixed.safetensors" ]
fi

train_twice="--name twice --seed 7 --workers 2"
works "a first time" "$tiento" train "$tunes" -o "$out/one.safetensors" $small $train_twice
works "a second time" "$tiento" train "$tunes" -o "$out/two.safetensors" $small $train_twice
is "the same seed gives the same file" cmp -s "$out/one.safetensors" "$out/two.safetensors"
works "with another seed" "$tiento" train "$tunes" -o "$out/two.safetensors" $small --name twice \
  --seed 8 --workers 2
is "another seed gives another" [ "$(cmp -s "$out/one.safetensors" "$out/two.safetensors"; echo $?)" -eq 1 ]
is "the report is shown" tells 'nats a note on the pieces held out'
is "what is copied is told" tells '^of 16 notes in a row that it plays, [0-9.]*% occur'

if works "info of it" "$tiento" info "$out/one.safetensors"; then
  is "info prints the name" says '^style.name  *twice$'
  is "info prints the names of the parts" says '^parts  *[a-z]'
  is "info prints the tensors" says '^embedding .*F16 \['
fi
if works "eval of it" "$tiento" eval "$out/one.safetensors" "$tunes"; then
  is "eval prints nats by field" says '^velocity .*nats/note'
  is "eval prints nats in all" says '^all .*nats/note'
fi
pieces=0
for part in train valid test; do
  if works "eval of the part $part" "$tiento" eval "$out/one.safetensors" "$tunes" --split $part; then
    pieces=$((pieces + $(sed -n 's/^pieces //p' "$work/stdout")))
    nats=$(sed -n 's/^all  *\([0-9.]*\) nats.*/\1/p' "$work/stdout")
  fi
done
"$tiento" eval "$out/one.safetensors" "$tunes" > "$work/stdout"
is "the parts are the whole" says "^pieces $pieces\$"
"$tiento" info "$out/one.safetensors" > "$work/stdout"
tested=$(sed -n 's/^training.test_nats_a_note  *//p' "$work/stdout")
is "training tested with the part test" \
  awk "BEGIN { exit !($tested > $nats - 0.01 && $tested < $nats + 0.01) }"
if works "quality of it" "$tiento" eval "$out/one.safetensors" "$tunes" --generate --beside "$tunes"; then
  is "quality prints the overlap" says '^overlap 0\.[0-9]* share$'
  is "quality prints the yardstick" says '^overlap_halves 0\.[0-9]* share$'
  is "quality prints other music" says "^overlap_of_$(basename "$tunes") 0\.[0-9]* share\$"
  is "quality prints loops" says '^stuck_people [0-9.]* share$'
  cp "$work/stdout" "$work/quality"
  "$tiento" eval "$out/one.safetensors" "$tunes" --generate --beside "$tunes" > "$work/stdout"
  is "quality is the same each time" cmp -s "$work/stdout" "$work/quality"
fi
if works "quality at another temperature" "$tiento" eval "$out/one.safetensors" "$tunes" --generate \
  --temperature 0.5; then
  is "another temperature gives other music" [ "$(cmp -s "$work/stdout" "$work/quality"; echo $?)" -eq 1 ]
fi
if works "an hour of it" "$tiento" eval "$out/one.safetensors" "$tunes" --hours 1; then
  is "an hour has its bars" says '^bars [0-9]*$'
  is "its silence is told" says '^longest_silence [0-9.]* bars$'
fi
if works "the baseline" "$tiento" eval --baseline "$tunes"; then
  is "the baseline prints its bar" says '^baseline_nats_a_note [0-9.]* nats/note$'
  is "and the one that is told nothing" says '^baseline_of_unigram_nats_a_note [0-9.]* nats/note$'
fi
works "a baseline of another folder" "$tiento" eval --baseline --fit "$tunes" "$tunes" --roll 240 &&
  is "the baseline prints nats a frame" says '^frames_likelihood [0-9.]* nats/frame$'
if works "training on all but what is held out" "$tiento" train "$tunes" \
  -o "$out/kept.safetensors" $small --keep-all; then
  works "info of it" "$tiento" info "$out/kept.safetensors" &&
    is "nothing is left for the test" says '^training.test_pieces  *0$'
fi
cp -r "$work/mixed" "$work/nested"
mkdir "$work/nested/held"
cp "$tune" "$work/nested/held/again.mid"
mv "$(find "$work/nested" -maxdepth 1 -name '[a-m]*.mid' | head -n 1)" "$work/nested/held"
if works "holding out a folder within the others" "$tiento" train "$work/nested" \
  --valid "$work/nested/held" -o "$out/nested.safetensors" $small; then
  is "what is held out is not learned" tells '^learning from 5 pieces,.* holding out 2 pieces,'
  is "it says so" tells '^not learned from: 2 files '
fi
if works "endings" "$tiento" eval "$style" "$tunes" --endings=20; then
  is "eval prints how many phrases close" says '^closings_generated [0-9.]* share$'
  is "eval prints how many pieces close" says '^closings_corpus [0-9.]* share$'
fi
if works "copies" "$tiento" eval "$out/one.safetensors" "$tunes" --copies; then
  is "eval prints how much is copied" says '^copies_16_transposed_generated [0-9.]* share$'
  is "eval prints how much people copy" says '^copies_8_exact_held_out [0-9.]* share$'
  "$tiento" info "$out/one.safetensors" > "$work/stdout"
  is "the style tells how much it copies" says '^training.copies_16_generated  *[0-9.]*$'
  is "and how much people do" says '^training.copies_16_held_out  *[0-9.]*$'
fi

if works "keys" "$tiento" eval "$style" --keys=2; then
  is "eval makes phrases in each key" says '^phrases 48$'
  is "eval prints how many are in it" says '^keys_obeyed [0-9.]* share$'
  is "eval prints how many major ones are nearly" says '^keys_near_major [0-9.]* share$'
  obeyed=$(sed -n 's/^keys_obeyed \([0-9.]*\) .*/\1/p' "$work/stdout")
  is "the style does as it is told" awk "BEGIN { exit !($obeyed >= 0.3) }"
fi

# ---- tuning ----

tensors() { # of a style: what follows the 8 bytes with the header's length, and the header
  tail -c "+$((9 + $(od -An -tu8 -N8 "$1")))" "$1"
}
same_tensors() {
  tensors "$1" > "$work/tensors1"
  tensors "$2" > "$work/tensors2"
  [ -s "$work/tensors1" ] && cmp -s "$work/tensors1" "$work/tensors2"
}

if works "tuning" "$tiento" tune "$out/one.safetensors" "$tunes" -o "$out/tuned.safetensors"; then
  manner=$(sed -n 's/^best *temperature \([0-9.]*\) top-p \([0-9.]*\) rhythm \([0-9.]*\) length \([0-9]*\) .*/\1 \2 \3 \4/p' "$work/stdout")
  is "60 manners are tried" [ "$(grep -c "^tried " "$work/stdout")" -eq 60 ]
  is "the best is one of these" says "^tried $(sed -n 's/^best *//p' "$work/stdout")\$"
  works "info of what was tuned" "$tiento" info "$out/tuned.safetensors"
  is "the style tells how bold it plays" \
    says "^play.temperature  *$(echo "$manner" | awk '{ printf "%.0f", 100 * $1 }')\$"
  rhythm=$(echo "$manner" | awk '{ printf "%.0f", 100 * $3 }')
  if [ "$rhythm" -gt 0 ]; then
    is "and its rhythm" says "^play.rhythm  *$rhythm\$"
  else
    is "and of its rhythm nothing" test -z "$(grep "^play.rhythm" "$work/stdout")"
  fi
  is "and in phrases of how many bars" says "^play.length  *${manner##* }\$"
  is "its weights are the same" same_tensors "$out/one.safetensors" "$out/tuned.safetensors"
  "$tiento" render "$out/tuned.safetensors" -o "$out/own.mid" > "$work/stdout"
  set -- $manner
  "$tiento" render "$out/tuned.safetensors" -o "$out/told.mid" --temperature "$1" --top-p "$2" --length "$4" > "$work/stdout"
  is "it is played so" cmp -s "$out/own.mid" "$out/told.mid"
fi

# ---- going on from another style ----

train_from() { # BASE and more options
  "$tiento" train "$tunes" --from "$@" --epochs 1 --workers 2 --seed 7
}
base="$work/base.safetensors"
works "a base" "$tiento" train "$tunes" -o "$base" $small --name "Old tunes" --seed 3 --workers 2 \
  --licence "CC BY 4.0" --attribution "A. Fiddler" --source "the attic"
if works "from a base" train_from "$base" -o "$out/one.safetensors" --licence CC0; then
  is "what the base knows already is shown first" tells '^ *0 .* base$'
  works "from it again" train_from "$base" -o "$out/two.safetensors" --licence CC0 --name one
  is "the same seed and base give the same file" cmp -s "$out/one.safetensors" "$out/two.safetensors"
  works "info of what a base became" "$tiento" info "$out/one.safetensors"
  is "it names its base" says '^style.base  *Old tunes$'
  is "it has a licence of its own" says '^style.licence  *CC0$'
  is "it keeps the base's licence" says '^base.licence  *CC BY 4.0$'
  is "it keeps whom to name" says '^base.attribution  *A. Fiddler$'
  is "it keeps where the base is from" says '^base.source  *the attic$'
  works "from what a base became" train_from "$out/one.safetensors" -o "$out/two.safetensors"
  works "info of that" "$tiento" info "$out/two.safetensors"
  is "the first base is not forgotten" says '^base.base.licence  *CC BY 4.0$'
  is "nor its name" says '^base.base  *Old tunes$'
fi
works "from a base, at a rate of 0" train_from "$base" -o "$out/one.safetensors" --rate 0 $small
is "the base is kept, bit for bit" same_tensors "$base" "$out/one.safetensors"
is "the best epoch is none" tells '(epoch 0)'
works "from a base of other music" "$tiento" train "$tunes" --from "$style" -o "$out/one.safetensors" \
  --epochs 1 --workers 2
works "it can be played" "$tiento" render "$out/one.safetensors" -o "$out/one.mid" --bars 4
find "$out" -mindepth 1 -delete
for file in text nothing cut missing; do
  refuses "a base that is $file" train_from "$work/$file.safetensors" -o "$out/a.safetensors"
done
refuses "holding out all there is" "$tiento" train "$tunes" --valid "$tunes" -o "$work/a.safetensors"
refuses "a folder as a base" train_from "$tunes" -o "$out/a.safetensors"
misused "a base and other sizes" train_from "$base" -o "$out/a.safetensors" --hidden 17
refuses "a base of notes for rolls" train_from "$base" -o "$out/a.safetensors" --roll 240

if works "rolls" "$tiento" train "$tunes" -o "$out/roll.safetensors" $small --roll 240; then
  works "eval of rolls" "$tiento" eval --roll 240 "$out/roll.safetensors" "$tunes" &&
    is "eval prints nats a frame" says '^frames_likelihood [0-9.]* nats/frame$' &&
    is "also without the first frames" says '^frames_likelihood_after_first [0-9.]* nats/frame$' &&
    is "also the mean over the pieces" says '^frames_likelihood_by_piece [0-9.]* nats/frame$'
  cp "$out/roll.safetensors" "$work"
  find "$out" -mindepth 1 -delete
  refuses "render of a style of rolls" "$tiento" render "$work/roll.safetensors" -o "$out/a.mid"
  refuses "endings of a style of rolls" "$tiento" eval "$work/roll.safetensors" "$tunes" --endings
  refuses "keys of a style of rolls" "$tiento" eval "$work/roll.safetensors" --keys
  refuses "a base of rolls for notes" train_from "$work/roll.safetensors" -o "$out/a.safetensors"
  refuses "eval of rolls without --roll" "$tiento" eval "$work/roll.safetensors" "$tunes"
  refuses "eval with --roll of a style of notes" "$tiento" eval "$style" "$tunes" --roll 240
fi

# ---- playing ----

if works "render" "$tiento" render "$style" -o "$out/a.mid" --png "$out/a.png" --bars 4 --seed 3; then
  is "render makes a MIDI file" begins "$out/a.mid" 4d546864
  is "render draws a PNG" begins "$out/a.png" 89504e47
  works "the same seed" "$tiento" render "$style" -o "$out/b.mid" --bars 4 --seed 3
  is "the same seed gives the same notes" cmp -s "$out/a.mid" "$out/b.mid"
  works "another key" "$tiento" render "$style" -o "$out/b.mid" --bars 4 --seed 3 --key F#m
  is "another key gives other notes" [ "$(cmp -s "$out/a.mid" "$out/b.mid"; echo $?)" -eq 1 ]
  works "the style's own key" "$tiento" render "$style" -o "$out/b.mid" --bars 4 --seed 3 --key auto
  is "the style's own key is the default" cmp -s "$out/a.mid" "$out/b.mid"
  works "what it made can be drawn" "$tiento" draw "$out/a.mid" -o "$out/c.png" --title "A tune"
  is "draw makes a PNG" begins "$out/c.png" 89504e47
  is "nothing else is left" [ "$(leftovers | wc -l)" -eq 4 ]
fi
works "a name that begins with a hyphen" "$tiento" info -- "$style"

sum_up check_program.sh
