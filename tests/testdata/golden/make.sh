#!/bin/bash
# Makes the registry in this folder with the program of another commit, and keeps
# beside it what that program showed: make.sh COMMIT. What stands here was made by
# the program of 1609123, the first that recorded a whole journey (schema 1).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'kill %1 2>/dev/null || true; wait; git -C "$here" worktree remove --force "$tree"' EXIT
git -C "$here" worktree add --quiet --force --detach "$tree" "$1"
(cd "$tree" && go build -o charte .)
rm -f "$here"/registry.sqlite* "$here"/*.html "$here"/*.css

"$tree/charte" --listen localhost:0 --portal https://donnees.exemple.fr \
  --registry "sqlite:$here/registry.sqlite" --content "$tree/internal/charter/testdata/demo" >"$tree/out" 2>/dev/null &
for _ in $(seq 300); do
  base=$(grep -o "http://localhost:[0-9]*" "$tree/out") && break
  sleep 0.1
done

# visit PATH FILE FIELD...: a visitor opens a page, keeps it, and sends its form.
visit() {
  curl --silent --fail --output "$here/$2" "$base$1"
  local text
  text=$(grep -o 'name="text" value="[0-9a-f]\{64\}"' "$here/$2" | head -1 | cut -d'"' -f4)
  local fields=()
  for field in "${@:3}"; do fields+=(--data-urlencode "$field"); done
  curl --silent --fail --output /dev/null --header 'Sec-Fetch-Site: same-origin' \
    --data-urlencode "text=$text" "${fields[@]}" "$base${1:0:3}/choice"
}
visit /fr/ 1.html decision=accept surface=charter
visit /en/choice 2.html decision=accept surface=banner
visit /en/ 3.html decision=custom purpose=video surface=charter
visit /fr/choice 4.html decision=refuse surface=banner
curl --silent --fail --output "$here/charter.css" "$base$(grep -o '/static/[^"]*\.css' "$here/1.html" | head -1)"
kill %1
wait %1 || true
