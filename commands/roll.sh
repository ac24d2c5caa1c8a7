# Asks the `./connecto up` of a folder to restart its silos and web nodes one after the other, and tells how it goes. What
# has been built by then is what they start with.

roll() {
  local now='' told='' pid
  roll_options "$@"
  exec 9>>"$data/run/lock"
  ! flock -n 9 || die "no ./connecto up runs on $data"
  exec 9>&-
  [[ -e $data/run/silo-1.pid ]] || die "the ./connecto up on $data is one process: only one with --silos or --webs rolls"
  exec 8>>"$data/run/roll.lock"
  flock -n 8 || die "another ./connecto roll is under way on $data"
  if [[ -z ${CONNECTO_SKIP_BUILD:-} ]]; then CONNECTO_RUNTIME=packages build 8>&-; fi
  echo asked >"$data/run/roll"
  pid=$(<"$data/run/up.pid")
  kill -s USR1 "$pid" || die "no ./connecto up runs on $data"
  while [[ $now != 'done' ]]; do
    kill -0 "$pid" 2>/dev/null || die "the ./connecto up on $data has ended"
    { now=$(<"$data/run/roll"); } 2>/dev/null || continue
    if [[ $now != "$told" ]]; then
      told=$now
      case $now in
        asked | 'done') ;;
        failed*) die "the roll ends here: ${now#failed: }" ;;
        *) say "$now" ;;
      esac
    fi
    pause 0.1
  done
  say 'All silos and web nodes were restarted.'
}

roll_options() {
  data=$root/.connecto
  while (($#)); do
    case $1 in
      --data=*) set -- --data "${1#*=}" "${@:2}" ;;
      --data)
        (($# > 1)) || die '--data needs a folder'
        data=$2
        shift 2
        ;;
      *) die "roll takes --data, not '$1'" ;;
    esac
  done
  [[ -f $data/run/lock ]] || die "no ./connecto up runs on $data"
  data=$(cd "$data" && pwd -P)
}
