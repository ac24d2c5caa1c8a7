# What a server's program does instead of serving. All of it goes through the database, so it is here that it is found.

# server_command OPTION ARGUMENTS...: of the server that runs on --data DIR, or on ConnectionStrings__Postgres.
server_command() {
  local option=$1
  shift
  local data=$root/.connecto app arguments=()
  while (($#)); do
    case $1 in
      --data=*) data=${1#*=} ;;
      --data)
        (($# > 1)) || die '--data needs a value'
        data=$2
        shift
        ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  if [[ -z ${ConnectionStrings__Postgres:-} ]]; then
    [[ -e $data/run/socket ]] ||
      die "no ./connecto up runs on $data, and ConnectionStrings__Postgres names no database"
    postgres_socket=$(readlink -f "$data/run/socket")
    ConnectionStrings__Postgres=$(postgres_connection)
    export ConnectionStrings__Postgres
  fi
  app=$data/app
  if [[ ! -f $app/Connecto.Web.dll ]]; then
    build
    app=$root/artifacts/$CONNECTO_RUNTIME/bin/Connecto.Web/release
  fi
  exec dotnet "$app/Connecto.Web.dll" "$option" "${arguments[@]}"
}
