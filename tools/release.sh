#!/bin/bash
# Builds everything that is published: binaries, Debian packages, container images,
# SBOMs, checksums. It builds from the commit, not from the working tree, and the same
# commit gives the same bytes.
#
#   tools/release.sh [FOLDER]   default: dist
#   ARCHITECTURES="amd64"       default: amd64 arm64
#   VERSION=1.2.3               default: from the tag
#   COMMIT=HEAD                 default: HEAD
#   REBUILD=1                   compile everything again, without the cache
set -euo pipefail
umask 022
cd "$(dirname "$0")/.."
NFPM=github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0
SBOM=github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0

dist=$(realpath -m "${1:-dist}")
COMMIT=$(git rev-parse "${COMMIT:-HEAD}")
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$COMMIT")
DATE=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
# A tag v1.2.3 is version 1.2.3; between tags, a version that sorts by date.
VERSION=${VERSION:-$(git describe --exact-match --tags --match 'v[0-9]*' "$COMMIT" 2>/dev/null | sed 's/^v//')} || true
VERSION=${VERSION:-0.0.0+$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M).${COMMIT:0:8}}
export VERSION DATE SOURCE_DATE_EPOCH GOFLAGS=-mod=readonly

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git archive "$COMMIT" | tar -x -C "$work"
rm -rf "$dist"
mkdir -p "$dist"

build() { # build ARCH: a static binary with the version linked in
  export ARCH=$1 BUILD=$work/build/$1
  mkdir -p "$BUILD"
  (cd "$work" && CGO_ENABLED=0 GOOS=linux GOARCH=$ARCH go build ${REBUILD:+-a} -trimpath -buildvcs=false \
    -ldflags "-s -w -buildid= -X charte/internal/command.released=$VERSION" -o "$BUILD/charte" .)
  touch -d "$DATE" "$BUILD/charte"
  cp -p "$BUILD/charte" "$dist/charte_${VERSION}_linux_$ARCH"
}

parts() { # writes the SBOM, from the build information in the binary
  go run "$SBOM" bin -json -noserial -notimestamp -std -version "v$VERSION" \
    -output "$dist/charte_${VERSION}_linux_$ARCH.cdx.json" "$BUILD/charte"
}

package() {
  gzip -9n <"$work/docs/charte.1" >"$BUILD/charte.1.gz"
  (cd "$work" && go run "$NFPM" package -f deploy/deb/nfpm.yaml -p deb -t "$dist/charte_${VERSION}_$ARCH.deb") >/dev/null
}

for architecture in ${ARCHITECTURES:-amd64 arm64}; do
  build "$architecture"
  parts
  package
  tools/image.sh "$BUILD/charte" "$dist/charte_${VERSION}_linux_$ARCH.oci.tar"
done
(cd "$dist" && sha256sum -- * >SHA256SUMS)
echo "charte $VERSION is in $dist:"
cat "$dist/SHA256SUMS"
