# Programs of others that a cluster on one machine needs beside PostgreSQL: the machine's own, or unpacked from Debian's
# packages into a folder beside the build. Nothing is installed, so no service of such a package is set up or started.

# find_program PROGRAM: sets $program to the command that runs it; fails where it cannot be had. Debian's packages have the
# names of these programs.
find_program() {
  local folder=$root/artifacts/programs/$1 path
  if path=$(PATH=$PATH:/usr/sbin:/usr/local/sbin type -P "$1") && "$path" -v &>/dev/null; then
    program=("$path")
    return
  fi
  unpacked_program "$1" && return
  type -P apt-get dpkg-deb >/dev/null || return 1
  say "Getting $1 from Debian's packages, as this machine has none ..."
  locked unpack_program "$1" >"$data/logs/$1.get.log" 2>&1 8>&- 9>&- || return 1
  unpacked_program "$1"
}

unpacked_program() {
  local libraries=("$folder"/usr/lib/*-linux-gnu) path
  path=$(printf '%s\n' "$folder"/usr/{sbin,bin}/"$1" | while read -r path; do [[ ! -x $path ]] || echo "$path"; done)
  [[ -n $path ]] || return 1
  program=(env "LD_LIBRARY_PATH=${libraries[0]}" "$path")
  "${program[@]}" -v &>/dev/null
}

# unpack_program PROGRAM: its package, with those that it needs and that are not on this machine.
unpack_program() {
  rm -rf "$folder" "$folder.new"
  mkdir -p "$folder.new/packages"
  local packages
  if ! packages=$(packages_of "$1") && ((EUID == 0)); then
    apt-get update -qq
    packages=$(packages_of "$1")
  fi
  [[ -n $packages ]] || return 1
  (
    cd "$folder.new/packages"
    xargs apt-get download -qq <<<"$packages"
    for package in *.deb; do dpkg-deb -x "$package" ..; done
  ) || return 1
  rm -rf "$folder.new/packages"
  mv -T "$folder.new" "$folder"
}

packages_of() {
  apt-get install -qq --simulate --no-install-recommends "$1" | sed -n 's/^Inst \([^ ]*\).*/\1/p' | grep .
}
