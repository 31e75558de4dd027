#!/usr/bin/env bash
# Every check and every test: the whole of what decides whether a change is good. CI runs exactly this.
#
#   SKIP_JOURNEYS=1 scripts/test.sh    without the journeys in a real window, for a shorter loop
#
# A real Request Tracker is started for the tests that want one (scripts/rt.sh), which find it in $RELAIS_RT_URL.
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

# request_tracker waits until Request Tracker has started and tells the tests where it is. Where it can't be installed they
# skip themselves, and are excused for it; not in CI, where nothing may go unnoticed.
request_tracker() {
    local ended=0 since=$SECONDS
    cp scripts/skips.txt "$results/skips.txt"
    wait "$rt" || ended=$?
    if ((ended == 0)); then
        RELAIS_RT_URL=$(scripts/rt.sh env)
        export RELAIS_RT_URL=${RELAIS_RT_URL#*=}
    elif ((ended == 69)) && [[ ${CI:-} != true ]]; then
        echo "--- without Request Tracker: $(tail -n 1 "$results/request-tracker.log")"
        cat scripts/skips-rt.txt >>"$results/skips.txt"
        return
    else
        sed 's/^/    /' "$results/request-tracker.log"
    fi
    record request-tracker "$( ((ended == 0)) && echo pass || echo fail)" $((SECONDS - since))
}

scripts/install-deps.sh test
rm -rf "$results"
mkdir -p "$results"

# Request Tracker starts while the checks run. Its home is its own, so that one that somebody works with stays as it is.
export RT_HOME=$PWD/build/test-rt
scripts/rt.sh reset >"$results/request-tracker.log" 2>&1 &
rt=$!
trap 'wait "$rt" || true; scripts/rt.sh stop || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

go build -o build/tools/testreport ./scripts/testreport

echo '--- checks'
for part in fmt vet golangci nocgo; do
    check "$part" scripts/lint.sh "$part"
done

request_tracker

# Its tests wait for the server most of the time, so they run beside the others.
tests tracker go test -json -race -timeout 30m ./client/rt/... >"$results/tracker.log" 2>&1 &
tracker=$!

pure=$(packages without fyne.io/fyne/v2 | grep -v -e '^relais/client/rt' -e '^relais/internal/simulation')
screens=$(packages linking fyne.io/fyne/v2)
# A second, instrumented Fyne would double the time of a cold run, so the race detector watches everything else.
# shellcheck disable=SC2086 # one word for each package
{
    [[ -z $pure ]] || tests race go test -json -race -timeout 30m $pure
    tests simulation go test -json -timeout 30m ./internal/simulation # its programs take turns, so there is no race to find
    [[ -z $screens ]] || tests screens go test -json -timeout 30m $screens
}
wait "$tracker"
cat "$results/tracker.log"
if [[ -n ${SKIP_JOURNEYS:-} ]]; then
    echo '--- journeys left out (SKIP_JOURNEYS is set)'
elif [[ -d internal/journey ]]; then
    tests journeys scripts/journeys.sh -json
fi

echo "--- $((SECONDS - start)) seconds"
build/tools/testreport -skips "$results/skips.txt" "$results"/*.json
