#!/usr/bin/env bash
# Every check and every test: the whole of what decides whether a change is good. CI runs exactly this.
#
#   SKIP_JOURNEYS=1 scripts/test.sh    without the journeys in a real window, for a shorter loop
#
# The last line is "N passed, N failed, N skipped"; checks count as tests. build/test keeps the raw results.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

results=build/test
start=$SECONDS

# No test reaches the desktop of whoever runs it, nor has a bus launched in its name.
export DBUS_SESSION_BUS_ADDRESS=unix:path=/dev/null

# record NAME pass|fail SECONDS notes the outcome of a check in the words of go test -json.
record() {
    printf '{"Action":"%s","Package":"checks","Test":"%s","Elapsed":%d}\n' "$2" "$1" "$3" >>"$results/checks.json"
    printf '%-5s %s  %ds\n' "${2/pass/ok}" "$1" "$3"
}

# check NAME COMMAND… runs a check that is not a Go test; what it prints is shown when it fails.
check() {
    local name=$1 outcome=pass since=$SECONDS
    shift
    "$@" >"$results/$name.log" 2>&1 || outcome=fail
    [[ $outcome == pass ]] || sed 's/^/    /' "$results/$name.log"
    record "$name" "$outcome" $((SECONDS - since))
}

# tests NAME COMMAND… runs a command that speaks go test -json, and shows its results as they come.
tests() {
    local name=$1 since=$SECONDS
    local -a status
    shift
    echo "--- $name"
    set +e
    "$@" | tee "$results/$name.json" | build/tools/testreport
    status=("${PIPESTATUS[@]}")
    set -e
    # A command that failed with no failed test to show for it still has to count.
    if ((status[0] != 0 && status[2] == 0)); then record "$name" fail $((SECONDS - since)); fi
}

scripts/install-deps.sh test
rm -rf "$results"
mkdir -p "$results"
go build -o build/tools/testreport ./scripts/testreport

echo '--- checks'
for part in fmt vet golangci nocgo; do
    check "$part" scripts/lint.sh "$part"
done

pure=$(packages without fyne.io/fyne/v2)
screens=$(packages linking fyne.io/fyne/v2)
# A second, instrumented Fyne would double the time of a cold run, so the race detector watches everything else.
# shellcheck disable=SC2086 # one word for each package
{
    [[ -z $pure ]] || tests race go test -json -race -timeout 15m $pure
    [[ -z $screens ]] || tests screens go test -json -timeout 15m $screens
}
if [[ -n ${SKIP_JOURNEYS:-} ]]; then
    echo '--- journeys left out (SKIP_JOURNEYS is set)'
elif [[ -d internal/journey ]]; then
    tests journeys scripts/journeys.sh -json
fi

echo "--- $((SECONDS - start)) seconds"
build/tools/testreport -skips scripts/skips.txt "$results"/*.json
