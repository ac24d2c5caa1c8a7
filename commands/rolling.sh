# The part of a rolling restart that the supervisor does: the next silo or web node is ended only while everything is
# ready and the proxy sees every web node, so that there is always another one to go to.

declare -ga rolling=() # who is still to be restarted
in_roll=0 rolled='' roll_asked=0 roll_since=0

roll_if_asked() {
  if ((roll_asked)); then roll_begins; fi
  if ((in_roll)); then roll_on; fi
}

# roll_begins: takes what has been built into a folder of its own, from which everything starts from now on.
roll_begins() {
  roll_asked=0
  ((!in_roll)) || return 0
  local other=$data/app.rolled
  [[ $app != "$other" ]] || other=$data/app
  copy_app "$other"
  app=$other in_roll=1 rolled='' roll_since=$SECONDS
  rolling=("${silo_names[@]}" "${web_names[@]}")
}

# roll_on: one step further, where everything is ready for it.
roll_on() {
  if ((SECONDS - roll_since >= 300)); then
    roll_ends 'failed: not everything was ready again within 300 s'
  elif all_ready && proxy_sees_all; then
    if ((${#rolling[@]} == 0)); then
      roll_ends 'done'
      return
    fi
    rolled=${rolling[0]} rolling=("${rolling[@]:1}") roll_since=$SECONDS
    state[$rolled]=leaving since[$rolled]=$SECONDS
    kill -s TERM "${process[$rolled]}" 2>/dev/null || true
    roll_tells "Restarting ${title[$rolled],} ..."
  fi
}

# roll_hears_of SERVICE: which has died. What does not come back from its restart ends the roll.
roll_hears_of() {
  if ((in_roll)) && [[ $1 == "$rolled" && ${state[$1]} == starting ]]; then
    roll_ends "failed: ${title[$1],} does not start again; its log is $data/logs/$1.log"
  fi
}

# leaving SERVICE: has been asked to end, and is started again when it has.
leaving() {
  if ended "$data/run/$1.process"; then
    wait "${process[$1]}" || true
    state[$1]=down due[$1]=0
  elif ((SECONDS - since[$1] >= 90)); then
    kill -s KILL "${process[$1]}" 2>/dev/null || true
  fi
}

# roll_ends HOW: `done`, or `failed: ` and why. A failed roll leaves the rest as it is; what died is started again.
roll_ends() {
  in_roll=0 rolling=()
  roll_tells "$1"
  [[ $1 != 'done' ]] || rm -rf "$([[ $app == "$data/app" ]] && echo "$data/app.rolled" || echo "$data/app")"
}

roll_tells() {
  [[ $1 == 'done' ]] || say "$1"
  printf '%s\n' "$1" >"$data/run/roll.new"
  mv -f "$data/run/roll.new" "$data/run/roll"
}
