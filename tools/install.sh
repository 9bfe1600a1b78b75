#!/bin/bash
# Installs the missing dependencies of the tests, without asking: Debian packages for
# browsers and databases, npm packages from the lock file.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
need() { # need PACKAGE COMMAND...: lists the package as missing if the command fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

need gcc command -v gcc
need libc6-dev test -e /usr/include/stdlib.h # for the race detector
need openssl command -v openssl # time stamps
need python3 command -v python3 # docs/verify.py, the second verifier
need chromium command -v chromium
need firefox-esr command -v firefox-esr
need webkit2gtk-driver command -v WebKitWebDriver # depends on libwebkit2gtk, the browser
need xvfb command -v Xvfb
need nginx test -x /usr/sbin/nginx
need caddy command -v caddy
need varnish test -x /usr/sbin/varnishd
need default-jre-headless java -version # for the Nu HTML checker
need libapache2-mod-security2 test -e /usr/lib/apache2/modules/mod_security2.so # depends on apache2-bin, the server
need modsecurity-crs test -e /usr/share/modsecurity-crs/owasp-crs.load
need curl command -v curl
need e2fsprogs test -x /usr/sbin/mkfs.ext4 # for the tests of a failing disk, where mounting is allowed
need mount command -v mount
need postgresql-15 compgen -G '/usr/lib/postgresql/*/bin/initdb'
need pgbouncer test -x /usr/sbin/pgbouncer # the pooler that many servers have before PostgreSQL
need wordpress-theme-twentytwentyone test -e /usr/share/wordpress/wp-content/themes/twentytwentyone/style.css # a portal's style sheet
need lynx command -v lynx # text browsers
need w3m command -v w3m
need fonts-liberation compgen -G '/usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf'
need fonts-dejavu-core test -e /usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf # for the pictures in e2e/look

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
  fi
  if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    echo "make test needs: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "make test installs Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' 2>/dev/null ||
  ! command -v npm >/dev/null; then
  echo "make test needs: Node.js 20.19 or later, with npm" >&2
  exit 1
fi

# npm writes a copy of the lock file; if it is newer, the packages are up to date.
if [ ! e2e/node_modules/.package-lock.json -nt e2e/package-lock.json ]; then
  echo "make test installs the npm packages of e2e/package-lock.json into e2e/node_modules"
  npm --prefix e2e ci --no-progress --loglevel=error
fi
