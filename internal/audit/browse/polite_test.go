package browse_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// visited records the requests to a portal.
type visited struct {
	sync.Mutex
	http.Handler
	requests []*http.Request
}

func (v *visited) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.Lock()
	v.requests = append(v.requests, r)
	v.Unlock()
	v.Handler.ServeHTTP(w, r)
}

// paths returns the paths of the requests of a browser.
func (v *visited) paths() (all []string) {
	v.Lock()
	defer v.Unlock()
	for _, r := range v.requests {
		if strings.Contains(r.UserAgent(), "Chrome/") && r.URL.Path != "/favicon.ico" {
			all = append(all, r.URL.Path)
		}
	}
	return all
}

func TestTheAuditNamesItselfAndStaysWithinItsOptions(t *testing.T) {
	t.Parallel()
	portal := http.NewServeMux()
	portal.HandleFunc("/robots.txt", file("text/plain", "User-agent: charte-audit\nDisallow: /prive\nSitemap: https://"+portalHost+"/plan.xml\n\nUser-agent: *\nDisallow: /"))
	portal.HandleFunc("/plan.xml", file("application/xml", sitemapIndex))
	portal.HandleFunc("/plan-1.xml.gz", func(w http.ResponseWriter, _ *http.Request) {
		packed := gzip.NewWriter(w)
		fmt.Fprintf(packed, `<urlset><url><loc>https://%s/du-plan</loc></url><url><loc>https://ailleurs.test/x</loc></url></urlset>`, portalHost)
		packed.Close()
	})
	portal.HandleFunc("/", page(`<a href="/un#ici">Un</a><a href="/un">Un</a><a href="/prive/x">Privé</a>
<a href="https://ailleurs.test/">Ailleurs</a><a href="/deux.csv" download>Fichier</a><a href="mailto:a@exemple.test">Écrire</a><p>`))
	portal.HandleFunc("/un", page(`<a href="/trois">Trois</a><script>if (navigator.globalPrivacyControl) fetch('/signal')</script>`))
	seen := &visited{Handler: portal}
	options := optionsFor(t, hosts{portalHost: seen})
	options.States, options.Depth, options.Sitemap, options.Pages = []audit.State{audit.GPC}, 1, "auto", 10
	options.Pause, options.Language = 300*time.Millisecond, "br"
	observed, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := seen.paths(); !slices.Equal(got, []string{"/", "/du-plan", "/un", "/signal"}) {
		t.Errorf("the browser asked for %q", got)
	}
	skipped := slices.IndexFunc(observed.Visits[0].Pages, func(p audit.Page) bool {
		return p.Address == "https://"+portalHost+"/prive/x" && has(p.Troubles, audit.Trouble{ID: audit.Robots})
	})
	if skipped < 0 {
		t.Errorf("a page left out is not reported: %+v", observed.Visits[0].Pages)
	}
	for _, r := range seen.requests {
		if agent := r.UserAgent(); !strings.HasSuffix(agent, " charte-audit/test (+https://exemple.test)") || strings.Contains(agent, "Headless") {
			t.Errorf("%s was asked for by %q", r.URL, agent)
		}
		if gpc, language := r.Header.Get("Sec-GPC"), r.Header.Get("Accept-Language"); r.URL.Path == "/un" && (gpc != "1" || language != "br") {
			t.Errorf("Sec-GPC is %q, Accept-Language %q", gpc, language)
		}
	}
	if least := 2 * options.Pause; time.Duration(observed.Duration) < least {
		t.Errorf("three pages in %s, with two pauses of %s between them", time.Duration(observed.Duration), options.Pause)
	}
}

const sitemapIndex = `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://` + portalHost + `/plan-1.xml.gz</loc></sitemap>
<sitemap><loc>https://` + portalHost + `/absent.xml</loc></sitemap>
</sitemapindex>`

func TestAnAuditCutShortReturnsItsObservationsAndLeavesNothingBehind(t *testing.T) {
	folder, err := os.MkdirTemp("/tmp", "charte") // t.TempDir is too long for the browser
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	t.Setenv("TMPDIR", folder)
	portal := http.NewServeMux()
	portal.HandleFunc("/", page("<p>Bonjour"))
	options := optionsFor(t, hosts{portalHost: portal})
	options.Addresses = append(options.Addresses, "https://"+portalHost+"/deux", "https://"+portalHost+"/trois")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen, err := browse.Run(ctx, options, func(_ audit.State, _ string, done, _ int) {
		if done == 1 {
			cancel()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen.Complete || len(seen.Visits) != 1 || len(seen.Visits[0].Pages) != 1 || seen.Visits[0].Pages[0].Status != 200 || !has(seen.Visits[0].Troubles, audit.Trouble{ID: audit.CutShort}) {
		t.Errorf("cut short after one page: %+v", seen)
	}
	eventually(t, func() (left []string) {
		left, _ = filepath.Glob(filepath.Join(folder, "*"))
		processes, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, process := range processes {
			if line, _ := os.ReadFile(process); strings.Contains(string(line), folder) {
				left = append(left, string(line))
			}
		}
		return left
	})
}

// eventually waits until nothing is left: a process takes a moment to end.
func eventually(t *testing.T, find func() (left []string)) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		left := find()
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %q", left)
		}
	}
}

func TestTheTimeoutEndsTheAudit(t *testing.T) {
	t.Parallel()
	options := optionsFor(t, hosts{portalHost: page("<p>Bonjour")})
	options.Timeout, options.Pause = 3*time.Second, time.Hour
	options.Addresses = append(options.Addresses, "https://"+portalHost+"/deux")
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil || seen.Complete {
		t.Errorf("an audit whose timeout is shorter than its pause: complete %t, %v", seen.Complete, err)
	}
}
