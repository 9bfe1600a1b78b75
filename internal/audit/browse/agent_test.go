package browse_test

import (
	"context"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// worker is a portal whose Service Worker requests a file when it is installed.
func worker() *visited {
	portal := http.NewServeMux()
	portal.HandleFunc("/robots.txt", http.NotFound)
	portal.HandleFunc("/sw.js", file("text/javascript", `addEventListener('install', (e) => e.waitUntil(fetch('/du-service')))`))
	portal.HandleFunc("/du-service", file("text/plain", "ok"))
	portal.HandleFunc("/automate", file("text/plain", "ok"))
	portal.HandleFunc("/", page(`<script>
navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => fetch('/installe'));
if (navigator.webdriver) fetch('/automate');
</script>`))
	return &visited{Handler: portal}
}

// Every request has the same User-Agent, those of Service Workers and of this program
// included.
func TestServiceWorkersSendTheUserAgentOfTheAudit(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]func(agent string) bool{
		"": func(agent string) bool { return strings.HasSuffix(agent, " charte-audit/test (+https://exemple.test)") },
		browse.Visitor: func(agent string) bool {
			return strings.HasSuffix(agent, " Safari/537.36") && strings.Contains(agent, " Chrome/")
		},
		"Mozilla/5.0 x": func(agent string) bool { return agent == "Mozilla/5.0 x" },
	} {
		portal := worker()
		options := optionsFor(t, hosts{portalHost: portal})
		options.States, options.UserAgent, options.Settle = []audit.State{audit.Undecided}, given, time.Second
		if _, err := browse.Run(t.Context(), options, nil); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, r := range portal.requests {
			seen[r.URL.Path] = true
			if agent := r.UserAgent(); !want(agent) || strings.Contains(agent, "Headless") || strings.Contains(r.Header.Get("Sec-Ch-Ua"), "Headless") {
				t.Errorf("--user-agent %q: %s was requested by %q, %q", given, r.URL.Path, agent, r.Header.Get("Sec-Ch-Ua"))
			}
		}
		if !seen["/du-service"] || !seen["/robots.txt"] || seen["/automate"] != (given == "") {
			t.Errorf("--user-agent %q: the requests were %v", given, seen)
		}
	}
}

// A portal with a private authority is seen if the authority is named, and only then.
func TestACertificateOfAPrivateAuthorityIsTrustedIfItIsNamed(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	server := httptest.NewTLSServer(page("")) // its certificate names 127.0.0.1
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]int{authority: 200, "": 0} {
		seen, err := browse.Run(t.Context(), browse.Options{
			Addresses: []string{server.URL}, Settle: 200 * time.Millisecond, States: []audit.State{audit.Undecided}, CA: file,
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if p := seen.Visits[0].Pages[0]; p.Status != want || p.Seen() != (want == 200) {
			t.Errorf("--ca %q: %+v", file, p)
		}
	}
	for _, wrong := range []string{filepath.Join(t.TempDir(), "absent.pem"), "agent_test.go"} {
		if _, err := browse.Run(t.Context(), browse.Options{Addresses: []string{server.URL}, CA: wrong}, nil); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("--ca %q: %v", wrong, err)
		}
	}
}

// The browser may resolve names that this program cannot. On such a host, robots.txt is
// honoured and the service is found.
func TestAHostThatOnlyTheBrowserResolvesIsAudited(t *testing.T) {
	t.Parallel()
	service, _ := charte(t, declared)
	portal := http.NewServeMux()
	portal.HandleFunc("/robots.txt", file("text/plain", "User-agent: *\nDisallow: /prive"))
	portal.HandleFunc("/plan.xml", file("application/xml", `<urlset><url><loc>https://`+portalHost+`/du-plan</loc></url></urlset>`))
	portal.HandleFunc("/prive", page(""))
	portal.HandleFunc("/du-plan", page(""))
	portal.HandleFunc("GET /{$}", page(kitFrame+`<a href="/prive">Privé</a>`))
	options := optionsFor(t, hosts{portalHost: portal, serviceHost: service})
	unreachable := func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no name server") }
	resolver := &net.Resolver{PreferGo: true, Dial: unreachable}
	options.Client = &http.Client{Transport: &http.Transport{DialContext: (&net.Dialer{Resolver: resolver}).DialContext}}
	options.States, options.Depth, options.Sitemap = []audit.State{audit.Undecided, audit.Refused}, 1, "https://"+portalHost+"/plan.xml"
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]bool{}
	for _, p := range seen.Visits[0].Pages {
		pages[p.Address] = p.Seen()
	}
	if !pages["https://"+portalHost+"/"] || !pages["https://"+portalHost+"/du-plan"] || pages["https://"+portalHost+"/prive"] || len(pages) != 3 {
		t.Errorf("pages and whether they were seen: %v", pages)
	}
	if v := seen.Visits[1]; len(v.Troubles) > 0 || len(v.Pages) != 2 {
		t.Errorf("refused: %+v", v)
	}
}
