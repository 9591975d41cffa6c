# Completion for tiento in bash: commands, options and their values, files, names of installed styles.

_tiento_options() { # COMMAND
  case $1 in
  train)
    echo --output --name --source --licence --attribution --no-report --valid --keep-all --from \
      --cache --resume --anew --checkpoint --epochs --patience --layers --hidden --embedding --head --dropout --decay \
      --lookback --rate --batch --sequence --overlap --transpose --settle --workers --precision --seed \
      --roll --pitches
    ;;
  scan) echo --tsv --cache ;;
  render)
    echo --output --png --prompt --bars --length --tempo --meter --seed --key --temperature --top-p
    ;;
  eval) echo --split --baseline --fit --roll --endings --copies --generate --beside --hours
    echo --temperature --top-p --length --keys --cache --workers ;;
  tune) echo --output --cache ;;
  draw) echo --output --title --bars --section ;;
  install) echo --name --lv2 ;;
  uninstall) echo --lv2 ;;
  list) echo --lv2 --tsv ;;
  esac
  echo --help
}

_tiento_keys='auto C C# D Eb E F F# G Ab A Bb B Cm C#m Dm Ebm Em Fm F#m Gm G#m Am Bbm Bm'

# Folders that begin with WORD, and files that end in one of the SUFFIXes.
_tiento_files() { # WORD SUFFIX...
  local word=$1 suffix
  shift
  compgen -d -- "$word"
  for suffix in "$@"; do
    compgen -f -X "!*.$suffix" -- "$word"
  done
}

# One a line, since names may have spaces.
_tiento_names() { # WORD
  local word=${1#[\"\']} name
  word=${word//\\/}
  tiento list --tsv 2> /dev/null | while IFS=$'\t' read -r name _ _ origin; do
    [[ $origin == installed && $name == "$word"* ]] && printf '%s\n' "$name"
  done
}

_tiento_output() { # COMMAND WORD
  case $1 in
  train) _tiento_files "$2" safetensors ;;
  render) _tiento_files "$2" mid ;;
  draw) _tiento_files "$2" png ;;
  esac
}

# Returns 1 where the option takes no value.
_tiento_value() { # COMMAND OPTION WORD
  case $2 in
  -o | --output) _tiento_output "$1" "$3" ;;
  --png) _tiento_files "$3" png ;;
  --cache) _tiento_files "$3" cache ;;
  --prompt) _tiento_files "$3" mid midi kar rmi ;;
  --from) _tiento_files "$3" safetensors ;;
  --valid | --fit | --beside | --lv2) _tiento_files "$3" ;;
  --key) compgen -W "$_tiento_keys" -- "$3" ;;
  --split) compgen -W 'train valid test' -- "$3" ;;
  --precision) compgen -W 'auto f32 bf16' -- "$3" ;;
  --no-report | --keep-all | --resume | --anew | --baseline | --endings | --copies | --generate | --keys | --tsv | --help) return 1 ;;
  --*) ;;
  *) return 1 ;;
  esac
}

_tiento_argument() { # COMMAND WORD
  case $1 in
  scan | train) _tiento_files "$2" ;;
  render | eval | tune | info | install) _tiento_files "$2" safetensors ;;
  draw) _tiento_files "$2" mid midi kar rmi ;;
  uninstall) _tiento_names "$2" ;;
  esac
}

_tiento_replies() { # COMMAND PREVIOUS WORD
  if _tiento_value "$@"; then
    return
  fi
  case $3 in
  -*) compgen -W "$(_tiento_options "$1")" -- "$3" ;;
  *) _tiento_argument "$1" "$3" ;;
  esac
}

_tiento() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  if [[ $word == '=' ]]; then # bash makes three words of --key=C
    word=
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'scan train tune render eval info draw install uninstall list --help --version' -- "$word")
  else
    mapfile -t COMPREPLY < <(_tiento_replies "${COMP_WORDS[1]}" "$previous" "$word")
  fi
}

complete -o filenames -F _tiento tiento
