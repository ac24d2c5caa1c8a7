# Keeps the server and its PostgreSQL running. Each is `down` (to be started when its time has come), `starting`, or
# `ready`. One that dies soon after its start waits longer each time, up to 15 s; one that has served starts at once.

declare -gA state=() since=() due=() failures=() process=() title=([postgres]=PostgreSQL [server]='The server')

supervise() {
  local service services=(server) told=0
  # These traps keep the shell from reporting a child that such a signal ended in its own words beside ours.
  trap : KILL ABRT SEGV BUS ILL FPE
  ((!own_database)) || services=(postgres server)
  for service in "${services[@]}"; do
    state[$service]=down due[$service]=0 failures[$service]=0 since[$service]=$SECONDS
  done
  say "Starting ${services[*]} (logs: $data/logs) ..."
  while ((!stopping)); do
    for service in "${services[@]}"; do
      ((stopping)) || "${state[$service]}" "$service"
    done
    if ((!told)) && [[ ${state[server]} == ready ]]; then
      told=1
      admin_made
      say "Connecto is up: http://127.0.0.1:$port"
    fi
    rest
  done
  exit 0
}

# down SERVICE: starts it when it is due; the server only onto a database that is ready.
down() {
  ((SECONDS >= due[$1])) || return 0
  [[ $1 == postgres ]] || ((!own_database)) || [[ ${state[postgres]} == ready ]] || return 0
  "start_$1"
  process[$1]=$spawned state[$1]=starting since[$1]=$SECONDS
}

starting() {
  if died "$1"; then return; fi
  "$1_ready" || return 0
  state[$1]=ready since[$1]=$SECONDS
  if [[ -n ${served[$1]:-} ]]; then say "${title[$1]} is back (pid ${process[$1]})"; fi
  served[$1]=1
}

ready() { died "$1" || true; }

declare -gA served=()
ticks=0

# died SERVICE: whether it has ended; if so says how and sets when it is started again.
died() {
  ended "$data/run/$1.process" || return 1
  local status=0 wait=0
  wait "${process[$1]}" || status=$?
  if [[ ${state[$1]} == ready ]] && ((SECONDS - since[$1] >= 3)); then
    failures[$1]=0
  else
    failures[$1]=$((failures[$1] + 1))
    wait=$((1 << (failures[$1] < 5 ? failures[$1] - 1 : 4)))
    ((wait <= 15)) || wait=15
  fi
  say "${title[$1]} (pid ${process[$1]}) $(manner "$status"); starting it again $( ((wait)) && echo "in $wait s" || echo now)"
  if [[ -z ${served[$1]:-} ]] && ((failures[$1] >= 3)); then
    why_it_ended "$data/logs/$1.log" >&2
    die "${title[$1],} does not start; its log is $data/logs/$1.log"
  fi
  state[$1]=down due[$1]=$((SECONDS + wait))
}

# why_it_ended LOG: the exception that nobody caught, if there is one, else the last lines.
why_it_ended() {
  grep '^Unhandled exception' "$1" | tail -n 1 | grep . || tail -n 10 "$1"
}

manner() {
  if (($1 > 128)); then echo "was ended by SIG$(kill -l "$1")"; else echo "ended with code $1"; fi
}

start_server() {
  local log=$data/logs/server.log
  ASPNETCORE_URLS=http://127.0.0.1:$port ASPNETCORE_CONTENTROOT=$data/app \
    spawn "$data/run/server.process" dotnet "$data/app/Connecto.Web.dll" >>"$log" 2>&1
  printf '%s\n' "$spawned" >"$data/run/web.pid"
}

# server_ready: asks it, with the shell's own means.
server_ready() {
  local answer
  answer=$(
    exec 2>/dev/null 8>&- 9>&- 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
    printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
    read -r -t 2 line <&3 && printf '%s' "$line"
  ) || return 1
  [[ $answer == HTTP/1.?\ 200* ]]
}

start_postgres() { postgres_start; }

# rest: until a process ends, a signal comes, or two seconds have passed; a short while if something is not ready yet.
rest() {
  local service
  for service in "${!state[@]}"; do
    if [[ ${state[$service]} != ready ]]; then
      pause 0.1
      return
    fi
  done
  if [[ -z ${ticker:-} ]] || ! kill -0 "$ticker" 2>/dev/null; then
    ((++ticks % 30)) || keep_logs_short
    sleep 2 8>&- 9>&- &
    ticker=$!
  fi
  ((stopping)) || wait -n "$ticker" "${process[@]}" || true
}

# keep_logs_short: each log is cut at 64 MiB, with one older piece kept.
keep_logs_short() {
  local log
  for log in "$data/logs/server.log" "$data/logs/postgres.log"; do
    if [[ -n $(find "$log" -size +64M 2>/dev/null) ]]; then
      cp -f "$log" "$log.1"
      : >"$log"
    fi
  done
}
