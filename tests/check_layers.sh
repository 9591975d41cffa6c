#!/bin/sh
# Who may include whom, and which library is seen by how many files: the layout that the README draws,
# held to.
status=0

# forbid WHAT PATTERN FILE...: no file may have a line that matches.
forbid() {
  what=$1
  pattern=$2
  shift 2
  found=$(grep -nE "$pattern" "$@")
  if [ -n "$found" ]; then
    echo "FAIL $what:"
    echo "$found"
    status=1
  fi
}

# seen_by COUNT PATTERN: at most so many files of what ships may have a line that matches.
seen_by() {
  files=$(grep -lE "$2" plugin/*.[ch] plugin/engine/*.[ch] trainer/*.[ch] ui/*.[ch])
  if [ "$(echo "$files" | grep -c .)" -gt "$1" ]; then
    echo "FAIL more than $1 file(s) include $2:" $files
    status=1
  fi
}

forbid "the engine includes only itself and the C library" \
  '#include ("(plugin/[^e]|trainer|ui|tests)|<(lv2|smf|glib|cblas|mpi|X11|cairo|pthread|unistd))' plugin/engine/*.[ch]
forbid "the plugin includes only itself and the engine" \
  '#include ("(trainer|ui|tests)|<(smf|glib|cblas|mpi|X11|cairo))' plugin/*.[ch]
forbid "the trainer includes only itself, the engine and the writers of files" \
  '#include ("(ui|tests|plugin/[^emak])|<(lv2|X11))' trainer/*.[ch]
forbid "the window includes only itself, the plugin's names, the writers of files and the reader of headers" \
  '#include ("(trainer|tests|plugin/engine/[^s]|plugin/engine/s[^t]|plugin/engine/style\.h|plugin/[^pumaie])|<(smf|glib|cblas|mpi))' ui/*.[ch]
seen_by 1 '<cjson'
seen_by 1 '<smf.h>'
seen_by 2 '<cblas.h>'
# keysym.h has the numbers of keys, and nothing of Xlib.
seen_by 1 '<X11/([^k]|k[^e])'
seen_by 1 '<X11/keysym\.h'
# Drawing knows no display.
forbid "only the window itself sees cairo for X" 'cairo-xlib' $(ls ui/*.[ch] | grep -v '^ui/window.c$')
seen_by 1 '<mpi.h>'
[ $status -eq 0 ] && echo "ok   every file includes only what its layer may"
exit $status
