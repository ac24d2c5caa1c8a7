# Keeps the server and its PostgreSQL running, or the parts of a cluster. Each is `down` (to be started when its time has
# come), `starting`, `ready`, or `leaving` (asked to end, to be started anew). One that dies soon after its start waits
# longer each time, up to 15 s; one that has served starts at once.

declare -gA state=() since=() due=() failures=() process=()
declare -gA title=([postgres]=PostgreSQL [redis]=Redis [server]='The server' [proxy]='The proxy')
declare -ga services=()

supervise() {
  local service told=0
  # These traps keep the shell from reporting a child that such a signal ended in its own words beside ours.
  trap : KILL ABRT SEGV BUS ILL FPE
  ((!own_database)) || services=(postgres)
  if ((clustered)); then
    ((${#redis[@]} == 0)) || services+=(redis)
    services+=("${silo_names[@]}" "${web_names[@]}" proxy)
  else
    services+=(server)
  fi
  for service in "${services[@]}"; do
    state[$service]=down due[$service]=0 failures[$service]=0 since[$service]=$SECONDS
    [[ $service != *-* ]] || title[$service]="${service^}"
  done
  say "Starting ${services[*]} (logs: $data/logs) ..."
  while ((!stopping)); do
    for service in "${services[@]}"; do
      ((stopping)) || "${state[$service]}" "$service"
    done
    if ((!told)) && all_ready; then
      told=1
      admin_made
      say "Connecto is up: http://127.0.0.1:$port"
    fi
    ((!clustered || !told)) || roll_if_asked
    rest
  done
  exit 0
}

all_ready() {
  local service
  for service in "${services[@]}"; do [[ ${state[$service]} == ready ]] || return 1; done
}

# down SERVICE: starts it when it is due and what it needs is there.
down() {
  ((SECONDS >= due[$1])) && can_start "$1" || return 0
  "start_${1%-*}" "$1"
  process[$1]=$spawned state[$1]=starting since[$1]=$SECONDS
}

# can_start SERVICE: the server, silos and web nodes only onto a database and a Redis that are ready. At the very start web
# nodes come after the first silo, and the proxy after the web nodes.
can_start() {
  local other
  case $1 in
    server | silo-* | web-*)
      for other in postgres redis; do
        [[ ${state[$other]:-ready} == ready ]] || return 1
      done
      ;;
  esac
  case $1 in
    web-*) [[ -n ${served[silo-1]:-} ]] ;;
    proxy) for other in "${web_names[@]}"; do [[ -n ${served[$other]:-} ]] || return 1; done ;;
  esac
}

starting() {
  if died "$1"; then return; fi
  "${1%-*}_ready" "$1" || return 0
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
  ((!clustered)) || roll_hears_of "$1"
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

# run_part SERVICE COMMAND...: starts it with its log, and keeps its pid.
run_part() {
  local service=$1
  shift
  spawn "$data/run/$service.process" "$@" >>"$data/logs/$service.log" 2>&1
  printf '%s\n' "$spawned" >"$data/run/$service.pid"
}

start_server() {
  ASPNETCORE_URLS=http://127.0.0.1:$port ASPNETCORE_CONTENTROOT=$app run_part server dotnet "$app/Connecto.Web.dll"
  mv -f "$data/run/server.pid" "$data/run/web.pid"
}
server_ready() { answers_200 "$port" /health/ready; }

start_postgres() {
  if ((clustered)); then postgres_start "max_connections=$connections"; else postgres_start; fi
}

# http_get PORT PATH: prints the answer, by the shell's own means.
http_get() {
  (
    exec 2>/dev/null 8>&- 9>&- 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
    while IFS= read -r -t 2 line <&3; do printf '%s\n' "$line" || exit 0; done
  )
}

# answers_200 PORT PATH
answers_200() {
  local answer
  answer=$(http_get "$1" "$2" | head -n 1) || return 1
  [[ $answer == HTTP/1.?\ 200* ]]
}

# rest: until a process ends, a signal comes, or two seconds have passed; a short while if something is not ready yet.
rest() {
  if ! all_ready || ((clustered && in_roll)); then
    pause 0.1
    return
  fi
  if [[ -z ${ticker:-} ]] || ! kill -0 "$ticker" 2>/dev/null; then
    ((++ticks % 30)) || keep_logs_short
    sleep 2 8>&- 9>&- &
    ticker=$!
  fi
  ((stopping)) || wait -n "$ticker" "${process[@]}" || true
}

# keep_logs_short: each log is cut at 64 MiB, with one older piece kept.
keep_logs_short() {
  local service log
  for service in "${services[@]}"; do
    log=$data/logs/$service.log
    if [[ -n $(find "$log" -size +64M 2>/dev/null) ]]; then
      cp -f "$log" "$log.1"
      : >"$log"
    fi
  done
}
