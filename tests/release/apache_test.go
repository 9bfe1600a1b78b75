//go:build release

package release_test

import (
	"regexp"
	"strings"
	"testing"
)

// The commands of the guide for Apache, on a clean Debian: from the package to choices over
// https. The package installs no second proxy, and no log has a visitor's request.
func TestApacheServesTheSiteThatInitWrites(t *testing.T) {
	folder, root := build(t, "1.0.0"), cleanRoot(t)
	prepare(t, root)
	m := boot(t, root)
	m.give(folder)
	m.online("apt-get update && apt-get install apache2 && apt-get install ./charte_*_amd64.deb curl")
	m.run("test ! -e /usr/sbin/nginx")
	guide := read(t, "../../docs", "fr/installer.md")
	flags := first(t, guide, "`(--proxy apache --site [^`]*)`")
	m.run("umask 077\n" + strings.Replace(first(t, guide, `(?m)^(charte init .*) --site \S+$`), "charte init", "charte init "+flags, 1))
	m.run("systemctl enable --now charte.socket charte.service\n" + first(t, guide, `(?m)^(a2enmod .*\n.*)$`))
	m.until("the banner over https, by IPv4 and IPv6", `for v in 4 6; do curl -$v -fsS https://cookies.example.fr/fr/choice | grep -q 'Port-Lanval Agglomération'; done`)
	m.run(choices)
	if out := m.run("curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' 'http://cookies.example.fr/fr/?a=b%20c'"); out != "308 https://cookies.example.fr/fr/?a=b%20c" {
		t.Errorf("a page over http: %s", out)
	}
	if out := m.run("curl -sS -o /dev/null -w '%{http_code}' -d decision=refuse http://cookies.example.fr/fr/choice"); out != "403" {
		t.Errorf("a choice over http: %s", out)
	}
	if record := m.run("chartectl verify"); !strings.Contains(record, " 2 records,") {
		t.Errorf("after two choices, verify prints %q", record)
	}
	if log := m.run("cat /var/log/apache2/*access*"); log != "" {
		t.Errorf("Apache logged visitors:\n%s", log)
	}
}

// first returns the first group of the first match of a pattern in a guide.
func first(t *testing.T, guide, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(guide)
	if found == nil {
		t.Fatalf("the guide has no %s", pattern)
	}
	return found[1]
}
