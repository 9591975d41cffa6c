#!/bin/sh
# make_root.sh ROOT: what Debian has for arm64 of the libraries in .debian-packages, unpacked below ROOT for a
# cross compiler and an emulator. Nothing is installed. Does nothing where ROOT is there.
# Exit status: 0 good, 1 not, 77 skipped because a program is missing or nothing can be fetched.
set -u

if [ $# -ne 1 ]; then
  echo "usage: make_root.sh ROOT" >&2
  exit 2
fi
root=$1
for program in aarch64-linux-gnu-gcc qemu-aarch64 apt-get dpkg-deb; do
  if ! command -v $program > /dev/null; then
    echo "SKIP: $program (Debian: gcc-aarch64-linux-gnu, qemu-user) is not installed"
    exit 77
  fi
done
[ ! -d "$root" ] || exit 0

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/root" && : > "$work/status" || exit 1

# A Debian of its own, with nothing installed, so that all that is needed is fetched.
debian() { # COMMAND...
  apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o Dir::State="$work/state" \
    -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
    -o Debug::NoLocking=1 "$@"
}

# Compilers and JACK stay what they are here; MPI needs a machine for each rank.
packages=$(grep -e '-dev$' .debian-packages | grep -v -e clang -e jack -e mpi)
# shellcheck disable=SC2086 # one word a package
if ! { debian update && debian -y --no-install-recommends --download-only install $packages; } > "$work/log" 2>&1; then
  echo "SKIP: Debian's libraries for ARM cannot be fetched: $(tail -n 1 "$work/log")"
  exit 77
fi
for package in "$work"/cache/archives/*.deb; do
  dpkg-deb -x "$package" "$work/root" || exit 1
done

# Links from the root on would lead out of it. Where several packages offer a library, Debian links one of them
# when it is installed.
find "$work/root" -lname '/*' | while read -r link; do
  ln -sfr "$work/root$(readlink "$link")" "$link"
done
libraries=$work/root/usr/lib/aarch64-linux-gnu
ln -sr "$libraries"/openblas-pthread/libopenblas.so* "$libraries" &&
  ln -sr "$libraries"/openblas-pthread/pkgconfig/openblas.pc "$libraries/pkgconfig" || exit 1
mkdir -p "$(dirname "$root")" && mv "$work/root" "$root"
