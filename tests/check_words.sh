#!/bin/sh
# check_words.sh: what the program `tiento` says is plain text, whatever a file, a style or an option is called.
#   TIENTO, TUNES, STYLE  see check_program.sh
. "$(dirname "$0")/program_checks.sh"
small="--epochs 1 --layers 1 --hidden 16 --embedding 8 --head 8 --workers 2"
escape=$(printf '\033')
odd="x${escape}[31m" # it would colour a terminal
mkdir "$work/tunes" "$work/empty" "$work/$odd"

plainly() { # WHAT COMMAND...: however it ends, it says something, without a control character
  what=$1
  shift
  run "$@"
  cat "$work/stdout" "$work/stderr" > "$work/said"
  if [ ! -s "$work/said" ]; then
    bad "$what" "it says nothing"
  elif [ "$(LC_ALL=C tr -d '\11\12\40-\176\200-\377' < "$work/said" | wc -c)" -gt 0 ]; then
    bad "$what" "a control character on the terminal"
  elif ! grep -q '\\x1b\[31m' "$work/said"; then
    bad "$what" "the name is not told"
  else
    ok "$what"
  fi
}

# ---- what is not there, and words that mean nothing ----

missing="$work/nowhere/$odd"
plainly "an unknown command" "$tiento" "$odd"
for command in scan info "render -o $work/a.mid" "draw -o $work/a.png" "train -o $work/a.safetensors" \
  "eval --baseline" install; do
  plainly "$command of what is not there" "$tiento" $command "$missing"
done
plainly "eval of what is not there" "$tiento" eval "$missing" "$tunes"
plainly "uninstall of what is not there" "$tiento" uninstall --lv2 "$work/empty" "$odd"
plainly "install where it cannot be" "$tiento" install "$style" --lv2 "$missing"
plainly "a base that is not there" "$tiento" train "$tunes" -o "$out/a.safetensors" --from "$missing"
plainly "a cache that is none" "$tiento" scan "$tunes" --cache "$work/$odd"
plainly "a prompt that is not there" "$tiento" render "$style" -o "$out/a.mid" --prompt "$missing"
plainly "render where it cannot be" "$tiento" render "$style" -o "$missing"
plainly "a picture where it cannot be" "$tiento" render "$style" -o "$out/a.mid" --bars 1 --png "$missing"
plainly "training where it cannot be" "$tiento" train "$tunes" -o "$missing"
for option in --seed --pitches --precision --hidden; do
  plainly "train $option" "$tiento" train "$tunes" -o "$out/a.safetensors" $option "$odd"
done
for option in --meter --key --bars; do
  plainly "render $option" "$tiento" render "$style" -o "$out/a.mid" $option "$odd"
done
plainly "eval --split" "$tiento" eval "$style" "$tunes" --split "$odd"
plainly "draw --section" "$tiento" draw "$tunes" -o "$out/a.png" --section "$odd"

# ---- what is there ----

find "$tunes" -name '*.mid' | sort | head -n 6 > "$work/list"
while read -r file; do
  cp "$file" "$work/tunes"
done < "$work/list"
tune=$(head -n 1 "$work/list")
cp "$tune" "$work/$odd/tune.mid"
cp "$style" "$work/$odd.safetensors"
echo "no music" > "$work/tunes/$odd.mid"
plainly "a list of files" "$tiento" scan "$work/tunes"
plainly "the same for programs" "$tiento" scan --tsv "$work/tunes"
plainly "a style that is written" "$tiento" train "$work/tunes" -o "$out/$odd.safetensors" $small
plainly "a base that is told" "$tiento" train "$work/tunes" -o "$out/b.safetensors" \
  --from "$out/$odd.safetensors" --epochs 1 --workers 2
plainly "a base of other sizes" "$tiento" train "$tunes" -o "$out/b.safetensors" \
  --from "$out/$odd.safetensors" --hidden 17
plainly "a base for rolls" "$tiento" train "$tunes" -o "$out/b.safetensors" --roll 240 \
  --from "$out/$odd.safetensors"
plainly "a tune that is written" "$tiento" render "$style" --bars 1 -o "$out/$odd.mid"
plainly "one that goes on" "$tiento" render "$style" --bars 1 -o "$out/$odd.mid" --prompt "$tune"

# A style of somebody else's making may hold anything; of the same length, all else stays right.
LC_ALL=C sed '1s/"style.source":"........../"style.source":"\\u001b[31m/' "$style" > "$work/other.safetensors"
plainly "what a style says of itself" "$tiento" info "$work/other.safetensors"

# ---- what a style says of itself ----

find "$out" -mindepth 1 -delete
latin=$(printf 'caf\351')
for option in --name --source --licence --attribution; do
  misused "train $option that is no UTF-8" "$tiento" train "$tunes" -o "$out/a.safetensors" $option "$latin"
  misused "train $option with an escape" "$tiento" train "$tunes" -o "$out/a.safetensors" $option "$odd"
done
two_lines=$(printf 'A. Fiddler\nB. Piper')
misused "a name of two lines" "$tiento" train "$tunes" -o "$out/a.safetensors" --name "$two_lines"

header() { # of a style: the JSON
  tail -c +9 "$1" | head -c "$(($(od -An -tu8 -N8 "$1")))"
}
if works "a file that is not called in UTF-8" \
  "$tiento" train "$work/tunes" -o "$out/$latin.safetensors" $small --attribution "$two_lines"; then
  header "$out/$latin.safetensors" > "$work/header"
  is "its style's header is UTF-8" iconv -f UTF-8 -t UTF-8 -o "$work/copy" "$work/header"
  works "info of it" "$tiento" info "$out/$latin.safetensors"
  is "the style has a name all the same" says '^style.name  *caf_$'
  is "who is to be named has a line each" says '^  *B. Piper$'
fi

sum_up check_words.sh
