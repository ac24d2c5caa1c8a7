# How long the servers may take to their ends once they were told, by the same settings that they read themselves. Who has
# not ended by then hangs, and is killed.

# ends_within: sets $web_ends_within, of whoever has clients, and $silo_ends_within, both in seconds.
ends_within() {
  local spare=40 seconds
  seconds_of Proxies__NoticeWithin 00:00:02
  web_ends_within=$seconds
  seconds_of Chat__ReconnectWithin 00:00:02
  # 2 s to close who stayed, and 30 s for the rest.
  web_ends_within=$((web_ends_within + seconds + 2 + 30 + spare))
  seconds_of Cluster__ShutdownTimeout 00:00:30
  # 5 s for the last counters.
  silo_ends_within=$((seconds + 5 + spare))
}

# seconds_of SETTING OTHERWISE: sets $seconds to that time, rounded up. It is written as .NET reads it: `d`, or
# `[d.]hh:mm[:ss[.fffffff]]`.
seconds_of() {
  local time=${!1:-$2} parts
  if [[ $time =~ ^[0-9]{1,6}$ ]]; then
    seconds=$((10#$time * 86400))
  elif [[ $time =~ ^(([0-9]{1,6})\.)?([0-9]{1,2}):([0-9]{1,2})(:([0-9]{1,2})(\.[0-9]{1,7})?)?$ ]]; then
    parts=("${BASH_REMATCH[@]}")
    ((10#${parts[3]} < 24 && 10#${parts[4]} < 60 && 10#${parts[6]:-0} < 60)) || bad_time "$1"
    seconds=$((10#${parts[2]:-0} * 86400 + 10#${parts[3]} * 3600 + 10#${parts[4]} * 60 + 10#${parts[6]:-0}))
    [[ ${parts[7]} != *[1-9]* ]] || seconds=$((seconds + 1))
  else
    bad_time "$1"
  fi
}

bad_time() { die "$1 is a time as 00:01:00, not '${!1}'"; }
