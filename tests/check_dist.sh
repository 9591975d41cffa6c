#!/bin/sh
# check_dist.sh BUILD VERSION MACHINE: the archives of `make dist`, and `make install`. The sources build and pass
# their unit tests without a network, from the archive alone; the bundle of the other plays; what is installed
# into a folder is what uninstalling takes away. Prints "ok" and "FAIL" lines. Exit status: 0 good, 1 not.
set -u
build=$(cd "${1:?names the folder}" && pwd)
version=${2:?says the version}
machine=${3:?names the processor}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAIL $1"
  [ $# -lt 2 ] || tail -n 20 "$2"
  exit 1
}

# Without a network where that can be had.
offline() {
  if unshare -rn true 2> /dev/null; then
    unshare -rn "$@"
  else
    "$@"
  fi
}

plays() { # BUNDLE
  TIENTO_BUNDLE=$1 "$build/lv2_play" --bars 2 > "$work/log" 2>&1 || fail "the plugin in $1 does not play" "$work/log"
}

# ---- for musicians ----

tar -C "$work" -xzf "$build/dist/tiento-$version-linux-$machine.tar.gz" || fail "no archive of the bundle"
image=$work/tiento-$version
[ "$("$image/bin/tiento" --version | head -n 1)" = "tiento $version" ] || fail "the program is not of version $version"
grep -q "lv2:minorVersion $(echo "$version" | cut -d. -f2) *;" "$image/tiento.lv2/tiento.ttl" &&
  grep -q "lv2:microVersion $(echo "$version" | cut -d. -f3) *;" "$image/tiento.lv2/tiento.ttl" ||
  fail "the plugin is not of version $version"
grep -q "^## $version" "$image/CHANGELOG.md" || fail "the change log does not tell of $version"
plays "$image/tiento.lv2"
echo "ok   the archive of the bundle: version $version, and it plays"
rm -rf "$image"

# ---- the sources ----

tar -C "$work" -xzf "$build/dist/tiento-$version.tar.gz" || fail "no archive of the sources"
cd "$image" || exit 1
[ ! -e .git ] || fail "the archive holds more than sources"
offline make -j2 OPTIMIZATIONS=-O1 all check-fast > "$work/log" 2>&1 || fail "the sources do not build, or fail" "$work/log"
count=$(grep -c ' 0 failed' "$work/log")
plays "$image/build/tiento.lv2"
echo "ok   the archive of the sources: it builds offline, $count test programs pass, it plays"

# ---- installing ----

mkdir "$work/root"
install_to() { # GOAL
  offline make "$1" OPTIMIZATIONS=-O1 DESTDIR="$work/root" PREFIX=/usr > "$work/log" 2>&1 || fail "make $1" "$work/log"
}
install_to install
plays "$work/root/usr/lib/lv2/tiento.lv2"
[ -x "$work/root/usr/bin/tiento" ] || fail "the program is not installed"
if find "$work/root" -type f -perm /022 | grep -q .; then
  fail "others may write to what is installed"
fi
mine=$work/root/usr/lib/lv2/tiento.lv2/styles/mine.safetensors
echo mine > "$mine"
count=$(find "$work/root" -type f | wc -l)
install_to uninstall
[ "$(find "$work/root" -type f)" = "$mine" ] || fail "uninstalling leaves $(find "$work/root" -type f)"
echo "ok   $((count - 1)) files are installed, and uninstalled; a style of the user's stays"
