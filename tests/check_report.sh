#!/bin/sh
# check_report.sh: the page that `tiento train` leaves beside a style, as its user meets it. Takes the
# variables of check_program.sh.
. "$(dirname "$0")/program_checks.sh"

# learn STYLE OPTION...: from the tunes, in no time.
learn() {
  made=$1
  shift
  "$tiento" train "$tunes" -o "$made" --epochs 2 --layers 1 --hidden 16 --embedding 8 --head 8 "$@"
}

holds() { # PATTERN, on the page
  grep -q -- "$1" "$out/a.report.html"
}

lacks() { # PATTERN, on the page
  ! holds "$1"
}

if works "a report" learn "$out/a.safetensors" --name 'Tunes & <"more"> 🎹' --licence CC0; then
  is "a page is beside the style" [ "$(leftovers | wc -l)" -eq 2 ]
  is "the last line says where" tells "^report: $out/a.report.html$"
  is "the page names the style" holds '<h1>Tunes &amp; &lt;&quot;more&quot;&gt; 🎹</h1>'
  is "the page names the licence" holds '<dd>CC0</dd>'
  for section in rolls curves fields histograms copies; do
    is "the page has the section $section" holds "<section id=\"$section\">"
  done
  is "all files were read" lacks '<section id="skips">'
  is "the page fetches nothing" lacks 'http\|src=\|href=\|url(\|<script\|@import'
  is "the run tells of each field" tells '^of these: dt [0-9.]*, .* pitch [0-9.]*'
  is "the run tells what is in common" tells '[0-9]% of the pitches, [0-9]*% of the durations'
  is "the run tells a verdict" tells '^verdict: '
  if command -v xmllint > /dev/null; then
    is "the page is well-formed XML" xmllint --noout "$out/a.report.html"
  else
    skip "xmllint is not installed: is the page well-formed XML?"
  fi
fi
works "the command on the page" "$tiento" render "$out/a.safetensors" -o "$out/listen.mid" --seed 0
find "$out" -mindepth 1 -delete

mkdir "$work/music"
cp "$tunes"/*.mid "$work/music"
printf 'no music' > "$work/music/<words>.mid"
if works "a folder with a file that is no music" "$tiento" train "$work/music" \
  -o "$out/a.safetensors" --epochs 1 --layers 1 --hidden 16 --embedding 8 --head 8; then
  is "the page names it and the reason" holds '&lt;words&gt;.mid</code> not a MIDI file'
fi
find "$out" -mindepth 1 -delete

works "no report" learn "$out/a.safetensors" --no-report &&
  is "no page is written" [ "$(leftovers | wc -l)" -eq 1 ]
find "$out" -mindepth 1 -delete

echo "<title>my own</title>" > "$out/a.report.html" # where the page would be
cp "$out/a.report.html" "$work/own.html"
if works "a page that is somebody else's" learn "$out/a.safetensors"; then
  is "it is a warning" tells "^warning: no report in $out/a.report.html: something else is there, and stays$"
  is "that page stays" cmp -s "$out/a.report.html" "$work/own.html"
  works "the style is there" "$tiento" info "$out/a.safetensors"
fi
find "$out" -mindepth 1 -delete

mkfifo "$out/pipe"
cat "$out/pipe" > "$work/piped.safetensors" &
if works "into a pipe" learn "$out/pipe"; then
  wait
  works "the style came through" "$tiento" info "$work/piped.safetensors"
  is "there is no page" [ "$(leftovers | wc -l)" -eq 1 ]
fi
find "$out" -mindepth 1 -delete

if works "rolls" learn "$out/a.safetensors" --roll 240; then
  is "a style of rolls has a page without music" lacks '<section id="rolls">'
  is "but with its curves" holds '<section id="curves">'
fi

sum_up check_report.sh
