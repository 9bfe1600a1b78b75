#!/bin/bash
# Boots a Debian root with its own systemd, in new namespaces for processes, host name,
# mounts, control groups and network (loopback only). Needs root. It runs until it is
# killed, and then leaves only the root behind.
#
#   tools/boot.sh ROOT     prints the process id N of its systemd
#   nsenter -t N -m -u -i -n -p -C COMMAND    runs a command in it; without -n,
#                                             in the host's network
set -euo pipefail
root=$(realpath "$1")

# systemd creates many control groups; this parent group lets clean remove them all.
groups=$(mktemp -d)
mount -t cgroup2 cgroup2 "$groups"
own=$groups/charte.$$
mkdir "$own"
clean() {
  if [ -n "${machine:-}" ]; then
    kill -KILL "$machine" 2>/dev/null || true
    wait "$machine" 2>/dev/null || true
  fi
  for _ in {1..100}; do # processes that were killed stay in their group for a moment
    find "$own" -depth -type d -exec rmdir {} + 2>/dev/null && break
    sleep 0.1
  done
  umount "$groups"
  rmdir "$groups"
}
trap clean EXIT
trap 'exit 143' TERM INT

# A cgroup namespace starts at the group of its process, so join the group first.
(
  echo "$BASHPID" >"$own/cgroup.procs"
  exec unshare --pid --fork --kill-child --mount --uts --ipc --net --cgroup --propagation private bash -euc '
    root=$1
    ip link set lo up
    mount --bind "$root" "$root"
    cd "$root"
    mount -t proc proc proc
    mount -t sysfs -o ro sysfs sys
    mount -t cgroup2 cgroup2 sys/fs/cgroup
    mount -t tmpfs -o mode=755 tmpfs run
    mount -t tmpfs tmpfs tmp
    mount -t tmpfs -o mode=755 tmpfs dev
    mkdir dev/pts dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
    for device in null zero full random urandom tty; do
      touch "dev/$device"
      mount --bind "/dev/$device" "dev/$device"
    done
    mkdir -p run/outside
    pivot_root . run/outside
    umount -l /run/outside
    exec env -i container=unshare PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init
  ' boot "$root"
) </dev/null >/dev/null &
machine=$!
until init=$(pgrep -P "$machine"); do
  kill -0 "$machine"
  sleep 0.05
done
echo "$init"
wait "$machine"
