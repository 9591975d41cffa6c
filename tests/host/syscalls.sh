#!/bin/sh
# syscalls.sh LV2_PLAY INTERPOSER_SO BUNDLE: every system call made inside run(), by strace, so that also those
# are seen that no function of the C library makes. Plays eight bars of BUNDLE. Exit status: 0 none,
# 1 some, 2 wrong use, 77 skipped because strace is not installed or may not trace here.
set -u

if [ $# -ne 3 ]; then
  echo "usage: syscalls.sh LV2_PLAY INTERPOSER_SO BUNDLE" >&2
  exit 2
fi
play=$1
interposer=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
bundle=$3

if ! command -v strace >/dev/null 2>&1; then
  echo "SKIP: strace is not installed"
  exit 77
fi
if ! strace -o /dev/null true 2>/dev/null; then
  echo "SKIP: strace may not trace here"
  exit 77
fi

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

TIENTO_BUNDLE=$bundle strace -f -qq -o "$folder/log" -E LD_PRELOAD="$interposer" -E RT_MARK=1 \
  "$play" --bars 8 --tempo-change 4:140 --block 1024 >"$folder/output" 2>&1
status=$?
if [ $status -ne 0 ]; then
  echo "FAIL lv2_play ends with status $status"
  cat "$folder/output"
  exit 1
fi

# The interposer closes files -77001 and -77002 on the way into and out of run(), in the same thread.
awk '/close\(-77001\)/ { inside[$1] = 1; runs++; next }
     /close\(-77002\)/ { inside[$1] = 0; next }
     inside[$1] && $2 !~ /^---/ { print; calls++ }
     END { print runs + 0, calls + 0 >"/dev/stderr" }' \
  "$folder/log" >"$folder/calls" 2>"$folder/counts"
read -r runs calls <"$folder/counts"
if [ "$runs" -eq 0 ]; then
  echo "FAIL no run() was marked"
  exit 1
fi
if [ "$calls" -gt 0 ]; then
  echo "FAIL $calls system calls in $runs calls of run()"
  head -n 10 "$folder/calls"
  exit 1
fi
echo "ok   no system call in $runs calls of run()"
