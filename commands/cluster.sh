# What `up --silos --webs` runs beside PostgreSQL: Redis for the membership, silos, web nodes, and the proxy before these.
# Everything listens on 127.0.0.1, on ports that are chosen once and kept while `up` lives; Redis on a unix socket alone.

declare -gA port_of=() # of each silo (also NAME.silo and NAME.gateway), each web node, and the proxy's statistics
declare -ga redis=() haproxy=()

cluster_options() {
  local name
  for name in silos webs; do
    [[ ${!name} =~ ^[0-9]{1,2}$ ]] && ((10#${!name} >= 1 && 10#${!name} <= 16)) ||
      die "--$name is a number from 1 to 16, not '${!name}'"
    printf -v "$name" %d "$((10#${!name}))"
  done
  case ${Cluster__Membership:-} in
    '' | redis | postgres) ;;
    *) die "Cluster__Membership is 'redis' or 'postgres' where there are silos, not '$Cluster__Membership'" ;;
  esac
}

# cluster_runtime: refuses what is no cluster.
cluster_runtime() {
  [[ $CONNECTO_RUNTIME == packages ]] ||
    die "--silos and --webs need Microsoft Orleans: the local runtime is one process, so ./connecto up runs without them"
}

# cluster_prepare: names the parts, finds their programs and ports, and says by the environment what all of them share.
cluster_prepare() {
  local number name
  for ((number = 1; number <= silos; number++)); do
    silo_names+=("silo-$number")
    choose_ports "silo-$number" "silo-$number.silo" "silo-$number.gateway"
  done
  for ((number = 1; number <= webs; number++)); do
    web_names+=("web-$number")
    choose_ports "web-$number"
  done
  choose_ports statistics
  for name in "${!port_of[@]}"; do printf '%s %s\n' "$name" "${port_of[$name]}"; done | sort -V >"$data/run/ports"
  roll_bounds
  find_program haproxy || die 'the proxy before the web nodes is HAProxy, and this machine has none: install haproxy'
  haproxy=("${program[@]}")
  cluster_membership
  # Silos of an earlier run, which may not have said goodbye, are none of this cluster.
  export Cluster__ClusterId=${Cluster__ClusterId:-connecto-$$-$EPOCHSECONDS}
  export Proxies__Known=127.0.0.1${Proxies__Known:+,$Proxies__Known}
}
declare -ga silo_names=() web_names=()

choose_ports() {
  local name
  for name in "$@"; do
    until
      free_port
      [[ " $port ${port_of[*]} " != *" $free "* ]]
    do :; done
    port_of[$name]=$free
  done
}

# cluster_membership: in the Redis that is named, else in an own one, else in PostgreSQL.
cluster_membership() {
  [[ ${Cluster__Membership:-} != postgres && -z ${ConnectionStrings__Redis:-} ]] || return 0
  if find_program redis-server; then
    redis=("${program[@]}")
    make_socket_folder "$data/run/redis-socket"
    ConnectionStrings__Redis="!$socket_folder/redis"
    export ConnectionStrings__Redis
    rm -rf "$data/redis"
    mkdir -m 700 "$data/redis"
  elif [[ ${Cluster__Membership:-} == redis ]]; then
    die 'Cluster__Membership is redis, and this machine has none: install redis-server, or set ConnectionStrings__Redis'
  else
    export Cluster__Membership=postgres
    say 'The membership of the cluster is kept in PostgreSQL, as this machine has no Redis (redis-server)'
  fi
}

# cluster_connections: sets $connections to how many the silos and web nodes may want of an own PostgreSQL.
cluster_connections() {
  local configured pools=$((2 * ${DATABASE_MAX_CONNECTIONS:-20})) orleans=4 others=20
  configured=$(in_root "${as_postgres[@]}" "$engine/postgres" -D "$postgres_data" -C max_connections 2>/dev/null || echo 0)
  connections=$((silos * (pools + ${Storage__Lanes:-2} + orleans) + webs * (pools + orleans) + others))
  ((connections > configured)) || connections=$configured
}

# Redis keeps every change, as a silo that finds no trace of itself ends.
start_redis() {
  rm -f "${ConnectionStrings__Redis#!}"
  run_part redis "${redis[@]}" --port 0 --unixsocket "${ConnectionStrings__Redis#!}" --unixsocketperm 700 \
    --dir "$data/redis" --save '' --appendonly yes --appendfsync always --maxmemory-policy noeviction
}
redis_ready() { [[ -S ${ConnectionStrings__Redis#!} ]]; }

start_silo() {
  starts_from "$app" "$1"
  ASPNETCORE_URLS=http://127.0.0.1:${port_of[$1]} ASPNETCORE_CONTENTROOT=$app \
    Cluster__Address=127.0.0.1 Cluster__SiloPort=${port_of[$1.silo]} Cluster__GatewayPort=${port_of[$1.gateway]} \
    run_part "$1" dotnet "$app/Connecto.Silo.dll"
}
silo_ready() { answers_200 "${port_of[$1]}" /health/ready; }

start_web() {
  starts_from "$app" "$1"
  ASPNETCORE_URLS=http://127.0.0.1:${port_of[$1]} ASPNETCORE_CONTENTROOT=$app Cluster__HostsGrains=false \
    run_part "$1" dotnet "$app/Connecto.Web.dll"
  [[ $1 != web-1 ]] || cp -f "$data/run/web-1.pid" "$data/run/web.pid"
}
web_ready() { answers_200 "${port_of[$1]}" /health/ready; }

# The proxy's configuration is that of deploy/, with our web nodes in both of its backends.
start_proxy() {
  local line name checked
  while IFS= read -r line; do
    if [[ $line == *server-template\ * ]]; then
      checked=check
      [[ $line != *\ no-check\ * ]] || checked=no-check
      for name in "${web_names[@]}"; do printf '  server %s 127.0.0.1:%s %s\n' "$name" "${port_of[$name]}" "$checked"; done
    else
      printf '%s\n' "$line"
    fi
  done <"$root/deploy/haproxy/haproxy.cfg" >"$data/run/haproxy.cfg"
  CONNECTO_LISTEN=127.0.0.1:$port CONNECTO_STATISTICS=127.0.0.1:${port_of[statistics]} \
    run_part proxy "${haproxy[@]}" -db -f "$data/run/haproxy.cfg"
}
proxy_ready() { answers_200 "$port" /health/ready; }

# proxy_sees_all: whether the proxy gives new connections to every web node.
proxy_sees_all() {
  local fields up=0
  while IFS=, read -ra fields; do
    [[ ${fields[0]:-} != webs || ${fields[1]:-} != web-* || ${fields[17]:-} != UP ]] || up=$((up + 1))
  done < <(http_get "${port_of[statistics]}" '/;csv')
  ((up == webs))
}
