# All tests of one run, counted together. Each suite writes its results to a file; a suite that leaves none, or that fails
# without a failed test in it, counts as one failure. The last line is `N passed, N failed, N skipped`.

declare -g passed=0 failed=0 skipped=0 summarized=0 may_be_empty=0
declare -ga failures=() # their names, told once more at the end

run_tests() {
  begin_tests
  suite 'C# format' checked_format
  choose_runtime
  build_and_test_dotnet -trait- Category=Long
  if [[ $CONNECTO_RUNTIME == packages ]]; then
    # What routes answer, and what PostgreSQL is asked, is the same on either runtime: once is enough.
    CONNECTO_RUNTIME=local build_and_test_dotnet -trait- Category=Long -trait- Runtime=Either -namespace- Connecto.Web.Tests.Api
  fi
  test_client
  summarize
}

# run_long_suites [mutations|soak|browsers|history [ARGUMENTS]]: all of them, the checker of histories with as many faults as
# it has by itself; or that one alone.
run_long_suites() {
  local one=${1:-}
  [[ $one == history ]] || (($# <= 1)) || die "check takes one suite, not '$*'"
  [[ $one == '' || $one == mutations || $one == soak || $one == browsers || $one == history ]] ||
    die "check knows no '$one', only 'mutations', 'soak', 'browsers' and 'history'"
  if [[ $one == history ]]; then
    check_history "${@:2}"
    return
  fi
  begin_tests
  choose_runtime
  if [[ $one == '' ]]; then
    may_be_empty=1
    build_and_test_dotnet -trait Category=Long
    suite 'figures' figures load
    suite 'history' history
  fi
  [[ $one != '' && $one != soak ]] || suite 'soak' soak
  [[ $one != '' && $one != mutations ]] || mutations
  [[ $one != '' && $one != browsers ]] || CONNECTO_LOOKS=all CONNECTO_LONG_LOG=100000 test_client
  summarize
}

# browser_figures: what a browser takes for the first load and for messages, of a server of its own.
browser_figures() {
  choose_runtime
  build_all
  begin_tests
  summarized=1 # nothing is counted here
  find_chromium
  start_server_for_browsers
  npm --prefix Connecto.Web/Client run --silent figures
}

# generate_document: the document that is checked in becomes the one that the server serves, and the client's types follow.
generate_document() {
  choose_runtime
  locked install_client
  begin_tests
  summarized=1 # nothing is counted here
  timed 'Building' dotnet_build Connecto.Web.Tests/Connecto.Web.Tests.csproj
  CONNECTO_REFRESH_OPENAPI=1 timed 'Asking the server for its document' \
    dotnet "artifacts/$CONNECTO_RUNTIME/bin/Connecto.Web.Tests/release/Connecto.Web.Tests.dll" \
    -noLogo -noColor -class '*CheckedInDocumentTests'
  timed "Making the web client's types" npm --prefix Connecto.Web/Client run generate
}

# check_history ARGUMENTS: faults by schedule while clients talk. It makes a PostgreSQL of its own, and kills it.
check_history() {
  choose_runtime
  locked timed 'Building the checker' dotnet_build Connecto.Bench/Connecto.Bench.csproj
  exec dotnet "$root/artifacts/$CONNECTO_RUNTIME/bin/Connecto.Bench/release/Connecto.Bench.dll" history "$@"
}

# history: 20 faults, of a cluster where the engine is one.
history() {
  local cluster=()
  [[ $CONNECTO_RUNTIME != packages ]] || cluster=(--silos 3 --webs 2)
  locked timed 'Building the checker' dotnet_build Connecto.Bench/Connecto.Bench.csproj && figures history "${cluster[@]}"
}

soak() {
  locked timed 'Building the benchmark' dotnet_build Connecto.Bench/Connecto.Bench.csproj && figures soak
}

# figures COMMAND: of Connecto.Bench.
figures() {
  ConnectionStrings__Postgres=$(postgres_connection) \
    timeout 3000 dotnet "artifacts/$CONNECTO_RUNTIME/bin/Connecto.Bench/release/Connecto.Bench.dll" "$@"
}

# begin_tests: a folder that goes away at the end, with a PostgreSQL in it that dies with this process.
begin_tests() {
  cd "$root"
  work=$(mktemp -d /tmp/connecto-test.XXXXXX)
  chmod 711 "$work"
  trap end_tests EXIT
  trap 'exit 130' INT TERM HUP
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CONNECTO_SKIP_BUILD=1
  postgres_prepare "$work"
  postgres_start max_connections=400
  until_true 60 postgres_ready || die "PostgreSQL does not start: $(tail -n 5 "$work/logs/postgres.log")"
  CONNECTO_TEST_POSTGRES=$(postgres_connection postgres)
  export CONNECTO_TEST_POSTGRES
}

end_tests() {
  local status=$?
  trap '' INT TERM HUP
  end "$work/run/up.process" TERM 90 >&2
  postgres_end QUIT 20
  remove_socket_folder "$work/run/socket"
  rm -rf "$work"
  # An end that nobody foresaw is a failure, and the last line says so.
  if ((!summarized)); then
    fail 'ended before all was tested'
    summarize || status=1
  fi
  exit "$status"
}

build_and_test_dotnet() {
  say "== build ($CONNECTO_RUNTIME runtime)"
  if ! { locked build_client && locked dotnet_build Connecto.sln; }; then
    fail "build ($CONNECTO_RUNTIME runtime)"
    return
  fi
  local project
  for project in Connecto.Grains.Tests Connecto.Web.Tests; do
    dotnet_tests "$project" "$@"
  done
}

dotnet_tests() {
  local project=$1 file=$work/$1-$CONNECTO_RUNTIME.xml threads=() status=0
  shift
  # Those of the web wait for much; the others keep both cores busy as they are.
  [[ $project != Connecto.Web.Tests ]] || threads=(-maxThreads 2x)
  say "== $project ($CONNECTO_RUNTIME runtime)"
  # Tests start many servers that live for seconds: profiling them for the compiler took a third of the time.
  DOTNET_TieredPGO=0 timeout 1800 dotnet "artifacts/$CONNECTO_RUNTIME/bin/$project/release/$project.dll" -noLogo -noColor \
    -showLiveOutput "${threads[@]}" -xml "$file" "$@" || status=$?
  count_xunit "$file" "$status"
}

checked_format() {
  dotnet tool restore >/dev/null && dotnet csharpier check .
}

# suite NAME COMMAND...: one check that passes or fails as a whole. By code 77 it says that this machine cannot have it; CI
# does not skip it.
suite() {
  local status=0
  say "== $1"
  "${@:2}" || status=$?
  if ((status == 0)); then
    passed=$((passed + 1))
  elif ((status == 77)) && [[ ${CI:-} != true ]]; then
    skipped=$((skipped + 1))
    say "SKIPPED: $1"
  else
    fail "$1"
  fi
}

# fail NAME: one more failure, of that name.
fail() {
  failed=$((failed + 1))
  failures+=("$1")
}

test_client() {
  local folder=$root/Connecto.Web/Client
  [[ -f $folder/package.json ]] || return 0
  if ! locked install_client; then
    fail "the web client's packages"
    return
  fi
  npm_tests test
  if has_script e2e; then
    find_chromium
    start_server_for_browsers
    npm_tests e2e
  fi
}

has_script() {
  node -e 'process.exit(require(process.argv[1]).scripts?.[process.argv[2]] ? 0 : 1)' \
    "$root/Connecto.Web/Client/package.json" "$1"
}

# npm_tests SCRIPT: it writes JUnit's XML to $JUNIT_FILE.
npm_tests() {
  has_script "$1" || return 0
  local status=0
  say "== web client: npm run $1"
  export JUNIT_FILE=$work/client-$1.xml
  timeout 1200 npm --prefix "$root/Connecto.Web/Client" run --silent "$1" || status=$?
  count_junit "$JUNIT_FILE" "$status"
}

# find_chromium: sets CHROMIUM_PATH. Root may install it; for others the browser tests skip themselves by name.
find_chromium() {
  CHROMIUM_PATH=$(type -P chromium || type -P chromium-browser || type -P google-chrome || true)
  if [[ -z $CHROMIUM_PATH ]] && ((EUID == 0)) && type -P apt-get >/dev/null; then
    say 'Installing Chromium ...'
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium fonts-noto-cjk; } \
      >"$work/apt.log" 2>&1 || tail -n 5 "$work/apt.log"
    CHROMIUM_PATH=$(type -P chromium || true)
  fi
  export CHROMIUM_PATH
  if [[ -z $CHROMIUM_PATH && ${CI:-} == true ]]; then
    fail 'there is no Chromium, and CI does not skip the browser tests'
  fi
}

# start_server_for_browsers: a whole `up` on a folder of its own; the tests may kill its parts by the pids in its folder.
start_server_for_browsers() {
  local port
  free_port
  port=$free
  export CONNECTO_DATA=$work/up CONNECTO_URL=http://127.0.0.1:$port
  export CONNECTO_ADMIN_EMAIL=admin@connecto.local CONNECTO_ADMIN_PASSWORD=${RANDOM}-browser-${RANDOM}
  # All of them come from one address; that log-ins are limited is tested elsewhere.
  export RateLimits__LoginsPerMinute=10000 RateLimits__RegistrationsPerMinute=10000
  spawn "$work/run/up.process" "$root/connecto" up --port "$port" --data "$CONNECTO_DATA" >"$work/up.log" 2>&1
  until_true 120 grep -q '^Connecto is up' "$work/up.log" || cat "$work/up.log"
}

# count_xunit FILE STATUS
count_xunit() {
  local p f s e
  if [[ -s $1 ]]; then
    p=$(sum_of passed '<assembly ' "$1") f=$(sum_of failed '<assembly ' "$1")
    s=$(sum_of skipped '<assembly ' "$1") e=$(sum_of errors '<assembly ' "$1")
    count "$p" $((f + e)) "$s" "$2"
    name_failures < <(grep -oE '<test [^>]* result="Fail"' "$1" | sed 's/.* name="\([^"]*\)".*/\1/')
  else
    count 0 0 0 "$2"
  fi
}

# count_junit FILE STATUS
count_junit() {
  local all bad none
  if [[ -s $1 ]]; then
    all=$(occurrences '<testcase[ >]' "$1") bad=$(occurrences '<(failure|error)[ >/]' "$1")
    none=$(occurrences '<skipped' "$1")
    count $((all - bad - none)) "$bad" "$none" "$2"
    name_failures < <(awk '/<testcase /{name=$0} /<(failure|error)[ >]/{print name}' "$1" | sed 's/.* name="\([^"]*\)".*/\1/')
  else
    count 0 0 0 "$2"
  fi
}

occurrences() { { grep -oE "$1" "$2" || true; } | wc -l; }

# count PASSED FAILED SKIPPED STATUS
count() {
  local bad=$2
  if ((!may_be_empty && $1 + $2 + $3 == 0)) || { (($4 != 0)) && ((bad == 0)); }; then
    fail "a suite that ended with code $4 and $(($1 + $2 + $3)) results"
  fi
  passed=$((passed + $1)) failed=$((failed + bad)) skipped=$((skipped + $3))
}

# name_failures: takes the names of failed tests, a line each.
name_failures() {
  local name
  while read -r name; do failures+=("$name"); done
}

# sum_of ATTRIBUTE TAG FILE: adds that attribute up over all these tags.
sum_of() {
  local number sum=0
  for number in $(grep -o "$2[^>]*" "$3" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' || true); do
    sum=$((sum + number))
  done
  echo "$sum"
}

summarize() {
  summarized=1
  local name
  for name in "${failures[@]}"; do say "FAILED: $name"; done
  say "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
}
