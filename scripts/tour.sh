#!/usr/bin/env bash
# Walks through Relais in a virtual display and leaves one picture for each step in build/tour.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-deps.sh display
rm -rf build/tour
mkdir -p build/tour
scripts/virtual-display.sh bin/relais tour --out build/tour
echo "The tour's pictures are in build/tour:"
find build/tour -type f -name '*.png' | sort
