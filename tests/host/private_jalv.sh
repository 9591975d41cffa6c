# private_jalv.sh: jalv under a JACK server of its own without a sound card; for scripts that source it and
# have set $build and $drive, the folder with tiento.lv2 and the program jack_drive. Ends the script
# with 77 where jalv or jackd is not installed. $folder is for what the script makes.

for program in jalv jackd jack_lsp; do
  if ! command -v "$program" >/dev/null 2>&1; then
    echo "SKIP: $program is not installed"
    exit 77
  fi
done
if [ ! -x "$drive" ]; then
  echo "FAIL jack_drive is not built"
  exit 1
fi

folder=$(mktemp -d) || exit 1
jackd_pid=
jalv_pid=

# end_process PID: asks it to go, and insists after a second.
end_process() {
  [ -n "$1" ] || return 0
  kill "$1" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$1" 2>/dev/null
  wait "$1" 2>/dev/null
}

clean_up() {
  exec 3>&-
  end_process "$jalv_pid"
  end_process "$jackd_pid"
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

fail() {
  echo "FAIL $1"
  [ $# -lt 2 ] || tail -n 15 "$2"
  exit 1
}

# wait_for COMMAND...: until it succeeds, five seconds at most.
wait_for() {
  tries=0
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || return 1
    sleep 0.05
  done
}

has_port() {
  jack_lsp 2>/dev/null | grep -qx "$1"
}

# jalv sees this one bundle, and those that the script puts beside it: other folders would only make it
# complain.
mkdir "$folder/lv2"
ln -s "$(cd "$build" && pwd)/tiento.lv2" "$folder/lv2/tiento.lv2"
LV2_PATH=$folder/lv2:/usr/lib/lv2:/usr/lib/$(uname -m)-linux-gnu/lv2:/usr/local/lib/lv2
JACK_DEFAULT_SERVER=tiento$$
JACK_NO_AUDIO_RESERVATION=1
export LV2_PATH JACK_DEFAULT_SERVER JACK_NO_AUDIO_RESERVATION

# start_jalv [OPTION...]: its console is file descriptor 3.
start_jalv() {
  jackd -r -S -d dummy -r 48000 -p 256 -C 0 -P 0 >"$folder/jackd.log" 2>&1 &
  jackd_pid=$!
  wait_for jack_lsp || fail "jackd does not start" "$folder/jackd.log"
  # jalv ends when its standard input does: a pipe keeps it open.
  mkfifo "$folder/console"
  jalv "$@" -n tiento urn:tiento:plugin <"$folder/console" >"$folder/jalv.log" 2>&1 &
  jalv_pid=$!
  exec 3>"$folder/console"
  wait_for has_port tiento:midi_out || fail "jalv does not show the plugin" "$folder/jalv.log"
  echo "ok   jalv loads urn:tiento:plugin"
}

end_jalv() {
  kill -0 "$jalv_pid" 2>/dev/null || fail "jalv has crashed" "$folder/jalv.log"
  exec 3>&-
  wait "$jalv_pid"
  status=$?
  jalv_pid=
  [ $status -eq 0 ] || fail "jalv ends with status $status" "$folder/jalv.log"
  echo "ok   jalv ends well"
}
