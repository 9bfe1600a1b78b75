package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"charte/internal/portal"
)

func TestVaryListsTheHeadersThatEachResponseDependsOn(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for target, want := range map[string]string{
		"/":           "Referer Accept-Language",
		"/fr/":        "Cookie Referer Sec-GPC Accept-Encoding",
		"/choice":     "Cookie Referer Accept-Language Sec-GPC Sec-Fetch-Site Accept-Encoding",
		"/fr/choice":  "Cookie Referer Sec-GPC Sec-Fetch-Site Accept-Encoding",
		"/fr/receipt": "Cookie Accept Accept-Encoding",
	} {
		w := s.get(target)
		have := " " + strings.ReplaceAll(strings.Join(w.Header().Values("Vary"), ", "), ", ", " ") + " "
		for name := range strings.FieldsSeq(want) {
			if !strings.Contains(have, " "+name+" ") {
				t.Errorf("%s: Vary %q lacks %s", target, have, name)
			}
		}
		if cache := w.Header().Get("Cache-Control"); cache != "private, no-cache, no-transform" {
			t.Errorf("%s: Cache-Control %q", target, cache)
		}
	}
}

// The ETag covers everything on the page: state, language and return address.
func TestETagChangesWithEverythingOnThePage(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	granted := holding(s.post("/fr/choice", s.accept()))
	seen := map[string]string{}
	for name, headers := range map[string][]string{
		"undecided from A": {"Referer", portalOrigin + "/a"},
		"undecided from B": {"Referer", portalOrigin + "/b"},
		"undecided":        {},
		"signal":           {"Sec-GPC", "1"},
		"granted":          {"Cookie", granted},
		"granted from A":   {"Cookie", granted, "Referer", portalOrigin + "/a"},
	} {
		w := s.get("/choice", headers...)
		tag := w.Header().Get("ETag")
		if other, taken := seen[tag]; taken || tag == "" {
			t.Errorf("%q and %q share the tag %s", name, other, tag)
		}
		seen[tag] = name
		again := s.get("/choice", append(headers, "If-None-Match", `"x", `+tag)...)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != tag {
			t.Errorf("%q revalidated: %d", name, again.Code)
		}
	}
}

// Visitors share rendered pages, whose slots are filled for each. No visitor may see
// the choice or the return address of another, even under load.
func TestConcurrentVisitorsNeverSeeEachOthersChoice(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	accepted := holding(s.post("/fr/choice", s.accept()))
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	const acceptedReceipt = "/fr/receipt" // linked from a page that shows a grant
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for range 50 {
				page := func(n int) string { return portalOrigin + "/page-" + string(rune('a'+n%8)) }
				mine, other := page(worker), page(worker+1)
				cookie := accepted
				if worker%2 == 1 {
					cookie = refused
				}
				body := s.get("/fr/?return="+url.QueryEscape(mine), "Cookie", cookie).Body.String()
				if !strings.Contains(body, portal.Encode(mine)) || strings.Contains(body, portal.Encode(other)) {
					t.Error("a page shows another visitor's return address")
				}
				if strings.Contains(body, `"`+acceptedReceipt+`"`) != (worker%2 == 0) {
					t.Error("a page shows another visitor's choice")
				}
			}
		})
	}
	group.Wait()
}

func TestPagesAreCompressedIfTheBrowserAcceptsGzip(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	for accept, want := range map[string]string{"": "", "gzip, deflate, br": "gzip", "gzip;q=0": "", "gzip;Q=0": "", "gzip; q=0": "", "br": "", "GZIP;q=0.5": "gzip", "gzip;q=0.0, br": ""} {
		if got := s.get("/fr/", "Accept-Encoding", accept).Header().Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: %q, want %q", accept, got, want)
		}
	}
}
