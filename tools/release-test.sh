#!/bin/bash
# Installs the dependencies of the release tests and runs the tests. They create clean
# Debian roots and run commands in them, which needs root. They change nothing outside
# the temporary folder and the cache.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(id -u)" -ne 0 ]; then
  echo "make release-test runs commands in Debian roots and needs root: sudo make release-test" >&2
  exit 1
fi
missing=()
need() { command -v "$2" >/dev/null || missing+=("$1"); } # need PACKAGE COMMAND
need debootstrap debootstrap
need buildah buildah
need qemu-user-static qemu-aarch64-static # runs the arm64 binaries
need iproute2 ip
need curl curl
need openssl openssl
need libreoffice-calc soffice # opens the CSV files as an operator does
need postgresql-15 /usr/lib/postgresql/15/bin/initdb
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
exec go test -count=1 -timeout 60m -tags release -v ./tests/release
