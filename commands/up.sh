# Everything on one machine, in the foreground: claims the folder and the port, builds, starts PostgreSQL and the server,
# starts again what dies, and at the end stops the server before the database that it writes to. With --silos or --webs the
# server is a cluster: silos, web nodes, Redis, and a proxy that has the port.

up() {
  # A shell that starts this in the background has it ignore SIGINT, which only a new start can undo.
  if [[ -z ${CONNECTO_SIGNALS:-} ]]; then
    CONNECTO_SIGNALS=default exec env --default-signal=INT,TERM "$root/connecto" up "$@"
  fi
  unset CONNECTO_SIGNALS
  up_options "$@"
  ends_within
  trap 'stopping=1' INT TERM HUP
  trap '' PIPE
  trap 'roll_asked=1' USR1
  up_claim
  choose_runtime 8>&- 9>&-
  ((!clustered)) || cluster_runtime
  up_build
  up_database
  up_cluster
  up_admin
  part supervise
  supervise
}

stopping=0 roll_asked=0

up_options() {
  port=5080 data=$root/.connecto silos=1 webs=1 clustered=0
  while (($#)); do
    case $1 in
      --port=* | --data=* | --silos=* | --webs=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
      --port | --data | --silos | --webs)
        (($# > 1)) || die "$1 needs a value"
        [[ $1 != --silos && $1 != --webs ]] || clustered=1
        printf -v "${1#--}" %s "$2"
        shift 2
        ;;
      *) die "up takes --port, --data, --silos and --webs, not '$1'" ;;
    esac
  done
  [[ $port =~ ^[0-9]{1,5}$ ]] && ((10#$port >= 1 && 10#$port <= 65535)) || die "'$port' is no port"
  port=$((10#$port))
  [[ -n $data ]] || die '--data needs a folder'
  if ((clustered)); then
    part programs cluster rolling
    cluster_options
  fi
}

# up_claim: the folder and the port belong to this process while it lives; what a killed one left there ends first.
up_claim() {
  local others file
  mkdir -p "$data/run" "$data/logs" 2>/dev/null || die "cannot write to $data"
  data=$(cd "$data" && pwd -P)
  { exec 9>>"$data/run/lock"; } 2>/dev/null || die "cannot write to $data"
  if ! flock -w 1 9; then
    others=$(cat "$data/run/up.pid" 2>/dev/null || true)
    die "another ./connecto up (pid ${others:-unknown}) runs on $data"
  fi
  claim_port
  trap up_end EXIT
  printf '%s\n' $$ >"$data/run/up.pid"
  for file in "$data"/run/*.process; do
    if recorded "$file"; then say "Ending what a killed ./connecto up left: $(basename "$file" .process) (pid $pid)"; fi
  done
  end_group "$data/run/build.process"
  end_all server TERM 10
  end_all web TERM 10
  end_all proxy TERM 10
  end_all silo TERM 10
  end_all redis TERM 10
  end_all postgres INT 20 QUIT 10
  ! listening || die "port $port is in use by another program"
  rm -f "$data/run/roll" "$data/run/roll.asked"
  record "$data/run/up.process" $$
}

# claim_port: by a file that is removed at the end, so the one that was locked must still be the one of that name.
claim_port() {
  port_lock=/tmp/connecto-$EUID-$port.lock
  until [[ $port_lock -ef /proc/self/fd/8 ]]; do
    { exec 8>>"$port_lock"; } 2>/dev/null || die "cannot write $port_lock"
    flock -w 1 8 || die "another ./connecto up runs on port $port"
  done
}

# up_build: in a process of its own, so that a stop need not wait for it; then a copy of the result, so that building
# something else never pulls the files from under a running server.
up_build() {
  local built
  if [[ -z ${CONNECTO_SKIP_BUILD:-} ]]; then
    spawn "$data/run/build.process" "$root/connecto" build
    wait "$spawned" && built=0 || built=$?
    stop_if_asked
    rm -f "$data/run/build.process"
    ((built == 0)) || exit 1
  fi
  app=$data/app
  rm -rf "$data"/app.rolled*
  copy_app "$app"
}

# copy_app FOLDER: what has been built, with its web client. The silo's program is among it. Whoever calls it goes no
# further where that fails, also where `set -e` does not count.
copy_app() {
  local folder=$root/artifacts/$CONNECTO_RUNTIME/bin/Connecto.Web/release
  [[ -f $folder/Connecto.Web.dll ]] || die "the server is not built: ./connecto build"
  rm -rf "$1" || exit 1
  cp -a "$folder" "$1" || exit 1
  [[ ! -d $root/Connecto.Web/wwwroot ]] || cp -a "$root/Connecto.Web/wwwroot" "$1/" || exit 1
}

# up_database: a private one, unless the environment names another.
up_database() {
  own_database=0
  [[ -z ${ConnectionStrings__Postgres:-} ]] || return 0
  own_database=1
  postgres_prepare "$data"
  stop_if_asked
  ConnectionStrings__Postgres=$(postgres_connection)
  export ConnectionStrings__Postgres
}

up_cluster() {
  ((clustered)) || return 0
  cluster_prepare
  ((!own_database)) || cluster_connections
  stop_if_asked
}

# up_admin: without a password from the environment, an own one whose password lies in the data folder. The server gets it
# until it has made that administrator in this database, and not again: it may be changed there.
up_admin() {
  local file=$data/admin-password
  admin_of=''
  export CONNECTO_ADMIN_EMAIL=${CONNECTO_ADMIN_EMAIL:-admin@connecto.local}
  [[ -z ${CONNECTO_ADMIN_PASSWORD:-} ]] || return 0
  admin_of=$(database_identity)
  if [[ $(cat "$data/admin-made" 2>/dev/null) == "$admin_of" ]]; then
    unset CONNECTO_ADMIN_EMAIL
    return
  fi
  if [[ ! -s $file ]]; then
    (umask 077 && head -c 18 /dev/urandom | base64 >"$file")
  fi
  say "The administrator is $CONNECTO_ADMIN_EMAIL; the password is in $file"
  CONNECTO_ADMIN_PASSWORD=$(<"$file")
  export CONNECTO_ADMIN_PASSWORD
}

database_identity() {
  local database=${ConnectionStrings__Postgres}
  ((!own_database)) || database=own-$(stat -c %i "$postgres_data/PG_VERSION")
  sha256sum <<<"$CONNECTO_ADMIN_EMAIL $database"
}

admin_made() {
  [[ -n $admin_of ]] || return 0
  printf '%s\n' "$admin_of" >"$data/admin-made"
  unset CONNECTO_ADMIN_EMAIL CONNECTO_ADMIN_PASSWORD
}

stop_if_asked() { ((!stopping)) || exit 0; }

# up_end: whatever the reason, nothing stays behind. The server may take its time to say goodbye to its clients.
up_end() {
  local status=$?
  trap '' INT TERM HUP
  trap - EXIT
  [[ -z ${ticker:-} ]] || kill "$ticker" 2>/dev/null || true
  end_group "$data/run/build.process"
  end_all server TERM "$web_ends_within" 'the server'
  end_all web TERM "$web_ends_within" 'the web nodes'
  end_all proxy TERM 10
  end_all silo TERM "$silo_ends_within" 'the silos'
  end_all redis TERM 20
  end_all postgres INT 60 QUIT 15 PostgreSQL
  rm -f "$data/run/web.pid" "$data/run/up.pid" "$data/run/up.process" "$data/run/roll" "$data/run/roll.asked" \
    "$data/run/roll.within" "$data/run/ports" "$port_lock"
  remove_socket_folder "$data/run/redis-socket"
  remove_socket_folder "$data/run/socket"
  ((status != 0)) || say 'Stopped.'
  exit "$status"
}

# end_all KIND (SIGNAL SECONDS)... [TITLE]: all parts of that kind at once, with their pid files.
end_all() {
  local kind=$1 file pid told='' enders=()
  shift
  for file in "$data/run/$kind.process" "$data/run/$kind"-*.process; do
    [[ -f $file ]] || continue
    if (($# % 2)) && [[ -z $told ]] && recorded "$file"; then
      told=1
      say "Stopping ${!#} ..."
    fi
    end "$file" "$@" 8>&- 9>&- &
    enders+=($!)
    rm -f "${file%.process}.pid"
  done
  ((${#enders[@]} == 0)) || wait "${enders[@]}"
}
