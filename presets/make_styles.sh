#!/bin/sh
# make_styles.sh BUILD CORPORA [STYLE...]: trains and tunes the styles that ship, or those named, as
# their recipes say, into BUILD/styles, the base that they go on from first; and writes beside each
# whom its music is owed to. Says of each whether it is the one in presets/, byte for byte. What is
# there already is not made again.
set -eu
build=$1
corpora=$2
shift 2
presets=$(dirname "$0")
. "$presets/recipe.sh"
out=$build/styles
mkdir -p "$out"

owed() { # STYLE AWK-OPTIONS...
  style=$1
  shift
  awk -v folders="$(recipe "$style" folders)" "$@" -f "$presets/attribution.awk" "$corpora/MANIFEST.tsv"
}

# The licence's own text, where it asks to be kept beside what is made.
notice() { # STYLE
  file=$(recipe "$1" notice)
  [ -z "$file" ] || { echo; cat "$corpora/$file"; }
}

train() { # STYLE
  style=$1
  base=$(recipe "$style" base)
  [ -z "$base" ] || make_style "$base"
  style=$1
  folders=
  for folder in $(recipe "$style" folders); do
    folders="$folders $corpora/$folder"
  done
  { owed "$style"; notice "$style"; } > "$out/$style.owed"
  set -- --name "$(recipe "$style" name)" --source "$(recipe "$style" source)" --licence "$(recipe "$style" licence)"
  [ ! -s "$out/$style.owed" ] || set -- "$@" --attribution "$(cat "$out/$style.owed")"
  [ -z "$(recipe "$style" base)" ] || set -- "$@" --from "$out/$(recipe "$style" base).safetensors"
  # shellcheck disable=SC2046,SC2086 # the folders' names have no spaces
  "$build/tiento" train $folders $(recipe "$style" options) -o "$out/$style.safetensors" --workers 2 --cache "$out/cache" --no-report "$@"
  [ -z "$(recipe "$style" base)$(recipe "$style" tune)" ] ||
    "$build/tiento" tune "$out/$style.safetensors" $folders --cache "$out/cache" > "$out/$style.tuned"
}

make_style() { # STYLE
  [ -f "$out/$1.safetensors" ] || train "$1"
}

judge() { # STYLE
  if [ -s "$out/$1.owed" ]; then
    {
      echo "Whom the music of $1.safetensors is owed to; what is in the public domain or under CC0 is not listed."
      owed "$1" -v whole=1
      notice "$1"
    } > "$out/$1.attribution"
  fi
  if cmp -s "$out/$1.safetensors" "$presets/$1.safetensors"; then
    echo "$1: the same as in presets/"
  else
    echo "$1: another one than in presets/"
  fi
}

if [ $# -eq 0 ]; then
  set -- $(cd "$presets" && ls ./*.recipe | sed 's|^\./||; s|\.recipe$||' | grep -vx base)
fi
for name in "$@"; do
  make_style "$name"
  judge "$name"
done
