# Proves the property test of the planets: each patch in Connecto.Grains.Tests/Model/mutations plants one bug in a copy of
# the sources, and the test must find it there. The first line of a patch says what the bug does.

declare -gr mutation_seeds=1,2,3,4,5,6,7,8
declare -gr model_test=Connecto.Tests.Model.PlanetModelTests.A_planet_does_what_its_model_says

mutations() {
  local patch copy=$work/mutated log=$work/logs/mutation.log
  say "== mutations ($CONNECTO_RUNTIME runtime)"
  copy_sources
  if ! property_test; then
    tail -n 40 "$log"
    fail 'the property test without a mutation'
    return
  fi
  passed=$((passed + 1))
  for patch in "$root"/Connecto.Grains.Tests/Model/mutations/*.patch; do
    mutation "$patch"
  done
}

copy_sources() {
  mkdir "$copy"
  tar -C "$root" --exclude=./.git --exclude=./artifacts --exclude=./.connecto --exclude=node_modules -cf - . |
    tar -C "$copy" -xf -
}

# mutation PATCH: one more passed where the property test fails with it, and says where.
mutation() {
  local name=${1##*/} found=
  name=${name%.patch}
  if ! patched "$1"; then
    fail "mutation $name, which cannot be planted any more"
    return
  fi
  if ! property_test; then
    found=$(grep -oEm 1 'seed [0-9]+, step [0-9]+: .{0,60}' "$log" || true)
  fi
  if [[ $found =~ ^seed\ ([0-9]+),\ step\ ([0-9]+):\ (.*) ]]; then
    say "$(printf '%-32s found at step %3d (seed %s): %s' "$name" "${BASH_REMATCH[2]}" "${BASH_REMATCH[1]}" "${BASH_REMATCH[3]}")"
    passed=$((passed + 1))
  else
    tail -n 20 "$log"
    fail "mutation $name, which was not found"
  fi
  patched "$1" --reverse
}

# patched PATCH [--reverse]: lines may have moved since it was made.
patched() {
  (cd "$copy" && git apply -C1 "${@:2}" "$1")
}

property_test() {
  {
    root=$copy dotnet_build Connecto.Grains.Tests &&
      CONNECTO_MODEL_SEEDS=$mutation_seeds timeout 1800 dotnet \
        "$copy/artifacts/$CONNECTO_RUNTIME/bin/Connecto.Grains.Tests/release/Connecto.Grains.Tests.dll" \
        -noLogo -noColor -method "$model_test"
  } >"$log" 2>&1
}
