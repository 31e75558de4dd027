# shellcheck shell=bash
# Sourced by the other scripts. Goes to the root of the project and says which of its packages link what.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

# packages linking|without IMPORT lists our packages that need IMPORT, or do without it, their tests included. A package
# that does not even load counts too, so that what comes next fails on it.
packages() {
    local all
    all=$(go list -e -test -f '{{.ImportPath}}{{range .Deps}} {{.}}{{end}}' ./...)
    awk -v which="$1" -v import="$2" '
        {
            name = $1
            sub(/(_test|\.test)$/, "", name)
            known[name]
            for (i = 2; i <= NF; i++) if ($i == import) links[name]
        }
        END { for (name in known) if ((name in links) == (which == "linking")) print name }' <<<"$all" | sort
}
