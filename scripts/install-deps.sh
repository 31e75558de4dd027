#!/usr/bin/env bash
# Installs the system packages that Relais needs, and only those that are missing.
#
#   scripts/install-deps.sh build      to compile (C compiler, OpenGL, X11 and Wayland headers)
#   scripts/install-deps.sh display    to draw without a screen (virtual X server, software OpenGL)
#   scripts/install-deps.sh test       everything that `make test` uses (real clicks and keys)
#   scripts/install-deps.sh rt         Request Tracker, for scripts/rt.sh; ends with 69 where it can't be had, and says why
#
# Debian and Ubuntu use apt-get, Fedora uses dnf; anywhere else it says exactly what is missing.
set -euo pipefail

# One line each: set, probe, Debian packages, Fedora packages (several joined by a comma).
# Probes: cmd = a command exists, pc = pkg-config knows the module, c = a C program compiles, dri = a software OpenGL driver,
# rt = Request Tracker with its own web server and SQLite.
needs='
build   c               gcc,libc6-dev     gcc,glibc-devel
build   cmd:pkg-config  pkg-config        pkgconf-pkg-config
build   pc:gl           libgl-dev         libglvnd-devel
build   pc:egl          libegl-dev        libglvnd-devel
build   pc:x11          libx11-dev        libX11-devel
build   pc:xext         libxext-dev       libXext-devel
build   pc:xcursor      libxcursor-dev    libXcursor-devel
build   pc:xrandr       libxrandr-dev     libXrandr-devel
build   pc:xinerama     libxinerama-dev   libXinerama-devel
build   pc:xi           libxi-dev         libXi-devel
build   pc:xxf86vm      libxxf86vm-dev    libXxf86vm-devel
build   pc:xkbcommon    libxkbcommon-dev  libxkbcommon-devel
build   pc:wayland-egl  libwayland-dev    wayland-devel
display cmd:Xvfb        xvfb              xorg-x11-server-Xvfb
display cmd:openbox     openbox           openbox
display cmd:dbus-daemon dbus              dbus-daemon
display cmd:xprop       x11-utils         xprop
display cmd:import      imagemagick       ImageMagick
display dri             libgl1-mesa-dri   mesa-dri-drivers
test    cmd:xdotool     xdotool           xdotool
test    cmd:setxkbmap   x11-xkb-utils     setxkbmap
rt      rt              request-tracker5,rt5-db-sqlite,rt5-standalone,dbconfig-no-thanks,libjson-perl -
'

say() { printf 'install-deps: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# present PROBE reports whether what the probe looks for is on this computer.
present() {
    case $1 in
        c) echo '#include <stdio.h>' | "${CC:-cc}" -E - >/dev/null 2>&1 ;;
        cmd:*) command -v "${1#cmd:}" >/dev/null ;;
        pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
        dri) compgen -G '/usr/lib*/dri/*swrast*' >/dev/null || compgen -G '/usr/lib/*/dri/*swrast*' >/dev/null ;;
        rt) installed request-tracker5 && installed rt5-standalone && installed rt5-db-sqlite ;;
        *) die "unknown probe $1" ;;
    esac
}

# installed PACKAGE reports whether Debian has it in working order.
installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# wanted SET says whether a line of that set is part of what was asked for; each set includes the ones before it, but rt
# stands alone.
wanted() {
    case $want in
        build) [[ $1 == build ]] ;;
        display) [[ $1 == build || $1 == display ]] ;;
        test) [[ $1 != rt ]] ;;
        rt) [[ $1 == rt ]] ;;
    esac
}

# missing COLUMN lists the packages (3 Debian, 4 Fedora) of every probe that failed.
missing() {
    local set probe debian fedora
    while read -r set probe debian fedora; do
        if [[ -z $set ]] || ! wanted "$set" || present "$probe"; then continue; fi
        if [[ $1 == debian ]]; then tr , '\n' <<<"$debian"; else tr , '\n' <<<"$fedora"; fi
    done <<<"$needs" | sort -u
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "neither root nor sudo; please run: $*"
    fi
}

# apt runs apt-get without questions. Another apt may hold a lock: dpkg's is waited for by apt itself, that of the
# package lists is not, hence the second and third try.
apt() {
    local try
    for try in 1 2 3; do
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@" && return
        say "apt-get $1 failed (try $try of 3)"
        sleep $((try * 10))
    done
    return 1
}

install_missing() {
    local -a packages
    if command -v apt-get >/dev/null; then
        mapfile -t packages < <(missing debian)
        ((${#packages[@]})) || return 0
        say "installing ${packages[*]}"
        apt update
        apt install -y --no-install-recommends "${packages[@]}" >/dev/null
    elif command -v dnf >/dev/null; then
        mapfile -t packages < <(missing fedora)
        ((${#packages[@]})) || return 0
        say "installing ${packages[*]}"
        as_root dnf install -y --setopt=install_weak_deps=False "${packages[@]}"
    fi
    mapfile -t packages < <(missing debian)
    ((${#packages[@]} == 0)) || die "still missing, under their Debian names: ${packages[*]}"
}

# unavailable ends the script: this computer can't have what was asked for, and nothing is wrong with it.
unavailable() { say "$@"; exit 69; }

# install_rt asks nobody anything: it also runs where nobody looks.
install_rt() {
    if present rt; then return; fi
    command -v apt-get >/dev/null || unavailable 'Request Tracker is installed from packages of Debian or Ubuntu, and this is neither'
    [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null || unavailable 'Request Tracker is installed by root, or with a sudo that asks for no password'
    apt update || unavailable 'the lists of packages could not be read'
    apt-cache show request-tracker5 rt5-standalone >/dev/null 2>&1 || unavailable 'this Debian or Ubuntu has no package request-tracker5'
    no_mail
    install_missing || unavailable 'the packages of Request Tracker could not be installed'
}

# no_mail installs an empty package in the place of a mail server, which Request Tracker insists on, where there is none.
no_mail() {
    local work
    if dpkg-query -W -f '${Provides} ${db:Status-Status}\n' | grep -q 'mail-transport-agent.* installed'; then return; fi
    work=$(mktemp -d)
    mkdir -p "$work/p/DEBIAN"
    printf '%s\n' 'Package: relais-no-mail' 'Version: 1' 'Architecture: all' 'Maintainer: Relais <relais@localhost>' \
        'Provides: mail-transport-agent' 'Description: stands where a mail server would, and sends nothing' >"$work/p/DEBIAN/control"
    dpkg-deb --build "$work/p" "$work/relais-no-mail.deb" >/dev/null
    as_root dpkg -i "$work/relais-no-mail.deb" >/dev/null
    rm -rf "$work"
}

# check_go accepts Go 1.26, or Go 1.21 and later where it may fetch the newer tool chain by itself.
check_go() {
    local have
    command -v go >/dev/null || die "Go 1.26 is needed and no go command was found: https://go.dev/doc/install"
    have=$(GOTOOLCHAIN=local go env GOVERSION)
    have=${have#go}
    older "$have" 1.26 || return 0
    older "$have" 1.21 && die "Go 1.26 is needed, this is $have: https://go.dev/doc/install"
    [[ $(go env GOTOOLCHAIN) != local ]] || die "Go 1.26 is needed, this is $have and GOTOOLCHAIN=local forbids to fetch it"
}

# older A B reports whether version A comes before version B.
older() { [[ $1 != "$2" && $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1) == "$1" ]]; }

want=${1:-build}
case $want in build | display | test | rt) ;; *) die "usage: install-deps.sh [build|display|test|rt]" ;; esac

if [[ $want == rt ]]; then
    install_rt
    exit
fi
check_go
if [[ $(uname -s) == Linux ]]; then
    install_missing
else
    present c || die "a C compiler is needed (on macOS: xcode-select --install)"
fi
