#!/usr/bin/env bash
# Plays the journeys: the real programs, a real window, a real helpdesk, real clicks and keys. Arguments go to go test.
#
#   scripts/journeys.sh -v -run Employee
#
# The tests are in internal/journey behind the build tag journey, those of what names controls in ui/part. They find the
# programs in $RELAIS_JOURNEY_BIN and leave a picture of each step in $RELAIS_JOURNEY_PICTURES.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

scripts/install-deps.sh test
export RELAIS_JOURNEY_PICTURES=$PWD/build/journeys
export RELAIS_JOURNEY_BIN=$RELAIS_JOURNEY_PICTURES/bin
mkdir -p "$RELAIS_JOURNEY_BIN"
rm -f "$RELAIS_JOURNEY_PICTURES"/*.png

# The tag lets the program tell where on the screen a named control is, and nothing else.
go build -tags journey -o "$RELAIS_JOURNEY_BIN/" ./cmd/relais ./cmd/relaisctl ./cmd/relaisd
scripts/virtual-display.sh go test -tags journey -count=1 -timeout 20m "$@" ./internal/journey/... ./ui/part
