package handlers_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"charte/internal/consent"
)

func TestBannersShownToUndecidedVisitorsAreCounted(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	fr, en := s.text("/fr/choice"), s.text("/en/choice")
	form := s.fields("refuse")
	stale := s.fields("accept")
	stale.Set("text", strings.Repeat("0", 64))
	refused := holding(s.post("/fr/choice", form))
	clear(s.shown)
	s.get("/fr/choice")
	s.get("/fr/choice?kit", "Referer", portalOrigin+"/a")
	s.get("/en/choice")
	// None of these is a banner served to someone who is asked.
	s.do(request(http.MethodHead, "/fr/choice", nil))
	s.get("/fr/choice", "Cookie", refused)
	s.get("/fr/choice", "Sec-GPC", "1")
	s.get("/fr/choice", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "iframe")
	s.get("/fr/")
	s.post("/fr/choice", stale)
	want := map[string]int{"fr " + fr: 2, "en " + en: 1}
	if !maps.Equal(s.shown, want) {
		t.Errorf("counted %v\nwant    %v", s.shown, want)
	}
}

func TestTheHistorySaysWhatIsInForce(t *testing.T) {
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
	if found["text fr banner"] != s.text("/fr/choice") || found["text en charter"] != s.text("/en/") || len(found) != 7 ||
		found[consent.NoteController] == "" || !strings.Contains(found[consent.NoteTrackers], "audience\tCommunauté d’exemple\t_pk_id.*\n") {
		t.Errorf("noted %v", found)
	}
}
