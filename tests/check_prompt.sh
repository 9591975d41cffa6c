#!/bin/sh
# check_prompt.sh: `tiento render --prompt` as its user meets it: a style goes on from real tunes in
# their meter and tempo, and what is no phrase gets one clear line and leaves nothing behind. Takes
# the variables of check_program.sh.
. "$(dirname "$0")/program_checks.sh"

# go_on FILE PHRASE OPTION...: two bars more.
go_on() {
  made=$1
  phrase=$2
  shift 2
  "$tiento" render "$style" -o "$made" --prompt "$phrase" --bars 2 "$@"
}

bytes() { # of a file, in hexadecimal
  od -An -tx1 -v "$1" | tr -d ' \n'
}

holds() { # FILE with BYTES, in hexadecimal, somewhere
  bytes "$1" | grep -q "$2"
}

# The first meter or tempo of a file: the bytes of its meta event.
first_meter() {
  bytes "$1" | grep -o 'ff5804....' | head -n 1
}
first_tempo() {
  bytes "$1" | grep -o 'ff5103......' | head -n 1
}

# track EVENTS: a MIDI file of one track at 480 ticks a quarter; EVENTS are octal for printf, three
# digits a byte.
track() {
  length=$((${#1} / 4 + 4))
  printf "MThd\\0\\0\\0\\6\\0\\0\\0\\1\\1\\340MTrk\\0\\0\\0\\$(printf '%03o' $length)$1\\000\\377\\057\\000"
}

c4='\000\220\074\100\203\140\200\074\100' # a quarter of middle C
drum='\000\231\046\100\203\140\211\046\100'

# ---- real tunes ----

for name in amazing_grace greensleeves twinkle yankee_doodle; do
  tune="$tunes/$name.mid"
  works "going on from $name" go_on "$out/a.mid" "$tune" || continue
  is "$name: it says how much there is of each" \
    says '^wrote .*a\.mid: the phrase of [1-9][0-9]* bars and 2 more, [1-9][0-9]* notes and [1-9]'
  is "$name: its meter is kept" [ "$(first_meter "$out/a.mid")" = "$(first_meter "$tune")" ]
  is "$name: its tempo is kept" [ "$(first_tempo "$out/a.mid")" = "$(first_tempo "$tune")" ]
done

tune="$tunes/greensleeves.mid"
works "a first time" go_on "$out/a.mid" "$tune" --png "$out/a.png"
is "the whole is drawn" begins "$out/a.png" 89504e47
works "a second time" go_on "$out/b.mid" "$tune"
is "the same seed gives the same file" cmp -s "$out/a.mid" "$out/b.mid"
works "with another seed" go_on "$out/b.mid" "$tune" --seed 1
is "another seed gives another" [ "$(cmp -s "$out/a.mid" "$out/b.mid"; echo $?)" -eq 1 ]
works "in another key" go_on "$out/b.mid" "$tune" --key C#
is "another key gives another" [ "$(cmp -s "$out/a.mid" "$out/b.mid"; echo $?)" -eq 1 ]
works "in another meter and tempo" go_on "$out/b.mid" "$tune" --meter 5/4 --tempo 100
is "the meter is that which is asked for" [ "$(first_meter "$out/b.mid")" = ff58040502 ]
is "the tempo is that which is asked for" [ "$(first_tempo "$out/b.mid")" = ff51030927c0 ]
works "from what was made" go_on "$out/b.mid" "$out/a.mid"
is "the phrase of that is the whole" says "and 2 more, "
find "$out" -mindepth 1 -delete

# ---- what the style does not hear ----

track "$c4$c4$drum$c4" > "$work/odd.mid"
works "notes that the style cannot say" go_on "$out/a.mid" "$work/odd.mid"
is "it says how many" tells '^not heard: 1 of 4 notes of the phrase: '
is "they are kept" holds "$out/a.mid" 9926
find "$out" -mindepth 1 -delete

# ---- the shortest phrase ----

track "$c4" > "$work/single.mid"
works "one note as a phrase" go_on "$out/a.mid" "$work/single.mid"
is "it is a phrase of a bar" says 'the phrase of 1 bars and 2 more, 1 notes and [1-9]'
track '\000\377\121\003\000\000\001'"$c4" > "$work/fast.mid" # sixty million quarters a minute
works "a phrase of a tempo that nobody plays" go_on "$out/a.mid" "$work/fast.mid"
is "its tempo is the nearest that can be played" [ "$(first_tempo "$out/a.mid")" = ff5103030d40 ]
find "$out" -mindepth 1 -delete

# ---- what is no phrase ----

printf 'this is no music' > "$work/words.mid"
track '' > "$work/silent.mid"
track "$drum$drum" > "$work/drums.mid"
track "$c4"'\277\377\177\220\074\100\203\140\200\074\100' > "$work/long.mid" # a million ticks later
newline='
'
cp "$work/words.mid" "$work/two${newline}lines.mid"
head -c 40 "$tunes/twinkle.mid" > "$work/cut.mid"
refuses "a phrase that is missing" go_on "$out/a.mid" "$work/nowhere.mid"
refuses "a folder as a phrase" go_on "$out/a.mid" "$tunes"
refuses "a style as a phrase" go_on "$out/a.mid" "$style"
for name in words cut silent long drums; do
  refuses "a phrase that is $name" go_on "$out/a.mid" "$work/$name.mid"
done
refuses "a phrase in a file of an odd name" go_on "$out/a.mid" "$work/two${newline}lines.mid"
refuses "going on onto a folder" go_on "$work" "$tunes/twinkle.mid"
misused "a phrase and --length" go_on "$out/a.mid" "$tunes/twinkle.mid" --length 4
misused "hours after a phrase" go_on "$out/a.mid" "$tunes/twinkle.mid" --meter 32/1 --bars 1251
misused "no phrase" "$tiento" render "$style" -o "$out/a.mid" --prompt
if works "rolls" "$tiento" train "$tunes" -o "$work/roll.safetensors" --roll 240 --epochs 1 \
  --layers 1 --hidden 16 --embedding 8 --head 8; then
  style="$work/roll.safetensors"
  refuses "a style of rolls" go_on "$out/a.mid" "$tunes/twinkle.mid"
fi

sum_up check_prompt.sh
