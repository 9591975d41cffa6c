#!/bin/sh
# check_install.sh: `tiento install`, `uninstall` and `list` as their user meets them, and the presets
# as hosts find them. Takes the variables of check_program.sh and
#   BUNDLE  the plugin's bundle
#   PLAY    the program lv2_play
. "$(dirname "$0")/program_checks.sh"
bundle=$(cd "${BUNDLE:?names the bundle}" && pwd)
play=${PLAY:?names lv2_play}

HOME=$work/home
export HOME
unset LV2_PATH
mkdir "$HOME"
lv2=$HOME/.lv2
small=$work/small.safetensors

listed() { # how many styles
  "$tiento" list --lv2 "$lv2" | wc -l
}

# Of the one installed style whose folder matches PATTERN.
folder_of() { # PATTERN
  find "$lv2" -mindepth 1 -name "$1"
}
uri_of() { # PATTERN
  sed -n 's/^<\(urn:tiento:preset:user:.*\)>$/\1/p' "$(folder_of "$1")/manifest.ttl"
}

works "a style" "$tiento" train "$tunes" -o "$small" --name 'Tunes "of" the \ attic' --epochs 1 \
  --layers 1 --hidden 16 --embedding 8 --head 8
works "a style of rolls" "$tiento" train "$tunes" -o "$work/roll.safetensors" --epochs 1 \
  --layers 1 --hidden 16 --embedding 8 --head 8 --roll 240

# ---- wrong usage, and what is no style ----

misused "install of nothing" "$tiento" install
misused "install of two styles" "$tiento" install "$style" "$small"
misused "unknown option of install" "$tiento" install "$style" --loud
misused "uninstall of nothing" "$tiento" uninstall
misused "unknown option of uninstall" "$tiento" uninstall --loud
misused "list of something" "$tiento" list hymns
misused "an empty name" "$tiento" install "$style" --name ""
misused "a name of spaces" "$tiento" install "$style" --name "  "
misused "a name of two lines" "$tiento" install "$style" --name "one
two"
misused "a name that is no UTF-8" "$tiento" install "$style" --name "$(printf 'caf\351')"
misused "a name that is too long" "$tiento" install "$style" --name "$(printf '%01024d' 0)"
printf 'hello' > "$work/text.safetensors"
refuses "install of what is no style" "$tiento" install "$work/text.safetensors"
refuses "install of what is missing" "$tiento" install "$work/missing.safetensors"
refuses "install of a folder" "$tiento" install "$tunes"
refuses "install of a style of rolls" "$tiento" install "$work/roll.safetensors"
refuses "install without a home" env -u HOME "$tiento" install "$style"
is "nothing was made" [ ! -e "$lv2" ]
if works "list of nothing" "$tiento" list --lv2 "$lv2"; then
  is "it says so in a line" [ "$(wc -l < "$work/stderr")" -eq 1 ]
  is "and prints nothing" [ ! -s "$work/stdout" ]
fi

# ---- where nothing can be written ----

refuses "install where no file can be made" "$tiento" install "$style" --lv2 /proc
refuses "install below a file" "$tiento" install "$style" --lv2 "$small/lv2"
refuses "install into a file" "$tiento" install "$style" --lv2 "$small"
refuses "install below a missing folder" "$tiento" install "$style" --lv2 "$out/no/lv2"
refuses "install onto a disk that fills up" limited "$tiento" install "$style" --lv2 "$out/lv2"
mkdir "$work/there"
refuses "the same where the folder is there" limited "$tiento" install "$style" --lv2 "$work/there"
is "the folder stays as it was" [ -z "$(ls -A "$work/there")" ]
if [ "$(id -u)" -eq 0 ]; then
  skip "a locked folder: root may write everywhere"
else
  mkdir -p "$work/locked"
  chmod a-w "$work/locked"
  refuses "install into a locked folder" "$tiento" install "$style" --lv2 "$work/locked"
fi

# ---- installing, again, and taking away ----

if works "install" "$tiento" install "$small"; then
  is "install says what it did" says '^installed Tunes "of" the \\ attic in .*/\.lv2/tiento-Tunes-of-the-attic-[0-9a-f]*\.lv2$'
  is "the style is inside" cmp -s "$small" "$(folder_of Tunes-of-the-attic.safetensors)"
  is "list has it" [ "$(listed)" -eq 1 ]
fi
works "install under another name" "$tiento" install "$small" --name Hymns
if works "install in its place" "$tiento" install "$style" --name Hymns; then
  is "install says that it replaced it" says '^replaced Hymns in '
  is "the new style is inside" cmp -s "$style" "$lv2/tiento-Hymns.lv2/Hymns.safetensors"
  is "and nothing else" [ "$(find "$lv2/tiento-Hymns.lv2" -mindepth 1 | wc -l)" -eq 3 ]
fi
run limited "$tiento" install "$small" --name Hymns
judge "install in its place onto a disk that fills up" 1
is "the old style stays" cmp -s "$style" "$lv2/tiento-Hymns.lv2/Hymns.safetensors"
if works "list" "$tiento" list; then
  is "list tells name, nats and file" says "^Hymns: [0-9.]* nats a note, $lv2/tiento-Hymns.lv2/Hymns.safetensors\$"
fi
works "list for programs" "$tiento" list --tsv &&
  is "list prints tabs" [ "$(awk -F '\t' '$1 == "Hymns" && NF == 4 && $4 == "installed"' "$work/stdout" | wc -l)" -eq 1 ]

refuses "uninstall of an unknown name" "$tiento" uninstall hymns
is "it tells the names" tells 'there are: Hymns, Tunes "of" the \\ attic$'
refuses "uninstall of a known and an unknown name" "$tiento" uninstall Hymns hymns
is "both are still there" [ "$(listed)" -eq 2 ]
mkdir -p "$work/foreign/tiento-Hymns.lv2"
echo "@prefix lv2: <http://lv2plug.in/ns/lv2core#> ." > "$work/foreign/tiento-Hymns.lv2/manifest.ttl"
refuses "install over the bundle of others" "$tiento" install "$style" --lv2 "$work/foreign" --name Hymns
refuses "uninstall of the bundle of others" "$tiento" uninstall --lv2 "$work/foreign" Hymns
is "it is still there" [ -s "$work/foreign/tiento-Hymns.lv2/manifest.ttl" ]
is "list does not have it" [ -z "$("$tiento" list --lv2 "$work/foreign")" ]
echo precious > "$lv2/tiento-Hymns.lv2/notes.txt"
refuses "uninstall of a bundle with files of others" "$tiento" uninstall Hymns
is "all is still there" [ "$(find "$lv2/tiento-Hymns.lv2" -mindepth 1 | wc -l)" -eq 4 ]
rm "$lv2/tiento-Hymns.lv2/notes.txt"

works "install to take away" "$tiento" install "$style" --name twice
if works "uninstall of a name twice" "$tiento" uninstall twice twice; then
  is "it is told once" [ "$(grep -c '^removed ' "$work/stdout")" -eq 1 ]
fi

# ---- names ----

long=$(printf '%0300d' 7)
for name in 'quote " backslash \ slash / dots .. ' '🎹 éß' '..' '-x' '../../etc' '<urn:x> .' "$long"; do
  if works "a name such as $name" "$tiento" install "$style" --name "$name"; then
    folder=$(sed 's/.* in //' "$work/stdout")
    is "its folder is plain" [ -n "$(basename "$folder" | grep -x 'tiento-[A-Za-z0-9_-]\{1,49\}\.lv2')" ]
    is "list has it as it is" [ -n "$("$tiento" list --tsv | cut -f 1 | grep -Fx -- "$name")" ]
  fi
done
is "nothing is outside" [ "$(find "$HOME" -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ]

# ---- hosts ----

ln -s "$bundle" "$lv2/tiento.lv2"
works "list of all" "$tiento" list --tsv &&
  is "list has what ships" [ "$(grep -c 'shipped$' "$work/stdout")" -ge 1 ]
LV2_PATH=$lv2
export LV2_PATH
hear() { # URI FILE
  works "play $1" "$play" --preset "$1" --bars 8 --output "$2"
}
is "a preset of no style is noticed" [ "$("$play" --preset urn:tiento:preset:user:none > /dev/null 2>&1; echo $?)" -eq 1 ]
if hear "$(uri_of 'tiento-Tunes*')" "$out/tunes.mid"; then
  is "the preset brings its own style" says "its own style: .*/tiento-Tunes-of-the-attic-.*/Tunes-of-the-attic.safetensors"
fi
if hear urn:tiento:preset:user:Hymns "$out/hymns.mid"; then
  is "another preset brings another" says "its own style: .*/tiento-Hymns.lv2/Hymns.safetensors"
  is "which plays other notes" [ "$(cmp -s "$out/tunes.mid" "$out/hymns.mid"; echo $?)" -eq 1 ]
fi
hear urn:tiento:preset:hymns "$out/shipped.mid" &&
  is "installed or shipped, a style plays the same" cmp -s "$out/hymns.mid" "$out/shipped.mid"

if command -v lv2info > /dev/null; then
  LV2_PATH=$lv2:/usr/lib/lv2:/usr/lib/$(uname -m)-linux-gnu/lv2 lv2info urn:tiento:plugin \
    > "$work/stdout" 2> "$work/stderr"
  is "hosts show the names as they are" says "^	*  *quote \" backslash \\\\ slash / dots .. *\$"
  is "also long ones" says "$long"
  is "and nothing is said against them" [ ! -s "$work/stderr" ]
else
  skip "lv2info is not installed"
fi
for preset in "$lv2"/tiento-*.lv2; do
  sh "$(dirname "$0")/host/lint_bundle.sh" "$preset" "$bundle" > "$work/stderr" 2>&1
  case $? in
  0) ok "validators find no fault with $(basename "$preset")" ;;
  77) skip "$(cat "$work/stderr")" ;;
  *) bad "$(basename "$preset")" "validators find fault with it" ;;
  esac
done

unset LV2_PATH
works "uninstall of two" "$tiento" uninstall Hymns 'Tunes "of" the \ attic' &&
  is "uninstall says what it did" [ "$(grep -c '^removed ' "$work/stdout")" -eq 2 ]
is "they are gone" [ -z "$(folder_of 'tiento-[HT]*')" ]
works "uninstall of a long name" "$tiento" uninstall -- "$long" -x ..
works "a folder that no host looks into" "$tiento" install "$style" --lv2 "$out/elsewhere" &&
  is "is told of" tells '^note: hosts do not look into .*/elsewhere'

sum_up check_install.sh
