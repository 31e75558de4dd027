# shellcheck shell=bash
# Sourced by the other scripts. Goes to the root of the project and says which of its packages link what.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

# packages linking|without IMPORT lists our packages that need IMPORT, or do without it, their tests included.
packages() {
    go list -test -f '{{.ImportPath}}{{range .Deps}} {{.}}{{end}}' ./... | awk -v which="$1" -v import="$2" '
        {
            name = $1
            sub(/(_test|\.test)$/, "", name)
            known[name]
            for (i = 2; i <= NF; i++) if ($i == import) links[name]
        }
        END { for (name in known) if ((name in links) == (which == "linking")) print name }' | sort
}
