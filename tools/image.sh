#!/bin/bash
# Builds the container image: only the binary, an unprivileged user, and all state in
# /data. Needs buildah. Called by tools/release.sh, which sets ARCH, VERSION, DATE and
# SOURCE_DATE_EPOCH.
#
#   tools/image.sh BINARY ARCHIVE
set -euo pipefail
binary=$1 archive=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A temporary store, so that the images of this machine are neither used nor changed.
store() { buildah --root "$work/store" --runroot "$work/run" --storage-driver vfs "$@"; }

mkdir -p "$work/root/data"
cp "$binary" "$work/root/charte"
chmod 0555 "$work/root/charte"
touch -d "$DATE" "$work/root/charte" "$work/root/data"

container=$(store from --arch "$ARCH" scratch)
store copy --quiet --chown 0:0 "$container" "$work/root/charte" /charte >/dev/null
store copy --quiet --chown 65532:65532 "$container" "$work/root/data" /data >/dev/null
store config --arch "$ARCH" --os linux --user 65532:65532 --workingdir /data --volume /data --port 8080 \
  --entrypoint '["/charte"]' --cmd serve --created-by "tools/image.sh" \
  --env CHARTE_LISTEN=:8080 --env CHARTE_REGISTRY=sqlite:/data/charte.db --env CHARTE_ADMIN=off --env SQLITE_TMPDIR=/data \
  --label org.opencontainers.image.title=charte --label "org.opencontainers.image.version=$VERSION" "$container"
store commit --quiet --rm --timestamp "$SOURCE_DATE_EPOCH" --format oci --disable-compression=false "$container" "oci:$work/image:$VERSION" >/dev/null
tar --sort=name --mtime="$DATE" --owner=0 --group=0 --numeric-owner --mode=a+rX,u+w -cf "$archive" -C "$work/image" .
