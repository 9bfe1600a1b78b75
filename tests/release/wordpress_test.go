//go:build release

package release_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The guide's example of kit 4, from its own blocks: WordPress from Debian, whose pages
// nginx stores. Each visitor has their own banner in the same stored page.
func TestWordPressKeepsItsCacheWithKit4(t *testing.T) {
	m := bootWordPress(t)
	first := m.page("")
	first.expect(t, "a first visitor", "MISS", "asks")
	text := regexp.MustCompile(`name="text" value="([0-9a-f]{64})"`).FindStringSubmatch(first.text)
	if text == nil {
		t.Fatalf("the form has no text version:\n%s", first.text)
	}
	for _, decision := range []string{"accept", "refuse"} {
		out := m.run("curl -sS -i -c /root/" + decision + " -e '" + home + "' -H 'Origin: https://data.example.fr' -H 'Sec-Fetch-Site: same-origin'" +
			" -d 'decision=" + decision + "&surface=banner&text=" + text[1] + "' 'https://data.example.fr/charte/fr/choice?part'")
		if head := strings.ToLower(out); !strings.Contains(head, "location: "+home+"#charte") || strings.Contains(head, "x-cache:") {
			t.Errorf("%s: %s", decision, out)
		}
	}
	for range 2 {
		m.page("-b /root/accept").expect(t, "a visitor who accepted", "HIT", "accepted")
		m.page("-b /root/refuse").expect(t, "a visitor who refused", "HIT", "refused")
		m.page("").expect(t, "another visitor", "HIT", "asks")
		m.page("-d q=eau").expect(t, "an answer to a form", "", "asks")
	}
	// Text that an author or a visitor wrote must not become an include of nginx.
	m.run(`mysql wordpress -e "UPDATE wp_posts SET post_content = '[<!--# echo var=\"arg_x\" -->]' WHERE ID = 1"`)
	if out := m.run("curl -sSL '" + home + "?p=1&x=injected'"); strings.Contains(out, "[injected]") || !strings.Contains(out, `id="charte"`) {
		t.Errorf("a comment in the text is an include, or the page has no fragment:\n%s", out)
	}
	m.run("systemctl stop charte.socket charte.service")
	m.page("").expect(t, "while the service is stopped", "HIT", "nothing")
}

const home = "https://data.example.fr/"

// bootWordPress boots a machine in which the guide was followed.
func bootWordPress(t *testing.T) machine {
	t.Helper()
	root := cleanRoot(t)
	prepare(t, root)
	write(t, root, "/etc/dpkg/dpkg.cfg.d/95examples", "path-include=/usr/share/doc/wordpress\npath-include=/usr/share/doc/wordpress/*\n")
	certify(t, filepath.Join(root, "etc/letsencrypt"), "DNS:data.example.fr")
	run(t, "cp", filepath.Join(root, "etc/letsencrypt/fullchain.pem"), filepath.Join(root, "usr/local/share/ca-certificates/portal.crt"))
	m := boot(t, root)
	m.give(build(t, "1.0.0"))
	m.online("export DEBIAN_FRONTEND=noninteractive; apt-get update && apt-get install --no-install-recommends nginx-light php8.2-fpm php8.2-mysql mariadb-server wordpress wordpress-theme-twentytwentythree curl ca-certificates ./charte_*_amd64.deb")
	guide := read(t, "../../docs", "fr/choisir-un-kit.md")
	m.run(strings.Replace(first(t, guide, `(?m)^(charte init .*)`), "--tools matomo", "--tools youtube --proxy none", 1))
	m.run(startService)
	plugin, pages := block(t, guide, "php"), block(t, guide, "nginx")
	path := first(t, plugin, `^<\?php // (\S+)\n`)
	if err := os.MkdirAll(filepath.Dir(filepath.Join(root, path)), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, root, path, plugin)
	printed := m.run(strings.Replace(first(t, guide, `(?m)^(charte embed .* --proxy nginx .*) --content`), "charte embed", "charte embed --content /etc/charte/content", 1))
	parts := regexp.MustCompile(`(?m)^(?:# Dans la|# À l’intérieur|# Dans chaque|<!-- Dans le).*\n`).Split(printed, -1)
	if len(parts) != 5 {
		t.Fatalf("kit 4 has %d parts", len(parts)-1)
	}
	site := read(t, root, "/usr/share/doc/wordpress/examples/nginx-wordpress.conf")
	site = replaced(t, site, `(?s) *location ~ \\\.php\$ \{.*?\n    \}\n`, pages+parts[2])
	site = replaced(t, site, `(?m)^\s*server_name .*;\n`, "\tserver_name data.example.fr;\n\tlisten 443 ssl;\n\tssl_certificate /etc/letsencrypt/fullchain.pem;\n\tssl_certificate_key /etc/letsencrypt/privkey.pem;\n")
	write(t, root, "/etc/nginx/conf.d/charte.conf", parts[1]+first(t, pages, `# (fastcgi_cache_path [^;]*;)`)+"\n")
	write(t, root, "/etc/nginx/sites-enabled/wordpress.conf", site)
	m.run(installWordPress)
	return m
}

// block returns the first block of a language in a guide, without its indent.
func block(t *testing.T, guide, language string) string {
	t.Helper()
	return regexp.MustCompile(`(?m)^ {3}`).ReplaceAllString(first(t, guide, "(?s)```"+language+"\n(.*?) *```"), "")
}

// replaced replaces the first match of a pattern, which must exist.
func replaced(t *testing.T, text, pattern, by string) string {
	t.Helper()
	at := regexp.MustCompile(pattern).FindStringIndex(text)
	if at == nil {
		t.Fatalf("%q has no %s", text, pattern)
	}
	return text[:at[0]] + by + text[at[1]:]
}

// startService starts the service whose settings charte init wrote.
const startService = "systemctl enable --now charte.socket charte.service"

const installWordPress = `
cat >/etc/wordpress/config-data.example.fr.php <<'EOF'
<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', 'trial');
define('DB_HOST', 'localhost');
define('WP_CONTENT_DIR', '/var/lib/wordpress/wp-content');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
EOF
systemctl start mariadb php8.2-fpm
mysql -e "CREATE DATABASE wordpress; GRANT ALL ON wordpress.* TO wordpress@localhost IDENTIFIED BY 'trial'"
rm -f /etc/nginx/sites-enabled/default
nginx -t
systemctl restart nginx
curl -fsS 'https://data.example.fr/wp-admin/install.php?step=2' -d 'weblog_title=Portail&user_name=admin&admin_password=trial-trial&admin_password2=trial-trial&pw_weak=1&admin_email=a@example.fr&blog_public=0&language=' >/dev/null
`

// seen is an answer to a visitor: its header in small letters, and its text.
type seen struct{ head, text string }

// page requests the portal's home page with more arguments of curl.
func (m machine) page(more string) seen {
	m.t.Helper()
	out := m.run("curl -sS -i --max-time 20 " + more + " " + home)
	head, text, _ := strings.Cut(out, "\r\n\r\n")
	return seen{strings.ToLower(head), text}
}

// expect fails unless the answer is a whole page of one visitor, from the cache or not, with
// a fragment that asks or shows a choice, or without a fragment.
func (s seen) expect(t *testing.T, who, cache, shows string) {
	t.Helper()
	marks := map[string]string{"asks": `<form class="panel"`, "accepted": "aria-label=\"Cookies\u00a0: acceptés", "refused": "aria-label=\"Cookies\u00a0: refusés"}
	fragments := 1
	if shows == "nothing" {
		fragments = 0
	}
	if strings.Count(s.text, `id="charte"`) != fragments || !strings.Contains(s.text, marks[shows]) || !strings.Contains(s.text, "</html>") || strings.Contains(s.text, "<!--#") {
		t.Errorf("%s: want a page that %s:\n%s", who, shows, s.text)
	}
	stored := regexp.MustCompile(`\r\nx-cache: (\S+)`).FindStringSubmatch(s.head)
	if (stored == nil) != (cache == "") || stored != nil && stored[1] != strings.ToLower(cache) || !strings.Contains(s.head, "\r\ncache-control: private, no-cache") {
		t.Errorf("%s: want X-Cache %q: %s", who, cache, s.head)
	}
}
