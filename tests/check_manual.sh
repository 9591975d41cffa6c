#!/bin/sh
# check_manual.sh: the manual pages and the completions of `tiento` tell the options that --help tells,
# and work where `make install` puts them. Takes the variables of check_program.sh and
#   BUILD  the folder that make builds in
. "$(dirname "$0")/program_checks.sh"
build=${BUILD:?names the folder that make builds in}
trainer=$(dirname "$0")/../trainer
zsh_script=$(cd "$(dirname "$0")" && pwd)/complete.zsh
share=$work/usr/share
: > "$work/stderr"

# ---- where they are installed ----

if works "make install" "${MAKE:-make}" -s install B="$build" DESTDIR="$work" PREFIX=/usr; then
  is "completion for bash is installed" [ -s "$share/bash-completion/completions/tiento" ]
  is "completion for zsh is installed" [ -s "$share/zsh/site-functions/_tiento" ]
fi
PATH=$work/usr/bin:$PATH
HOME=$work/home
export PATH HOME
unset LV2_PATH
mkdir "$HOME"

# ---- the same options everywhere ----

replies() { # WORD...: what bash offers for the last of the words
  bash -c 'source "$1"
    shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _tiento
    printf "%s\n" "${COMPREPLY[@]}"' bash "$share/bash-completion/completions/tiento" "$@"
}
has_bash=$(command -v bash)
commands=$("$tiento" --help | sed -n 's|^  \([a-z][a-z]*\)  *[a-z].*|\1|p' | grep -vx tiento)

help_options() { # COMMAND
  { "$tiento" "$1" --help && echo '      --help'; } | sed -n 's/^  \(    \|-[a-z], \)--\([a-z0-9-]*\).*/\2/p' | sort
}
page_options() { # COMMAND
  { grep '^\.It Fl' "$trainer/man/tiento-$1.1" | grep -o 'Fl -[a-z0-9-]*' | cut -c 5- && echo help; } | sort
}
bash_options() { # COMMAND
  replies tiento "$1" -- | cut -c 3- | sort
}
zsh_options() { # COMMAND
  sed -n "/^_tiento_$1() {/,/^}/p" "$trainer/completion/_tiento" | grep -o -e "--[a-z0-9-]*[=[]" -e ",--[a-z0-9-]*}" |
    tr -d ',}[=' | cut -c 3- | sort
}
same_options() { # WHAT COMMAND
  help_options "$2" > "$work/help"
  "$1_options" "$2" | diff "$work/help" - > "$work/stderr"
}

is "the page of the program tells how to get its version" grep -q '^\.Fl -version$' "$trainer/man/tiento.1"
is "zsh knows --version" grep -q "^    '--version:" "$trainer/completion/_tiento"
is "there are commands" [ "$(echo "$commands" | wc -l)" -ge 8 ]
for command in $commands; do
  is "the page of $command tells its options" same_options page "$command"
  is "zsh knows the options of $command" same_options zsh "$command"
  is "zsh knows $command" grep -q "^    '$command:" "$trainer/completion/_tiento"
  is "the page of the program names $command" grep -q "^\.It Cm $command\$" "$trainer/man/tiento.1"
  if [ -n "$has_bash" ]; then
    is "bash knows the options of $command" same_options bash "$command"
    is "bash knows $command" [ "$(replies tiento "$command")" = "$command" ]
  fi
done

# ---- pages ----

if command -v man > /dev/null && command -v groff > /dev/null; then
  for page in tiento $(echo "$commands" | sed 's/^/tiento-/'); do
    MANPATH=$share/man MANWIDTH=80 man --warnings=w "$page" > "$work/stdout" 2> "$work/stderr"
    is "man $page shows it" says "^ *$page [^ ]* "
    is "without a warning" [ ! -s "$work/stderr" ]
  done
else
  skip "man or groff is not installed"
fi

# ---- bash ----

mkdir "$work/files" "$work/files/folder"
cp "$style" "$work/files/a style.safetensors"
: > "$work/files/tune.mid"
works "a style to complete" "$tiento" install "$style" --name 'A "style" of mine'
cd "$work/files" || exit 1

offers() { # EXPECTED WORD...: replies with commas between them
  expected=$1
  shift
  replies "$@" > "$work/stdout" 2> "$work/stderr"
  is "bash completes $*" [ "$(paste -s -d , "$work/stdout")" = "$expected" ]
}
if [ -n "$has_bash" ]; then
  offers "info,install" tiento in
  offers "--version" tiento --v
  offers "--keep-all" tiento train --ke
  offers "folder" tiento train ""
  offers "folder,a style.safetensors" tiento render ""
  offers "tune.mid" tiento render a.safetensors --prompt t
  offers "folder,tune.mid" tiento draw ""
  offers "Bb,Bbm" tiento render --key Bb
  offers "Bb,Bbm" tiento render --key = Bb
  offers "folder" tiento train --valid ""
  offers "" tiento render --seed ""
  offers 'A "style" of mine' tiento uninstall A
  offers 'A "style" of mine' tiento uninstall 'A\ \"st'
  offers "" tiento uninstall a
else
  skip "bash is not installed"
fi

# ---- zsh ----

types() { # EXPECTED LINE
  timeout 60 zsh -f "$zsh_script" "$share/zsh/site-functions" "$2" > "$work/stdout" 2> "$work/stderr"
  is "zsh completes $2" [ "$(cat "$work/stdout")" = "[$1]" ]
}
if ! command -v zsh > /dev/null; then
  skip "zsh is not installed"
elif ! zsh -f -c 'zmodload zsh/zpty && zpty shell cat' 2> /dev/null; then
  skip "there is no pseudo terminal to type into zsh"
else
  types "tiento uninstall " "tiento uni"
  types "tiento train --keep-all " "tiento train --ke"
  types 'tiento render a\ style.safetensors ' "tiento render a"
  types "tiento render --prompt tune.mid " "tiento render --prompt t"
  types "tiento render --key auto " "tiento render --key a"
  types 'tiento uninstall A\ \"style\"\ of\ mine ' "tiento uninstall A"
fi

# ---- keys that are offered can be played ----

cd "$OLDPWD" || exit 1
keys=$(sed -n "s/^_tiento_keys='\(.*\)'/\1/p" "$trainer/completion/tiento.bash")
is "zsh offers the same keys" grep -qF "keys=($keys)" "$trainer/completion/_tiento"
for key in $keys; do
  works "key $key" "$tiento" render "$style" -o "$out/a.mid" --bars 1 --key "$key"
done
is "there are 24 keys and auto" [ "$(echo "$keys" | wc -w)" -eq 25 ]

works "make uninstall" "${MAKE:-make}" -s uninstall B="$build" DESTDIR="$work" PREFIX=/usr &&
  is "make uninstall leaves no file" [ -z "$(find "$work/usr" -type f)" ]

sum_up check_manual.sh
