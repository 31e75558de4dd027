#!/usr/bin/env bash
# Starts Relais, or shows it in pictures where there is no display.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} || $(uname -s) != Linux ]]; then
    # A home of its own, so that trying Relais leaves the settings and the account of whoever tries it alone.
    exec bin/relais --demo --home build/home
fi
echo 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): taking the guided tour instead.'
exec scripts/tour.sh
