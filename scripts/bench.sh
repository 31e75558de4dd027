#!/usr/bin/env bash
# Measures the figures that Relais promises, each beside its baseline in the same run.
#
#   BENCH=Start scripts/bench.sh            only the benchmarks whose name matches
#   KB=DIR BENCH=Search scripts/bench.sh    searches over the words of DIR/en/docs.jsonl, one {"title":…,"body":…} a line
#
# A figure is a benchmark in internal/bench. It runs once, repeats inside as often as it needs, and prints one line
#
#   figure: NAME ratio=R bar=B (ours …, baseline …)
#
# The figure is kept when R is at most B. Programs of the shipping flavour are in $RELAIS_BENCH_BIN.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

scripts/install-deps.sh test
if [[ ! -d internal/bench ]]; then
    echo 'bench: there is no figure to measure (no internal/bench)' >&2
    exit 1
fi
export RELAIS_BENCH_BIN=$PWD/build/bench/bin
if [[ -n ${KB:-} ]]; then
    KB=$(realpath "$KB") # the benchmarks run in another folder
    export KB
fi
mkdir -p "$RELAIS_BENCH_BIN"
go build -tags migrated_fynedo -trimpath -o "$RELAIS_BENCH_BIN/" ./cmd/relais ./cmd/relaisctl ./cmd/relaisd
go build -C internal/bench/bare -modfile "$PWD/go.mod" -tags migrated_fynedo -trimpath -o "$RELAIS_BENCH_BIN/bare" .
go build -C internal/suggest/baseline -trimpath -o "$RELAIS_BENCH_BIN/baseline" .

log=build/bench/figures.log
scripts/virtual-display.sh go test -tags migrated_fynedo -run '^$' -bench "${BENCH:-.}" -benchtime 1x -timeout 60m \
    ./internal/bench/... | tee "$log"

echo
awk '
    /^figure: / {
        ratio = bar = "missing"
        for (i = 3; i <= NF; i++) {
            if ($i ~ /^ratio=/) ratio = substr($i, 7)
            if ($i ~ /^bar=/) bar = substr($i, 5)
        }
        kept = ratio ~ /^[0-9.]+$/ && bar ~ /^[0-9.]+$/ && ratio + 0 <= bar + 0
        line = $0
        sub(/^figure: /, "", line)
        printf "%-6s %s\n", kept ? "kept" : "MISSED", line
        figures++
        missed += !kept
    }
    END {
        printf "%d figures, %d missed\n", figures, missed
        exit figures == 0 || missed > 0
    }' "$log"
