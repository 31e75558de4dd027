#!/usr/bin/env bash
# Adopts what the last test run found different: every testdata/failed moves over the testdata that it sits in.
# Look at the pictures first, and at `git diff` afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."

adopted=0
while IFS= read -r failed; do
    while IFS= read -r file; do
        target=$(dirname "$failed")/${file#"$failed"/}
        mkdir -p "$(dirname "$target")"
        mv -f "$file" "$target"
        echo "adopted $target"
        adopted=$((adopted + 1))
    done < <(find "$failed" -type f)
    rm -rf "$failed"
done < <(find . -type d -path '*/testdata/failed' -not -path './build/*' | sed 's|^\./||' | sort)
echo "$adopted files adopted"
