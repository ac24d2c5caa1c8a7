# Asks the `./connecto up` of a folder to restart its silos and web nodes one after the other, and tells how it goes. What
# has been built by then is what they start with.

roll() {
  local whose words last='' told='' heard ticket pid within
  roll_options "$@"
  exec 9>>"$data/run/lock"
  ! flock -n 9 || die "no ./connecto up runs on $data"
  exec 9>&-
  recorded "$data/run/up.process" || die "the ./connecto up on $data has only begun to start"
  [[ -e $data/run/silo-1.pid ]] || die "the ./connecto up on $data is one process: only one with --silos or --webs rolls"
  exec 8>>"$data/run/roll.lock"
  flock -n 8 || die "another ./connecto roll is under way on $data"
  if [[ -z ${CONNECTO_SKIP_BUILD:-} ]]; then CONNECTO_RUNTIME=packages build 8>&-; fi
  # By this `up` knows what has been asked already, and we its words to us: it may be at a roll whose caller has gone.
  ticket=$$-$EPOCHREALTIME
  printf '%s\n' "$ticket" >"$data/run/roll.asked.new"
  mv -f "$data/run/roll.asked.new" "$data/run/roll.asked"
  heard=$SECONDS
  { read -r within <"$data/run/roll.within"; } 2>/dev/null || within=300
  recorded "$data/run/up.process" && kill -s USR1 "$pid" 2>/dev/null || die "no ./connecto up runs on $data"
  while [[ $told != 'done' ]]; do
    recorded "$data/run/up.process" || die "the ./connecto up on $data has ended"
    { read -r whose words <"$data/run/roll"; } 2>/dev/null || whose='' words=''
    if [[ $whose$words != "$last" ]]; then
      last=$whose$words heard=$SECONDS
      [[ $whose != "$ticket" ]] || roll_says "$words"
    fi
    # Each step ends in that time, one way or the other.
    ((SECONDS - heard < within + 60)) || die "the ./connecto up on $data says nothing any more; how the roll goes is in its output"
    pause 0.1
  done
  say 'All silos and web nodes were restarted.'
}

# roll_says WORDS: what `up` has told us.
roll_says() {
  told=$1
  case $1 in
    'done') ;;
    failed*) die "the roll ends here: ${1#failed: }" ;;
    *) say "$1" ;;
  esac
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
