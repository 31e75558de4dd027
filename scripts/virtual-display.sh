#!/usr/bin/env bash
# Runs a command in a display of its own: virtual screen, window manager, session bus. Nothing of it outlives the command.
#
#   scripts/virtual-display.sh COMMAND [ARGUMENT…]
#   RELAIS_SCREEN=1920x1080 scripts/virtual-display.sh COMMAND     (1440x900 unless told)
set -euo pipefail

work=$(mktemp -d "${TMPDIR:-/tmp}/relais-display.XXXXXX")
children=()

finish() {
    local child
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    wait "${children[@]}" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# The server picks a free number by itself and writes it down when it is ready.
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 "${RELAIS_SCREEN:-1440x900}x24" -nolisten tcp -dpi 96 \
    3>"$work/number" >"$work/xvfb.log" 2>&1 &
children+=($!)
if ! read -r -t 30 number <"$work/number"; then
    cat "$work/xvfb.log" >&2
    echo 'virtual-display: the X server did not start' >&2
    exit 1
fi

export DISPLAY=:$number
export LIBGL_ALWAYS_SOFTWARE=1 XDG_SESSION_TYPE=x11
unset WAYLAND_DISPLAY
openbox --sm-disable >"$work/openbox.log" 2>&1 &
children+=($!)

# The window manager is there once it has announced itself on the root window.
for ((i = 0; i < 100; i++)); do
    if xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; then break; fi
    sleep 0.1
done

# In the background, so that a signal to this script ends the command too.
dbus-run-session -- "$@" &
children+=($!)
wait $!
