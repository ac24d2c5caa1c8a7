# Builds what changed. A stamp holds the checksum of what a step was made from; while it is the same, the step is skipped.

# build: the web client, then the server that serves it.
build() {
  choose_runtime
  locked build_all
}

build_all() {
  build_client
  build_server
}

# locked COMMAND...: alone in this clone, because two builds at once trip over each other's files.
locked() {
  mkdir -p "$root/artifacts"
  (
    flock 7
    "$@"
  ) 7>"$root/artifacts/build.lock"
}

build_server() {
  local stamp=$root/artifacts/$CONNECTO_RUNTIME/server.stamp sum
  sum=$(checksum Connecto.Grains Connecto.LocalRuntime Connecto.Silo Connecto.Web sql \
    Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig global.json)
  if [[ ! -f $root/artifacts/$CONNECTO_RUNTIME/bin/Connecto.Web/release/Connecto.Web.dll ||
    $(cat "$stamp" 2>/dev/null) != "$sum" ]]; then
    timed 'Building the server' dotnet_build Connecto.Web/Connecto.Web.csproj
    printf '%s' "$sum" >"$stamp"
  fi
}

build_client() {
  local folder=$root/Connecto.Web/Client stamp=$root/artifacts/client sum
  [[ -f $folder/package.json ]] || return 0
  install_client
  sum=$(checksum Connecto.Web/Client)
  if [[ ! -f $root/Connecto.Web/wwwroot/index.html || $(cat "$stamp.stamp" 2>/dev/null) != "$sum" ]]; then
    timed 'Building the web client' npm --prefix "$folder" run build
    printf '%s' "$sum" >"$stamp.stamp"
  fi
}

install_client() {
  local folder=$root/Connecto.Web/Client stamp=$root/artifacts/client-packages.stamp sum
  sum=$(checksum Connecto.Web/Client/package.json Connecto.Web/Client/package-lock.json)
  if [[ ! -d $folder/node_modules || $(cat "$stamp" 2>/dev/null) != "$sum" ]]; then
    timed "Getting the web client's packages" npm --prefix "$folder" ci --no-audit --no-fund
    printf '%s' "$sum" >"$stamp"
  fi
}

# dotnet_build PROJECT: Release, warnings are errors, and no compiler server stays behind.
dotnet_build() {
  dotnet build "$root/$1" -c Release -p:OrleansRuntime="$CONNECTO_RUNTIME" --disable-build-servers -nologo -v quiet
}

# checksum PATH...: of all sources under these, relative to the repository; what is built or fetched does not count.
checksum() {
  (
    cd "$root"
    { find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name screenshots -o -name results \) -prune -o -type f -print0 2>/dev/null || true; } |
      sort -z | xargs -0 sha256sum | sha256sum
  )
}

# timed WHAT COMMAND...: says what goes on and how long it took; the command's output is shown only if it fails.
timed() {
  local what=$1 from=$SECONDS log
  shift
  say "$what ..."
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "${what,} failed"
  fi
  rm -f "$log"
  say "  done in $((SECONDS - from)) s"
}
