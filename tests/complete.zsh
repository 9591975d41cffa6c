# complete.zsh FOLDER LINE...: types each line and a tab into a zsh that has the completions in FOLDER,
# and prints what stands there then, in brackets.
zmodload zsh/zpty || exit 77
folder=$1
shift
zpty shell TERM=dumb zsh -f -i
zpty -w shell "PS1= PS2= RPS1=; unsetopt prompt_cr prompt_sp; setopt no_list_beep; stty -echo cols 400
  fpath=(${(q)folder} \$fpath); autoload -U compinit; compinit -u -D
  show() { print -r -- \"[\$BUFFER]\"\$'\\1'; zle -I; BUFFER=; }; zle -N show; bindkey '^X' show
  print REA''DY"
zpty -r shell out '*READY*' # not as it was typed
for line in "$@"; do
  zpty -w -n shell "$line"$'\t\C-x'
  zpty -r shell out $'*\1'
  print -r -- "[${${out##*\[}%%\]*}]"
done
zpty -d shell
