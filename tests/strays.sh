# strays.sh: finds the processes that a script has left behind; for scripts that source it. What they start
# from then on carries a mark in its environment, and hands it on to what it starts itself, in the
# background or in a session of its own.

TIENTO_STRAYS=$$.$(date +%s)
export TIENTO_STRAYS

# strays: the numbers of those that run. The search itself carries no mark.
strays() {
  env -u TIENTO_STRAYS sh -c 'grep -lsxz "TIENTO_STRAYS=$1" /proc/[0-9]*/environ | sed "s/[^0-9]//g"' sh "$TIENTO_STRAYS"
}

# no_strays: whether none is left, or will be in two seconds; those that are left are named and ended.
no_strays() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    left=$(strays)
    [ -n "$left" ] || return 0
    sleep 0.2
  done
  for stray in $left; do
    echo "FAIL process $stray is left: $(tr '\0' ' ' <"/proc/$stray/cmdline" 2>/dev/null)"
    kill -9 "$stray" 2>/dev/null
  done
  return 1
}

# Whether it would be found is seen first.
setsid sleep 60 &
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ "$(strays)" != $! ] || break
  sleep 0.1
done
if [ "$(strays)" != $! ]; then
  kill $!
  echo "FAIL a process that is left would not be found"
  exit 1
fi
kill $!
wait $! 2>/dev/null
