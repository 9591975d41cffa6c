#!/bin/sh
# check_styles.sh: every style in presets/ tells where it is from, under which licence, and whom it is
# owed to; it is small enough, has a recipe, presets and a place in presets/STYLES.md. Takes the
# variables of check_program.sh.
. "$(dirname "$0")/program_checks.sh"
presets=$(dirname "$0")/../presets
. "$presets/recipe.sh"
listed=$(dirname "$0")/../ttl/presets.txt

info() { sed -n "s/^$1  *//p" "$work/stdout"; } # KEY

is "eight styles or more" [ "$(ls "$presets"/*.safetensors | wc -l)" -ge 8 ]
for style in "$presets"/*.safetensors; do
  name=$(basename "$style" .safetensors)
  is "$name has at most 4 MB" [ "$(wc -c < "$style")" -le 4000000 ]
  is "$name has a recipe" [ -s "$presets/$name.recipe" ]
  works "info of $name" "$tiento" info "$style" || continue
  for key in name source licence; do
    is "$name tells its $key, that of the recipe" [ "$(info "style.$key")" = "$(recipe "$name" "$key")" ]
  done
  for key in seed notes valid_nats_a_note test_nats_a_note; do
    is "$name tells training.$key" says "^training.$key  *[0-9]"
  done
  is "$name tells in which manner it plays" says '^play.temperature  *[0-9]'
  is "no date or time is in $name" [ -z "$(sed -n '/^training/!d; /20[0-9][0-9]-[01][0-9]/p' "$work/stdout")" ]
  case "$(recipe "$name" licence)" in
  *BY* | *BSD*)
    is "$name names whom it is owed to" says '^style.attribution  *.'
    is "$name has them listed piece by piece" [ -s "$presets/$name.attribution" ]
    ;;
  esac
  if [ -n "$(recipe "$name" base)" ]; then
    is "$name names those of its base" says '^base.attribution  *.'
    is "$name tells its base's licence" says '^base.licence  *.'
  fi
  is "$name stands in STYLES.md with its licence" \
    grep -q "^| \`$name\` .*| $(recipe "$name" licence) |" "$presets/STYLES.md"
  is "$name has four presets or more" [ "$(grep -c "^preset $name\(-[a-z-]*\)\{0,1\}\$" "$listed")" -ge 4 ]
  for pair in temperature top_p; do
    value=$(info "play.$pair" | awk '{ print $1 / 100 }')
    is "its presets begin with its $pair" \
      [ "$(sed -n "/^style $name\$/,/^preset/s/^$pair  *//p" "$listed")" = "$value" ]
  done
  is "and its length" [ "$(sed -n "/^style $name\$/,/^preset/s/^length  *//p" "$listed")" = "$(info play.length)" ]
done
is "no style is listed that does not ship" \
  [ "$(grep -c '^| `' "$presets/STYLES.md")" -eq "$(ls "$presets"/*.safetensors | wc -l)" ]
sum_up check_styles.sh
