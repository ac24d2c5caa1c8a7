# The part of a rolling restart that the supervisor does: the next silo or web node is ended only while everything is
# ready and the proxy sees every web node, so that there is always another one to go to.
#
# Each roll has a folder of its own with what is built by then. `app` is where everything starts from: the new folder once
# a roll has begun, and the one before again where it fails. A folder goes when nobody runs from it any more.

declare -ga rolling=() # who is still to be restarted
declare -gA runs_from=() # of each silo and web node, the folder that it was started from
in_roll=0 rolled='' roll_asked=0 roll_since=0 rolls=0
app_before='' # during a roll, what everything started from until then
roll_ticket='' # of whoever asked for the roll that is under way, or was the last
roll_within=0 # the most seconds of one step, in which one ends and everything is ready again

# roll_bounds: whoever asks for a roll waits as long for each step, whatever his own environment says.
roll_bounds() {
  roll_within=$((240 + (web_ends_within > silo_ends_within ? web_ends_within : silo_ends_within)))
  printf '%s\n' "$roll_within" >"$data/run/roll.within"
}

# roll_if_asked: who asks during a roll has a roll of his own after it, as he may have built something else.
roll_if_asked() {
  if ((in_roll)); then
    roll_on
  elif ((roll_asked)); then
    roll_asked=0
    roll_begins
  fi
}

# roll_begins: takes what has been built into a folder of its own, from which everything starts from now on.
roll_begins() {
  local ticket='' why fresh
  { read -r ticket <"$data/run/roll.asked"; } 2>/dev/null || true
  [[ -n $ticket && $ticket != "$roll_ticket" ]] || return 0
  roll_ticket=$ticket rolls=$((rolls + 1)) fresh=$data/app.rolled-$rolls
  # In a process of its own: where it fails, the cluster goes on.
  if ! why=$(copy_app "$fresh" 2>&1 8>&- 9>&-); then
    rm -rf "$fresh" 2>/dev/null || true
    why=${why%%$'\n'*}
    roll_tells "failed: ${why#connecto: }"
    return
  fi
  app_before=$app app=$fresh in_roll=1 rolled='' roll_since=$SECONDS
  rolling=("${silo_names[@]}" "${web_names[@]}")
}

# roll_on: one step further, where everything is ready for it.
roll_on() {
  if ((SECONDS - roll_since >= roll_within)); then
    roll_ends "failed: not everything was ready again within $roll_within s"
    # What hangs at its start may start as it was before.
    if [[ -n $rolled && ${state[$rolled]} == starting ]]; then leave "$rolled"; fi
  elif all_ready && proxy_sees_all; then
    if ((${#rolling[@]} == 0)); then
      roll_ends 'done'
      return
    fi
    rolled=${rolling[0]} rolling=("${rolling[@]:1}") roll_since=$SECONDS
    leave "$rolled"
    roll_tells "Restarting ${title[$rolled],} ..."
  fi
}

# roll_hears_of SERVICE: which has died. What does not come back from its restart ends the roll.
roll_hears_of() {
  if ((in_roll)) && [[ $1 == "$rolled" && ${state[$1]} == starting ]]; then
    roll_ends "failed: ${title[$1],} does not start again; its log is $data/logs/$1.log"
  fi
}

# leave SERVICE: asks it to end.
leave() {
  state[$1]=leaving since[$1]=$SECONDS
  kill -s TERM "${process[$1]}" 2>/dev/null || true
}

# leaving SERVICE: has been asked to end, and is started again when it has.
leaving() {
  local within=$web_ends_within
  [[ $1 != silo-* ]] || within=$silo_ends_within
  if ended "$data/run/$1.process"; then
    wait "${process[$1]}" || true
    state[$1]=down due[$1]=0
  elif ((SECONDS - since[$1] >= within)); then
    kill -s KILL "${process[$1]}" 2>/dev/null || true
  fi
}

# roll_ends HOW: `done`, or `failed: ` and why. After a failed roll whoever runs the new build goes on with it, and what is
# started from then on is as it was before.
roll_ends() {
  [[ $1 == 'done' ]] || app=$app_before
  in_roll=0 rolling=() app_before=''
  remove_unused
  roll_tells "$1"
}

# starts_from FOLDER SERVICE: is noted when it is started.
starts_from() {
  runs_from[$2]=$1
  remove_unused
}

# remove_unused: takes away the folders from which nobody runs and nothing will be started.
remove_unused() {
  local folder name
  for folder in "$data/app" "$data"/app.rolled-*; do
    [[ -d $folder && $folder != "$app" && $folder != "$app_before" ]] || continue
    for name in "${!runs_from[@]}"; do
      [[ ${runs_from[$name]} != "$folder" ]] || continue 2
    done
    rm -rf "$folder" 2>/dev/null || true
  done
}

# roll_tells WORDS: to who has asked. A disk that is full must not end the cluster; who hears nothing gives up.
roll_tells() {
  [[ $1 == 'done' ]] || say "$1"
  { printf '%s %s\n' "$roll_ticket" "$1" >"$data/run/roll.new" && mv -f "$data/run/roll.new" "$data/run/roll"; } \
    2>/dev/null || true
}
