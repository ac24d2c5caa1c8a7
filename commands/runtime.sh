# Which engine carries the grains: Microsoft Orleans where the NuGet source has it, else the local runtime.
# One asks the source itself, at most once a day and version, by restoring a project that is thrown away.

orleans_version() {
  sed -n 's|.*<OrleansVersion>\(.*\)</OrleansVersion>.*|\1|p' "$root/Directory.Packages.props"
}

# choose_runtime: sets and exports CONNECTO_RUNTIME, and says so in one line if it is not Orleans.
choose_runtime() {
  case ${CONNECTO_RUNTIME:-} in
    local | packages) return ;;
    '') ;;
    *) die "CONNECTO_RUNTIME is 'local' or 'packages', not '$CONNECTO_RUNTIME'" ;;
  esac
  local answer
  answer=$(source_has_orleans)
  export CONNECTO_RUNTIME=${answer%% *}
  [[ $CONNECTO_RUNTIME == packages ]] || say "Runs on the local runtime: ${answer#* }"
}

# source_has_orleans: prints `packages`, or `local` and why.
source_has_orleans() {
  local version cache
  version=$(orleans_version)
  cache=$root/artifacts/orleans-$version.answer
  if [[ -z $(find "$cache" -mmin -1440 2>/dev/null) ]]; then
    mkdir -p "$root/artifacts"
    restore_orleans "$version" >"$cache.$$"
    mv -f "$cache.$$" "$cache"
  fi
  cat "$cache"
}

restore_orleans() {
  local version=$1 folder log id
  folder=$(mktemp -d)
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
    for id in Runtime Sdk; do echo "<PackageReference Include=\"Microsoft.Orleans.$id\" Version=\"[$version]\" />"; done
    echo '</ItemGroup></Project>'
  } >"$folder/probe.csproj"
  if log=$(cd "$folder" && timeout 90 dotnet restore --disable-build-servers -nologo probe.csproj 2>&1 8>&- 9>&-); then
    echo packages
  else
    log=$(grep -m 1 -oE 'NU[0-9]+: .*' <<<"$log" || echo 'it gave no answer in time')
    echo "local the NuGet source does not give Microsoft Orleans $version (${log%% No packages*})"
  fi
  rm -rf "$folder"
}

format_sources() {
  cd "$root"
  dotnet tool restore >/dev/null
  dotnet csharpier format .
}
