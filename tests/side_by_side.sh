#!/bin/sh
# side_by_side.sh COMMAND...: runs commands of the shell, as many at a time as there are cores, or $JOBS, and
# shows what each has said when it is over.
# Exit status: 0 good, 1 one of them was not.
if [ "$1" = --one ]; then
  log=$(mktemp) || exit 1
  trap 'rm -f "$log"' EXIT
  sh -c "$2" > "$log" 2>&1
  status=$?
  flock "$0" cat "$log"
  [ $status -eq 0 ]
  exit
fi
printf '%s\0' "$@" | xargs -0 -P "${JOBS:-$(nproc)}" -n 1 sh "$0" --one || exit 1
