#!/usr/bin/env bash
# Runs a command in a display of its own: virtual screen, window manager, session bus. Nothing of it outlives the command.
#
#   scripts/virtual-display.sh COMMAND [ARGUMENT…]
#   RELAIS_SCREEN=1920x1080 scripts/virtual-display.sh COMMAND     (1440x900 unless told)
set -euo pipefail

work=$(mktemp -d "${TMPDIR:-/tmp}/relais-display.XXXXXX")
groups=()

# begin COMMAND… starts a command in a process group of its own, so that finish reaches its children too.
begin() {
    setsid "$@" &
    groups+=($!)
}

# serve NAME COMMAND… does so for a server, which says on file descriptor 3 where it is to be found.
serve() {
    setsid "${@:2}" 3>"$work/$1" >"$work/$1.log" 2>&1 &
    groups+=($!)
}

finish() {
    local i
    for ((i = ${#groups[@]} - 1; i >= 0; i--)); do kill -- "-${groups[i]}" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# answer NAME waits until a server has said where it is, and says it.
answer() {
    local try
    for ((try = 0; try < 300; try++)); do
        if [[ -s $work/$1 ]]; then
            cat "$work/$1"
            return
        fi
        sleep 0.1
    done
    cat "$work/$1.log" >&2
    echo "virtual-display: the $1 did not start" >&2
    return 1
}

# The X server picks a free number by itself.
serve screen Xvfb -displayfd 3 -screen 0 "${RELAIS_SCREEN:-1440x900}x24" -nolisten tcp -dpi 96
DISPLAY=:$(answer screen)

# The bus starts no service of the computer: no keyring asks anything, and runs are alike everywhere.
cat >"$work/bus.conf" <<XML
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$work</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
XML
serve bus dbus-daemon --nofork --config-file="$work/bus.conf" --print-address=3
DBUS_SESSION_BUS_ADDRESS=$(answer bus)

export DISPLAY DBUS_SESSION_BUS_ADDRESS LIBGL_ALWAYS_SOFTWARE=1 XDG_SESSION_TYPE=x11
unset WAYLAND_DISPLAY

# The window manager is there once it has announced itself on the root window.
serve windows openbox --sm-disable
for ((i = 0; i < 100; i++)); do
    if xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; then break; fi
    sleep 0.1
done

begin "$@"
wait $!
