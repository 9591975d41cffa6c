#!/bin/sh
# neon_test.sh NOTES_HASH BUILD: the engine's tests for NEON in an emulator, and the notes that it plays there.
#   NOTES_HASH   the program for this processor
#   BUILD        holds what a cross compiler made, under cross/
# Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not, 77 skipped because compiler or emulator is missing.
set -u

if [ $# -ne 2 ]; then
  echo "usage: neon_test.sh NOTES_HASH BUILD" >&2
  exit 2
fi
native=$1
build=$2
emulator=qemu-aarch64

for program in aarch64-linux-gnu-gcc $emulator; do
  if ! command -v $program > /dev/null; then
    echo "SKIP: $program (Debian: gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, qemu-user) is not installed"
    exit 77
  fi
done

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0
emulate() { # PROGRAM
  $emulator -L /usr/aarch64-linux-gnu $build/cross/$1 > "$work/$(basename "$1")" 2>&1
  echo $? > "$work/$(basename "$1").code"
}
for program in unit/test_kernel unit/test_model unit/test_step unit/test_step_work neon/notes_hash; do
  emulate $program &
done
wait

for test in test_kernel test_model test_step test_step_work; do
  if [ "$(cat "$work/$test.code")" -eq 0 ]; then
    echo "ok   $test with NEON: $(grep -c '^ok' "$work/$test") tests"
  else
    echo "FAIL $test with NEON:"
    sed 's/^/     | /' "$work/$test"
    status=1
  fi
done

"$native" > "$work/native" 2>&1 && [ "$(cat "$work/notes_hash.code")" -eq 0 ]
code=$?
cat "$work/native" "$work/notes_hash" > "$work/all"
if [ $code -eq 0 ] && [ "$(sort -u "$work/all" | wc -l)" -eq 1 ]; then
  echo "ok   every kernel plays the same, of this processor and of NEON: $(wc -l < "$work/all") times $(head -n 1 "$work/all")"
else
  echo "FAIL kernels play different notes:"
  sed 's/^/     | /' "$work/all"
  status=1
fi
exit $status
