#!/usr/bin/env bash
# Looks for mistakes without running anything. `scripts/lint.sh fmt|vet|golangci|nocgo` runs one part only.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

# fmt lists the files that gofmt would change.
fmt() {
    local files
    files=$(find . -name '*.go' -not -path './build/*' -not -path '*/testdata/*' -exec gofmt -l {} +)
    [[ -z $files ]] || { printf 'not formatted, run gofmt -w on:\n%s\n' "$files"; return 1; }
}

# vet covers the code behind the tags journey and torture; golangci-lint vets the rest.
vet() { go vet -tags journey,torture ./...; }

# golangci builds golangci-lint from its source, pinned in scripts/tools/go.mod, and runs it with .golangci.yml.
golangci() {
    go build -C scripts/tools -o ../../build/tools/ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
    build/tools/golangci-lint run ./...
}

# nocgo checks that everything but the programs with a window compiles without a C compiler.
nocgo() {
    local windowless
    windowless=$(packages without fyne.io/fyne/v2/app)
    # shellcheck disable=SC2086 # one word for each package
    CGO_ENABLED=0 go vet $windowless
}

if (($#)); then
    "$1"
else
    scripts/install-deps.sh build
    for part in fmt vet golangci nocgo; do
        "$part"
    done
fi
