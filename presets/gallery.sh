#!/bin/sh
# gallery.sh BUILD CORPORA: draws 12 bars of each style, and of a piece that it has learned from or
# not, into presets/gallery, as STYLES.md shows them.
set -eu
build=$1
corpora=$2
presets=$(dirname "$0")
. "$presets/recipe.sh"
mkdir -p "$presets/gallery"

for style in "$presets"/*.safetensors; do
  name=$(basename "$style" .safetensors)
  "$build/tiento" render "$style" -o "$build/$name.mid" --bars 12 --seed 2
  "$build/tiento" draw "$build/$name.mid" -o "$presets/gallery/$name.png" --title "Tiento: $(recipe "$name" name)"
  "$build/tiento" draw "$corpora/$(recipe "$name" folders)/$(recipe "$name" example)" \
    -o "$presets/gallery/$name-people.png" --bars 12 --title "$(recipe "$name" example)"
done
