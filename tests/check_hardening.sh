#!/bin/sh
# check_hardening.sh BUILD: the program and the bundle's binaries are built so that a mistake ends the process
# and is no way in. Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not, 77 skipped because readelf is not
# installed.
set -u
build=${1:?names the folder}
if ! command -v readelf > /dev/null; then
  echo "SKIP: readelf is not installed"
  exit 77
fi
status=0

# has FILE WHAT PATTERN OPTION...: a line of what readelf says.
has() {
  file=$1 what=$2 pattern=$3
  shift 3
  if ! readelf -W "$@" "$file" 2> /dev/null | grep -Eq "$pattern"; then
    echo "FAIL $file: $what"
    status=1
  fi
}

for file in "$build/tiento" "$build/tiento.lv2/tiento.so" "$build/tiento.lv2/tiento_ui.so"; do
  has "$file" "it is not loaded at any address" 'Type: *DYN' -h
  has "$file" "what the loader has written stays open to writing" GNU_RELRO -l
  has "$file" "functions are looked up late" 'NOW' -d
  has "$file" "its stack can be executed" 'GNU_STACK.* RW ' -l
  has "$file" "no stack is protected" '__stack_chk_fail' --dyn-syms
  if readelf -Wd "$file" | grep -Eq 'RPATH|RUNPATH|TEXTREL'; then
    echo "FAIL $file: it has a path of its own to libraries, or text that is written to"
    status=1
  fi
done
# exports_only FILE SYMBOL: what hosts look for, and nothing that could meet another's.
exports_only() {
  found=$(readelf -W --dyn-syms "$1" | awk '$5 == "GLOBAL" && $7 != "UND" && $7 != "ABS" && $8 !~ /^(_end|_edata|__bss_start)$/ { print $8 }')
  if [ "$found" != "$2" ]; then
    echo "FAIL $1 exports" $found
    status=1
  fi
}
exports_only "$build/tiento.lv2/tiento.so" lv2_descriptor
exports_only "$build/tiento.lv2/tiento_ui.so" lv2ui_descriptor
has "$build/tiento" "no string function is checked" '__[a-z]*_chk' --dyn-syms
has "$build/tiento.lv2/tiento.so" "no string function is checked" '__[a-z]*_chk' --dyn-syms
[ $status -eq 0 ] && echo "ok   the program and the plugin are hardened, and export nothing but what hosts look for"
exit $status
