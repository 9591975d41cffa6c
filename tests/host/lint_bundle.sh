#!/bin/sh
# lint_bundle.sh BUNDLE [PLUGIN_BUNDLE]: what tools that know LV2 say about the bundle's description, beside
# that of the plugin where it holds presets alone. Checks that lv2_validate (which calls sord_validate) finds
# no error and lv2info shows the plugin and its presets without a complaint; and what the validators do
# not look at: that every file a manifest names is there.
# Exit status: 0 good, 1 not, 77 skipped because a tool is not installed.
set -u

if [ $# -lt 1 ] || [ ! -d "$1" ] || [ ! -d "${2:-$1}" ]; then
  echo "usage: lint_bundle.sh BUNDLE [PLUGIN_BUNDLE]" >&2
  exit 2
fi
bundle=$(cd "$1" && pwd)
plugin_bundle=$(cd "${2:-$1}" && pwd)
uri=urn:tiento:plugin
status=0

for program in lv2_validate sord_validate lv2info; do
  if ! command -v "$program" >/dev/null 2>&1; then
    echo "SKIP: $program is not installed"
    exit 77
  fi
done

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

# check NAME FILE: good if FILE holds no line; shows the first ones otherwise.
check() {
  if [ -s "$2" ]; then
    echo "FAIL $1"
    head -n 20 "$2"
    status=1
  else
    echo "ok   $1"
  fi
}

# It ends with 0 on some errors, so its lines count.
mkdir "$folder/lv2"
ln -s "$bundle" "$folder/lv2/$(basename "$bundle")"
[ "$bundle" = "$plugin_bundle" ] || ln -s "$plugin_bundle" "$folder/lv2/$(basename "$plugin_bundle")"
lv2_validate "$folder"/lv2/*/*.ttl >"$folder/validate" 2>&1
validated=$?
grep -i -E 'error' "$folder/validate" | grep -v -E '(^|[^0-9])0 errors' >"$folder/errors"
if [ $validated -ne 0 ] && [ ! -s "$folder/errors" ]; then
  echo "lv2_validate ends with status $validated" >"$folder/errors"
fi
check "lv2_validate finds no error" "$folder/errors"

# Other folders beside the bundle would only make lilv complain.
LV2_PATH=$folder/lv2:/usr/lib/lv2:/usr/lib/$(uname -m)-linux-gnu/lv2 \
  lv2info "$uri" >"$folder/info" 2>"$folder/complaints"
grep -q "^$uri" "$folder/info" || echo "lv2info does not know $uri" >>"$folder/complaints"
grep -i 'warning' "$folder/info" >>"$folder/complaints"
check "lv2info shows the plugin without a complaint" "$folder/complaints"

# What Ardour, Qtractor and others refuse, or give too little of.
{
  awk '/Required Features:/ { on = 1; sub(/.*Features:/, "") } /Optional Features:/ { on = 0 }
       on && NF && !/urid#map/ { print "requires", $1 }' "$folder/info"
  grep -i 'inPlaceBroken' "$folder/info" "$bundle"/*.ttl
  if grep -q '^<urn:tiento:plugin>' "$bundle/tiento.ttl" 2>/dev/null; then
    sizes=$(grep -c 'rsz:minimumSize 8192' "$bundle/tiento.ttl")
    [ "$sizes" -eq 4 ] || echo "$sizes of the 4 event ports say rsz:minimumSize 8192"
  fi
} >"$folder/demands"
check "the plugin asks of hosts only what they give" "$folder/demands"

# Relative references of the manifest: the binary, rdfs:seeAlso, and the like.
grep -v '^@prefix' "$bundle/manifest.ttl" | grep -o '<[^<>:# ]*>' | tr -d '<>' | sort -u |
  while read -r name; do
    [ -e "$bundle/$name" ] || echo "manifest.ttl names $name, which is not there"
  done >"$folder/missing"
check "every file that the manifest names is there" "$folder/missing"

exit $status
