# What every part uses: words to the user, and processes told apart by more than their pid.
#
# The shell that holds a lock holds it by descriptor 8 or 9, so whatever outlives a line here is started without them:
# a lock must end with the one process that took it, even when that one is killed.

say() { printf '%s\n' "$*" || true; }
die() {
  printf 'connecto: %s\n' "$*" >&2
  exit 1
}
part() {
  local name
  for name in "$@"; do source "$root/commands/$name.sh"; done
}
pause() { sleep "$1" 8>&- 9>&- || true; }

# until_true SECONDS COMMAND...: tries the command ten times a second.
until_true() {
  local tries=$(($1 * 10))
  shift
  until "$@"; do
    ((tries-- > 0)) || return 1
    pause 0.1
  done
}

# start_of PID: sets $start to when that process started, in clock ticks since boot; fails if it has ended.
start_of() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != [ZX] ]] || return 1
  start=${stat[19]}
}

read -r boot_id </proc/sys/kernel/random/boot_id

# record FILE PID: who that process is. A pid alone may belong to another one tomorrow.
record() {
  local start=0
  start_of "$2" || true
  printf '%s %s %s\n' "$2" "$start" "$boot_id" >"$1.new.$BASHPID"
  mv -f "$1.new.$BASHPID" "$1"
}

# recorded FILE: sets $pid, if the process that was recorded there still runs.
recorded() {
  local then boot start
  { read -r pid then boot <"$1"; } 2>/dev/null || return 1
  start_of "$pid" && [[ $start == "$then" && $boot == "$boot_id" ]]
}
ended() { ! recorded "$1"; }

# spawn FILE COMMAND...: starts it in a session of its own, away from the terminal's signals, and records it in FILE.
# Sets $spawned to its pid. It records itself before it becomes the command, so that no kill can part the two.
spawn() {
  local file=$1
  shift
  (
    record "$file" "$BASHPID"
    cd /
    exec env --default-signal=INT,QUIT,PIPE setsid "$@" 8>&- 9>&-
  ) </dev/null &
  spawned=$!
  record "$file" "$spawned"
}

# end FILE (SIGNAL SECONDS)...: signals the recorded process, waits for its end, and kills what does not end.
end() {
  local file=$1 pid
  shift
  while (($# >= 2)); do
    recorded "$file" || break
    kill -s "$1" "$pid" 2>/dev/null || true
    until_true "$2" ended "$file" && break
    shift 2
  done
  if recorded "$file"; then
    kill -s KILL "$pid" 2>/dev/null || true
    until_true 10 ended "$file" || die "process $pid cannot be ended"
  fi
  rm -f "$file"
}

# end_group FILE: the recorded process with all that it started.
end_group() {
  local pid
  if recorded "$1"; then
    kill -s TERM -- "-$pid" 2>/dev/null || true
    until_true 5 group_ended "$pid" || kill -s KILL -- "-$pid" 2>/dev/null || true
  fi
  rm -f "$1"
}
group_ended() { ! kill -0 -- "-$1" 2>/dev/null; }

# listening: whether anything serves $port.
listening() { (exec 2>/dev/null 8>&- 9>&- 3<>"/dev/tcp/127.0.0.1/$port"); }

# free_port: sets $free to one below those that the system gives out by itself, so that no connection takes it meanwhile.
free_port() {
  local port=$((RANDOM % 17000 + 15000))
  while listening; do port=$((RANDOM % 17000 + 15000)); done
  free=$port
}

# make_socket_folder LINK: sets $socket_folder to a folder of that name, or to one in /tmp to which that name leads where it
# is too long for a socket or holds what a connection string cannot.
make_socket_folder() {
  remove_socket_folder "$1"
  socket_folder=$1
  if ((${#1} > 80)) || [[ $1 =~ [^A-Za-z0-9_./-] ]]; then
    socket_folder=$(mktemp -d /tmp/connecto.XXXXXX)
    ln -s "$socket_folder" "$1"
  fi
  mkdir -p -m 700 "$socket_folder"
}
remove_socket_folder() {
  [[ ! -L $1 ]] || rm -rf "$(readlink "$1")"
  rm -rf "$1"
}
