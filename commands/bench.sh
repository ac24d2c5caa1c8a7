# Connecto.Bench, with a private PostgreSQL of its own: durable, as `up` has it, and gone at the end.

run_bench() {
  if [[ ${1:-} == browser ]]; then
    browser_figures
    return
  fi
  choose_runtime
  locked timed 'Building the benchmark' dotnet_build Connecto.Bench/Connecto.Bench.csproj
  work=$(mktemp -d "$root/artifacts/bench.XXXXXX")
  chmod 711 "$work"
  trap end_bench EXIT
  trap 'exit 130' INT TERM HUP
  if [[ -z ${ConnectionStrings__Postgres:-} ]]; then
    postgres_prepare "$work"
    postgres_start max_connections=200
    until_true 60 postgres_ready || die "PostgreSQL does not start: $(tail -n 5 "$work/logs/postgres.log")"
    ConnectionStrings__Postgres=$(postgres_connection)
    export ConnectionStrings__Postgres
  fi
  dotnet "$root/artifacts/$CONNECTO_RUNTIME/bin/Connecto.Bench/release/Connecto.Bench.dll" "$@"
}

end_bench() {
  local status=$?
  trap '' INT TERM HUP
  [[ -z ${postgres_home:-} ]] || postgres_end QUIT 20
  remove_socket_folder "$work/run/socket"
  rm -rf "$work"
  exit "$status"
}
