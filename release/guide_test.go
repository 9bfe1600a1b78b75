//go:build release

package release

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var runnable = regexp.MustCompile("(?ms)^```sh run\n(.*?)^```$")

// A root has no systemd running; this does what the guide asks of it.
const systemctl = `#!/bin/bash
set -e
[ "$1" = enable ]
while IFS= read -r line; do case $line in CHARTE_*) export "$line" ;; esac; done </etc/charte/charte.env
cd /var/lib/charte
$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/charte.service | sed 's/^/runuser -u charte -- /') >/var/lib/charte/log 2>&1 &
echo $! >/run/charte.pid
for _ in {1..200}; do curl -fs http://127.0.0.1:8080/readyz && exit; sleep 0.05; done
cat /var/lib/charte/log >&2
exit 1
`

// What a new webmaster types, from the French guide alone, in a clean Debian; the
// machine's part of the ten minutes is printed.
func TestFrenchGuideFromACleanRootToACharter(t *testing.T) {
	folder, root := build(t, "1.0.0"), cleanRoot(t)
	ours := strings.NewReplacer("127.0.0.1:8080", freeAddress(t), "127.0.0.1:8081", freeAddress(t))
	write(t, root, "/usr/local/bin/systemctl", ours.Replace(systemctl))
	run(t, "chmod", "755", filepath.Join(root, "usr/local/bin/systemctl"))
	started := time.Now()
	run(t, "cp", filepath.Join(folder, "charte_1.0.0_amd64.deb"), root)
	run(t, "chroot", root, "sh", "-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /charte_1.0.0_amd64.deb curl")
	t.Logf("the package: %s", time.Since(started).Round(time.Second))
	t.Cleanup(func() { exec.Command("chroot", root, "sh", "-c", "kill $(cat /run/charte.pid)").Run() })
	said := ""
	for _, block := range runnable.FindAllStringSubmatch(read(t, "../docs/fr", "installer.md"), -1) {
		said = run(t, "chroot", root, "bash", "-euo", "pipefail", "-c", ours.Replace(block[1]))
		t.Logf("%s\n%s", block[1], said)
	}
	if !strings.Contains(said, "<title>") || !strings.Contains(said, "Ville d’Exemple") {
		t.Errorf("at the end there is no charter of the webmaster's: %s", said)
	}
	t.Logf("from the package to a served charter: %s", time.Since(started).Round(time.Second))
}
