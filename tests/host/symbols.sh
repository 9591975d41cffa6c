#!/bin/sh
# symbols.sh OBJECT...: the objects on the audio path may only call each other and the functions that
# allowed_symbols.txt (beside this script) lists. Prints every other undefined symbol with the objects that
# want it. As they are a closed set, so is the graph of the calls that run() makes. Nor may one of them ask the
# system by an instruction of its own. Exit status: 0 good, 1 not, 2 wrong use, 77 skipped because nm is not installed.
set -u

if [ $# -eq 0 ]; then
  echo "usage: symbols.sh OBJECT..." >&2
  exit 2
fi
if ! command -v nm >/dev/null 2>&1; then
  echo "SKIP: nm is not installed"
  exit 77
fi
allowed=$(dirname "$0")/allowed_symbols.txt
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

: >"$folder/wanted"
: >"$folder/known"
for object in "$@"; do
  nm -P "$object" >"$folder/one" || { echo "FAIL nm cannot read $object"; exit 1; }
  # Lines are "name type ...": U and w are undefined, capital letters and weak ones can be called from outside.
  awk -v object="$object" '$2 == "U" || $2 == "w" { print $1, object }' "$folder/one" >>"$folder/wanted"
  awk '$2 ~ /^[A-TV-Z]$/ { print $1 }' "$folder/one" >>"$folder/known"
done
sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$allowed" >>"$folder/known"

if ! awk 'FNR == NR { known[$1] = 1; next } !($1 in known) { print "  " $1 " wanted by " $2; bad = 1 }
          END { exit bad }' "$folder/known" "$folder/wanted" >"$folder/offenders"; then
  echo "FAIL symbols that have no place on the audio path:"
  cat "$folder/offenders"
  exit 1
fi
if command -v objdump >/dev/null 2>&1; then
  objdump -d --no-show-raw-insn "$@" 2>/dev/null |
    awk '/file format/ { object = $1 } $2 ~ /^(syscall|sysenter|int|svc)$/ { print "  " object " " $0 }' >"$folder/calls"
  if [ -s "$folder/calls" ]; then
    echo "FAIL the audio path asks the system:"
    cat "$folder/calls"
    exit 1
  fi
fi
echo "ok   the audio path calls nothing but itself and what allowed_symbols.txt lists"
