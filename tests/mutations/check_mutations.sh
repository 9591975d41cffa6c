#!/bin/sh
# check_mutations.sh BUILD: breaks a copy of the plugin on purpose, in three ways, and shows that the tests which
# are there to see each of them do: in the tests' own host, in jalv and in Ardour. BUILD holds the tests and
# what they need. First all of them pass with the plugin as it is. Prints "ok" and "FAIL" lines. Exit status:
# 0 good, 1 not. Some minutes.
set -u
build=$(cd "${1:?names the folder}" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

# in_host TEST: with the bundle that stands in $work/build.
in_host() {
  case $1 in
    jalv) sh tests/host/jalv_test.sh "$work/build" "$build/jack_drive" ;;
    ardour) sh tests/ardour/ardour_test.sh "$work/build" ;;
    *) TIENTO_BUNDLE=$work/build/tiento.lv2 "$build/$1" ;;
  esac > "$work/log" 2>&1
}

# The programs are those of BUILD; the bundle is another one.
set_stage() { # BUNDLE
  rm -rf "$work/build"
  mkdir "$work/build"
  ln -s "$1" "$work/build/tiento.lv2"
  ln -s "$build/tiento" "$build/log_to_midi" "$build/midi_sink.lv2" "$work/build"
}

# mutation WHAT FILE SED TEST...: what is done to which file, and the tests that must fail.
mutation() {
  what=$1 file=$2 change=$3
  shift 3
  rm -rf "$work/copy"
  mkdir "$work/copy"
  git ls-files plugin ui ttl presets Makefile | tar -cf - -T - | tar -C "$work/copy" -xf -
  sed -i "$change" "$work/copy/$file"
  if cmp -s "$file" "$work/copy/$file"; then
    echo "FAIL $what: there is nothing to change in $file"
    status=1
    return
  fi
  if ! ${MAKE:-make} -s -C "$work/copy" bundle > "$work/log" 2>&1; then
    echo "FAIL $what: it does not build"
    tail -n 5 "$work/log"
    status=1
    return
  fi
  set_stage "$work/copy/build/tiento.lv2"
  for test in "$@"; do
    in_host "$test"
    case $? in
      0)
        echo "FAIL $what: $test does not notice"
        status=1
        ;;
      77) echo "SKIP $what: $test" ;;
      *) echo "ok   $what: $test says $(grep -aE '^FAIL|ERROR|^SEED' "$work/log" | head -n 1)" ;;
    esac
  done
}

set_stage "$build/tiento.lv2"
for test in test_playing test_timing test_kept_session jalv ardour; do
  in_host $test
  code=$?
  if [ $code -ne 0 ] && [ $code -ne 77 ]; then
    echo "FAIL the plugin as it is: $test"
    tail -n 10 "$work/log"
    exit 1
  fi
done
echo "ok   the plugin as it is passes"

mutation "a note-off is missing" plugin/engine/player.c \
  '/^void tn_player_release_all/,/^}/s/tn_player_release(p, sink, frame, i);/(void)sink, (void)frame, remove_voice(p, i);/' \
  test_playing jalv ardour
mutation "a note is late by a frame" plugin/engine/playhead.c \
  's/(uint32_t)(frame - e->block), voice_of/(uint32_t)(frame - e->block) + (frame + 1 < e->block + e->frames), voice_of/' \
  test_timing jalv ardour
mutation "a key of the state is lost" plugin/state.c \
  '/^static LV2_State_Status store_kept/,/^}/s/if (status == LV2_STATE_SUCCESS)/if (status == LV2_STATE_SUCCESS \&\& i != KEPT_TAKES)/' \
  test_kept_session ardour
exit $status
