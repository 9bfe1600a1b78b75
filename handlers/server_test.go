package handlers_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"charte/handlers"
	"charte/internal/charter"
	"charte/internal/content"
	"charte/internal/theme"
)

// themed returns the shipped charter with a theme.
func themed(t *testing.T, css string) *content.Content {
	t.Helper()
	set, err := charter.Load(os.DirFS(shipped))
	if err != nil {
		t.Fatal(err)
	}
	return setup{Content: content.Content{Charter: set, Theme: theme.Theme{Pages: []byte(css), Frames: []byte(css)}}}.made(t)
}

// serving returns a service whose content a test can swap, and its first content.
func serving(t *testing.T, changes ...func(*setup)) (*service, *handlers.Server, *content.Content) {
	t.Helper()
	var first *content.Content
	s := newService(t, demo, append(changes, func(c *setup) { first = c.made(t) })...)
	return s, s.handler.(*handlers.Server), first
}

func TestSwapServesTheNewCharter(t *testing.T) {
	t.Parallel()
	s, l, _ := serving(t)
	before := s.get("/fr/").Body.String()
	if err := l.Swap(t.Context(), themed(t, "")); err != nil {
		t.Fatal(err)
	}
	if after := s.get("/fr/").Body.String(); after == before || !strings.Contains(after, "Saint-Malo") {
		t.Error("the old charter is still served")
	}
	if l.Versions()["fr"]["banner"] != s.text("/fr/choice") {
		t.Error("Versions returns another text version than the banner has")
	}
}

func TestSwapThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	s, l, _ := serving(t)
	before := s.get("/fr/").Body.String()
	broken := themed(t, "</style>")
	if err := l.Swap(t.Context(), broken); err == nil {
		t.Fatal("accepted a theme that closes the style element")
	}
	if s.get("/fr/").Body.String() != before {
		t.Error("the page changed")
	}
}

// an edit of the charter must not reset the rate limit.
func TestRateLimitSurvivesASwap(t *testing.T) {
	t.Parallel()
	s, l, first := serving(t, func(c *setup) { c.RateLimit, c.RateWindow = 1, time.Hour })
	if w := s.post("/fr/choice", s.accept()); w.Code != http.StatusSeeOther {
		t.Fatalf("the first choice: %d", w.Code)
	}
	if err := l.Swap(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if w := s.post("/fr/choice", s.accept()); w.Code != http.StatusTooManyRequests {
		t.Errorf("the second choice, after a swap: %d, want 429", w.Code)
	}
}

func TestStyleSheetOfThePreviousContentIsStillServed(t *testing.T) {
	t.Parallel()
	s, l, _ := serving(t)
	_, after, _ := strings.Cut(s.get("/fr/").Body.String(), `rel="stylesheet" href="`)
	sheet := after[:strings.IndexByte(after, '"')]
	for n, css := range []string{":root{--charte-radius:0}", ":root{--charte-radius:1px}"} {
		if err := l.Swap(t.Context(), themed(t, css)); err != nil {
			t.Fatal(err)
		}
		if got, want := s.get(sheet).Code, []int{http.StatusOK, http.StatusNotFound}[n]; got != want {
			t.Errorf("after %d edits the first sheet answers %d, want %d", n+1, got, want)
		}
	}
}
