#!/bin/bash
# Installs what `make bench` measures against, where it is missing: Debian
# packages, whose services are not started, and the banners of others from npm.
# Asks nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

tools/install.sh # the browser
if [ ! bench/visitor/node_modules/.package-lock.json -nt bench/visitor/package-lock.json ]; then
  npm --prefix bench/visitor ci --ignore-scripts --no-audit --no-fund --no-progress --loglevel=error
fi

missing=()
need() { # need PACKAGE COMMAND...: the package is missing unless the command works
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

need nginx-light test -x /usr/sbin/nginx
need caddy command -v caddy
need wrk command -v wrk
need postgresql-15 compgen -G '/usr/lib/postgresql/*/bin/pgbench'
need util-linux command -v taskset
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
  echo "make bench needs: apt-get install ${missing[*]}" >&2
  exit 1
fi
# What is installed to be measured must not serve anything by itself.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod +x "$policy"
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
