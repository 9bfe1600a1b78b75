package handlers_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"charte/internal/consent"
	"charte/internal/metrics"
)

func TestBannersWithAFormAreCounted(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	fr, en := s.text("/fr/choice"), s.text("/en/choice")
	form := s.fields("refuse")
	stale := s.fields("accept")
	stale.Set("text", strings.Repeat("0", 64))
	refused := holding(s.post("/fr/choice", form))
	clear(s.banners)
	s.get("/fr/choice")
	s.get("/fr/choice?kit", "Referer", portalOrigin+"/a")
	s.get("/en/choice")
	// These are not banners with a form, or nobody sees them.
	s.do(request(http.MethodHead, "/fr/choice", nil))
	s.get("/fr/choice", "Sec-Purpose", "prefetch")
	s.get("/fr/choice", "Cookie", refused)
	s.get("/fr/choice", "Sec-GPC", "1")
	s.get("/fr/choice", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "iframe")
	s.get("/fr/")
	s.post("/fr/choice", stale)
	want := map[string]int{"fr " + fr: 2, "en " + en: 1}
	if !maps.Equal(s.banners, want) {
		t.Errorf("counted %v\nwant    %v", s.banners, want)
	}
}

// C-22: a banner counts as asked again only because the scope has grown since the
// visitor's choice.
func TestBannersThatAskAgainAreCountedSeparately(t *testing.T) {
	t.Parallel()
	s, l, _ := serving(t)
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	if err := l.Swap(t.Context(), themed(t, "")); err != nil {
		t.Fatal(err)
	}
	clear(s.banners)
	s.get("/fr/choice", "Cookie", refused)
	if len(s.banners) != 1 {
		t.Fatalf("counted %v", s.banners)
	}
	for key := range s.banners {
		if !strings.HasSuffix(key, " again") {
			t.Errorf("a banner that asks again is counted as %q", key)
		}
	}
	first := s.text("/fr/choice")
	if s.banners["fr "+first] != 1 {
		t.Errorf("a visitor's first banner is counted as %v", s.banners)
	}
}

// C-22, C-26: two charters with one cookie would ask every visitor at each visit, so the
// operator must notice it. The cookie's content is not logged.
func TestChoicesOfAnotherCharterAreCounted(t *testing.T) {
	t.Parallel()
	foreign := newService(t, shipped)
	cookie := holding(foreign.post("/fr/choice", foreign.fields("refuse")))
	m := metrics.New(metrics.Build{})
	s := newService(t, demo, func(c *setup) { c.Observer = m })
	own := holding(s.post("/fr/choice", s.fields("refuse")))
	for _, quiet := range []string{own, "cookies_preferences=nonsense", "other=1"} {
		s.get("/fr/choice", "Cookie", quiet)
	}
	if n := m.Strangers(); n != 0 {
		t.Errorf("counted %d choices of this charter, or of none, as another's", n)
	}
	s.get("/fr/choice", "Cookie", cookie)
	if n := m.Strangers(); n != 1 || strings.Contains(s.log.String(), "scope") {
		t.Errorf("counted %d, log %s", n, s.log)
	}
}

func TestHistoryContainsWhatIsInForce(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	periods, err := s.registry.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, p := range periods {
		found[p.Name] = p.Value
	}
	if found["text fr banner"] != s.text("/fr/choice") || found["text en charter"] != s.text("/en/") || len(found) != 8 ||
		found[consent.NoteController] == "" || !strings.Contains(found[consent.NoteTrackers], "audience\tPort-Lanval Agglomération\t_pk_id.*\n") {
		t.Errorf("noted %v", found)
	}
}
