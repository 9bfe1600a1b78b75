package deploy_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	returning "charte/internal/portal"
)

// page is the portal's page from which the visitor comes. Firewalls take "&sort" for a
// shell command.
const page = portal + "/explore/?q=eau&sort=modified"

// A visitor chooses, returns and withdraws through Apache with ModSecurity and the
// OWASP Core Rule Set, at each of its levels, with the lines that the guide prints.
func TestJourneyPassesTheFirewall(t *testing.T) {
	for level := 1; level <= 4; level++ {
		t.Run("level "+strconv.Itoa(level), func(t *testing.T) {
			p := openFirewall(t, level, guideLines(t))
			b := newBrowser(t, p)
			b.get("/choice?kit")
			if got := b.submit("refuse"); got != page {
				t.Fatalf("after the refusal the visitor is at %q, want %q", got, page)
			}
			if !strings.Contains(b.get("/choice?kit"), "refusés") {
				t.Error("the handle does not show the refusal")
			}
			b.get(b.link(regexp.MustCompile(`class="handle" href="([^"]+)"`)))
			b.get(b.submit("custom", "video"))
			b.get("/fr/receipt")
			b.cookies["_pk_id.1.1fff"] = "c9f0f895fb98ab91.1700000000."
			b.get("/fr/?back=" + returning.Encode(page))
			confirmed := b.get(b.submit("refuse"))
			if !strings.Contains(confirmed, "_pk_id") || !strings.Contains(confirmed, `class="back button" href="`+strings.ReplaceAll(page, "&", "&amp;")) {
				t.Errorf("the confirmation lacks the deleted cookie or the way back:\n%s", confirmed)
			}
			for _, path := range []string{"/en/?back=" + returning.Encode(page), "/fr/accessibility", "/charter.json", "/embed/width.svg", "/"} {
				b.get(path)
			}
			b.origin = portal
			b.get("/explore?q=eau")
		})
	}
}

// The cookie is JSON, which the rules of level 2 and above take for SQL on every host of
// the domain, and a plain return address is taken for a command at level 1. If a later
// rule set accepts them, the guide's lines can go.
func TestFirewallNeedsTheLinesOfTheGuide(t *testing.T) {
	p := openFirewall(t, 2, "")
	b := newBrowser(t, p)
	b.get("/choice?kit")
	b.submit("refuse")
	for _, at := range []struct{ origin, path string }{{b.origin, "/fr/"}, {portal, "/explore"}} {
		b.origin = at.origin
		if status, _, _ := b.send("GET", at.path, nil); status != http.StatusForbidden {
			t.Errorf("%s answers %d to the cookie, want 403", at.origin, status)
		}
	}
	fresh := newBrowser(t, p)
	if status, _, _ := fresh.send("GET", "/fr/?return="+url.QueryEscape(strings.Replace(page, "https", "http", 1)), nil); status != http.StatusForbidden {
		t.Errorf("return= is answered with %d, want 403", status)
	}
}

// guideLines returns the lines that the operator must add to the rules, from the guide.
func guideLines(t *testing.T) string {
	t.Helper()
	lines := regexp.MustCompile(`(?m)^SecRule.*$`).FindAllString(readFile(t, "../../docs/en/install.md"), -1)
	if len(lines) == 0 || strings.Join(lines, "\n") != strings.Join(regexp.MustCompile(`(?m)^SecRule.*$`).FindAllString(readFile(t, "../../docs/fr/installer.md"), -1), "\n") {
		t.Fatalf("the guides print no lines, or not the same: %q", lines)
	}
	return strings.Join(lines, "\n") + "\n"
}

// openFirewall starts the service behind Apache with Debian's ModSecurity and rule set,
// and a portal on another host of the same Apache.
func openFirewall(t *testing.T, level int, exclusions string) proxy {
	t.Helper()
	folder := t.TempDir()
	p := proxy{name: "apache", plain: free(t), https: free(t), program: free(t)}
	var cert, key string
	cert, key, p.trusted = certificate(t, folder)
	demo := t.TempDir()
	for _, name := range []string{"charter.md", "charter.en.md"} {
		write(t, demo, name, strings.NewReplacer("donnees.exemple.fr", "data.example.fr", "exemple.fr", "example.fr").Replace(readFile(t, "../../internal/charter/testdata/demo/"+name)))
	}
	startService(t, p.program, demo)
	rules := shared(t)
	if err := os.WriteFile(filepath.Join(rules, "explore"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	defaults := strings.NewReplacer("/var/log/apache2/modsec_audit.log", filepath.Join(rules, "audit.log"), "unicode.mapping", "/etc/modsecurity/unicode.mapping",
		"SecRuleEngine DetectionOnly", "SecRuleEngine On", "Dir /tmp/", "Dir "+rules).Replace(readFile(t, "/etc/modsecurity/modsecurity.conf-recommended"))
	site := apacheSite(t, p, cert, key) + defaults + "\nSecAction \"id:900000,phase:1,nolog,pass,t:none,setvar:tx.paranoia_level=" + strconv.Itoa(level) + "\"\n" +
		"Include /usr/share/modsecurity-crs/owasp-crs.load\n" + exclusions +
		"<VirtualHost " + p.https + ">\nServerName " + strings.TrimPrefix(portal, "https://") + "\nSSLEngine on\nSSLCertificateFile " + cert + "\nSSLCertificateKeyFile " + key + "\nDocumentRoot " + rules + "\n</VirtualHost>\n"
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(readFile(t, filepath.Join(folder, "error.log"))) // names the rules
		}
	})
	startApache(t, folder, p, site, "unique_id", "security2")
	return p
}

// shared returns a folder that the processes of the server can read and write;
// those of t.TempDir have a parent that they cannot open.
func shared(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "charte")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	return folder
}
