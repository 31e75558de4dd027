#!/usr/bin/env bash
# A real Request Tracker 5 for tests, on this computer only: no web server, no service, and no mail that leaves.
#
#   scripts/rt.sh up                       install it if needed, fill it, start it
#   scripts/rt.sh reset                    the same, and forget what was done to it since
#   scripts/rt.sh seed [TICKETS] [guard]   add tickets until there are as many; add the scrip that merges duplicates
#   scripts/rt.sh stop                     stop it
#   scripts/rt.sh status                   tell whether it answers, and where; ends with 3 when it does not
#   scripts/rt.sh env                      print RELAIS_RT_URL=http://127.0.0.1:PORT; ends with 3 when it does not answer
#
# It lives in $RT_HOME (build/rt unless told) and listens on $RT_PORT (a free port unless told). scripts/rt/seed.pl tells
# who and what is in it; the password of NAME is NAME-pw-ci, that of root is rt-root-ci.
#
# Ends with 69 where it can't be installed, and says why.
set -euo pipefail
cd "$(dirname "$0")/.."

RT_HOME=$(realpath -ms "${RT_HOME:-build/rt}")
server=/usr/share/request-tracker5/libexec/rt-server

say() { printf 'rt: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# as_server stands before a command that runs as whom the server runs: www-data for root, anybody else as themselves.
as_server=(env)
if [[ $(id -u) == 0 ]]; then as_server=(setpriv --reuid=www-data --regid=www-data --clear-groups env "HOME=/nonexistent"); fi

# settle makes $RT_HOME. Where www-data can't get that far it becomes a link to a folder below /var/tmp.
settle() {
    mkdir -p "$(dirname "$RT_HOME")"
    [[ -d $RT_HOME ]] || rm -f "$RT_HOME" # a link to what is gone
    mkdir -p "$RT_HOME"
    if ! "${as_server[@]}" test -x "$(cd -P "$RT_HOME" && pwd)"; then
        rmdir "$RT_HOME"
        ln -s "$(mktemp -d /var/tmp/relais-rt.XXXXXX)" "$RT_HOME"
    fi
    enter
    chmod 755 "$RT_HOME"
    mkdir -p "$RT_HOME"/{db,log,scripts,var/mason,var/sessions}
    install -m 644 scripts/rt/* "$RT_HOME/scripts"
    if [[ $(id -u) == 0 ]]; then chown -R www-data:www-data "$RT_HOME"/{db,var}; fi
}

# enter takes the real name of $RT_HOME, which is all that the server is told.
enter() {
    RT_HOME=$(cd -P "$RT_HOME" 2>/dev/null && pwd) || { say 'not running'; exit 3; }
    RT_PORT=${RT_PORT:-$(cat "$RT_HOME/port" 2>/dev/null || true)}
    export RT_HOME RT_PORT RT_SITE_CONFIG=$RT_HOME/scripts/RT_SiteConfig.pm RT_SITE_CONFIG_DIR=/dev/null
}

# alone waits until no other rt.sh works on the same $RT_HOME.
alone() {
    exec 9>"$RT_HOME/lock"
    flock -w 300 9 || die "another rt.sh has been working on $RT_HOME for five minutes"
}

# listen PORT prints the port if it is free to listen on, or with 0 one that is.
listen() {
    perl -MIO::Socket::INET -e '
        my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], ReuseAddr => 1) or exit 1;
        print $s->sockport' "$1"
}

# alive tells whether the process that was started last is there, and still is our server.
alive() {
    local pid
    pid=$(cat "$RT_HOME/pid" 2>/dev/null) && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q "rt-server .*--port $RT_PORT "
}

# answers tells whether Request Tracker is heard: it wants to know who asks.
answers() {
    perl -MHTTP::Tiny -e 'exit(HTTP::Tiny->new(timeout => 20)->get("http://127.0.0.1:$ENV{RT_PORT}/REST/2.0/rt")->{status} != 401)'
}

perl_in_rt() { (cd "$RT_HOME" && "${as_server[@]}" perl "$RT_HOME/scripts/$1" "${@:2}" 9>&-); }

# prepare makes db/seeded.sqlite, which every start from nothing is a copy of. It is made anew when what fills it changed.
prepare() {
    local made new=$RT_HOME/db/new.sqlite
    made=$(cat scripts/rt/{RT_SiteConfig.pm,seed.pl} <(dpkg-query -W request-tracker5) | cksum)
    [[ -s $RT_HOME/db/seeded.sqlite && $(cat "$RT_HOME/made" 2>/dev/null) == "$made" ]] && return
    rm -f "$new" "$RT_HOME/made"
    printf rt-root-ci >"$RT_HOME/db/password"
    export RT_DATABASE=$new
    (cd "$RT_HOME" && "${as_server[@]}" rt-setup-database-5 --action init --skip-create --root-password-file db/password) \
        </dev/null >"$RT_HOME/log/init.log" 2>&1 9>&- || { tail -n 20 "$RT_HOME/log/init.log" >&2; die 'the database could not be made'; }
    perl_in_rt seed.pl
    unset RT_DATABASE
    mv "$new" "$RT_HOME/db/seeded.sqlite"
    echo "$made" >"$RT_HOME/made"
}

# start starts it and waits until it answers. It fails when it ends, or says nothing for two minutes.
start() {
    local pid late=$((SECONDS + 120))
    [[ -s $RT_HOME/db/rt.sqlite ]] || "${as_server[@]}" cp "$RT_HOME/db/seeded.sqlite" "$RT_HOME/db/rt.sqlite" || return
    cd "$RT_HOME"
    # A session of its own, so that it outlives this script and nothing sent to the terminal reaches it.
    setsid "${as_server[@]}" "$server" --host 127.0.0.1 --port "$RT_PORT" --max-workers 4 --timeout 60 </dev/null >>log/server.log 2>&1 9>&- &
    pid=$!
    echo "$pid" >pid
    while ((SECONDS < late)); do
        answers && return
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 log/server.log >&2
    return 1
}

stop() {
    local pid try
    if alive; then
        pid=$(cat "$RT_HOME/pid")
        kill "$pid"
        for ((try = 0; try < 100; try++)); do
            [[ -d /proc/$pid ]] || break
            sleep 0.1
        done
        [[ ! -d /proc/$pid ]] || kill -KILL -- "-$pid"
    fi
    rm -f "$RT_HOME/pid"
}

up() {
    if alive && answers; then return; fi
    stop
    RT_PORT=${RT_PORT:-$(listen 0)} # what fills the database wants one too
    prepare
    for _ in 1 2 3; do # somebody else may be faster to take a port
        RT_PORT=$(listen "$RT_PORT" || listen 0)
        echo "$RT_PORT" >"$RT_HOME/port"
        start && return
        stop
    done
    die 'the server does not answer'
}

# heard ends the script where nobody answers.
heard() {
    if ! alive || ! answers; then
        say 'not running'
        exit 3
    fi
    url=http://127.0.0.1:$RT_PORT
}

# install_rt ends the script with what install-deps.sh ended with.
install_rt() { scripts/install-deps.sh rt || exit; }

command=${1:-}
case $command in
    up | reset)
        install_rt
        settle
        alone
        if [[ $command == reset ]]; then
            stop
            rm -f "$RT_HOME"/db/rt.sqlite*
        fi
        up
        heard
        echo "RELAIS_RT_URL=$url"
        ;;
    seed)
        enter
        alone
        heard
        for what in "${@:2}"; do
            if [[ $what == guard ]]; then
                perl_in_rt seed.pl --guard "$RT_HOME/scripts/guard.pl"
            else
                perl_in_rt tickets.pl "$what"
            fi
        done
        ;;
    stop)
        [[ -d $RT_HOME ]] || exit 0
        enter
        alone
        stop
        ;;
    status)
        enter
        heard
        echo "running at $url"
        ;;
    env)
        enter
        heard
        echo "RELAIS_RT_URL=$url"
        ;;
    *)
        sed -n '2,15s/^# \{0,1\}//p' scripts/rt.sh >&2
        exit 2
        ;;
esac
