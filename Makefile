# Relais. `make` alone lists what there is.
#
#   make build RELEASE=1   the flavour that ships: Fyne's thread checks off, paths and symbols stripped
#   make test SKIP_JOURNEYS=1, make lint, make bench BENCH=Start   the parts, for a shorter loop
#   make torture POINTS=100 SEED=7   fewer kills than the 1,000 of a full run; the plan of an earlier run, which printed its seed
#   make torture RUNS=1000 SEED=7     fewer histories than the 100,000 of a full run

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test build lint bench torture golden tour

VERSION  := $(shell git describe --tags --always 2>/dev/null || echo dev)
LDFLAGS  := -X main.version=$(VERSION)
PROGRAMS := $(patsubst %,./%,$(wildcard cmd/relais cmd/relaisctl cmd/relaisd))
ifdef RELEASE
BUILD := -tags migrated_fynedo -trimpath -ldflags '-s -w $(LDFLAGS)'
else
BUILD := -ldflags '$(LDFLAGS)'
endif

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: build ## start Relais; without a display, take the guided tour and leave its pictures in build/tour
	@scripts/run.sh

test: ## run every check and every test, the journeys in a real window included
	@scripts/test.sh

build: ## build bin/relais, bin/relaisctl and bin/relaisd
	@scripts/install-deps.sh build
	@mkdir -p bin
	go build $(BUILD) -o bin/ $(PROGRAMS)

lint: ## look for mistakes without running anything
	@scripts/lint.sh

bench: ## measure the figures that Relais promises, each beside its baseline
	@scripts/bench.sh

torture: ## live through 100,000 bad days, kill the programs a thousand times, cut their power, and look for what got lost
	go test -p 1 -tags torture -count=1 -timeout 180m -v ./internal/simulation ./internal/torture ./internal/torture/fleet

golden: ## adopt the pictures that the last test run found different
	@scripts/golden.sh

tour: build ## walk through every screen in a virtual display, pictures in build/tour
	@scripts/tour.sh
